"""Every number in a text must come from the result: the text is built from facts, and checked against them again."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import Any

from ..core.answer import Fact

_NUMBER_IN_TEXT = re.compile(r"(?<![A-Za-z0-9_.,])[-−+]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?")


def decimal(value: Any) -> Decimal | None:
    """The cell as a number: ints, floats, and decimals that travel as text; None for everything else, NaN and infinities."""
    if value is None or isinstance(value, bool):
        return None
    try:
        number = Decimal(str(value))
    except (InvalidOperation, ValueError):
        return None
    return number if number.is_finite() else None


def number_text(value: Decimal, places: int = 2) -> str:
    """Thousands separators, at most `places` decimals (rounded half up), no trailing zeros."""
    if value == value.to_integral_value():
        return f"{int(value):,}"
    # Small rates keep two significant digits, or they would all read 0.00.
    shown = places if abs(value) >= 1 else max(places, -value.adjusted() + 1)
    rounded = value.quantize(Decimal(1).scaleb(-shown), rounding=ROUND_HALF_UP)
    return f"{rounded:,f}".rstrip("0").rstrip(".")


def unsupported(text: str, facts: Iterable[Fact], quoted: Iterable[str] = ()) -> tuple[str, ...]:
    """Numbers in `text` that no fact carries. `quoted` are names from the result or question that may hold digits.

    A number is supported when it stands, as written, in a fact's text.
    """
    rest = text
    for words in sorted({*quoted}, key=len, reverse=True):
        if words:
            rest = rest.replace(words, " ")
    carried = {m[0] for fact in facts for m in _NUMBER_IN_TEXT.finditer(fact.text)}
    return tuple(m[0] for m in _NUMBER_IN_TEXT.finditer(rest) if m[0] not in carried)
