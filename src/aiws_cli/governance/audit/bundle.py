"""Whether an evidence bundle holds together: its files, its piece of the chain, and what its files say of the records.

A bundle alone proves that it is of one piece, not that it is true: who makes one can make one up. What ties it to the
world is a head of the same log that somebody else kept: the bundle's chain goes through that record, or it does not.
"""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from .check import Anchor, Compared
from .evidence import SCHEMA, statements
from .lines import chained, parse
from .literals import Key, filled

MAX_BYTES = 256 * 1024 * 1024
"""What a bundle may unpack to."""
_COMPARED = ("executed_sql", "tables", "row_count", "truncated")


@dataclass(frozen=True, slots=True)
class Flaw:
    """Something wrong with a bundle. `kind`: unreadable, file, chain, literal, statement, session, anchor;
    `detail` names the place."""

    kind: str
    detail: str


@dataclass(frozen=True, slots=True)
class BundleReport:
    """`statements` are those in it; `unfinished` ran without an outcome in the log (the process died); `unproved` are
    records of the older form that are only known by their hash. `outside` are heads of records the bundle does not reach."""

    manifest: Mapping[str, Any]
    flaws: tuple[Flaw, ...]
    statements: int = 0
    unfinished: int = 0
    unproved: int = 0
    compared: tuple[Compared, ...] = ()
    outside: int = 0

    @property
    def whole(self) -> bool:
        return not self.flaws


def check_bundle(content: bytes, anchors: Sequence[Anchor] = (), key: Key | None = None) -> BundleReport:
    """Check a bundle's bytes against themselves and against heads of its user's log kept elsewhere.

    True literals can be told from false ones only with the `key` of the installation that wrote the log.
    """
    try:
        files = _unpacked(content)
        manifest = json.loads(files["manifest.json"])
        if manifest["schema"] != SCHEMA:
            raise ValueError(manifest["schema"])
        return _checked(files, manifest, anchors, key)
    except (
        zipfile.BadZipFile,
        KeyError,
        ValueError,
        TypeError,
        AttributeError,
        NotImplementedError,
    ) as problem:
        return BundleReport({}, (Flaw("unreadable", f"{type(problem).__name__}: {problem}"),))


def _unpacked(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as z:
        entries = z.infolist()
        if sum(e.file_size for e in entries) > MAX_BYTES or len({e.filename for e in entries}) < len(entries):
            raise ValueError("too large, or a name twice")
        return {e.filename: z.read(e) for e in entries}


def _checked(
    files: Mapping[str, bytes], manifest: Mapping[str, Any], anchors: Sequence[Anchor], key: Key | None
) -> BundleReport:
    flaws = _wrong_files(files, manifest["files"])
    log = manifest["log"]
    chain = _Chain(int(log["first"]), str(log["prev"]))
    for raw in files["audit.jsonl"].splitlines():
        chain.take(raw)
    if chain.broken or (chain.n, chain.hash) != (log["last"], log["hash"]):
        flaws.append(Flaw("chain", str(chain.broken or chain.n)))
    literals = json.loads(files["literals.json"]) if "literals.json" in files else {}
    if key is not None and key.id == manifest["key"]:
        flaws += [Flaw("literal", t) for t, v in literals.items() if key.token(t[1:-14], v) != t]
    flaws += _wrong_statements(files, chain.records, literals)
    flaws += _wrong_turns(json.loads(files["session.json"])["turns"], chain.records)
    mine = [a for a in anchors if a.head.user == manifest["user"]]
    reached = [a for a in mine if a.head.n in chain.hashes]
    compared = tuple(Compared(a, chain.hashes[a.head.n] == a.head.hash) for a in reached)
    flaws += [Flaw("anchor", f"{c.anchor.source}: {c.anchor.head.n}") for c in compared if not c.agrees]
    asked = [r for r in chain.records if r.get("kind") == "query"]
    done = {r.get("of") for r in chain.records}
    return BundleReport(
        manifest,
        tuple(flaws),
        len(asked),
        sum(r.get("id") not in done for r in asked),
        chain.unproved,
        compared,
        len(mine) - len(reached),
    )


class _Chain:
    """The bundle's records, followed from the first to the head."""

    def __init__(self, first: int, prev: str) -> None:
        self.n, self.hash = first - 1, prev
        self.hashes = {self.n: prev}
        self.records: list[dict[str, Any]] = []
        self.broken = self.unproved = 0

    def take(self, raw: bytes) -> None:
        """The next line of `audit.jsonl`. `broken` is the first record that does not follow."""
        line = parse(raw)
        n, said = self.n + 1, line.record()
        if line.sound:
            follows = line.n in (n, None) and line.prev == self.hash
            hash_ = line.hashes[0]
            self.records.append({**said, "n": n})
        elif "body" in said:
            follows, hash_ = said == {"n": n, "body": said["body"]}, chained(n, self.hash, str(said["body"]))
        else:
            follows, hash_ = said == {"n": n, "hash": said.get("hash")}, str(said.get("hash"))
            self.unproved += 1
        if not follows and not self.broken:
            self.broken = n
        self.n, self.hash = n, hash_
        self.hashes[n] = hash_


def _wrong_files(files: Mapping[str, bytes], said: Mapping[str, str]) -> list[Flaw]:
    names = (files.keys() | said.keys()) - {"manifest.json"}
    return [
        Flaw("file", name)
        for name in sorted(names)
        if name not in files or hashlib.sha256(files[name]).hexdigest() != said.get(name)
    ]


def _wrong_statements(
    files: Mapping[str, bytes], records: Sequence[Mapping[str, Any]], literals: Mapping[str, str]
) -> list[Flaw]:
    """Files of statements that are not what the chained records say."""
    right = {name: filled(text, literals) for r in records for name, text in statements(r).items()}
    there = {name: content.decode() for name, content in files.items() if name.startswith("statements/")}
    return [
        Flaw("statement", name)
        for name in sorted(right.keys() | there.keys())
        if right.get(name) != there.get(name)
    ]


def _wrong_turns(turns: Sequence[Mapping[str, Any]], records: Sequence[Mapping[str, Any]]) -> list[Flaw]:
    """Answers that say something else than the record they name."""
    said: dict[str, dict[str, Any]] = {str(r.get("id")): dict(r) for r in records}
    for record in records:
        said.get(str(record.get("of")), {}).update({k: record[k] for k in _COMPARED if k in record})
    wrong = []
    for number, turn in enumerate(turns, 1):
        if id_ := turn.get("audit_id"):
            there = said.get(str(id_))
            if there is None or any(turn.get(k) != there[k] for k in _COMPARED if k in there):
                wrong.append(Flaw("session", str(number)))
    return wrong
