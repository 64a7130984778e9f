"""A conversation: one question in, events out, the last of them the answer. It never prints."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any, ClassVar

from ..analysis.by_rules import changes, writes
from ..analysis.finding import Desk, Finding
from ..analysis.hints import own_word_hints
from ..analysis.spelling import by_linked
from ..analysis.steps import analyse
from ..analysis.unseen import hide
from ..catalog.link import Linked
from ..catalog.link import link as link_tables
from ..catalog.own_terms import meant
from ..catalog.whole import whole_schema
from ..core.answer import Answer, AnswerError, AnswerUsage, Intent, Mend, Status
from ..core.deeds import Mode
from ..core.errors import Actor, AiwsError, DeniedError, HumanNeededError, LimitError
from ..core.events import (
    Answered,
    Event,
    ModelReading,
    ModelText,
    Notice,
    RowsReady,
    SqlMended,
    SqlWritten,
    StepFinished,
    StepStarted,
    TablesLinked,
    TurnStarted,
)
from ..core.identity import Identity
from ..core.language import Language, of_text, say, use
from ..core.messages import Message, ModelRequest, Prefilling, Reply, TextPart, Usage
from ..core.ports import Approver, Catalog, Clock, GuardedWarehouse, Model
from ..core.prompts import prompt
from ..core.results import Limits
from ..core.tables import Table
from ..core.untrusted import framed
from ..governance.rights.access import TableNotPermitted
from ..tools.bench import Bench
from ..tools.data import DATA_TOOLS
from ..tools.registry import Tool, ToolContext
from ..tools.results import Results
from . import replies
from .evidence import Evidence, evidence
from .loop import run_loop
from .permissions import Gate, Grounds
from .refusals import Refusal, RequestRefused, refusal
from .route import Route, route
from .sessions import SessionStore
from .state import from_state, to_state, under

MAX_QUESTION_CHARS = 20_000
# Room that must stay free in the window for the cards, the question and the reply of the next turn.
_ROOM_FOR_TURN = 3_000


class EmptyQuestionError(AiwsError):
    """Nothing was asked."""

    code: ClassVar[str] = "empty_question"
    exit_code: ClassVar[int] = 2
    actor: ClassVar[Actor] = "user"


class QuestionTooLongError(AiwsError):
    """More text than a question. Slots: chars, limit."""

    code: ClassVar[str] = "question_too_long"
    exit_code: ClassVar[int] = 2
    actor: ClassVar[Actor] = "user"


@dataclass(frozen=True)
class AskOptions:
    """How one question is to be answered. None means "as the settings say"."""

    limit: int | None = None
    as_of: date | None = None
    files: tuple[Path, ...] = ()
    context: str = ""
    chart: bool = True
    insight: bool = True
    mode: Mode = "ask"
    max_turns: int | None = None
    max_seconds: float | None = None
    max_tokens: int | None = None
    approver: Approver | None = None


@dataclass(frozen=True)
class Surroundings:
    """What a conversation works with; built by `app`. `model` is built on first use and may be expensive.

    `without` names parts of the analysis that are left out, to measure what they are worth (see Finding). `policy` is
    the digest of the one in force; with `schema_only` no value of a row reaches a model; `withheld` names the table a question is about that the asker may only know of.
    """

    catalog: Catalog
    warehouse: GuardedWarehouse
    model: Callable[[], Model]
    sessions: SessionStore
    identity: Identity
    clock: Clock
    limits: Limits
    max_tokens: int
    max_turns: int
    max_seconds: float
    grounds: Grounds
    tools: tuple[Tool, ...] = DATA_TOOLS
    bench: Bench | None = None
    without: frozenset[str] = frozenset()
    policy: str = ""
    withheld: Callable[[str, str], Table | None] = lambda _question, _workspace: None
    schema_only: bool = False


@dataclass
class _Turn:
    """What one turn adds up. Lives as long as the turn."""

    question: str
    language: Language
    options: AskOptions
    as_of: date
    started: float
    deadline: float
    model: Model | None = None
    model_calls: int = 0
    tool_calls: int = 0
    usage: Usage = field(default_factory=Usage)
    seen: dict[str, Any] = field(default_factory=dict)
    intent: Intent = "data"


_ABOUT_DATA = frozenset({"data", "unclear", "unanswerable"})


class Conversation:
    """One line after another of questions under one identity. Not thread-safe; one turn at a time."""

    def __init__(
        self, around: Surroundings, session_id: str, *, workspace: str = "", after: Finding | None = None
    ) -> None:
        """`after` is a finding of another conversation that the first question may go on from."""
        self.session_id = session_id
        self.workspace = workspace
        self._around = around
        self._finding = after
        self._results = Results()
        self._files: tuple[Table, ...] = ()
        self._attached: tuple[Path, ...] = ()
        self._damaged_lines = 0
        self._others = False
        self._mark = under(around.identity, around.policy)

    @property
    def last(self) -> Finding | None:
        """The finding a follow-up goes on from, or None."""
        return self._finding

    def resume(self) -> None:
        """Take up the saved session: its last finding becomes the one to go on from (rows are not read back)."""
        for record in self._around.sessions.load(self.session_id):
            if record.get("type") == "turn_state":
                # What another role or policy let be seen is not taken up, not even as the line of talk.
                self._others = record.get("under") != self._mark
                self._finding = None if self._others else from_state(record)
                self.workspace = self.workspace or str(record.get("workspace", ""))
        self._damaged_lines = self._around.sessions.damaged(self.session_id)

    def ask(self, text: str, options: AskOptions | None = None) -> Iterator[Event]:
        """Answer one question. The last event is Answered; closing the iterator stops the model and the query.

        Raises EmptyQuestionError, QuestionTooLongError, SessionBusyError and StateError before anything is done;
        every later error is in the answer.
        """
        options = options or AskOptions()
        question = text.strip()
        if not question:
            raise EmptyQuestionError()
        if len(question) > MAX_QUESTION_CHARS:
            raise QuestionTooLongError(chars=len(question), limit=MAX_QUESTION_CHARS)
        with self._around.sessions.locked(self.session_id):
            yield from self._turn(question, options)

    def _turn(self, question: str, options: AskOptions) -> Generator[Event, None, None]:
        around = self._around
        language = of_text(question)
        started = around.clock.monotonic()
        seconds = min(options.max_seconds or around.max_seconds, around.max_seconds)
        as_of = options.as_of or around.warehouse.as_of()
        turn = _Turn(question, language, options, as_of, started, started + seconds)
        records: list[dict[str, Any]] = []

        def marked(event: Event) -> dict[str, Any]:
            return {"under": self._mark} if isinstance(event, TurnStarted) else {}

        def keep(event: Event) -> Event:
            stamped = replace(event, at=around.clock.now().isoformat(), session_id=self.session_id)
            self._note(turn, stamped)
            if not isinstance(stamped, (ModelReading, ModelText, StepStarted, StepFinished)):
                records.append(stamped.as_dict() | marked(stamped))
            return stamped

        first = keep(
            TurnStarted(
                question=question,
                model="",
                provider="",
                role=around.identity.role,
                workspace=self.workspace,
                as_of=as_of.isoformat(),
            )
        )
        around.sessions.append(self.session_id, tuple(records))
        records.clear()
        yield first
        if self._damaged_lines:
            yield keep(
                Notice(text=say("agent.damaged_session", language, n=self._damaged_lines), level="warning")
            )
            self._damaged_lines = 0
        if self._others:
            yield keep(Notice(text=say("agent.other_role", language, role=around.identity.role)))
            self._others = False
        use(language)
        try:
            answer = yield from self._stamped(self._answer(turn), keep)
        except AiwsError as problem:
            if problem.code == "interrupted":
                raise
            answer = self._failed(turn, problem)
        finally:
            use(None)
            around.warehouse.cancel()
        last = keep(Answered(answer=answer))
        try:
            around.sessions.append(self.session_id, (*records, self._state()))
        except AiwsError as problem:
            last = keep(Answered(answer=replace(answer, error=_error(problem))))
        yield last

    @staticmethod
    def _stamped(
        events: Generator[Event, None, Answer], keep: Callable[[Event], Event]
    ) -> Generator[Event, None, Answer]:
        try:
            while True:
                yield keep(next(events))
        except StopIteration as end:
            answer: Answer = end.value
            return answer
        finally:
            events.close()

    # — one turn —

    def _answer(self, turn: _Turn) -> Generator[Event, None, Answer]:
        self._around.grounds.in_force()
        self._refuse(turn, refusal(turn.question))
        self._attach(turn.options.files)
        yield StepStarted(step="route")
        said, linked = self._said(turn)
        seen = self._evidence(said, linked)
        if not turn.options.files:
            self._refuse(turn, refusal(turn.question, persons=seen.persons))
        previous = self._finding.tables if self._finding is not None else None
        decided = route(said, seen, previous=previous, has_files=bool(turn.options.files))
        lost = decided.kind in ("unclear", "unanswerable", "outside")
        if (lost or decided.kind == "data") and self._only_changes(turn, said, linked):
            decided = Route("follow_up", "rules change the query before")
        elif lost and self._written_by_rules(turn, said, linked):
            decided = Route("data", "rules write it")
        turn.intent = replies.intent(decided.kind)
        if decided.kind in _ABOUT_DATA and not turn.options.files:
            held = self._around.withheld(said, self.workspace)
            if held is not None:
                self._around.warehouse.refused(
                    turn.question, reason="not_permitted", evidence=self._audit_evidence(turn, {})
                )
                raise TableNotPermitted.of(held)
        yield StepFinished(step="route", elapsed_ms=(self._around.clock.monotonic() - turn.started) * 1000)
        if decided.kind in ("data", "follow_up"):
            return (yield from self._data(turn, follow_up=decided.kind == "follow_up"))
        if decided.kind == "work":
            return (yield from self._work(turn))
        return self._reply(turn, decided, seen)

    def _refuse(self, turn: _Turn, rule: Refusal | None) -> None:
        """Raises RequestRefused where a rule speaks of the request; the refusal is in the audit log."""
        if rule is None:
            return
        turn.intent = "outside"
        self._around.warehouse.refused(
            turn.question, reason=rule.name, evidence=self._audit_evidence(turn, {})
        )
        raise RequestRefused(rule=rule.name)

    def _data(self, turn: _Turn, *, follow_up: bool) -> Generator[Event, None, Answer]:
        before = self._finding if follow_up else None
        schema_only = self._around.schema_only
        if before is not None and schema_only and not before.schema_only:
            # That line of talk was held when values could be told: it is not sent again.
            before = replace(before, messages=(), shown=(), schema_only=True)
        head = (Message("system", prompt("write_sql").text),)
        messages = before.messages if before is not None and before.messages else head
        shown = before.shown if before is not None else ()
        if before is not None and self._too_long(messages, turn):
            yield Notice(text=say("agent.window_full", turn.language, window=self._model(turn).window()))
            messages, shown = head, ()
        finding = Finding(
            question=_with_context(turn),
            language=turn.language,
            as_of=turn.as_of,
            workspace=self.workspace,
            follow_up=before is not None,
            messages=messages,
            shown=shown,
            files=self._files,
            without=self._around.without,
            sql_before=before.sql if before is not None else "",
            shown_before=shown,
            schema_only=schema_only,
            prompt_versions={p: prompt(p).version for p in ("write_sql", "data_question", "follow_up")},
        )
        if before is not None and schema_only:
            sql, unseen = hide(before.sql, finding.told, before.unseen, self._around.warehouse.dialect)
            finding = replace(finding, told_before=sql, unseen=unseen)
        desk = Desk(
            catalog=self._around.catalog,
            warehouse=self._around.warehouse,
            ask_model=lambda request, channel: self._ask_model(turn, request, channel),
            limits=self._limits(turn),
            evidence=lambda: self._audit_evidence(turn, finding.prompt_versions),
            max_tokens=turn.options.max_tokens or self._around.max_tokens,
            want_chart=turn.options.chart,
            want_insight=turn.options.insight,
        )
        finding = yield from analyse(finding, desk, self._around.clock.monotonic)
        self._finding = finding
        assert finding.outcome is not None
        result = finding.outcome.result
        self._results.keep(result, finding.outcome.audit_id)
        return replace(
            self._base(turn, "ok", finding.text),
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

    def _work(self, turn: _Turn) -> Generator[Event, None, Answer]:
        evidence = self._audit_evidence(turn, {"work": prompt("work").version})
        context = ToolContext(
            self._around.catalog,
            self._around.warehouse,
            turn.question,
            self.workspace,
            evidence,
            self._gate(turn, evidence),
            results=self._results,
            bench=self._around.bench,
            schema_only=self._around.schema_only,
        )
        own = own_word_hints(turn.question, self._around.catalog.terms(turn.question))
        asked = "\n".join((_with_context(turn), *own, *self._earlier(context)))
        messages = (Message("system", prompt("work").text), Message("user", asked))
        done = yield from run_loop(
            messages,
            self._around.tools,
            context,
            lambda request, channel: self._ask_model(turn, request, channel),
            language=turn.language,
            max_turns=turn.options.max_turns or self._around.max_turns,
            max_tokens=turn.options.max_tokens or self._around.max_tokens,
        )
        turn.tool_calls += done.tool_calls
        answer = replace(
            self._base(
                turn, "ok" if done.text else "failed", done.text or say("agent.no_model_text", turn.language)
            ),
            prompt_versions={"work": prompt("work").version},
        )
        if done.unheld:
            answer = replace(answer, answer=f"[{say('sandbox.label')}] {answer.answer}")
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

    def _earlier(self, context: ToolContext) -> tuple[str, ...]:
        """What code may be run on, where there is something; what columns are called is not the asker's own word."""
        # What code calls the columns of its result may be what it read.
        named = not self._around.schema_only
        about = self._results.about(columns=named) if context.bench is not None else ""
        if not about:
            return ()
        context.gate.taint("results")
        return (f"Earlier results:\n{framed(about)}",)

    def _gate(self, turn: _Turn, evidence: Mapping[str, object]) -> Gate:
        """The gate of this turn's tools. What was attached to the question is not the asker's own word."""
        options = turn.options
        gate = Gate(self._around.grounds, mode=options.mode, approver=options.approver, evidence=evidence)
        if self._files:
            gate.taint("files")
        if options.context.strip():
            gate.taint("stdin")
        return gate

    def _reply(self, turn: _Turn, decided: Route, seen: Evidence) -> Answer:
        reply = replies.reply(
            decided, turn.question, turn.language, self._around.catalog, self.workspace, seen
        )
        return replace(
            self._base(turn, reply.status, reply.text),
            suggestions=reply.suggestions,
            tables=reply.tables,
            columns=reply.columns,
            rows=reply.rows,
        )

    # — the model —

    def _model(self, turn: _Turn) -> Model:
        if turn.model is None:
            turn.model = self._around.model()
        return turn.model

    def _ask_model(self, turn: _Turn, request: ModelRequest, channel: str) -> Generator[Event, None, Reply]:
        model = self._model(turn)
        turn.model_calls += 1
        parts = model.stream(request)
        try:
            for part in parts:
                if self._around.clock.monotonic() > turn.deadline:
                    raise LimitError(limit="max_seconds", value=round(turn.deadline - turn.started))
                if isinstance(part, Prefilling):
                    yield ModelReading(done=part.done, total=part.total)
                elif isinstance(part, TextPart):
                    yield ModelText(text=part.text, channel=channel)
                else:
                    turn.usage = turn.usage + part.usage
                    return part
        finally:
            close = getattr(parts, "close", None)
            if close is not None:
                close()
        raise AssertionError("a model's stream ends with a Reply")

    def _too_long(self, messages: tuple[Message, ...], turn: _Turn) -> bool:
        model = self._model(turn)
        return model.count(messages) + _ROOM_FOR_TURN > model.window()

    # — evidence, limits, the answer —

    def _said(self, turn: _Turn) -> tuple[str, Linked]:
        """The question with its slips put right, and the tables it is about."""
        catalog, said = self._around.catalog, turn.question
        linked = link_tables(catalog, said, workspace=self.workspace, previous=())
        if (spelled := by_linked(catalog, said, linked)) != said:
            said, linked = spelled, link_tables(catalog, spelled, workspace=self.workspace, previous=())
        return said, linked

    def _written_by_rules(self, turn: _Turn, said: str, linked: Linked) -> bool:
        catalog = self._around.catalog
        question = meant(said, linked.terms)
        return "compose" not in self._around.without and writes(catalog, question, linked, as_of=turn.as_of)

    def _only_changes(self, turn: _Turn, said: str, linked: Linked) -> bool:
        around, before = self._around, self._finding
        if before is None or not before.sql or turn.options.files or "compose" in around.without:
            return False
        question, dialect = meant(said, linked.terms), around.warehouse.dialect
        return changes(around.catalog, question, linked, sql=before.sql, dialect=dialect, as_of=turn.as_of)

    def _evidence(self, said: str, linked: Linked) -> Evidence:
        before = self._finding.tables if self._finding is not None else ()
        whole = bool(whole_schema(self._around.catalog))
        return evidence(self._around.catalog, said, linked, whole=whole, previous=before)

    def _audit_evidence(self, turn: _Turn, prompt_versions: Mapping[str, str]) -> Mapping[str, object]:
        model = turn.model
        asked = {"model": model.name, "model_digest": model.digest()} if model is not None else {}
        prompts = {
            "prompt_versions": dict(prompt_versions),
            "prompt_digests": {p: prompt(p).digest for p in prompt_versions},
        }
        return {"session_id": self.session_id, **prompts, **asked}

    def _limits(self, turn: _Turn) -> Limits:
        left = max(turn.deadline - self._around.clock.monotonic(), 0.1)
        return self._around.limits.narrowed(max_rows=turn.options.limit, seconds=left)

    def _attach(self, files: tuple[Path, ...]) -> None:
        fresh = [f for f in files if f not in self._attached]
        self._files = (*self._files, *(self._around.warehouse.attach_file(f) for f in fresh))
        self._attached = (*self._attached, *fresh)

    def _base(self, turn: _Turn, status: Status, text: str) -> Answer:
        model = turn.model
        return Answer(
            status=status,
            session_id=self.session_id,
            question=turn.question,
            intent=turn.intent,
            answer=text,
            model=model.name if model else "",
            provider=model.provider if model else "",
            usage=AnswerUsage(
                model_calls=turn.model_calls,
                prompt_tokens=turn.usage.prompt_tokens,
                cached_tokens=turn.usage.cached_tokens,
                completion_tokens=turn.usage.completion_tokens,
                tool_calls=turn.tool_calls,
                wall_s=self._around.clock.monotonic() - turn.started,
            ),
        )

    def _failed(self, turn: _Turn, problem: AiwsError) -> Answer:
        status: Status = "failed"
        if isinstance(problem, DeniedError):
            status = "denied"
        elif isinstance(problem, LimitError):
            status = "limit"
        elif isinstance(problem, HumanNeededError):
            status = "clarify"
        error = _error(problem)
        base = self._base(turn, status, error.message)
        seen = turn.seen
        return replace(
            base,
            sql=seen.get("sql", ""),
            mended=tuple(seen.get("mends", ())),
            tables=seen.get("tables", ()),
            error=error,
        )

    def _note(self, turn: _Turn, event: Event) -> None:
        """Keep what a failed answer still has to show."""
        if isinstance(event, SqlWritten):
            turn.seen.update(sql=event.sql, mends=[])
        elif isinstance(event, SqlMended):
            turn.seen.setdefault("mends", []).append(Mend(event.rule, event.reason))
        elif isinstance(event, TablesLinked):
            turn.seen["tables"] = event.tables
        elif isinstance(event, RowsReady):
            turn.seen["rows"] = len(event.rows)

    def _state(self) -> dict[str, Any]:
        return to_state(self._finding, self.workspace, self._mark)


def _with_context(turn: _Turn) -> str:
    if not turn.options.context.strip():
        return turn.question
    return f"{turn.question}\n\nContext given with the question:\n{framed(turn.options.context.strip())}"


def _error(problem: AiwsError) -> AnswerError:
    return AnswerError(problem.code, problem.message(), problem.hint(), problem.exit_code)
