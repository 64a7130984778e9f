"""Whether a question speaks of a value: the value itself or what its code means, and not only in passing."""

from __future__ import annotations

import re

from ...core.tables import Column
from .named import run_of, spans

ALSO = re.compile(r"^(?:도|까지|\s*(?:포함|도\s*포함))|^\s*(?:too|as well|included)", re.IGNORECASE)


def labels(column: Column, value: str) -> tuple[str, ...]:
    """A value and what its code means, in both languages."""
    label = column.code_values.get(value, "")
    parts = [p.strip() for p in label.split("|")]
    return tuple(dict.fromkeys(p for p in (value, *parts) if p))


def says_value(question: str, column: Column, value: str, *, without_also: bool = False) -> bool:
    """True when the question says the value or its meaning; with `without_also`, "VIP도 포함해서" does not count."""
    run = run_of(question)
    for name in labels(column, value):
        for _, end in spans(question, name):
            after = run.text[run.at[end - 1] + 1 :]
            if not (without_also and ALSO.match(after)):
                return True
        if len(name) < 2 and re.search(
            rf"(?<![A-Za-z0-9가-힣]){re.escape(name)}(?![A-Za-z0-9가-힣])", question, re.IGNORECASE
        ):
            return True
    return False
