"""Personal data and secrets out of text that goes elsewhere: to a model, with the way back; to a log, without one.

Placeholders are numbered by first appearance (`[resident_no:1]`), so equal talk gives equal placeholders and a longer
line of talk begins with the very bytes of the shorter one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from . import pii, secrets
from .findings import CONFIDENCES, Finding, acted, without_overlaps

PUBLIC = frozenset({"business_no", "corporate_no"})
"""Numbers of companies, which registers publish: a question about one is sent as it is asked."""

_MARK = re.compile(
    r"\[\s?([a-z_]+)\s?:\s?(\d{1,4})\s?\]|(?<=['\"])([a-z_]+):(\d{1,4})(?=['\"])", re.IGNORECASE
)
_UNFINISHED = re.compile(r"\[[^\]\n]{0,40}\Z")
_COMPARED = re.compile(r"(?:=|<|>|\blike|\bin\s*\()\s*\Z", re.IGNORECASE)


def personal(text: str, beside: str = "") -> tuple[Finding, ...]:
    """Personal data and secrets in a text that something is done about, in order; of two at one place the surer one."""
    found = acted((*pii.find(text, beside), *secrets.find(text)))
    ranked = sorted(found, key=lambda f: (-CONFIDENCES.index(f.confidence), f.start - f.end, f.start))
    return without_overlaps(ranked)


def is_secret(kind: str) -> bool:
    """Whether what `personal` calls by this kind is a key, a token or a password rather than somebody's data."""
    return kind not in pii.KINDS


def redacted(text: str) -> str:
    """The text with each such piece replaced by its kind: for logs, titles, messages. There is no way back."""
    for finding in reversed(personal(text)):
        text = f"{text[: finding.start]}[{finding.kind}]{text[finding.end :]}"
    return text


def redacted_inside(value: Any) -> Any:
    """`redacted` for every text of a JSON-ready value; keys stay, tuples become lists."""
    return _each(value, redacted)


@dataclass
class Placeholders:
    """What stands for what in one line of talk. Hide its texts from the first to the last, in order.

    A piece that was hidden once is hidden wherever it stands after that, whatever stands beside it there.
    """

    _marks: dict[str, str] = field(default_factory=dict)
    _counts: dict[str, int] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self._marks)

    def hide(self, text: str) -> str:
        """The text with placeholders."""
        for finding in personal(text):
            if finding.kind not in PUBLIC:
                self.stand_for(text[finding.start : finding.end], finding.kind)
        if not self._marks or not text:
            return text
        # A placeholder's own text is never looked into again: one pass over all that is known, the longest first.
        known = sorted(self._marks, key=len, reverse=True)
        pattern = "|".join(rf"(?<![0-9A-Za-z]){re.escape(k)}(?![0-9A-Za-z])" for k in known)
        return re.sub(pattern, lambda m: self._marks[m[0]], text)

    def stand_for(self, value: str, kind: str) -> str:
        """The placeholder of a value, made when it has none yet."""
        if value not in self._marks:
            self._counts[kind] = self._counts.get(kind, 0) + 1
            self._marks[value] = f"[{kind}:{self._counts[kind]}]"
        return self._marks[value]

    def hide_inside(self, value: Any) -> Any:
        """`hide` for every text of a JSON-ready value; keys stay."""
        return _each(value, self.hide)

    def restore(self, text: str) -> str:
        """The text with the values back. One compared to without quotes gets them: a bare number would be arithmetic."""
        if not self._marks or ":" not in text:
            return text
        values = {mark[1:-1]: value for value, mark in self._marks.items()}

        def back(match: re.Match[str]) -> str:
            value = values.get(f"{(match[1] or match[3]).lower()}:{match[2] or match[4]}")
            if value is None:
                return match[0]
            return f"'{value}'" if match[1] and _COMPARED.search(text, 0, match.start()) else value

        return _MARK.sub(back, text)

    def restore_inside(self, value: Any) -> Any:
        """`restore` for every text of a JSON-ready value; keys stay."""
        return _each(value, self.restore)


def held_back(text: str) -> int:
    """How many characters at the end of a growing text may be the beginning of a placeholder."""
    match = _UNFINISHED.search(text)
    return len(match[0]) if match is not None else 0


def _each(value: Any, change: Callable[[str], str]) -> Any:
    if isinstance(value, str):
        return change(value)
    if isinstance(value, Mapping):
        return {k: _each(v, change) for k, v in value.items()}
    if isinstance(value, (list, tuple)):
        return [_each(v, change) for v in value]
    return value
