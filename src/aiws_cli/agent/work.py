"""Work with tools: one line of talk a conversation, so that what the model has read once it need not read again."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import replace

from ..analysis.hints import own_word_hints
from ..core.answer import Answer
from ..core.events import Event, Notice
from ..core.language import say
from ..core.messages import Message
from ..core.prompts import prompt
from ..core.untrusted import framed
from ..tools.registry import ToolContext
from ..tools.results import Results
from .checkpoints import Checkpoints
from .loop import Loop, run_loop
from .permissions import Gate
from .turn import Surroundings, Turn

# Room that must stay free in the window for what tools say and the model writes in a turn.
_ROOM = 4_000


class Work:
    """The line of work of one conversation, and what it has at hand. Not thread-safe."""

    def __init__(self, around: Surroundings, session_id: str) -> None:
        self.results = Results()
        self._around = around
        self._points: Checkpoints | None = around.checkpoints(session_id) if around.checkpoints else None
        self._messages: tuple[Message, ...] = ()

    def do(
        self, turn: Turn, number: int, workspace: str, *, attached: bool
    ) -> Generator[Event, None, Answer]:
        """Do what the question asks for, with tools. `number` counts the conversation's turns from 1.

        Raises what the loop raises; what tools had changed by then is kept, and can be undone.
        """
        around = self._around
        evidence = turn.evidence({"work": prompt("work").version})
        gate = Gate(around.grounds, mode=turn.options.mode, approver=turn.options.approver, evidence=evidence)
        # What was attached to the question is not the asker's own word.
        if attached:
            gate.taint("files")
        if turn.options.context.strip():
            gate.taint("stdin")
        points = self._points
        context = ToolContext(
            around.catalog,
            around.warehouse,
            turn.question,
            workspace,
            evidence,
            gate,
            results=self.results,
            bench=around.bench,
            schema_only=around.schema_only,
            folder=around.folder,
            keep=points.keep if points is not None else lambda _paths: None,
        )
        own = own_word_hints(turn.question, around.catalog.terms(turn.question))
        asked = Message("user", "\n".join((turn.asked, *own, *self._earlier(context))))
        line = (*(self._messages or self._head()), asked)
        if self._messages and self._too_long(line, turn):
            yield Notice(text=say("agent.window_full", turn.language, window=turn.the_model().window()))
            line = (*self._head(), asked)
        if points is not None:
            points.begin(number)
        try:
            done = yield from run_loop(
                line,
                around.tools,
                context,
                turn.ask_model,
                language=turn.language,
                max_turns=turn.options.max_turns or around.max_turns,
                max_tokens=turn.options.max_tokens or around.max_tokens,
                more=around.more_tools,
            )
        finally:
            changed = points.end() if points is not None else ()
        self._messages = done.messages
        turn.tool_calls += done.tool_calls
        return replace(_answer(turn, done), files_changed=changed)

    def _head(self) -> tuple[Message, ...]:
        return (Message("system", prompt("work").text),)

    def _too_long(self, line: tuple[Message, ...], turn: Turn) -> bool:
        model = turn.the_model()
        return model.count(line) + _ROOM > model.window()

    def _earlier(self, context: ToolContext) -> tuple[str, ...]:
        """What code may be run on, where there is something; what columns are called is not the asker's own word."""
        # What code calls the columns of its result may be what it read.
        named = not self._around.schema_only
        about = self.results.about(columns=named) if context.bench is not None else ""
        if not about:
            return ()
        context.gate.taint("results")
        return (f"Earlier results:\n{framed(about)}",)


def _answer(turn: Turn, done: Loop) -> Answer:
    """The words of the loop, and the last table it came to."""
    text = done.text or say("agent.no_model_text", turn.language)
    if done.unheld:
        text = f"[{say('sandbox.label')}] {text}"
    answer = replace(
        turn.answer("ok" if done.text else "failed", text), prompt_versions={"work": prompt("work").version}
    )
    if done.outcome is not None:
        result = done.outcome.result
        answer = replace(
            answer,
            sql=done.written_sql,
            executed_sql=done.outcome.executed_sql,
            tables=done.outcome.tables,
            columns=result.columns,
            rows=result.rows,
            truncated=result.truncated,
            audit_id=done.outcome.audit_id,
            narrowed=done.outcome.narrowed,
        )
    if done.computed is not None and done.computed.table is not None:
        table, audit_id = done.computed.table, done.computed.audit_id
        answer = replace(
            answer, columns=table.columns, rows=table.rows, truncated=table.truncated, audit_id=audit_id
        )
    return answer
