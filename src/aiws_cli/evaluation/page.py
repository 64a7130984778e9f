"""A run as one HTML file: figures first, then every question with its whole trace. It needs no network and no script.

The script only filters. A content security policy allows exactly the style and the script written here (by hash), so
that nothing a question, a model or a database says can run or load anything.
"""

from __future__ import annotations

import base64
import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from importlib import resources

from ..core.language import Language, current, say
from .compare import Comparison
from .figures import Cell, Figure, Table, headline, percent, rate_text, tables
from .markup import Child, Html, element, join
from .rates import Rate
from .record import Record
from .summary import Summary
from .trace import Shown, question, verdict

MOST_BYTES = 9_000_000
"""All traces together stay below this."""
_TO_SPARE = 500_000
"""What long questions may take beyond their share before short ones have left them anything."""
_MOST_HEADS = 8


def page(
    summary: Summary,
    records: Sequence[Record],
    *,
    title: str,
    about: Mapping[str, str],
    comparison: Comparison | None = None,
    language: Language | None = None,
) -> str:
    """The whole file. `about` is shown under the title as it is, its keys by their name in the reader's language."""
    language = language or current()
    style, script = _file("page.css"), _file("page.js")
    policy = f"default-src 'none'; style-src '{_hash(style)}'; script-src '{_hash(script)}'; base-uri 'none'; form-action 'none'"
    heads = _heads(records)
    changes = {c.id: c.kind for c in comparison.changes} if comparison is not None else {}
    shown = Shown(language, heads)
    questions = _questions(records, shown, changes)
    head = element(
        "head",
        element("meta", charset="utf-8"),
        element("meta", http_equiv="Content-Security-Policy", content=policy),
        element("meta", name="viewport", content="width=device-width, initial-scale=1"),
        element("meta", name="referrer", content="no-referrer"),
        element("meta", name="robots", content="noindex"),
        element("title", title),
        element("style", Html(style)),
    )
    body = element(
        "body",
        element(
            "header",
            element("h1", title),
            _about(about, language),
        ),
        element("div", *(_figure(f, language) for f in headline(summary, language)), class_="figures"),
        _gold_errors(summary, language),
        element("div", *(_table(t) for t in tables(summary, comparison, language)), class_="tables"),
        element("h2", shown.word("questions")),
        _filter(records, shown, changes),
        element("main", *questions, id="questions"),
        _heads_shown(heads, shown),
        element("script", Html(script)),
    )
    return f"<!doctype html>\n{element('html', head, body, lang=language)}\n"


def _questions(records: Sequence[Record], shown: Shown, changes: Mapping[str, str]) -> list[Html]:
    """Every question, each in the room it and those before it have left."""
    share = (MOST_BYTES - _TO_SPARE) / max(len(records), 1)
    used = 0
    out = []
    for number, record in enumerate(records, 1):
        room = int(_TO_SPARE + share * number) - used
        out.append(question(record, number, shown, room=room, change=changes.get(record.id, "")))
        used += len(out[-1].encode())
    return out


def _file(name: str) -> str:
    return resources.files(__package__).joinpath(name).read_text(encoding="utf-8")


def _hash(text: str) -> str:
    digest = hashlib.sha256(text.encode()).digest()
    return f"sha256-{base64.b64encode(digest).decode()}"


def _about(about: Mapping[str, str], language: Language) -> Html:
    pairs = ((say(f"scores.about.{k}", language, default=k), v) for k, v in about.items() if v)
    return element(
        "dl", *(element("div", element("dt", k), element("dd", v)) for k, v in pairs), class_="about"
    )


def _figure(figure: Figure, language: Language) -> Html:
    bar = note = None
    text = figure.note
    if figure.rate is not None:
        low, high = figure.rate.interval
        interval = f"{100 * low:.1f}–{100 * high:.1f}%"
        text = f"{figure.note} · {interval}"
        note = f"{say('scores.interval', language)} {interval}"
        bar = _bar(figure.rate, note)
    return element(
        "div",
        element("div", figure.label, class_="label"),
        element("div", figure.value, class_="value"),
        bar,
        element("div", text, class_="note", title=note),
        class_="figure",
    )


def _bar(rate: Rate, label: str) -> Html:
    """A share from 0 to 100 as a bar, its interval as a line across the bar's end."""
    low, high = rate.interval

    def line(x: float, y1: int, y2: int) -> Html:
        return element("line", x1=_at(x), x2=_at(x), y1=y1, y2=y2, class_="range")

    return element(
        "svg",
        element("rect", x=0, y=2, width=100, height=6, class_="track"),
        element("rect", x=0, y=2, width=_at(rate.rate), height=6, class_="share"),
        element("line", x1=_at(low), x2=_at(high), y1=5, y2=5, class_="range"),
        line(low, 3, 7),
        line(high, 3, 7),
        viewBox="0 0 100 10",
        preserveAspectRatio="none",
        role="img",
        aria_label=label,
        class_="bar",
    )


def _at(share: float) -> str:
    return f"{100 * share:.2f}"


def _gold_errors(summary: Summary, language: Language) -> Html | None:
    n = summary.overall.gold_errors
    return element("p", say("scores.gold_errors", language, n=n), class_="warning") if n else None


def _table(table: Table) -> Html:
    matrix = table.key in ("confusion", "routing")
    head = element("tr", *(element("th", h, scope="col") for h in table.head))
    rows = (
        element(
            "tr",
            element("th", _plain(row[0]), scope="row"),
            *(_cell(c, matrix=matrix) for c in row[1:]),
        )
        for row in table.rows
    )
    return element(
        "section",
        element("h3", table.title),
        element(
            "div",
            element("table", element("thead", head), element("tbody", *rows)),
            class_="wide",
        ),
        element("p", table.note, class_="small") if table.note else None,
        class_=f"of-{table.key}",
    )


def _plain(cell: Cell) -> str:
    return rate_text(cell) if isinstance(cell, Rate) else str(cell)


def _cell(cell: Cell, *, matrix: bool) -> Html:
    if not isinstance(cell, Rate):
        return element("td", str(cell), class_="zero" if matrix and cell == 0 else None)
    if not cell.of:
        return element("td", "–", class_="zero")
    text = rate_text(cell)
    figures = element("span", percent(cell.share), element("small", f" {cell.hits}/{cell.of}"))
    return element("td", figures, _bar(cell, text), class_="rate", title=text)


# — the list of questions —


def _filter(records: Sequence[Record], shown: Shown, changes: Mapping[str, str]) -> Html:
    """Controls of the list; hidden where there is no script to answer to them."""
    w = shown.word

    def choice(key: str, values: Sequence[tuple[str, str]]) -> Html | None:
        if len(values) < 2:
            return None
        options = (element("option", label, value=value) for value, label in values)
        any_of = element("option", w(f"any.{key}"), value="")
        return element("select", any_of, *options, name=key, aria_label=w(f"any.{key}"))

    def counted(key: str, found: Sequence[str], room: str) -> Html | None:
        seen = Counter(f for f in found if f)
        return choice(key, [(v, f"{shown.name(room, v)} ({n})") for v, n in sorted(seen.items())])

    verdicts = Counter(verdict(r) for r in records)
    of_verdict = [(v, f"{w(v)} ({verdicts[v]})") for v in ("right", "missed", "void") if verdicts[v]]
    mended = sum(bool(r.mends) for r in records)
    return element(
        "form",
        element("input", type="search", name="text", placeholder=w("search"), aria_label=w("search")),
        choice("verdict", of_verdict),
        counted("category", [r.category for r in records], "group"),
        counted("cause", [r.cause for r in records if verdict(r) == "missed"], "cause"),
        counted("language", [r.language for r in records], "group"),
        counted("database", [r.db_id for r in records], "group"),
        counted("half", ["held" if r.held else "open" for r in records], "half"),
        counted("change", [changes.get(r.id, "") for r in records], "change"),
        element(
            "label",
            element("input", type="checkbox", name="mended", value="yes"),
            f" {w('mended')} ({mended})",
        )
        if mended
        else None,
        element("button", w("open_all"), type="button", id="open-all"),
        element("output", f"{len(records)} / {len(records)}", id="shown"),
        id="filter",
        aria_label=w("filter"),
    )


def _heads(records: Sequence[Record]) -> dict[str, int]:
    """System messages that more than one question begins with → their number from 1, the most common first."""
    seen: Counter[str] = Counter()
    for record in records:
        seen.update(
            {
                m.get("content", "")
                for request in record.requests
                for m in request
                if m.get("role") == "system"
            }
        )
    common = [text for text, n in seen.most_common(_MOST_HEADS) if text and (n > 1 or len(records) == 1)]
    return {text: i for i, text in enumerate(common, 1)}


def _heads_shown(heads: Mapping[str, int], shown: Shown) -> Html | None:
    if not heads:
        return None
    parts: list[Child] = [
        element(
            "details",
            element("summary", shown.word("head", n=number)),
            element("pre", text[:60_000]),
            id=f"head-{number}",
            class_="fold",
        )
        for text, number in heads.items()
    ]
    return element("section", element("h2", shown.word("heads")), join(parts))
