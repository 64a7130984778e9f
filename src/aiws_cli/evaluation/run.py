"""Running a suite through the real application, question by question."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import groupby, islice
from pathlib import Path
from typing import ClassVar, Literal

from ..agent.conversation import Conversation
from ..agent.turn import AskOptions
from ..analysis.finding import Finding
from ..analysis.mend import extract_sql
from ..app import Application
from ..catalog.link import link
from ..catalog.schema_only import SchemaOnly
from ..core.answer import Answer
from ..core.errors import Actor, AiwsError, UnavailableError
from ..core.events import Answered, Event, SqlMended, SqlWritten, TablesLinked
from ..core.messages import Message, Reply
from ..core.ports import Model
from ..core.prompts import prompt
from ..core.settings import Resolved
from ..governance.rights.policy import whole
from . import baseline
from .databases import prepare
from .dictionary import with_terms
from .golds import LIMITS, Gold, gold_of
from .record import Record
from .score import cause_of_rows, cause_of_status, status_for
from .suite import Question, Suite
from .watched import Watched

Half = Literal["open", "held", "all"]
SUITE_ROLE = "suite"
"""The policy a suite's own databases are read under: every table of that database, reading only."""

_GIVE_UP = 3
_TOGETHER = 40


class ModelGoneError(AiwsError):
    """The model could not be reached several times in a row; what was answered is kept. Slots: n, detail."""

    code: ClassVar[str] = "model_gone"
    exit_code: ClassVar[int] = 75
    actor: ClassVar[Actor] = "user"


@dataclass(frozen=True)
class Selection:
    """Which questions of a suite run. A drawn sample is the same for the same seed, whatever else is chosen."""

    questions: int | None = None
    seed: int = 0
    half: Half = "open"
    categories: tuple[str, ...] = ()
    ids: tuple[str, ...] = ()

    def of(self, suite: Suite) -> tuple[Question, ...]:
        """The questions to score, in the suite's order."""
        chosen = [
            q
            for q in suite.questions
            if (self.half == "all" or q.held == (self.half == "held"))
            and (not self.categories or q.category in self.categories)
            and (not self.ids or q.id in self.ids)
        ]
        if self.questions is not None and self.questions < len(chosen):
            drawn = {q.id for q in random.Random(self.seed).sample(chosen, self.questions)}
            chosen = [q for q in chosen if q.id in drawn]
        return tuple(chosen)


def with_earlier_turns(suite: Suite, chosen: Sequence[Question]) -> tuple[Question, ...]:
    """The chosen questions and every turn before them, in an order in which a turn comes after the one it follows."""
    by_id = {q.id: q for q in suite.questions}
    out: dict[str, Question] = {}

    def add(question: Question, above: frozenset[str]) -> None:
        if question.id in out or question.id in above:
            return
        if question.follows in by_id:
            add(by_id[question.follows], above | {question.id})
        out[question.id] = question

    for question in chosen:
        add(question, frozenset())
    return tuple(out.values())


class Runner:
    """Runs questions one after another. `close` ends the open database; the model is its owner's."""

    def __init__(
        self,
        resolved: Resolved,
        suite: Suite,
        model: Callable[[], Model],
        *,
        folder: Path,
        with_baseline: bool = False,
        without: frozenset[str] = frozenset(),
    ) -> None:
        """`model` is called when a question first needs one. `folder` keeps prepared databases and this run's sessions
        and audit log, apart from the asker's own. `without` names parts of the analysis to leave out (see Finding).
        """
        self._without = without
        self._resolved = resolved
        self._suite = suite
        self._model_of = model
        self._folder = folder
        self._with_baseline = with_baseline
        self._world: tuple[str, Application] | None = None
        self._findings: dict[str, Finding | None] = {}
        self._head = -1
        self._unreached = 0

    def close(self) -> None:
        if self._world is not None:
            self._world[1].close()
            self._world = None

    @cached_property
    def _model(self) -> Watched:
        return Watched(self._model_of())

    def run(self, selection: Selection) -> Iterator[Record]:
        """A record a chosen question, in the suite's order. Raises ModelGoneError when the model is not to be reached.

        With a baseline, a few questions are answered first and put to the baseline then: two kinds of prompts in turn
        would cost a local model the text it has already read.
        """
        chosen = selection.of(self._suite)
        scored = {q.id for q in chosen}
        for db_id, group in groupby(with_earlier_turns(self._suite, chosen), key=lambda q: q.db_id):
            for questions in batched(group, _TOGETHER if self._with_baseline else 1):
                yield from (r for r in self._together(db_id, questions) if r.id in scored)

    def _together(self, db_id: str, questions: Sequence[Question]) -> Iterator[Record]:
        try:
            application = self._open(db_id)
        except AiwsError as problem:
            for question in questions:
                yield replace(_blank(question), cause="database", error=problem.message())
            return
        golds = [gold_of(q, application) for q in questions]
        done = [self._one(q, g, application) for q, g in zip(questions, golds, strict=True)]
        if self._with_baseline:
            done = [
                self._one_shot(r, q, g, application) if q.expect == "answer" else r
                for r, q, g in zip(done, questions, golds, strict=True)
            ]
        yield from done

    # — one question —

    def _one(self, question: Question, gold: Gold, application: Application) -> Record:
        record = replace(
            _blank(question),
            gold_rows=gold.rows,
            gold_columns=gold.columns,
            gold_tables=gold.tables,
            gold_table_sets=question.table_sets,
            gold_error=gold.error,
        )
        if self._suite.of_retrieval:
            return _retrieved(record, question, application)
        record, problem = self._asked(record, question, application)
        if isinstance(problem, UnavailableError):
            self._unreached += 1
        elif record.model_calls:
            self._unreached = 0
        if problem is not None and self._unreached >= _GIVE_UP:
            raise ModelGoneError(n=self._unreached, detail=problem.message())
        return _judged(record, question, gold)

    def _asked(
        self, record: Record, question: Question, application: Application
    ) -> tuple[Record, AiwsError | None]:
        around = replace(application.surroundings(), without=self._without)
        if question.terms:
            around = replace(around, catalog=with_terms(around.catalog, question.terms))
        before = self._findings.get(question.follows) if question.follows else None
        session = application.sessions.create(application.clock.now())
        workspace = application.settings.workspace
        conversation = Conversation(around, session, workspace=workspace, after=before)
        options = AskOptions(as_of=self._suite.as_of, chart=False, insight=False)
        self._model.forget()
        saved = self._model.saved_s
        seen = _Seen()
        answer: Answer | None = None
        failed: AiwsError | None = None
        try:
            for event in conversation.ask(question.question, options):
                seen.take(event)
                if isinstance(event, Answered):
                    answer = event.answer
        except AiwsError as problem:
            failed = problem
        finding = conversation.last if answer is not None and answer.status == "ok" else before
        self._findings[question.id] = finding
        linked = link(around.catalog, question.question, workspace=workspace)
        record = replace(
            record,
            requests=self._model.told(),
            source=seen.source,
            sql=seen.sql,
            mended_sql=seen.mended or seen.sql,
            linked=seen.linked,
            found=tuple(hit.table for hit in linked.hits),
            signals={
                "best": round(linked.signals.best, 4),
                "margin": linked.signals.margin,
                "matched": list(linked.signals.matched),
                "unmatched": list(linked.signals.unmatched),
            },
            head_tokens=self._head_tokens() if self._model.calls else 0,
        )
        if answer is None:
            assert failed is not None
            return replace(record, error=failed.message()), failed
        usage = answer.usage
        record = replace(
            record,
            status=answer.status,
            intent=answer.intent,
            answer=answer.answer,
            executed_sql=answer.executed_sql,
            mends=tuple(seen.mends),
            cautions=finding.cautions if finding is not None and answer.status == "ok" else (),
            columns=tuple(c.name for c in answer.columns),
            rows=answer.rows,
            error=answer.error.message if answer.error is not None else "",
            model_calls=usage.model_calls,
            prompt_tokens=usage.prompt_tokens,
            cached_tokens=usage.cached_tokens,
            completion_tokens=usage.completion_tokens,
            wall_s=round(usage.wall_s + self._model.saved_s - saved, 3),
        )
        if answer.error is not None and answer.error.exit_code == UnavailableError.exit_code:
            failed = UnavailableError(what=self._model.name, detail=answer.error.message)
        return record, failed

    def _one_shot(self, record: Record, question: Question, gold: Gold, application: Application) -> Record:
        catalog = application.permitted
        if question.terms:
            catalog = with_terms(catalog, question.terms)
        shown = SchemaOnly(catalog) if application.schema_only else catalog
        request = baseline.request(shown, question.question, question.terms)
        try:
            reply = next(p for p in self._model.stream(request) if isinstance(p, Reply))
            sql = extract_sql(reply.text)
            tokens = reply.usage.prompt_tokens - self._model.count(request.messages[:1])
            record = replace(record, baseline_sql=sql, baseline_tokens=tokens, baseline_ok=False)
            if self._suite.as_of is not None:
                sql = baseline.at_date(sql, self._suite.as_of)
            found = application.spoken.query(sql, question=question.question, limits=LIMITS)
        except AiwsError as problem:
            return replace(record, baseline_ok=False, baseline_error=problem.message("en"))
        return replace(record, baseline_ok=gold.accepts(found.result.rows))

    # — the world a question is asked in —

    def _open(self, db_id: str) -> Application:
        """The application over this question's database. One is open at a time: each has a worker process."""
        if self._world is not None and self._world[0] == db_id:
            return self._world[1]
        self.close()
        settings = self._resolved.settings.model_copy(
            update={"home": self._folder / "home", "limit_rows": 100_000, "max_seconds": 3600.0}
        )
        if db_id:
            source = self._suite.databases.get(db_id)
            if source is None:
                raise DatabaseMissingError(name=db_id, folder=str(self._suite.folder))
            made = prepare(source, self._folder / "databases", as_of=self._suite.as_of)
            settings = settings.model_copy(
                update={
                    "warehouse": f"duckdb:///{made.database}".replace("////", "///"),
                    "catalog": str(made.catalog),
                    "workspace": "",
                }
            )
        elif not settings.warehouse:
            # The asker's own demo, not one under the run's home.
            from ..app import demo_path

            settings = settings.model_copy(update={"warehouse": str(demo_path(self._resolved.settings))})
        # A suite's own database comes with a policy of its own; the asker's warehouse is under the asker's.
        policy = whole(f"{SUITE_ROLE}:{self._suite.name}") if db_id else None
        application = Application(replace(self._resolved, settings=settings), notify=_silent, policy=policy)
        if not self._suite.of_retrieval:
            application.use_model(self._model)
        self._world = (db_id, application)
        return application

    def _head_tokens(self) -> int:
        if self._head < 0:
            self._head = self._model.count((Message("system", prompt("write_sql").text),))
        return self._head


class DatabaseMissingError(AiwsError):
    """A question names a database that is not beside it. Slots: name, folder."""

    code: ClassVar[str] = "suite_database_missing"
    exit_code: ClassVar[int] = 3
    actor: ClassVar[Actor] = "user"


@dataclass
class _Seen:
    """What the events of a turn told."""

    linked: tuple[str, ...] = ()
    sql: str = ""
    mended: str = ""
    source: str = ""
    mends: list[Mapping[str, str]] = field(default_factory=list)

    def take(self, event: Event) -> None:
        if isinstance(event, TablesLinked):
            self.linked = event.tables
        elif isinstance(event, SqlWritten):
            self.sql, self.source, self.mended, self.mends = event.sql, event.source, "", []
        elif isinstance(event, SqlMended):
            self.mended = event.sql
            self.mends.append({"rule": event.rule, "reason": event.reason, "sql": event.sql})


def _blank(question: Question) -> Record:
    return Record(
        id=question.id,
        question=question.question,
        category=question.group,
        expect=question.expect,
        expected_intent=question.intent,
        ok=False,
        status="failed",
        db_id=question.db_id,
        language=question.language,
        held=question.held,
        gold=question.gold,
    )


def _judged(record: Record, question: Question, gold: Gold) -> Record:
    if record.status != status_for(question.expect):
        return replace(record, cause=cause_of_status(question.expect, record.status))
    if question.expect != "answer":
        return replace(record, ok=True)
    if gold.accepts(record.rows):
        return replace(record, ok=True)
    missing = _names(gold.tables) - _names(record.linked)
    return replace(record, cause=cause_of_rows(record.rows, gold.rows, missing_tables=bool(missing)))


def _names(tables: Iterable[str]) -> frozenset[str]:
    """Table names as they are compared: without case and without the schema that a bare name means."""
    return frozenset(t.lower().removeprefix("main.") for t in tables)


def _retrieved(record: Record, question: Question, application: Application) -> Record:
    linked = link(application.permitted, question.question)
    found = tuple(hit.table for hit in linked.hits)
    ranked = _names((*linked.tables, *found))
    ok = any(_names(tables) <= ranked for tables in (question.tables, *question.table_sets))
    return replace(
        record,
        linked=linked.tables,
        found=found,
        ok=ok,
        status="ok",
        cause="" if ok else "tables_missing",
    )


def batched(items: Iterable[Question], size: int) -> Iterator[tuple[Question, ...]]:
    """Up to `size` questions at a time (itertools has it from Python 3.12 on)."""
    left = iter(items)
    while batch := tuple(islice(left, size)):
        yield batch


def _silent(_: str) -> None: ...
