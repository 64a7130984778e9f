"""Sets of tables by token: what goes in comes out, and the heaviest are those a plain count finds."""

from __future__ import annotations

import random
import sqlite3
from collections import Counter

import pytest

from aiws_cli.catalog.postings import SCHEMA, Gathered, bits_of, heaviest, members, pack_bits, unpack_bits


@pytest.mark.parametrize("n", [0, 1, 7, 48, 49, 1_000])
def test_a_set_is_stored_and_read_back(n: int) -> None:
    ids = sorted(random.Random(n).sample(range(1, 20_000), n))
    bits = bits_of(ids)
    assert members(bits) == ids
    assert unpack_bits(pack_bits(bits)) == bits
    assert (pack_bits(bits) is None) == (n == 0)


def test_few_members_take_few_bytes() -> None:
    assert len(pack_bits(bits_of([1, 999_999])) or b"") == 9
    assert len(pack_bits(bits_of(range(1, 50_000))) or b"") < 200


@pytest.mark.parametrize("seed", range(20))
def test_the_heaviest_are_those_with_the_largest_sums(seed: int) -> None:
    chance = random.Random(seed)
    sums: Counter[int] = Counter()
    weighted = []
    for _ in range(chance.randint(1, 40)):
        ids = chance.sample(range(1, 500), chance.randint(0, 300))
        weight = chance.randint(1, 40)
        weighted.append((bits_of(ids), weight))
        for i in ids:
            sums[i] += weight
    limit = chance.randint(1, 200)
    within = None if seed % 2 else bits_of(chance.sample(range(1, 500), 250))
    allowed = [i for i in sums if within is None or within >> i & 1]
    expected = sorted(allowed, key=lambda i: (-sums[i], i))[:limit]
    assert heaviest(weighted, limit, within) == sorted(expected)


def test_nothing_weighs_nothing() -> None:
    assert heaviest([], 10) == []
    assert heaviest([(0, 5)], 10) == []


def _rows(db: sqlite3.Connection) -> dict[str, tuple[int, list[list[int]]]]:
    return {
        token: (n, [members(unpack_bits(f)) for f in fields])
        for token, n, *fields in db.execute("SELECT * FROM tokens")
    }


def test_changes_are_merged_into_what_is_there() -> None:
    db = sqlite3.connect(":memory:")
    db.executescript(SCHEMA)
    gathered = Gathered()
    gathered.add(1, ("고객 customer", "번호", "", "예금"))
    gathered.add(2, ("예금", "고객", "", ""))
    gathered.merge(db)
    assert _rows(db) == {
        "고객": (2, [[1], [2], [], []]),
        "customer": (1, [[1], [], [], []]),
        "번호": (1, [[], [1], [], []]),
        "예금": (2, [[2], [], [], [1]]),
    }
    gathered.take(1, ("고객 customer", "번호", "", "예금"))
    gathered.add(1, ("고객", "예금", "", ""))
    gathered.merge(db)
    assert _rows(db) == {"고객": (2, [[1], [2], [], []]), "예금": (2, [[2], [1], [], []])}


def test_the_same_again_writes_nothing() -> None:
    db = sqlite3.connect(":memory:")
    db.executescript(SCHEMA)
    gathered = Gathered()
    gathered.add(1, ("고객", "", "", ""))
    gathered.merge(db)
    before = db.total_changes
    gathered.take(1, ("고객", "", "", ""))
    gathered.add(1, ("고객", "", "", ""))
    gathered.merge(db)
    assert db.total_changes == before
