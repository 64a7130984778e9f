"""The steps of a data question, in order. Each takes a finding and hands back a changed one, yielding events on the way."""

from __future__ import annotations

from collections.abc import Callable, Generator
from dataclasses import replace
from typing import ClassVar

from sqlglot import exp

from ..catalog.link import Linked
from ..catalog.link import link as link_tables
from ..catalog.own_terms import meant
from ..catalog.whole import whole_schema
from ..core.answer import Period
from ..core.errors import Actor, AiwsError, DeniedError, SqlSyntaxError
from ..core.events import (
    Event,
    Notice,
    RowsReady,
    SqlMended,
    SqlWritten,
    StepFinished,
    StepStarted,
    TablesLinked,
)
from ..core.language import Language, say
from ..core.messages import Message, ModelRequest
from ..core.prompts import prompt
from ..core.tables import Table
from ..governance.privacy.cells import notice
from . import asking, chart, hints, wording
from .asked_time import asked_time, joined
from .by_rules import by_rules, plainer, same_question
from .conditions import conditions
from .finding import Desk, Finding, Step
from .labels import described
from .mend import BESIDES, Mended, Scene, extract_sql, mend
from .narrowing import narrowed_lines
from .period_sql import period_in_sql
from .spelling import by_linked
from .unseen import bare, hide, restore

# A follow-up names only what is to change: it cannot say which of the columns before it are still wanted.
_OF_WHOLE_QUESTIONS = frozenset(
    {
        "filter_unasked",
        "fixed_shown",
        "group_unasked",
        "key_shown",
        "measure_unasked",
        "named_only",
        "period_unasked",
        "shown",
        "unsaid_shown",
    }
)


class NoSqlError(AiwsError):
    """The model's reply holds no SQL."""

    code: ClassVar[str] = "no_sql"
    exit_code: ClassVar[int] = 6
    actor: ClassVar[Actor] = "model"


class NoTableError(AiwsError):
    """The SQL reads no table, so what it gives is not data."""

    code: ClassVar[str] = "no_table"
    exit_code: ClassVar[int] = 6
    actor: ClassVar[Actor] = "model"


class BadSqlError(AiwsError):
    """The model's SQL cannot run, mended and asked for again. Slots: detail."""

    code: ClassVar[str] = "bad_sql"
    exit_code: ClassVar[int] = 6
    actor: ClassVar[Actor] = "model"


def read_period(finding: Finding, desk: Desk) -> Finding:
    """What time the question names, from the first day to the last, resolved against the as-of date."""
    found = joined(asked_time(finding.meant, finding.as_of).spans)
    if found is None:
        return finding
    return replace(finding, period=found.period(finding.as_of), period_words=found.words)


def link(finding: Finding, desk: Desk) -> Generator[Event, None, Finding]:
    """Choose the tables the model will be shown. Slips of the keyboard are put right by the words of those found."""
    linked = _linked(finding, desk, finding.question)
    spelled = by_linked(desk.catalog, finding.meant, linked, finding.shown)
    if spelled != finding.meant:
        finding = read_period(replace(finding, expanded=spelled), desk)
        linked = _linked(finding, desk, spelled)
    names, columns = linked.tables, linked.columns
    whole = whole_schema(desk.catalog) if "whole" not in finding.without else ()
    if whole:
        # Choosing among so few tables can only lose one; the cards are then the same for every question.
        names, columns = whole, {}
    elif finding.follow_up and _speaks_of_shown(finding, desk):
        # Further tables would only tempt the model into joins the question does not need.
        names = finding.shown
    tables = [desk.catalog.table(name) for name in names]
    yield TablesLinked(
        tables=(*(t.name for t in finding.files), *names),
        business_names=(
            *("" for _ in finding.files),
            *(
                (t.business_name if finding.language == "ko" else t.business_name_en) or t.name
                for t in tables
                if t
            ),
        ),
    )
    return replace(
        finding,
        tables=names,
        columns=columns,
        whole=bool(whole),
        terms=linked.terms,
        metrics=linked.metrics,
        examples=linked.verified,
        near=tuple(h.table for h in linked.hits),
    )


def _linked(finding: Finding, desk: Desk, question: str) -> Linked:
    return link_tables(
        desk.catalog,
        question,
        workspace=finding.workspace,
        previous=finding.shown if finding.follow_up else (),
        past=finding.period is not None and finding.period.end[:7] < finding.as_of.isoformat()[:7],
    )


def compose_sql(finding: Finding, desk: Desk) -> Generator[Event, None, Finding]:
    """Write the SQL of a plain question, or of a follow-up that only changes the query before it, by rules.

    Where a word of it is not clear it is left to the model.
    """
    found = by_rules(finding, desk)
    if found is None:
        return finding
    finding = replace(finding, tables=tuple(dict.fromkeys((*found.tables, *finding.tables))))
    content, shown = asking.data_question(finding, desk.catalog)
    # The line of talk holds it as if the model had written it: a follow-up goes on from there.
    told, unseen = found.sql, finding.unseen
    if finding.schema_only:
        told, unseen = hide(found.sql, f"{finding.told}\n{content}", unseen, desk.warehouse.dialect)
    talk = (Message("user", content), Message("assistant", f"```sql\n{told}\n```"))
    yield SqlWritten(sql=found.sql, source="composed")
    return replace(
        finding,
        written_sql=found.sql,
        source="composed",
        passed=found.passed,
        messages=(*finding.messages, *talk),
        unseen=unseen,
        shown=shown,
    )


def write_sql(finding: Finding, desk: Desk) -> Generator[Event, None, Finding]:
    """Take the verified query of the very same question, or ask the model for one."""
    if finding.source == "composed":
        return finding
    same = same_question(finding)
    if same is not None and not finding.follow_up and not finding.files:
        yield SqlWritten(sql=same.query.sql.strip(), source=f"verified:{same.query.id}")
        return replace(finding, written_sql=same.query.sql.strip(), source=f"verified:{same.query.id}")
    content, shown = asking.data_question(finding, desk.catalog)
    return (yield from _ask(replace(finding, shown=shown), desk, content))


def mend_sql(finding: Finding, desk: Desk) -> Generator[Event, None, Finding]:
    """Correct what code can see is wrong, with a reason for each correction."""
    mended = _mended(finding, desk)
    if finding.source == "composed":
        # Each of its words is accounted for: what a rule would change of it, it would take away.
        return replace(finding, sql=finding.written_sql, cautions=(*mended.cautions, *_passed_over(finding)))
    sql = finding.written_sql
    for made in mended.mends:
        sql = mended.sql
        yield SqlMended(rule=made.rule, reason=made.reason, sql=sql)
    return replace(
        finding,
        sql=mended.sql,
        mends=(*finding.mends, *mended.mends),
        problems=tuple(p.message for p in mended.problems),
        cautions=mended.cautions,
    )


def write_plainer(finding: Finding, desk: Desk) -> Generator[Event, None, Finding]:
    """Write a question by rules after all, where the words that kept them from it meant nothing to the model either.

    Rules read what they read more reliably than a small model does; what was passed over is told.
    """
    # What cannot run does not show which words the model made something of.
    if finding.source != "model" or finding.problems:
        return finding
    found = plainer(finding, desk)
    if found is None:
        return finding
    yield SqlWritten(sql=found.sql, source="composed")
    written = replace(
        finding,
        written_sql=found.sql,
        source="composed",
        passed=found.passed,
        tables=tuple(dict.fromkeys((*found.tables, *finding.tables))),
        mends=(),
        problems=(),
        set_aside=finding,
    )
    return (yield from mend_sql(written, desk))


def run(finding: Finding, desk: Desk) -> Generator[Event, None, Finding]:
    """Run it under the guard. What the engine refuses is shown to the model once; then it is an error.

    A composed query that fails, or finds nothing, was no plain question after all: then the model is asked.
    """
    if finding.source == "composed":
        try:
            done = _execute(finding, desk)
            if _finds_something(done):
                return done
        except AiwsError as problem:
            if not _about_the_statement(problem):
                raise
        if finding.set_aside is not None:
            finding = finding.set_aside
        else:
            asked = replace(finding, source="model", messages=finding.messages[:-2], mends=(), passed=())
            asked = replace(asked, shown=finding.shown_before)
            asked = yield from write_sql(asked, desk)
            finding = yield from mend_sql(asked, desk)
    try:
        return _execute(finding, desk)
    except AiwsError as problem:
        if not _model_can_mend(problem, finding):
            raise
        known = "; ".join(finding.problems)
        detail = known or problem.message("en")
        first = problem
        told = known or problem.message(finding.language)
    yield Notice(text=say("analysis.asking_again", finding.language, detail=told), level="warning")
    if finding.schema_only:
        detail = bare(detail, finding.told)
    content = prompt("mend_request").fill(problem=detail)
    again = yield from _ask(finding, desk, content)
    again = yield from mend_sql(replace(again, mends=()), desk)
    try:
        return _execute(again, desk)
    except AiwsError as problem:
        if not _model_can_mend(problem, finding):
            raise
        if isinstance(first, DeniedError) and isinstance(problem, DeniedError):
            raise
        # What the mending found says it in the asker's language; the engine speaks English only.
        detail = "; ".join(again.problems) or problem.message(finding.language)
        raise BadSqlError(detail=detail) from problem


def name_columns(finding: Finding, desk: Desk) -> Generator[Event, None, Finding]:
    """Give the result's columns the names people use, name the period, and hand the rows over."""
    assert finding.outcome is not None
    result = finding.outcome.result
    tree = _tree(finding)
    columns = result.columns
    if tree is not None:
        known = asking.with_files(desk.catalog, finding.files)
        columns = described(tree, result.columns, known, finding.metrics, finding.language)
    outcome = replace(finding.outcome, result=replace(result, columns=columns))
    if personal := notice(finding.outcome, finding.language):
        yield Notice(text=personal, level="warning")
    yield RowsReady(
        columns=columns,
        rows=result.rows,
        truncated=result.truncated,
        executed_sql=outcome.executed_sql,
        elapsed_ms=result.elapsed_ms,
        audit_id=outcome.audit_id,
    )
    return replace(finding, outcome=outcome, labels=tuple(c.label or c.name for c in columns))


def draw(finding: Finding, desk: Desk) -> Finding:
    """Choose a chart by rules."""
    if not desk.want_chart or finding.outcome is None:
        return finding
    result = finding.outcome.result
    return replace(
        finding, chart=chart.chart(result.columns, finding.labels, result.rows, finding.question.strip())
    )


def word(finding: Finding, desk: Desk) -> Finding:
    """Say what came out, and which time it speaks of."""
    assert finding.outcome is not None
    result, language = finding.outcome.result, finding.language
    text, found = wording.headline(result, finding.labels, language)
    insight = (
        wording.insight(result, finding.labels, language, finding.question) if desk.want_insight else None
    )
    tree = _tree(finding)
    used = period_in_sql(tree) if tree is not None else None
    asked = finding.period
    as_of = finding.as_of.isoformat()
    period = None
    if used is not None and used[0] is not None:
        # Open to the right reaches to where the data stands; open to the left has no beginning to name.
        period = Period(used[0].isoformat(), (used[1] or finding.as_of).isoformat(), as_of)
    lines = [text, wording.period_line(period, as_of, language)]
    if tree is not None:
        kept = conditions(tree, asking.with_files(desk.catalog, finding.files), language)
        if kept:
            lines.append(say("analysis.conditions", language, conditions=" · ".join(kept)))
    if asked is not None and used is None:
        lines.append(say("analysis.period_not_used", language, words=finding.period_words))
    elif asked is not None and period is not None and not _overlap(asked, period):
        lines.append(
            say(
                "analysis.period_differs",
                language,
                words=finding.period_words,
                start=asked.start,
                end=asked.end,
            )
        )
    lines += [say("analysis.caution", language, text=caution) for caution in finding.cautions]
    lines += narrowed_lines(
        finding.outcome.narrowed,
        finding.outcome.role,
        lambda t: _title(desk.catalog.table(t), t, language),
        language,
    )
    return replace(finding, text="\n".join(lines), facts=found, insight=insight, period=period)


def _title(table: Table | None, name: str, language: Language) -> str:
    if table is None or not table.business_name:
        return name
    if language == "ko":
        return f"{table.business_name}({name})"
    return f"{table.business_name_en or table.business_name} ({name})"


def check_facts(finding: Finding, desk: Desk) -> Finding:
    """Drop an observation with a number that no cell carries."""
    if finding.insight is not None and not finding.insight.checked:
        return replace(finding, insight=None)
    return finding


STEPS: tuple[tuple[str, Step], ...] = (
    ("period", read_period),
    ("link", link),
    ("compose", compose_sql),
    ("write_sql", write_sql),
    ("mend", mend_sql),
    ("plainer", write_plainer),
    ("run", run),
    ("columns", name_columns),
    ("chart", draw),
    ("answer", word),
    ("check_facts", check_facts),
)


def analyse(finding: Finding, desk: Desk, clock: Callable[[], float]) -> Generator[Event, None, Finding]:
    """Take a finding through all steps. Errors of a step come out as they are; events before it stand."""
    finding = replace(finding, expanded=meant(finding.question, desk.catalog.terms(finding.question)))
    for name, step in STEPS:
        yield StepStarted(step=name)
        started = clock()
        taken = step(finding, desk)
        finding = taken if isinstance(taken, Finding) else (yield from taken)
        yield StepFinished(step=name, elapsed_ms=(clock() - started) * 1000)
    return finding


def _ask(finding: Finding, desk: Desk, content: str) -> Generator[Event, None, Finding]:
    messages = (*finding.messages, Message("user", content))
    request = ModelRequest(messages, max_tokens=desk.max_tokens, stop=(";",))
    reply = yield from desk.ask_model(request, "sql")
    finding = replace(
        finding,
        messages=(*messages, Message("assistant", reply.text)),
        model_calls=finding.model_calls + 1,
        usage=finding.usage + reply.usage,
    )
    sql = extract_sql(restore(reply.text, finding.unseen))
    if not sql:
        raise NoSqlError()
    yield SqlWritten(sql=sql)
    return replace(finding, written_sql=sql, source="model")


def _passed_over(finding: Finding) -> tuple[str, ...]:
    if not finding.passed:
        return ()
    words = ", ".join(f"'{word}'" for word in finding.passed)
    return (say("analysis.passed_over", finding.language, words=words),)


def _mended(finding: Finding, desk: Desk) -> Mended:
    return mend(finding.written_sql, _scene(finding, desk))


def _scene(finding: Finding, desk: Desk) -> Scene:
    return Scene(
        catalog=asking.with_files(desk.catalog, finding.files),
        question=finding.meant,
        dialect=desk.warehouse.dialect,
        as_of=finding.as_of,
        shown=finding.shown,
        values=asking.value_reader(desk, finding),
        without=finding.without
        | (_OF_WHOLE_QUESTIONS if finding.follow_up else frozenset())
        | (BESIDES if finding.source.startswith("verified:") else frozenset()),
    )


def _execute(finding: Finding, desk: Desk) -> Finding:
    outcome = desk.warehouse.query(
        finding.sql, question=finding.question, limits=desk.limits, evidence=desk.evidence()
    )
    if not outcome.tables:
        # A number the model made up is no answer, however well it runs.
        raise NoTableError()
    return replace(finding, outcome=outcome)


def _finds_something(finding: Finding) -> bool:
    assert finding.outcome is not None
    return any(cell is not None for row in finding.outcome.result.rows for cell in row)


def _model_can_mend(problem: AiwsError, finding: Finding) -> bool:
    return finding.source == "model" and _about_the_statement(problem)


def _about_the_statement(problem: AiwsError) -> bool:
    """Whether another statement might do."""
    if problem.ends_turn:
        return False
    return problem.actor == "model" or isinstance(problem, (DeniedError, SqlSyntaxError))


def _speaks_of_shown(finding: Finding, desk: Desk) -> bool:
    """Whether a follow-up names a column, or a value, of a table whose card the model has read already."""
    tables = [t for name in finding.shown if (t := desk.catalog.table(name)) is not None]
    return bool(hints.column_hints(finding.meant, tables) or hints.value_hints(finding.meant, tables))


def _tree(finding: Finding) -> exp.Expr | None:
    import sqlglot
    from sqlglot.errors import SqlglotError

    try:
        return sqlglot.parse_one(finding.sql, read="duckdb")
    except SqlglotError:
        return None


def _overlap(asked: Period, used: Period) -> bool:
    return asked.start <= used.end and used.start <= asked.end
