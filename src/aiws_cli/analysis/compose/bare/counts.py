"""What is counted: rows, kinds, rows of each group, groups of so many rows."""

from __future__ import annotations

from ....core.tables import Table
from ...mend.links import Link
from ..parts import Silent
from .figures import figures_of, home
from .query import Query, Spot
from .reader import Reader
from .signs import Row, match
from .tokens import Token


def count(row: Row, reader: Reader) -> Query | None:
    """교사는 몇 명, 교사 수, 나이가 30 이상인 방문객 수."""
    m = match(r"(?P<t>N)(?:s?k|g?K(?:[soe]?k)?)", row)
    if m is None:
        return None
    tables = reader.tables_of(m["t"][0])
    if len(tables) != 1:
        return None
    return Query(tables[0], ["COUNT(*)"])


def kinds(row: Row, reader: Reader) -> Query | None:
    """서로 다른 국적은 몇 개, 국적의 가짓수, 국적이 몇 종류."""
    m = match(r"(?:(?P<t>N)[geP]?)?D(?P<c>N)[sg]?(?:[kqK])", row)
    m = m or match(r"(?:(?P<t>N)[ge]?)?(?P<c>N)[sg]?(?:q|K)(?:[so]?D)", row)
    m = m or match(r"(?:(?P<t>N)[ge]?)?(?P<c>N)[sg]?q", row)
    if m is None:
        last = row[-1] if row else None
        if last is not None and last.sign == "K" and last.says == "types":
            m = match(r"(?:(?P<t>N)[ge]?)?(?P<c>N)[sg]?K", row)
    if m is None:
        return None
    token = m["c"][0]
    table = home(m["t"], [token], reader)
    spot = reader.spot(token, table)
    if spot.link is not None:
        raise Silent
    return Query(table, [f"COUNT(DISTINCT {reader.name(spot, table)})"])


COUNTED = r"(?P<t>N)(?:[sg]?[kK])"


def groups(row: Row, reader: Reader) -> Query | None:
    """국적별 교사 수; 각 학년에는 학생이 몇 명; 서로 다른 국적과 각 국적의 교사 수; 국적별 평균 나이."""
    m = match(r"E?(?P<c>N)[bm]e?v?" + COUNTED, row)
    m = m or match(r"E(?P<c>N)[gem]?v?" + COUNTED, row)
    m = m or match(
        r"(?:(?P<of>N)g)?D?(?P<c>N)[gs]?[aC]?[aC](?:E?(?P<again>N)[gbem]?[oe]?v?|E?v)" + COUNTED, row
    )
    m = m or match(r"(?:(?P<of>N)g)?D(?P<c>N)s[aC]*(?:E?(?P<again>N)[gbem]|E)[oe]?v?" + COUNTED, row)
    if m is None and row[0].text.endswith("별"):
        m = match(r"(?P<c>N)e?" + COUNTED, row)
    if m is not None:
        tables = reader.tables_of(m["t"][0])
        token = m["c"][0]
        table = reader.one_table(tables, lambda t: reader.column(token, t) is not None)
        spot = reader.spot(token, table)
        names = m.found.re.groupindex
        if "again" in names and m["again"] and not _same(m["again"][0], spot, reader):
            raise Silent
        if "of" in names and m["of"] and table not in reader.tables_of(m["of"][0]):
            raise Silent
        name = reader.name(spot, table)
        return Query(table, [name, "COUNT(*)"], group=[name])
    m = match(r"E?(?P<c>N)[bm](?:(?P<t>N)g?)?(?P<figures>MN(?:aMN)*|Ng?M(?:aM)*)", row)
    if m is None:
        return None
    token = m["c"][0]
    items = [t for t in m["figures"] if t.sign == "N"]
    table = home(m["t"], [token, *items], reader)
    name = reader.name(reader.spot(token, table), table)
    return Query(table, [name, *figures_of(m["figures"], table, reader)], group=[name])


def _same(token: Token, spot: Spot, reader: Reader) -> bool:
    """The same column named again, in full or by a part of its name: 템플릿 유형 코드, 각 코드별."""
    assert token.named is not None
    return (spot.table.name, spot.column.name) in token.named.columns


def having(row: Row, reader: Reader) -> Query | None:
    """학생이 4명 이상인 학년, 교사가 가장 많은 고향, 가장 많은 교사가 속한 고향."""
    m = match(r"(?P<t>N)(?:[so]|Ks)(?P<n>l?#)(?P<b>B?)I?v?(?P<c>N)(?:s)?(?P<key>N?)", row)
    if m is not None:
        number = m["n"][-1]
        if not number.unit or (not m["b"] and (len(m["n"]) == 1 or number.unit.endswith("="))):
            return None
        sign = m["b"][0].says if m["b"] else ">="
        if m["key"]:
            return None
        table, name = _grouped(m["t"][0], m["c"][0], reader)
        return Query(table, [name], group=[name], having=f"COUNT(*) {sign} {number.says}")
    m = match(r"(?P<t>N)(?:s|Ks)XJ(?P<c>N)", row) or match(r"XJ(?P<t>N)s(?:[vI]|ov)?(?P<c>N)", row)
    if m is None:
        return None
    adjective = next(t for t in row if t.sign == "J")
    if adjective.text not in ("많은", "적은") or not reader.tables_of(m["t"][0]):
        return None
    table, name = _grouped(m["t"][0], m["c"][0], reader)
    falling = " DESC" if adjective.text == "많은" else ""
    return Query(table, [name], group=[name], order=[f"COUNT(*){falling}"], limit=1)


def _grouped(thing: Token, token: Token, reader: Reader) -> tuple[Table, str]:
    """Rows of `thing` by a column of theirs."""
    table = reader.one_table(reader.tables_of(thing), lambda t: reader.column(token, t) is not None)
    spot = reader.spot(token, table)
    # 직원이 가장 많은 박물관 counts no rows where the thing is a column of the other's table.
    if any(reader.column(thing, t) is not None for t in reader.tables_of(token) if t.name != table.name):
        raise Silent
    return table, reader.name(spot, table)


_ITEMS = r"[gs](?P<items>N(?:aN)*)"


def owners(row: Row, reader: Reader) -> Query | None:
    """문단을 2개 이상 가진 문서의 제목, 선수가 가장 많은 팀의 이름: by the rows of another table that belong to them."""
    m = match(r"(?P<t>N)(?:[so]|Ks)(?P<n>l?#)(?P<b>B?)I?v?(?P<p>N)" + _ITEMS, row)
    most = None if m is not None else match(r"(?P<t>N)(?:s|Ks)XJ(?P<p>N)" + _ITEMS, row)
    m = m or most
    if m is None:
        return None
    things, holders = reader.tables_of(m["t"][0]), reader.tables_of(m["p"][0])
    if len(things) != 1 or len(holders) != 1 or reader.column(m["t"][0], holders[0]) is not None:
        raise Silent
    table, holder = things[0], holders[0]
    link = reader.child_link(holder, table)
    key = table.column(link.many_columns[0])
    if key is None:
        raise Silent
    mine = reader.name(Spot(table, key), table)
    shown = [_of_holder(t, holder, link, reader) for t in m["items"] if t.sign == "N"]
    select = [
        mine if s.column.name == link.one_columns[0] else reader.name(reader.behind(s, link), table)
        for s in shown
    ]
    query = Query(table, select, group=list(dict.fromkeys((mine, *select))))
    if most is not None:
        adjective = next(t for t in row if t.sign == "J").text
        # Of the fewest, those without any would be first: that is another question.
        if adjective != "많은":
            raise Silent
        query.order, query.limit = ["COUNT(*) DESC"], 1
        return query
    number = m["n"][-1]
    if not number.unit or (not m["b"] and (len(m["n"]) == 1 or number.unit.endswith("="))):
        raise Silent
    sign = m["b"][0].says if m["b"] else ">="
    if sign in ("<", "<="):
        raise Silent
    query.having = f"COUNT(*) {sign} {number.says}"
    return query


def _of_holder(token: Token, holder: Table, link: Link, reader: Reader) -> Spot:
    column = reader.column(token, holder)
    if column is None or (
        token.text == "이름" and column.name.lower() in ("first_name", "fname", "forename")
    ):
        raise Silent
    return Spot(holder, column)
