"""Which tables a token is found in, as bit sets: the k-th bit of a set is the table with id k.

A set of 100,000 tables is 12 kB and Python's integers combine such sets at memory speed, so a search adds up weights
for every table at once, whatever the number of tables a token is found in. A table counts for a token once, in the
best field that has it (names, columns, codes, about).
"""

from __future__ import annotations

import re
import sqlite3
import zlib
from array import array
from collections import defaultdict
from collections.abc import Iterable, Sequence

SCHEMA = "CREATE TABLE tokens(token TEXT PRIMARY KEY, n INTEGER, names BLOB, columns BLOB, codes BLOB, about BLOB);"
# Sets with no more members are stored as a list of ids.
_FEW = 48
# Members held in memory (4 bytes each) before they are merged into the file.
_HELD = 24_000_000
_SET_BYTE = re.compile(rb"[^\0]", re.DOTALL)


def pack_bits(bits: int) -> bytes | None:
    """A set as stored; None for the empty one."""
    if not bits:
        return None
    if bits.bit_count() <= _FEW:
        return b"\0" + array("I", members(bits)).tobytes()
    return b"\1" + zlib.compress(_bytes(bits), 1)


def unpack_bits(data: bytes | None) -> int:
    """The set `pack_bits` was given."""
    if not data:
        return 0
    if data[0]:
        return int.from_bytes(zlib.decompress(data[1:]), "little")
    ids = array("I")
    ids.frombytes(data[1:])
    return bits_of(ids)


def bits_of(ids: Sequence[int]) -> int:
    """The set of these ids, in any order."""
    if not len(ids):
        return 0
    out = bytearray((max(ids) >> 3) + 1)
    for i in ids:
        out[i >> 3] |= 1 << (i & 7)
    return int.from_bytes(out, "little")


def members(bits: int) -> list[int]:
    """The ids in a set, ascending."""
    out: list[int] = []
    for found in _SET_BYTE.finditer(_bytes(bits)):
        start, byte = found.start() << 3, found.group()[0]
        out += [start + k for k in range(8) if byte >> k & 1]
    return out


def _bytes(bits: int) -> bytes:
    return bits.to_bytes((bits.bit_length() + 7) >> 3, "little")


def heaviest(weighted: Iterable[tuple[int, int]], limit: int, within: int | None = None) -> list[int]:
    """The `limit` members with the largest sums of weights over (set, weight) pairs, weights from 1; ids ascending.

    `within` bounds the choice. Of members with the same sum at the edge, the lowest ids are taken.
    """
    planes, everyone = _summed(weighted)
    open_ = everyone if within is None else everyone & within
    taken = 0
    # From the highest bit of the sums down: those that have it are in, unless that is too many.
    for plane in reversed(planes):
        have = open_ & plane
        n = (taken | have).bit_count()
        if n > limit:
            open_ = have
        else:
            taken |= have
            open_ ^= have
            if n == limit:
                return members(taken)
    left = limit - taken.bit_count()
    return sorted([*members(taken), *members(open_)[:left]])


def _summed(weighted: Iterable[tuple[int, int]]) -> tuple[list[int], int]:
    """Sums as bit planes, lowest first: bit k of plane p is bit p of the sum of member k; and the union of all sets."""
    waiting: list[list[int]] = [[]]
    everyone = 0
    for bits, weight in weighted:
        if not bits:
            continue
        everyone |= bits
        p = 0
        while weight:
            if weight & 1:
                while len(waiting) <= p:
                    waiting.append([])
                waiting[p].append(bits)
            weight >>= 1
            p += 1
    planes: list[int] = []
    p = 0
    while p < len(waiting):
        column = waiting[p]
        if len(column) > 1 and p + 1 == len(waiting):
            waiting.append([])
        # Three bits of one weight are one of that weight and one of the double weight.
        while len(column) > 2:
            a, b, c = column.pop(), column.pop(), column.pop()
            odd = a ^ b
            column.append(odd ^ c)
            if carry := a & b | odd & c:
                waiting[p + 1].append(carry)
        if len(column) == 2:
            a, b = column
            column[:] = [a ^ b]
            if carry := a & b:
                waiting[p + 1].append(carry)
        planes.append(column[0] if column else 0)
        p += 1
    return planes, everyone


class Gathered:
    """Changes to the sets, held in memory and merged into the file in one pass over the tokens they touch."""

    def __init__(self) -> None:
        self._added: defaultdict[str, array[int]] = defaultdict(lambda: array("I"))
        self._taken: defaultdict[str, array[int]] = defaultdict(lambda: array("I"))
        self._held = 0

    def add(self, table: int, fields: Sequence[str]) -> None:
        """Note the tokens of a table, a text of space separated tokens a field, no token twice."""
        self._note(self._added, table, fields)

    def take(self, table: int, fields: Sequence[str]) -> None:
        """Note that a table no longer has these tokens; one that has them again afterwards is to be added."""
        self._note(self._taken, table, fields)

    def _note(self, where: defaultdict[str, array[int]], table: int, fields: Sequence[str]) -> None:
        for field, text in enumerate(fields):
            mark = table << 2 | field
            found = text.split()
            for token in found:
                where[token].append(mark)
            self._held += len(found)

    @property
    def full(self) -> bool:
        return self._held > _HELD

    def merge(self, db: sqlite3.Connection) -> None:
        """Write what was noted and forget it."""
        empty = not db.execute("SELECT 1 FROM tokens LIMIT 1").fetchone()
        for token in sorted(self._added.keys() | self._taken.keys()):
            added, taken = self._added.pop(token, None), self._taken.pop(token, None)
            if added is not None and added == taken:
                continue  # a table read again that still has it
            before = (
                None
                if empty
                else db.execute(
                    "SELECT names, columns, codes, about FROM tokens WHERE token = ?", (token,)
                ).fetchone()
            )
            fields = [unpack_bits(b) for b in before] if before else [0, 0, 0, 0]
            if taken:
                for f, gone in enumerate(_by_field(taken)):
                    fields[f] ^= fields[f] & gone
            if added:
                for f, new in enumerate(_by_field(added)):
                    fields[f] |= new
            n = sum(bits.bit_count() for bits in fields)
            if n:
                db.execute(
                    "INSERT INTO tokens VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT(token) DO UPDATE SET n = excluded.n, "
                    "names = excluded.names, columns = excluded.columns, codes = excluded.codes, about = excluded.about",
                    (token, n, *map(pack_bits, fields)),
                )
            else:
                db.execute("DELETE FROM tokens WHERE token = ?", (token,))
        self._held = 0


def _by_field(marks: array[int]) -> list[int]:
    size = (max(marks) >> 5) + 1
    out = [bytearray(size) for _ in range(4)]
    for mark in marks:
        out[mark & 3][mark >> 5] |= 1 << (mark >> 2 & 7)
    return [int.from_bytes(b, "little") if any(b) else 0 for b in out]
