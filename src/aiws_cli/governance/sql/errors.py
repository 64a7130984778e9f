"""The engine's error, as the asker may read it: no value, no name they may not see.

An engine's text about names passes when every word of it is known: a word the asker wrote, a column of a view they
read, a type, a function, or one of the words engines use to say such things. A text with any other word becomes one
fixed sentence. So it does not matter where an engine puts what into its messages.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Sequence

from ...core.errors import StatementFailed
from ...core.language import say
from ..rights.access import TableView
from .allowed import BY_DIALECT
from .guard import SafeSql

_WORD = re.compile(r"[^\W\d_][\w$]*|_[\w$]+|\d+")
_CANDIDATES = "Candidate functions:"
_TYPES = frozenset(
    """
    bigint bignum binary bit blob bool boolean char date datetime decimal double fixed float float4 float8 geography
    geometry hugeint int int1 int2 int4 int8 int16 int32 int64 int128 integer integer_literal interval json list map null
    number numeric object real smallint sqlnull string string_literal struct text time time_ns timestamp timestamp_ltz
    timestamp_ms timestamp_ns timestamp_ntz timestamp_s timestamp_tz timestamptz timetz tinyint ubigint uhugeint uint8
    uint16 uint32 uint64 uint128 uinteger union unknown usmallint utinyint uuid varchar variant with zone array any t k v
    """.split()
)
_ENGLISH = frozenset(
    """
    a access add after aggregate aggregated aggregates aggregation alias all allowed ambiguous an and any any_value appear are
    argument arguments as at be before between binder binding bindings both but by call calls can candidate candidates cannot
    case cast casts catalog clause coalesce column columns combination comparison compare compilation condition constant
    contain contains could cross cte deduce depth did distinct do does duplicate each either else empty end entries entry error
    every exact exactly exist exists expect expected explicit expression expressions extract field fields first for found
    from full function functions given group grouping has have having if implicitly important in incompatible index
    inferred inner input instead invalid is it its join key lambda left level limit line list literal match matches max maximum
    may mean mismatch mix more most multiple must name named names near need needs nested no non not number numeric object of
    offset on once one only operand operator operands or order outer over parameter parameters parser part partition position
    possible previously qualify query range recursive reference referenced required reserved resolve resolved result right
    row rows scalar scope select set should side single sql star string subqueries subquery supported sure syntax table
    tables template term than that the their them there this times to too try twice type types unable unexpected union
    unqualified unrecognized unsupported use used using valid value values volatile was were where which while window
    windows with within without available specified total out positional selected matching regex find root
    element allowed did mean resulted elements alias map lambda list multiple deduce inferred occurrence previously type
    currently can't found selected level using values default named argument arguments extract because struct union json works wrong you explicitly might
    """.split()
)


def safe_error(problem: StatementFailed, safe: SafeSql, views: Sequence[TableView]) -> StatementFailed:
    """The error to raise in its place, for a statement that reads those views."""
    visible = [name for view in views for name in (*(c for c, _ in view.columns), view.name)]
    known = frozenset(_words([safe.written_sql, *visible]))
    slots = problem.slots
    if slots["form"] == "names":
        if _is_known(slots["detail"], known | _functions(safe.dialect)):
            return StatementFailed(form="names", detail=slots["detail"])
        return StatementFailed(form="unclear", detail="unclear")
    first, second = (
        str(slots.get(part) or "") if _is_known(str(slots.get(part) or ""), known) else ""
        for part in ("first", "second")
    )
    form = slots["form"]
    if form == "column":
        second = _near(first, views)
    elif not first and say(f"sql.failed.{form}", "en", default="", first="\0", second="", number=0).count(
        "\0"
    ):
        form = "unclear"
    # The engine's own number of what went wrong, where it has one, is no value.
    number = {"number": slots["number"]} if isinstance(slots.get("number"), int) else {}
    return StatementFailed(form=form, detail=form, first=first, second=second, **number)


def _near(column: str, views: Sequence[TableView]) -> str:
    """The columns the asker sees whose names are like it: the same for a hidden column and for one that is none."""
    names = {c.lower(): c for view in views for c, _ in view.columns}
    # An engine may say it as it was written, with the table before it.
    wanted = column.rpartition(".")[2].strip('"').lower()
    close = [names[n] for n in difflib.get_close_matches(wanted, names, n=3, cutoff=0.6)]
    return say("sql.failed.column.near", names=", ".join(close)) if close else ""


def _words(texts: Iterable[str]) -> Iterable[str]:
    return (word.lower() for text in texts for word in _WORD.findall(text))


def _functions(dialect: str) -> frozenset[str]:
    allowed = BY_DIALECT[dialect]
    return allowed.function_names | _ENGLISH


def _is_known(text: str, known: frozenset[str]) -> bool:
    # The signatures of an engine's own functions: their parameters' names are small words of its own.
    text, _, signatures = text.partition(_CANDIDATES)
    return all(
        word in known or word in _TYPES or (word.isdigit() and len(word) <= 2) for word in _words([text])
    ) and all(
        any(t.startswith(word.lower()) for t in _TYPES)  # The last one may be cut off.
        or (word.isascii() and word.islower() and not any(map(str.isdigit, word)))
        for word in _WORD.findall(signatures)
    )
