"""What must hold of every statement, whoever wrote it.

Guard: it ends within two seconds of work, with a safe statement or one of its own refusals. What it lets through: the
second reader (`sql_reader`) finds only permitted tables behind their views; on DuckDB it runs in the real worker, and
no canary is in rows, names, types, messages and records. And it runs a second time on a warehouse that holds other
values wherever the role may not look: rows and messages must be the same, so nothing of what is hidden was looked at.
"""

from __future__ import annotations

import json
import re
import signal
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from types import FrameType
from typing import Any

from sqlglot.errors import SqlglotError

from aiws_cli.core.errors import (
    AiwsError,
    DeniedError,
    LimitError,
    SqlSyntaxError,
    UnavailableError,
    WarehouseError,
)
from aiws_cli.core.results import Limits, ResultSet
from aiws_cli.governance.sql.guard import SafeSql, guard
from aiws_cli.governance.warehouse import Guarded
from support.canary_world import CANARIES, TOLD, CanaryWorld
from support.sql_reader import faults

ENGINE_FAULT = "engine fault"
GUARD_SECONDS = 2.0
"""Of processor time, so that a busy machine is no failure."""
LIMITS = Limits(seconds=1, max_rows=300, memory_mb=400)
NOT_SAID = {"sql", "executed_sql", "id", "of", "prev", "hash", "body", "result_digest"}
"""Parts of a record that are the statement itself, or random."""
_NUMBERS = tuple(re.compile(rf"(?<![\d.]){n}(?![\d])") for n in CANARIES.values() if n.isdigit())
_TEXTS = tuple(text for text in CANARIES.values() if not text.isdigit())
_CHANCE = re.compile(
    r"random|uuid|\bnow\b|current|today|localtime|getdate|sample|reservoir|\bage\b|\bago\b", re.I
)
"""What comes out differently in two runs: not compared."""
_ORDER = re.compile(
    r"limit|fetch|offset|first|last|any_value|arbitrary|\bmode\b|array_agg|list|string_agg|listagg|group_concat|json_group"
    r"|row_number|rank|lag|lead|ntile|cume_dist|over\s*\(|arg_m|m(?:ax|in)_by|argm|positional|distinct on|histogram|asof"
    r"|top_k|approx|quantile|sum|avg|stddev|var|regr_|corr|covar|kurt|skew|entropy|mean|product|bitstring|lttb|select \w+ from",
    re.I,
)
"""What may come out differently where the engine reads rows in another order: how it ended is compared, and errors."""


class Hang(BaseException):
    """The guard did not come to an end. No Exception, so that nothing on the way takes it for its own."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """`guard`: `allowed`, or why it was refused. `ran`: how it ended, empty where it was not executed. `failure`: what
    must not be, with its kind first; empty where all holds."""

    guard: str
    ran: str = ""
    failure: str = ""

    @property
    def kind(self) -> str:
        return self.failure.partition(":")[0]


@contextmanager
def watched(seconds: float = GUARD_SECONDS) -> Iterator[None]:
    """Raises Hang where the block takes more processor time. In the main thread only."""

    def stop(_signal: int, _frame: FrameType | None) -> None:
        raise Hang

    before = signal.signal(signal.SIGVTALRM, stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


def judged_text(sql: str, dialect: str, world: CanaryWorld) -> tuple[Verdict, SafeSql | None]:
    """The guard and the second reader."""
    access = world.access if dialect == "duckdb" else world.snowflake
    database = "" if dialect == "duckdb" else "DEMO"
    try:
        with watched():
            safe = guard(sql, dialect=dialect, access=access, identity=world.identity, database=database)
    except (DeniedError, SqlSyntaxError, LimitError) as problem:
        said = leaked_words(told(problem), sql)
        return Verdict(_reason(problem), failure=f"told: {said}" if said else ""), None
    except Hang:
        return Verdict("hang", failure=f"hang: more than {GUARD_SECONDS:g} s"), None
    except Exception as problem:  # noqa: BLE001 - whatever it is, it is the finding
        return Verdict("crash", failure=f"crash: {type(problem).__name__}: {problem}"), None
    try:
        with watched(5 * GUARD_SECONDS):
            found = faults(safe.executed_sql, dialect)
    except Hang:
        return Verdict("allowed", failure="reader: does not end"), safe
    except (SqlglotError, ValueError, TypeError, AttributeError, IndexError):
        return Verdict("allowed", "unreadable"), safe  # As it will be to the engine, most often. Counted.
    return Verdict("allowed", failure=f"reader: {'; '.join(found)}" if found else ""), safe


class Judge:
    """Judges statements of DuckDB's dialect on two worlds: the canaries', and the one with other hidden values."""

    def __init__(self, world: CanaryWorld, others: CanaryWorld) -> None:
        self._world = world
        self._log = _Kept()
        self._guarded, self._others = (
            _Checked(w.warehouse, w.access, w.identity, log, LIMITS, _Clock())  # type: ignore[arg-type]
            for w, log in ((world, self._log), (others, _Kept()))
        )

    def judge(self, sql: str) -> Verdict:
        verdict, safe = judged_text(sql, "duckdb", self._world)
        if safe is None or verdict.failure:
            return verdict
        self._log.records.clear()
        self._guarded.safe = self._others.safe = safe
        ran, shown, failure = self._run(self._guarded, sql)
        failure = failure or self._in_records(sql)
        if not failure and ran not in _NOT_COMPARED:
            failure = self._compared(sql, (ran, shown))
        return Verdict("allowed", ran, failure)

    def _run(self, guarded: Guarded, sql: str) -> tuple[str, str, str]:
        """How it ended, everything that was shown, and what of it must not be."""
        try:
            result = guarded.query(sql).result
        except WarehouseError as problem:
            said = told(problem)
            return (
                f"error {problem.slots.get('form', '')}",
                said,
                _failure("message", leaked_words(said, sql)),
            )
        except DeniedError as problem:
            said = told(problem)
            return f"second opinion {_reason(problem)}", said, _failure("message", leaked_words(said, sql))
        except LimitError:
            return "limit", "", ""
        except UnavailableError as problem:
            # The engine lost its footing. Its worker is gone, and the next statement gets another one.
            said = told(problem)
            return ENGINE_FAULT, said, _failure("message", leaked_words(said, sql))
        except AiwsError as problem:
            return "other", "", f"crash: {problem.code}"
        shown = written(result)
        return ("rows" if result.rows else "no rows"), shown, _failure("rows", leaked(shown, sql))

    def _in_records(self, sql: str) -> str:
        said = json.dumps(
            [{k: v for k, v in r.items() if k not in NOT_SAID} for r in self._log.records], ensure_ascii=False
        )
        return _failure("record", leaked_words(said, sql))

    def _compared(self, sql: str, mine: tuple[str, str]) -> str:
        other = self._run(self._others, sql)[:2]
        if other == mine or other[0] in _NOT_COMPARED:
            return ""
        if not _differ(mine, other, sql):
            return ""
        again = self._run(self._guarded, sql)[:2], self._run(self._others, sql)[:2]
        if any(a[0] in _NOT_COMPARED for a in again) or again != (mine, other):
            return ""  # It does not come out the same twice: chance, not what is hidden.
        return f"depends: on hidden values: {mine[0]} {mine[1][:200]} / {other[0]} {other[1][:200]}"


class _Checked(Guarded):
    """The guarded warehouse, with a statement that the guard has just let through."""

    safe: SafeSql

    def check(self, sql: str) -> SafeSql:
        return self.safe


_NOT_COMPARED = frozenset({"limit", ENGINE_FAULT})


def _differ(mine: tuple[str, str], other: tuple[str, str], sql: str) -> bool:
    """Whether two outcomes of one statement say different things, as far as they must say the same."""
    if _CHANCE.search(sql):
        return False
    if any(ran.startswith("error") for ran, _ in (mine, other)):
        return mine != other
    return mine[0] != other[0] if _ORDER.search(sql) else mine != other


def _failure(kind: str, found: str) -> str:
    return f"{kind}: {found}" if found else ""


def told(problem: AiwsError) -> str:
    """Message and hint in both languages."""
    return " ".join(problem.message(lang) + " " + problem.hint(lang) for lang in ("ko", "en"))


def written(result: ResultSet) -> str:
    """Names, types and cells; rows in one order."""
    rows = sorted(json.dumps(row, ensure_ascii=False) for row in result.rows)
    return json.dumps([[c.name, c.type] for c in result.columns], ensure_ascii=False) + "\n" + "\n".join(rows)


def leaked(shown: str, sql: str) -> str:
    """Canaries in what was shown that the asker did not write themselves, be it in pieces (`'CNRY' 'MASK'`)."""
    wrote = re.sub(r"\W", "", sql).upper()
    found = {text for text in _TEXTS if text in shown and text not in wrote}
    found |= {p.pattern for p in _NUMBERS if p.search(shown) and not p.search(sql)}
    return ", ".join(sorted(found))


def leaked_words(said: str, sql: str) -> str:
    return ", ".join(sorted({w for w in TOLD.findall(said) if w.upper() not in sql.upper()}))


def _reason(problem: AiwsError) -> str:
    return str(problem.slots.get("kind") or problem.code)


class _Kept:
    """An audit log in memory: what it would write is looked at; that it writes is tested elsewhere."""

    def __init__(self) -> None:
        self.records: list[Mapping[str, Any]] = []

    def append(self, kind: str, record: Mapping[str, Any]) -> str:
        self.records.append({"kind": kind, **record})
        return "a" * 20

    def mark(self) -> str:
        return "0:0"

    def digest(self, result: ResultSet) -> str:
        return str(len(result.rows))


class _Clock:
    def now(self) -> datetime:
        return datetime(2026, 9, 30, 9, tzinfo=UTC)

    def monotonic(self) -> float:
        return time.monotonic()
