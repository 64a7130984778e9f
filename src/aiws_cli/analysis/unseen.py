"""SQL as a model may see it that must see no value of a row: what code read out of the data stands as `'[value:1]'`.

A model has been told what stands in its line of talk; it wrote the rest itself. A literal of either kind stays. Any other
was put into the SQL by code, from samples or from the data, and gets a placeholder. In what the model writes next, the
placeholder becomes the value again, here, before anything runs.
"""

from __future__ import annotations

import re

from sqlglot import exp
from sqlglot.errors import SqlglotError

_MARK = re.compile(r"\[\s?value\s?:\s?(\d{1,4})\s?\]", re.IGNORECASE)
_QUOTED = re.compile(r"'(?:[^']|'')*'")
_LONG_NUMBER = re.compile(r"\d[\d.,:-]{2,}")
_A_TIME = re.compile(
    r"(?:19|20)\d\d(?:-?(?:0[1-9]|1[0-2])(?:-?(?:0[1-9]|[12]\d|3[01]))?)?(?:[ T]\d\d:\d\d(?::\d\d)?)?\Z"
)
_COMPARED = (exp.EQ, exp.NEQ, exp.In, exp.Tuple, exp.Array, exp.ArrayContains)

Values = tuple[str, ...]
"""What the placeholders of a line of talk stand for, `[value:1]` first, as the inside of an SQL literal."""


def hide(sql: str, told: str, values: Values, dialect: str = "duckdb") -> tuple[str, Values]:
    """The SQL with placeholders, and what all of the line's placeholders stand for now. `told` is what the model has read."""
    import sqlglot

    try:
        tree = sqlglot.parse_one(sql, read=dialect)
    except SqlglotError:
        return _QUOTED.sub("'…'", sql), values
    made = list(values)

    def mark(text: str) -> exp.Expr:
        inside = text.replace("'", "''")
        if inside not in made:
            made.append(inside)
        return exp.Literal.string(f"[value:{made.index(inside) + 1}]")

    def shown(node: exp.Expr) -> exp.Expr:
        if not isinstance(node, exp.Literal) or _known(node.name, told):
            return node
        if node.is_string:
            return node if _A_TIME.match(node.name) else mark(node.name)
        # A bound, a limit or a factor was asked for or computed; what a column equals was looked up.
        return mark(node.name) if isinstance(node.parent, _COMPARED) else node

    return tree.transform(shown).sql(dialect=dialect), tuple(made)


def restore(text: str, values: Values) -> str:
    """What a model wrote, with the values in their places."""
    if not values:
        return text

    def back(match: re.Match[str]) -> str:
        number = int(match[1])
        if not 0 < number <= len(values):
            return match[0]
        inside = text[: match.start()].count("'") % 2
        return values[number - 1] if inside else f"'{values[number - 1]}'"

    return _MARK.sub(back, text)


def bare(problem: str, told: str) -> str:
    """An error's text without what it may quote of data: quoted pieces and long numbers that the model has not read."""
    text = _QUOTED.sub(lambda m: m[0] if _known(m[0][1:-1], told) else "'…'", problem)
    return _LONG_NUMBER.sub(lambda m: m[0] if _known(m[0], told) else "…", text)


def _known(text: str, told: str) -> bool:
    """Whether the model has read it: as a word of its own, a particle may follow. `%` of a pattern does not count."""
    word = text.strip("%_ ")
    if not word:
        return True
    return re.search(rf"(?<![0-9A-Za-z가-힣_]){re.escape(word)}(?![0-9A-Za-z_])", told) is not None
