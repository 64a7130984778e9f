"""A catalog with a dictionary of its own for one question."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ..catalog.over import Over
from ..catalog.words import Word, phrase, words
from ..core.ports import Catalog
from ..core.tables import Term

_SHARED = 0.6
"""An entry that the question does not name is spoken of where the question has this share of its name's words …"""
_ABOUT = 0.5
"""… or where its meaning has this share of the question's."""
_MOST = 4


def with_terms(catalog: Catalog, terms: Sequence[Term]) -> Catalog:
    """The catalog with these terms before its own; those are given that the question speaks of."""
    return WithTerms(catalog, tuple(terms))


@dataclass(frozen=True)
class WithTerms(Over):
    """Everything but `terms` is the other catalog's."""

    own: tuple[Term, ...]

    def terms(self, question: str) -> tuple[Term, ...]:
        asked = [w for w in words(question) if w.weight >= 0.5]
        said = {form for word in asked for form in word.forms}
        found = [(_spoken(t, phrase(question), said, asked), t) for t in self.own]
        found.sort(key=lambda f: -f[0])
        return (*(t for score, t in found[:_MOST] if score > 0), *self.base.terms(question))


def _spoken(term: Term, question: str, said: set[str], asked: Sequence[Word]) -> float:
    """How surely the question speaks of an entry, 0..2: by its name, by most words of its name, by its meaning."""
    names = [n for n in map(phrase, term.names) if n]
    if any(re.search(rf"(?<![0-9a-z]){re.escape(n)}(?![0-9a-z])", question) for n in names):
        return 2.0
    best = 0.0
    for name in term.names:
        own = [w for w in words(name) if w.weight >= 0.5]
        share = sum(bool(said & set(w.forms)) for w in own) / len(own) if len(own) >= 2 else 0.0
        best = max(best, share if share >= _SHARED else 0.0)
    meant = {form for word in words(term.definition) for form in word.forms}
    share = sum(bool(meant & set(w.forms)) for w in asked) / len(asked) if len(asked) >= 2 else 0.0
    return max(best, share if share >= _ABOUT else 0.0)
