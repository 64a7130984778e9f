"""Values in conditions: matched to the codes and real values of their column, and to its type."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

from sqlglot import exp

from ...core.tables import Column
from .otherwise import meant
from .scene import Scene
from .scope import Query, queries
from .words import plain, without_particle

_COMPARED = (exp.EQ, exp.NEQ)
_ORDERED = (exp.GT, exp.GTE, exp.LT, exp.LTE)
_YEAR_MONTH = re.compile(r"(\d{4})(?:(\d\d)|\s*[-./]\s*(\d{1,2})|\s*년\s*(\d{1,2})\s*월)$")
_DAY = re.compile(
    r"(\d{4})(?:(\d\d)(\d\d)|\s*[-./]\s*(\d{1,2})\s*[-./]\s*(\d{1,2})|\s*년\s*(\d{1,2})\s*월\s*(\d{1,2})\s*일)$"
)
_YEAR = re.compile(r"(\d{4})\s*년?$")
_YES = frozenset({"true", "yes", "y", "t", "1", "예", "네", "여"})
_NO = frozenset({"false", "no", "n", "f", "0", "아니오", "아니요", "부"})
_NUMBERS = (
    "INT",
    "DECIMAL",
    "NUMERIC",
    "DOUBLE",
    "FLOAT",
    "REAL",
    "HUGEINT",
    "BIGINT",
    "SMALLINT",
    "TINYINT",
    "UINTEGER",
)


def mend_values(tree: exp.Expr, scene: Scene) -> tuple[exp.Expr, tuple[str, ...]]:
    """A literal that is no code or value of its column to the one it must mean: label, case, spacing, particle."""
    reasons: list[str] = []
    for query in queries(tree, scene.catalog):
        for reference, literal in comparisons(query):
            column = query.meaning(reference)
            if column is None or not is_text(column):
                continue
            new = _real(literal.name, column, query, reference, scene)
            if new is None or (new == literal.name and literal.is_string):
                continue
            reasons.append(scene.reason("value", column=reference.sql(), old=literal.name, new=new))
            pattern = literal.parent
            literal.replace(exp.Literal.string(new))
            if isinstance(pattern, exp.Like | exp.ILike):
                pattern.replace(exp.EQ(this=pattern.this, expression=pattern.expression))
    return tree, tuple(reasons)


def mend_booleans(tree: exp.Expr, scene: Scene) -> tuple[exp.Expr, tuple[str, ...]]:
    """`flag = TRUE` and `flag = 1` on a text column of yes and no codes."""
    reasons: list[str] = []
    for query in queries(tree, scene.catalog):
        for reference, literal in comparisons(query, exp.Boolean):
            column = query.meaning(reference)
            code = _yes_no(column, "true" if literal.this else "false", scene) if column is not None else None
            if code is not None:
                reasons.append(scene.reason("value", column=reference.sql(), old=literal.sql(), new=code))
                literal.replace(exp.Literal.string(code))
    return tree, tuple(reasons)


def mend_dates(tree: exp.Expr, scene: Scene) -> tuple[exp.Expr, tuple[str, ...]]:
    """Months, years and other spellings of days against DATE columns; ISO dates against text that holds yyyymm."""
    reasons: list[str] = []
    for query in queries(tree, scene.catalog):
        for reference, literal in list(comparisons(query, ordered=True)):
            column = query.meaning(reference)
            comparison = literal.parent
            if column is None or comparison is None or literal.find_ancestor(exp.Query) is not query.select:
                continue
            was = comparison.sql(dialect=scene.dialect)
            new = _dated(column, reference, literal, comparison)
            if new is not None and new.sql(dialect=scene.dialect) != was:
                comparison.replace(new)
                reasons.append(scene.reason("date", old=was, new=new.sql(dialect=scene.dialect)))
    return tree, tuple(reasons)


def mend_types(tree: exp.Expr, scene: Scene) -> tuple[exp.Expr, tuple[str, ...]]:
    """Arithmetic on text columns, date functions on text columns, LIKE on numbers and dates: a cast on the column."""
    reasons: list[str] = []
    for query in queries(tree, scene.catalog):
        for reference in query.columns():
            column = query.meaning(reference)
            if column is None or column.code_values:
                continue
            target = _needed_type(reference, column)
            if target is None:
                continue
            was = reference.sql(dialect=scene.dialect)
            kind = exp.Cast if target == "TEXT" else exp.TryCast
            reference.replace(kind(this=reference.copy(), to=exp.DataType.build(target)))
            reasons.append(scene.reason("cast", column=was, type=target))
    return tree, tuple(dict.fromkeys(reasons))


def comparisons(
    query: Query, kind: type[exp.Expr] = exp.Literal, *, ordered: bool = False
) -> Iterator[tuple[exp.Column, exp.Expr]]:
    """(column, literal) of `=`, `<>`, IN and LIKE without wildcards; `<`, `>` and BETWEEN too when `ordered`."""
    kinds = (*_COMPARED, *_ORDERED) if ordered else _COMPARED
    for column in query.columns():
        node = column.parent
        while isinstance(node, exp.Lower | exp.Upper | exp.Trim) and not ordered:
            node = None  # lower(x) = 'abc' is right as it stands
        if isinstance(node, kinds):
            other = node.expression if node.this is column else node.this
            if isinstance(other, kind):
                yield column, other
        elif isinstance(node, exp.In) and node.this is column and not ordered:
            for item in list(node.expressions):
                if isinstance(item, kind):
                    yield column, item
        elif (
            isinstance(node, exp.Like | exp.ILike)
            and node.this is column
            and isinstance(node.expression, kind)
        ):
            yield column, node.expression
        elif (
            ordered
            and isinstance(node, exp.Between)
            and node.this is column
            and all(isinstance(node.args[side], kind) for side in ("low", "high"))
        ):
            yield column, node.args["low"]


def _real(said: str, column: Column, query: Query, reference: exp.Column, scene: Scene) -> str | None:
    bare = said.strip("%").strip()
    if not bare or (
        isinstance(reference.parent, exp.Like | exp.ILike) and (not column.code_values or "_" in bare)
    ):
        return None
    if column.code_values:
        return _code(bare, column) or meant(bare, column, tuple(column.code_values))
    source = query.owner(reference)
    values = scene.values(source.table.name, column.name) if scene.values and source and source.table else ()
    known = values or column.sample_values
    if said in known:
        return said
    return _spelled(bare, known) or meant(bare, column, known)


def _code(said: str, column: Column) -> str | None:
    codes = column.code_values
    if said in codes:
        return said
    labels = {
        code: [plain(part) for part in [label, *re.split(r"[|/(),·]", label)] if plain(part)]
        for code, label in codes.items()
    }
    for word in without_particle(said.strip()):
        wanted = plain(word)
        if not wanted:
            continue
        tries = (
            [c for c in codes if plain(c) == wanted],
            [c for c in codes if wanted.isdigit() and c.isdigit() and int(c) == int(wanted)],
            [c for c, names in labels.items() if wanted in names],
            [
                c
                for c, names in labels.items()
                if len(wanted) >= 2 and any(n.startswith(wanted) for n in names)
            ],
        )
        for found in tries:
            if len(found) == 1:
                return found[0]
    return _yes_no(column, said, None)


def _yes_no(column: Column | None, said: str, scene: Scene | None) -> str | None:
    """The yes or no code a truth value means, where the column has exactly such two codes."""
    if column is None or not is_text(column):
        return None
    codes = tuple(column.code_values) or column.sample_values
    yes = [c for c in codes if c.lower() in _YES]
    no = [c for c in codes if c.lower() in _NO]
    if len(codes) > 2 or len(yes) + len(no) != len(codes) or not codes:
        return None
    wanted = yes if said.lower() in _YES else no if said.lower() in _NO else []
    return wanted[0] if len(wanted) == 1 and wanted[0] != said else None


def _spelled(said: str, known: tuple[str, ...]) -> str | None:
    """The one real value that differs in case, spacing, punctuation or a particle only."""
    for word in without_particle(said):
        found = {v for v in known if plain(v) == plain(word)}
        if len(found) == 1 and plain(word):
            return found.pop()
    return None


def is_text(column: Column) -> bool:
    kind = column.type.upper()
    if kind.endswith("]"):
        return False
    return kind.startswith(("VARCHAR", "CHAR", "TEXT", "STRING", "ENUM", "BPCHAR"))


def is_date(column: Column) -> bool:
    return column.type.upper().startswith(("DATE", "TIMESTAMP", "DATETIME"))


def reads_date(node: exp.Expr, query: Query) -> bool:
    """True for a plain reference to a date or timestamp column."""
    meaning = query.meaning(node) if isinstance(node, exp.Column) else None
    return meaning is not None and is_date(meaning)


def is_number(column: Column) -> bool:
    return column.type.upper().startswith(_NUMBERS) and "[" not in column.type


def _dated(column: Column, reference: exp.Column, literal: exp.Expr, comparison: exp.Expr) -> exp.Expr | None:
    if is_text(column):
        return _as_written(column, literal, comparison)
    if not is_date(column):
        return None
    if isinstance(comparison, exp.Between):
        low, high = _span(comparison.args["low"].name), _span(comparison.args["high"].name)
        if (
            low is None
            or high is None
            or (low[0] == low[1] and high[0] == high[1] and _iso(comparison.args["low"].name))
        ):
            return None
        return _range(reference, low[0], high[1])
    span = _span(literal.name)
    if span is None or (span[0] == span[1] and _iso(literal.name) and not isinstance(comparison, exp.Like)):
        return None
    first, last = span
    if isinstance(comparison, exp.EQ | exp.Like | exp.ILike):
        return _range(reference, first, last)
    if isinstance(comparison, exp.NEQ):
        return exp.Not(this=exp.Paren(this=_range(reference, first, last)))
    mirrored: dict[type[exp.Expr], type[exp.Binary]] = {
        exp.GT: exp.LT,
        exp.LT: exp.GT,
        exp.GTE: exp.LTE,
        exp.LTE: exp.GTE,
    }
    kind = type(comparison) if comparison.this is reference else mirrored[type(comparison)]
    if kind is exp.GTE:
        return exp.GTE(this=reference.copy(), expression=_day(first))
    if kind is exp.LT:
        return exp.LT(this=reference.copy(), expression=_day(first))
    edge = _day(last + timedelta(days=1))
    return (exp.GTE if kind is exp.GT else exp.LT)(this=reference.copy(), expression=edge)


def _span(text: str) -> tuple[date, date] | None:
    """First and last day of what a text says: a day, a month, a year; wildcards at the end aside."""
    text = text.strip().rstrip("%").rstrip("-./ ")
    try:
        if found := _DAY.match(text):
            year, month, day = (int(part) for part in found.groups() if part)
            return date(year, month, day), date(year, month, day)
        if found := _YEAR_MONTH.match(text):
            year, month = (int(part) for part in found.groups() if part)
            first = date(year, month, 1)
            after = date(year + month // 12, month % 12 + 1, 1)
            return first, after - timedelta(days=1)
        if (found := _YEAR.match(text)) and 1900 <= int(found[1]) <= 2100:
            return date(int(found[1]), 1, 1), date(int(found[1]), 12, 31)
    except ValueError:  # a month 13 or a 31 June: not a date after all
        return None
    return None


def _iso(text: str) -> bool:
    return bool(re.fullmatch(r"\d{4}-\d\d-\d\d", text))


def _day(day: date) -> exp.Expr:
    return exp.cast(exp.Literal.string(day.isoformat()), "DATE")


def _range(reference: exp.Column, first: date, last: date) -> exp.Expr:
    """From the first day, to before the day after the last: right for dates and timestamps."""
    return exp.and_(
        exp.GTE(this=reference.copy(), expression=_day(first)),
        exp.LT(this=reference.copy(), expression=_day(last + timedelta(days=1))),
        copy=False,
    )


def _as_written(column: Column, literal: exp.Expr, comparison: exp.Expr) -> exp.Expr | None:
    """A text column of yyyymm, yyyy-mm or yyyymmdd: the literal in the column's own spelling."""
    samples = column.sample_values
    if not samples or isinstance(comparison, exp.Between | exp.Like | exp.ILike):
        return None
    span = _span(literal.name)
    if span is None:
        return None
    for shape, form, whole in (
        (r"(19|20)\d\d(0[1-9]|1[0-2])", "%Y%m", 28),
        (r"(19|20)\d\d-(0[1-9]|1[0-2])", "%Y-%m", 28),
        (r"(19|20)\d\d(0[1-9]|1[0-2])([0-2]\d|3[01])", "%Y%m%d", 0),
    ):
        if all(re.fullmatch(shape, s) for s in samples):
            days = (span[1] - span[0]).days
            new = span[0].strftime(form)
            if new == literal.name or (whole and days > 31) or (not whole and days):
                return None
            if whole and not days and span[0].day != 1:
                return None  # one day inside a month: which is meant is not clear
            out = comparison.copy()
            for side in ("this", "expression"):
                if isinstance(out.args[side], exp.Literal):
                    out.set(side, exp.Literal.string(new))
            return out
    return None


def _needed_type(reference: exp.Column, column: Column) -> str | None:
    parent = reference.parent
    if is_text(column):
        looks = column.sample_values
        if isinstance(parent, exp.Sum | exp.Avg) or (
            isinstance(parent, exp.Add | exp.Sub | exp.Mul | exp.Div)
            and not _beside_interval(parent, reference)
        ):
            return "DOUBLE"
        if isinstance(
            parent,
            exp.Year
            | exp.Month
            | exp.Day
            | exp.Quarter
            | exp.Extract
            | exp.TimestampTrunc
            | exp.DateTrunc
            | exp.DateDiff,
        ):
            return "DATE" if not looks or all(_iso(s[:10]) for s in looks) else None
        if isinstance(parent, exp.TimeToStr) or (
            isinstance(parent, exp.Anonymous) and parent.name.upper() == "STRFTIME"
        ):
            return "DATE" if looks and all(_iso(s[:10]) for s in looks) else None
        return None
    if (
        isinstance(parent, exp.Like | exp.ILike)
        and parent.this is reference
        and (is_number(column) or is_date(column))
    ):
        return "TEXT"
    return None


def _beside_interval(parent: exp.Expr, reference: exp.Column) -> bool:
    other = parent.args["expression"] if parent.this is reference else parent.this
    return bool(other.find(exp.Interval)) or isinstance(other, exp.Interval)
