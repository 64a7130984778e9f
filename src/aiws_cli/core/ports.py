"""What the middle needs of the outside, named as Protocols. Adapters implement them; `app` puts them together."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any, Protocol

from .deeds import Approval, Deed
from .described import Described
from .messages import Message, ModelPart, ModelRequest, ToolSpec
from .results import Limits, QueryOutcome, ResultSet
from .runs import Run, RunOutcome, Tier
from .tables import Hit, Metric, Relationship, Table, Term, VerifiedHit


class Model(Protocol):
    """A language model. `name` is what people call it, `provider` one of ollama, openai, embedded, scripted."""

    name: str
    provider: str

    def digest(self) -> str:
        """A stable id of the weights (`sha256:…` where known, else provider/name). Part of every cache key and audit line."""
        ...

    def window(self) -> int:
        """Tokens of context this model will really use in a call (what it was loaded with, not what it was trained for)."""
        ...

    def count(self, messages: Sequence[Message], tools: Sequence[ToolSpec] = ()) -> int:
        """Tokens these messages cost as a prompt; exact where the provider can, else an upper bound."""
        ...

    def stream(self, request: ModelRequest) -> Iterator[ModelPart]:
        """Yield Prefilling and TextPart, then exactly one Reply. Closing the iterator stops the generation.

        Raises UnavailableError (not reachable), and the model errors of `models/` (timeouts, cut prompt, mid-stream error).
        """
        ...

    def close(self) -> None:
        """Free what the model holds; safe to call twice."""
        ...


class Warehouse(Protocol):
    """A raw SQL engine. Only the guard may hold one."""

    dialect: str

    def run(self, sql: str, limits: Limits, tag: str = "") -> ResultSet:
        """Execute one statement. `tag` (JSON: audit record, session, head of the log) goes with it where the engine
        keeps a history of its own. Raises WarehouseError (model can mend), LimitError, UnavailableError."""
        ...

    def tables_touched(self, sql: str) -> frozenset[str]:
        """Base tables (`schema.table`) the engine itself says this statement reads."""
        ...

    def columns(self) -> Mapping[str, Mapping[str, str]]:
        """Every table the connection sees: `schema.table` → column → type text, both in the engine's order."""
        ...

    def describe(self, schemas: Collection[str] = ()) -> Described:
        """What the engine says of its tables and views (metadata only), of these schemas or of all but the engine's own."""
        ...

    def as_of(self) -> date | None:
        """The date the data stands at, where the warehouse itself says so."""
        ...

    def attach_file(self, path: Path) -> Table:
        """Load the asker's own csv, xlsx, parquet or json as a typed, temporary, read-only table of schema `files`."""
        ...

    def cancel(self) -> None:
        """Stop the running statement, from any thread; a no-op where none runs."""
        ...

    def close(self) -> None: ...


class GuardedWarehouse(Protocol):
    """What everyone but the guard holds: statements go through parse, allow-list, rewrite, audit, limits."""

    dialect: str

    def query(
        self,
        sql: str,
        *,
        question: str = "",
        limits: Limits | None = None,
        evidence: Mapping[str, Any] | None = None,
    ) -> QueryOutcome:
        """Run one read-only statement under the asker's identity.

        `evidence` (model digest, prompt versions, session id) goes into the audit record beside the statement.
        Raises SqlSyntaxError, DeniedError, WarehouseError, LimitError, UnavailableError.
        """
        ...

    def refused(self, question: str, *, reason: str, evidence: Mapping[str, Any] | None = None) -> str:
        """Write a request that is not done to the audit log, and return the record's id. Raises AuditError."""
        ...

    def as_of(self) -> date: ...

    def attach_file(self, path: Path) -> Table: ...

    def cancel(self) -> None: ...

    def close(self) -> None: ...


class Catalog(Protocol):
    """The data catalog as the middle reads it. Table names are physical (`schema.table`), compared without case."""

    def table(self, name: str) -> Table | None: ...

    def table_names(self) -> tuple[str, ...]: ...

    def relationships(self, table: str) -> tuple[Relationship, ...]:
        """Foreign keys that leave or reach this table, declared order."""
        ...

    def search(self, query: str, *, workspace: str = "", limit: int = 10) -> tuple[Hit, ...]:
        """Tables for a question or a few words, best first. `workspace` is a company or `company/domain`."""
        ...

    def terms(self, question: str) -> tuple[Term, ...]:
        """Glossary terms the question speaks of, longest match first."""
        ...

    def metrics(self, question: str) -> tuple[Metric, ...]:
        """Metrics the question speaks of, longest match first."""
        ...

    def verified(self, question: str, *, workspace: str = "", limit: int = 3) -> tuple[VerifiedHit, ...]:
        """Verified queries nearest to the question, best first; some of each company for an empty question."""
        ...

    def rules(self, company: str = "") -> str:
        """Text of RULES.md for the group, and for the company where one is named; empty where there is none."""
        ...


class AuditLog(Protocol):
    """Append-only evidence. `append` returns the record's id; it has reached the disk when it returns."""

    def append(self, kind: str, record: Mapping[str, Any]) -> str: ...

    def mark(self) -> str:
        """Where the log stands now, in words that others can keep: its last record's number and hash."""
        ...

    def digest(self, result: ResultSet) -> str:
        """What two runs of a statement can be compared by, without a value of the result in it."""
        ...


class Clock(Protocol):
    def now(self) -> datetime:
        """The present, with a time zone."""
        ...

    def monotonic(self) -> float:
        """Seconds that only grow."""
        ...


class Approver(Protocol):
    """Asks the person. There is none where nobody can be asked."""

    def approve(self, deed: Deed, why: str, tainted_by: Sequence[str], pattern: str = "") -> Approval:
        """Show all of the deed, why it needs a person, where text from outside came from, and take the answer.

        `pattern` is what a yes may hold for beyond this once; empty where it can't.
        """
        ...


class Sandbox(Protocol):
    """Runs code that nobody has read. `tier` says by what it is held, `label` what its answers must say of it."""

    tier: Tier
    label: str

    def run(self, run: Run) -> RunOutcome:
        """Run to the end or to a limit; nothing of it is alive when this returns or raises.

        Raises SandboxFailed when the walls did not stand: then not a line of the script has run.
        """
        ...
