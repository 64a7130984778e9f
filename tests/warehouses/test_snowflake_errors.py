"""Snowflake's errors as ours: what went wrong and what it was about, never a value, and the right exit code."""

from __future__ import annotations

import pytest

from aiws_cli.core.errors import AiwsError
from aiws_cli.core.results import Limits
from aiws_cli.warehouses.snowflake_errors import forgotten, translated
from aiws_cli.warehouses.snowflake_plan import name_parts, named, scans


def problem(kind: str, number: int | None, text: str) -> Exception:
    """As the connector raises it: class name, errno, raw message."""
    made: Exception = type(kind, (Exception,), {})(text)
    made.errno, made.raw_msg = number, text  # type: ignore[attr-defined]
    return made


# (class, number, the server's text with a value V4LUE in it, code, exit code, what the message says)
ROWS = [
    ("ProgrammingError", 100038, "Numeric value 'V4LUE' is not recognized", "warehouse", 6, "no number"),
    ("ProgrammingError", 100035, "Timestamp 'V4LUE' is not recognized", "warehouse", 6, "TIMESTAMP"),
    ("ProgrammingError", 100040, "Date 'V4LUE' is not recognized", "warehouse", 6, "DATE"),
    ("ProgrammingError", 100037, "Boolean value 'V4LUE' is not recognized", "warehouse", 6, "BOOLEAN"),
    ("ProgrammingError", 100046, "Number out of representable range: V4LUE", "warehouse", 6, "range"),
    ("ProgrammingError", 100051, "Division by zero", "warehouse", 6, "zero"),
    ("ProgrammingError", 100069, "Error parsing JSON: V4LUE", "warehouse", 6, "JSON"),
    ("ProgrammingError", 100071, "Failed to cast variant value V4LUE to FIXED", "warehouse", 6, "VARIANT"),
    ("ProgrammingError", 100078, "String 'V4LUE' is too long", "warehouse", 6, "longer"),
    (
        "ProgrammingError",
        100090,
        "Single-row subquery returns more than one row.",
        "warehouse",
        6,
        "several rows",
    ),
    ("ProgrammingError", 100048, "Invalid regular expression: 'V4LUE'", "warehouse", 6, "regular expression"),
    ("ProgrammingError", 199999, "Something with V4LUE", "warehouse", 6, "199999"),
    (
        "ProgrammingError",
        1003,
        "syntax error line 1 at position 7 unexpected 'V4LUE'.",
        "warehouse",
        6,
        "read this SQL",
    ),
    ("ProgrammingError", 904, "error line 1 at position 7\ninvalid identifier 'FOO'", "warehouse", 6, "foo"),
    ("ProgrammingError", 904, "something else 'V4LUE'", "warehouse", 6, "904"),
    (
        "ProgrammingError",
        2003,
        "Object 'DB.S.T' does not exist or not authorized.",
        "warehouse",
        6,
        "s.t does not",
    ),
    ("ProgrammingError", 2140, "Unknown function FOO", "warehouse", 6, "FOO"),
    ("ProgrammingError", 1044, "Invalid argument types for function 'LPAD': (V4LUE)", "warehouse", 6, "LPAD"),
    ("ProgrammingError", 979, "[T.A] is not a valid group by expression", "warehouse", 6, "t.a"),
    ("ProgrammingError", 2028, "ambiguous column name 'ID'", "warehouse", 6, "id is in"),
    (
        "ProgrammingError",
        630,
        "Statement reached its statement or warehouse timeout of 5 second(s)",
        "limit",
        7,
        "9",
    ),
    (
        "ProgrammingError",
        3001,
        "Insufficient privileges to operate on V4LUE",
        "snowflake_not_granted",
        4,
        "role",
    ),
    ("ProgrammingError", 606, "No active warehouse selected", "snowflake_unavailable", 75, "606"),
    ("ProgrammingError", 90073, "Warehouse V4LUE cannot be resumed", "snowflake_unavailable", 75, "90073"),
    ("ProgrammingError", 631, "queued too long", "snowflake_unavailable", 75, "631"),
    (
        "DatabaseError",
        390100,
        "Incorrect username or password V4LUE, code: 390100",
        "snowflake_sign_in",
        3,
        "390100",
    ),
    ("DatabaseError", 390144, "JWT token is invalid. [V4LUE]", "snowflake_sign_in", 3, "390144"),
    ("DatabaseError", 250001, "Failed to login: V4LUE, code: 390186", "snowflake_sign_in", 3, "390186"),
    (
        "DatabaseError",
        250001,
        "Failed to login: Connection refused (os error 111)",
        "snowflake_unavailable",
        75,
        "refused",
    ),
    (
        "OperationalError",
        4,
        "last status 503 Service Unavailable",
        "snowflake_unavailable",
        75,
        "no requests",
    ),
    ("OperationalError", 4, "last status 429 Too Many Requests", "snowflake_unavailable", 75, "no requests"),
    (
        "OperationalError",
        4,
        "invalid peer certificate: UnknownIssuer",
        "snowflake_unavailable",
        75,
        "SSL_CERT_FILE",
    ),
    ("InternalError", 6, "end of file before message length reached", "snowflake_unavailable", 75, "lost"),
]


@pytest.mark.parametrize(("kind", "number", "text", "code", "exit_code", "said"), ROWS)
def test_an_error_says_what_happened_and_no_value(
    kind: str, number: int | None, text: str, code: str, exit_code: int, said: str
) -> None:
    made = translated(problem(kind, number, text), "acct/DB", Limits(seconds=9))
    assert isinstance(made, AiwsError)
    assert (made.code, made.exit_code) == (code, exit_code)
    assert said in made.message("en")
    for language in ("ko", "en"):
        assert "V4LUE" not in made.message(language) + made.hint(language)  # type: ignore[arg-type]
    assert "V4LUE" not in repr(made)


def test_an_error_of_the_machine_below_is_a_lost_connection() -> None:
    assert translated(BrokenPipeError(32, "Broken pipe V4LUE"), "acct/DB").exit_code == 75


def test_a_session_the_server_forgot_is_told_from_other_errors() -> None:
    assert forgotten(problem("ProgrammingError", 390112, "x"))
    assert forgotten(problem("DatabaseError", 250001, "Failed to refresh session: x"))
    assert not forgotten(problem("DatabaseError", 250001, "Failed to login"))


def plan(*operations: dict[str, object]) -> str:
    import json

    return json.dumps({"GlobalStats": {}, "Operations": [list(operations)]})


SCAN = {"operation": "TableScan", "objects": ["DB.BANK.CUSTOMERS"]}


@pytest.mark.parametrize(
    ("text", "tables"),
    [
        (plan({"operation": "Result"}, SCAN), {"BANK.CUSTOMERS"}),
        (plan(SCAN, SCAN, {"operation": "Filter"}), {"BANK.CUSTOMERS"}),
        (plan({"operation": "TableScan", "objects": ['DB."my s"."a""b.c"']}), {'my s.a"b.c'}),
        (plan({"operation": "TableScan", "objects": ["OTHER.S.T"]}), {"OTHER.S.T"}),
        (plan({"operation": "TableScan", "objects": ['"db".S.T']}), {"db.S.T"}),
        (plan({"operation": "Result"}), set()),
        (plan({"operation": "ExternalFunction"}), None),
        (plan({"operation": "TableScan"}), None),
        (plan({"operation": "TableScan", "objects": "DB.S.T"}), None),
        (plan({"operation": "TableScan", "objects": ["T"]}), None),
        (plan(), None),
        ("", None),
        ("[]", None),
        ('{"Operations": 7}', None),
    ],
)
def test_what_a_plan_scans_and_what_it_does_not_say_is_unknown(text: str, tables: set[str] | None) -> None:
    assert scans(text, "DB") == tables


def test_names_in_a_statement() -> None:
    assert named('select * from bank.customers c, "BANK"."Odd" where x = \'"BANK"."Odd"\'') == {
        "BANK.CUSTOMERS",
        "BANK.Odd",
    }
    assert name_parts('A."b') == []
    assert name_parts('A."b"c.D') == []
