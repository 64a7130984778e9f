"""Tables that are shown in groups only: what is shown of them, what is refused, and that no failure tells of a row."""

from __future__ import annotations

import pytest

from aiws_cli.governance.sql.guard import SqlRefused
from support.grouped_world import GroupedWorld

SHOWN = [
    # groups large enough, and none other
    ("SELECT dept, count(*) AS n FROM hr.staff GROUP BY dept ORDER BY dept", [("A", 5), ("B", 3)]),
    ("SELECT dept, sum(pay) AS s FROM hr.staff GROUP BY (dept) ORDER BY 1", [("A", 150), ("B", 210)]),
    ("SELECT sum(bonus), count(bonus), sum(pay) FROM hr.staff", [(None, None, 1450)]),
    ("SELECT dept FROM hr.staff GROUP BY ALL ORDER BY ALL", [("A",), ("B",)]),
    ("SELECT count(*) FROM hr.staff GROUP BY ALL", [(10,)]),
    ("SELECT Dept AS d, avg(pay) FROM hr.staff t GROUP BY T.dept ORDER BY d", [("A", 30), ("B", 70)]),
    ("SELECT dept, region, count(*) FROM hr.staff GROUP BY ROLLUP (dept, region) ORDER BY 1, 2",
     [("A", "S", 3), ("A", None, 5), ("B", "S", 3), ("B", None, 3), (None, None, 10)]),
    ("SELECT dept, grouping(dept) AS g, count(*) FROM hr.staff GROUP BY GROUPING SETS ((dept), ()) ORDER BY 2, 1",
     [("A", 0, 5), ("B", 0, 3), (None, 1, 10)]),
    ("SELECT year(hired) AS y, count(*) FROM hr.staff GROUP BY y", [(2020, 10)]),
    ("SELECT strftime(hired, '%Y') AS y, count(*) FROM hr.staff GROUP BY date_trunc('year', hired), 1", [(2020, 10)]),
    ("SELECT 'all' AS t, count(*) FROM hr.staff GROUP BY t, 9 - 9", [("all", 10)]),
    # units of several columns: a row that lacks one of them is no unit
    ("SELECT region, count(*), sum(cost) FROM hr.stays GROUP BY region", [("N", 3, 7)]),
    ("SELECT count(*), sum(cost) FROM hr.stays", [(11, 19)]),
    ("SELECT region, count(*) FROM hr.stays WHERE cost > 1 GROUP BY region", []),
    # no unit: rows are counted, and a sum over fewer is not shown
    ("SELECT place, count(*), sum(value), avg(value) FROM hr.readings GROUP BY place ORDER BY 1",
     [("x", 4, None, None), ("z", 4, 20, 5)]),
    # the asker's own conditions over groups
    ("SELECT dept, count(*) FROM hr.staff GROUP BY dept HAVING sum(pay) > 160 AND count(*) > 1", [("B", 3)]),
    ("SELECT dept, count(*) FROM hr.staff GROUP BY dept HAVING sum(pay) > 160 OR dept = 'C'", [("B", 3)]),
    ("SELECT dept, count(*) FROM hr.staff GROUP BY dept HAVING count(*) < 3 OR true ORDER BY 1", [("A", 5), ("B", 3)]),
    ("SELECT dept FROM hr.staff GROUP BY dept QUALIFY rank() OVER (ORDER BY sum(pay) DESC) = 1", [("B",)]),
    ("SELECT dept, rank() OVER w AS r FROM hr.staff GROUP BY dept WINDOW w AS (ORDER BY sum(pay) DESC) ORDER BY r",
     [("B", 1), ("A", 2)]),
    ("SELECT dept, count(*) OVER (PARTITION BY region) AS n FROM hr.staff GROUP BY dept, region HAVING count(*) > 2 ORDER BY 1",
     [("A", 2), ("B", 2)]),
    ("SELECT dept, count(*) OVER () AS n, first_value(dept) OVER (ORDER BY dept) AS f FROM hr.staff GROUP BY dept ORDER BY 1",
     [("A", 2, "A"), ("B", 2, "A")]),
    ("SELECT dept, lag(sum(pay)) IGNORE NULLS OVER (ORDER BY dept ROWS BETWEEN 1 PRECEDING AND CURRENT ROW) AS p FROM hr.staff "
     "GROUP BY dept ORDER BY dept", [("A", None), ("B", 150)]),
    ("SELECT dept, sum(count(*)) OVER (ORDER BY dept) AS s FROM hr.staff GROUP BY dept ORDER BY dept", [("A", 5), ("B", 8)]),
    ("SELECT DISTINCT ON (count(*)) count(*) AS n FROM hr.staff GROUP BY dept ORDER BY n", [(3,), (5,)]),
    ("SELECT DISTINCT count(*) > 2 AS many FROM hr.staff GROUP BY dept", [(True,)]),
    ("SELECT dept, count(*) AS n, n + 1 AS more FROM hr.staff GROUP BY dept ORDER BY n", [("B", 3, 4), ("A", 5, 6)]),
    ("SELECT dept, rank() OVER (ORDER BY dept) + 1 AS r FROM hr.staff GROUP BY dept HAVING (SELECT max(id) FROM hr.places) = 1 ORDER BY 1",
     [("A", 2), ("B", 3)]),
    ("SELECT max(hired) + INTERVAL 1 DAY IS NULL FROM (SELECT hired FROM hr.staff GROUP BY hired)", [(True,)]),
    ("SELECT date_trunc('month', hired) + INTERVAL 1 MONTH AS m FROM hr.staff GROUP BY date_trunc('month', hired)", [("2020-02-01T00:00:00",)]),
    ("SELECT count(*) FROM hr.staff WHERE extract(doy FROM hired) > 0 AND date_part('year', hired) = 2020", [(10,)]),
    ("SELECT count(*) FROM hr.staff GROUP BY (part OR id > 0)", [(10,)]),
    ("SELECT count(*) FROM hr.staff WHERE contains(dept, 'A') AND (starts_with(region, 'S') OR year(hired) = 2021)", [(3,)]),
    ("SELECT round(sum(pay) / count(*), 1) AS mean, -1 AS k FROM hr.staff", [(145, -1)]),
    ("SELECT dept, (SELECT max(id) FROM card.places) AS m FROM hr.staff GROUP BY dept ORDER BY dept", [("A", 10), ("B", 10)]),
    # calculated row by row
    ("SELECT sum(pay * 12 - 1), sum((pay + bonus) / 2), sum(-pay), avg(DISTINCT pay) FROM hr.staff", [(17390, None, -1450, 145)]),
    ("SELECT sum(pay::DOUBLE), corr(pay, id) > 0 FROM hr.staff", [(1450, True)]),
    ("SELECT count(*) FROM hr.staff WHERE note::INTEGER > 0 OR dept = 'A'", [(5,)]),
    ("SELECT count(*) FROM hr.staff WHERE (dept = 'A' AND (id <> 1 AND id <> 2))", [(3,)]),
    ("SELECT count(*) FROM hr.staff WHERE NOT (grade = 'high') AND part IS NOT NULL AND phone <> ''", [(10,)]),
    ("SELECT count(*) FROM hr.staff WHERE hired BETWEEN '2020-01-02' AND DATE '2020-01-06' AND region IN ('S', 'B')", [(5,)]),
    ("SELECT count(*) FROM hr.staff WHERE extract(year FROM hired) = 2020 AND hired < current_date AND id > -1 AND id <> NULL OR true", [(10,)]),
    ("SELECT count(*) FROM hr.staff WHERE CASE WHEN id < 4 THEN 'x' ELSE dept END = 'x' AND dept || 'x' LIKE 'A%'", [(3,)]),
    # joins and subqueries
    ("SELECT s.dept, count(*) FROM hr.staff s JOIN card.places p ON p.region = s.region AND p.id = 1 GROUP BY s.dept ORDER BY 1",
     [("A", 3), ("B", 3)]),
    ("SELECT s.dept, count(*) FROM hr.staff s LEFT JOIN hr.places p USING (id, region) GROUP BY s.dept ORDER BY 1", [("A", 5), ("B", 3)]),
    ("SELECT count(*) FROM (hr.staff s JOIN hr.places p ON p.region = s.region)", [(6,)]),
    ("SELECT count(*) FROM hr.staff NATURAL JOIN hr.places", []),
    ("SELECT count(*) FROM hr.staff a, hr.staff b WHERE a.dept = b.dept", [(38,)]),
    ("SELECT count(*) FROM hr.staff WHERE region IN (SELECT region FROM card.places WHERE id = 1)", [(6,)]),
    ("SELECT count(*) FROM hr.staff WHERE (id, region) NOT IN (SELECT p.id, p.region FROM card.places AS p)", [(8,)]),
    ("SELECT count(*) FROM hr.staff s WHERE NOT EXISTS (SELECT 1 FROM card.places p WHERE p.id = s.id AND p.code = 'ten')", [(9,)]),
    ("SELECT count(*) FROM hr.staff s WHERE EXISTS (SELECT * FROM card.places p WHERE p.region = region)", [(10,)]),
    ("SELECT count(*) FROM hr.staff WHERE id > (SELECT count(DISTINCT code) FROM card.places)", [(7,)]),
    ("SELECT count(*) FROM hr.staff WHERE id < ANY (SELECT id FROM card.places)", [(9,)]),
    ("SELECT count(*) FROM hr.staff WHERE pay > (SELECT avg(pay) FROM hr.staff)", []),
    ("SELECT count(*) FROM hr.staff WHERE pay < (SELECT avg(pay) FROM hr.staff)", [(9,)]),
    ("SELECT count(*) FROM hr.staff WHERE region IN (SELECT q.region FROM (SELECT region, max(id) AS id FROM card.places GROUP BY region "
     "HAVING count(*) > 1 ORDER BY region) AS q JOIN hr.places h ON h.id < q.id)", [(4,)]),
    ("SELECT count(*) FROM hr.staff WHERE dept IN (SELECT dept FROM (SELECT 'A' AS dept))", [(5,)]),
    ("SELECT count(*) FROM hr.staff WHERE dept IN (SELECT x.dept FROM (SELECT 'A' AS dept) x)", [(5,)]),
]  # fmt: skip


@pytest.mark.parametrize(("sql", "rows"), SHOWN, ids=[sql for sql, _ in SHOWN])
def test_what_is_shown(sql: str, rows: list[object], staff: GroupedWorld) -> None:
    assert [tuple(map(number, row)) for row in staff.rows(sql)] == rows


def number(cell: object) -> object:
    """A decimal comes as text."""
    return float(cell) if isinstance(cell, str) and cell.lstrip("-").replace(".", "").isdigit() else cell


def kind(sql: str, staff: GroupedWorld, dialect: str) -> str:
    """The refusal's kind; empty where the statement passes."""
    try:
        staff.safe(sql, dialect)
    except SqlRefused as refused:
        assert refused.slots["size"] >= 3 and refused.slots["what"].lower().startswith("hr.")
        assert refused.message("ko") != refused.message("en")
        return str(refused.slots["kind"])
    return ""


REFUSED = [
    # rows of the table, or what is no group of it
    ("(SELECT 1) JOIN hr.staff s ON true", "groups"),
    ("SELECT dept FROM hr.staff", "groups"),
    ("SELECT dept, count(*), pay FROM hr.staff GROUP BY dept", "groups"),
    ("SELECT count(*) FROM hr.staff GROUP BY staff", "groups"),
    ("SELECT count(*) FROM hr.staff GROUP BY count(*)", "groups"),
    ("SELECT count(*) FROM hr.staff s GROUP BY s.*", "groups"),
    ("SELECT grouping(pay), count(*) FROM hr.staff GROUP BY dept", "groups"),
    ("SELECT dept, (count(*)) OVER () FROM hr.staff GROUP BY dept", "groups"),
    ("SELECT mode(pay) FROM hr.staff", "groups"),
    ("SELECT dept, hash(*) FROM hr.staff GROUP BY dept", "groups_expression"),
    ("SELECT dept, count(*) FROM hr.staff GROUP BY dept HAVING other > 1", "groups"),
    # sources
    ("SELECT count(*) JOIN hr.staff ON true", "groups_source"),
    ("SELECT 1 WHERE 1 IN ((SELECT 1) JOIN hr.staff ON true)", "groups_source"),
    ("SELECT count(*) FROM hr.staff WHERE 1 IN ((SELECT 1) JOIN hr.staff ON true)", "groups_source"),
    ("SELECT count(*) FROM hr.staff a JOIN card.places p(x, y) ON a.id = p.x", "groups_source"),
    ("SELECT count(*) FROM hr.staff, files.mine", "groups_source"),
    ("SELECT count(*) FROM hr.staff, (SELECT 1) x", "groups_source"),
    ("SELECT count(*) FROM (hr.staff) AS s", "groups_source"),
    ("SELECT count(*) FROM hr.staff SAMPLE (10)", "groups_source"),
    ("SELECT dept, count(*) FROM hr.staff GROUP BY dept WITH ROLLUP", "groups_source"),
    ("SELECT dept, count(*) FROM hr.staff GROUP BY ALL ROLLUP (dept)", "groups_source"),
    ("SELECT count(*) FROM hr.staff WHERE true QUALIFY 1 = 1 LIMIT 1 OFFSET 0", ""),
    ("SELECT count(*) FROM hr.staff JOIN card.places USING (note)", "groups_expression"),
    ("SELECT count(*) FROM hr.staff NATURAL JOIN card.places", "groups_expression"),
    # sums
    ("SELECT sum(s.pay * p.id) FROM hr.staff s JOIN hr.places p ON s.id = p.id", "groups_expression"),
    ("SELECT sum(missing) FROM hr.staff", "groups_expression"),
    ("SELECT sum(1) FROM hr.staff", "groups_expression"),
    ("SELECT sum(pay * pay * pay * pay) FROM hr.staff", "groups_expression"),
    ("SELECT sum(pay * 10000000) FROM hr.staff", "groups_expression"),
    ("SELECT count(DISTINCT pay + 1) FROM hr.staff", "groups_expression"),
    # subqueries
    ("SELECT count(*) FROM hr.staff WHERE id + 1 IN (SELECT id FROM card.places)", "groups_expression"),
    ("SELECT count(*) FROM hr.staff WHERE upper(dept) = (SELECT max(code) FROM card.places)", "groups_expression"),
    ("SELECT count(*) FROM hr.staff WHERE (SELECT true)", "groups_expression"),
    ("SELECT count(*) FROM hr.staff WHERE (id, dept) IN (SELECT id, id FROM card.places)", "groups_expression"),
    ("SELECT count(*) FROM hr.staff WHERE id = (SELECT id FROM card.places)", "groups_expression"),
    ("SELECT count(*) FROM hr.staff s WHERE EXISTS (SELECT 1 FROM card.places p WHERE p.id < s.id)", "groups_expression"),
    ("SELECT count(*) FROM hr.staff s WHERE EXISTS (SELECT s.id = p.id FROM card.places p)", "groups_expression"),
    ("SELECT count(*) FROM hr.staff s WHERE EXISTS (SELECT 1 UNION SELECT s.id)", "groups_expression"),
    ("SELECT dept, (SELECT max(p.id) FROM card.places p WHERE p.region = staff.dept) FROM hr.staff GROUP BY dept", "groups_expression"),
    ("SELECT count(*) FROM hr.staff WHERE id IN (SELECT id FROM card.places UNION SELECT id FROM hr.places)", "groups_expression"),
    ("SELECT count(*) FROM hr.staff WHERE id IN (SELECT max(id) FROM card.places GROUP BY code WITH ROLLUP)", "groups_expression"),
    ("SELECT count(*) FROM hr.staff WHERE id IN (SELECT q.id FROM (SELECT p.* FROM card.places p) q)", "groups_expression"),
    ("SELECT dept, (SELECT code FROM card.places) FROM hr.staff GROUP BY dept", "groups_expression"),
]  # fmt: skip


@pytest.mark.parametrize("dialect", ["duckdb", "snowflake"])
@pytest.mark.parametrize(("sql", "expected"), REFUSED, ids=[sql for sql, _ in REFUSED])
def test_what_is_refused(sql: str, expected: str, dialect: str, staff: GroupedWorld) -> None:
    assert kind(sql, staff, dialect) == expected


DUCKDB_ONLY = [
    ("SELECT count(*) AS (a, b) FROM hr.staff", "groups"),
    ("SELECT sum(pay) FILTER (WHERE id > 1) OVER () FROM hr.staff", "groups"),
    ("SELECT sum(pay) FILTER (WHERE id > 1) FROM hr.staff", "groups"),
    ("SELECT count(*) FROM hr.staff ASOF JOIN hr.places p ON staff.id >= p.id", "groups_source"),
    ("SELECT count(*) FROM hr.staff SEMI JOIN hr.places p ON staff.id = p.id", "groups_source"),
    ("SELECT count(*) FROM hr.staff, range(9) r(i)", "groups_source"),
    ("SELECT count(*) FROM hr.staff USING SAMPLE 5 ROWS", "groups_source"),
    ("SELECT dept, count(*) FROM hr.staff GROUP BY dept HAVING max(pay ORDER BY id) > 1", "groups"),
    ("SELECT count(*) FROM hr.staff WHERE EXISTS (SELECT 1 FROM (SELECT upper(*) AS dept FROM card.places) q WHERE dept = 'A')",
     "groups_expression"),
    ("SELECT count(*) FROM hr.staff WHERE repeat(dept, 999999999) = ''", "groups_expression"),
    ("SELECT count(*) FROM hr.staff WHERE date_trunc(dept, hired) = hired", "groups_expression"),
    ("SELECT count(*) FROM hr.staff WHERE strftime(hired) = ''", "groups_expression"),
    ("SELECT count(*) FROM hr.staff WHERE regexp_matches(dept, 'A')", "groups_expression"),
]  # fmt: skip


@pytest.mark.parametrize(("sql", "expected"), DUCKDB_ONLY, ids=[sql for sql, _ in DUCKDB_ONLY])
def test_what_is_refused_of_duckdbs_own(sql: str, expected: str, staff: GroupedWorld) -> None:
    assert kind(sql, staff, "duckdb") == expected


SNOWFLAKE = [
    ("SELECT dept, SUM(pay * 12 - 1) AS s, AVG((pay + bonus) / 2) AS a FROM hr.staff GROUP BY dept", ""),
    ("SELECT SUM(pay * id), SUM(-pay * (1 + 9)), COUNT(DISTINCT dept), COUNT(note), APPROX_COUNT_DISTINCT(note) FROM hr.staff", ""),
    ("SELECT region, COUNT(*) AS n FROM hr.stays GROUP BY region HAVING SUM(cost) > 1 AND COUNT(*) > 2 ORDER BY n", ""),
    ("SELECT place, SUM(value) AS s FROM hr.readings GROUP BY place", ""),
    ("SELECT COUNT(*) FROM hr.staff WHERE dept = 'A' AND hired >= '2020-03-01' AND pay BETWEEN 1 AND 2.5 AND note LIKE '%x'", ""),
    ("SELECT CASE WHEN pay < 20 THEN 'low' ELSE region || 'x' END AS band, COUNT(*) AS n FROM hr.staff GROUP BY 1", ""),
    ("SELECT EXTRACT(year FROM hired) AS y, COUNT(*) AS n FROM hr.staff WHERE hired < CURRENT_DATE GROUP BY 1", ""),
    ("SELECT s.dept, COUNT(*) FROM hr.staff s LEFT JOIN card.places p ON p.id = s.id AND p.region = s.region GROUP BY s.dept", ""),
    ("SELECT COUNT(*) FROM hr.staff WHERE id IN (SELECT id FROM card.places WHERE region = 'S')", ""),
    ("SELECT COUNT(*) FROM hr.staff WHERE UPPER(dept) = 'A' AND YEAR(hired) = 2020 AND COALESCE(bonus, pay) > LENGTH(note)", ""),
    # it would convert, or leave the range of numbers
    ("SELECT COUNT(*) FROM hr.staff WHERE dept = 1", "groups_expression"),
    ("SELECT COUNT(*) FROM hr.staff WHERE CASE WHEN id = 10 THEN dept ELSE 1 END = 1", "groups_expression"),
    ("SELECT COUNT(*) FROM hr.staff WHERE EXTRACT(year FROM note) = 2020", "groups_expression"),
    ("SELECT COUNT(*) FROM hr.staff WHERE CURRENT_DATE + id > hired", "groups_expression"),
    ("SELECT COUNT(*) FROM hr.staff WHERE REPLACE(dept, 'A') = 'A'", "groups_expression"),
    ("SELECT COUNT(*) FROM hr.staff WHERE UPPER(note) = 'A' OR YEAR(dept) = 1", "groups_expression"),
    ("SELECT COUNT(*) FROM hr.staff WHERE dept", "groups_expression"),
    ("SELECT SUM(dept) FROM hr.staff", "groups_expression"),
    ("SELECT SUM(dept * 2) FROM hr.staff", "groups_expression"),
    ("SELECT SUM(pay::NUMBER(4)) FROM hr.staff", "groups_expression"),
    ("SELECT SUM(pay::NUMBER(4) + 1) FROM hr.staff", "groups_expression"),
    ("SELECT SUM(pay * 1000000 * 1000000) FROM hr.staff", "groups_expression"),
    ("SELECT SUM(pay / 0.000001 / 0.000001) FROM hr.staff", "groups_expression"),
    ("SELECT SUM(pay * id * 1000) FROM hr.staff", "groups_expression"),
    ("SELECT SUM(pay * id * id) FROM hr.staff", "groups_expression"),
]  # fmt: skip


@pytest.mark.parametrize(("sql", "expected"), SNOWFLAKE, ids=[sql for sql, _ in SNOWFLAKE])
def test_snowflake_has_no_try_so_that_what_may_fail_is_refused(
    sql: str, expected: str, staff: GroupedWorld
) -> None:
    assert kind(sql, staff, "snowflake") == expected


def test_a_unit_of_several_columns_counts_where_all_are_there(staff: GroupedWorld) -> None:
    duckdb_, snowflake = (staff.safe("SELECT COUNT(*) FROM hr.stays", d) for d in ("duckdb", "snowflake"))
    both = '"__aiws_unit_0_0", "__aiws_unit_0_1"'
    assert f"IS NULL THEN ({both}) END) >= 3" in duckdb_
    assert snowflake.count("CASE WHEN NOT") == 4 and f"DISTINCT {both}" not in snowflake


FAILS = "CAST('x' AS DATE) IS NOT NULL"
# {row} is true of one member of staff, or of none.
WHETHER = [
    "SELECT count(*) FROM hr.staff WHERE {row}",
    # what is compared is converted
    "SELECT count(*) FROM hr.staff WHERE {row} AND dept = id",
    "SELECT count(*) FROM hr.staff WHERE {row} AND NOT (dept = id)",
    "SELECT count(*) FROM hr.staff WHERE {row} AND id = 'x'",
    "SELECT count(*) FROM hr.staff WHERE {row} AND hired = 'x'",
    "SELECT count(*) FROM hr.staff WHERE {row} AND hired IN ('2020-01-01', '2020-13-01')",
    "SELECT count(*) FROM hr.staff WHERE {row} AND seen IS NULL AND hired < '2020-01-01 25:00:00'",
    "SELECT count(*) FROM hr.staff WHERE {row} AND id BETWEEN 1 AND 'x'",
    "SELECT count(*) FROM hr.staff WHERE {row} AND grade = 'x'",
    "SELECT count(*) FROM hr.staff WHERE {row} AND phone = id",
    "SELECT count(*) FROM hr.staff WHERE {row} AND (dept IS TRUE OR part)",
    "SELECT count(*) FROM hr.staff WHERE {row} AND pay > 0.00000000000000000000000000000000000001",
    "SELECT count(*) FROM hr.staff s JOIN card.places p ON {row} AND s.pay = p.rate",
    "SELECT count(*) FROM hr.staff s JOIN card.places p ON {row} AND s.dept = p.id",
    "SELECT count(*) FROM hr.staff s JOIN card.places p ON {row} AND p.code = s.id",
    "SELECT count(*) FROM hr.staff s JOIN card.places p ON {row} AND p.id = 'x'",
    "SELECT count(*) FROM hr.staff s JOIN (SELECT 1) p ON {row}",
    "SELECT count(*) FROM hr.staff s JOIN hr.stays p USING (region, id) WHERE {row}",
    # constants
    "SELECT count(*) FROM hr.staff WHERE {row} AND " + FAILS,
    "SELECT count(*) FROM hr.staff WHERE {row} AND CAST(9999999999 AS INTEGER) = 1",
    "SELECT count(*) FROM hr.staff WHERE {row} AND '[' SIMILAR TO '['",
    "SELECT count(*) FROM hr.staff WHERE {row} AND dept LIKE 'a' ESCAPE 'bc'",
    "SELECT count(*) FROM hr.staff WHERE CASE WHEN {row} THEN '1' ELSE 'x' END = 1",
    "SELECT count(*) FROM hr.staff WHERE CASE WHEN {row} THEN dept ELSE 1 END = 1",
    "SELECT count(*) FROM hr.staff WHERE CASE id WHEN 10 THEN dept ELSE 1 END = 1 AND {row}",
    "SELECT count(*) FROM hr.staff WHERE {row} GROUP BY CAST('x' AS DATE)",
    "SELECT dept, count(*), CAST('x' AS DATE) FROM hr.staff WHERE {row} GROUP BY dept",
    "SELECT dept, count(*) FROM hr.staff WHERE {row} GROUP BY dept HAVING " + FAILS,
    "SELECT dept, count(*) FROM hr.staff WHERE {row} GROUP BY dept HAVING random() > 2 OR " + FAILS,
    "SELECT dept, count(*) FROM hr.staff WHERE {row} GROUP BY dept HAVING (count(*) || 'x')::INTEGER > 0",
    "SELECT dept, count(*) FROM hr.staff WHERE {row} GROUP BY dept ORDER BY CAST('x' AS DATE)",
    "SELECT dept, rank() OVER (ORDER BY dept) r FROM hr.staff WHERE {row} GROUP BY dept QUALIFY r = 1 AND " + FAILS,
    "SELECT * FROM (SELECT dept, count(*) AS n FROM hr.staff WHERE {row} GROUP BY dept) WHERE " + FAILS,
    "SELECT * FROM (SELECT dept, CAST('x' AS DATE) AS z FROM hr.staff WHERE {row} GROUP BY dept) WHERE z IS NOT NULL",
    "SELECT * FROM (SELECT dept, count(*) AS n FROM hr.staff WHERE {row} GROUP BY dept) WHERE coalesce(n, 'x'::INTEGER) > 1",
    # what chooses: constant parts are worked out outside of TRY
    "SELECT count(*) FROM hr.staff WHERE {row} AND (1 > 'x' OR pay <> bonus)",
    "SELECT count(*) FROM hr.staff WHERE {row} AND (part OR CAST('x' AS BOOLEAN))",
    "SELECT count(*) FROM hr.staff WHERE {row} AND NOT (id = 1 OR dept)",
    "SELECT count(*) FROM hr.staff WHERE {row} AND dept",
    "SELECT count(*) FROM hr.staff WHERE {row} AND 'day' BETWEEN -1 AND part",
    "SELECT count(*) FROM hr.staff WHERE {row} AND INTERVAL 1 DAY IN (grade, 1e308)",
    "SELECT count(*) FROM hr.staff WHERE {row} AND (id < pay) IN ('day', 1e308)",
    "SELECT count(*) FROM hr.staff WHERE {row} AND CASE WHEN 1 > 'x' THEN part END",
    "SELECT count(*) FROM hr.staff WHERE {row} AND coalesce(id, 'x') > 1",
    "SELECT dept, count(*) FROM hr.staff WHERE {row} GROUP BY dept HAVING CAST('x' AS BOOLEAN) OR sum(pay) > 1",
    "SELECT dept, CASE WHEN 1 > 'x' THEN sum(pay) END FROM hr.staff WHERE {row} GROUP BY dept",
    "SELECT dept, count(*) FROM hr.staff WHERE {row} GROUP BY dept, 1 > 'x' OR part",
    # what TRY does not catch
    "SELECT count(*) FROM hr.staff WHERE {row} AND extract(timezone FROM hired) > 1",
    "SELECT count(*) FROM hr.staff WHERE {row} AND date_part('timezone', hired) > 1",
    # calculations
    "SELECT sum(pay * 1000000 * 1000000) FROM hr.staff WHERE {row}",
    "SELECT sum(id * id * id * 1000000 * 1000000 * 1000000) FROM hr.staff WHERE {row}",
    "SELECT sum(dept) FROM hr.staff WHERE {row}",
    "SELECT sum(note::INTEGER) FROM hr.staff WHERE {row}",
    # subqueries that fail, or give several rows
    "SELECT count(*) FROM hr.staff WHERE {row} AND id IN (SELECT CAST(code AS INTEGER) FROM card.places)",
    "SELECT count(*) FROM hr.staff WHERE {row} AND id IN (SELECT id FROM card.places WHERE code::INTEGER > 0)",
    "SELECT count(*) FROM hr.staff WHERE {row} AND id IN (SELECT max(id) FROM card.places GROUP BY code::INTEGER)",
    "SELECT count(*) FROM hr.staff WHERE {row} AND id IN (SELECT max(id) FROM card.places HAVING max(code)::INTEGER > 1)",
    "SELECT count(*) FROM hr.staff WHERE {row} AND id IN (SELECT id FROM card.places ORDER BY code::INTEGER)",
    "SELECT count(*) FROM hr.staff WHERE {row} AND id IN (SELECT p.id FROM card.places p JOIN hr.places q ON p.code = q.id)",
    "SELECT count(*) FROM hr.staff WHERE {row} AND id IN (SELECT p.id FROM card.places p JOIN hr.places q USING (id))",
    "SELECT count(*) FROM hr.staff WHERE {row} AND id IN (SELECT id FROM (SELECT code::INTEGER AS id FROM card.places) x)",
    "SELECT count(*) FROM hr.staff WHERE {row} AND id IN (SELECT i FROM range(9) r(i) WHERE error(i) IS NULL)",
    "SELECT count(*) FROM hr.staff WHERE {row} AND EXISTS (SELECT 1 FROM card.places p WHERE p.id = staff.id AND code::INTEGER > 0)",
    "SELECT count(*) FROM hr.staff WHERE {row} AND EXISTS (SELECT 1 FROM card.places p WHERE p.id = staff.dept)",
    "SELECT count(*) FROM hr.staff WHERE {row} AND dept = (SELECT max(id) FROM card.places)",
    "SELECT count(*) FROM hr.staff WHERE {row} AND id = (SELECT p.salary FROM card.places p WHERE p.id = staff.id)",
    "SELECT dept, (SELECT CAST('x' AS DATE)) FROM hr.staff WHERE {row} GROUP BY dept",
    # subqueries that see the row: the engine looks further out than the nearest source of that name
    "SELECT count(*) FROM hr.staff s WHERE {row} AND EXISTS (SELECT 1 FROM card.places s WHERE s.dept::INTEGER > 0)",
    "SELECT count(*) FROM hr.staff s WHERE {row} AND EXISTS (SELECT 1 FROM (SELECT 1 AS x) s WHERE s.dept::INTEGER > 0)",
    "SELECT count(*) FROM hr.staff WHERE {row} AND EXISTS (SELECT 1 FROM (SELECT 1 AS dept) x(a) WHERE dept::INTEGER > 0)",
    "SELECT count(*) FROM hr.staff WHERE {row} AND EXISTS (SELECT 1 FROM (SELECT unnest({{'a': 1}}) AS dept) x WHERE dept::INTEGER > 0)",
    "SELECT count(*) FROM hr.staff WHERE {row} AND EXISTS (SELECT 1 FROM (SELECT COLUMNS('id') AS dept FROM card.places) x WHERE dept::INTEGER > 0)",
    "SELECT count(*) FROM hr.staff WHERE {row} AND EXISTS (SELECT 1 FROM (SELECT 1 AS dept) x, (SELECT 2 AS a) x WHERE x.dept::INTEGER > 0)",
    "SELECT count(*) FROM hr.staff places WHERE {row} AND EXISTS (SELECT 1 FROM card.places, hr.places WHERE places.region::INTEGER > 0)",
    "SELECT count(*) FROM hr.staff WHERE {row} AND EXISTS (SELECT 1 FROM card.places c(a, b, c) WHERE region::INTEGER > 0)",
]  # fmt: skip


@pytest.mark.parametrize("sql", WHETHER)
def test_a_statement_ends_in_one_way_whether_a_row_is_there_or_not(sql: str, staff: GroupedWorld) -> None:
    there, not_there = (staff.outcome(sql.format(row=f"pay > '{pay}'")) for pay in (500, 5000))
    assert there == not_there
    there, not_there = (staff.outcome(sql.format(row=f"pay > {pay}")) for pay in (500, 5000))
    assert there == not_there
