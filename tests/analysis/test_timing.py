"""Which column says when, and in what grain; a row is a column, its real values and what they stand for."""

from __future__ import annotations

from datetime import date

import pytest

from aiws_cli.analysis.period import Spoken
from aiws_cli.analysis.timing import Grain, grain, is_series, spoken_time_column, time_column
from aiws_cli.core.tables import Column, Table


def _column(name: str, kind: str = "DATE", business: str = "", **more: object) -> Column:
    return Column(name, kind, business_name=business, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("column", "values", "wanted"),
    [
        (_column("base_month", business="기준월"), (), ("month", "start", "date")),
        (_column("settled_on", business="분기말일"), (), ("quarter", "end", "date")),
        (_column("snapshot", business="월말일자"), (), ("month", "end", "date")),
        (_column("sent_on", business="송금일"), (), ("day", "start", "date")),
        (_column("sent_at", "TIMESTAMP"), (), ("day", "start", "timestamp")),
        (_column("ym", "VARCHAR", sample_values=("202608", "202609")), (), ("month", "start", "%Y%m")),
        (_column("ym", "INTEGER", sample_values=("202608", "202609")), (), ("month", "start", "%Y%m")),
        (_column("day_text", "VARCHAR", sample_values=("20260801",)), (), ("day", "start", "%Y%m%d")),
        (_column("as_of", primary_key=True), ("2026-01-01", "2026-02-01"), ("month", "start", "date")),
        (_column("as_of", primary_key=True), ("2026-03-31", "2026-06-30"), ("quarter", "end", "date")),
        (_column("as_of", primary_key=True), ("2026-03-31", "2026-04-30"), ("month", "end", "date")),
        (_column("as_of", primary_key=True), ("2026-03-30", "2026-04-02"), ("day", "start", "date")),
    ],
)
def test_grain(column: Column, values: tuple[str, ...], wanted: tuple[str, str, str]) -> None:
    found = grain(column, Table("t", (column,)), lambda table, name: values)
    assert found is not None
    assert (found.unit, found.edge, found.stored) == wanted


def test_text_that_holds_no_time_has_no_grain() -> None:
    column = _column("memo", "VARCHAR", sample_values=("송금", "202609"))
    assert grain(column, Table("t", (column,))) is None


def _span(start: str, end: str, **more: object) -> Spoken:
    return Spoken("", date.fromisoformat(start), date.fromisoformat(end), **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("kind", "span", "wanted"),
    [
        (Grain("month"), _span("2026-09-01", "2026-09-30", unit="month"), "c = DATE '2026-09-01'"),
        (
            Grain("month"),
            _span("2026-07-01", "2026-09-30", unit="quarter"),
            "c BETWEEN DATE '2026-07-01' AND DATE '2026-09-01'",
        ),
        (Grain("quarter", "end"), _span("2026-07-01", "2026-09-30", unit="quarter"), "c = DATE '2026-09-30'"),
        (Grain(), _span("2026-09-30", "2026-09-30"), "c = DATE '2026-09-30'"),
        (
            Grain(stored="timestamp"),
            _span("2026-09-01", "2026-09-30", unit="month"),
            "c >= DATE '2026-09-01' AND c < DATE '2026-10-01'",
        ),
        (Grain("month", stored="%Y%m"), _span("2026-09-01", "2026-09-30", unit="month"), "c = '202609'"),
        (
            Grain("month", stored="%Y%m", quoted=False),
            _span("2026-08-01", "2026-09-30", unit="month"),
            "c BETWEEN 202608 AND 202609",
        ),
        (Grain(), _span("2025-01-01", "2026-09-30", opened="end"), "c >= DATE '2025-01-01'"),
        (Grain(), _span("1900-01-01", "2025-12-31", opened="start"), "c <= DATE '2025-12-31'"),
    ],
)
def test_a_period_in_a_columns_own_terms(kind: Grain, span: Spoken, wanted: str) -> None:
    assert kind.condition("c", span) == wanted


def test_several_periods() -> None:
    june, august = (
        _span("2026-06-01", "2026-06-30", unit="month"),
        _span("2026-08-01", "2026-08-31", unit="month"),
    )
    july = _span("2026-07-01", "2026-07-31", unit="month")
    assert Grain("month").either("c", [august, june]) == "c IN (DATE '2026-06-01', DATE '2026-08-01')"
    assert Grain().either("c", [june, july]) == "c BETWEEN DATE '2026-06-01' AND DATE '2026-07-31'"
    assert (
        Grain().either("c", [june, august])
        == "((c BETWEEN DATE '2026-06-01' AND DATE '2026-06-30') OR (c BETWEEN DATE '2026-08-01' AND DATE '2026-08-31'))"
    )


def test_a_week_cannot_be_said_in_months() -> None:
    week = _span("2026-09-24", "2026-09-30", unit="week")
    assert Grain().fits(week)
    assert not Grain("month").fits(week)
    assert not Grain("quarter", "end").fits(_span("2026-08-01", "2026-08-31", unit="month"))
    assert Grain("quarter", "end").fits(_span("2026-07-01", "2026-09-30", unit="month"))


@pytest.mark.parametrize(
    ("columns", "wanted"),
    [
        ((_column("day", primary_key=True), _column("base_month")), "day"),
        ((_column("base_month", primary_key=True), _column("updated_date")), "base_month"),
        ((_column("contract_date"), _column("cancel_date"), _column("maturity_date")), "contract_date"),
        ((_column("trade_date"), _column("trade_at", "TIMESTAMP")), "trade_date"),
        ((_column("join_date"), _column("last_login_date")), ""),
        ((_column("ym", "VARCHAR", sample_values=("202609",)),), "ym"),
    ],
)
def test_time_column(columns: tuple[Column, ...], wanted: str) -> None:
    assert time_column(Table("t", columns)) == wanted


def test_a_date_the_question_speaks_of() -> None:
    table = Table("t", (_column("open_date", business="개설일"), _column("close_date", business="해지일")))
    assert time_column(table) == ""
    assert spoken_time_column(table, "올해 개설된 계좌") == "open_date"
    assert spoken_time_column(table, "accounts opened this year") == "open_date"
    assert spoken_time_column(table, "올해 계좌") == ""


def test_a_series_has_its_time_in_the_key() -> None:
    table = Table("t", (_column("base_month", primary_key=True), _column("sent_on")))
    assert is_series(table, "base_month")
    assert not is_series(table, "sent_on")
