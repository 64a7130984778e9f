"""The value the steps pass on, and the desk they work at."""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping
from dataclasses import dataclass, field
from datetime import date

from ..core.answer import Chart, Fact, Insight, Mend, Period
from ..core.events import Event
from ..core.language import Language
from ..core.messages import Message, ModelRequest, Reply, Usage
from ..core.ports import Catalog, GuardedWarehouse
from ..core.results import Limits, QueryOutcome
from ..core.tables import Metric, Table, Term, VerifiedHit


@dataclass(frozen=True)
class Finding:
    """Everything known about one data question so far. Steps return a changed copy, never change one.

    `messages` is the line of talk with the model up to now (system text first): later requests only append to it.
    `shown` are the tables whose cards stand in that line, in the order they were shown. `expanded` is the question
    with the asker's own words replaced by what they stand for; empty where there are none. `near` are the tables a search
    found, best first: those `tables` were chosen from. `passed` are words that rules passed over, `set_aside` the model's
    finding where rules wrote another. `sql_before` and `shown_before` are those of the turn that a
    follow-up goes on from. With `schema_only` no value of a row is told to the model: `told_before` is `sql_before` as it
    is told, `unseen` what the line's placeholders stand for (see `unseen`).
    """

    question: str
    language: Language
    as_of: date
    workspace: str = ""
    expanded: str = ""
    follow_up: bool = False
    messages: tuple[Message, ...] = ()
    shown: tuple[str, ...] = ()
    sql_before: str = ""
    told_before: str = ""
    schema_only: bool = False
    unseen: tuple[str, ...] = ()
    shown_before: tuple[str, ...] = ()
    files: tuple[Table, ...] = ()
    without: frozenset[str] = frozenset()

    tables: tuple[str, ...] = ()
    columns: Mapping[str, frozenset[str]] = field(default_factory=dict)
    whole: bool = False
    terms: tuple[Term, ...] = ()
    metrics: tuple[Metric, ...] = ()
    examples: tuple[VerifiedHit, ...] = ()
    near: tuple[str, ...] = ()
    period: Period | None = None
    period_words: str = ""

    written_sql: str = ""
    source: str = "model"
    sql: str = ""
    mends: tuple[Mend, ...] = ()
    problems: tuple[str, ...] = ()
    cautions: tuple[str, ...] = ()
    passed: tuple[str, ...] = ()
    set_aside: Finding | None = None
    outcome: QueryOutcome | None = None
    labels: tuple[str, ...] = ()
    chart: Chart | None = None
    text: str = ""
    facts: tuple[Fact, ...] = ()
    insight: Insight | None = None

    model_calls: int = 0
    usage: Usage = Usage()
    prompt_versions: Mapping[str, str] = field(default_factory=dict)

    @property
    def told(self) -> str:
        """All that the model has read and written in this line, and the question."""
        return "\n".join((*(m.content for m in self.messages), self.question))

    @property
    def meant(self) -> str:
        """The question to match names, values and times against; `question` is what people and the model are shown."""
        return self.expanded or self.question


@dataclass(frozen=True)
class Desk:
    """What a step may use. `ask_model` streams one request as events and returns the whole reply.

    `evidence` gives what goes into the audit record beside a statement (model digest, prompt versions, session id).
    """

    catalog: Catalog
    warehouse: GuardedWarehouse
    ask_model: Callable[[ModelRequest, str], Generator[Event, None, Reply]]
    limits: Limits
    evidence: Callable[[], Mapping[str, object]]
    max_tokens: int = 700
    want_chart: bool = True
    want_insight: bool = True


# A step that has something to tell on the way is a generator; one that only computes is a plain function.
Step = Callable[[Finding, Desk], Finding | Generator[Event, None, Finding]]
