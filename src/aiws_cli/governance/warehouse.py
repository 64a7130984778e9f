"""The only way to a warehouse: guard, second opinion, audit, run under limits, audit."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from ..core.errors import AiwsError, DeniedError, StatementFailed
from ..core.identity import Identity
from ..core.ports import AuditLog, Clock, Warehouse
from ..core.results import ColumnFinding, Limits, Narrowed, QueryOutcome, ResultSet
from ..core.tables import Table
from .privacy.cells import masked, scan_result, told
from .privacy.redaction import PUBLIC
from .rights.access import PolicyAccess
from .sql.errors import safe_error
from .sql.guard import SafeSql, SqlRefused, guard


class PersonalDataInResult(DeniedError):
    """The role's policy keeps results with personal data back. Slots: reason (columns and kinds, never a value)."""

    code = "personal_data"


class Guarded:
    """`core.ports.GuardedWarehouse`: one warehouse under one identity. Nobody else holds the raw one.

    `limits` are the widest a caller may have; `query` only narrows them. `in_force` raises before an act where policy or
    identity do not hold any more.
    """

    def __init__(
        self,
        warehouse: Warehouse,
        access: PolicyAccess,
        identity: Identity,
        audit: AuditLog,
        limits: Limits,
        clock: Clock,
        *,
        in_force: Callable[[], None] = lambda: None,
    ) -> None:
        self._warehouse, self._identity, self._audit = warehouse, identity, audit
        self._in_force = in_force
        self._limits, self._clock = limits, clock
        self._access = access
        self._as_of: date | None = None
        self.dialect = warehouse.dialect

    def check(self, sql: str) -> SafeSql:
        """What would be executed, without executing it. Raises as `query` does for a statement that may not run."""
        return guard(
            sql,
            dialect=self.dialect,
            access=self._access,
            identity=self._identity,
            database=getattr(self._warehouse, "database", ""),
        )

    def query(
        self,
        sql: str,
        *,
        question: str = "",
        limits: Limits | None = None,
        evidence: Mapping[str, Any] | None = None,
    ) -> QueryOutcome:
        """Run one read-only statement. Every attempt leaves a record: `denied`, or `query` and then `outcome`.

        Raises SqlSyntaxError, DeniedError (SqlRefused, TableNotFound), WarehouseError, LimitError,
        UnavailableError, AuditError, PersonalDataInResult. When the outcome can't be logged, the rows are not handed out.
        """
        about = {
            **self._who(),
            **(evidence or {}),
            "question": question,
            "sql": sql,
            "dialect": self.dialect,
        }
        bounds = self._within(limits)
        try:
            self._in_force()
            safe = self.check(sql)
            self._second_opinion(safe)
        except DeniedError as denied:
            self._audit.append("denied", {**about, "reason": denied.code, "detail": denied.message("en")})
            raise
        started = self._clock.monotonic()
        id_ = self._audit.append(
            "query", {**about, "executed_sql": safe.executed_sql, "tables": list(safe.tables)}
        )
        try:
            result = self._warehouse.run(safe.executed_sql, bounds, self._tag(id_, evidence))
        except StatementFailed as problem:
            self._failed(id_, started, problem)
            raise self._told(problem, safe) from None
        except BaseException as problem:
            self._failed(id_, started, problem)
            raise
        elapsed = self._clock.monotonic() - started
        counts = {"row_count": result.row_count, "truncated": result.truncated}
        shape = {"tables": list(safe.tables), **counts, "result_digest": self._audit.digest(result)}
        rule, personal = self._personal(result)
        held = {"personal": [{"column": f.name, "kind": f.kind, "done": rule} for f in personal]}
        if personal and rule == "block":
            self._finished(id_, elapsed, {"status": "denied", **shape, **held})
            raise PersonalDataInResult(reason=told(personal))
        self._finished(id_, elapsed, {"status": "ok", **shape, **(held if personal else {})})
        if rule == "mask":
            result = masked(result, personal)
        return QueryOutcome(
            sql=sql,
            executed_sql=safe.executed_sql,
            tables=safe.tables,
            result=result,
            role=self._identity.role,
            audit_id=id_,
            narrowed=self._narrowed(safe, result),
            personal=personal,
            masked=bool(personal) and rule == "mask",
        )

    def _personal(self, result: ResultSet) -> tuple[str, tuple[ColumnFinding, ...]]:
        """What the role's policy does about personal data in results, and what there is of it."""
        rule = self._access.policy.roles[self._identity.role].pii
        if rule == "allow" or not result.rows:
            return rule, ()
        return rule, tuple(f for f in scan_result(result) if f.kind not in PUBLIC)

    def refused(self, question: str, *, reason: str, evidence: Mapping[str, Any] | None = None) -> str:
        """Write down a request that was refused before any statement came of it, as `denied`; returns the record's id.

        Raises AuditError.
        """
        about = {**self._who(), **(evidence or {}), "question": question, "sql": ""}
        return self._audit.append("denied", {**about, "reason": "request", "detail": reason})

    def as_of(self) -> date:
        """The date the data stands at; today where the warehouse does not say."""
        if self._as_of is None:
            self._as_of = self._warehouse.as_of() or self._clock.now().date()
        return self._as_of

    def attach_file(self, path: Path) -> Table:
        """Load the asker's own file as a table of schema `files`, and permit it. Raises AuditError, and what loading raises."""
        self._in_force()
        started = self._clock.monotonic()
        id_ = self._audit.append("attach", {**self._who(), "file": str(path)})
        try:
            table = self._warehouse.attach_file(path)
        except BaseException as problem:
            self._failed(id_, started, problem)
            raise
        self._finished(id_, self._clock.monotonic() - started, {"status": "ok", "tables": [table.name]})
        self._access.add(table)
        return table

    def cancel(self) -> None:
        self._warehouse.cancel()

    def close(self) -> None:
        self._warehouse.close()

    def _tag(self, id_: str, evidence: Mapping[str, Any] | None) -> str:
        """What an engine with a history of its own keeps beside the statement: where our record of it stands."""
        about = {
            "audit": id_,
            "head": self._audit.mark(),
            "session": str((evidence or {}).get("session_id", "")),
        }
        return json.dumps(about, separators=(",", ":"))

    def _who(self) -> dict[str, Any]:
        policy = self._access.policy.about()
        return {"user": self._identity.user, "role": self._identity.role, "policy": policy}

    def _narrowed(self, safe: SafeSql, result: ResultSet) -> tuple[Narrowed, ...]:
        words = frozenset(re.findall(r"\w+", safe.written_sql.lower())).union(
            c.name.lower() for c in result.columns
        )
        found = (self._access.narrowed(t, self._identity, words) for t in safe.tables)
        return tuple(n for n in found if n is not None)

    def _within(self, limits: Limits | None) -> Limits:
        if limits is None:
            return self._limits
        own = self._limits
        return Limits(
            seconds=min(own.seconds, limits.seconds),
            max_rows=min(own.max_rows, limits.max_rows),
            max_cells=min(own.max_cells, limits.max_cells),
            max_bytes=min(own.max_bytes, limits.max_bytes),
            max_cell_chars=min(own.max_cell_chars, limits.max_cell_chars),
            memory_mb=min(own.memory_mb, limits.memory_mb),
        )

    def _second_opinion(self, safe: SafeSql) -> None:
        """The engine's own list of what the executed text reads must lie within what the guard put behind views.

        A view of the warehouse counts for what it reads: that must be named for it in the policy, or be tables that the
        asker sees as they are.
        """
        known = {name.lower() for name in safe.touched}
        try:
            touched = self._warehouse.tables_touched(safe.executed_sql)
        except StatementFailed as problem:
            raise self._told(problem, safe) from None
        more = [name for name in touched if name.lower() not in known]
        if not more:
            return
        views = [name for name in safe.tables if self._access.is_view(name)]
        if not views:
            raise SqlRefused(kind="disagreement", what=len(more))
        columns = {name.lower(): tuple(kinds) for name, kinds in self._warehouse.columns().items()}
        if not all(
            self._access.sees_whole(name, columns.get(name.lower(), ()), self._identity) for name in more
        ):
            raise SqlRefused(kind="view", what=", ".join(views))

    def _told(self, problem: StatementFailed, safe: SafeSql) -> StatementFailed:
        """The engine's error as the asker may read it."""
        views = [view for t in safe.tables if (view := self._access.view_of(t, self._identity)) is not None]
        return safe_error(problem, safe, views)

    def _failed(self, id_: str, started: float, problem: BaseException) -> None:
        code = problem.code if isinstance(problem, AiwsError) else type(problem).__name__
        self._finished(id_, self._clock.monotonic() - started, {"status": "failed", "error": code})

    def _finished(self, id_: str, seconds: float, record: Mapping[str, Any]) -> None:
        about = {**self._who(), "of": id_, "elapsed_ms": round(seconds * 1000, 1)}
        self._audit.append("outcome", {**about, **record})
