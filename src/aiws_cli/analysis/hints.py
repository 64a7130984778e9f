"""What code can tell the model about a question before it writes: columns named outright, values meant, formulas.

A small model reads `is_online = 'Y'` and copies it; left to itself it writes `channel = '온라인'`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from decimal import Decimal

from ..catalog.own_terms import readings
from ..core.nested import inner_columns, is_list
from ..core.patterns import when_needed
from ..core.tables import Column, Metric, OwnTerm, Table, Term
from .nested import contains_text, key_text

_DECADES = when_needed(r"(?<!\d)([1-9])0?(?:대)?\s*[-~∼–,·]?\s*([1-9])0\s*대")
_DECADE = when_needed(r"^([1-9])0대$")
_JOSA = r"(?:이|가|은|는|을|를|의|인|에|과|와|별|로|으로|들|도|중|하는|한|된|할)?"
# Labels that are said in passing and would filter by accident.
_TOO_COMMON = frozenset(
    "일반 기타 전체 정상 기본 보통 없음 있음 해당 개인 법인 고객 상품 카드 계좌 여부 활성".split()
)
_MOST = 6
_MOST_EXPLAINED = 3
_EXPLAINED_CHARS = 260
# What the model is told of one of the asker's own words.
_OWN_CHARS = 200
_SCALE = {"천": 1_000, "만": 10_000, "천만": 10_000_000, "억": 100_000_000, "조": 1_000_000_000_000}
_SIGNS = (
    (("이상", "at least"), ">="),
    (("이하", "at most"), "<="),
    (
        ("초과", "넘는", "보다 큰", "보다 높은", "보다 많은", "over", "above", "more than", "greater than"),
        ">",
    ),
    (("미만", "보다 작은", "보다 낮은", "보다 적은", "under", "below", "less than"), "<"),
)
_NUMBER = r"(?P<number>\d[\d,]*(?:\.\d+)?)\s*(?P<percent>%|퍼센트)?\s*(?P<scale>천만|천|만|억|조)?"
_WORDS_KO = "|".join(w for words, _ in _SIGNS for w in words if w >= "가")
_WORDS_EN = "|".join(w for words, _ in _SIGNS for w in words if w < "가")
_BOUND_KO = when_needed(
    rf"(?:이|가|은|는|을|를)?\s*{_NUMBER}\s*(?:원|명|건|개|점|년|세|배|일|개월)?(?:을|를)?\s*(?P<bound>{_WORDS_KO})"
)
_BOUND_EN = when_needed(rf"\s*(?:is|are|of|was|were)?\s*(?P<bound>{_WORDS_EN})\s*{_NUMBER}")


def column_hints(question: str, tables: Iterable[Table]) -> tuple[tuple[str, str], ...]:
    """(words, `table.column`, without the schema) for columns the question names in full by a business name or synonym of two words, or one long one.

    Longer names win over names inside them: "듀레이션 5년 이상 채권 비중" silences "채권 비중".
    """
    named = _named(_loose(question), tables)
    # What stands in the card under that very name needs no telling.
    return tuple(
        (name, column) for _, _, name, column in named if _key(name) != _key(column.rpartition(".")[2])
    )[:_MOST]


def _named(flat: str, tables: Iterable[Table]) -> list[tuple[int, int, str, str]]:
    """(start, end, words, column) of columns named in full, none inside another."""
    found: list[tuple[int, int, str, str]] = []
    for table in tables:
        for column in (*table.columns, *inner_columns(table)):
            for name in (column.business_name, *column.synonyms, column.business_name_en):
                if len(name.split()) < 2 and len(name) < (4 if name >= "가" else 6):
                    continue
                match = _says(name).search(flat)
                if match is not None:
                    found.append((match.start(), match.end(), name, _reference(column, table)))
    found.sort(key=lambda f: f[0] - f[1])
    kept: list[tuple[int, int, str, str]] = []
    for start, end, name, column_name in found:
        inside = any(s <= start and end <= e for s, e, _, _ in kept)
        if not inside:
            kept.append((start, end, name, column_name))
    return kept


def _reference(column: Column, table: Table) -> str:
    bare = table.name.rpartition(".")[2]
    return key_text(column, table, alias=bare) if column.within else f"{bare}.{column.name}"


def comparison_hints(question: str, tables: Iterable[Table]) -> tuple[tuple[str, str], ...]:
    """(column, condition) for a named column followed by a number and a bound: "채권 비중이 30% 이상" → `bond_ratio >= 0.3`.

    A percentage against a column whose unit is `ratio` is divided by 100; 천, 만, 억, 조 are multiplied out.
    """
    shown = tuple(tables)
    flat = _loose(question)
    by_name = {_reference(c, t): (c, t) for t in shown for c in (*t.columns, *inner_columns(t))}
    out: dict[str, str] = {}
    for _, end, _, name in _named(flat, shown):
        match = _BOUND_KO.match(flat, end) or _BOUND_EN.match(flat, end)
        if match is None:
            continue
        column, table = by_name[name]
        number = Decimal(match["number"].replace(",", "")) * _SCALE.get(match["scale"] or "", 1)
        if match["percent"] and column.unit == "ratio":
            number /= 100
        sign = next(sign for words, sign in _SIGNS if match["bound"] in words)
        said = key_text(column, table, typed=True) if column.within else column.name
        key = key_text(column, table) if column.within else column.name
        out.setdefault(key, f"{said} {sign} {number.normalize():f}")
    return tuple(out.items())[:_MOST]


def value_hints(question: str, tables: Iterable[Table]) -> tuple[tuple[str, str], ...]:
    """(column, condition) for values the question speaks of by themselves or by their label: `occupation_type = '직장인'`.

    Age bands are taken apart: "20-30대" → `age_band IN ('20대', '30대')`. Where two columns have the value, the one
    counts whose table has more of the question's values. Personal columns are left out.
    """
    shown = tuple(tables)
    flat = _loose(question)
    spans = [(start, end) for start, end, _, _ in _named(flat, shown)]
    found = [
        (table, column, values)
        for table in shown
        for column in (*table.columns, *inner_columns(table))
        if column.classification not in ("personal", "sensitive")
        and (values := tuple(_meant(column, table, flat, spans)))
    ]
    weight = {table.name: sum(1 for t, _, _ in found if t is table) for table, _, _ in found}
    out: dict[str, str] = {}
    said: set[tuple[str, ...]] = set()
    for table, column, values in sorted(found, key=lambda f: -weight[f[0].name]):
        name = key_text(column, table) if column.within else column.name
        if values in said or name in out:
            continue
        said.add(values)
        quoted = ", ".join(f"'{v}'" for v in values)
        out[name] = f"{name} = {quoted}" if len(values) == 1 else f"{name} IN ({quoted})"
        if is_list(column):
            out[name] = contains_text(name, values)
    return tuple(out.items())[:_MOST]


def own_word_hints(question: str, terms: Iterable[Term]) -> tuple[str, ...]:
    """`word = what it stands for` for the asker's own words in a question: an expression, the one column or table, else other words."""
    out: list[str] = []
    for reading in readings(question, terms):
        term = reading.term
        stands = term.expression or term.definition or reading.words
        if not term.expression and len(term.columns) == 1:
            stands = term.columns[0].partition(".")[2]
        elif not term.expression and not term.columns and len(term.tables) == 1:
            stands = term.tables[0]
        if stands:
            out.append(f"{reading.said} = {' '.join(stands.split())[:_OWN_CHARS]}")
    return tuple(out[:_MOST])


def formula_hints(
    metrics: Iterable[Metric], terms: Iterable[Term], tables: Iterable[Table]
) -> tuple[str, ...]:
    """`name = expression` of metrics and terms over the shown tables; the column where one holds it.

    What the asker calls by such a name is told by `own_word_hints`, and not contradicted here.
    """
    shown, terms = tuple(tables), tuple(terms)
    names = {t.name.lower() for t in shown}
    held = {
        _key(n): f"{t.name.rpartition('.')[2]}.{c.name}"
        for t in reversed(shown)
        for c in t.columns
        for n in (*c.synonyms, c.business_name_en, c.business_name)
        if n
    }
    out: list[str] = []
    spoken: set[str] = set()
    own = {_key(n) for t in terms if isinstance(t, OwnTerm) for n in t.names}
    for metric in metrics:
        if own.intersection(map(_key, metric.names)):
            continue
        column = next((held[k] for n in metric.names if (k := _key(n)) in held), "")
        if column:
            out.append(f"{metric.name} = {column}")
            continue
        if not {t.lower() for t in metric.tables} <= names:
            continue
        filters = f" (WHERE {' AND '.join(metric.filters)})" if metric.filters else ""
        out.append(f"{metric.name} = {metric.expression}{filters}")
        spoken |= {_key(n) for n in metric.names}
    for term in terms:
        keys = {_key(n) for n in term.names}
        if term.expression and not keys & (spoken | own | held.keys()) and _over(term, names):
            out.append(f"{term.term}: {term.expression}")
    return (*out[:4], *_explained(terms))


def _explained(terms: Iterable[Term]) -> list[str]:
    """What words mean that the glossary explains without naming data."""
    bare = [t for t in terms if t.definition and not (t.expression or t.columns or t.tables)]
    found = [f"{t.term}: {_cut(t.definition)}" for t in bare if not isinstance(t, OwnTerm)]
    return found[:_MOST_EXPLAINED]


def _cut(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= _EXPLAINED_CHARS else flat[:_EXPLAINED_CHARS].rsplit(" ", 1)[0] + " …"


def _over(term: Term, names: set[str]) -> bool:
    homes = {t.lower() for t in term.tables} | {c.rpartition(".")[0].lower() for c in term.columns}
    return not homes or bool(homes & names)


def _meant(column: Column, table: Table, flat: str, spans: list[tuple[int, int]]) -> list[str]:
    decades = _decades(column, flat)
    if decades:
        return decades
    own_names = _key("".join((table.business_name, column.business_name, *table.synonyms)))
    found: list[str] = []
    labelled = [
        (code, part) for code, label in column.code_values.items() for part in (label or code).split("|")
    ]
    for code, label in [*labelled, *((v, v) for v in column.sample_values)]:
        word = unicodedata.normalize("NFKC", label).strip()
        if len(word) < 2 or word in _TOO_COMMON or word.isdigit() or _key(word) in own_names:
            continue
        match = _says(word).search(flat)
        if match is None or code in found:
            continue
        # "온라인 쇼핑" inside "온라인 쇼핑 이용률" is part of a column's name, not a value.
        if not any(
            s <= match.start() and match.end() <= e and match.end() - match.start() < e - s for s, e in spans
        ):
            found.append(code)
    return found


def _decades(column: Column, flat: str) -> list[str]:
    values = (*column.sample_values, *column.code_values)
    if not any(_DECADE.match(v) for v in values):
        return []
    match = _DECADES.search(flat)
    if match is None:
        return []
    first, last = int(match[1]), int(match[2])
    return [f"{n}0대" for n in range(first, last + 1)] if first < last else []


def _says(name: str) -> re.Pattern[str]:
    """A name as a question says it: particles between and after its words, spaces or none."""
    words = [r"\s*".join(map(re.escape, w)) if w >= "가" else re.escape(w) for w in _loose(name).split()]
    body = (_JOSA + r"\s*").join(words)
    edge = r"(?<![a-z0-9])" if name[:1].isascii() else r"(?<![가-힣])"
    # Latin words end where letters end; Hangul may go on with a particle or a compound.
    tail = r"(?![a-z0-9])" if name[-1:].isascii() else ""
    return when_needed(edge + body + tail)


def _loose(text: str) -> str:
    return re.sub(r"\s+", " ", unicodedata.normalize("NFKC", text).lower()).strip()


def _key(text: str) -> str:
    return re.sub(r"[\s_]+", "", unicodedata.normalize("NFKC", text).lower())
