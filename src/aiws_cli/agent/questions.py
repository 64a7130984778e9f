"""A data question of a conversation, taken through the analysis: what it starts from, and its answer's frame."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import replace

from ..analysis.finding import Desk, Finding
from ..analysis.steps import analyse
from ..analysis.unseen import hide
from ..core.answer import Answer
from ..core.events import Event, Notice
from ..core.language import say
from ..core.messages import Message
from ..core.prompts import prompt
from ..core.tables import Table
from .turn import Turn

# Room that must stay free in the window for the cards, the question and the reply of the next turn.
_ROOM_FOR_TURN = 3_000


def find(
    turn: Turn, asked: str, before: Finding | None, workspace: str, files: tuple[Table, ...]
) -> Generator[Event, None, Finding]:
    """The finding of a data question, after the one it follows up where that is given. Raises what the steps raise."""
    around = turn.around
    schema_only = around.schema_only
    if before is not None and schema_only and not before.schema_only:
        # That line of talk was held when values could be told: it is not sent again.
        before = replace(before, messages=(), shown=(), schema_only=True)
    head = (Message("system", prompt("write_sql").text),)
    messages = before.messages if before is not None and before.messages else head
    shown = before.shown if before is not None else ()
    if before is not None and _too_long(messages, turn):
        yield Notice(text=say("agent.window_full", turn.language, window=turn.the_model().window()))
        messages, shown = head, ()
    finding = Finding(
        question=asked,
        language=turn.language,
        as_of=turn.as_of,
        workspace=workspace,
        follow_up=before is not None,
        messages=messages,
        shown=shown,
        files=files,
        without=around.without,
        sql_before=before.sql if before is not None else "",
        shown_before=shown,
        schema_only=schema_only,
        prompt_versions={p: prompt(p).version for p in ("write_sql", "data_question", "follow_up")},
    )
    if before is not None and schema_only:
        sql, unseen = hide(before.sql, finding.told, before.unseen, around.warehouse.dialect)
        finding = replace(finding, told_before=sql, unseen=unseen)
    desk = Desk(
        catalog=around.catalog,
        warehouse=around.warehouse,
        ask_model=turn.ask_model,
        limits=turn.limits(),
        evidence=lambda: turn.evidence(finding.prompt_versions),
        max_tokens=turn.options.max_tokens or around.max_tokens,
        want_chart=turn.options.chart,
        want_insight=turn.options.insight,
    )
    return (yield from analyse(finding, desk, around.clock.monotonic))


def again(turn: Turn, last: Finding) -> Finding:
    """The finding of a resumed conversation with its rows, which were not kept: queried anew, under the guard."""
    evidence = turn.evidence(last.prompt_versions)
    outcome = turn.around.warehouse.query(
        last.sql, question=last.question, limits=turn.limits(), evidence=evidence
    )
    return replace(last, outcome=outcome)


def answer(turn: Turn, finding: Finding) -> Answer:
    """The answer a finding comes to, its rows included."""
    assert finding.outcome is not None
    result = finding.outcome.result
    return replace(
        turn.answer("ok", finding.text),
        sql=finding.written_sql,
        executed_sql=finding.outcome.executed_sql,
        mended=finding.mends,
        tables=finding.outcome.tables,
        period=finding.period,
        columns=result.columns,
        rows=result.rows,
        truncated=result.truncated,
        chart=finding.chart,
        insight=finding.insight,
        prompt_versions=finding.prompt_versions,
        audit_id=finding.outcome.audit_id,
        narrowed=finding.outcome.narrowed,
    )


def _too_long(messages: tuple[Message, ...], turn: Turn) -> bool:
    model = turn.the_model()
    return model.count(messages) + _ROOM_FOR_TURN > model.window()
