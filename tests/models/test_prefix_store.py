"""Prefix states on disk: whole or not there, the owner's alone, bounded."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from aiws_cli.models.prefix_store import PrefixStore


def kept(store: PrefixStore, key: str, data: bytes = b"kv" * 500) -> bool:
    store.open()
    draft = store.draft(key)
    (store.folder / draft).write_bytes(data)
    return store.keep(draft, key)


@pytest.fixture
def store(tmp_path: Path) -> PrefixStore:
    return PrefixStore(tmp_path / "cache" / "prefix", 1)


def test_the_key_holds_everything_that_makes_a_state() -> None:
    base = PrefixStore.key("sha256:a", [1, 2], 8192, "1.0")
    others = [
        PrefixStore.key("sha256:b", [1, 2], 8192, "1.0"),
        PrefixStore.key("sha256:a", [1, 2, 3], 8192, "1.0"),
        PrefixStore.key("sha256:a", [1, 2], 4096, "1.0"),
        PrefixStore.key("sha256:a", [1, 2], 8192, "1.1"),
    ]
    assert len({base, *others}) == 5
    assert base == PrefixStore.key("sha256:a", (1, 2), 8192, "1.0")


def test_kept_and_found_with_private_modes(store: PrefixStore) -> None:
    assert store.find("a") is None
    assert kept(store, "a")
    assert store.find("a") == "a.kv"
    assert store.folder.stat().st_mode & 0o777 == 0o700
    assert {p.stat().st_mode & 0o777 for p in store.folder.iterdir()} == {0o600}
    assert sorted(p.name for p in store.folder.iterdir()) == ["a.json", "a.kv"]


@pytest.mark.parametrize("damage", ["flip", "short", "empty", "no note", "bad note", "no state"])
def test_a_damaged_state_is_thrown_away(store: PrefixStore, damage: str) -> None:
    kept(store, "a")
    state, note = store.folder / "a.kv", store.folder / "a.json"
    match damage:
        case "flip":
            state.write_bytes(b"KV" + state.read_bytes()[2:])
        case "short":
            state.write_bytes(state.read_bytes()[:-1])
        case "empty":
            state.write_bytes(b"")
        case "no note":
            note.unlink()
        case "bad note":
            note.write_text("{")
        case "no state":
            state.unlink()
    assert store.find("a") is None
    assert list(store.folder.iterdir()) == []


def test_the_longest_unused_make_room(store: PrefixStore) -> None:
    for number, key in enumerate("abc"):
        kept(store, key, b"x" * 400_000)
        os.utime(store.folder / f"{key}.kv", (1000 + number, 1000 + number)) if key != "c" else None
    assert store.find("a") is None
    assert store.find("b") == "b.kv"
    assert store.find("c") == "c.kv"


def test_one_that_is_too_large_is_not_kept(store: PrefixStore) -> None:
    assert not kept(store, "a", b"x" * 1_000_001)
    assert list(store.folder.iterdir()) == []
    assert not PrefixStore(store.folder, 0).usable


def test_a_draft_that_was_never_written(store: PrefixStore) -> None:
    store.open()
    assert not store.keep(store.draft("a"), "a")
    assert store.find("a") is None
