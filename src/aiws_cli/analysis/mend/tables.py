"""Table names: a missing schema, case, underscores, plural, a business name in place of the physical one."""

from __future__ import annotations

from collections.abc import Iterable

from sqlglot import exp

from ...core.tables import Table
from .scene import Scene
from .scope import cte_of, find_table, own
from .words import likeness, plain, same_name

_ALIKE = 0.84
"""Likeness from which a shown table counts as the one meant; below it two different words are more likely."""


def mend_tables(tree: exp.Expr, scene: Scene) -> tuple[exp.Expr, tuple[str, ...]]:
    """Unknown table names to the catalog's. Where several fit, shown tables decide; else it stays as it is."""
    reasons: list[str] = []
    for node in unknown_tables(tree, scene):
        found = _one(candidates(node, scene), node, scene)
        if found is None:
            continue
        old, was = node.name, node.sql(dialect=scene.dialect)
        _rename(node, found)
        if old.lower() != node.name.lower() and not node.args.get("alias"):
            _follow(node, old)
        told = f"{node.db}.{node.name}" if node.db else node.name
        reasons.append(scene.reason("table", old=was.split(" AS ")[0], new=told))
    return tree, tuple(reasons)


def unknown_tables(tree: exp.Expr, scene: Scene) -> list[exp.Table]:
    """FROM items that name neither a CTE nor a table of the catalog."""
    return [
        node
        for node in tree.find_all(exp.Table)
        if isinstance(node.this, exp.Identifier)
        and cte_of(node) is None
        and find_table(scene.catalog, node) is None
    ]


def candidates(node: exp.Table, scene: Scene) -> list[str]:
    """Catalog tables the name may mean: the best kind of likeness that has any, shown tables first."""
    name, schema = node.name, node.db
    every = scene.catalog.table_names()
    kinds: Iterable[list[str]] = (
        [t for t in every if _bare(t).lower() == name.lower()],
        [t for t in every if same_name(_bare(t), name)],
        # `bank_fund_wraps` for bank.fund_wraps
        [t for t in every if "." in t and plain(t) == plain(f"{schema}{name}")],
        [t for t in scene.shown if _called(scene.catalog.table(t), name)],
        [h.table for h in scene.catalog.search(name, limit=5) if _called(scene.catalog.table(h.table), name)],
        [t for t in scene.shown if _bare(t).lower() in _qualifiers(node)],
        [t for t in scene.shown if likeness(_bare(t), name) >= _ALIKE],
        [t for t in scene.shown if _holds_the_query(scene.catalog.table(t), node)],
    )
    for kind in kinds:
        found = list(dict.fromkeys(kind))
        if found:
            return sorted(found, key=lambda t: t.lower() not in {s.lower() for s in scene.shown})
    return []


def _one(found: list[str], node: exp.Table, scene: Scene) -> str | None:
    if len(found) < 2:
        return found[0] if found else None
    shown = {name.lower() for name in scene.shown}
    for keep in (
        [t for t in found if t.lower() in shown],
        [t for t in found if node.db and t.lower().startswith(node.db.lower() + ".")],
        [t for t in found if _has_all(scene.catalog.table(t), node)],
    ):
        if len(keep) == 1:
            return keep[0]
    return None


def _has_all(table: Table | None, node: exp.Table) -> bool:
    """True when the table has every column that the query reads through this name."""
    select = node.find_ancestor(exp.Select)
    if table is None or select is None:
        return False
    read = [c for c in own(select, exp.Column) if c.table.lower() == node.alias_or_name.lower()]
    return bool(read) and all(table.column(c.name) for c in read)


def _qualifiers(node: exp.Table) -> set[str]:
    """Names that columns of this SELECT are read through although no source has them."""
    select = node.find_ancestor(exp.Select)
    if select is None:
        return set()
    sources = {t.alias_or_name.lower() for t in own(select, exp.Table)}
    return {c.table.lower() for c in own(select, exp.Column) if c.table} - sources


def _holds_the_query(table: Table | None, node: exp.Table) -> bool:
    """True when a SELECT from this one source reads only columns that the table has, and two of them at least."""
    select = node.find_ancestor(exp.Select)
    if table is None or select is None or select.args.get("joins"):
        return False
    given = {item.alias.lower() for item in select.expressions if item.alias}
    read = {c.name.lower() for c in own(select, exp.Column)} - given
    return len(read) > 1 and all(table.column(name) for name in read)


def _called(table: Table | None, name: str) -> bool:
    wanted = plain(name)
    return table is not None and wanted in {
        plain(n) for n in (table.business_name, table.business_name_en, *table.synonyms) if n
    }


def _rename(node: exp.Table, name: str) -> None:
    schema, _, bare = name.rpartition(".")
    node.set("this", exp.to_identifier(bare))
    node.set("db", exp.to_identifier(schema) if schema and schema != "main" else None)
    node.set("catalog", None)


def _follow(node: exp.Table, old: str) -> None:
    """References through the old name take the new one."""
    select = node.find_ancestor(exp.Select)
    if select is None:
        return
    for column in select.find_all(exp.Column):
        if column.table.lower() == old.lower():
            column.set("table", exp.to_identifier(node.name))
            column.set("db", None)


def _bare(name: str) -> str:
    return name.rpartition(".")[2]
