"""The words of a question, each given its part. Every content word has one, or nothing is said at all."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Literal, cast

from ...core.ports import Catalog
from ...core.tables import Column
from ..period import Spoken
from . import meaning, nature
from .cover import Said
from .lexicon import SAID_TOO
from .parts import Dimension, How, Kept, Measure, Parts, Rank, Silent
from .reach import Place
from .wordings import NUMBERS, SCALES, sign_of

_SAYS_NOTHING = ("filler", "tail", "among")
_MOST_ROWS = 1000


def read(catalog: Catalog, fact: Place, said: Sequence[Said], period: Spoken | None) -> Parts:
    """The parts of a question over one fact table. Raises Silent where a word has no part, or more than one."""
    return _Reader(catalog, fact, [s for s in said if s.role not in _SAYS_NOTHING], period).parts()


class _Reader:
    """Gives out parts, the surest first; `used` are the words that have one."""

    def __init__(self, catalog: Catalog, fact: Place, words: list[Said], period: Spoken | None) -> None:
        self.catalog = catalog
        self.fact = fact
        self.words = words
        self.period = period
        self.used = [w.role == "period" for w in words]
        self.dimensions: list[tuple[int, Dimension]] = []
        self.measures: list[tuple[int, Measure]] = []
        self.kept: list[Kept] = []
        self.shown: list[tuple[int, Dimension]] = []
        self.weak = 0.0
        self.named = False
        self.listing = False
        self.time_words: Column | None = None
        self.rank: Rank | None = None

    def parts(self) -> Parts:
        if not any(w.role == "name" for w in self.words):
            raise Silent
        self._bounds()
        grain = self._grain()
        self._each()
        self._by()
        now, running, share = self._flag("now"), self._flag("running"), self._share()
        self._told_aggregates()
        self._counts()
        self._plain_measures()
        rank = self._ranked()
        names = [i for i, w in enumerate(self.words) if w.role == "list" and not w.says and not self.used[i]]
        self.listing = self._flag("list")
        if rank is not None and not self._ranks(names):
            raise Silent
        self._values()
        self._rest(rank)
        self._joiners()
        if not all(self.used):
            raise Silent
        dimensions = tuple(d for _, d in sorted(self.dimensions, key=lambda d: d[0]))
        return Parts(
            fact=self.fact,
            dimensions=dimensions,
            measures=tuple(m for _, m in sorted(self.measures, key=lambda m: m[0])),
            shown=tuple(d for _, d in sorted(self.shown, key=lambda d: d[0])),
            kept=tuple(self.kept),
            grain=grain,
            rank=rank,
            share=share,
            running=running,
            now=now,
            period=self.period,
            time_words=self.time_words,
            weak=self.weak,
            named=self.named,
        )

    # -- words

    def _role(self, i: int) -> str:
        return self.words[i].role if 0 <= i < len(self.words) else ""

    def _free_name(self, i: int) -> bool:
        return self._role(i) == "name" and not self.used[i]

    def _take(self, i: int, quality: float = 1.0) -> None:
        self.used[i] = True
        self.weak += meaning.weakness(quality)

    def _near(self, i: int) -> tuple[str, ...]:
        """Tables that the words right beside this one name: the customer of 고객 지역별."""
        out = []
        for j in (i - 1, i + 1):
            if self._role(j) == "name":
                out += [p.table.name.lower() for p in meaning.other_tables(self.words[j])]
                if meaning.is_subject(self.words[j]):
                    out.append(self.fact.table.name.lower())
        return tuple(out)

    def _flag(self, role: str) -> bool:
        found = False
        for i, word in enumerate(self.words):
            if word.role == role and not self.used[i]:
                self._take(i)
                found = True
        return found

    # -- conditions

    def _bounds(self) -> None:
        for i, word in enumerate(self.words):
            if word.role != "bound" or word.match is None:
                continue
            if not self._free_name(i - 1):
                raise Silent
            found = meaning.column_of(self.words[i - 1])
            if found is None or not nature.numeric(found[0].column):
                raise Silent
            target, quality = found
            number = Decimal(word.match["number"].replace(",", "")) * SCALES.get(word.match["scale"] or "", 1)
            unit = word.match["unit"] or ""
            if target.column.unit in ("ratio", "비율"):
                if unit not in ("%", "퍼센트", "percent") and number > 1:
                    raise Silent
                number = number / 100 if unit else number
            elif unit in ("%", "퍼센트", "percent") and target.column.unit not in ("percent", "%"):
                raise Silent
            self.kept.append(
                Kept(
                    target.place,
                    target.column,
                    sign=sign_of(word.match["sign"]),
                    number=f"{number.normalize():f}",
                )
            )
            self._take(i)
            self._take(i - 1, quality)

    def _values(self) -> None:
        for i in range(len(self.words)):
            if not self._free_name(i) or meaning.subject_quality(self.words[i]) >= SAID_TOO:
                continue
            found = meaning.kept(self.words[i], self._near(i))
            if found is None:
                continue
            condition, quality = found
            if meaning.is_company(self.words[i]) and condition.place.far:
                continue
            self._keep(condition)
            self._take(i, quality)

    def _keep(self, condition: Kept) -> None:
        for n, known in enumerate(self.kept):
            if (known.place.table.name, known.column.name) != (
                condition.place.table.name,
                condition.column.name,
            ):
                continue
            if not known.values or not condition.values:
                raise Silent
            values = tuple(dict.fromkeys((*known.values, *condition.values)))
            self.kept[n] = Kept(known.place, known.column, values=values)
            return
        self.kept.append(condition)

    # -- dimensions

    def _grain(self) -> str:
        grains = [w.says for w in self.words if w.role == "grain"]
        self._flag("grain")
        trend = self._flag("trend")
        if len(set(grains)) > 1:
            raise Silent
        return grains[0] if grains else "month" if trend else ""

    def _dimension(self, i: int) -> None:
        found, quality = meaning.dimension(self.catalog, self.words[i], self._near(i))
        self.dimensions.append((i, found))
        self._take(i, quality)

    def _each(self) -> None:
        for i, word in enumerate(self.words):
            if word.role != "each":
                continue
            if not self._free_name(i - 1):
                raise Silent
            self._take(i)
            self._dimension(i - 1)
            j = i - 2
            while self._role(j) == "and" and self._free_name(j - 1) and self._groups(j - 1):
                self._take(j)
                self._dimension(j - 1)
                j -= 2

    def _groups(self, i: int) -> bool:
        """Can the word stand for groups of rows, and for no figure?"""
        try:
            meaning.dimension(self.catalog, self.words[i], self._near(i))
        except Silent:
            return False
        return meaning.measure(self.words[i]) is None

    def _by(self) -> None:
        for i, word in enumerate(self.words):
            if word.role != "by" or self.used[i]:
                continue
            if not self._free_name(i + 1):
                # Ranked by a count: "top five branches by number of accounts".
                if any(w.role in ("most", "order") for w in self.words[:i]):
                    self._take(i)
                    continue
                raise Silent
            self._take(i)
            if not self._groups(i + 1):
                if any(w.role in ("most", "order") for w in self.words):
                    continue
                raise Silent
            self._dimension(i + 1)
            j = i + 2
            while self._role(j) == "and" and self._free_name(j + 1) and self._groups(j + 1):
                self._take(j)
                self._dimension(j + 1)
                j += 2

    # -- figures

    def _told_aggregates(self) -> None:
        """평균 금리, 금리 평균; lowest, average and highest price."""
        i = 0
        while i < len(self.words):
            if self.words[i].role != "measure" or self.used[i]:
                i += 1
                continue
            hows, last = [i], i
            while self._role(last + 1) == "and" and self._role(last + 2) in ("measure", "most"):
                last += 2
                hows.append(last)
            first = i
            while self._role(first - 1) == "and" and self._role(first - 2) == "most":
                first -= 2
                hows.insert(0, first)
            target = self._figure_beside(first, last)
            if target is None:
                # 합계 alone is what a figure is anyway.
                if len(hows) > 1 or self.words[i].says != "sum":
                    raise Silent
                self._take(i)
                i += 1
                continue
            found = [meaning.measure(self.words[target], self._how(h)) for h in hows]
            if None in found:
                raise Silent
            for n, made in enumerate(found):
                assert made is not None
                self.measures.append((min(first, target) * 10 + n, made[0]))
                self._take(hows[n], 1.0)
            self._take(target, found[0][1] if found[0] else 1.0)
            for j in range(first, last):
                if self.words[j].role == "and":
                    self._take(j)
            i = last + 1

    def _how(self, i: int) -> How:
        word = self.words[i]
        if word.role == "most":
            return "min" if word.says == "asc" else "max"
        return cast(How, word.says)

    def _figure_beside(self, first: int, last: int) -> int | None:
        for i in (last + 1, first - 1):
            if self._free_name(i) and meaning.measure(self.words[i], "avg") is not None:
                return i
        # 평균 카드 이용금액: the thing it is of may stand between.
        if self._free_name(last + 1) and self._free_name(last + 2):
            between = self.words[last + 1]
            if meaning.is_subject(between) or meaning.is_company(between):
                return last + 2 if meaning.measure(self.words[last + 2], "avg") is not None else None
        return None

    def _counts(self) -> None:
        for i, word in enumerate(self.words):
            if word.role != "count" or self.used[i]:
                continue
            if self._counted_already(i):
                self._take(i)
                continue
            thing = self._counted(i)
            self._take(i)
            if thing is not None:
                self.named = self.named or meaning.subject_quality(self.words[thing]) >= SAID_TOO
                self._take(thing, meaning.subject_quality(self.words[thing]))
            if not any(m.how == "count" for _, m in self.measures):
                self.measures.append((i * 10, Measure("count", self.fact)))

    def _counted_already(self, i: int) -> bool:
        """건수는 몇 건: said twice, counted once."""
        return any(m.how == "count" for _, m in self.measures) and not self._free_name(i - 1)

    def _counted(self, i: int) -> int | None:
        """The place of the word that says what is counted; None where that is said already. Raises Silent."""
        order = range(i + 1, len(self.words)) if self.words[i].says == "of" else range(i - 1, -1, -1)
        for j in order:
            word = self.words[j]
            if word.role in ("each", "by", "count", "measure"):
                break
            if word.role != "name" or self.used[j]:
                continue
            if meaning.is_subject(word):
                return j
            if meaning.other_tables(word) and not meaning.kept(word):
                raise Silent
            if abs(j - i) == 1 and not meaning.kept(word) and not meaning.is_company(word):
                raise Silent
        rest = [j for j in range(len(self.words)) if self._free_name(j) and meaning.is_subject(self.words[j])]
        if rest:
            return rest[0]
        raise Silent

    def _plain_measures(self) -> None:
        for i in range(len(self.words)):
            if not self._free_name(i):
                continue
            try:
                found = meaning.measure(self.words[i])
            except Silent:
                # 금리 after 기본금리: the one named before.
                named = {m.column.name for _, m in self.measures if m.column is not None}
                if not any(m.column is not None and m.column.name in named for m in self.words[i].meanings):
                    raise
                self._take(i)
                continue
            if found is None:
                continue
            made, quality = found
            if made in (m for _, m in self.measures):
                self._take(i, quality)
                continue
            if quality < max((m.quality for m in self.words[i].meanings), default=0) - 0.2:
                continue
            self.measures.append((i * 10, made))
            self._take(i, quality)

    def _share(self) -> Literal["", "alone", "beside"]:
        for i, word in enumerate(self.words):
            if word.role == "share":
                self._take(i)
                if self._role(i - 1) == "and":
                    self._take(i - 1)
                    return "beside"
                return "alone"
        return ""

    # -- order

    def _ranked(self) -> Rank | None:
        marks = [
            (i, w)
            for i, w in enumerate(self.words)
            if w.role in ("most", "adjective", "order") and not self.used[i]
        ]
        numbers = [(i, w) for i, w in enumerate(self.words) if w.role == "number" and not self.used[i]]
        if not marks:
            if numbers:
                raise Silent
            return None
        directions = {w.says for _, w in marks if w.says}
        given = [
            w.match["n"]
            for _, w in (*marks, *numbers)
            if w.match and "n" in w.match.re.groupindex and w.match["n"]
        ]
        rows = {NUMBERS.get(n) or int(n) for n in given if n.isdigit() or n in NUMBERS}
        if len(directions) > 1 or len(rows) > 1:
            raise Silent
        ordered = any(w.role == "order" for _, w in marks)
        most = any(w.role == "most" for _, w in marks)
        if not ordered and not most and not rows:
            raise Silent
        if not directions:
            raise Silent
        for i, word in marks:
            self._take(i)
            # 계좌가 가장 많은 지점: the thing before it is counted.
            if not self.measures and word.role in ("most", "adjective"):
                for j in (i - 1, i + 1):
                    if (
                        self._free_name(j)
                        and meaning.is_subject(self.words[j])
                        and not self._is_last_table(j)
                    ):
                        self.measures.append((j * 10, Measure("count", self.fact)))
                        self._take(j, meaning.subject_quality(self.words[j]))
                        break
        for i, _ in numbers:
            self._take(i)
        limit = next(iter(rows), None)
        if limit is None and most:
            limit = 1
        if limit is not None and not 0 < limit <= _MOST_ROWS:
            raise Silent
        return Rank("asc" in directions, limit)

    def _ranks(self, names: list[int]) -> bool:
        """Asked for names alone, people rarely say whether the figure is wanted too; nor is a bare schema clear enough."""
        told = self.fact.table.business_name or self.fact.table.synonyms
        return bool(told) and all("and" in (self._role(i - 1), self._role(i + 1)) for i in names)

    def _is_last_table(self, i: int) -> bool:
        return (
            not any(
                self._free_name(j) and j != i and (meaning.other_tables(self.words[j]) or self._groups(j))
                for j in range(len(self.words))
            )
            and not self.dimensions
        )

    # -- what is left

    def _rest(self, rank: Rank | None) -> None:
        left = [i for i in range(len(self.words)) if self._free_name(i)]
        for i in left:
            word = self.words[i]
            quality = meaning.subject_quality(word)
            if quality:
                # "claims, paid amounts": counted as well, or only named? Nobody can tell.
                if "and" in (self._role(i - 1), self._role(i + 1)):
                    raise Silent
                self.named = self.named or quality >= SAID_TOO
                self._take(i, quality)
            elif meaning.is_company(word):
                self._take(i)
        left = [i for i in left if not self.used[i]]
        if rank is not None and not self.dimensions and left:
            self._ranked_thing(left)
        elif rank is None or not left:
            for i in left:
                if self._is_time(i):
                    continue
                self._show(i)
        self._beside([i for i in left if not self.used[i]])
        if rank is not None and not self.dimensions:
            self._whole()
        if self.listing and not self.shown and rank is None:
            self._whole(shown=True)

    def _is_time(self, i: int) -> bool:
        """개설된, 판매한 beside a period: the date that the period is of."""
        if self.period is None or self.time_words is not None:
            return False
        found = meaning.column_of(self.words[i])
        if found is None or not nature.dated(found[0].column):
            return False
        self.time_words = found[0].column
        self._take(i, found[1])
        return True

    def _ranked_thing(self, left: list[int]) -> None:
        groups = [i for i in left if self._groups(i)]
        if len(groups) > 1:
            named = [i for i in groups if not meaning.other_tables(self.words[i])]
            groups = named if len(named) == 1 else groups
        if len(groups) != 1:
            raise Silent
        self._dimension(groups[0])

    def _show(self, i: int) -> None:
        if meaning.other_tables(self.words[i]) and not any(
            m.sort == "column" for m in self.words[i].meanings
        ):
            return
        found = meaning.column_of(self.words[i])
        if found is None or nature.hidden_name(found[0].column):
            return
        self.shown.append((i, found[0]))
        self._take(i, found[1])

    def _beside(self, left: list[int]) -> None:
        """Tables named beside a part of theirs are spoken for: the customers of 고객 지역별."""
        spoken = {d.place.table.name for _, d in self.dimensions} | {k.place.table.name for k in self.kept}
        for i in left:
            if any(p.table.name in spoken for p in meaning.other_tables(self.words[i])):
                self._take(i)

    def _whole(self, *, shown: bool = False) -> None:
        """The fact table's own rows, by their names."""
        name = nature.name_column(self.fact.table)
        if name is None or not self.named:
            raise Silent
        target = Dimension(self.fact, name, whole=True)
        if shown:
            self.shown.append((-1, target))
        else:
            self.dimensions.append((-1, target))

    def _joiners(self) -> None:
        """과, 및, and between two parts; 이나 between two values."""
        for i, word in enumerate(self.words):
            if word.role == "and":
                self.used[i] = True
            elif word.role == "or":
                both = [
                    meaning.kept(self.words[j]) if self._role(j) == "name" else None for j in (i - 1, i + 1)
                ]
                if None in both or both[0][0].column.name != both[1][0].column.name:  # type: ignore[index]
                    raise Silent
                self.used[i] = True
