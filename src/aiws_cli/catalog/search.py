"""Finding tables: sets of tables by token propose candidates, a word-by-word comparison ranks them.

A person means the table whose names hold most of the question's words, not the one that repeats a common bigram. So
each word of the question counts once, with the weight of its rarity, by the best field it is found in: names, then
columns, then code labels, then the description.
"""

from __future__ import annotations

import math
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from aiws_cli.core.tables import Hit, Metric, Term

from .everyday import asked_words
from .marks import SHORT_MARKS, place_marks
from .postings import heaviest, unpack_bits
from .words import Word, bigrams, distance, jamo, listed, normalise, words

CANDIDATES = 120
FIELD_WEIGHTS = (1.0, 0.62, 0.55, 0.3)
_CORRECTED = 0.8
_EXPANDED = 0.5
# Whole numbers from 1 to this are the weights of a token among candidates.
_STEPS = 28
# What an everyday word may stand for, against the word itself.
_MEANT = 0.8
_WHOLE = 0.85
# A word that is the very name of a value, as in 홈쇼핑.
_VALUE = 0.75
# What the very thing to be listed gains: the branches of 지점별.
_LISTED = 0.25


class Rows(Protocol):
    """The opened index."""

    def rows(self, sql: str, parameters: Sequence[object] = ()) -> list[tuple[object, ...]]: ...

    @property
    def size(self) -> int:
        """Number of tables."""
        ...


@dataclass(frozen=True, slots=True)
class Asked:
    """A query made ready: its words, each with its rarity; what glossary, metrics and company names add to it.

    `known` says for each word whether anything in the catalog has it; `boosts` maps a lower-case table to an extra
    score in units of the rarest word.
    """

    words: tuple[Word, ...]
    rarity: tuple[float, ...]
    known: tuple[bool, ...]
    added: tuple[Word, ...] = ()
    companies: frozenset[str] = frozenset()
    boosts: tuple[tuple[str, float], ...] = ()
    listed: frozenset[str] = frozenset()

    @property
    def total(self) -> float:
        """The score of a table whose names hold every word."""
        return sum(w.weight * r for w, r in zip(self.words, self.rarity, strict=True)) or 1.0


@dataclass(frozen=True, slots=True)
class Scope:
    """Where to search: one company, maybe one domain of it; empty texts mean everywhere."""

    company: str = ""
    domain: str = ""


def ask(
    index: Rows, query: str, terms: Iterable[Term], metrics: Iterable[Metric], companies: Iterable[str]
) -> Asked:
    """Words, rarity, corrections and expansions of a query."""
    found = asked_words(query)
    if not found:
        # Nothing but stop words: then they are what is sought.
        found = tuple(Word(t, (t,)) for t in normalise(query).split())[:8]
    counts = _counts(index, {t for w in found for f in (*w.forms, *w.also) for t in _pieces(f)})
    out: list[Word] = []
    rarity: list[float] = []
    known: list[bool] = []
    for word in found:
        n = _frequency(word, counts)
        if n == 0 and (near := _correct(index, word)):
            word = replace(word, forms=(*word.forms, *near), weight=word.weight * _CORRECTED)
            counts |= _counts(index, {t for f in near for t in _pieces(f)})
            n = max(1, _frequency(word, counts))
        out.append(word)
        rarity.append(_rarity(index.size, n))
        known.append(n > 0)
    boosts: dict[str, float] = {}
    said: list[str] = []
    for term in terms:
        said += term.names
        for name in term.tables:
            boosts[name.lower()] = max(boosts.get(name.lower(), 0.0), 0.45)
        for name in term.columns:
            table = name.rpartition(".")[0].lower()
            boosts[table] = max(boosts.get(table, 0.0), 0.45)
    for metric in metrics:
        said += (metric.name, metric.name_en)
        for name in metric.tables:
            boosts[name.lower()] = max(boosts.get(name.lower(), 0.0), 0.7)
    have = {f for w in out for f in w.forms}
    added = [w for w in words(" ".join(said)) if w.forms[0] not in have]
    return Asked(
        tuple(out),
        tuple(rarity),
        tuple(known),
        tuple(added[:24]),
        frozenset(companies),
        tuple(boosts.items()),
        listed(query),
    )


def search(index: Rows, asked: Asked, scope: Scope, limit: int) -> tuple[Hit, ...]:
    """The best tables, best first. Scores are shares of the query's weight, about 0..2."""
    rows = _candidates(index, asked, scope)
    boosts = dict(asked.boosts)
    unit = max(asked.rarity, default=1.0)
    total = asked.total
    squeezed = "".join(f for w in asked.words for f in w.forms[:1])
    scored: list[tuple[float, Hit]] = []
    for name, company, title, about, *fields in rows:
        score, matched = 0.0, []
        for word, rare in zip(asked.words, asked.rarity, strict=True):
            best = fit(word, fields)
            if best > 0.12:
                matched.append(word.text)
            score += word.weight * rare * best
        extra = sum(fit(w, fields[:2]) for w in asked.added)
        score += unit * _EXPANDED * min(extra, 2.0) * 0.5
        score += unit * boosts.get(str(name).lower(), 0.0)
        if company in asked.companies:
            score += unit * 0.35
        score += unit * 0.3 * _named(str(fields[0]), asked.words, squeezed)
        if any(f"|{form}|" in str(fields[0]) for form in asked.listed):
            score += unit * _LISTED
        if score > 0:
            hit = Hit(
                str(name), round(score / total, 4), str(title), str(company), str(about), tuple(matched)
            )
            scored.append((score, hit))
    scored.sort(key=lambda s: (-s[0], s[1].table))
    return tuple(hit for _, hit in scored[:limit])


def _candidates(index: Rows, asked: Asked, scope: Scope) -> list[tuple[object, ...]]:
    """The tables worth comparing: every one, by a rough score that adds up over tokens what the ranking does over words."""
    ids = heaviest(_weighted(index, asked), CANDIDATES, _within(index, scope))
    where = f"t.id IN ({','.join('?' * len(ids))})"
    names = [name for name, _ in asked.boosts]
    if names:
        where += f" OR t.name IN ({','.join('?' * len(names))})"
    bounds = [("company", scope.company), ("domain", scope.domain)]
    inside = "".join(f" AND t.{column} = ?" for column, value in bounds if value)
    return index.rows(
        "SELECT t.name, t.company, t.title, t.about, t.names, t.columns, t.codes, t.described "
        f"FROM tables t WHERE ({where}){inside}",
        (*ids, *names, *(value for _, value in bounds if value)),
    )


def _weighted(index: Rows, asked: Asked) -> list[tuple[int, int]]:
    """Sets of tables by token and field with what they are worth, in whole numbers."""
    worth: dict[str, float] = {}
    for word, rare in zip(asked.words, asked.rarity, strict=True):
        for form, share in (*((f, 1.0) for f in word.forms), *((f, _MEANT) for f in word.also)):
            pieces = _pieces(form)
            for piece in pieces:
                worth[piece] = max(worth.get(piece, 0.0), word.weight * rare * share / len(pieces))
    unit = max(asked.rarity, default=1.0)
    for word in asked.added:
        for form in word.forms:
            pieces = _pieces(form)
            for piece in pieces:
                worth[piece] = max(worth.get(piece, 0.0), unit * _EXPANDED * 0.5 / len(pieces))
    step = max(worth.values(), default=1.0) / _STEPS
    found = _sets(index, sorted(worth, key=lambda p: (-worth[p], p))[:400])
    out: list[tuple[int, int]] = []
    for token, fields in found.items():
        for share, bits in zip(FIELD_WEIGHTS, fields, strict=True):
            out.append((bits, max(1, round(worth[token] * share / step))))
    if not any(bits for bits, _ in out):
        return []
    # What the ranking gives for the company and for short names counts among tables that have a word of the question.
    everyone = 0
    for bits, _ in out:
        everyone |= bits
    for company in asked.companies:
        marks = _sets(index, place_marks(company))
        out += [(f[0] & everyone, max(1, round(unit * 0.35 / step))) for f in marks.values()]
    out += [(f[0] & everyone, 1) for f in _sets(index, SHORT_MARKS).values()]
    return out


def _sets(index: Rows, tokens: Sequence[str]) -> dict[str, tuple[int, ...]]:
    """By token the sets of tables that have it, a set a field."""
    if not tokens:
        return {}
    marks = ",".join("?" * len(tokens))
    rows = index.rows(
        f"SELECT token, names, columns, codes, about FROM tokens WHERE token IN ({marks})", tokens
    )
    return {str(token): tuple(map(unpack_bits, fields)) for token, *fields in rows}  # type: ignore[arg-type]


def _within(index: Rows, scope: Scope) -> int | None:
    if not scope.company and not scope.domain:
        return None
    mark = place_marks(scope.company, scope.domain)[-1]
    return _sets(index, (mark,)).get(mark, (0,))[0]


def fit(word: Word, fields: Sequence[object]) -> float:
    """How well the best field answers to a word, 0..1, field weights included."""
    best = 0.0
    for weight, text in zip(FIELD_WEIGHTS, fields, strict=False):
        if weight <= best:
            break
        for form in word.forms:
            best = max(best, weight * match(form, str(text)))
        for form in word.also:
            if (found := match(form, str(text))) >= _WHOLE:
                best = max(best, weight * _MEANT * found)
    if best < _VALUE and len(fields) > 2 and any(_is_value(form, str(fields[2])) for form in word.forms):
        return _VALUE
    if best < _VALUE * _MEANT and len(fields) > 2:
        return max(best, _VALUE * _MEANT * any(_is_value(form, str(fields[2])) for form in word.also))
    return best


def _is_value(form: str, codes: str) -> bool:
    """Is this just what a code is called, and long enough to be said of nothing else: 중고차매매상, ISA?"""
    return len(form) > 2 and f"|{form}|" in codes


def match(form: str, text: str) -> float:
    """How well one form of a word is found in `|phrases|`: 1 a whole phrase, 0.9 inside one, less for pieces of it."""
    if f"|{form}|" in text:
        return 1.0
    if form[0] >= "가":
        if form in text:
            return 0.9 if len(form) > 1 else 0.0
        pieces = bigrams(form)
        if len(pieces) < 2:
            return 0.0
        covered = set[int]()
        for i, piece in enumerate(pieces):
            if piece in text:
                covered |= {i, i + 1}
        share = len(covered) / len(form)
        # A piece from the middle alone is chance: 영업 of 자영업자.
        whole_ends = 0 in covered or len(form) - 1 in covered
        return 0.65 * share if share >= 0.5 and whole_ends else 0.0
    if " " in form:
        if form in text:
            return 0.9
        share = sum(match(part, text) >= 0.9 for part in form.split()) / (form.count(" ") + 1)
        return 0.5 * share if share >= 0.5 else 0.0
    for before in ("|", " "):
        at = text.find(before + form)
        if at >= 0:
            after = text[at + 1 + len(form)]
            return 0.92 if after in "| " or after >= "가" else (0.6 if len(form) >= 4 else 0.0)
    return 0.0


def _named(names: str, asked: Sequence[Word], squeezed: str) -> float:
    """How much of the table's best fitting name the query says, 0..1: 카드 상품 rather than 카드 상품 혜택 내역."""
    best = 0.0
    forms = [f for w in asked for f in w.forms]
    for name in names.strip("|").split("|")[:12]:
        if not name:
            continue
        if len(name) > 1 and name in squeezed:
            return 1.0
        rest = name
        for form in forms:
            rest = rest.replace(form, "")
        best = max(best, 1 - len(rest.strip()) / len(name))
    return best


def _pieces(form: str) -> tuple[str, ...]:
    return bigrams(form) if form[0] >= "가" else tuple(form.split())


def _counts(index: Rows, pieces: set[str]) -> dict[str, int]:
    """Tables a token occurs in; tokens that occur nowhere are left out."""
    if not pieces:
        return {}
    known = sorted(pieces)[:400]
    marks = ",".join("?" * len(known))
    found = index.rows(f"SELECT token, n FROM tokens WHERE token IN ({marks})", known)
    return {str(token): int(str(n)) for token, n in found}


def _frequency(word: Word, counts: dict[str, int]) -> int:
    """Tables that may hold the word: the rarest bigram of its best form; 0 where each form has an unknown piece.

    A compound half of whose pieces are known counts as known by those.
    """
    best = 0
    for form in (*word.forms, *word.also):
        pieces = _pieces(form)
        have = [counts[p] for p in pieces if p in counts]
        if len(have) == len(pieces):
            best = max(best, min(have))
        elif len(pieces) > 2 and len(have) * 2 >= len(pieces):
            best = max(best, max(1, min(have)))
    return best


def _rarity(size: int, n: int) -> float:
    return math.log(1 + (size + 1) / (n + 1)) + 0.3


def _correct(index: Rows, word: Word) -> tuple[str, ...]:
    """Words of table names and of the glossary within one or two letters of a word that nothing has."""
    form = word.forms[0]
    spelled = jamo(form)
    if len(spelled) < 4:
        return ()
    most = 1 if len(spelled) <= 6 else 2
    try:
        near = index.rows(
            "SELECT word, spelled FROM vocabulary WHERE first = ? AND n > 0 AND length(spelled) BETWEEN ? AND ?",
            (spelled[:1], len(spelled) - most, len(spelled) + most),
        )
    except sqlite3.OperationalError:
        return ()
    first, last = _same_start(form[0])
    said = index.rows(
        "SELECT DISTINCT said FROM spoken WHERE said >= ? AND said < ? AND length(said) BETWEEN ? AND ? LIMIT 2000",
        (first, last, len(form) - most, len(form) + most),
    )
    spellings = {str(w): str(s) for w, s in near} | {str(w): jamo(str(w)) for (w,) in said}
    ranked = sorted((d, w) for w, s in spellings.items() if (d := distance(spelled, s, most)) <= most)
    return tuple(w for d, w in ranked if d == ranked[0][0])[:3]


def _same_start(letter: str) -> tuple[str, str]:
    """The range of texts that begin with this letter; for a Hangul syllable, with its first consonant."""
    if "가" <= letter <= "힣":
        block = ord("가") + (ord(letter) - ord("가")) // 588 * 588
        return chr(block), chr(block + 588)
    return letter, chr(ord(letter) + 1)
