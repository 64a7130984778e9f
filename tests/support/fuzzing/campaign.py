"""Many statements, judged and counted. The n-th statement of a seed is always the same one."""

from __future__ import annotations

import random
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from support.canary_world import CanaryWorld, build

from .generate import Maker
from .mutate import corpus, mutated
from .oracle import ENGINE_FAULT, Judge, Verdict, judged_text
from .shrink import shrunk

DIALECTS = ("duckdb", "duckdb", "snowflake")
"""Whose statements, in turn."""
_POISON = (0.0, 0.0, 0.01, 0.03, 0.1)
_SHOWN = 20


def statement(seed: str, number: int, dialect: str) -> str:
    """The `number`-th statement of a seed: half of them made from the grammar, a third changed from the tests' own,
    the others made and then changed."""
    rng = random.Random(f"{seed}:{number}:{dialect}")
    roll = rng.random()
    if roll < 0.35:
        return mutated(rng.choice(corpus(dialect)), rng, dialect)
    made = Maker(rng, dialect, rng.choice(_POISON)).statement()
    return mutated(made, rng, dialect) if roll > 0.85 else made


@dataclass
class Counted:
    """What came of a run."""

    generated: Counter[str] = field(default_factory=Counter)
    guard: Counter[str] = field(default_factory=Counter)
    ran: Counter[str] = field(default_factory=Counter)
    unread: int = 0
    """Statements of Snowflake's dialect that the second reader can't read: no statement to Snowflake either, likely."""
    ended: list[str] = field(default_factory=list)
    """Which statements the engine did not survive: its worker is replaced, and the asker told; no fault of the guard."""
    failures: list[tuple[str, str, str]] = field(default_factory=list)
    """(which statement, what failed, the statement made small)"""
    seconds: float = 0.0

    @property
    def total(self) -> int:
        return self.generated.total()

    @property
    def allowed(self) -> int:
        return self.guard["allowed"]

    def lines(self) -> Iterator[str]:
        yield f"generated  {self.total:>7,}   " + ", ".join(
            f"{d} {n:,}" for d, n in sorted(self.generated.items())
        )
        yield f"allowed    {self.allowed:>7,}   {self.allowed / max(1, self.total):.1%}"
        yield f"refused    {self.total - self.allowed:>7,}   " + _told(self.guard, "allowed")
        yield f"executed   {self.ran.total():>7,}   " + _told(self.ran)
        yield f"unread     {self.unread:>7,}"
        if self.ended:
            yield f"engine ended {len(self.ended):>5}   " + ", ".join(self.ended[:_SHOWN])
        yield f"seconds    {self.seconds:>7,.0f}"
        yield f"failures   {len(self.failures):>7,}"
        for which, what, small in self.failures[:_SHOWN]:
            yield f"  {which} {what}\n    {small!r}"


def _told(counts: Counter[str], without: str = "") -> str:
    return ", ".join(f"{k} {n:,}" for k, n in counts.most_common() if k != without)


def run(
    seed: str,
    count: int,
    folder: Path,
    *,
    first: int = 0,
    seconds: float = 0.0,
    dialects: tuple[str, ...] = DIALECTS,
    failures: int = 1000,
    told: Callable[[str], None] = lambda _line: None,
) -> Counted:
    """Judge `count` statements of a seed from the `first` on, or as many as `seconds` (0: no bound) and `failures` let. One failure
    alone is not made small."""
    (folder / "canaries").mkdir()
    (folder / "others").mkdir()
    world, others = build(folder / "canaries", threads=1), build(folder / "others", others=True, threads=1)
    try:
        return _run(
            seed, range(first, first + count), Judge(world, others), world, seconds, dialects, failures, told
        )
    finally:
        world.warehouse.close()
        others.warehouse.close()


def _run(
    seed: str,
    numbers: range,
    judge: Judge,
    world: CanaryWorld,
    seconds: float,
    dialects: tuple[str, ...],
    failures: int,
    told: Callable[[str], None],
) -> Counted:
    out = Counted()
    started = time.monotonic()

    def judged(sql: str, dialect: str) -> Verdict:
        return judge.judge(sql) if dialect == "duckdb" else judged_text(sql, dialect, world)[0]

    for number in numbers:
        if (seconds and time.monotonic() - started > seconds) or len(out.failures) >= failures:
            break
        dialect = dialects[number % len(dialects)]
        sql = statement(seed, number, dialect)
        verdict = judged(sql, dialect)
        out.generated[dialect] += 1
        out.guard[verdict.guard] += 1
        if verdict.ran == "unreadable":
            out.unread += 1
        elif verdict.ran:
            out.ran[verdict.ran] += 1
        if verdict.ran == ENGINE_FAULT:
            out.ended.append(f"{dialect} #{number}")
        if verdict.failure:
            kind = verdict.kind
            small = sql
            if failures > 1 and len(out.failures) < _SHOWN:
                small = shrunk(sql, lambda s, d=dialect, k=kind: judged(s, d).kind == k)  # type: ignore[misc]
            out.failures.append((f"{dialect} #{number}", verdict.failure[:600], small))
            told(f"{out.failures[-1][0]} {verdict.failure[:300]}\n    {small!r}")
        if out.total % 5000 == 0:
            told(f"{out.total:,} of {len(numbers):,}")
    out.seconds = time.monotonic() - started
    return out
