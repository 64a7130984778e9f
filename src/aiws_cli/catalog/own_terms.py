"""The asker's own dictionary: what they call things, in the glossary's format, said before the glossary.

A word that stands for other words ("우리팀" for "강남지점") is read as those words wherever tables, values and examples
are looked for. It is a way of speaking only: what may be read is decided by the guard, as ever.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from pathlib import Path

from aiws_cli.core.tables import OwnTerm, Term

from .plain_words import PARTICLES
from .problems import Problem

FILE = "terms.yaml"
"""The dictionary's name inside AIWS_HOME."""
_AS = "glossary.yaml"
# A longer definition explains a word; it does not stand for it.
SYNONYM_CHARS = 40
# Particles that may follow a Hangul name, longest first.
_JOSA = "|".join(sorted(PARTICLES.split(), key=len, reverse=True))


@dataclass(frozen=True, slots=True)
class Reading:
    """A word of the asker's own in a question. `said` as it stands there, `words` what it stands for.

    `words` is empty where it stands for no other words: an expression, a column, a table, a long definition.
    """

    said: str
    term: OwnTerm
    words: str


@dataclass(frozen=True)
class OwnTerms:
    """The dictionary as read. With `problems` there are no terms: a broken file is told, not half used."""

    terms: tuple[OwnTerm, ...] = ()
    problems: tuple[Problem, ...] = ()

    def said(self, question: str) -> tuple[OwnTerm, ...]:
        """Terms the question speaks of, longest name first; a name inside a longer one does not count."""
        if not self.terms:
            return ()
        found = _readings(question, self._names)
        return tuple(dict.fromkeys(r.term for r in sorted(found, key=lambda r: -len(r.said))))

    @cached_property
    def _names(self) -> tuple[tuple[str, OwnTerm], ...]:
        return _names(self.terms)


def load(path: Path) -> OwnTerms:
    """The dictionary at `path`; empty where there is no such file. Problems name the whole path and a line."""
    if not path.is_file():
        return OwnTerms()
    # YAML is only worth its loading time to those who have a dictionary.
    from .metadata import parse

    parsed = parse(path, _AS)
    problems = tuple(
        replace(p, file=str(path), slots={k: FILE if v == _AS else v for k, v in p.slots.items()})
        for p in parsed.problems
        if p.key != "empty_file"
    )
    if problems:
        return OwnTerms(problems=problems)
    return OwnTerms(tuple(own(t) for t in parsed.terms))


def own(term: Term) -> OwnTerm:
    """A glossary entry as one of the asker's own."""
    return OwnTerm(*(getattr(term, name) for name in Term.__slots__))


def readings(question: str, terms: Iterable[Term]) -> tuple[Reading, ...]:
    """The asker's own words in a question, in its order, each once. Terms that are not the asker's own are passed over."""
    mine = tuple(t for t in terms if isinstance(t, OwnTerm))
    if not mine:
        return ()
    return tuple({r.said: r for r in _readings(question, _names(mine))}.values())


def meant(question: str, terms: Iterable[Term]) -> str:
    """The question with own words replaced by what they stand for; for searching and matching, not for people."""
    stands = {_key(r.said): r.words for r in readings(question, terms) if r.words}
    if not stands:
        return question
    pattern = _pattern(tuple(sorted(stands, key=len, reverse=True)))
    return pattern.sub(lambda m: stands[_key(m[0])], _flat(question))


def homes(terms: Iterable[Term]) -> tuple[str, ...]:
    """Tables that the asker's own terms name outright: those that name one column, or one table, and no more."""
    out: dict[str, None] = {}
    for term in terms:
        if isinstance(term, OwnTerm):
            if len(term.columns) == 1:
                out[term.columns[0].rpartition(".")[0]] = None
            elif not term.columns and len(term.tables) == 1:
                out[term.tables[0]] = None
    return tuple(out)


def _readings(question: str, names: tuple[tuple[str, OwnTerm], ...]) -> list[Reading]:
    if not names:
        return []
    by_key = {_key(name): (name, term) for name, term in reversed(names)}
    pattern = _pattern(tuple(sorted(by_key, key=len, reverse=True)))
    out = []
    for match in pattern.finditer(_flat(question)):
        name, term = by_key[_key(match[0])]
        out.append(Reading(match[0], term, _words(name, term)))
    return out


def _words(name: str, term: OwnTerm) -> str:
    """What a name of a term stands for, in words: a short definition, or the term's first name."""
    if term.expression:
        return ""
    if term.definition:
        return term.definition if len(term.definition) <= SYNONYM_CHARS else ""
    return term.term if _key(name) != _key(term.term) else ""


def _names(terms: Iterable[OwnTerm]) -> tuple[tuple[str, OwnTerm], ...]:
    return tuple((n, t) for t in terms for n in t.names if _key(n))


@lru_cache(maxsize=64)
def _pattern(keys: tuple[str, ...]) -> re.Pattern[str]:
    """Finds names (given without spaces, longest first) as whole words; spaces inside them don't matter.

    Behind a Hangul name a particle may stand; behind one of three syllables and more another word too (compounds).
    """
    parts = []
    for key in keys:
        body = r"\s*".join(map(re.escape, key))
        if "가" <= key[-1] <= "힣":
            tail = rf"(?=(?:{_JOSA}){{0,2}}(?![가-힣])" + (r"|[가-힣]{2,})" if len(key) > 2 else ")")
        else:
            tail = r"(?![0-9a-z])"
        parts.append(body + tail)
    return re.compile(rf"(?<![0-9a-z가-힣])(?:{'|'.join(parts)})", re.IGNORECASE)


def _flat(text: str) -> str:
    return unicodedata.normalize("NFKC", text)


def _key(text: str) -> str:
    return re.sub(r"\s+", "", _flat(text)).lower()
