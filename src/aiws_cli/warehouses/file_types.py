"""Which type a text column has: the narrowest that every value fits, and text wherever digits are a code.

Codes stay text: a leading zero (00123, 010…), sixteen digits or more, and whatever looks like a resident number.
Numbers may have thousands commas, dates may be 2026-09-30, 2026.09.30, 2026/9/30 or 2026년 9월 30일; a column of
which one value does not fit stays text as a whole.
"""

from __future__ import annotations

from typing import Any

_INTEGER = r"[+-]?\d{1,15}"
_COMMAS = r"[+-]?(\d{1,3}(,\d{3})+|\d{1,15})"
_NUMBER = r"[+-]?((\d{1,3}(,\d{3})+|\d{1,15})(\.\d*)?|\.\d+)([eE][+-]?\d{1,3})?"
_CODE = r"[+-]?0\d.*|\d{6}-?[1-8]\d{6}"
_DATE = r"\d{4}\s?[-./년]\s?\d{1,2}\s?[-./월]\s?\d{1,2}\s?[.일]?"
_TIMESTAMP = _DATE + r"[ T]\s?\d{1,2}:\d{2}(:\d{2}(\.\d{1,9})?)?"


def type_columns(connection: Any, table: str, kinds: dict[str, str]) -> dict[str, str]:
    """Column → SQL expression with its type, for every VARCHAR column of `table` that gets one.

    `kinds` are types already known from a workbook's cells (column → SQL type); `connection` is DuckDB's.
    """
    columns = [r[0] for r in connection.execute(f"DESCRIBE {table}").fetchall() if r[1] == "VARCHAR"]
    if not columns:
        return {}
    found = connection.execute(
        f"SELECT {', '.join(part for c in columns for part in _measures(_quote(c)))} FROM {table}"
    ).fetchone()
    width = len(_measures("c"))
    out: dict[str, str] = {}
    for i, column in enumerate(columns):
        if column in kinds:
            out[column] = f"TRY_CAST({_quote(column)} AS {kinds[column]})"
            continue
        expression = _expression(_quote(column), found[i * width : (i + 1) * width])
        if expression is not None:
            out[column] = expression
    return out


def _measures(c: str) -> tuple[str, ...]:
    v = f"trim({c})"

    def fitting(pattern: str) -> str:
        return f"count_if(regexp_full_match({v}, '{pattern}'))"

    return (
        f"count(nullif({v}, ''))",
        fitting(_CODE),
        fitting(_INTEGER),
        fitting(_COMMAS),
        fitting(_NUMBER),
        f"count_if(lower({v}) IN ('true', 'false'))",
        f"count_if(regexp_full_match({v}, '{_DATE}') AND TRY_CAST({_day(v)} AS DATE) IS NOT NULL)",
        f"count_if(regexp_full_match({v}, '{_TIMESTAMP}') AND TRY_CAST({_moment(v)} AS TIMESTAMP) IS NOT NULL)",
        # Text whose blanks at the ends matter stays as it is.
        f"max(length({v}))",
    )


def _expression(c: str, measured: tuple[int, ...]) -> str | None:
    filled, code, integer, commas, number, boolean, day, moment, longest = measured
    v = f"nullif(trim({c}), '')"
    if not filled:
        return None
    if boolean == filled:
        return f"CAST({v} AS BOOLEAN)"
    if day == filled:
        return f"CAST({_day(v)} AS DATE)"
    if day + moment == filled:
        return f"CAST({_moment(v)} AS TIMESTAMP)"
    if code or longest > 40:
        return None
    if integer == filled:
        return f"CAST({v} AS BIGINT)"
    if commas == filled:
        return f"CAST(replace({v}, ',', '') AS BIGINT)"
    if number == filled:
        return f"CAST(replace({v}, ',', '') AS DOUBLE)"
    return None


def _day(v: str) -> str:
    return rf"regexp_replace({v}, '^(\d{{4}})\D+(\d{{1,2}})\D+(\d{{1,2}})\D*$', '\1-\2-\3')"


def _moment(v: str) -> str:
    return rf"trim(regexp_replace({v}, '^(\d{{4}})\D+(\d{{1,2}})\D+(\d{{1,2}})[.일]?[ T]?\s*', '\1-\2-\3 '))"


def _quote(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
