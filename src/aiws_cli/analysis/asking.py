"""What the model is told of a question: cards of the tables, the few hints that pay for their tokens, the question last."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from ..catalog.schema_card import card
from ..core.errors import AiwsError
from ..core.ports import Catalog
from ..core.prompts import prompt
from ..core.results import Limits
from ..core.tables import Hit, Metric, Relationship, Table, Term, VerifiedHit
from . import hints
from .finding import Desk, Finding
from .timing import time_column

# Below this an example misleads more than it helps.
NEAR_QUESTION = 0.25
_SPEAKS_OF_TIME = re.compile(
    r"지난|최근|올해|금년|작년|전년|전월|전분기|전주|이번|당월|현재|오늘|어제|이후|이전|부터|까지|동안|추이|월별|일별|분기|연도|\d\s*[년월일]"
    r"|\b(?:last(?!\s+names?\b)|past|(?<!most )recent|this|since|ago|today|yesterday|before|after|until|year|month|quarter|week|day)",
    re.IGNORECASE,
)
_VALUES = Limits(seconds=5.0, max_rows=300)
_NEVER_READ = frozenset({"personal", "sensitive"})


def data_question(finding: Finding, catalog: Catalog) -> tuple[str, tuple[str, ...]]:
    """The next message to the model, and the tables shown in the line after it.

    Cards of tables that stand in the line already are not repeated.
    """
    known = with_files(catalog, finding.files)
    wanted = [*(t.name for t in finding.files), *finding.tables]
    fresh = [name for name in wanted if name not in finding.shown]
    shown = (*finding.shown, *fresh)
    near = frozenset(name.lower() for name in shown)
    cards = [
        card(
            table,
            columns=finding.columns.get(name),
            # The cards of a whole schema are the same for every question, so that they are read once.
            question="" if finding.whole else finding.question,
            near=near,
            language=finding.language,
        )
        for name in fresh
        if (table := known.table(name)) is not None
    ]
    slots = {
        "cards": "".join(f"{text}\n\n" for text in cards),
        "hints": _hints(finding, known, shown),
        "question": finding.question.strip(),
    }
    if finding.follow_up:
        return prompt("follow_up").fill(**slots, last_sql=finding.sql).strip(), shown
    return prompt("data_question").fill(**slots).strip(), shown


def _hints(finding: Finding, known: Catalog, shown: tuple[str, ...]) -> str:
    tables = [t for name in shown if (t := known.table(name)) is not None]
    lines: list[str] = []
    if _SPEAKS_OF_TIME.search(finding.meant) and (finding.period is None or "대비" in finding.question):
        # Told without need, it comes back as a filter nobody asked for.
        lines.append(f"The data ends on {finding.as_of.isoformat()}.")
    if finding.period is not None:
        lines.append(_period_hint(finding, tables))
    lines += hints.own_word_hints(finding.question, finding.terms)
    values = {
        **dict(hints.value_hints(finding.meant, tables)),
        **dict(hints.comparison_hints(finding.meant, tables)),
    }
    columns = [c for c in hints.column_hints(finding.meant, tables) if c[1].rpartition(".")[2] not in values]
    lines += [f"{words} = {column}" for words, column in columns]
    if values:
        lines.append("Meant: " + "; ".join(values.values()))
    formulas = hints.formula_hints(finding.metrics, finding.terms, tables)
    told = {*values.values(), *(column for _, column in columns)}
    lines += [line for line in formulas if not any(said in line for said in told)]
    visible = {t.name.lower() for t in tables}
    example = next(
        (
            e
            for e in finding.examples
            # An example on tables the model does not see teaches it names it must not use.
            if e.similarity >= NEAR_QUESTION and {t.lower() for t in e.query.tables} <= visible
        ),
        None,
    )
    if example is not None and not finding.follow_up:
        question = example.query.question if finding.language == "ko" else example.query.question_en
        lines.append(
            f"Example: {question or example.query.question}\n```sql\n{example.query.sql.strip().rstrip(';')}\n```"
        )
    return "".join(f"{line}\n" for line in lines)


def _period_hint(finding: Finding, tables: list[Table]) -> str:
    assert finding.period is not None
    start, end = finding.period.start, finding.period.end
    said = f"{finding.period_words} = {start} to {end}"
    column = next((c for t in tables if (c := time_column(t, finding.metrics))), "")
    return f"{said}: {column} BETWEEN DATE '{start}' AND DATE '{end}'" if column else said


def with_files(catalog: Catalog, files: tuple[Table, ...]) -> Catalog:
    """The catalog with the asker's own files as tables beside it."""
    return WithFiles(catalog, files) if files else catalog


@dataclass(frozen=True)
class WithFiles:
    """A catalog that knows the asker's attached files too; everything else is passed on."""

    base: Catalog
    files: tuple[Table, ...]

    def table(self, name: str) -> Table | None:
        return next((t for t in self.files if t.name.lower() == name.lower()), None) or self.base.table(name)

    def table_names(self) -> tuple[str, ...]:
        return (*(t.name for t in self.files), *self.base.table_names())

    def relationships(self, table: str) -> tuple[Relationship, ...]:
        return self.base.relationships(table)

    def search(self, query: str, *, workspace: str = "", limit: int = 10) -> tuple[Hit, ...]:
        return self.base.search(query, workspace=workspace, limit=limit)

    def terms(self, question: str) -> tuple[Term, ...]:
        return self.base.terms(question)

    def metrics(self, question: str) -> tuple[Metric, ...]:
        return self.base.metrics(question)

    def verified(self, question: str, *, workspace: str = "", limit: int = 3) -> tuple[VerifiedHit, ...]:
        return self.base.verified(question, workspace=workspace, limit=limit)

    def rules(self, company: str = "") -> str:
        return self.base.rules(company)


def value_reader(desk: Desk, finding: Finding) -> Callable[[str, str], tuple[str, ...]]:
    """A reader of a column's real distinct values (at most 300, as text), under the guard; personal columns are never read.

    An empty tuple says "not known": too many values, not readable, or personal.
    """
    seen: dict[tuple[str, str], tuple[str, ...]] = {}

    def values(table_name: str, column_name: str) -> tuple[str, ...]:
        key = (table_name.lower(), column_name.lower())
        if key not in seen:
            seen[key] = _read(desk, finding, table_name, column_name)
        return seen[key]

    return values


def _read(desk: Desk, finding: Finding, table_name: str, column_name: str) -> tuple[str, ...]:
    table = with_files(desk.catalog, finding.files).table(table_name)
    column = table.column(column_name) if table else None
    if table is None or column is None or column.classification in _NEVER_READ:
        return ()
    schema, _, name = table.name.rpartition(".")
    source = ".".join(f'"{part}"' for part in (schema, name) if part)
    evidence: Mapping[str, object] = {**desk.evidence(), "purpose": "values"}
    try:
        outcome = desk.warehouse.query(
            f'SELECT DISTINCT "{column.name}" FROM {source}',
            question=finding.question,
            limits=_VALUES,
            evidence=evidence,
        )
    except AiwsError:
        # Values are a help for mending, not a need: without them the literal stays as the model wrote it.
        return ()
    if outcome.result.truncated:
        return ()
    return tuple(str(row[0]) for row in outcome.result.rows if row[0] is not None)
