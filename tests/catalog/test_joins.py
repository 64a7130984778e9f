from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pytest

from aiws_cli.catalog.index import IndexedCatalog
from aiws_cli.catalog.joins import bridges, hops, join_hint, joined, shortest_path, shortest_paths
from aiws_cli.core.tables import Relationship


@dataclass
class Edges:
    """Only the relationships of a catalog. "a.x>b.y" is a foreign key from a.x to b.y."""

    found: tuple[Relationship, ...]

    def relationships(self, table: str) -> tuple[Relationship, ...]:
        return tuple(r for r in self.found if table.lower() in (r.from_table, r.to_table))


def edges(*texts: str) -> Any:
    out = []
    for text in texts:
        (a, x), (b, y) = (end.split(".") for end in text.split(">"))
        out.append(Relationship(f"s.{a}", (x,), f"s.{b}", (y,)))
    return Edges(tuple(out))


LINE = (
    "orders.cust>customers.id",
    "items.ord>orders.id",
    "items.prod>products.id",
    "customers.reg>regions.id",
)


@pytest.mark.parametrize(
    ("graph", "a", "b", "tables"),
    [
        (LINE, "s.orders", "s.customers", ["s.orders", "s.customers"]),
        (LINE, "s.customers", "s.orders", ["s.customers", "s.orders"]),
        (LINE, "S.Products", "s.regions", ["s.products", "s.items", "s.orders", "s.customers", "s.regions"]),
        (LINE, "s.orders", "s.orders", ["s.orders"]),
        (LINE, "s.orders", "s.islands", None),
        # two ways of equal length: the one that does not multiply rows twice
        (("a.m>m.id", "b.m>m.id", "a.n>n.id", "n.b>b.id"), "s.a", "s.b", ["s.a", "s.n", "s.b"]),
    ],
)
def test_shortest_path(graph: Sequence[str], a: str, b: str, tables: list[str] | None) -> None:
    path = shortest_path(edges(*graph), a, b)
    assert (None if path is None else list(joined(path, a))) == tables


def test_too_far_is_no_path() -> None:
    assert shortest_path(edges(*LINE), "s.products", "s.regions", most_hops=3) is None


def test_every_equal_path_is_given() -> None:
    two_keys = edges("transfers.src>accounts.id", "transfers.dst>accounts.id")
    assert [p[0].from_columns for p in shortest_paths(two_keys, "s.transfers", "s.accounts")] == [
        ("src",),
        ("dst",),
    ]
    diamond = edges("a.m>m.id", "a.n>n.id", "m.b>b.id", "n.b>b.id")
    assert len(shortest_paths(diamond, "s.a", "s.b")) == 2


def test_a_table_that_refers_to_itself() -> None:
    tree = edges("staff.boss>staff.id", "staff.team>teams.id")
    path = shortest_path(tree, "s.staff", "s.teams")
    assert path is not None and len(path) == 1


@pytest.mark.parametrize(
    ("tables", "added"),
    [
        (["s.products", "s.orders"], ("s.items",)),
        (["s.items", "s.regions"], ("s.orders", "s.customers")),
        (["s.orders", "s.customers"], ()),
        (["s.orders", "s.islands"], ()),
        (["s.orders"], ()),
    ],
)
def test_bridges(tables: list[str], added: tuple[str, ...]) -> None:
    assert bridges(edges(*LINE), tables) == added


def test_join_hint_names_only_edges_between_the_chosen() -> None:
    assert join_hint(edges(*LINE), ["s.orders", "s.items"]) == ("s.items.ord = s.orders.id",)


def _all_ways(graph: Edges, a: str, b: str, most_hops: int) -> set[tuple[Relationship, ...]]:
    """Every way of the fewest steps, by trying all of them."""
    ways: list[tuple[str, tuple[Relationship, ...]]] = [(a, ())]
    for _ in range(most_hops):
        ways = [
            (other, (*way, rel))
            for at, way in ways
            for rel in graph.relationships(at)
            for other in [rel.to_table if rel.from_table == at else rel.from_table]
        ]
        if found := {way for at, way in ways if at == b}:
            return found
    return set()


@pytest.mark.parametrize("seed", range(40))
def test_paths_of_any_graph_are_those_found_by_trying_all(seed: int) -> None:
    chance = random.Random(seed)
    n = chance.randint(4, 12)
    graph = edges(
        *(
            f"t{chance.randrange(n)}.c{k}>t{chance.randrange(n)}.id"
            for k in range(chance.randint(2, n + n // 2))
        )
    )
    for _ in range(6):
        a, b = (f"s.t{i}" for i in chance.sample(range(n), 2))
        most = chance.randint(1, 4)
        expected = _all_ways(graph, a, b, most)
        assert set(shortest_paths(graph, a, b, most_hops=most, most=1_000)) == expected
        assert hops(graph, a, b, most_hops=most) == (len(next(iter(expected))) if expected else None)


def test_a_table_is_no_step_from_itself() -> None:
    assert hops(edges(*LINE), "s.Orders", "s.orders") == 0


def test_a_master_of_thousands_is_no_wall() -> None:
    graph = edges("a.m>m.id", "b.m>m.id", *(f"t{k}.m>m.id" for k in range(300)))
    assert hops(graph, "s.a", "s.b") == 2
    path = shortest_path(graph, "s.a", "s.b")
    assert path is not None and joined(path, "s.a") == ("s.a", "s.m", "s.b")


def test_the_index_knows_neighbours_both_ways(catalog: IndexedCatalog) -> None:
    for name in catalog.table_names():
        ends = {n.lower() for r in catalog.relationships(name) for n in (r.from_table, r.to_table)}
        assert catalog.neighbours(name.upper()) == ends - {name}
