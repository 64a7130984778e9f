"""What stands in FROM of one Select over tables that may only be seen summed up, and which column comes from where."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlglot import exp

from ..rights.access import TableView
from .kinds import kind_of_type
from .names import alias_of, folded, folded_text
from .refusals import SqlRefused
from .steady import every

_ONE_SIDED = frozenset({"SEMI", "ANTI"})


@dataclass(frozen=True, slots=True, eq=False)
class Place:
    """One place where a table stands in FROM. `units` are its view's columns that tell units apart, empty where the
    table's rows may be seen; `columns` are what is to be seen of it: name, as the engine compares it → kind of value."""

    table: exp.Table
    view: TableView
    units: tuple[str, ...]
    columns: Mapping[str, str]

    @property
    def size(self) -> int:
        return self.view.least_group.size if self.view.least_group is not None else 0

    def refused(self, kind: str = "groups") -> SqlRefused:
        return SqlRefused(kind=kind, what=self.view.name, size=self.size)


def place(table: exp.Table, view: TableView, units: tuple[str, ...], dialect: str) -> Place:
    types = view.types or ("",) * len(view.columns)
    columns = {
        folded_text(name, dialect): kind_of_type(type_) if mask is None else ""
        for (name, mask), type_ in zip(view.columns, types, strict=True)
    }
    return Place(table, view, units, columns)


class Sources:
    """The tables of one Select's FROM, `own` among them: the places of tables shown in groups that it is next above.

    Every source must be a table of the warehouse, joined as tables are: rows the asker makes up (VALUES, a series, a
    file, a subquery) could give one unit as much weight as they like. Raises SqlRefused for any other.
    """

    def __init__(
        self, select: exp.Select, own: Sequence[Place], places: Mapping[int, Place], dialect: str
    ) -> None:
        self._dialect, self._first = dialect, own[0]
        self._by_name: dict[str, Place] = {}
        self._places: list[Place] = []
        from_ = select.args.get("from_")
        if from_ is None:
            raise self.refused("groups_source")
        nodes: list[exp.Expr] = [from_.this]
        joins: list[exp.Join] = list(select.args.get("joins") or ())
        tied: list[exp.Join] = []
        while nodes or joins:
            if joins:
                join = joins.pop()
                nodes.append(join.this)
                tied += [join]
                method = join.args.get("method")
                if method not in (None, "", "NATURAL") or join.args.get("kind") in _ONE_SIDED:
                    raise self.refused("groups_source")
                continue
            node = nodes.pop()
            joins += node.args.get("joins") or ()
            if node.args.get("sample") or node.args.get("laterals"):
                raise self.refused("groups_source")
            found = places.get(id(node))
            if found is not None:
                self._add(found)
            elif (
                isinstance(node, exp.Subquery)
                and isinstance(node.this, exp.Table)
                and node.args.get("alias") is None
            ):
                nodes.append(node.this)
            else:
                raise self.refused("groups_source")
        if not all(p in self._places for p in own):
            raise self.refused("groups_source")
        for join in tied:
            self._check_shared(join)

    def _add(self, place: Place) -> None:
        alias = place.table.args.get("alias")
        if (alias is not None and alias.args.get("columns")) or place.view.name.lower().startswith("files."):
            raise self.refused("groups_source")
        self._places.append(place)
        self._by_name[folded(alias_of(place.table) or place.table.this, self._dialect)] = place

    def _check_shared(self, join: exp.Join) -> None:
        """Columns tied by their names are compared for every row: all of one name must be of one certain kind."""
        names = {folded(e, self._dialect) for e in join.args.get("using") or ()}
        if join.args.get("method") == "NATURAL":
            names = {name for place in self._places for name in place.columns}
        for name in names:
            kinds = [place.columns[name] for place in self._places if name in place.columns]
            if len(kinds) > 1 and (len(set(kinds)) > 1 or not kinds[0]):
                raise self.refused("groups_expression")

    def refused(self, kind: str = "groups") -> SqlRefused:
        return self._first.refused(kind)

    def owner(self, column: exp.Column) -> Place | None:
        """The source a column of this Select's rows comes from; None where that can't be told, or where it is none."""
        name = folded(column.this, self._dialect)
        table = column.args.get("table")
        if table is not None:
            place = self._by_name.get(folded(table, self._dialect))
            return place if place is not None and name in place.columns else None
        return next((p for p in self._places if name in p.columns), None)

    def unknown(self, column: exp.Column) -> bool:
        """Whether the column may be one that no source has: the engine says so, in its own words."""
        return (
            not isinstance(column.this, exp.Star) and folded(column.this, self._dialect) not in self._by_name
        )

    def kind_of(self, column: exp.Column) -> str:
        """What kind of values a column has; empty where that can't be told."""
        place = self.owner(column)
        return "" if place is None else place.columns[folded(column.this, self._dialect)]

    def columns(self) -> dict[str, Mapping[str, str]]:
        """Name of each source → its columns and their kinds."""
        return {name: place.columns for name, place in self._by_name.items()}

    def compared(self, node: exp.Expr) -> exp.Expr:
        """A copy in which one column is always written in one way: `Region`, `region` and `t.region` are the same."""

        def own(part: exp.Expr) -> exp.Expr:
            place = self.owner(part) if isinstance(part, exp.Column) else None
            if place is None:
                return part
            name = exp.Identifier(this=folded(part.this, self._dialect), quoted=True)
            return exp.Column(
                this=name, table=exp.Identifier(this=str(self._places.index(place)), quoted=True)
            )

        return node.copy().transform(own, copy=False)

    def enough(self, valued: exp.Expr | None = None) -> exp.Expr:
        """`COUNT(DISTINCT unit) >= size` for every table shown in groups, counting the rows that fulfil `valued`."""
        return every([_enough_units(p, valued, self._dialect) for p in self._places if p.units])


def _enough_units(place: Place, valued: exp.Expr | None, dialect: str) -> exp.Expr:
    columns: list[exp.Expr] = [exp.Column(this=exp.Identifier(this=u, quoted=True)) for u in place.units]
    conditions = [] if valued is None else [valued]
    if len(columns) > 1:  # A row of nothing but NULL would count as a unit.
        conditions += [exp.Not(this=exp.Is(this=c, expression=exp.Null())) for c in columns]
        if dialect != "snowflake":
            columns = [exp.Tuple(expressions=columns)]
    if conditions:
        columns = [when(every(conditions), c) for c in columns]
    counted = exp.Count(this=exp.Distinct(expressions=columns), big_int=True)
    return exp.GTE(this=counted, expression=exp.Literal.number(place.size)).copy()


def when(condition: exp.Expr, then: exp.Expr) -> exp.Expr:
    """`CASE WHEN condition THEN then END`."""
    return exp.Case(ifs=[exp.If(this=condition, true=then)])
