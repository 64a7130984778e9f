"""A question with its slips of the keyboard put right: 연채 → 연체, 고갹 → 고객, custmers → customers, rhror → 고객.

A stretch is mended only to a word that the tables at hand have, where exactly one is near, and where no word that is
known covers the stretch as it stands. What is not near stays as it is written.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from ..catalog.everyday import everyday
from ..catalog.link import Linked
from ..catalog.plain_words import PARTICLES, STOP, STOP_EN
from ..catalog.words import distance, jamo, normalise, stem
from ..core.ports import Catalog
from ..core.tables import Table
from .compose.wordings import ROLES
from .keyboard import ALIKE, NEAR, USUAL, typed_in_latin

_HANGUL = re.compile(r"[가-힣]+")
_LATIN = re.compile(r"[a-z]{2,}")
_JOINED = re.compile(r"[가-힣]+(?: [가-힣]+)*")
_PARTICLE = frozenset(p for p in PARTICLES.split() if len(p) == 1)
_STOP, _STOP_EN = frozenset(STOP.split()), frozenset(STOP_EN.split())
# Words that are near a name of some catalog, and are words all the same.
_WORDS = frozenset(
    "헤지 게시 개시 제고 재고 개재 게재 개정 계정 재정 제정 정제 경제 재개 제기 채무 체결 체감 세대 새해 내부 네트 대비 대체 데이 애매 배분 배경 재원 제원 새로 세로 모두 모든 매도 매수 해제 체재 체제 대개".split()
)
_WORDS_EN = frozenset(
    """
    about after again amounted around asked being board boat bound bring build called carry case caused chance charge
    charged chart clear clients closely coast coming common could course court dealt deal direct doing draft earlier
    early either every exact exist extra fact fair feed field final first found front full gave given gives going
    grand grant great grown happen hence higher hold hour house items large largest later latter least leave left level
    light limit line little long looking lower main major maker making match means meant might minor model money more
    moving never newer night nothing noted notes often older open other others overall paper parts people perhaps
    period place plain plane plans plant please point police posted power prior quick quite quote raised ranged
    rather reach ready really recent refer right round route sales sample scale school score second seller sense
    serve seven shall shape shared sharp sheet shift shown simple since single small social solid someone sort
    sound source space spare speak speed spend spent split spread stack staff stage stake stand start stats steps still stock
    stood story study style super sure table taken takes taking teams tells terms their theme there these thing things
    january february march april june july august september october november december print printed
    think third those three times title today token total touch trace track trade train treat trend trial tried trust
    under union units until upper usage using usual vague valid value view visit voice wants watch weeks where which
    while whole whose within without women words worked works world worse worst would write years young closing changes
    """.split()
)
# Said of figures, whatever the tables: these may be misspelt as well.
_SPOKEN = (
    "평균 합계 비중 비율 건수 개수 목록 추이 알려줘 보여줘 이상 이하 이번달 지난달 상반기 하반기 분기별 월별 연도별 연령대별 지역별 종류별 유형별 "
    "가장 많은 적은 높은 낮은 순서대로"
).split()
_SPOKEN_EN = (
    "average total number highest lowest largest smallest percentage monthly quarterly currently between "
    "month quarter amount balance customers customer accounts account branches region category active"
).split()
# Cut short, as in columns and chats; only where no name of the catalog is written so.
_CUT = {
    **{"totl": "total", "ttl": "total", "tot": "total", "avrg": "average", "cnt": "count", "num": "number"},
    **{
        "cust": "customer",
        "custs": "customers",
        "acct": "account",
        "accts": "accounts",
        "txn": "transaction",
    },
    **{"txns": "transactions", "trx": "transactions", "amt": "amount", "amts": "amounts", "bal": "balance"},
    **{"bals": "balances", "prem": "premium", "qty": "quantity", "pct": "percent", "prod": "product"},
    **{"prods": "products", "rev": "revenue", "yr": "year", "yrs": "years", "mth": "month", "mths": "months"},
    **{"qtr": "quarter", "qtrs": "quarters", "inv": "investment", "mgmt": "management", "emp": "employee"},
}
_SHORT_EN, _LONG_EN = 5, 9
_TYPED = 4
_MOST = 3


def respelled(question: str, tables: Iterable[Table], names: Iterable[str] = ()) -> str:
    """The question with its slips put right, from the words of these tables and these names; as it is where none is.

    Cost: the question's words that nobody knows, each against the names of as many syllables.
    """
    words = _Words.of(tables, names)
    text = question
    for _ in range(_MOST):
        found = _slip(text, words)
        if found is None:
            break
        start, end, said = found
        text = text[:start] + said + text[end:]
    return text


def by_linked(catalog: Catalog, question: str, linked: Linked, shown: Iterable[str] = ()) -> str:
    """`respelled` by the words of the tables that a search found for the question, and of those `shown` before it."""
    near = dict.fromkeys((*shown, *linked.tables, *(h.table for h in linked.hits)))
    tables = [t for name in near if (t := catalog.table(name)) is not None]
    names = [n for t in linked.terms for n in t.names] + [n for m in linked.metrics for n in m.names]
    return respelled(question, tables, names)


@dataclass(frozen=True)
class _Words:
    """What is known: Hangul words by their length, English words, as names of the catalog say them."""

    hangul: dict[int, frozenset[str]]
    latin: frozenset[str]
    stems: frozenset[str]

    @staticmethod
    def of(tables: Iterable[Table], names: Iterable[str]) -> _Words:
        hangul: set[str] = set()
        latin: set[str] = set()
        for table in tables:
            known = _words_of(table)
            hangul |= known[0]
            latin |= known[1]
        for name in names:
            known = _words_in(name)
            hangul |= known[0]
            latin |= known[1]
        by_length: dict[int, set[str]] = {}
        for word in hangul.union(_SPOKEN):
            by_length.setdefault(len(word), set()).add(word)
        words = latin.union(_SPOKEN_EN)
        return _Words(
            {n: frozenset(w) for n, w in by_length.items()},
            frozenset(words),
            frozenset(map(stem, words)),
        )


# A catalog gives the same table for the same name; the table is kept so that no other can stand under its number.
_KNOWN: dict[int, tuple[Table, tuple[frozenset[str], frozenset[str]]]] = {}
_MOST_KNOWN = 512


def _words_of(table: Table) -> tuple[frozenset[str], frozenset[str]]:
    known = _KNOWN.get(id(table))
    if known is None:
        if len(_KNOWN) >= _MOST_KNOWN:
            _KNOWN.clear()
        hangul: set[str] = set()
        latin: set[str] = set()
        for name in _named(table):
            found = _words_in(name)
            hangul |= found[0]
            latin |= found[1]
        known = _KNOWN[id(table)] = (table, (frozenset(hangul), frozenset(latin)))
    return known[1]


def _named(table: Table) -> Iterator[str]:
    yield from (table.business_name, table.business_name_en, *table.synonyms)
    yield table.name.replace("_", " ").replace(".", " ")
    for column in table.columns:
        yield from (column.business_name, column.business_name_en, *column.synonyms)
        yield column.name.replace("_", " ")
        if column.classification != "personal":
            yield from (*column.code_values.values(), *column.code_values, *column.sample_values)


@lru_cache(maxsize=16384)
def _words_in(name: str) -> tuple[frozenset[str], frozenset[str]]:
    flat = normalise(name)
    hangul: set[str] = set()
    for run in _JOINED.findall(flat):
        parts = run.split()
        hangul.update((*parts, "".join(parts)))
        for part in parts:
            if len(part) >= 4:
                hangul.update((part[-2:], part[:2]) if len(part) == 4 else (part[-2:],))
    return frozenset(w for w in hangul if len(w) > 1), frozenset(_LATIN.findall(flat))


def _slip(text: str, words: _Words) -> tuple[int, int, str] | None:
    flat = text.lower()
    for run in _HANGUL.finditer(flat):
        found = _hangul(flat, run.start(), run.group(), words)
        if found is not None:
            return found
    for run in _LATIN.finditer(flat):
        if (run.start() and flat[run.start() - 1] == "_") or flat[run.end() : run.end() + 1] == "_":
            continue
        said = _latin(run.group(), words)
        if said:
            return run.start(), run.end(), said
    return None


# -- Hangul


def _hangul(text: str, at: int, run: str, words: _Words) -> tuple[int, int, str] | None:
    known = _explained(text, at, run, words)
    if all(known):
        return None
    first = known.index(False)
    longest = max(words.hangul, default=0)
    for length in range(min(longest, len(run)), 1, -1):
        near: dict[int, set[tuple[int, str]]] = {}
        for start in range(max(0, first - length + 1), min(first, len(run) - length) + 1):
            said = run[start : start + length]
            if said in _STOP or said in _WORDS or any(w in said for w in _WORDS if len(w) == length):
                continue
            for word in words.hangul.get(length, ()):
                kind = _kind(said, word)
                if kind is None or known[start + _where(said, word)]:
                    continue
                near.setdefault(kind, set()).add((start, word))
        if near:
            best = near[min(near)]
            if len({(s, w) for s, w in best}) > 1:
                return None
            start, word = next(iter(best))
            return at + start, at + start + length, word
    return None


def _explained(text: str, at: int, run: str, words: _Words) -> list[bool]:
    """Which syllables of a run belong to a word that is known, or to a particle behind one."""
    known = [False] * len(run)
    if run in _STOP or run in _SPOKEN:
        return [True] * len(run)
    for length, of_length in words.hangul.items():
        for start in range(len(run) - length + 1):
            if run[start : start + length] in of_length:
                known[start : start + length] = [True] * length
    for said, _ in everyday(run):
        start = run.find(said)
        if start >= 0:
            known[start : start + len(said)] = [True] * len(said)
    for start in range(len(run)):
        for role, _, pattern in ROLES:
            found = pattern.match(text, at + start)
            if found is None:
                continue
            end = min(found.end() - at, len(run))
            behind = start > 0 and known[start - 1]
            if end - start > 1 or (behind and role in ("tail", "each", "count", "and", "among")):
                known[start:end] = [True] * (end - start)
    for start in range(1, len(run)):
        if known[start - 1] and not known[start] and run[start] in _PARTICLE:
            known[start] = True
    for start in range(len(run)):
        if any(run[start : start + len(w)] == w for w in _WORDS):
            known[start : start + 2] = [True, True]
    return known


def _where(said: str, word: str) -> int:
    return next(i for i, (a, b) in enumerate(zip(said, word, strict=True)) if a != b)


def _kind(said: str, word: str) -> int | None:
    """How a word may have become what is said: 0 letters that sound alike, 1 keys side by side, 2 any; None: not near."""
    apart = [(a, b) for a, b in zip(said, word, strict=True) if a != b]
    if len(apart) != 1:
        return None
    a, b = jamo(apart[0][0]), jamo(apart[0][1])
    if distance(a, b, 1) != 1:
        return None
    strange = apart[0][0] not in USUAL
    kind = 2
    if len(a) == len(b):
        pair = next(((x, y) for x, y in zip(a, b, strict=True) if x != y), ("", ""))
        kind = 0 if frozenset(pair) in ALIKE else 1 if frozenset(pair) in NEAR else 2
    elif len(said) > 2:
        kind = 1
    if len(said) == 2:
        return kind if kind == 0 or strange else None
    return kind if kind < 2 or strange or len(said) > 3 else None


# -- Latin


def _latin(word: str, words: _Words) -> str:
    if word in words.latin or word in _STOP_EN or word in _WORDS_EN or stem(word) in words.stems:
        return ""
    if any(p.fullmatch(word) for _, _, p in ROLES) or stem(word) in _stems_en() or everyday(word):
        return ""
    if word in _CUT:
        return _CUT[word]
    typed = typed_in_latin(word) if len(word) >= _TYPED else ""
    if typed:
        return typed if any(typed.startswith(w) for of in words.hangul.values() for w in of) else ""
    if len(word) < _SHORT_EN:
        return ""
    most = 2 if len(word) >= _LONG_EN else 1
    near = sorted(
        (d, w)
        for w in words.latin
        if w[0] == word[0] and len(w) >= _SHORT_EN and (d := distance(word, w, most)) <= most
        if w in _SPOKEN_EN or not _inflected(word, w)
    )
    best = [w for d, w in near if d == near[0][0]]
    if len({stem(w) for w in best}) != 1:
        return ""
    return best[0]


def _inflected(a: str, b: str) -> bool:
    """Voted and votes, owned and owner: words of one stem, not slips of one another."""
    same = next((i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))
    return same >= max(len(a), len(b)) - 2


@lru_cache(maxsize=1)
def _stems_en() -> frozenset[str]:
    return frozenset(stem(w) for w in _STOP_EN | _WORDS_EN)
