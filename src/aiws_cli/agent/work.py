"""Work with tools: one line of talk a conversation, so that what the model has read once it need not read again."""

from __future__ import annotations

import json
from collections.abc import Generator, Iterable, Mapping, Sequence
from dataclasses import replace
from hashlib import sha256
from typing import Any

from ..analysis.hints import own_word_hints
from ..core.answer import Answer
from ..core.errors import AiwsError
from ..core.events import ContextUsed, Event, Notice, PlanProposed, PrefixBroken
from ..core.language import Language, say
from ..core.messages import Message, ToolSpec
from ..core.ports import Model
from ..core.prompts import prompt
from ..core.untrusted import framed
from ..tools.registry import Gate as AnyGate
from ..tools.registry import ToolContext
from ..tools.results import Results
from . import by_hand, memory
from .checkpoints import Checkpoints
from .coding import Coding
from .compaction import BETWEEN_TURNS, WAYS, Way, compacted, summary
from .line import Line, TurnFacts, record_of, restored
from .loop import ByCode, Loop, run_loop, specs_of
from .noted import Noted
from .permissions import Gate
from .plan import parsed, told
from .turn import Surroundings, Turn

# Of the window, what stays free beside a reply for what is only estimated and for a tool's next result.
_FREE = 8


class Work:
    """The line of work of one conversation, and what it has at hand. Not thread-safe."""

    def __init__(self, around: Surroundings, session_id: str, under: str = "") -> None:
        """`under` marks who asks under which role and policy: what was said under another mark is not taken up."""
        self.results = Results()
        self._around = around
        self._points: Checkpoints | None = around.checkpoints(session_id) if around.checkpoints else None
        self._specs = specs_of(around.tools, around.more_tools)
        self._line = self._fresh = Line(
            under=under, schema_only=around.schema_only, tools=_digest_of(self._specs)
        )
        self._saved = Line()
        self._why = "new"

    # — what is kept —

    def resume(self, records: Iterable[Mapping[str, Any]]) -> None:
        """Take up the line that a session's records hold, where the asker may."""
        line, whole = restored(records)
        self._saved = line
        self._why = "new" if line == Line() else "damaged" if not whole else ""
        if line == Line():
            return
        if line.under != self._fresh.under:
            self._why, line = "role", replace(self._fresh, breaks=line.breaks)
        elif self._fresh.schema_only and not line.schema_only:
            self._why, line = "values", replace(self._fresh, breaks=line.breaks)
        elif line.tools != self._fresh.tools:
            self._why = self._why or "tools"
        self._line = replace(line, schema_only=self._fresh.schema_only, tools=self._fresh.tools)

    def unsaved(self) -> tuple[dict[str, Any], ...]:
        """What has to be written for the line as it is now, as records of the session."""
        record = record_of(self._line, self._saved) if self._line.messages else None
        return (record,) if record is not None else ()

    def saved(self) -> None:
        """Note that it has been written."""
        self._saved = self._line

    def rewind(self, number: int) -> None:
        """Go on from the end of turn `number`, as if no later one had been."""
        self._line = self._line.upto(number)
        if self._line.breaks:
            self._why = "" if self._line.messages else "rewound"

    # — a turn —

    def do(
        self, turn: Turn, number: int, workspace: str, *, attached: bool
    ) -> Generator[Event, None, Answer]:
        """Do what the question asks for, with tools. `number` counts the conversation's turns from 1.

        Raises what the loop raises; what tools had changed by then is kept, and can be undone.
        """
        around, noted = self._around, Noted()
        yield from self._begin(turn)
        used = ("work", "plan") if turn.options.mode == "plan" else ("work",)
        # Records and commits name the model, also where there was no head to make for it.
        turn.the_model()
        head = sha256(self._line.messages[0].content.encode()).hexdigest()
        # The prompt alone does not say what the head said: memory files stand in it.
        evidence = {
            **turn.evidence({p: prompt(p).version for p in used}),
            "head_digest": f"sha256:{head}",
        }
        gate = Gate(
            around.grounds,
            mode=turn.options.mode,
            approver=noted.approver(turn.options.approver),
            evidence=evidence,
            within=turn.options.within,
        )
        # What the line holds from outside the model reads again in this turn.
        for source in self._line.tainted:
            gate.taint(source)
        # What was attached to the question is not the asker's own word.
        if attached:
            gate.taint("files")
        if turn.options.context.strip():
            gate.taint(turn.options.context_from)
        points = self._points
        context = self._context(turn, workspace, noted.gate(gate), evidence)
        planning = (prompt("plan").text.strip(),) if turn.options.mode == "plan" else ()
        own = own_word_hints(turn.question, around.catalog.terms(turn.question))
        asked = Message("user", "\n".join((turn.asked, *own, *self._earlier(context), *planning)))
        start = len(self._line.messages)
        self._keep((*self._line.messages, asked))
        self._line = replace(self._line, starts={**self._line.starts, number: start})

        def fit(messages: tuple[Message, ...]) -> Generator[Event, None, tuple[Message, ...]]:
            self._keep(messages)
            yield from self._fit(turn, number)
            return self._line.messages

        if points is not None:
            points.begin(number)
        facts = TurnFacts(number, turn.question)
        changed: tuple[str, ...] = ()
        try:
            try:
                done = yield from run_loop(
                    self._line.messages,
                    around.tools,
                    context,
                    turn.ask_model,
                    language=turn.language,
                    max_turns=turn.options.max_turns or around.max_turns,
                    max_tokens=self._reply_tokens(turn),
                    more=around.more_tools,
                    fit=fit,
                    keep=self._keep,
                    by_code=self._by_code(turn, gate, "\n".join((turn.asked, *own))),
                )
            finally:
                changed = points.end() if points is not None else ()
        except BaseException as problem:
            code = problem.code if isinstance(problem, AiwsError) else "stopped"
            self._cut_off(turn, number, code)
            facts = replace(facts, unfinished=code)
            turn.seen["files_changed"] = changed
            raise
        else:
            self._keep(done.messages)
            facts = replace(facts, answer=done.text, audit_ids=done.audit_ids)
        finally:
            files = noted.files(around.folder, contents=not around.schema_only)
            facts = replace(facts, files=files, decisions=tuple(noted.decisions))
            self._line = replace(self._line, turns=(*self._line.turns, facts), tainted=gate.tainted_by)
        turn.tool_calls += done.tool_calls
        yield self.context(turn.the_model())
        answer = replace(_answer(turn, done), files_changed=changed)
        return (yield from _proposed(turn, answer)) if turn.options.mode == "plan" else answer

    def _by_code(self, turn: Turn, gate: Gate, asked: str) -> ByCode | None:
        """What code does by itself on files; a model that may see no value of a row is shown none of theirs either."""
        if self._around.folder is None or self._around.schema_only:
            return None
        planning = turn.options.mode == "plan"
        tokens = self._reply_tokens(turn)
        return Coding(turn.question, asked, self._around.folder, gate.allows, tokens, planning=planning).begin

    def by_hand(
        self, turn: Turn, number: int, workspace: str, tool: str, arguments: Mapping[str, Any]
    ) -> Generator[Event, None, Answer]:
        """Call one tool as the person says, the model out of it. Raises as `by_hand.call` does."""
        gate, evidence = by_hand.gate(turn)
        context = self._context(turn, workspace, gate, evidence)
        return (yield from by_hand.call(turn, context, self._points, number, tool, arguments))

    def _context(
        self, turn: Turn, workspace: str, gate: AnyGate, evidence: Mapping[str, object]
    ) -> ToolContext:
        around, points = self._around, self._points
        return ToolContext(
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

    def _begin(self, turn: Turn) -> Generator[Event, None, None]:
        """The head, where there is no line to go on from; and why what the model has read does not count any more."""
        if self._line.messages and not self._why:
            return
        model = turn.the_model()
        if not self._line.messages:
            files = self._around.memory()
            for file in files:
                if text := file.notice(turn.language):
                    yield Notice(text=text, level="warning")
            self._line = replace(self._line, messages=self._head(files))
            outside = tuple(f.name for f in files if f.text and not f.trusted)
            self._line = replace(self._line, tainted=tuple(dict.fromkeys((*self._line.tainted, *outside))))
            if outside:
                yield Notice(text=say("agent.memory.untrusted", turn.language, names=", ".join(outside)))
        self._line = replace(self._line, breaks=self._line.breaks + 1)
        after = model.count(self._line.messages, self._specs)
        yield PrefixBroken(reason=self._why, after=after, number=self._line.breaks)
        self._why = ""

    def _head(self, files: Sequence[memory.MemoryFile]) -> tuple[Message, ...]:
        """What a line begins with: fixed for the session. What is known of turns that can't be read any more follows."""
        parts = (prompt("work").text, memory.section(files))
        head = (Message("system", "\n\n".join(p for p in parts if p)),)
        return (*head, *summary(self._line.turns))

    def _keep(self, messages: tuple[Message, ...]) -> None:
        self._line = replace(self._line, messages=messages)

    def _cut_off(self, turn: Turn, number: int, code: str) -> None:
        """Leave a line the model can go on from: what had come of a reply stays, and every call has a result."""
        start = self._line.starts[number]
        messages = self._line.messages
        ended = f"(not finished: {code})"
        if turn.streamed.strip():
            self._keep((*messages, Message("assistant", f"{turn.streamed}\n{ended}")))
            return
        said = max((i for i, m in enumerate(messages) if m.role == "assistant"), default=0)
        if said < start:
            # Nothing had come of the question.
            starts = {n: at for n, at in self._line.starts.items() if n != number}
            self._line = replace(self._line, messages=messages[:start], starts=starts)
            return
        for call in messages[said].tool_calls[len(messages) - said - 1 :]:
            told = f"not done: the turn ended ({code})"
            messages = (*messages, Message("tool", told, tool_call_id=call.id, tool_name=call.name))
        self._keep((*messages, Message("assistant", ended)))

    # — the window —

    def context(self, model: Model) -> ContextUsed:
        """How full the window is, and with what; without a line yet, with the head it will have."""
        line = self._line
        messages = line.messages or self._head(self._around.memory())
        first = min(line.starts.values(), default=len(messages))
        sizes = [
            min(model.count((Message("system", prompt("work").text),)), model.count(messages[:1])),
            model.count(messages[:1]),
            model.count(messages[:first]),
            model.count(tuple(m for m in messages if m.role != "tool")),
            model.count(messages),
            model.count(messages, self._specs),
        ]
        names = ("prompt", "memory", "summary", "talk", "results", "tools")
        parts = {n: max(b - a, 0) for n, a, b in zip(names, (0, *sizes), sizes, strict=False)}
        return ContextUsed(used=sum(parts.values()), limit=model.window(), parts=parts)

    def compact(self, model: Model, language: Language | None = None) -> Generator[Event, None, None]:
        """Shorten the line now, between turns: earlier turns become a digest, the last one stays whole."""
        breaks = self._line.breaks
        yield from self._shorten(model, language, ways=BETWEEN_TURNS)
        if self._line.breaks == breaks:
            yield Notice(text=say("agent.nothing_to_compact", language))
        yield self.context(model)

    def _fit(self, turn: Turn, number: int) -> Generator[Event, None, None]:
        model = turn.the_model()
        window = model.window()
        most = window - self._reply_tokens(turn) - window // _FREE
        if model.count(self._line.messages, self._specs) > most:
            yield from self._shorten(model, turn.language, bounds=(window // 2, most), now=number)

    def _shorten(
        self,
        model: Model,
        language: Language | None,
        *,
        bounds: tuple[int, ...] = (),
        now: int = 0,
        ways: tuple[Way, ...] = WAYS,
    ) -> Generator[Event, None, None]:
        before = model.count(self._line.messages, self._specs)
        shorter = compacted(
            self._line,
            lambda messages: model.count(messages, self._specs),
            bounds=bounds or (before - 1,),
            now=now,
            ways=ways,
        )
        after = model.count(shorter.messages, self._specs)
        if after >= before:
            return
        self._line = replace(shorter, breaks=self._line.breaks + 1)
        yield PrefixBroken(reason="compaction", before=before, after=after, number=self._line.breaks)
        yield Notice(text=say("agent.compacted", language, before=before, after=after, window=model.window()))

    def _reply_tokens(self, turn: Turn) -> int:
        return turn.options.max_tokens or self._around.max_tokens

    def _earlier(self, context: ToolContext) -> tuple[str, ...]:
        """What code may be run on, where there is something; what columns are called is not the asker's own word."""
        # What code calls the columns of its result may be what it read.
        named = not self._around.schema_only
        about = self.results.about(columns=named) if context.bench is not None else ""
        if not about:
            return ()
        context.gate.taint("results")
        return (f"Earlier results:\n{framed(about)}",)


def _digest_of(specs: Sequence[ToolSpec]) -> str:
    body = json.dumps([[s.name, s.description, s.parameters] for s in specs], default=dict)
    return sha256(body.encode()).hexdigest()[:16]


def _proposed(turn: Turn, answer: Answer) -> Generator[Event, None, Answer]:
    """The answer with the plan it proposes, in our own form; words that are no list of steps stay as they are, and that is said."""
    answer = replace(answer, prompt_versions={**answer.prompt_versions, "plan": prompt("plan").version})
    plan = parsed(answer.answer, turn.question)
    if plan is None:
        if answer.status == "ok":
            yield Notice(text=say("plan.none_read", turn.language))
        return answer
    yield PlanProposed(plan=plan)
    return replace(answer, plan=plan, answer=told(plan, turn.language))


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
