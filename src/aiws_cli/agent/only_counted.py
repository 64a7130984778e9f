"""Things of which a catalog knows nothing but how many there are: asked for their pay or mood, it has no answer.

A group that keeps 임직원 수 for each company knows its staff by number. 직원 만족도 and the average employee salary
name words that stand somewhere, satisfaction of customers and salaries paid in, but never together.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from itertools import pairwise

from ..catalog.stored import Document
from ..catalog.words import strip_particles, words
from .heads import computed, plain

_TOKENS = re.compile(r"[가-힣]+|[a-z][a-z'-]*|[^\s가-힣a-z]+")
# Between a thing and what is asked of it.
_BETWEEN = frozenset(
    "평균 총 연 월 최고 최저 최대 최소 전체 일인당 average avg mean total overall median".split()
)
# A name of this kind says how many.
_COUNT_KO = re.compile(r"(?:수|인원|인원수|명수|머릿수)$")
_COUNT_EN = re.compile(r"\b(?:count|counts|number|num|no|headcount|total|cnt)\b")
# What may follow a thing that is only counted: its number, what is set against it, who belongs to it.
_OF_NUMBER = re.compile(
    r"^(?:수|숫자|인원|명수|규모|대비|기준|당|몇|많|적|비중|비율|현황|목록|명단|있|없|중|가운데|count|counts|number|numbers|size|headcount"
    r"|base|each|per|than|does|do|did|work|works|in|at|of|by|and|or"
    r"|rates?|ratios?|shares?|percent\w*)"
)
# What is a figure itself, or stands for one of each: 고객수, 이용률, 건당.
_FIGURE = re.compile(r"(?:수|율|률|액|량|비|료|당|일|월|rate|count|number|amount|total)$")


def only_counted(question: str, documents: Sequence[Document]) -> tuple[str, ...]:
    """Words of things asked for more than their number where these tables have nothing else of them, as written."""
    flat = unicodedata.normalize("NFKC", question).lower()
    said = [t for t in _TOKENS.findall(flat) if t not in _BETWEEN]
    out = [thing for thing, asked in pairwise(said) if _asked_of(thing, asked, documents)]
    for found in re.finditer(r"\b([a-z-]+)\s+(?:of|for)\s+(?:our\s+|the\s+|all\s+)?([a-z]+)\b", flat):
        if _asked_of(found.group(2), found.group(1), documents):
            out.append(found.group(2))
    return tuple(dict.fromkeys(out))


def _asked_of(thing: str, asked: str, documents: Sequence[Document]) -> bool:
    bare = strip_particles(thing).removesuffix("들")
    # Only a thing that owns what follows: 직원 급여, 직원의 급여, 직원별 급여; never 직원이, 직원을.
    if thing[0] >= "가" and thing[len(bare) :] not in ("", "의", "들", "들의", "별", "들별", "별로"):
        return False
    korean = asked[0] >= "가"
    if korean != (thing[0] >= "가") or not asked[0].isalpha() or _OF_NUMBER.match(asked):
        return False
    noun = strip_particles(asked)
    if plain(thing) or _FIGURE.search(bare) or len(bare) < (2 if korean else 4):
        return False
    if plain(asked) or computed(noun) or not words(asked):
        return False
    return _is_only_counted(bare, documents)


def _is_only_counted(thing: str, documents: Sequence[Document]) -> bool:
    form = next(iter(words(thing)), None)
    if form is None or form.weight < 0.9:
        return False
    name = form.forms[0]
    inside = re.compile(re.escape(name) if form.hangul else rf"\b{re.escape(name)}\b")
    columns = {p for d in documents for p in d.columns.split("|") if inside.search(p)}
    if not columns or any(inside.search(d.names) or f"|{name}|" in d.codes for d in documents):
        return False
    return all((_COUNT_KO if "가" <= p[-1] <= "힣" else _COUNT_EN).search(p) for p in columns)
