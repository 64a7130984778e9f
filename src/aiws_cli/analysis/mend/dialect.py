"""Functions and idioms of other engines, and the present day, in the words of DuckDB."""

from __future__ import annotations

import re
from collections.abc import Callable

import sqlglot
from sqlglot import exp

from .scene import Scene
from .scope import queries

_UNITS = r"(year|quarter|month|week|day|hour|minute|second)s?"
_SHIFT = re.compile(rf"([+-]?)\s*(\d+)\s*{_UNITS}$", re.IGNORECASE)
_START_OF = re.compile(r"start of (year|month|day)$", re.IGNORECASE)
_UNIT = re.compile(rf"{_UNITS}$", re.IGNORECASE)

# Format codes: Oracle and Postgres words, and MySQL letters where they differ from strftime's.
_WORDS = (
    *(
        ("YYYY", "%Y"),
        ("YY", "%y"),
        ("MONTH", "%B"),
        ("MON", "%b"),
        ("MM", "%m"),
        ("DDD", "%j"),
        ("DD", "%d"),
    ),
    *(("HH24", "%H"), ("HH12", "%I"), ("HH", "%H"), ("MI", "%M"), ("SS", "%S"), ("DY", "%a"), ("DAY", "%A")),
)
_MYSQL = {
    "%i": "%M",
    "%s": "%S",
    "%M": "%B",
    "%W": "%A",
    "%h": "%I",
    "%k": "%-H",
    "%c": "%-m",
    "%e": "%-d",
    "%T": "%H:%M:%S",
}


def mend_functions(tree: exp.Expr, scene: Scene) -> tuple[exp.Expr, tuple[str, ...]]:
    """Calls that DuckDB does not know, or knows with other arguments, to the ones it does."""
    if scene.dialect != "duckdb":
        return tree, ()
    reasons: list[str] = []
    for node in reversed(list(tree.find_all(exp.Func, exp.Column, exp.Add))):
        new = _translated(node)
        if new is None or new is node:
            continue
        reasons.append(scene.reason("function", old=_short(node), new=_short(new)))
        if node is tree:
            return tree, tuple(reasons)
        node.replace(new)
    for table in list(tree.find_all(exp.Table)):
        if (
            table.name.upper() == "DUAL"
            and isinstance(table.parent, exp.From)
            and scene.catalog.table("dual") is None
        ):
            reasons.append(scene.reason("function", old="FROM DUAL", new="-"))
            table.parent.pop()
    reasons.extend(_rownum(tree, scene))
    return tree, tuple(reasons)


def mend_today(tree: exp.Expr, scene: Scene) -> tuple[exp.Expr, tuple[str, ...]]:
    """The engine's clock to the date the data stands at: the wall clock is not part of the data."""
    if scene.as_of is None:
        return tree, ()
    reasons: list[str] = []
    for node in list(tree.walk()):
        stamp = _clock(node)
        if stamp is None or node.parent is None:
            continue
        inside = node.parent
        if stamp and isinstance(inside, exp.Cast) and inside.to.is_type("date"):
            node, stamp = inside, False
        text = f"{scene.as_of.isoformat()}{' 23:59:59' if stamp else ''}"
        new = exp.cast(exp.Literal.string(text), "TIMESTAMP" if stamp else "DATE")
        reasons.append(scene.reason("today", old=_short(node), date=scene.as_of.isoformat()))
        node.replace(new)
    return tree, tuple(dict.fromkeys(reasons))


def _clock(node: exp.Expr) -> bool | None:
    """True for a clock that gives a timestamp, False for one that gives a date, None for anything else."""
    if isinstance(node, exp.CurrentDate):
        return False
    if isinstance(node, exp.CurrentTimestamp | exp.CurrentDatetime | exp.Localtimestamp):
        return True
    if isinstance(node, exp.Anonymous) and not node.expressions:
        return {"now": True, "get_current_timestamp": True, "today": False, "current_date": False}.get(
            node.name.lower()
        )
    if (
        isinstance(node, exp.Cast)
        and isinstance(node.this, exp.Literal)
        and node.this.name.lower() in ("now", "today")
    ):
        return not node.to.is_type("date")
    return None


def _translated(node: exp.Expr) -> exp.Expr | None:
    if isinstance(node, exp.Column):
        if not node.table and node.name.upper() in ("SYSDATE", "SYSTIMESTAMP") and not node.this.quoted:
            return exp.CurrentDate()
        return None
    if isinstance(node, exp.Anonymous):
        make = _CALLS.get(node.name.upper())
        return make(node.expressions) if make else None
    if isinstance(node, exp.ToChar):
        return _strftime(node.this, node.args.get("format"), _from_words)
    if isinstance(node, exp.Date) and isinstance(node.args.get("zone"), exp.Literal):
        return _sqlite_date([node.this, node.args["zone"], *node.expressions])
    if isinstance(node, exp.Date) and isinstance(node.this, exp.Literal) and node.this.name.lower() == "now":
        return exp.CurrentDate()
    if isinstance(node, exp.Trunc) and isinstance(node.args.get("decimals"), exp.Literal):
        return _trunc(node.this, node.args["decimals"])
    if isinstance(node, exp.TimestampTrunc | exp.DateTrunc) and _is_unit(node.this):
        return _parse(f"DATE_TRUNC('{node.this.name}', x)", node.args["unit"])
    if isinstance(node, exp.TimestampDiff) and _is_unit(node.this):
        return _diff(node.this.name, node.expression, node.args.get("unit"))
    if isinstance(node, exp.DateDiff) and _is_unit(node.this):
        return _diff(node.this.name, node.expression, node.args.get("unit"))
    if isinstance(node, exp.Add) and any(_is_words(side) for side in (node.this, node.expression)):
        return exp.DPipe(this=node.this.copy(), expression=node.expression.copy(), safe=True)
    return None


def _is_words(node: exp.Expr) -> bool:
    """A text that cannot be meant as a number or a date, or a joining of texts."""
    if isinstance(node, exp.DPipe):
        return True
    return isinstance(node, exp.Literal) and node.is_string and not re.fullmatch(r"[\d.\-: ]+", node.name)


def _is_unit(node: exp.Expr | None) -> bool:
    return isinstance(node, exp.Column) and not node.table and bool(_UNIT.match(node.name))


def _parse(text: str, x: exp.Expr | None = None, y: exp.Expr | None = None) -> exp.Expr | None:
    """A DuckDB expression with `x` and `y` put in for the names x and y; Var nodes count as columns."""
    if x is None:
        return None
    tree = sqlglot.parse_one(text, read="duckdb")
    for column in list(tree.find_all(exp.Column)):
        if column.name in ("x", "y"):
            value = x if column.name == "x" else y
            if value is None:
                return None
            column.replace(_named(value) if isinstance(value, exp.Var) else value.copy())
    return tree


def _named(value: exp.Var) -> exp.Expr:
    """What stood where a unit was expected: the reader made it upper case and forgot its quotes."""
    if re.fullmatch(r"\w+", value.name) and not value.name[0].isdigit():
        return exp.column(value.name.lower())
    return exp.Literal.string(value.name)


def _diff(unit: str, start: exp.Expr | None, end: exp.Expr | None) -> exp.Expr | None:
    return _parse(f"DATE_DIFF('{unit.lower()}', x, y)", start, end)


def _shifted(sign: str) -> Callable[[list[exp.Expr]], exp.Expr | None]:
    def make(args: list[exp.Expr]) -> exp.Expr | None:
        if len(args) != 2 or not isinstance(args[1], exp.Interval):
            return None
        return _parse(f"x {sign} y", _dated(args[0]), args[1])

    return make


def _dated(node: exp.Expr) -> exp.Expr:
    """A text literal that is a date, as a date."""
    if isinstance(node, exp.Literal) and node.is_string:
        if node.name.lower() == "now":
            return exp.CurrentDate()
        return exp.cast(node.copy(), "DATE")
    return node


def _from_words(form: str) -> str:
    out, rest = "", form
    while rest:
        for word, code in _WORDS:
            if rest.upper().startswith(word):
                out, rest = out + code, rest[len(word) :]
                break
        else:
            out, rest = out + rest[0], rest[1:]
    return out.replace('"', "")


def _from_mysql(form: str) -> str:
    return re.sub(r"%[A-Za-z]", lambda found: _MYSQL.get(found[0], found[0]), form)


def _strftime(value: exp.Expr, form: exp.Expr | None, codes: Callable[[str], str]) -> exp.Expr | None:
    if not isinstance(form, exp.Literal) or not form.is_string:
        return None
    if codes is _from_words and not re.search(r"Y|M|D|H", form.name, re.IGNORECASE):
        return None  # a number format such as '999,999'
    return exp.Anonymous(this="STRFTIME", expressions=[value.copy(), exp.Literal.string(codes(form.name))])


def _strptime(args: list[exp.Expr]) -> exp.Expr | None:
    if len(args) == 1:
        return exp.cast(args[0].copy(), "DATE")
    if len(args) != 2 or not isinstance(args[1], exp.Literal):
        return None
    form = exp.Literal.string(_from_words(args[1].name))
    return exp.cast(exp.Anonymous(this="STRPTIME", expressions=[args[0].copy(), form]), "DATE")


def _sqlite_date(args: list[exp.Expr]) -> exp.Expr | None:
    out: exp.Expr | None = _dated(args[0])
    for modifier in args[1:]:
        text = modifier.name.strip() if isinstance(modifier, exp.Literal) else ""
        if shift := _SHIFT.match(text):
            out = _parse(f"x {shift[1] or '+'} INTERVAL {shift[2]} {shift[3]}", out)
        elif start := _START_OF.match(text):
            out = _parse(f"DATE_TRUNC('{start[1].lower()}', x)", out)
        elif text.lower() not in ("localtime", "utc"):
            return None
    return out


def _julian(args: list[exp.Expr]) -> exp.Expr | None:
    if len(args) != 1:
        return None
    value = _dated(args[0])
    return exp.Anonymous(
        this="JULIAN",
        expressions=[value if isinstance(value, exp.CurrentDate) else exp.cast(args[0].copy(), "DATE")],
    )


def _dateadd(args: list[exp.Expr]) -> exp.Expr | None:
    if len(args) != 3 or not _UNIT.match(args[0].name):
        return None
    unit = args[0].name.rstrip("sS")
    count = args[1]
    sign = "-" if isinstance(count, exp.Neg) else "+"
    number = count.this if isinstance(count, exp.Neg) else count
    if isinstance(number, exp.Literal):
        return _parse(f"x {sign} INTERVAL {number.name} {unit}", _dated(args[2]))
    return _parse(f"x + y * INTERVAL 1 {unit}", _dated(args[2]), count)


def _trunc(value: exp.Expr, form: exp.Expr) -> exp.Expr | None:
    units = {
        "MM": "month",
        "MON": "month",
        "MONTH": "month",
        "YYYY": "year",
        "YEAR": "year",
        "Q": "quarter",
        "DD": "day",
        "DAY": "week",
        "IW": "week",
    }
    unit = units.get(form.name.upper())
    return _parse(f"DATE_TRUNC('{unit}', x)", value) if unit and form.args.get("is_string") else None


def _coalesce(args: list[exp.Expr]) -> exp.Expr | None:
    return exp.Coalesce(this=args[0].copy(), expressions=[args[1].copy()]) if len(args) == 2 else None


def _case(args: list[exp.Expr]) -> exp.Expr | None:
    if len(args) != 3:
        return None
    return exp.Case(ifs=[exp.If(this=args[0].copy(), true=args[1].copy())], default=args[2].copy())


def _period_diff(args: list[exp.Expr]) -> exp.Expr | None:
    if len(args) != 2:
        return None
    month = "CAST(STRPTIME(CAST({} AS VARCHAR), '%Y%m') AS DATE)"
    return _parse(f"DATE_DIFF('month', {month.format('y')}, {month.format('x')})", args[0], args[1])


_CALLS: dict[str, Callable[[list[exp.Expr]], exp.Expr | None]] = {
    "CURDATE": lambda args: exp.CurrentDate(),
    "GETDATE": lambda args: exp.CurrentDate(),
    "SYSDATE": lambda args: exp.CurrentDate(),
    "DATE_SUB": _shifted("-"),
    "SUBDATE": _shifted("-"),
    "DATE_ADD": _shifted("+"),
    "ADDDATE": _shifted("+"),
    "DATEADD": _dateadd,
    "TIMESTAMPADD": _dateadd,
    "DATE_FORMAT": lambda args: _strftime(args[0], args[1], _from_mysql) if len(args) == 2 else None,
    "FORMAT_DATE": lambda args: _strftime(args[1], args[0], str) if len(args) == 2 else None,
    "TO_DATE": _strptime,
    "DATE": _sqlite_date,
    "JULIANDAY": _julian,
    "NVL": _coalesce,
    "ISNULL": _coalesce,
    "IFF": _case,
    "ZEROIFNULL": lambda args: _coalesce([args[0], exp.Literal.number(0)]) if len(args) == 1 else None,
    "EOMONTH": lambda args: _parse("LAST_DAY(x)", args[0]) if len(args) == 1 else None,
    "PERIOD_DIFF": _period_diff,
    "TIMESTAMPDIFF": lambda args: _diff(args[0].name, args[1], args[2]) if len(args) == 3 else None,
}
"""Calls sqlglot leaves as they are, by name; the value builds DuckDB's form or None where the call is something else."""


def _rownum(tree: exp.Expr, scene: Scene) -> list[str]:
    """`WHERE ROWNUM <= n` to LIMIT n."""
    reasons: list[str] = []
    for query in queries(tree, scene.catalog):
        where = query.select.args.get("where")
        if where is None or query.holders("rownum") or query.select.args.get("limit"):
            continue
        for part in list(where.this.flatten() if isinstance(where.this, exp.And) else [where.this]):
            if (
                not isinstance(part, exp.LTE | exp.LT)
                or part.this.name.upper() != "ROWNUM"
                or not part.expression.is_int
            ):
                continue
            count = int(part.expression.name) - isinstance(part, exp.LT)
            drop_condition(query.select, part)
            query.select.limit(count, copy=False)
            reasons.append(scene.reason("function", old="ROWNUM", new=f"LIMIT {count}"))
    return reasons


def drop_condition(select: exp.Select, part: exp.Expr) -> None:
    """Take one AND-part out of WHERE."""
    where = select.args["where"]
    if where.this is part:
        select.set("where", None)
        return
    parent = part.parent
    if isinstance(parent, exp.And):
        parent.replace(parent.expression if parent.this is part else parent.this)


def _short(node: exp.Expr) -> str:
    text = node.sql(dialect="duckdb")
    return text if len(text) <= 60 else text[:57] + "…"
