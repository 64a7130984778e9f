"""Statements nobody wrote: each ends in the same way whether one person's row is there or not."""

from __future__ import annotations

from random import Random

import pytest

from support.grouped_world import GroupedWorld

COLUMNS = "id dept region pay bonus note hired seen grade part phone".split()
LITERALS = [
    "1", "0", "-1", "'x'", "'1'", "NULL", "true", "DATE '2020-01-01'", "'2020-13-01'", "1e308", "99999999999999999999",
    "0.1", "INTERVAL 1 DAY", "'%Y'", "''", "9223372036854775807",
]  # fmt: skip
FUNCTIONS = (
    "year month day last_day dayname lower upper trim length substr left right contains starts_with replace concat abs round"
    " floor sign coalesce nullif greatest regexp_matches repeat chr strptime make_date"
).split()
TYPES = (
    "INTEGER DATE VARCHAR DOUBLE TIMESTAMP BOOLEAN DECIMAL(4,2) TINYINT TIME UUID INTERVAL HUGEINT".split()
)
PARTS = ["day", "month", "timezone", "julian", "bogus"]
THERE_OR_NOT = [("pay > 500", "pay > 5000"), ("id = 10", "id = 11"), ("pay > '500'", "pay > '5000'")]


class Author:
    """Writes statements over `hr.staff` by chance; `{row}` stands for a condition that one row fulfils, or none."""

    def __init__(self, seed: int) -> None:
        self._random = Random(seed)

    def _one(self, *choices: str) -> str:
        return self._random.choice(choices)

    def value(self, depth: int) -> str:
        if depth <= 0:
            return self._one(*COLUMNS, *LITERALS)
        form = self._one("{v}", "{f}({v})", "{f}({v}, {v})", "{f}({v}, {v}, {l})", "CAST({v} AS {t})", "({v} {o} {v})",
                         "CASE WHEN {c} THEN {v} ELSE {v} END", "extract({p} FROM {v})", "date_trunc('{p}', {v})",
                         "substring({v} FROM {v} FOR {l})", "-({v})", "({c})", "strftime({v}, {l})")  # fmt: skip
        return self._filled(form, depth - 1)

    def condition(self, depth: int) -> str:
        if depth <= 0:
            return self._filled("{v} = {v}", 0)
        form = self._one("{v} = {v}", "{v} < {v}", "{v} <> {v}", "{v} LIKE {v}", "{v} IN ({v}, {v})", "{v} BETWEEN {v} AND {v}",
                         "{v} IS NULL", "NOT ({c})", "({c} OR {c})", "({c} AND {c})", "{v}",
                         "EXISTS (SELECT 1 FROM card.places p WHERE {c} AND p.id = staff.id)", "id IN (SELECT {v} FROM card.places)",
                         "id = (SELECT max({v}) FROM card.places)", "dept IN (SELECT {v} FROM hr.places q JOIN card.places p ON {c})")  # fmt: skip
        return self._filled(form, depth - 1)

    def total(self) -> str:
        return self._filled(
            self._one("count(*)", "sum({v})", "avg({v})", "{f}(sum(pay), {l})", "max({v})", "sum({v}) * {l}"),
            1,
        )

    def statement(self) -> str:
        return self._filled(
            self._one(
                "SELECT count(*) FROM hr.staff WHERE {{row}} AND {c}",
                "SELECT count(*) FROM hr.staff WHERE {c} AND {{row}}",
                "SELECT count(*) FROM hr.staff WHERE {{row}} AND {c} AND {c}",
                "SELECT count(*) FROM hr.staff JOIN hr.places p ON {{row}} AND {c}",
                "SELECT count(*) FROM hr.staff WHERE {{row}} GROUP BY {v}",
                "SELECT {a} FROM hr.staff WHERE {{row}}",
                "SELECT dept, {a} AS a FROM hr.staff WHERE {{row}} GROUP BY dept HAVING {a} = {a} OR {l} = {l}",
                "SELECT dept, {a} AS a FROM hr.staff WHERE {{row}} GROUP BY dept ORDER BY {a}, {l} = {l}",
                "SELECT * FROM (SELECT dept, {a} AS n FROM hr.staff WHERE {{row}} GROUP BY dept) WHERE CAST(n AS {t}) = {l}",
            ),
            2,
        )

    def _filled(self, form: str, depth: int) -> str:
        makers = {
            "{v}": lambda: self.value(depth), "{c}": lambda: self.condition(depth), "{a}": self.total,
            "{l}": lambda: self._one(*LITERALS), "{f}": lambda: self._one(*FUNCTIONS), "{t}": lambda: self._one(*TYPES),
            "{o}": lambda: self._one(*"+ - * / // % || = <".split()), "{p}": lambda: self._one(*PARTS),
        }  # fmt: skip
        form = form.replace("{{row}}", "\0")
        for slot, make in makers.items():
            while slot in form:
                form = form.replace(slot, make().replace("{", "\1"), 1)
        return form.replace("\0", "{row}").replace("\1", "{")


@pytest.mark.parametrize("seed", range(8))
def test_generated_statements_end_in_one_way(seed: int, staff: GroupedWorld) -> None:
    author, passed = Author(seed), 0
    for _ in range(60):
        sql = author.statement()
        there, not_there = (
            staff.outcome(sql.replace("{row}", row)) for row in THERE_OR_NOT[seed % len(THERE_OR_NOT)]
        )
        if "does not parse" not in there:  # It says at which column.
            assert there == not_there, sql
        passed += "may only be seen" not in there
    assert passed > 5
