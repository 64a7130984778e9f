"""Which column of a table says when, what its values stand for, and how a period is written in its terms."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import Literal

from ..core.tables import Column, Metric, Table
from .period import BEGINNING, Spoken
from .spans import Unit, add_months

# Names of the day or month a row stands for, as against days something began or ended.
_STANDS_FOR = ("base_month", "base_date", "year_month", "base_ym")
_BEGINS_OR_ENDS = (
    "open",
    "close",
    "start",
    "end",
    "launch",
    "join",
    "birth",
    "maturity",
    "expir",
    "due",
    "issue",
    "update",
    "last",
    "founded",
    "established",
    "inception",
    "since",
    "cancel",
    "closed",
    "resolved",
    "paid",
    "redemption",
    "status",
    "hire",
    "terminat",
    "signup",
    "regist",
    "admission",
    "admit",
    "discharge",
)
_TO_COME = ("maturity", "expir", "due", "end", "만기", "만료", "종료", "예정", "기일")
"""What may lie after the day the data ends at: such a column is no place for "올해" up to that day."""

DistinctValues = Callable[[str, str], Sequence[str]]
"""(`schema.table`, column) → its distinct values as text, () where they are not known."""


@dataclass(frozen=True, slots=True)
class Grain:
    """What one value of a time column stands for: a `unit`, written as its first or last day (`edge`).

    `stored` is "date", "timestamp", or for text and integers the strftime form ("%Y%m"), with `quoted` for text.
    """

    unit: Unit = "day"
    edge: Literal["start", "end"] = "start"
    stored: str = "date"
    quoted: bool = True

    def value(self, day: date) -> date:
        """The day that stands for the unit `day` lies in."""
        months = {"month": 1, "quarter": 3, "half": 6, "year": 12}.get(self.unit)
        if months is None:
            return day
        first = date(day.year, (day.month - 1) // months * months + 1, 1)
        return first if self.edge == "start" else add_months(first, months) - timedelta(days=1)

    def literal(self, day: date) -> str:
        """The unit of `day` as the column writes it, in SQL."""
        at = self.value(day)
        if self.stored in ("date", "timestamp"):
            return f"DATE '{at.isoformat()}'"
        text = at.strftime(self.stored)
        return f"'{text}'" if self.quoted else text

    def fits(self, span: Spoken) -> bool:
        """Whether a period can be said in this unit: a week cannot in months."""
        order = ("day", "week", "month", "quarter", "half", "year")
        if span.point or self.unit == "day":
            return True
        first, last = self.value(span.start), self.value(span.end)
        if order.index(span.unit) < order.index(self.unit):
            months = 1 if self.unit == "month" else 3 if self.unit == "quarter" else 12
            return (
                span.start.day == 1
                and (span.start.month - 1) % months == 0
                and span.end.day == monthrange(span.end.year, span.end.month)[1]
                and span.end.month % months == 0
            )
        return first <= last

    def condition(self, column: str, span: Spoken) -> str:
        """The period as a condition on `column` (SQL), in the column's own terms."""
        first, last = self.literal(span.start), self.literal(span.end)
        if self.stored == "timestamp":
            after = f"{column} < DATE '{(span.end + timedelta(days=1)).isoformat()}'"
            since = f"{column} >= {first}"
            return (
                since
                if span.opened == "end"
                else after
                if span.start == BEGINNING
                else f"{since} AND {after}"
            )
        if span.opened == "end":
            return f"{column} >= {first}"
        if span.start == BEGINNING:
            return f"{column} <= {last}"
        return f"{column} = {first}" if first == last else f"{column} BETWEEN {first} AND {last}"

    def either(self, column: str, spans: Sequence[Spoken]) -> str:
        """Several periods as one condition: single units as a list, neighbours as one range, else one or the other."""
        ordered = sorted(spans, key=lambda s: s.start)
        if self.unit != "day" and all(self.value(s.start) == self.value(s.end) for s in ordered):
            return f"{column} IN ({', '.join(dict.fromkeys(self.literal(s.start) for s in ordered))})"
        touching = all(b.start <= a.end + timedelta(days=1) for a, b in pairwise(ordered))
        if touching:
            whole = Spoken("", ordered[0].start, max(s.end for s in ordered), ordered[0].unit)
            return self.condition(column, whole)
        return "(" + " OR ".join(f"({self.condition(column, s)})" for s in ordered) + ")"

    def group(self, column: str, unit: Unit, *, one_year: bool) -> str:
        """The expression that puts rows of one `unit` together."""
        order = ("day", "week", "month", "quarter", "half", "year")
        if order.index(unit) <= order.index(self.unit) and self.stored != "timestamp":
            return column
        if self.stored not in ("date", "timestamp"):
            column = f"strptime({column}, '{self.stored}')"
        if unit == "year":
            return f"year({column})"
        if unit == "quarter" and one_year:
            return f"quarter({column})"
        return f"CAST(date_trunc('{unit}', {column}) AS DATE)"


def time_column(table: Table, metrics: Iterable[Metric] = ()) -> str:
    """Name of the column a period of this table is filtered by, or "" where none is clear.

    A metric's declared time column wins; then base_month and the like in the key; then the only date in the key; then
    base_month and the like anywhere; then the only date that does not say when something began or ended; then the only
    text or number that holds months.
    """
    for metric in metrics:
        owner, _, name = metric.time_column.rpartition(".")
        if (
            name
            and owner.lower() in (table.name.lower(), table.name.rpartition(".")[2].lower())
            and table.column(name)
        ):
            return name
    dates = [c for c in table.columns if is_date(c)]
    keys = [c for c in dates if c.primary_key]
    for among in (keys, dates):
        for wanted in _STANDS_FOR:
            found = next(
                (c.name for c in among if c.name.lower() == wanted and "시작" not in c.business_name), ""
            )
            if found:
                return found
        if len(keys) == 1:
            return keys[0].name
    happening = [c for c in dates if not begins_or_ends(c)]
    # transaction_date beside transaction_at: the day of the same moment.
    moments = {c.name.lower().removesuffix("_date") for c in happening}
    happening = [
        c for c in happening if not (c.name.lower().endswith("_at") and c.name.lower()[:-3] in moments)
    ]
    if len(happening) == 1:
        return happening[0].name
    spelled = [c for c in table.columns if _spelled(c.sample_values) is not None] if not dates else []
    return spelled[0].name if len(spelled) == 1 else ""


def spoken_time_column(table: Table, question: str) -> str:
    """The one date column that the question speaks of by what happened then: 개설일 for "개설된", open_date for "opened"."""
    asked = re.findall(r"[a-z]+", question.lower())
    found = []
    for column in (c for c in table.columns if is_date(c) and not may_be_to_come(c)):
        event = re.sub(r"(?:일자|일시|시각|년월|일|월)$", "", column.business_name.replace(" ", ""))
        verb = re.sub(r"_(?:date|at|on|day|month)$", "", column.name.lower())
        said = len(event) >= 2 and event in question.replace(" ", "")
        if said or (len(verb) >= 4 and any(w.startswith(verb.rstrip("e")) for w in asked)):
            found.append(column.name)
    return found[0] if len(found) == 1 else ""


def is_series(table: Table, column: str) -> bool:
    """True where a row of the table holds for one day or month: its time is part of the key."""
    found = table.column(column)
    return found is not None and found.primary_key


def is_date(column: Column) -> bool:
    return column.logical_type in ("date", "timestamp") or column.type.upper().startswith(
        ("DATE", "TIMESTAMP")
    )


def begins_or_ends(column: Column) -> bool:
    """True for a day that something began or ended on: a row is about it only where it is spoken of."""
    return any(word in column.name.lower() for word in _BEGINS_OR_ENDS)


def may_be_to_come(column: Column) -> bool:
    """True for days that may lie after the data's own: a maturity, an expiry."""
    parts = column.name.lower().split("_")
    return any(p.startswith(w) for p in parts for w in _TO_COME) or any(
        w in column.business_name for w in _TO_COME if w >= "가"
    )


def grain(column: Column, table: Table, values: DistinctValues | None = None) -> Grain | None:
    """What a value of the column stands for; None where it holds no time.

    By its names first; the real values are asked for only where the names leave a key's date open.
    """
    kind = column.type.upper()
    if not is_date(column):
        real = column.sample_values or (
            values(table.name, column.name) if values and _may_spell(column) else ()
        )
        form = _spelled(real)
        if form is None or not kind.startswith(("VARCHAR", "CHAR", "TEXT", "STRING", "INT", "BIGINT")):
            return None
        unit: Unit = "day" if "%d" in form else "month" if "%m" in form else "year"
        return Grain(unit, "start", form, not kind.startswith(("INT", "BIGINT")))
    if kind.startswith("TIMESTAMP"):
        return Grain(stored="timestamp")
    named = _named_grain(column)
    if named.unit != "day" or not column.primary_key or values is None:
        return named
    return _seen_grain(values(table.name, column.name)) or named


def _named_grain(column: Column) -> Grain:
    said = " ".join((column.name.replace("_", " "), column.business_name, column.business_name_en)).lower()
    if re.search(r"분기\s*말|quarter[- ]?end|end of (?:the )?quarter", said):
        return Grain("quarter", "end")
    if re.search(r"월말|month[- ]?end|end of (?:the )?month|eom\b", said):
        return Grain("month", "end")
    if re.search(r"\bquarter\b|분기$", said):
        return Grain("quarter")
    if re.search(r"\bmonth\b|\bym\b|\byyyymm\b|년월|[가-힣]월(?=\s|$)", said):
        return Grain("month")
    return Grain()


def _seen_grain(values: Sequence[str]) -> Grain | None:
    days: list[date] = []
    for text in values:
        try:
            days.append(date.fromisoformat(text[:10]))
        except ValueError:
            return None
    if len(days) < 2:
        return None
    months = {d.month for d in days}
    if all(d.day == 1 for d in days):
        return Grain("year" if months == {1} else "quarter" if months <= {1, 4, 7, 10} else "month")
    if all(d.day == monthrange(d.year, d.month)[1] for d in days):
        return Grain("year" if months == {12} else "quarter" if months <= {3, 6, 9, 12} else "month", "end")
    return None


_SPELLINGS = (
    (r"(?:19|20)\d\d(?:0[1-9]|1[0-2])", "%Y%m"),
    (r"(?:19|20)\d\d-(?:0[1-9]|1[0-2])", "%Y-%m"),
    (r"(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])", "%Y%m%d"),
    (r"(?:19|20)\d\d-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])", "%Y-%m-%d"),
)


def _spelled(values: Sequence[str]) -> str | None:
    """The strftime form that all values are written in; None without values."""
    if not values:
        return None
    return next((form for shape, form in _SPELLINGS if all(re.fullmatch(shape, v) for v in values)), None)


def _may_spell(column: Column) -> bool:
    return bool(re.search(r"(?:^|_)(?:ym|yyyymm|month|date|dt|day)(?:_|$)", column.name.lower())) or bool(
        re.search(r"년월|월$|일자$", column.business_name)
    )
