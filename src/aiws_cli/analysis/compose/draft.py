"""A reading while it is made: the words, which of them have a part by now, and the parts found."""

from __future__ import annotations

from dataclasses import dataclass, field

from ...core.nested import is_list
from ...core.ports import Catalog
from ...core.tables import Column
from . import meaning
from .cover import Said
from .lexicon import PART, SAID_TOO
from .parts import Dimension, Kept, Measure, Rank, Silent
from .reach import Place


@dataclass
class Draft:
    """`used` says of each word whether it has a part. Dimensions, figures and listed columns stand with their places.
    `several`: two words named values of one column.
    """

    catalog: Catalog
    fact: Place
    words: list[Said]
    timed: bool
    follows: bool = False
    figure: bool = False
    used: list[bool] = field(default_factory=list)
    dimensions: list[tuple[int, Dimension]] = field(default_factory=list)
    measures: list[tuple[int, Measure]] = field(default_factory=list)
    shown: list[tuple[int, Dimension]] = field(default_factory=list)
    kept: list[Kept] = field(default_factory=list)
    having: tuple[str, str] | None = None
    rank: Rank | None = None
    time_words: Column | None = None
    per: Place | None = None
    within: bool = False
    several: bool = False
    weak: float = 0.0
    named: bool = False
    named_half: bool = False
    one_row: bool = False
    by_names: bool = False

    def __post_init__(self) -> None:
        self.used = [w.role == "period" for w in self.words]

    def role(self, i: int) -> str:
        return self.words[i].role if 0 <= i < len(self.words) else ""

    def free(self, i: int) -> bool:
        """Is this a name without a part as yet?"""
        return self.role(i) == "name" and not self.used[i]

    def frees(self) -> list[int]:
        return [i for i in range(len(self.words)) if self.free(i)]

    def take(self, i: int, quality: float = 1.0) -> None:
        self.used[i] = True
        self.weak += meaning.weakness(quality)

    def take_subject(self, i: int) -> None:
        """The word names the fact table."""
        quality = meaning.subject_quality(self.words[i])
        self.named = self.named or quality >= SAID_TOO
        self.named_half = self.named_half or quality >= PART
        self.take(i, quality)

    def flag(self, role: str) -> bool:
        """Take every word of a role; True where there was one."""
        found = [i for i, w in enumerate(self.words) if w.role == role and not self.used[i]]
        for i in found:
            self.take(i)
        return bool(found)

    def near(self, i: int) -> tuple[str, ...]:
        """Tables that the words right beside this one name: the customer of 고객 지역별."""
        out = []
        for j in (i - 1, i + 1, *((i - 2,) if self.role(i - 1) == "by" else ())):
            if self.role(j) == "name":
                out += [p.table.name.lower() for p in meaning.other_tables(self.words[j])]
                if meaning.is_subject(self.words[j]):
                    out.append(self.fact.table.name.lower())
        return tuple(out)

    def joined(self, i: int) -> bool:
        """Does 과, 및, and stand right beside?"""
        return "and" in (self.role(i - 1), self.role(i + 1))

    def groups(self, i: int) -> bool:
        """Can the word stand for groups of rows, and for no figure?"""
        try:
            meaning.dimension(self.catalog, self.words[i], self.near(i))
        except Silent:
            return False
        return meaning.measure(self.words[i]) is None

    def add_dimension(self, i: int) -> None:
        found, quality = meaning.dimension(self.catalog, self.words[i], self.near(i))
        same = any((d.place.table, d.column) == (found.place.table, found.column) for _, d in self.dimensions)
        if not same:  # 센터별로, 센터 이름으로: said twice, told apart once
            self.dimensions.append((i, found))
        self.take(i, quality)

    def keep(self, condition: Kept) -> None:
        """One condition more; of several values of one column any will do."""
        for n, known in enumerate(self.kept):
            if (known.place.table.name, known.column.name) != (
                condition.place.table.name,
                condition.column.name,
            ):
                continue
            if not known.values or not condition.values:
                raise Silent
            either = any(w.role == "or" for w in self.words)
            if is_list(condition.column) and not either and set(known.values) != set(condition.values):
                raise Silent  # one list may have both: any of them, or all?
            values = tuple(dict.fromkeys((*known.values, *condition.values)))
            self.kept[n] = Kept(known.place, known.column, values=values)
            self.several = True
            return
        self.kept.append(condition)
