"""Requests that SQL is not enough for: rows fetched under the guard, a script over them, a table back.

The script is written by rules or by the model, corrected by rules, and runs through the same tool, gate, sandbox and log
as any code of a model: `tools/python`. It never sees the database, and the model sees no row of the result.
"""

from __future__ import annotations

import importlib.util
import re
from collections.abc import Generator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace

from ..analysis import chart, wording
from ..analysis.finding import Finding
from ..analysis.python import script as scripts
from ..analysis.python.explain import explained
from ..analysis.python.failures import NoRowsToCompute, NoScript, PythonPackages, ScriptFailed
from ..analysis.python.mend import mend
from ..analysis.python.naming import named, only_of
from ..analysis.python.scene import Scene
from ..analysis.python.script import Column, Script, columns_of
from ..analysis.python.templates import written
from ..analysis.python.told import cautions, headline, labelled
from ..analysis.python.wants import Wish
from ..analysis.unseen import bare
from ..core.answer import Answer, Mend
from ..core.errors import AiwsError
from ..core.events import (
    Event,
    Notice,
    RowsReady,
    ScriptWritten,
    StepFinished,
    StepStarted,
    ToolFinished,
    ToolStarted,
)
from ..core.language import say
from ..core.messages import Message, ModelRequest
from ..core.patterns import when_needed
from ..core.prompts import prompt
from ..core.results import QueryOutcome, ResultSet
from ..core.untrusted import clean
from ..tools.python import PythonOutcome
from ..tools.registry import Tool, ToolContext, ToolError
from ..tools.results import Results
from .continuing import points_back
from .permissions import Declined, Gate, NotPermitted, PlanOnly, decide
from .turn import Surroundings, Turn

_TOOL = "run_python"
# A small model's script is short; one that goes on is lost.
_MOST_TOKENS = 500
_RUNS_BY_RULES = 2
_TOLD_OF_ERROR = 300
_PROMPTS = ("python", "mend_script")


@dataclass(frozen=True)
class _Task:
    """One request on its way: the rows it is about, what they are called, and how the gate lets code pass."""

    turn: Turn
    wish: Wish
    finding: Finding
    result: ResultSet
    columns: tuple[Column, ...]
    name: str
    tool: Tool
    context: ToolContext

    @property
    def outcome(self) -> QueryOutcome:
        assert self.finding.outcome is not None
        return self.finding.outcome


@dataclass
class _Written:
    """A script as far as it has come: `body` is the model's part of it, empty where rules wrote the whole."""

    script: Script
    body: str = ""
    mends: list[Mend] = field(default_factory=list)
    messages: tuple[Message, ...] = ()


# A grouping or a time of its own asks for rows that the last answer may hold in another cut.
_OWN_CUT = when_needed(
    r"[가-힣]별|\b(?:by|per|each|every)\s|마다|올해|작년|지난|이번|최근|\d+\s*(?:년|월|분기|개월)|\b(?:last|this|since|in)\s",
    re.I,
)


def of_last(wish: Wish, question: str, last: Finding) -> bool:
    """Whether the request is about the rows of the answer before it, rather than about data of its own."""
    if not wish.data or points_back(question):
        return True
    if last.outcome is None or _OWN_CUT.search(wish.data):
        return False
    columns = columns_of(last.outcome.result)
    needed = 1 if wish.kind in ("scenario", "outliers", "simulation") else 2
    return len(named(question, columns)) >= needed and only_of(wish.data, columns)


class Scripting:
    """The scripts of one conversation. Not thread-safe."""

    def __init__(self, around: Surroundings, results: Results) -> None:
        self._around, self._results = around, results

    def check(self) -> Tool:
        """The tool that runs code, before anything is fetched for it.

        Raises NotPermitted where the role has none, SandboxMissing where nothing holds code here, ToolError without a bench.
        """
        around = self._around
        tool = next((t for t in around.tools if t.name == _TOOL), None)
        if tool is None:
            raise NotPermitted(tool=_TOOL, why="policy")
        if around.bench is None:
            raise ToolError(tool=_TOOL, detail="not available here")
        around.bench.sandbox()
        return tool

    def do(
        self, turn: Turn, wish: Wish, finding: Finding, *, attached: bool
    ) -> Generator[Event, None, Answer]:
        """Compute what is wished for from the finding's rows.

        Raises what the gate and the sandbox raise, TooFewColumns, NoRowsToCompute, PythonPackages, NoScript, ScriptFailed.
        """
        task = self._task(turn, wish, finding, attached=attached)
        yield StepStarted(step="script")
        started = self._around.clock.monotonic()
        ruled = written(wish, turn.question, task.columns, task.name, turn.language)
        made = _Written(ruled) if ruled is not None else (yield from self._by_model(task, ()))
        yield StepFinished(step="script", elapsed_ms=(self._around.clock.monotonic() - started) * 1000)
        yield self._shown(task, made.script.code, made.script.written, made.mends)
        try:
            outcome = yield from self._run_mended(task, made)
        except PlanOnly:
            return self._proposed(task, made)
        return (yield from self._answer(task, made, outcome))

    def _task(self, turn: Turn, wish: Wish, finding: Finding, *, attached: bool) -> _Task:
        tool, around = self.check(), self._around
        assert finding.outcome is not None
        result = finding.outcome.result
        if not result.rows:
            raise NoRowsToCompute()
        if around.schema_only:
            result = _without_unread(result, finding.told)
        evidence = turn.evidence({p: prompt(p).version for p in _PROMPTS})
        gate = Gate(around.grounds, mode=turn.options.mode, approver=turn.options.approver, evidence=evidence)
        if attached:
            gate.taint("files")
        if turn.options.context.strip():
            gate.taint("stdin")
        context = ToolContext(
            around.catalog,
            around.warehouse,
            turn.question,
            finding.workspace,
            evidence,
            gate,
            results=self._results,
            bench=around.bench,
            schema_only=around.schema_only,
        )
        name = self._results.keep(result, finding.outcome.audit_id)
        return _Task(turn, wish, finding, result, columns_of(result), name, tool, context)

    # — the script —

    def _by_model(self, task: _Task, after: tuple[Message, ...]) -> Generator[Event, None, _Written]:
        """The model's script, corrected by what can be seen before it runs. `after` is the talk it goes on from."""
        turn = task.turn
        if not has_pandas():
            raise PythonPackages()
        messages = after or _opening(task)
        limit = min(turn.options.max_tokens or self._around.max_tokens, _MOST_TOKENS)
        reply = yield from turn.ask_model(ModelRequest(messages, max_tokens=limit), "sql")
        body = scripts.code_in(reply.text)
        if not body:
            raise NoScript()
        talk = (*messages, Message("assistant", reply.text))
        done = mend(body, Scene(task.columns, turn.language))
        return _of_model(task, done.body, list(done.mends), talk)

    def _run_mended(self, task: _Task, made: _Written) -> Generator[Event, None, PythonOutcome]:
        """Run it; what fails is mended by rules, then the model is shown it once."""
        problem: AiwsError | None = None
        trace = ""
        for attempt in range(_RUNS_BY_RULES + 1):
            outcome, trace, problem = yield from self._run(task, made)
            if outcome is not None:
                return outcome
            if attempt == _RUNS_BY_RULES or not made.body or problem is not None:
                break
            done = mend(made.body, Scene(task.columns, task.turn.language, trace))
            if not done.mends:
                break
            yield from self._corrected(
                task, made, _of_model(task, done.body, list(done.mends), made.messages)
            )
        detail = self._told(trace, problem)
        said = "python.declined" if isinstance(problem, Declined) else "python.asking_again"
        yield Notice(text=say(said, task.turn.language, detail=detail), level="warning")
        told = f"the person said no: {detail}" if isinstance(problem, Declined) else detail
        if self._around.schema_only and not isinstance(problem, Declined):
            told = _kind(trace)
        before = made.messages or (*_opening(task), Message("assistant", f"```python\n{made.script.code}```"))
        talk = (*before, Message("user", prompt("mend_script").fill(problem=told)))
        yield StepStarted(step="script_mend")
        yield from self._corrected(task, made, (yield from self._by_model(task, talk)))
        outcome, trace, problem = yield from self._run(task, made)
        if outcome is None:
            raise ScriptFailed(detail=self._told(trace, problem))
        return outcome

    def _corrected(self, task: _Task, made: _Written, new: _Written) -> Generator[Event, None, None]:
        made.script, made.body, made.messages = new.script, new.body, new.messages
        made.mends += [m for m in new.mends if m not in made.mends]
        yield self._shown(task, made.script.code, "mended", new.mends)

    @staticmethod
    def _shown(task: _Task, code: str, source: str, mends: Sequence[Mend]) -> ScriptWritten:
        """The script as an event, and whether a person is about to see it anyway, being asked."""
        gate, asked = task.context.gate, False
        if task.turn.options.approver is not None and isinstance(gate, Gate):
            with suppress(AiwsError):
                deed = task.tool.deed(task.context, {"code": code})
                asked = decide(gate.case(deed)).verdict == "ask"
        return ScriptWritten(code=code, source=source, mends=tuple(mends), asked=asked)

    def _run(
        self, task: _Task, made: _Written
    ) -> Generator[Event, None, tuple[PythonOutcome | None, str, AiwsError | None]]:
        """One run: its table, or how it failed, or what a person said against it."""
        yield StepStarted(step="script_run", detail=task.name)
        yield ToolStarted(tool=_TOOL, arguments={"code": made.script.code})
        task.turn.tool_calls += 1
        try:
            done = task.tool.call(task.context, {"code": made.script.code})
        except (ToolError, Declined) as problem:
            yield ToolFinished(tool=_TOOL, ok=False, summary=problem.message())
            return None, "", problem
        outcome = done.value
        assert isinstance(outcome, PythonOutcome)
        ok = outcome.run.exit == 0 and outcome.table is not None
        yield ToolFinished(tool=_TOOL, ok=ok, summary=done.summary)
        if ok:
            return outcome, "", None
        trace = clean(outcome.run.stderr) or f"ended: {outcome.run.killed_by or f'exit {outcome.run.exit}'}"
        return None, trace, None

    def _told(self, trace: str, problem: AiwsError | None) -> str:
        """How it failed, in a line."""
        if isinstance(problem, Declined):
            return str(problem.slots["reason"])
        if problem is not None:
            return str(problem.slots.get("detail") or problem.message("en"))[:_TOLD_OF_ERROR]
        lines = [line.strip() for line in trace.splitlines() if line.strip()]
        return (lines[-1] if lines else "no table")[:_TOLD_OF_ERROR]

    # — the answer —

    def _proposed(self, task: _Task, made: _Written) -> Answer:
        """In plan mode: the script, not run."""
        text = "\n".join((*self._told_of(task, made), say("python.not_run", task.turn.language)))
        return replace(self._base(task, made, text), rows=task.result.rows, columns=task.result.columns)

    def _base(self, task: _Task, made: _Written, text: str) -> Answer:
        finding = task.finding
        return replace(
            task.turn.answer("ok", text),
            sql=finding.written_sql or finding.sql,
            executed_sql=task.outcome.executed_sql,
            mended=(*finding.mends, *made.mends),
            tables=task.outcome.tables,
            period=finding.period,
            script=made.script.code,
            prompt_versions={
                **finding.prompt_versions,
                **{p: prompt(p).version for p in _PROMPTS if made.body},
            },
            audit_id=task.outcome.audit_id,
            narrowed=task.outcome.narrowed,
        )

    def _told_of(self, task: _Task, made: _Written) -> Sequence[str]:
        told = made.script.told or (explained(made.body, task.columns, task.turn.language),)
        return tuple(t for t in told if t)

    def _answer(self, task: _Task, made: _Written, outcome: PythonOutcome) -> Generator[Event, None, Answer]:
        turn, language = task.turn, task.turn.language
        assert outcome.table is not None
        result = labelled(outcome.table, (*made.script.columns, *task.result.columns))
        self._results.keep(result, outcome.audit_id)
        labels = tuple(c.label or c.name for c in result.columns)
        yield RowsReady(
            columns=result.columns,
            rows=result.rows,
            truncated=result.truncated,
            executed_sql=task.outcome.executed_sql,
            elapsed_ms=outcome.run.elapsed_ms,
            audit_id=outcome.audit_id,
        )
        yield StepStarted(step="answer")
        first = headline(result, labels, language)
        # Of a turned table no column is a measure for itself.
        turned = task.wish.kind == "reshape"
        insight = (
            wording.insight(result, labels, language, turn.question)
            if turn.options.insight and not turned
            else None
        )
        count = f"{len(task.result.rows):,}"
        cut = task.result.truncated
        lines = [
            f"[{say('sandbox.label')}] {first}" if outcome.run.label else first,
            *self._told_of(task, made),
            say("python.truncated" if cut else "python.rows_used", language, count=count),
            *cautions(result, language),
            # What the fetched rows are: their period, conditions, what the role does not see.
            *task.finding.text.splitlines()[1:],
        ]
        drawn = (
            chart.chart(result.columns, labels, result.rows, turn.question)
            if turn.options.chart and not turned
            else None
        )
        return replace(
            self._base(task, made, "\n".join(lines)),
            columns=result.columns,
            rows=result.rows,
            truncated=result.truncated,
            chart=drawn,
            insight=insight if insight is not None and insight.checked else None,
            audit_id=outcome.audit_id,
        )


def has_pandas() -> bool:
    """Whether the Python that runs code, which is this one, has pandas; it is not loaded."""
    return all(importlib.util.find_spec(name) is not None for name in ("pandas", "numpy"))


def _without_unread(result: ResultSet, told: str) -> ResultSet:
    """The result with columns called by what the model has read or written: a heading may be a value of a row."""
    columns = (
        c if bare(f"'{c.name}'", told) == f"'{c.name}'" else replace(c, name=f"column_{n}", label="")
        for n, c in enumerate(result.columns, 1)
    )
    return replace(result, columns=tuple(columns))


def _opening(task: _Task) -> tuple[Message, ...]:
    """What the model is asked first: the same head every time, then columns and question."""
    asked = scripts.asked(task.turn.asked, task.columns, len(task.result.rows))
    return Message("system", prompt("python").text), Message("user", asked)


def _of_model(task: _Task, body: str, mends: list[Mend], talk: tuple[Message, ...]) -> _Written:
    return _Written(Script(scripts.framed(body, task.name), "model"), body, mends, talk)


def _kind(trace: str) -> str:
    """The kind of an error without what it says, which may quote a value."""
    lines = [line for line in trace.splitlines() if line.strip() and not line.startswith(" ")]
    return lines[-1].partition(":")[0].strip()[:60] if lines else "it failed"
