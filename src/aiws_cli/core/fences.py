"""Fences of Markdown."""

from __future__ import annotations

import re


def fence(text: str) -> str:
    """The backticks that begin and end a fence around `text`: more of them than stand together anywhere in it."""
    return "`" * max((3, *(len(run) + 1 for run in re.findall("`+", text))))
