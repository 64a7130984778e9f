"""The commonest wishes, written by rules where every word of them is clear. No model is asked, nothing but DuckDB is needed.

`written` is None where a choice would be left: then the model writes the script.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import ClassVar

from ...core.errors import Actor, AiwsError
from ...core.language import Language, say
from ...core.patterns import when_needed
from ...core.results import ResultColumn
from .naming import Named, named, squeezed
from .script import Column, Script, numbers_of, of_sql
from .wants import Wish

_MOST_PAIRED = 6
_MOST_COLUMNS = 60


class TooFewColumns(AiwsError):
    """The result has not the columns that were to be computed with. Slots: needed, found (how many measure)."""

    code: ClassVar[str] = "too_few_columns"
    exit_code: ClassVar[int] = 6
    actor: ClassVar[Actor] = "user"


Template = Callable[[Wish, str, Sequence[Column], str, Language], "Script | None"]


def written(
    wish: Wish, question: str, columns: Sequence[Column], result: str, language: Language
) -> Script | None:
    """The script for this wish over `result`, or None. Raises TooFewColumns where nobody could compute it."""
    needed = {"correlation": 2, "regression": 2, "outliers": 1, "simulation": 1, "scenario": 1}.get(
        wish.kind, 0
    )
    if wish.kind == "regression" and any(c.holds == "date" for c in columns):
        needed = 1  # Over time.
    numeric = sum(c.measure or (c.holds == "number" and c.stored == "text") for c in columns)
    if numeric < needed:
        raise TooFewColumns(needed=needed, found=numeric)
    template = TEMPLATES.get(wish.kind)
    return template(wish, question, columns, result, language) if template is not None else None


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _text(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"


def _called(column: Column) -> str:
    return column.label or column.name


_RANKS = when_needed(r"스피어만|순위\s*상관|켄달|spearman|kendall|rank", re.I)
_MORE = when_needed(
    r"다중|로지스틱|다항|비선형|릿지|라쏘|로그\s|시차|lag|예측|제곱|multiple|logistic|polynomial|ridge|lasso|predict|forecast"
    r"|제외|빼고|중에서|만\s|별로?\s*(?:각각|따로)|\b(?:excluding|except|only|separately|within each|for each)\b",
    re.I,
)


def _correlation(
    wish: Wish, question: str, columns: Sequence[Column], result: str, language: Language
) -> Script | None:
    if _RANKS.search(question) or _MORE.search(question):
        return None
    said = [n.column for n in named(question, columns) if n.column.measure]
    chosen = said if len(said) >= 2 else list(numbers_of(columns))
    if not 2 <= len(chosen) <= _MOST_PAIRED:
        return None
    selects = []
    for at, first in enumerate(chosen):
        for second in chosen[at + 1 :]:
            a, b = _quoted(first.name), _quoted(second.name)
            # What does not vary goes with nothing: DuckDB says NaN.
            r = f"CASE WHEN isfinite(corr({a}, {b})) THEN round(corr({a}, {b}), 4) END"
            selects.append(
                f"SELECT {_text(_called(first))} AS x, {_text(_called(second))} AS y, {r} AS correlation, count(*) AS n\n"
                f"FROM {result} WHERE {a} IS NOT NULL AND {b} IS NOT NULL"
            )
    sql = "\nUNION ALL\n".join(selects)
    if len(selects) > 1:
        sql += "\nORDER BY abs(correlation) DESC NULLS LAST, x, y"
    return Script(
        of_sql(sql),
        "rules",
        _columns(language, x="", y="", correlation="", n="count"),
        (say("python.told.correlation", language),),
    )


def _regression(
    wish: Wish, question: str, columns: Sequence[Column], result: str, language: Language
) -> Script | None:
    if _MORE.search(question):
        return None
    said = [n for n in named(question, columns) if n.column.measure]
    if _TREND.search(wish.words):
        return _trend(columns, result, language)
    if len(said) != 2:
        return None
    found = _on_what(question, said)
    if found is None:
        return None
    y, x = found
    a, b = _quoted(y.name), _quoted(x.name)

    def fit(name: str, places: int) -> str:
        value = f"regr_{name}({a}, {b})"
        return f"CASE WHEN isfinite({value}) THEN round({value}, {places}) END"

    sql = (
        f"SELECT {_text(_called(y))} AS explained, {_text(_called(x))} AS explained_by, {fit('slope', 6)} AS slope,\n"
        f"    {fit('intercept', 4)} AS intercept, {fit('r2', 4)} AS r2, regr_count({a}, {b}) AS n\nFROM {result}"
    )
    return Script(
        of_sql(sql),
        "rules",
        _columns(language, explained="", explained_by="", slope="", intercept="", r2="", n="count"),
        (say("python.told.regression", language, y=_called(y), x=_called(x)),),
    )


_TREND = when_needed(r"추세선|trend", re.I)


def _trend(columns: Sequence[Column], result: str, language: Language) -> Script | None:
    """The line over time where each row is a time of its own: one step a row, the first is 0."""
    measures, others = numbers_of(columns), [c for c in columns if not c.measure]
    if len(measures) != 1 or len(others) != 1 or others[0].holds != "date":
        return None
    y, when = measures[0], others[0]
    a, d = _quoted(y.name), _quoted(when.name)
    sql = (
        f"SELECT {_text(_called(y))} AS explained, {_text(_called(when))} AS explained_by,\n"
        f"    round(regr_slope({a}, step), 4) AS slope, round(regr_intercept({a}, step), 4) AS intercept,\n"
        f"    round(regr_r2({a}, step), 4) AS r2, regr_count({a}, step) AS n\n"
        f"FROM (SELECT {a}, row_number() OVER (ORDER BY {d}) - 1 AS step FROM {result} WHERE {d} IS NOT NULL)"
    )
    columns_ = _columns(
        language, explained="", explained_by="", slope=y.unit, intercept=y.unit, r2="", n="count"
    )
    told = say("python.told.trend", language, y=_called(y), x=_called(when))
    return Script(of_sql(sql), "rules", columns_, (told,))


def _on_what(question: str, said: Sequence[Named]) -> tuple[Column, Column] | None:
    """(y, x) where the question says which of two is explained by which."""
    first, second = said
    text = squeezed(question)
    behind_first, behind_second = text[first.end : second.start], text[second.end :]
    if re.search(r"[가-힣]", text):
        by_first, by_second = (
            re.match(r"(?:으로|로|가|이|은|는)(?![가-힣]*와)", behind_first),
            re.match(r"으?로", behind_second),
        )
        if re.match(r"(?:으로|로)", behind_first) or (
            by_first and re.match(r"에(?:미치는|주는|대한)|을설명|를설명", behind_second)
        ):
            return second.column, first.column
        if by_second and re.match(r"[을를]", behind_first):
            return first.column, second.column
        return None
    if re.search(r"^(?:on|against|from|using)", behind_first):
        return first.column, second.column
    return None


def _scenario(
    wish: Wish, question: str, columns: Sequence[Column], result: str, language: Language
) -> Script | None:
    change = wish.change
    if change is None:
        return None
    hits = [n.column for n in named(change.of, columns) if n.column.measure]
    # What was fetched for nothing but what changes is it, whatever the result calls it.
    if not hits and squeezed(wish.data).startswith(squeezed(change.of)):
        hits = list(numbers_of(columns))
    if len(hits) != 1:
        return None
    column = hits[0]
    others = [n.column for n in named(wish.data, columns) if n.column.measure and n.column is not column]
    percent = column.unit in ("percent", "%")
    # What else is asked for follows from the change in a way the question does not say; points are of percentages.
    if others or len(columns) > _MOST_COLUMNS or (change.points and not percent):
        return None
    a = _quoted(column.name)
    step = change.sign * change.amount
    after = f"{a} + {step:g}" if change.points else f"{a} * {1 + step / 100:.10g}"
    sql = f"SELECT *, {after} AS changed, {after} - {a} AS difference\nFROM {result}"
    said = f"{change.amount:g}{'%p' if change.points else '%'}"
    unit = column.unit
    way = "up" if change.sign > 0 else "down"
    return Script(
        of_sql(sql),
        "rules",
        (
            ResultColumn(
                "changed",
                "",
                say(f"python.column.changed_{way}", language, label=_called(column), by=said),
                {},
                unit,
            ),
            ResultColumn("difference", "", say("python.column.difference", language), {}, unit),
        ),
        (say(f"python.told.scenario_{way}", language, label=_called(column), by=said),),
    )


_TO_COLUMNS = when_needed(
    r"([가-힣A-Za-z0-9_]+)(?:을|를|은|는)\s?열(?:으)?로|\b([a-z0-9_]+)\s+(?:as|in|into|across|over)\s+(?:the\s+)?columns",
    re.I,
)
_TURNED = when_needed(r"행과\s?열을|전치|transpose|swap|unpivot|롱\s?형식|롱\s?포맷|long|melt", re.I)


def _reshape(
    wish: Wish, question: str, columns: Sequence[Column], result: str, language: Language
) -> Script | None:
    measures = numbers_of(columns)
    groups = [c for c in columns if not c.measure]
    if _TURNED.search(question) or len(measures) != 1 or len(groups) != 2:
        return None
    across = _across(question, groups)
    if across is None:
        return None
    (down,) = (c for c in groups if c is not across)
    sql = (
        f"PIVOT {result} ON {_quoted(across.name)} USING sum({_quoted(measures[0].name)})\n"
        f"GROUP BY {_quoted(down.name)} ORDER BY {_quoted(down.name)}"
    )
    told = say(
        "python.told.pivot", language, down=_called(down), across=_called(across), label=_called(measures[0])
    )
    return Script(of_sql(sql), "rules", (), (told,))


def _across(question: str, groups: Sequence[Column]) -> Column | None:
    """What goes over the columns: what the question says so of, else the one of the two that is a time."""
    said = _TO_COLUMNS.search(question)
    if said is not None:
        word = squeezed(said[1] or said[2])
        hits = [g for g in groups if any(_ends_alike(word, squeezed(c)) for c in (g.label, g.name))]
        if not hits and _TIME_WORD.fullmatch(word):
            hits = [g for g in groups if g.holds == "date"]
        return hits[0] if len(hits) == 1 else None
    times = [g for g in groups if g.holds == "date"]
    return times[0] if len(times) == 1 else None


_TIME_WORD = when_needed(
    r"(?:년|연|연도|분기|월|달|주|일|날짜|years?|quarters?|months?|weeks?|days?|dates?)", re.I
)


def _ends_alike(word: str, call: str) -> bool:
    return bool(call) and (word.endswith(call) or (len(word) > 1 and word in call))


def _columns(language: Language, **units: str) -> tuple[ResultColumn, ...]:
    return tuple(
        ResultColumn(n, "", say(f"python.column.{n}", language), {}, unit) for n, unit in units.items()
    )


TEMPLATES: dict[str, Template] = {
    "correlation": _correlation,
    "regression": _regression,
    "scenario": _scenario,
    "reshape": _reshape,
}
