"""A conversation: one question in, events out, the last of them the answer. It never prints."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import Any, ClassVar

from ..analysis.by_rules import changes, writes
from ..analysis.finding import Finding
from ..analysis.python.wants import Wish
from ..analysis.spelling import by_linked
from ..catalog.link import Linked
from ..catalog.link import link as link_tables
from ..catalog.own_terms import meant
from ..catalog.whole import whole_schema
from ..core.answer import Answer
from ..core.errors import Actor, AiwsError
from ..core.events import (
    Answered,
    ContextUsed,
    Event,
    ModelReading,
    ModelText,
    Notice,
    PlanProposed,
    StepFinished,
    StepStarted,
    TurnStarted,
)
from ..core.language import current, of_text, say, use
from ..core.plans import Plan
from ..core.tables import Table
from ..governance.rights.access import TableNotPermitted
from . import questions, replies
from .evidence import Evidence, evidence
from .of_code import changes_a_query
from .plan import kept
from .plan import record_of as plan_record
from .refusals import Refusal, RequestRefused, refusal
from .route import Route, route
from .sessions import NoTurnError
from .state import from_state, state_after, to_state, under
from .turn import AskOptions, Surroundings, Turn, error_of
from .work import Work

MAX_QUESTION_CHARS = 20_000


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


_ABOUT_DATA = frozenset({"data", "python", "unclear", "unanswerable"})


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
        self._mark = under(around.identity, around.policy)
        self._work = Work(around, session_id, self._mark)
        self._turns = 0
        self._files: tuple[Table, ...] = ()
        self._attached: tuple[Path, ...] = ()
        self._damaged_lines = 0
        self._others = False
        self._plan: Plan | None = None
        self._size = 0

    @property
    def turns(self) -> int:
        """How many questions were asked, those too that it was gone back from: the number of the last turn."""
        return self._turns

    @property
    def last(self) -> Finding | None:
        """The finding a follow-up goes on from, or None."""
        return self._finding

    @property
    def plan(self) -> Plan | None:
        """The plan proposed last, as it now stands, or None."""
        return self._plan

    def keep_plan(self, plan: Plan | None) -> None:
        """Let the plan stand like this from now on; None drops it. Raises SessionBusyError and StateError."""
        with self._held():
            self._around.sessions.append(self.session_id, ({**plan_record(plan), "under": self._mark},))
        self._plan = plan

    @contextmanager
    def _held(self) -> Iterator[bool]:
        """Hold the session with what another process has added since; yields whether there was any. Raises as `locked`."""
        sessions = self._around.sessions
        with sessions.locked(self.session_id):
            added = sessions.size(self.session_id) not in (0, self._size)
            if added:
                self.resume()
            try:
                yield added
            finally:
                self._size = sessions.size(self.session_id)

    def resume(self) -> None:
        """Take up the saved session: its last finding becomes the one to go on from (rows are not read back)."""
        self._size = self._around.sessions.size(self.session_id)
        records = self._around.sessions.load(self.session_id)
        self._work.resume(records)
        self._turns, self._finding = 0, None
        for record in records:
            self._turns += record.get("type") == "turn_started"
            if record.get("type") == "turn_state":
                # What another role or policy let be seen is not taken up, not even as the line of talk.
                self._others = record.get("under") != self._mark
                self._finding = None if self._others else from_state(record)
                self.workspace = self.workspace or str(record.get("workspace", ""))
        self._plan = None if self._others else kept(records, self._mark)
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
        with self._held() as added:
            yield from self._turn(question, options, added)

    def _turn(self, question: str, options: AskOptions, added: bool) -> Generator[Event, None, None]:
        around = self._around
        language = current() if options.by_hand is not None else of_text(question)
        started = around.clock.monotonic()
        seconds = min(options.max_seconds or around.max_seconds, around.max_seconds)
        as_of = options.as_of or around.warehouse.as_of()
        self._turns += 1
        turn = Turn(around, self.session_id, question, language, options, as_of, started, started + seconds)
        records: list[dict[str, Any]] = []

        def marked(event: Event) -> dict[str, Any]:
            return {"under": self._mark} if isinstance(event, TurnStarted) else {}

        def keep(event: Event) -> Event:
            stamped = replace(event, at=around.clock.now().isoformat(), session_id=self.session_id)
            turn.note(stamped)
            if isinstance(stamped, PlanProposed):
                self._plan = stamped.plan
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
                mode=options.mode,
            )
        )
        around.sessions.append(self.session_id, tuple(records))
        records.clear()
        yield first
        if added:
            yield keep(Notice(text=say("agent.taken_up", language)))
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
                self._stopped(records)
                raise
            answer = turn.failed(problem)
        except BaseException:
            # Ctrl-C, or nobody wants to see the rest: what had come by then is kept.
            self._stopped(records)
            raise
        finally:
            use(None)
            around.warehouse.cancel()
        last = keep(Answered(answer=answer))
        try:
            self._save(records)
        except AiwsError as problem:
            last = keep(Answered(answer=replace(answer, error=error_of(problem))))
        yield last

    def _save(self, records: list[dict[str, Any]]) -> None:
        """Bring a turn to the disk. Its state is the last record: without it the turn is not taken up again."""
        self._around.sessions.append(self.session_id, (*records, *self._work.unsaved(), self._state()))
        self._work.saved()

    def _stopped(self, records: list[dict[str, Any]]) -> None:
        with suppress(AiwsError):
            self._save([*records, {"type": "stopped", "at": self._around.clock.now().isoformat()}])

    # — between turns —

    def context(self) -> ContextUsed:
        """How full the model's window is with the line of work. Raises what choosing a model raises."""
        return self._work.context(self._around.model())

    def compact(self) -> Iterator[Event]:
        """Shorten the line of work now: a digest of the earlier turns, the last one whole; no model is asked.

        Raises SessionBusyError and StateError.
        """
        with self._held():
            records = []
            for event in self._work.compact(self._around.model()):
                stamped = replace(event, at=self._around.clock.now().isoformat(), session_id=self.session_id)
                records.append(stamped.as_dict())
                yield stamped
            if self._turns:
                self._save(records)

    def rewind(self, turn: int) -> None:
        """Go on from the end of turn `turn` (0: the beginning), as if nothing had been said since. Files are not touched.

        Raises NoTurnError, SessionBusyError and StateError.
        """
        with self._held():
            if not 0 <= turn < self._turns:
                raise NoTurnError(turn=turn, last=self._turns)
            self._finding = state_after(self._around.sessions.load(self.session_id), turn, self._mark)
            self._work.rewind(turn)
            self._around.sessions.append(self.session_id, ({"type": "rewound", "turn": turn}, self._state()))
            self._work.saved()
            self._plan = kept(self._around.sessions.load(self.session_id), self._mark)

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

    def _answer(self, turn: Turn) -> Generator[Event, None, Answer]:
        self._around.grounds.in_force()
        if turn.options.by_hand is not None:
            return (yield from self._work.by_hand(turn, self._turns, self.workspace, *turn.options.by_hand))
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
        elif decided.kind in ("unclear", "outside") and turn.options.mode == "plan":
            decided = Route("work", "a plan is wanted")
        elif previous is None and not self._files and self._changes_a_query(turn.question):
            decided = Route("work", "wants a query of a file to be otherwise")
        if turn.options.work:
            decided = Route("work", "said to be work")
        turn.intent = replies.intent(decided.kind)
        if decided.kind in _ABOUT_DATA and not turn.options.files:
            held = self._around.withheld(said, self.workspace)
            if held is not None:
                self._around.warehouse.refused(
                    turn.question, reason="not_permitted", evidence=turn.evidence({})
                )
                raise TableNotPermitted.of(held)
        yield StepFinished(step="route", elapsed_ms=(self._around.clock.monotonic() - turn.started) * 1000)
        if decided.kind in ("data", "follow_up"):
            return (yield from self._data(turn, follow_up=decided.kind == "follow_up"))
        if decided.wish is not None:
            return (yield from self._python(turn, decided.wish))
        if decided.kind == "work":
            attached = bool(self._files)
            return (yield from self._work.do(turn, self._turns, self.workspace, attached=attached))
        return self._reply(turn, decided, seen)

    def _refuse(self, turn: Turn, rule: Refusal | None) -> None:
        """Raises RequestRefused where a rule speaks of the request; the refusal is in the audit log."""
        if rule is None:
            return
        turn.intent = "outside"
        self._around.warehouse.refused(turn.question, reason=rule.name, evidence=turn.evidence({}))
        raise RequestRefused(rule=rule.name)

    def _python(self, turn: Turn, wish: Wish) -> Generator[Event, None, Answer]:
        """A script over rows of the answer before, or over those of a data question of its own."""
        from .scripting import Scripting, of_last  # Few questions need it, and every start would pay for it.

        scripting = Scripting(self._around, self._work.results)
        scripting.check()
        last = self._finding
        if last is not None and of_last(wish, turn.question, last):
            turn.intent = "follow_up"
            finding = last if last.outcome is not None else questions.again(turn, last)
        else:
            finding = yield from self._found(turn, wish.data or turn.asked, None)
        self._finding = finding
        return (yield from scripting.do(turn, wish, finding, attached=bool(self._files)))

    def _data(self, turn: Turn, *, follow_up: bool) -> Generator[Event, None, Answer]:
        finding = yield from self._found(turn, turn.asked, self._finding if follow_up else None)
        self._finding = finding
        assert finding.outcome is not None
        self._work.results.keep(finding.outcome.result, finding.outcome.audit_id)
        return questions.answer(turn, finding)

    def _found(self, turn: Turn, asked: str, before: Finding | None) -> Generator[Event, None, Finding]:
        return (yield from questions.find(turn, asked, before, self.workspace, self._files))

    def _reply(self, turn: Turn, decided: Route, seen: Evidence) -> Answer:
        reply = replies.reply(
            decided, turn.question, turn.language, self._around.catalog, self.workspace, seen
        )
        return replace(
            turn.answer(reply.status, reply.text),
            suggestions=reply.suggestions,
            tables=reply.tables,
            columns=reply.columns,
            rows=reply.rows,
        )

    # — evidence, limits, the answer —

    def _said(self, turn: Turn) -> tuple[str, Linked]:
        """The question with its slips put right, and the tables it is about."""
        catalog, said = self._around.catalog, turn.question
        linked = link_tables(catalog, said, workspace=self.workspace, previous=())
        if (spelled := by_linked(catalog, said, linked)) != said:
            said, linked = spelled, link_tables(catalog, spelled, workspace=self.workspace, previous=())
        return said, linked

    def _written_by_rules(self, turn: Turn, said: str, linked: Linked) -> bool:
        catalog = self._around.catalog
        question = meant(said, linked.terms)
        return "compose" not in self._around.without and writes(catalog, question, linked, as_of=turn.as_of)

    def _only_changes(self, turn: Turn, said: str, linked: Linked) -> bool:
        around, before = self._around, self._finding
        if before is None or not before.sql or turn.options.files or "compose" in around.without:
            return False
        question, dialect = meant(said, linked.terms), around.warehouse.dialect
        return changes(around.catalog, question, linked, sql=before.sql, dialect=dialect, as_of=turn.as_of)

    def _changes_a_query(self, question: str) -> bool:
        folder = self._around.folder
        return changes_a_query(question) and folder is not None and any(folder.files("*.sql"))

    def _evidence(self, said: str, linked: Linked) -> Evidence:
        before = self._finding.tables if self._finding is not None else ()
        whole = bool(whole_schema(self._around.catalog))
        return evidence(self._around.catalog, said, linked, whole=whole, previous=before)

    def _attach(self, files: tuple[Path, ...]) -> None:
        fresh = [f for f in files if f not in self._attached]
        self._files = (*self._files, *(self._around.warehouse.attach_file(f) for f in fresh))
        self._attached = (*self._attached, *fresh)

    def _state(self) -> dict[str, Any]:
        return to_state(self._finding, self.workspace, self._mark)
