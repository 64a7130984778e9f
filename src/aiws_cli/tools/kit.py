"""The tools there are: those that stand in the head a model reads, and those it reaches through `call_tool`."""

from __future__ import annotations

from .commands import COMMAND_TOOLS
from .data import DATA_TOOLS
from .files import FILE_TOOLS, MORE_FILE_TOOLS
from .git import GIT_TOOLS
from .python import run_python
from .registry import Tool

HEAD: tuple[Tool, ...] = (*DATA_TOOLS, run_python, *FILE_TOOLS)
MORE: tuple[Tool, ...] = (*MORE_FILE_TOOLS, *COMMAND_TOOLS, *GIT_TOOLS)
