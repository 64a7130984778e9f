"""A question taken apart: what is counted or added, for each of what, of which rows, in which order."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from ...core.tables import Column, Metric
from ..period import Spoken
from .reach import Place

How = Literal["count", "sum", "avg", "min", "max", "metric", "plain"]


class Silent(Exception):
    """The question says something that code cannot be sure of. Never leaves this package."""


@dataclass(frozen=True)
class Dimension:
    """A column that rows are told apart by. `whole`: it stands for the fact table's own rows."""

    place: Place
    column: Column
    whole: bool = False


@dataclass(frozen=True)
class Measure:
    """A figure. `column` for all but counts and metrics; `plain` is the column as it stands."""

    how: How
    place: Place
    column: Column | None = None
    metric: Metric | None = None


@dataclass(frozen=True)
class Kept:
    """A condition on rows: stored values, a bound, or a condition in SQL over the place's columns.

    `but`: rows of these values are left out.
    """

    place: Place
    column: Column
    values: tuple[str, ...] = ()
    sign: str = ""
    number: str = ""
    text: str = ""
    but: bool = False


@dataclass(frozen=True)
class Rank:
    """Rows in order of a figure: `by`, or the only one. `rows` is None for all of them."""

    ascending: bool
    rows: int | None
    by: Measure | None = None


@dataclass(frozen=True)
class Parts:
    """A reading of a whole question over one fact table.

    `shown` are columns listed as they stand, in the order they are named; then there are no dimensions. `weak` counts
    words that were matched by a part or an everyday wording; `steps` joins. `having`: the sign and
    the number that the figure of each group is held against. `of`: the part that a share
    is asked of; a share `over`: the first figure in percent of the second. `beside`: a running total, a moving
    average or a change is asked for beside the figure itself. `step`: each
    month against the one before; `moving`: the months an average takes in; `within`: the first rows of each group of all
    dimensions but the last. `apart`: the figure is shown for each of these by itself, side by side. `per`: the figure
    is divided by how many of that place's things the rows are of. `one_row`: one thing is told by its own name.
    """

    fact: Place
    dimensions: tuple[Dimension, ...] = ()
    measures: tuple[Measure, ...] = ()
    shown: tuple[Dimension, ...] = ()
    kept: tuple[Kept, ...] = ()
    having: tuple[str, str] | None = None
    grain: str = ""
    rank: Rank | None = None
    compared: Literal["", "each", "change", "rate"] = ""
    of: tuple[Kept, ...] = ()
    share: Literal["", "alone", "beside", "over"] = ""
    running: bool = False
    beside: bool = False
    step: bool = False
    moving: int = 0
    within: bool = False
    apart: tuple[Kept, ...] = ()
    per: Place | None = None
    now: bool = False
    spans: tuple[Spoken, ...] = ()
    time_words: Column | None = None
    weak: float = 0.0
    named: bool = False
    one_row: bool = False

    @property
    def period(self) -> Spoken | None:
        """The one period it is of; None where none is named, or several."""
        return self.spans[0] if len(self.spans) == 1 else None
