"""The values of mending: what a rule may look at, what it hands back, and what is left wrong."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Literal

from sqlglot import exp

from ...core.answer import Mend
from ...core.language import Language, of_text, say
from ...core.ports import Catalog

RealValues = Callable[[str, str], tuple[str, ...]]
"""(`schema.table`, column) → every distinct value of a small text column, or () where it has too many to list."""


MOST_TABLES_TO_PAIR = 80
"""Above this, keys are guessed among the tables the model was shown only: pairs grow with the square."""


@dataclass(frozen=True)
class Scene:
    """What mending may look at.

    `shown` are the tables (`schema.table`) whose cards the model read, best first. `values`, where the caller can
    give it, lists the real values of a small text column; without it only the catalog's codes and samples count.
    Rules named in `without` are left out ("mending": all of them).
    """

    catalog: Catalog
    question: str
    dialect: str = "duckdb"
    as_of: date | None = None
    shown: tuple[str, ...] = ()
    values: RealValues | None = None
    without: frozenset[str] = frozenset()

    @cached_property
    def small_catalog(self) -> tuple[str, ...]:
        """Every table's name where there are few enough to pair; else empty. Asked once: a catalog may be large."""
        names = self.catalog.table_names()
        return tuple(names) if len(names) <= MOST_TABLES_TO_PAIR else ()

    @property
    def language(self) -> Language:
        """The asker's language: reasons are told in it."""
        return of_text(self.question)

    def reason(self, key: str, **slots: str | int) -> str:
        """The text `mend.<key>` in the asker's language."""
        return say(f"mend.{key}", self.language, default=None, **slots)


ProblemKind = Literal["syntax", "table", "column", "ambiguous", "join", "order", "nested"]


@dataclass(frozen=True)
class Problem:
    """Something seen wrong that code must not guess about. `near` are the names that come closest, best first."""

    kind: ProblemKind
    name: str
    message: str
    near: tuple[str, ...] = ()


@dataclass(frozen=True)
class Mended:
    """SQL after mending. `tree` is None only when no dialect could read the text; then `sql` is the text as given.

    `cautions` are for the reader of the answer, in the asker's language: the SQL runs, but its figures may mislead.
    """

    sql: str
    tree: exp.Expr | None
    mends: tuple[Mend, ...]
    problems: tuple[Problem, ...]
    cautions: tuple[str, ...] = ()


RuleFunction = Callable[[exp.Expr, Scene], tuple[exp.Expr, tuple[str, ...]]]
"""May change the tree it is given (it is a private copy); reasons are empty exactly when nothing changed."""


@dataclass(frozen=True)
class Rule:
    """One kind of correction. `name` is what answers and the audit log call it."""

    name: str
    function: RuleFunction
