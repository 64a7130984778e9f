"""What a command does to files or with the warehouse's metadata, written down before it is done and after."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ..app import Application


@contextmanager
def on_record(
    application: Application, kind: str, about: Mapping[str, Any], *, who: Mapping[str, Any] | None = None
) -> Iterator[dict[str, Any]]:
    """A block in which the act is done: intent before it, outcome after it, `failed` where it raises.

    What the block puts into the mapping it is given goes into the outcome. `who` is the asker where that was found out
    before. Raises AuditError: no record, no act.
    """
    who = application.who if who is None else who
    id_ = application.audit.append(kind, {**who, **about})
    outcome: dict[str, Any] = {}
    try:
        yield outcome
    except BaseException:
        application.audit.append("outcome", {**who, "of": id_, "status": "failed"})
        raise
    application.audit.append("outcome", {**who, "of": id_, "status": "ok", **outcome})
