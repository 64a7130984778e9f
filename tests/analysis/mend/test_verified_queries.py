"""The demo catalog's reviewed queries: they pass unchanged, and come back after what small models do to SQL."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from sqlglot import exp, parse_one

from aiws_cli.analysis.mend import BESIDES, Scene, mend
from aiws_cli.analysis.mend.reading import write
from aiws_cli.catalog.metadata import load
from aiws_cli.core.ports import Catalog
from aiws_cli.core.tables import Relationship, Table, VerifiedQuery

FOLDER = Path(__file__).parents[3] / "catalog_index"
AS_OF = date(2026, 9, 30)


class _Files:
    """The catalog straight from its files: mending needs tables and relationships, no index."""

    def __init__(self, tables: tuple[Table, ...]) -> None:
        self._tables = {t.name.lower(): t for t in tables}

    def table(self, name: str) -> Table | None:
        return self._tables.get(name.lower())

    def table_names(self) -> tuple[str, ...]:
        return tuple(t.name for t in self._tables.values())

    def relationships(self, table: str) -> tuple[Relationship, ...]:
        wanted = table.lower()
        every = (r for t in self._tables.values() for r in t.relationships)
        return tuple(r for r in every if wanted in (r.from_table.lower(), r.to_table.lower()))

    def search(self, query: str, **_: Any) -> tuple[()]:
        return ()

    terms = metrics = verified = search

    def rules(self, company: str = "") -> str:
        return ""


@cache
def _demo() -> tuple[Catalog, tuple[VerifiedQuery, ...]]:
    found = load(FOLDER)
    return _Files(found.tables), found.queries  # type: ignore[return-value]


def _pairs() -> list[Any]:
    return [
        pytest.param(q, language, id=f"{q.id}-{language}") for q in _demo()[1] for language in ("ko", "en")
    ]


def _scene(query: VerifiedQuery, language: str = "ko") -> Scene:
    question = query.question if language == "ko" else query.question_en
    return Scene(_demo()[0], question, as_of=AS_OF, shown=query.tables, without=BESIDES)


def _text(sql: str) -> str:
    return write(parse_one(sql, read="duckdb"), "duckdb")


@pytest.mark.parametrize(("query", "language"), _pairs())
def test_a_reviewed_query_passes_unchanged(query: VerifiedQuery, language: str) -> None:
    result = mend(query.sql, _scene(query, language))
    # A period the question names and the reviewed SQL leaves to the data may be added: it takes no row away.
    others = [m for m in result.mends if m.rule != "period"]
    assert others == []
    assert result.problems == ()
    assert result.cautions == ()
    if not result.mends:
        assert _text(result.sql) == _text(query.sql)


def _same_meaning(sql: str) -> str:
    """Equalities and AND-parts in one order: a join condition may be put back the other way round."""
    tree = parse_one(sql, read="duckdb")
    for equality in tree.find_all(exp.EQ):
        if isinstance(equality.this, exp.Column) and isinstance(equality.expression, exp.Column):
            left, right = sorted((equality.this, equality.expression), key=lambda side: side.sql())
            equality.replace(exp.EQ(this=left.copy(), expression=right.copy()))
    for join in tree.find_all(exp.Join):
        if isinstance(join.args.get("on"), exp.And):
            join.set("on", exp.and_(*sorted(join.args["on"].flatten(), key=lambda part: part.sql())))
    return write(tree, "duckdb").lower()


def _without_schemas(tree: exp.Expr) -> None:
    for table in tree.find_all(exp.Table):
        table.set("db", None)


def _in_capitals(tree: exp.Expr) -> None:
    for column in tree.find_all(exp.Column):
        if not isinstance(column.this, exp.Star):
            parts = column.name.split("_")
            column.set("this", exp.to_identifier(parts[0] + "".join(p.title() for p in parts[1:])))


def _without_conditions(tree: exp.Expr) -> None:
    for join in tree.find_all(exp.Join):
        if isinstance(join.this, exp.Table) and not join.args.get("side"):
            join.set("on", None)


def _labels_for_codes(tree: exp.Expr) -> None:
    from aiws_cli.analysis.mend.scope import queries

    catalog = _demo()[0]
    for query in queries(tree, catalog):
        for equality in query.select.find_all(exp.EQ):
            column, literal = equality.this, equality.expression
            if not isinstance(column, exp.Column) or not isinstance(literal, exp.Literal):
                continue
            meaning = query.meaning(column)
            label = meaning.code_values.get(literal.name) if meaning else None
            if label and len(set(meaning.code_values.values())) == len(meaning.code_values):  # type: ignore[union-attr]
                literal.replace(exp.Literal.string(re.split(r"[|(]", label)[0].strip()))


def _aliases_swapped(tree: exp.Expr) -> None:
    """In two-table queries every column that only one table has is read of the other."""
    from aiws_cli.analysis.mend.scope import queries

    for query in queries(tree, _demo()[0]):
        if len(query.sources) != 2 or any(s.table is None for s in query.sources):
            continue
        for column in query.columns():
            owner = query.owner(column)
            other = next(s for s in query.sources if s is not owner)
            if (
                owner
                and column.table
                and not other.has(column.name)
                and column.find_ancestor(exp.Join) is None
            ):
                column.set("table", exp.to_identifier(other.alias))


@pytest.mark.parametrize(
    ("spoil", "share"),
    [
        (_without_schemas, 1.0),
        (_in_capitals, 0.98),
        (_without_conditions, 0.8),
        (_labels_for_codes, 1.0),
        (_aliases_swapped, 1.0),
    ],
    ids=lambda value: value.__name__ if callable(value) else "",
)
def test_spoilt_queries_come_back(spoil: Callable[[exp.Expr], None], share: float) -> None:
    spoilt = back = 0
    lost = []
    for query in _demo()[1]:
        tree = parse_one(query.sql, read="duckdb")
        spoil(tree)
        bad = write(tree, "duckdb")
        if bad == _text(query.sql):
            continue
        spoilt += 1
        scene = _scene(query)
        wanted = mend(query.sql, scene)
        if _same_meaning(mend(bad, scene).sql) == _same_meaning(wanted.sql):
            back += 1
        else:
            lost.append((query.id, mend(bad, scene).sql))
    assert spoilt >= 10
    assert back / spoilt >= share, lost[:3]
