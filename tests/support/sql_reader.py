"""A second reader of executed Snowflake SQL, written without the guard's code: what does this text touch?

It parses the text again and looks at every table, column and function by the rules of `canary_world`, so that a fault
in the guard's rewriting does not stand in both.
"""

from __future__ import annotations

import re

import sqlglot
from sqlglot import exp

HIDDEN_COLUMNS = {"MEMO", "SCORE", "RISK", "RAW"}
PERMITTED = {
    "CARD.CUSTOMERS": {"CUSTOMER_ID", "NAME", "REGION", "GENDER", "BIRTH_YEAR", "PHONE", "TAGS", "PROFILE", "CODE", "DETAIL"},
    "CARD.GRADES": {"CUSTOMER_ID", "GRADE"},
    "CARD.TRANSACTIONS": {"TX_ID", "CUSTOMER_ID", "DAY", "REGION", "AMOUNT", "NOTE", "STATE"},
    "CARD.COUNTED": {"N"},
    "CARD.OPEN_VIEW": {"ID", "SECRET"},
    "CARD.OPENER": {"ID", "SECRET"},
    "BANK.ACCOUNTS": {"ACCOUNT_ID", "CUSTOMER_ID", "BALANCE", "NOTE"},
    "BANK.RATES": {"DAY", "RATE"},
    "BANK.UNITS": {"ID", "PARENT", "NAME"},
    "HR.SALARIES": {"EMP_ID", "DEPT", "GENDER", "SALARY", "BONUS", "HIRED"},
    "영업.실적": {"고객명", "금액", "실적 비고"},
}  # fmt: skip
FILTERED = {"CARD.TRANSACTIONS": "제주", "BANK.ACCOUNTS": "MEMBERS"}
"""Filtered tables, and a word of their condition."""
FORBIDDEN = re.compile(
    r"SYSTEM\$|GET_DDL|RESULT_SCAN|LAST_QUERY|CURRENT_(?!DATE|TIME)|IDENTIFIER\s*\(|GETNEXTVAL|NEXTVAL|CORTEX|AI_|@\w|\$\d"
    r"|INFORMATION_SCHEMA|ACCOUNT_USAGE|EXECUTE|CALL\s|ENCRYPT",
    re.I,
)


def faults(sql: str) -> list[str]:
    """What is wrong with an executed statement; empty where it touches only what the role may see."""
    statements = sqlglot.parse(sql, read="snowflake")
    if len(statements) != 1 or not isinstance(statements[0], (exp.Query, exp.Values)):
        return ["not one query"]
    tree = statements[0]
    out: list[str] = []
    outside = exp.maybe_copy(tree)
    for literal in list(outside.find_all(exp.Literal)):
        if literal.is_string:
            literal.replace(exp.Literal.string(""))
    if FORBIDDEN.search(outside.sql("snowflake", comments=False)):
        out.append("a forbidden word outside of text")
    for kind in (
        exp.Command,
        exp.Placeholder,
        exp.Parameter,
        exp.SessionParameter,
        exp.Into,
        exp.Lock,
        exp.DML,
    ):
        if tree.find(kind) is not None:
            out.append(kind.__name__)
    for table in tree.find_all(exp.Table):
        out += _of_table(table)
    return out


def _spelled(name: exp.Expr) -> str:
    return name.name if name.args.get("quoted") else name.name.upper()


def _of_table(table: exp.Table) -> list[str]:
    if not isinstance(table.this, exp.Identifier):
        return [] if isinstance(table.this, exp.Func) else [f"a table that is a {type(table.this).__name__}"]
    if table.args.get("catalog") is not None:
        return [f"a database in front of {table.sql()}"]
    own = _spelled(table.this)
    if table.args.get("db") is None:
        return [] if own in _ctes(table) else [f"{own} is no CTE in scope"]
    name = f"{_spelled(table.args['db'])}.{own}"
    select = table.find_ancestor(exp.Select)
    assert select is not None
    if name == "HR.MEMBERS":
        outer = select.find_ancestor(exp.Select)
        source = outer.args["from_"].this if outer is not None else None
        return (
            [] if isinstance(source, exp.Table) and source.name == "ACCOUNTS" else ["a look into HR.MEMBERS"]
        )
    if name not in PERMITTED:
        return [f"{name} is not permitted"]
    return _of_view(name, select)


def _of_view(name: str, select: exp.Select) -> list[str]:
    """The Select right above a base table must be the policy's, not the asker's."""
    out: list[str] = []
    sources = [select.args["from_"].this, *(j.this for j in select.args.get("joins") or ())]
    if len(sources) != 1:
        out.append(f"{name} is joined without its view")
    for shown in select.expressions:
        if isinstance(shown, (exp.Star, exp.Subquery)) or (
            isinstance(shown, exp.Column) and not shown.this.args.get("quoted")
        ):
            out.append(f"{name} shows {shown.sql()}")
        elif shown.alias_or_name not in PERMITTED[name] and not shown.alias_or_name.startswith("__aiws_"):
            out.append(f"{name} shows {shown.alias_or_name}")
    inside = {c.name for c in select.find_all(exp.Column)}
    if name == "CARD.CUSTOMERS":
        out += [f"{c} is hidden" for c in inside & HIDDEN_COLUMNS]
        phone = next((e for e in select.expressions if e.alias_or_name == "PHONE"), None)
        if phone is not None and not isinstance(phone.this, exp.Case):
            out.append("PHONE is not masked")
    if name in FILTERED:
        around = select.find_ancestor(exp.Select)
        seen = next((e for e in select.expressions if e.alias_or_name == "__aiws_seen"), None)
        if seen is None or FILTERED[name] not in seen.sql().upper():
            out.append(f"{name} has no filter")
        where = around.args.get("where") if around is not None else None
        if where is None or where.this.name != "__aiws_seen":
            out.append(f"{name} is not filtered")
        elif any(not isinstance(e.this, exp.Case) for e in around.expressions):  # type: ignore[union-attr]
            out.append(f"{name} shows a column of every row")
    if name == "HR.SALARIES":
        asker = select.parent.find_ancestor(exp.Select) if select.parent is not None else None
        having = asker.args.get("having") if asker is not None else None
        if having is None or not re.search(r'COUNT\(DISTINCT "__aiws_unit_\d+_0"\) >= 10', having.sql()):
            out.append("HR.SALARIES without its least group")
        elif any(
            _spelled(c.this) in PERMITTED[name] and _bare(c)
            for e in asker.expressions
            for c in e.find_all(exp.Column)
        ):  # type: ignore[union-attr]
            out.append("HR.SALARIES shows a row")
    return out


def _bare(column: exp.Column) -> bool:
    """Whether a column stands outside of `CASE WHEN COUNT(…) >= 10 THEN … END`."""
    case = column.find_ancestor(exp.Case)
    while case is not None and ">= 10" not in case.sql():
        case = case.find_ancestor(exp.Case)
    return case is None


def _ctes(table: exp.Table) -> set[str]:
    """Names of the CTEs of every WITH above a table."""
    out: set[str] = set()
    node = table.parent
    while node is not None:
        with_ = node.args.get("with_") if not isinstance(node, exp.With) else node
        if with_ is not None:
            out |= {_spelled(c.args["alias"].this) for c in with_.expressions}
        node = node.parent
    return out
