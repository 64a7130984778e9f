"""Regular expressions that are compiled when first looked for: a thousand of them would cost every start half a second."""

from __future__ import annotations

import re
from typing import Any, cast

# Python spells a class out letter by letter where case is ignored, 11,172 times for this one, which knows no case.
_HANGUL = re.compile(r"\[\^?가-힣\]")


class _WhenNeeded:
    """Stands for a pattern until one of the pattern's own attributes is asked for."""

    __slots__ = ("_compiled", "_flags", "_text")

    def __init__(self, text: str, flags: int) -> None:
        self._text, self._flags = text, flags
        self._compiled: re.Pattern[str] | None = None

    def __getattr__(self, name: str) -> Any:
        if self._compiled is None:
            text = self._text
            if self._flags & re.IGNORECASE:
                text = _HANGUL.sub(lambda found: f"(?-i:{found.group()})", text)
            self._compiled = re.compile(text, self._flags)
        return getattr(self._compiled, name)


def when_needed(text: str, flags: int = 0) -> re.Pattern[str]:
    """What `re.compile` gives, compiled at the first use of one of its methods: for tables of which a question needs a few.

    `re.error` of a wrong pattern is raised there, not here: tests/core/test_patterns.py compiles every one of them.
    """
    return cast("re.Pattern[str]", _WhenNeeded(text, flags))
