"""A saved conversation as a page to keep: Markdown, or HTML that is whole in itself.

Everything that was said or found is text here: no character of it makes a link, a picture, a tag or a line of its own.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ..core.fences import fence
from ..core.language import current, say
from ..core.untrusted import clean

MOST_ROWS = 1_000
"""Of one result; the JSON export holds all of them."""


@dataclass(frozen=True, slots=True)
class Said:
    """One turn as it is shown. `columns` and `rows` are texts; `facts` are short lines about where it came from."""

    question: str
    at: str
    withheld: str
    answer: str
    sql: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    left_out: int
    numeric: tuple[bool, ...]
    facts: tuple[str, ...]


def turns(records: Iterable[Mapping[str, Any]]) -> tuple[Said, ...]:
    """The turns of a session's records, in order; one that was never answered has no answer."""
    out: list[Said] = []
    asked: Mapping[str, Any] | None = None
    for record in records:
        if record.get("type") == "turn_started":
            if asked is not None:
                out.append(_said(asked, {}))
            asked = record
        elif record.get("type") == "answer" and asked is not None:
            out.append(_said(asked, record))
            asked = None
    return tuple([*out, _said(asked, {})] if asked is not None else out)


def markdown(session_id: str, records: Iterable[Mapping[str, Any]]) -> str:
    """The conversation as Markdown."""
    out = [f"# aiws {session_id}"]
    for turn in turns(records):
        out += ["", f"## {_md(turn.question)}", "", _md(turn.at)]
        if turn.withheld:
            out += ["", _md(turn.withheld)]
        if turn.sql:
            ticks = fence(turn.sql)
            out += ["", f"{ticks}sql", turn.sql, ticks]
        if turn.columns:
            rule = ["--:" if number else "---" for number in turn.numeric]
            lines = [_md_row(turn.columns), f"| {' | '.join(rule)} |", *map(_md_row, turn.rows)]
            out += ["", *lines]
        if turn.left_out:
            out += ["", _md(say("transcript.left_out", n=turn.left_out))]
        if turn.answer:
            out += ["", *(_md(line) + "  " if line else "" for line in turn.answer.split("\n"))]
        out += ["", *(f"- {_md(fact)}" for fact in turn.facts)]
    return "\n".join(out).rstrip() + "\n"


def page(session_id: str, records: Iterable[Mapping[str, Any]]) -> str:
    """The conversation as one HTML file that loads nothing and runs nothing."""
    title = f"aiws {session_id}"
    parts = [f"<h1>{_html(title)}</h1>"]
    for turn in turns(records):
        parts.append(f"<section><h2>{_html(turn.question)}</h2><p class=at>{_html(turn.at)}</p>")
        if turn.withheld:
            parts.append(f"<p class=note>{_html(turn.withheld)}</p>")
        if turn.answer:
            parts.append(f"<p class=answer>{_html(turn.answer)}</p>")
        if turn.columns:
            parts.append(_table(turn))
        if turn.left_out:
            parts.append(f"<p class=note>{_html(say('transcript.left_out', n=turn.left_out))}</p>")
        if turn.sql:
            parts.append(f"<pre><code>{_html(turn.sql)}</code></pre>")
        if turn.facts:
            parts.append(f"<ul>{''.join(f'<li>{_html(f)}</li>' for f in turn.facts)}</ul>")
        parts.append("</section>")
    return (
        f'<!doctype html>\n<html lang="{current()}">\n<head>\n<meta charset="utf-8">\n'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
        '<meta name="viewport" content="width=device-width">\n'
        f"<title>{_html(title)}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n" + "\n".join(parts) + "\n"
        "</body>\n</html>\n"
    )


_STYLE = (
    "body{font:16px/1.6 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#1a1a1a;background:#fff}"
    "h1{font-size:1.2rem}h2{font-size:1.1rem;margin-bottom:0;white-space:pre-wrap}section{border-top:1px solid #ccc}"
    ".at,.note,ul{color:#555;font-size:.85rem;margin-top:0}.answer{white-space:pre-wrap}"
    "table{border-collapse:collapse;display:block;overflow-x:auto;font-variant-numeric:tabular-nums}"
    "th,td{border:1px solid #ccc;padding:.2rem .6rem;text-align:left;white-space:pre-wrap}.n{text-align:right}"
    "pre{background:#f5f5f5;padding:.8rem;overflow-x:auto}"
    "@media(prefers-color-scheme:dark){body{color:#e6e6e6;background:#161616}pre{background:#222}"
    "th,td,section{border-color:#444}.at,.note,ul{color:#aaa}}"
)


def _table(turn: Said) -> str:
    marks = [' class="n"' if number else "" for number in turn.numeric]
    head = "".join(f"<th{m}>{_html(c)}</th>" for c, m in zip(turn.columns, marks, strict=True))
    body = "".join(
        f"<tr>{''.join(f'<td{m}>{_html(c)}</td>' for c, m in zip(row, marks, strict=True))}</tr>"
        for row in turn.rows
    )
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


_NUMBERS = re.compile(r"(?i)^(U?(TINY|SMALL|BIG|HUGE)?INT(EGER)?|DECIMAL|NUMBER|NUMERIC|DOUBLE|FLOAT|REAL)")


def _said(asked: Mapping[str, Any], answer: Mapping[str, Any]) -> Said:
    withheld = bool(asked.get("withheld") or answer.get("withheld"))
    columns = [c for c in answer.get("columns", ()) if isinstance(c, Mapping)]
    rows = answer.get("rows", ()) if columns else ()
    width = len(columns)
    return Said(
        question=clean(str(asked.get("question", ""))),
        at=clean(str(asked.get("at", "")))[:16].replace("T", " "),
        withheld=clean(say("cli.sessions.withheld", role=asked.get("role", ""))) if withheld else "",
        answer=clean(str(answer.get("answer", ""))).strip(),
        sql=clean(str(answer.get("executed_sql", ""))).strip(),
        columns=tuple(clean(str(c.get("label") or c.get("name", ""))) for c in columns),
        rows=tuple(tuple(_cell(v) for v in [*row, *[None] * width][:width]) for row in rows[:MOST_ROWS]),
        left_out=max(len(rows) - MOST_ROWS, 0),
        numeric=tuple(bool(_NUMBERS.match(str(c.get("type", "")))) for c in columns),
        facts=tuple(_facts(answer)),
    )


def _facts(answer: Mapping[str, Any]) -> Iterable[str]:
    period = answer.get("period")
    if isinstance(period, Mapping):
        yield clean(say("transcript.period", start=period.get("from", ""), end=period.get("to", "")))
    if changed := answer.get("files_changed"):
        yield clean(say("transcript.files", names=", ".join(map(str, changed))))
    if answer.get("audit_id"):
        yield clean(say("transcript.audit", id=answer["audit_id"]))


def _cell(value: Any) -> str:
    return "" if value is None else clean(str(value))


def _html(text: str) -> str:
    return html.escape(text, quote=True)


_SPECIAL = re.compile(r"([\\`*_{}\[\]()#+\-.!|<>~&$:@/])")


def _md(text: str) -> str:
    """Text that Markdown shows as it is, in one line: also an address makes no link."""
    return _SPECIAL.sub(r"\\\1", " ".join(text.split()))


def _md_row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(_md(c) for c in cells)} |"
