"""What the model is told of a question: cards of the tables, the few hints that pay for their tokens, the question last."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from ..catalog.over import Over
from ..catalog.schema_card import card
from ..catalog.schema_only import SchemaOnly
from ..core.errors import AiwsError
from ..core.nested import is_json, is_list
from ..core.ports import Catalog
from ..core.prompts import prompt
from ..core.results import Limits
from ..core.tables import Table
from . import hints
from .asked_time import AskedTime, asked_time
from .finding import Desk, Finding
from .time_hints import time_hints

# Below this an example misleads more than it helps.
NEAR_QUESTION = 0.25
_SPEAKS_OF_TIME = re.compile(
    r"지난|최근|올해|금년|작년|전년|전월|전분기|전주|이번|당월|오늘|어제|이후|이전|부터|까지|동안|추이|월별|일별|분기|연도|\d\s*[년월일]"
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
    if finding.schema_only:
        known = SchemaOnly(known)
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
        return prompt("follow_up").fill(
            **slots, last_sql=finding.told_before or finding.sql_before
        ).strip(), shown
    return prompt("data_question").fill(**slots).strip(), shown


def _hints(finding: Finding, known: Catalog, shown: tuple[str, ...]) -> str:
    case = _Case(finding, tuple(t for name in shown if (t := known.table(name)) is not None))
    told: list[str] = []
    for name, hint in HINTS:
        if name not in finding.without:
            told += hint(case)
    return "".join(f"{line}\n" for line in told)


@dataclass(frozen=True)
class _Case:
    """A question and the tables whose cards the model has."""

    finding: Finding
    tables: tuple[Table, ...]

    @cached_property
    def time(self) -> AskedTime:
        return asked_time(self.finding.meant, self.finding.as_of)

    @cached_property
    def values(self) -> Mapping[str, str]:
        """Column → condition, for values and bounds that the question speaks of."""
        asked = self.finding.meant
        found = dict(hints.value_hints(asked, self.tables))
        return {**found, **dict(hints.comparison_hints(asked, self.tables))}


def _today(case: _Case) -> Sequence[str]:
    # Told without need, it comes back as a filter nobody asked for.
    if _SPEAKS_OF_TIME.search(case.finding.meant) and not case.time.speaks:
        return (f"The data ends on {case.finding.as_of.isoformat()}.",)
    return ()


def _period(case: _Case) -> Sequence[str]:
    finding = case.finding
    return time_hints(case.time, finding.meant, case.tables, finding.metrics, unranked=finding.whole)


def _own_words(case: _Case) -> Sequence[str]:
    return hints.own_word_hints(case.finding.question, case.finding.terms)


def _columns(case: _Case) -> Sequence[str]:
    named = hints.column_hints(case.finding.meant, case.tables)
    return [f"{words} = {column}" for words, column in named if column.rpartition(".")[2] not in case.values]


def _values(case: _Case) -> Sequence[str]:
    return ("Meant: " + "; ".join(case.values.values()),) if case.values else ()


def _formulas(case: _Case) -> Sequence[str]:
    formulas = hints.formula_hints(case.finding.metrics, case.finding.terms, case.tables)
    named = [column for _, column in hints.column_hints(case.finding.meant, case.tables)]
    said = {*case.values.values(), *(c for c in named if c.rpartition(".")[2] not in case.values)}
    return [line for line in formulas if not any(words in line for words in said)]


def _example(case: _Case) -> Sequence[str]:
    # Where a formula is told, an example of something else is copied in its stead.
    if case.finding.follow_up or case.time.pair or case.time.step or case.time.running:
        return ()
    visible = {t.name.lower() for t in case.tables}
    for example in case.finding.examples:
        # An example on tables the model does not see teaches it names it must not use.
        if example.similarity >= NEAR_QUESTION and {t.lower() for t in example.query.tables} <= visible:
            query = example.query
            question = query.question if case.finding.language == "ko" else query.question_en
            sql = query.sql.strip().rstrip(";")
            return (f"Example: {question or query.question}\n```sql\n{sql}\n```",)
    return ()


HINTS: tuple[tuple[str, Callable[[_Case], Sequence[str]]], ...] = (
    ("today", _today),
    ("period", _period),
    ("own_words", _own_words),
    ("columns", _columns),
    ("values", _values),
    ("formulas", _formulas),
    ("example", _example),
)
"""What the model is told beside the cards, in this order, each only where there is something to tell."""


def with_files(catalog: Catalog, files: tuple[Table, ...]) -> Catalog:
    """The catalog with the asker's own files as tables beside it."""
    return WithFiles(catalog, files) if files else catalog


@dataclass(frozen=True)
class WithFiles(Over):
    """A catalog that knows the asker's attached files too; everything else is passed on."""

    files: tuple[Table, ...]

    def table(self, name: str) -> Table | None:
        return next((t for t in self.files if t.name.lower() == name.lower()), None) or self.base.table(name)

    def table_names(self) -> tuple[str, ...]:
        return (*(t.name for t in self.files), *self.base.table_names())


def value_reader(desk: Desk, finding: Finding) -> Callable[[str, str], tuple[str, ...]]:
    """A reader of a column's real distinct values (at most 300, as text), under the guard; personal columns are never read.

    Of a list column its elements; of JSON the first 300 objects, be there more or not. An empty tuple says "not known": too many values, not readable, or personal.
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
    name = f'"{column.name}"'
    if is_list(column):
        name = f"unnest({name})"
    most = f" LIMIT {_VALUES.max_rows}" if is_json(column) else ""
    try:
        outcome = desk.warehouse.query(
            f"SELECT DISTINCT {name} FROM {source}{most}",
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
