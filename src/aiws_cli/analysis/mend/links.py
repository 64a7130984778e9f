"""How tables hang together: declared relationships, or, where a catalog declares none, names that match."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ...core.ports import Catalog
from ...core.tables import Column, Table
from .scene import Scene
from .words import pieces, plain, same_name, spoken

_KEY_ENDINGS = frozenset({"id", "ids", "code", "cd", "no", "num", "number", "key", "seq", "uid", "uuid"})
_SURE_ENDINGS = frozenset({"id", "code", "cd", "key", "uid"})


@dataclass(frozen=True)
class Link:
    """A foreign key as mending uses it: each row of `many` has one row of `one` (or none, where `optional`)."""

    many: str
    many_columns: tuple[str, ...]
    one: str
    one_columns: tuple[str, ...]
    optional: bool = False

    def joins(self, left: str, right: str) -> bool:
        return {self.many.lower(), self.one.lower()} == {left.lower(), right.lower()}

    def other(self, table: str) -> str:
        return self.one if self.many.lower() == table.lower() else self.many

    def columns_of(self, table: str) -> tuple[str, ...]:
        """The columns on `table`'s side; the many side's where a table refers to itself."""
        return self.many_columns if self.many.lower() == table.lower() else self.one_columns


class Links:
    """The relationship graph around a question. Built for one mending; looks tables up as it walks."""

    def __init__(self, scene: Scene, tables: Iterable[str]) -> None:
        self._catalog: Catalog = scene.catalog
        self._question = scene.question
        self._shown = {name.lower() for name in scene.shown}
        self._near: dict[str, tuple[Link, ...]] = {}
        start = list(dict.fromkeys([*tables, *scene.shown]))
        declared = any(self._declared(name) for name in start)
        self._guessed: list[Link] = []
        if not declared:
            pool = scene.small_catalog or start
            self._guessed = guess_links([t for t in map(scene.catalog.table, pool) if t is not None])

    @property
    def guessed(self) -> bool:
        """True when no relationship is declared around these tables, so that names had to do."""
        return bool(self._guessed)

    def of(self, table: str) -> tuple[Link, ...]:
        """Links that leave or reach `table`, declared order."""
        key = table.lower()
        if key not in self._near:
            guessed = tuple(g for g in self._guessed if key in (g.many.lower(), g.one.lower()))
            self._near[key] = self._declared(table) or guessed
        return self._near[key]

    def between(self, left: str, right: str) -> tuple[Link, ...]:
        return tuple(link for link in self.of(left) if link.joins(left, right))

    def _declared(self, table: str) -> tuple[Link, ...]:
        return tuple(
            Link(r.from_table, r.from_columns, r.to_table, r.to_columns, r.optional)
            for r in self._catalog.relationships(table)
        )

    def best(self, links: Iterable[Link]) -> Link | None:
        """The one link meant where several join the same two tables: the only one, or the one the question names."""
        choices = list(dict.fromkeys(links))
        if len(choices) < 2:
            return choices[0] if choices else None
        scores = [spoken(self._question, *self._telling(link, choices)) for link in choices]
        top = max(scores)
        return choices[scores.index(top)] if top and scores.count(top) == 1 else None

    def _telling(self, link: Link, choices: list[Link]) -> list[str]:
        """Words that set this link's columns apart from the others': `open_branch_id` → open."""
        shared = set.intersection(*({w for c in o.many_columns for w in pieces(c)} for o in choices))
        words = [w for c in link.many_columns for w in pieces(c) if w not in shared]
        table = self._catalog.table(link.many)
        for name in link.many_columns:
            column = table.column(name) if table else None
            if column is not None:
                words.extend([column.business_name, *column.synonyms])
        return [w for w in words if w]

    def path(self, sources: Iterable[str], target: str, longest: int = 3) -> tuple[tuple[Link, ...], bool]:
        """The way from one of `sources` to `target`: (links in walking order, whether it is the only sensible one).

        The shortest way wins; among equally short ones the one through shown tables, then the one whose tables the
        question names. ((), True) where there is none within `longest` links.
        """
        wanted = target.lower()
        ways: list[tuple[str, tuple[Link, ...]]] = [(name.lower(), ()) for name in dict.fromkeys(sources)]
        seen = {name for name, _ in ways}
        for _ in range(longest):
            found: list[tuple[Link, ...]] = []
            onward: list[tuple[str, tuple[Link, ...]]] = []
            for at, way in ways:
                for link in self.of(at):
                    there = link.other(at).lower()
                    if there == wanted:
                        found.append((*way, link))
                    elif there not in seen:
                        onward.append((there, (*way, link)))
            if found:
                return self._choose(found)
            seen.update(name for name, _ in onward)
            ways = onward
        return (), True

    def _choose(self, found: list[tuple[Link, ...]]) -> tuple[tuple[Link, ...], bool]:
        found = list(dict.fromkeys(found))
        if len(found) == 1:
            return found[0], True
        hops = {tuple((link.many.lower(), link.one.lower()) for link in way) for way in found}
        if len(hops) == 1:  # the same tables by other columns
            best = tuple(self.best(way[i] for way in found) for i in range(len(found[0])))
            sure = tuple(link for link in best if link is not None)
            return (sure, True) if len(sure) == len(best) else (found[0], False)
        for score in (self._shown_score, self._spoken_score):
            scores = [score(way) for way in found]
            top = max(scores)
            found = [way for way, s in zip(found, scores, strict=True) if s == top]
            if len(found) == 1:
                return found[0], True
        return found[0], False

    def _shown_score(self, way: tuple[Link, ...]) -> int:
        tables = {name.lower() for link in way for name in (link.many, link.one)}
        return sum(name in self._shown for name in tables)

    def _spoken_score(self, way: tuple[Link, ...]) -> int:
        return spoken(self._question, *(name for link in way for name in (link.many, link.one)))


def guess_links(tables: list[Table]) -> list[Link]:
    """Foreign keys as names tell them: a column named like another table's key, with that table's name in it."""
    keys = {table.name: key for table in tables if (key := own_key(table)) is not None}
    owners = [(table, keys[table.name]) for table in tables if table.name in keys]
    out: list[Link] = []
    for many in tables:
        mine = keys.get(many.name)
        for one, key in owners:
            found: list[Column] = []
            for column in many.columns:
                if many.name == one.name:
                    refers = column.name != key.name and _refers_role(column.name, one, key.name)
                else:
                    refers = _refers(column, one, key) and (
                        column is not mine or same_name(column.name, key.name)
                    )
                if refers:
                    found.append(column)
            # Beside a column of the key's very name the longer names are other things.
            exact = [c for c in found if same_name(c.name, key.name)]
            out += [Link(many.name, (c.name,), one.name, (key.name,)) for c in exact or found]
    # A column named exactly like one key refers to that one, and to no shorter name.
    named = {(o.many, o.many_columns) for o in out if _exact(o)}
    out = [o for o in out if _exact(o) or (o.many, o.many_columns) not in named]
    out += _by_first_columns(tables, out)
    # Two tables that share their key: the one named like the key is the one side.
    return [
        link
        for link in out
        if not any(
            o.many == link.one and o.one == link.many and _named_like(o) > _named_like(link) for o in out
        )
    ]


def _by_first_columns(tables: list[Table], known: list[Link]) -> list[Link]:
    """Tables nothing else ties, where one begins with a column of two words or more that the other has by that name:
    restaurant(…, city_name) and region(city_name, …).
    """
    tied = {frozenset((o.many.lower(), o.one.lower())) for o in known}
    out: list[Link] = []
    for one in tables:
        first = one.columns[0] if one.columns else None
        if first is None or len(pieces(first.name)) < 2:
            continue
        for many in tables:
            other = many.column(first.name)
            if many is one or other is None or frozenset((many.name.lower(), one.name.lower())) in tied:
                continue
            if other is many.columns[0] or _kind(other) != _kind(first):
                continue
            out.append(Link(many.name, (other.name,), one.name, (first.name,)))
    return out


def _exact(link: Link) -> bool:
    return same_name(link.many_columns[0], link.one_columns[0])


def own_key(table: Table) -> Column | None:
    """The column a table's rows are known by: its declared key, else the one that is named like a key of this table."""
    if len(table.primary_key) == 1:
        return table.column(table.primary_key[0])
    if table.primary_key or not table.columns:
        return None
    first = table.columns[0]
    bare = pieces(table.name.rpartition(".")[2])
    words = pieces(first.name)
    # `holding(fund_id, customer_id)` starts with another table's key; a key of its own has the table's word in it.
    if words and words[-1] in _KEY_ENDINGS and (len(words) == 1 or _about(words[:-1], bare)):
        return first
    keys = [c for c in table.columns if (w := pieces(c.name)) and w[-1] in _SURE_ENDINGS]
    named = [c for c in keys if pieces(c.name)[:-1] == bare or c.name.lower() == "id"]
    # A table of keys alone ties others together; its rows have no key of their own.
    return named[0] if len(named) == 1 and len(keys) < len(table.columns) else None


def _about(words: tuple[str, ...], bare: tuple[str, ...]) -> bool:
    """True when a key's words are the table's, or short for one: `stu` for student."""
    return bool(set(words) & set(bare)) or (
        len(words) == 1 and any(short_for(words[0], word) for word in bare)
    )


def short_for(word: str, whole: str) -> bool:
    """`stu` for student, `dept` for department: three or four letters, in their order, the first and the next alike."""
    if not 3 <= len(word) <= 4 or len(whole) <= len(word) or word[:2] != whole[:2]:
        return False
    rest = iter(whole)
    return all(letter in rest for letter in word)


def _refers(column: Column, one: Table, key: Column) -> bool:
    name, key_words = pieces(column.name), pieces(key.name)
    bare = pieces(one.name.rpartition(".")[2])
    if plain(column.name) == plain(key.name):
        return len(key_words) > 1  # two tables with a bare `id` do not refer to each other
    if len(key_words) > 1 and len(name) > len(key_words) and name[-len(key_words) :] == key_words:
        return True
    if _kind(column) != _kind(key):
        return False
    # A prefix of the whole database before the key's own words: `xxOrdItemId` for xxItem.xxItemId.
    if len(key_words) > 2 and key_words[:1] == bare[:1] == name[:1]:
        own = key_words[1:]
        return own[:-1] == bare[1:] and len(name) > len(key_words) and name[-len(own) :] == own
    # a bare `id` is referred to as `customer_id` or `lost_in_battle_id`, or by the table's name alone
    by_id = (*bare[-1:], *key_words[-1:])
    if name[-2:] == by_id and (len(key_words) == 1 or name == (*bare, *key_words[-1:])):
        return True
    if name in (bare, bare[-1:]):
        return True
    # `source_airport` for the airports' code; a text of another name is rather a name
    return len(name) > 1 and name[-1:] == bare and (_kind(key) == "number" or len(key_words) > 1)


def _kind(column: Column) -> str:
    kind = column.type.upper()
    if kind.startswith(("VARCHAR", "CHAR", "TEXT", "STRING", "BPCHAR", "UUID")):
        return "text"
    return "date" if kind.startswith(("DATE", "TIME")) else "number"


def _refers_role(column: str, one: Table, key: str) -> bool:
    name, key_words = pieces(column), pieces(key)
    return len(key_words) > 1 and len(name) > len(key_words) and name[-len(key_words) :] == key_words


def _named_like(link: Link) -> int:
    bare = set(pieces(link.one.rpartition(".")[2]))
    return len(bare & set(pieces(link.one_columns[0]))) * 10 - len(bare)
