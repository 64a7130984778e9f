"""A second reader of executed SQL, DuckDB's and Snowflake's, written without the guard's code: what does this text touch?

It parses the text again and looks at every table, column and function by the rules of `canary_world`, so that a fault
in the guard's rewriting does not stand in both.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from sqlglot import exp
from sqlglot.dialects.dialect import Dialect
from sqlglot.parser import Parser
from sqlglot.tokenizer_core import Token, TokenType

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
    r"SYSTEM\$.*|GET_DDL|RESULT_SCAN|LAST_QUERY.*|CURRENT_(?!DATE|TIME|LOCAL).*|SESSION_USER|IDENTIFIER|(?:GET)?NEXTVAL|CURRVAL"
    r"|COMPLETE|AI_.*|.*(?:EN|DE)CRYPT.*|GET_PRESIGNED_URL|INFER_SCHEMA|READ_.*|.*_SCAN|QUERY(?:_TABLE)?|GETENV|GETVARIABLE|SLEEP_MS"
    r"|PG_SLEEP|ERROR|WRITE_LOG|STATS|LEAK.*|DUCKDB_.*|PRAGMA_.*|SNIFF_CSV|PG_GET_.*|JSON_(?:DE)?SERIALIZE_SQL|JSON_EXECUTE_SERIALIZED_SQL",
    re.I,
)
"""Names of functions."""
_WITHOUT_BRACKETS = {
    "duckdb": re.compile(r"CURRENT_(?:CATALOG|ROLE|SCHEMA|USER)|SESSION_USER", re.I),
    "snowflake": re.compile(
        r"CURRENT_(?:ACCOUNT.*|AVAILABLE_ROLES|CLIENT|DATABASE|IP_ADDRESS|ORGANIZATION.*|REGION|ROLE.*|SCHEMAS?|SECONDARY_ROLES"
        r"|SESSION|STATEMENT|TRANSACTION|USER|VERSION|WAREHOUSE)",
        re.I,
    ),
}
FORBIDDEN_WORDS = {
    "duckdb": re.compile(r"(?!)"),
    "snowflake": re.compile(
        r"SYSTEM\$\w+\s*\(|@\w|(?<![\w$])\$\d|\bEXECUTE\s+IMMEDIATE\b|(?<!\bAS )\bIDENTIFIER\s*\(", re.I
    ),
}


@cache
def _reader(dialect: str) -> type[Parser]:
    """A parser that reads on where a function has too many arguments or too few: the engine will say so."""
    base = Dialect.get_or_raise(dialect).parser_class
    return type("Lenient", (base,), {"validate_expression": lambda self, expression, args=None: expression})


def faults(sql: str, dialect: str = "snowflake") -> list[str]:
    """What is wrong with an executed statement; empty where it touches only what the role may see.

    Raises what sqlglot raises for a text it can't read.
    """
    tokens = Dialect.get_or_raise(dialect).tokenize(sql)
    statements = _reader(dialect)(dialect=dialect).parse(tokens, sql)
    if len(statements) != 1 or not isinstance(statements[0], (exp.Query, exp.Values)):
        return ["not one query"]
    tree = statements[0]
    out: list[str] = []
    if dialect == "duckdb":  # Which has no case, in names with quotes either.
        for name in tree.find_all(exp.Identifier):
            if not name.name.startswith("__aiws_"):
                name.set("this", _upper(name.name))
    words = FORBIDDEN_WORDS[dialect].search(_outside_of_texts(tokens))
    if words or any(FORBIDDEN.fullmatch(name) for name in _called(tree, dialect)):
        out.append("a forbidden word outside of text")
    out += [type(node).__name__ for node in tree.walk() if isinstance(node, _NO_READING)]
    for table in tree.find_all(exp.Table):
        out += _of_table(table)
    return out


_NO_READING = (
    exp.Command, exp.Placeholder, exp.Parameter, exp.SessionParameter, exp.Into, exp.Lock, exp.DML,
)  # fmt: skip


def _called(tree: exp.Expr, dialect: str) -> Iterator[str]:
    """Names of all functions a statement calls, with those that are called without brackets."""
    for node in tree.walk():
        if isinstance(node, exp.Anonymous):
            yield node.name
        elif isinstance(node, exp.Func):
            yield node.sql_name()
        elif isinstance(node, (exp.Column, exp.Dot)):
            if _last(node).args.get("quoted"):
                continue
            if isinstance(node, exp.Column) and node.args.get("table") is None:
                if _WITHOUT_BRACKETS[dialect].fullmatch(node.name):
                    yield node.name
            elif node.name.upper() == "NEXTVAL":
                yield node.name


def _last(node: exp.Expr) -> exp.Expr:
    part: exp.Expr = node.expression if isinstance(node, exp.Dot) else node.this
    return part


def _outside_of_texts(tokens: list[Token]) -> str:
    """The words of a statement without its texts, and without names in quotes that are not called."""
    words = []
    for token, after in zip(tokens, [*tokens[1:], None], strict=True):
        called = after is not None and after.token_type == TokenType.L_PAREN
        named = token.token_type == TokenType.IDENTIFIER and not called
        words.append("''" if named or token.token_type in _TEXTS else token.text)
    return " ".join(words)


_TEXTS = {TokenType.STRING, TokenType.RAW_STRING, TokenType.HEREDOC_STRING}


def _spelled(name: exp.Expr) -> str:
    return name.name if name.args.get("quoted") else _upper(name.name)


def _upper(name: str) -> str:
    """In capitals as engines do it: letters of ASCII only."""
    return "".join(c.upper() if c.isascii() else c for c in name)


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
            _spelled(c.this) in PERMITTED[name] and _bare(c) and _of(c, asker)
            for e in asker.expressions
            for c in e.find_all(exp.Column)
        ):  # type: ignore[union-attr]
            out.append("HR.SALARIES shows a row")
    return out


def _of(column: exp.Column, asker: exp.Select) -> bool:
    """Whether a column may be one of that Select's sources: no query between them reads a table that has it."""
    select = column.find_ancestor(exp.Select)
    while select is not None and select is not asker:
        for table in select.find_all(exp.Table):
            name = ".".join(_spelled(part) for part in table.parts if isinstance(part, exp.Identifier))
            if _spelled(column.this) in PERMITTED.get(name, ()):
                return False
        select = select.find_ancestor(exp.Select)
    return True


def _bare(column: exp.Column) -> bool:
    """Whether a column stands outside of `CASE WHEN COUNT(…) >= 10 THEN … END`, and of GROUPING, which shows none."""
    if column.find_ancestor(exp.Grouping, exp.GroupingId) is not None:
        return False
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
