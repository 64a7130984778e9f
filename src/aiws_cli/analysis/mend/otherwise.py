"""Values said in another language or spelling than the stored one: Seoul for 서울, W for F, 30s for 30대, cancer for 암."""

from __future__ import annotations

from collections.abc import Sequence

from ...core.tables import Column
from ..namings import also_said, province, sex
from .bilingual import english_words, korean_for
from .unasked_values import labels
from .words import plain


def meant(said: str, column: Column, known: Sequence[str]) -> str | None:
    """The one known value that `said` names otherwise; None where none does, or several do."""
    for fits in (_same_province, _same_sex, _other_word, _translated):
        found = [v for v in known if any(fits(said, name) for name in labels(column, v))]
        if fits is _same_sex and len({sex(v) for v in known}) != len(known):
            continue  # a column of other things than women and men
        if len(found) == 1:
            return found[0]
    return None


def _same_province(said: str, name: str) -> bool:
    return bool(province(said)) and province(said) == province(name)


def _same_sex(said: str, name: str) -> bool:
    return sex(said) is not None and sex(said) == sex(name)


def _other_word(said: str, name: str) -> bool:
    return said.casefold() in also_said(name.casefold())


def _translated(said: str, name: str) -> bool:
    """One word for one word: a whole value, no part of one."""
    if said.isascii() and said.isalpha() and not name.isascii():
        return len(said) > 2 and name in korean_for(said)
    if not said.isascii() and name.isascii() and len(plain(name)) > 2:
        return plain(name) in english_words(said)
    return False
