"""What is still wrong after mending: named once, with the nearest names, for one message to the model."""

from __future__ import annotations

from sqlglot import exp

from . import asked
from .scene import Problem, Scene
from .scope import Query, queries
from .tables import candidates, unknown_tables
from .unknown import ambiguous_columns, unknown_columns
from .words import likeness

_NEAR = 5


def problems(tree: exp.Expr, scene: Scene) -> tuple[Problem, ...]:
    """Unknown tables, unknown and ambiguous columns."""
    out: dict[tuple[str, str], Problem] = {}
    for node in unknown_tables(tree, scene):
        name = f"{node.db}.{node.name}" if node.db else node.name
        near = tuple(candidates(node, scene)) or _near_tables(node.name, scene)
        _add(out, "table", name, near[:_NEAR], scene)
    for query in queries(tree, scene.catalog):
        for column in unknown_columns(query):
            _add(out, "column", _named(column), _near_columns(column, query, scene), scene)
        for column in ambiguous_columns(query):
            near = tuple(f"{s.alias}.{column.name}" for s in query.holders(column.name))
            _add(out, "ambiguous", column.name, near, scene)
    count = asked.rows_wanted(scene.question)
    if count is not None and isinstance(tree, exp.Select) and _any_order(tree):
        _add(out, "order", str(count), (), scene)
    return tuple(out.values())


def _any_order(select: exp.Select) -> bool:
    """True for a list cut off without an order: which rows come out is chance."""
    return (
        select.args.get("limit") is not None
        and select.args.get("order") is None
        and not any(e.find(exp.AggFunc) for e in select.expressions)
        and not select.find(exp.Window, exp.Order)
    )


def _add(
    out: dict[tuple[str, str], Problem], kind: str, name: str, near: tuple[str, ...], scene: Scene
) -> None:
    key = f"problem.{kind}" if near or kind == "order" else f"problem.{kind}.alone"
    told = scene.reason(key, name=name, near=", ".join(near)) if near else scene.reason(key, name=name)
    out.setdefault((kind, name.lower()), Problem(kind, name, told, near))  # type: ignore[arg-type]


def _named(column: exp.Column) -> str:
    return f"{column.table}.{column.name}" if column.table else column.name


def _near_tables(name: str, scene: Scene) -> tuple[str, ...]:
    found = [hit.table for hit in scene.catalog.search(name.replace("_", " "), limit=_NEAR)]
    ranked = sorted(scene.shown, key=lambda t: -likeness(t.rpartition(".")[2], name))
    return tuple(dict.fromkeys([*[t for t in ranked if likeness(t.rpartition(".")[2], name) > 0.5], *found]))[
        :_NEAR
    ]


def _near_columns(column: exp.Column, query: Query, scene: Scene) -> tuple[str, ...]:
    """Columns of the sources that look alike, then shown tables that have one of that name."""
    ranked = sorted(
        (
            (likeness(c, column.name), f"{s.alias}.{c}")
            for s in query.sources
            for c in (s.columns or {}).values()
        ),
        reverse=True,
    )
    near = [name for score, name in ranked if score >= 0.5][:_NEAR]
    shown = [t for t in map(scene.catalog.table, scene.shown) if t is not None]
    have = [f"{t.name}.{column.name}" for t in shown if t.column(column.name)]
    return tuple(dict.fromkeys([*have, *near]))[:_NEAR]
