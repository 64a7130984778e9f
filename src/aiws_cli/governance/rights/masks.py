"""Masks: SQL expressions that show a value's form and hide the value. NULL stays NULL.

A mask keeps only what its form promises: a value that is not of the form is hidden whole, so that a note typed into
a phone field does not come through. Expressions are DuckDB SQL over `{column}`; `access` puts them into the
warehouse's dialect. Forms are written from `^` to `$`, since one engine looks for a form anywhere in the text and another
for the whole text; no expression can fail, since an engine's error may show the value.
"""

from __future__ import annotations

_TEXT = "CAST({column} AS VARCHAR)"
_DIGITS = f"TRANSLATE({_TEXT}, '-. ()+', '')"


def _when(form: str, shown: str, other: str = "'***'", value: str = _DIGITS) -> str:
    return f"CASE WHEN {{column}} IS NULL THEN NULL WHEN REGEXP_MATCHES({value}, '{form}') THEN {shown} ELSE {other} END"


NAMED: dict[str, str] = {
    # 900101-1234567 → 900101-*******
    "resident_no": _when(
        "^[0-9]{6}[0-9*]{7}$", f"SUBSTRING({_DIGITS}, 1, 6) || '-*******'", "'******-*******'"
    ),
    # 010-1234-5678 → 010-****-5678, 02-123-4567 → 02-****-4567
    "phone": (
        f"CASE WHEN {{column}} IS NULL THEN NULL"
        f" WHEN REGEXP_MATCHES({_DIGITS}, '^02[0-9*]{{7,8}}$') THEN '02-****-' || RIGHT({_DIGITS}, 4)"
        f" WHEN REGEXP_MATCHES({_DIGITS}, '^0[0-9*]{{9,10}}$')"
        f" THEN SUBSTRING({_DIGITS}, 1, 3) || '-****-' || RIGHT({_DIGITS}, 4)"
        f" ELSE '***' END"
    ),
    # 1234-5678-9012-3456 → 1234-****-****-3456; 13 digits are a resident number sooner than a card
    "card": _when("^[0-9*]{14,19}$", f"SUBSTRING({_DIGITS}, 1, 4) || '-****-****-' || RIGHT({_DIGITS}, 4)"),
    # 110-123-456789 → ******6789; eight digits are a date sooner than an account
    "account": _when("^[0-9*]{10,16}$", f"'******' || RIGHT({_DIGITS}, 4)"),
    # 김철수 → 김*수, 이산 → 이*, Smith → S***
    "name": (
        f"CASE WHEN {{column}} IS NULL THEN NULL WHEN NOT REGEXP_MATCHES({_TEXT}, '^[^0-9０-９@/_{{}}\\[\\]]*$')"
        f" OR LOWER({_TEXT}) IN ('true', 'false') THEN '***'"
        f" WHEN LENGTH({_TEXT}) < 2 THEN '*'"
        f" WHEN LENGTH({_TEXT}) = 2 THEN SUBSTRING({_TEXT}, 1, 1) || '*'"
        f" WHEN LENGTH({_TEXT}) <= 4 THEN SUBSTRING({_TEXT}, 1, 1) || REPEAT('*', LENGTH({_TEXT}) - 2)"
        f" || RIGHT({_TEXT}, 1)"
        f" ELSE SUBSTRING({_TEXT}, 1, 1) || '***' END"
    ),
    # 서울특별시 강남구 테헤란로 1 → 서울특별시 강남구 ***
    "address": (
        f"CASE WHEN {{column}} IS NULL THEN NULL"
        f" WHEN REGEXP_MATCHES({_TEXT}, '^[^ 0-9]{{1,8}}[도시] [^ 0-9]{{1,8}}[시군구]( .*)?$')"
        f" THEN SPLIT_PART({_TEXT}, ' ', 1) || ' ' || SPLIT_PART({_TEXT}, ' ', 2) || ' ***'"
        f" ELSE '***' END"
    ),
    # hong@example.com → h***@example.com
    "email": (
        f"CASE WHEN {{column}} IS NULL THEN NULL"
        f" WHEN REGEXP_MATCHES({_TEXT}, '^[^@ ]+@[A-Za-z0-9-]+([.][A-Za-z0-9-]+)*[.][A-Za-z]+$')"
        f" THEN SUBSTRING({_TEXT}, 1, 1) || '***@' || SPLIT_PART({_TEXT}, '@', 2)"
        f" ELSE '***' END"
    ),
    # 1987-05-17 → 1987-01-01, still a date
    "year": f"CAST(DATE_TRUNC('YEAR', TRY_CAST({_TEXT} AS DATE)) AS DATE)",
    "redact": "CASE WHEN {column} IS NULL THEN NULL ELSE '***' END",
    "null": "CASE WHEN FALSE THEN {column} END",
}
"""Named masks a policy may use without defining them."""

KEEPS_TYPE = frozenset({"null"})
"""Masks whose result has the column's own type."""
DATES = frozenset({"year"})
"""Masks whose result is a date."""
HIDES_ALL = frozenset({"redact", "null"})
"""Masks that show nothing of the value."""
