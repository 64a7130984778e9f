"""Snowflake's errors as ours: a number and what kind of thing went wrong, names of the statement, never a value.

The server's texts carry values out of rows ("Numeric value 'abc' is not recognized") and the statement itself, so no
text of it is passed on. Out of the messages about names, and of those alone, the name is taken.
"""

from __future__ import annotations

import re

from ..core.errors import AiwsError, DeniedError, LimitError, SettingsError, StatementFailed, UnavailableError
from ..core.identifiers import catalogued
from ..core.language import say
from ..core.results import Limits


class SnowflakeUnavailable(UnavailableError):
    """The account can't be reached now, or its virtual warehouse does not run. Slots: place, detail."""

    code = "snowflake_unavailable"


class SnowflakeSignIn(SettingsError):
    """The account does not take the credentials, or the role. Slots: place, number."""

    code = "snowflake_sign_in"


class SnowflakeNotGranted(DeniedError):
    """Snowflake itself does not let the role do this. Slots: place, number."""

    code = "snowflake_not_granted"


SESSION_GONE = frozenset({390104, 390111, 390112, 390114, 390115, 390195})
"""The session, or what renews it, is no longer good: a new one may be opened, once."""
_NAME = r"'([^'\n]{1,200})'"
_NAMED = {
    904: ("column", re.compile(rf"invalid identifier {_NAME}")),
    2003: ("object", re.compile(rf"(?:Object|Table|View|Schema|Database|Function) {_NAME} does not exist")),
    2043: ("object", re.compile(rf"{_NAME}")),
    2140: ("function", re.compile(r"Unknown function ([A-Za-z_][\w$.]{0,100})")),
    2141: ("function", re.compile(r"Unknown user-defined function ([A-Za-z_][\w$.]{0,100})")),
    2151: ("function", re.compile(r"Unknown (?:table )?function ([A-Za-z_][\w$.]{0,100})")),
    1044: ("arguments", re.compile(r"function '([A-Za-z_][\w$. +*/<>=-]{0,100})'")),
    1045: ("arguments", re.compile(r"function '([A-Za-z_][\w$. +*/<>=-]{0,100})'")),
    938: ("arguments", re.compile(r"function \[?([A-Za-z_][\w$]{0,100})")),
    979: ("group_by", re.compile(r"\[([A-Za-z_\"][\w$.\"]{0,100})\]")),
    2028: ("ambiguous", re.compile(rf"ambiguous column name {_NAME}")),
}
_KINDS = {
    1003: "syntax",
    900: "syntax",
    1065: "type",
    1007: "type",
    2016: "type",
    100035: "timestamp",
    100040: "date",
    100108: "time",
    100037: "boolean",
    100038: "number",
    100039: "number",
    100046: "range",
    100058: "range",
    100132: "range",
    100051: "zero",
    100069: "json",
    100071: "variant",
    100078: "long",
    100090: "one_row",
    100097: "format",
    100096: "format",
    100048: "regexp",
}
_STOPPED = frozenset({604, 607})
_TIMED_OUT = frozenset({630})
_NOT_RUNNING = frozenset({606, 609, 631, 90064, 90073, 90109, 90110})
_NOT_GRANTED = frozenset({3001, 3003, 3007})
_SIGN_IN = range(390100, 390500)
_TRANSPORT = frozenset({"OperationalError", "InterfaceError", "DatabaseError", "InternalError"})


def forgotten(problem: Exception) -> bool:
    """Whether the server no longer knows the session, and the connector could not renew it."""
    if getattr(problem, "errno", None) in SESSION_GONE:
        return True
    return str(getattr(problem, "raw_msg", "")).startswith("Failed to refresh session")


def translated(problem: Exception, place: str, limits: Limits | None = None) -> AiwsError:
    """The error of ours for one of the connector's (or of the standard library's, from below it)."""
    number = getattr(problem, "errno", None)
    number = number if isinstance(number, int) and number >= 0 else 0
    text = str(getattr(problem, "raw_msg", None) or "")
    if number in _NAMED:
        form, pattern = _NAMED[number]
        found = pattern.search(text)
        return failed(form, number, _spelled(found[1], form)) if found else failed("other", number)
    if number in _KINDS:
        return failed(_KINDS[number], number)
    if number in _TIMED_OUT:
        return LimitError(limit=say("sql.limit.seconds"), value=f"{limits.seconds:g}" if limits else "?")
    if number in _NOT_RUNNING:
        return SnowflakeUnavailable(
            what="Snowflake", place=place, detail=say("snowflake.not_running", number=number)
        )
    if number in _NOT_GRANTED:
        return SnowflakeNotGranted(reason=f"Snowflake {number}", place=place, number=number)
    if number in SESSION_GONE:
        return SnowflakeUnavailable(
            what="Snowflake", place=place, detail=say("snowflake.session", number=number)
        )
    if number in _SIGN_IN:
        return SnowflakeSignIn(name="warehouse", detail=str(number), place=place, number=number)
    kind = type(problem).__name__
    if kind == "DatabaseError" and number == 250001 and _refused(text):
        return SnowflakeSignIn(name="warehouse", detail=_refused(text), place=place, number=_refused(text))
    transport = isinstance(problem, OSError) or kind in _TRANSPORT
    if transport and number not in _STOPPED and not 100 <= number < 250000:
        return SnowflakeUnavailable(what="Snowflake", place=place, detail=_reached(text, number))
    return failed("other", number)


def failed(form: str, number: int = 0, name: str = "") -> StatementFailed:
    """The server could not do the statement: the tail of a text key, the server's number, what it was about."""
    form = form if form == "column" else f"snowflake.{form}"
    return StatementFailed(form=form, detail=form, first=name, second="", number=number)


def _spelled(name: str, form: str) -> str:
    """`DB.SCHEMA.TABLE` as people write it here: in the catalog's spelling, without the session's own database."""
    if form in ("function", "arguments"):
        return name
    parts = [catalogued(p, "snowflake") or p for p in name.split(".")]
    return ".".join(parts[1:] if form == "object" and len(parts) == 3 else parts)


def _refused(text: str) -> str:
    """The server's number inside a failed login's text, empty where the server was not reached."""
    found = re.search(r"\b(390[1-4]\d\d)\b", text)
    return found[1] if found else ""


def _reached(text: str, number: int) -> str:
    """How far the request came, out of the transport's own words; nothing the server said is repeated."""
    lower = text.lower()
    for key, marks in (
        ("refused", ("connection refused",)),
        ("name", ("dns", "name or service not known", "failed to lookup")),
        ("certificate", ("certificate", "tls", "ssl")),
        ("busy", ("429", "503", "502", "504")),
        ("slow", ("timed out", "timeout", "deadline")),
    ):
        if any(m in lower for m in marks):
            return say(f"snowflake.reach.{key}")
    return say("snowflake.reach.other", number=number)
