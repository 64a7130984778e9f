"""One question of a run as HTML: everything between what was asked and the verdict, closed until it is opened."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from ..core.language import Language, say
from .markup import Child, Html, element, join
from .ranking import plain, wanted
from .record import Record
from .score import cell as compared

_TOKEN = re.compile(r"\w+|\s+|[^\w\s]")
# Characters of two statements together whose difference is still quickly found.
_LONGEST_COMPARED = 8_000


@dataclass(frozen=True, slots=True)
class Extent:
    """How much of a question is shown: characters of a text and of a cell, rows and columns of a result, parts of a list."""

    text: int
    rows: int
    columns: int
    cell: int
    parts: int


EXTENTS = (
    Extent(24_000, 20, 40, 300, 40),
    Extent(6_000, 20, 20, 120, 20),
    Extent(2_000, 20, 12, 60, 12),
    Extent(600, 10, 8, 30, 6),
    Extent(300, 5, 6, 20, 3),
)
"""From all that is useful to the least; a long run shows less of each question."""


@dataclass(frozen=True, slots=True)
class Shown:
    """How traces are written. `heads` maps a system message to its number among those shown once for all questions."""

    language: Language
    heads: Mapping[str, int]

    def word(self, key: str, **slots: Any) -> str:
        return say(f"scores.page.{key}", self.language, **slots)

    def name(self, room: str, word: str) -> str:
        return say(f"scores.{room}.{word}", self.language, default=word)


def verdict(record: Record) -> str:
    """`right`, `missed`, or `void` where the gold itself fails."""
    return "void" if record.gold_error else "right" if record.ok else "missed"


def question(record: Record, number: int, shown: Shown, *, room: int, change: str = "") -> Html:
    """The question as a closed `details` with id `q-<number>`, in at most `room` bytes where any extent fits."""
    html = Html("")
    differing = _differing(record)
    for extent in EXTENTS:
        html = _Trace(record, shown, extent, differing).details(number, change)
        if len(html.encode()) <= room:
            break
    return html


class _Trace:
    """One record at one extent."""

    def __init__(self, record: Record, shown: Shown, extent: Extent, differing: _Differing) -> None:
        self.record = record
        self.mine, self.gold = differing
        self.shown = shown
        self.word = shown.word
        self.extent = extent

    def details(self, number: int, change: str) -> Html:
        r = self.record
        outcome = verdict(r)
        mark = {"right": "✓", "missed": "✗", "void": "○"}[outcome]
        tags = [
            r.category,
            self.shown.name("cause", r.cause) if outcome == "missed" else "",
            self.word("mended_tag", n=len(r.mends)) if r.mends else "",
            self.shown.name("change", change) if change in ("won", "lost") else "",
        ]
        summary = element(
            "summary",
            element("span", mark, class_="mark", title=self.word(outcome)),
            element("span", r.id, class_="id"),
            element("span", self.cut(r.question, 300), class_="asked"),
            element("span", *(element("span", t, class_="tag") for t in tags if t), class_="tags"),
        )
        return element(
            "details",
            summary,
            element("div", *self.parts(outcome), class_="trace"),
            id=f"q-{number}",
            class_=f"question {outcome}",
            data_verdict=outcome,
            data_mended="yes" if r.mends else None,
            data_category=r.category,
            data_language=r.language,
            data_database=r.db_id,
            data_half="held" if r.held else "open",
            data_cause=r.cause if outcome == "missed" else "",
            data_change=change,
        )

    def parts(self, outcome: str) -> Iterable[Child]:
        r = self.record
        yield element("p", self.cut(r.question), class_="whole")
        yield self.facts(outcome)
        yield self.section("error", self.block(r.error, "bad") if r.error else None)
        yield self.section("gold_error", self.block(r.gold_error, "bad") if r.gold_error else None)
        yield self.section("answer", element("p", self.cut(r.answer), class_="whole") if r.answer else None)
        yield self.section("cautions", self.list(r.cautions))
        yield self.section("tables", self.tables())
        for number, request in enumerate(r.requests[: self.extent.parts], 1):
            yield self.call(number, request)
        yield self.section("sql", self.sql())
        yield self.section("results", self.results())
        golds = [self.block(g) for g in r.gold[: self.extent.parts]]
        yield self.section("gold_sql", join(golds) if golds else None)
        yield self.section("baseline", self.baseline())
        if r.signals:
            text = json.dumps(r.signals, ensure_ascii=False, default=str)
            yield self.folded(self.word("signals"), self.block(text))

    def facts(self, outcome: str) -> Html:
        r, w = self.record, self.word
        status = f"{self.shown.name('expect', r.expect)} → {self.shown.name('status', r.status)}"
        intent = r.intent + (f" ({r.expected_intent})" if r.expected_intent not in ("", r.intent) else "")
        tokens = w(
            "tokens.value",
            prompt=r.prompt_tokens,
            cached=r.cached_tokens,
            head=r.head_tokens,
            completion=r.completion_tokens,
        )
        pairs = (
            ("verdict", w(outcome)),
            ("status", status),
            ("cause", self.shown.name("cause", r.cause) if outcome == "missed" else ""),
            ("intent", intent),
            ("category", r.category),
            ("database", r.db_id),
            ("language", r.language),
            ("half", say(f"scores.half.{'held' if r.held else 'open'}", self.shown.language)),
            ("source", r.source),
            ("calls", str(r.model_calls)),
            ("tokens", tokens if r.prompt_tokens else ""),
            ("seconds", say("scores.seconds.value", self.shown.language, seconds=r.wall_s)),
        )
        cells = (element("div", element("dt", w(k)), element("dd", v)) for k, v in pairs if v)
        return element("dl", *cells, class_="facts")

    # — what the model was told and wrote —

    def tables(self) -> Html | None:
        r = self.record
        needed = {name for s in wanted(r) for name in s}
        sets = [
            (("gold_tables" if s is r.gold_tables else "other_tables"), s)
            for s in (r.gold_tables, *r.gold_table_sets)
        ]
        lines = []
        for key, names in (*sets, ("linked", r.linked), ("found", r.found)):
            if not names:
                continue
            tables = [
                element("code", name, class_="needed" if plain(name) in needed else None)
                for name in names[: self.extent.parts]
            ]
            more = len(names) - len(tables)
            tail = self.word("more", n=more) if more > 0 else None
            lines.append(element("div", element("dt", self.word(key)), element("dd", *tables, tail)))
        return element("dl", *lines, class_="facts tables") if lines else None

    def call(self, number: int, request: Sequence[Mapping[str, str]]) -> Html:
        """The messages of one call; those the call before it had as well are not shown again."""
        before = self.record.requests[number - 2] if number > 1 else ()
        same = 0
        while same < min(len(before), len(request)) and before[same] == request[same]:
            same += 1
        parts = [self.message(m) for m in request[same : same + self.extent.parts]]
        return self.titled(self.word("call", n=number), join(parts))

    def message(self, message: Mapping[str, str]) -> Html:
        role, content = message.get("role", ""), message.get("content", "")
        head = self.shown.heads.get(content)
        if role == "system" and head:
            link = element("a", self.word("head", n=head), href=f"#head-{head}")
            return element("p", link, class_="small")
        title = say(f"scores.page.role.{role}", self.shown.language, default=role)
        if role == "assistant":
            return element("div", element("h5", title), self.block(content))
        return self.folded(title, self.block(content))

    # — SQL —

    def sql(self) -> Html | None:
        r = self.record
        if not (r.sql or r.executed_sql or r.mends):
            return None
        steps: list[Child] = [self.step(self.word("written"), self.block(r.sql))] if r.sql else []
        current = r.sql
        for mend in r.mends[: self.extent.parts]:
            title = element("span", element("b", mend.get("rule", "")), " ", mend.get("reason", ""))
            after = mend.get("sql", "")
            steps.append(self.step(title, self.changed(current, after) if after else None, class_="mend"))
            current = after or current
        if len(r.mends) > self.extent.parts:
            steps.append(self.step(self.word("more", n=len(r.mends) - self.extent.parts), None))
        if r.mended_sql not in ("", current):
            steps.append(self.step(self.word("after_mends"), self.changed(current, r.mended_sql)))
        ran = self.folded(self.word("executed"), self.block(r.executed_sql)) if r.executed_sql else None
        return join((element("ol", *steps, class_="steps"), ran))

    def step(self, title: str | Html, body: Html | None, *, class_: str | None = None) -> Html:
        return element("li", element("h5", title), body, class_=class_)

    def changed(self, before: str, after: str) -> Html:
        """The SQL after a mend, what is new in it marked."""
        if len(after) > self.extent.text or len(before) + len(after) > _LONGEST_COMPARED:
            return self.block(after)
        old, new = _TOKEN.findall(before), _TOKEN.findall(after)
        parts: list[Child] = []
        for kind, _, _, start, end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
            text = "".join(new[start:end])
            parts.append(text if kind == "equal" or not text.strip() else element("ins", text))
        return element("pre", *parts)

    # — results —

    def results(self) -> Html | None:
        r = self.record
        if not (r.columns or r.rows or r.gold_columns or r.gold_rows):
            return None
        sides = [self.side("result", r.columns, r.rows, self.mine, r.gold_rows, self.gold)]
        if r.gold_columns or r.gold_rows:
            sides.append(self.side("gold", r.gold_columns, r.gold_rows, self.gold, r.rows, self.mine))
        return element("div", *sides, class_="sides")

    def side(
        self,
        key: str,
        columns: Sequence[str],
        rows: Sequence[Sequence[Any]],
        differing: frozenset[int],
        others: Sequence[Sequence[Any]],
        others_differing: frozenset[int],
    ) -> Html:
        """One of the two results. `differing` are the numbers of its rows that the other side does not have."""
        e = self.extent
        width = max(len(columns), max((len(row) for row in rows[: e.rows]), default=0))
        counted = (
            self.word("rows", n=len(rows))
            if len(rows) <= e.rows
            else self.word("rows_cut", n=len(rows), shown=e.rows)
        )
        if width > e.columns:
            counted += " · " + self.word("columns_cut", n=width, shown=e.columns)
        title = element("h5", f"{self.word(key)} ", element("small", counted))
        if not columns and not rows:
            return element(
                "div", element("h5", self.word(key)), element("p", self.word("no_result"), class_="small")
            )
        rivals = [_cells(others[i]) for i in sorted(others_differing)[:50]]
        head = element(
            "tr", element("th", ""), *(element("th", self.cut(c, e.cell)) for c in columns[: e.columns])
        )
        body = (self.row(row, i in differing, rivals) for i, row in enumerate(rows[: e.rows]))
        table = element("table", element("thead", head), element("tbody", *body), class_="rows")
        return element("div", title, element("div", table, class_="wide"))

    def row(self, row: Sequence[Any], differs: bool, rivals: Sequence[Counter[str | None]]) -> Html:
        """A row; where it differs, also which cells the nearest row of the other side does not have."""
        missing: Counter[str | None] = Counter()
        if differs:
            own = _cells(row)
            missing = min((own - rival for rival in rivals), key=Counter.total, default=own)
        sign = element(
            "td", "≠" if differs else "", class_="sign", title=self.word("no_match") if differs else None
        )
        cells = []
        for value in row[: self.extent.columns]:
            name = compared(value)
            different = missing[name] > 0
            missing[name] -= different
            cells.append(self.cell(value, different))
        return element("tr", sign, *cells, class_="differs" if differs else None)

    def cell(self, value: Any, different: bool) -> Html:
        if value is None:
            return element("td", "NULL", class_="null different" if different else "null")
        text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
        kinds = ("different" if different else "", "number" if isinstance(value, (int, float)) else "")
        return element("td", self.cut(text, self.extent.cell), class_=" ".join(k for k in kinds if k) or None)

    def baseline(self) -> Html | None:
        r = self.record
        if r.baseline_ok is None:
            return None
        verdict_of = f"{self.word('right' if r.baseline_ok else 'missed')} · {r.baseline_tokens:,} {self.word('tokens')}"
        return join(
            (
                element("p", verdict_of, class_="small"),
                self.block(r.baseline_sql) if r.baseline_sql else None,
                self.block(r.baseline_error, "bad") if r.baseline_error else None,
            )
        )

    # — pieces —

    def cut(self, text: str, most: int | None = None) -> str:
        most = most or self.extent.text
        return text if len(text) <= most else f"{text[:most]}{self.word('cut', n=len(text) - most)}"

    def block(self, text: str, class_: str | None = None) -> Html:
        return element("pre", self.cut(text), class_=class_)

    def list(self, texts: Sequence[str]) -> Html | None:
        return element("ul", *(element("li", self.cut(t)) for t in texts)) if texts else None

    def folded(self, title: str, body: Html) -> Html:
        return element("details", element("summary", title), body, class_="fold")

    def section(self, key: str, body: Html | None) -> Html | None:
        return self.titled(self.word(key), body) if body is not None else None

    def titled(self, title: str, body: Html) -> Html:
        return element("section", element("h4", title), body)


_Differing = tuple[frozenset[int], frozenset[int]]


def _differing(record: Record) -> _Differing:
    """Numbers of the rows that only the result has, and of those that only the gold has; none where it is right."""
    if record.ok or not (record.gold_columns or record.gold_rows):
        return frozenset(), frozenset()
    return _unmatched(record.rows, record.gold_rows), _unmatched(record.gold_rows, record.rows)


def _cells(row: Sequence[Any]) -> Counter[str | None]:
    """A row's cells as they are compared, in any order of columns."""
    return Counter(compared(value) for value in row)


def _unmatched(rows: Sequence[Sequence[Any]], others: Sequence[Sequence[Any]]) -> frozenset[int]:
    """Numbers of those rows that have no counterpart on the other side, each counterpart taken once."""
    left = Counter(_key(row) for row in others)
    out = []
    for i, row in enumerate(rows):
        key = _key(row)
        if left[key] > 0:
            left[key] -= 1
        else:
            out.append(i)
    return frozenset(out)


def _key(row: Sequence[Any]) -> tuple[str, ...]:
    return tuple(sorted("\0" if (text := compared(value)) is None else text for value in row))
