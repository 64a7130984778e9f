"""What people call a result's columns: a row is SQL over the small catalog and the labels and codes it gives."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
import sqlglot

from aiws_cli.analysis.labels import described
from aiws_cli.core.language import Language
from aiws_cli.core.results import ResultColumn
from aiws_cli.core.tables import Column, Metric, Table

FUNDS = Table(
    "am.funds",
    (
        Column("fund_id", "VARCHAR", business_name="펀드번호", business_name_en="Fund id"),
        Column(
            "fund_type",
            "VARCHAR",
            business_name="펀드유형",
            business_name_en="Fund type",
            code_values={"01": "주식형 | equity", "02": "채권형 | bond"},
        ),
        Column("aum", "BIGINT", business_name="순자산", business_name_en="Net assets"),
        Column("total_fee", "BIGINT", business_name="총보수", business_name_en="Total fee"),
    ),
)

NESTED = Table(
    "am.nested",
    (
        Column(
            "markets", "VARCHAR[]", "array", business_name="시장 목록", business_name_en="List of markets"
        ),
        Column(
            "terms",
            "JSON",
            "object",
            fields=(
                Column(
                    "currency",
                    "VARCHAR",
                    business_name="통화",
                    code_values={"USD": "달러 | dollar"},
                    within="terms",
                ),
                Column("years", "BIGINT", business_name="기간", business_name_en="Term", within="terms"),
            ),
        ),
    ),
)


class OneTable:
    """As much of a catalog as labels read."""

    def table(self, name: str) -> Table | None:
        if name.lower() == "am.nested":
            return NESTED
        return FUNDS if name.lower() in ("am.funds", "funds") else None


CODES_KO = {"01": "주식형", "02": "채권형"}
ROWS: list[tuple[str, Language, list[str], Mapping[str, str]]] = [
    ("SELECT fund_type FROM am.funds", "ko", ["펀드유형"], CODES_KO),
    (
        "SELECT m.market, COUNT(*) AS n FROM am.nested CROSS JOIN UNNEST(nested.markets) AS m(market) GROUP BY m.market",
        "ko",
        ["시장", "건수"],
        {},
    ),
    ("SELECT (terms->>'currency') AS c FROM am.nested", "ko", ["통화"], {"USD": "달러"}),
    ("SELECT AVG(CAST(terms->>'years' AS BIGINT)) AS y FROM am.nested", "en", ["average term"], {}),
    ("SELECT fund_type AS t FROM am.funds", "en", ["Fund type"], {"01": "equity", "02": "bond"}),
    ("SELECT f.fund_type, COUNT(*) AS n FROM am.funds f GROUP BY 1", "ko", ["펀드유형", "건수"], CODES_KO),
    (
        "SELECT SUM(aum) AS s, AVG(aum) AS a, MAX(total_fee) AS m FROM am.funds",
        "ko",
        ["순자산 합계", "평균 순자산", "최대 총보수"],
        {},
    ),
    ("SELECT SUM(total_fee) AS s, SUM(aum) AS a FROM am.funds", "en", ["total fee", "total net assets"], {}),
    (
        "WITH x AS (SELECT fund_type AS k, SUM(aum) AS v FROM am.funds GROUP BY 1) SELECT k, v FROM x",
        "ko",
        ["펀드유형", "순자산 합계"],
        CODES_KO,
    ),
    ("SELECT q.k FROM (SELECT fund_type AS k FROM am.funds) AS q", "ko", ["펀드유형"], CODES_KO),
    ("SELECT UPPER(fund_type) AS u FROM am.funds", "ko", ["u"], {}),
    ("SELECT aum, aum AS b FROM am.funds", "ko", ["순자산 (aum)", "순자산 (b)"], {}),
    ("SELECT SUM(aum) AS total_aum FROM am.funds", "ko", ["수탁고"], {}),
    ("SELECT fund_type FROM am.funds UNION ALL SELECT fund_type FROM am.funds", "ko", ["펀드유형"], CODES_KO),
]


@pytest.mark.parametrize(("sql", "language", "labels", "codes"), ROWS, ids=[r[0] for r in ROWS])
def test_described(sql: str, language: Language, labels: list[str], codes: Mapping[str, str]) -> None:
    tree = sqlglot.parse_one(sql, read="duckdb")
    names = [p.alias_or_name for p in tree.selects]
    columns = tuple(ResultColumn(n, "VARCHAR") for n in names)
    metrics = (Metric("total_aum", "수탁고", "SUM(aum)"),)
    found = described(tree, columns, OneTable(), metrics, language)  # type: ignore[arg-type]
    assert [c.label for c in found] == labels
    assert [c.name for c in found] == names
    assert found[0].codes == codes


def test_a_star_is_labelled_by_name() -> None:
    tree = sqlglot.parse_one("SELECT * FROM am.funds", read="duckdb")
    columns = tuple(ResultColumn(c.name, c.type) for c in FUNDS.columns)
    assert [c.label for c in described(tree, columns, OneTable(), (), "ko")] == [
        "펀드번호",
        "펀드유형",
        "순자산",
        "총보수",
    ]  # type: ignore[arg-type]
