"""The answer in words. Code writes it from cells of the result, so every number has a source; the model is not asked."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ..core.answer import Fact, Insight, Period
from ..core.language import Language, say
from ..core.results import ResultColumn, ResultSet
from .chart import is_key, is_number, is_time
from .facts import decimal, number_text, unsupported

_MAX_PAIRS = 6


def cell_text(value: Any, column: ResultColumn, language: Language) -> str:
    """A cell as a person reads it: separators and unit for measures, what a code means, else the text itself."""
    if value is None:
        return say("analysis.null", language)
    number = decimal(value) if is_number(column) and not is_key(column) else None
    if number is not None:
        return number_text(number) + _unit(column, language)
    return column.codes.get(str(value), str(value))


def headline(result: ResultSet, labels: Sequence[str], language: Language) -> tuple[str, tuple[Fact, ...]]:
    """What came out, in one or two sentences, and the facts its numbers are taken from."""
    columns, rows = result.columns, result.rows
    if not rows:
        return say("analysis.no_rows", language), ()
    if len(rows) == 1:
        row = rows[0]
        facts = tuple(
            Fact(cell_text(row[i], c, language), row[i], f"rows[0].{c.name}")
            for i, c in enumerate(columns[:_MAX_PAIRS])
        )
        if len(columns) == 1:
            return say("analysis.single", language, label=labels[0], value=facts[0].text), facts
        measures = [i for i, c in enumerate(columns) if is_number(c) and not is_key(c)]
        if len(measures) == 1 and len(columns) <= 3:
            name = " ".join(f.text for i, f in enumerate(facts) if i != measures[0])
            fact = facts[measures[0]]
            return say(
                "analysis.named", language, name=name, label=labels[measures[0]], value=fact.text
            ), facts
        pairs = ", ".join(f"{label} {fact.text}" for label, fact in zip(labels, facts, strict=False))
        return say("analysis.one_row", language, pairs=pairs), facts
    count = Fact(f"{len(rows):,}", len(rows), "row_count")
    key = "analysis.rows_truncated" if result.truncated else "analysis.rows"
    return say(key, language, count=count.text), (count,)


def insight(
    result: ResultSet, labels: Sequence[str], language: Language, question: str = ""
) -> Insight | None:
    """Up to two observations: the change over time, or the largest and the smallest. None where there is nothing to say.

    They are about the first measure whose label the question speaks of, else the first measure.
    """
    columns, rows = result.columns, result.rows
    if len(rows) < 2 or result.truncated:
        return None
    measures = [i for i, c in enumerate(columns) if is_number(c) and not is_key(c)]
    if not measures:
        return None
    measure = max(measures, key=lambda i: (_spoken_of(labels[i], question), -i))
    others = [i for i in range(len(columns)) if i not in measures]
    times = [i for i in others if is_time(columns[i], [r[i] for r in rows])]
    names = [i for i in others if i not in times and not is_key(columns[i])] or [
        i for i in others if i not in times
    ]
    numbers = [(decimal(r[measure]), n) for n, r in enumerate(rows)]
    known = [(value, n) for value, n in numbers if value is not None]
    if len(known) < 2:
        return None
    sentences: list[str] = []
    facts: list[Fact] = []
    quoted: list[str] = list(labels)

    def fact(row: int) -> Fact:
        made = Fact(
            cell_text(rows[row][measure], columns[measure], language),
            rows[row][measure],
            f"rows[{row}].{columns[measure].name}",
        )
        facts.append(made)
        return made

    if times and not names and len({r[times[0]] for r in rows}) == len(rows):
        order = sorted((n for _, n in known), key=lambda n: str(rows[n][times[0]]))
        first, last = order[0], order[-1]
        before, after = decimal(rows[first][measure]), decimal(rows[last][measure])
        assert before is not None and after is not None
        way = "up" if after > before else "down" if after < before else "flat"
        start, end = str(rows[first][times[0]]), str(rows[last][times[0]])
        quoted += [start, end]
        sentences.append(
            say(
                f"analysis.trend_{way}",
                language,
                label=labels[measure],
                start=start,
                end=end,
                first=fact(first).text,
                last=fact(last).text,
            )
        )
    elif names:
        top = max(known)[0]
        bottom = min(known)[0]
        best = next(n for value, n in known if value == top)
        worst = next(n for value, n in known if value == bottom)
        name = cell_text(rows[best][names[0]], columns[names[0]], language)
        quoted.append(name)
        sentences.append(
            say("analysis.highest", language, label=labels[measure], name=name, value=fact(best).text)
        )
        if top != bottom:
            name = cell_text(rows[worst][names[0]], columns[names[0]], language)
            quoted.append(name)
            sentences.append(say("analysis.lowest", language, name=name, value=fact(worst).text))
    if not sentences:
        return None
    text = " ".join(sentences)
    return Insight(text, tuple(facts), checked=not unsupported(text, facts, quoted))


_UNITS_KO = {
    "KRW": "원",
    "percent": "%",
    "persons": "명",
    "count": "건",
    "days": "일",
    "months": "개월",
    "years": "년",
}
_UNITS_EN = {"KRW": " KRW", "percent": "%"}


def _unit(column: ResultColumn, language: Language) -> str:
    return (_UNITS_KO if language == "ko" else _UNITS_EN).get(column.unit, "")


def _spoken_of(label: str, question: str) -> float:
    """Share of the label's two-letter pieces that the question has, spaces and case aside: 0 to 1."""
    name, text = label.replace(" ", "").lower(), question.replace(" ", "").lower()
    pieces = {name[i : i + 2] for i in range(len(name) - 1)}
    return round(sum(1 for p in pieces if p in text) / len(pieces), 1) if pieces else 0.0


def period_line(period: Period | None, as_of: str, language: Language) -> str:
    """The line that names the time an answer speaks of."""
    if period is None:
        return say("analysis.as_of", language, as_of=as_of)
    return say("analysis.period", language, start=period.start, end=period.end, as_of=period.as_of)
