from __future__ import annotations

import base64
import hashlib
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from html.parser import HTMLParser
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aiws_cli.core.language import Language
from aiws_cli.evaluation.compare import Comparison, compare
from aiws_cli.evaluation.markup import element, escape, visible
from aiws_cli.evaluation.page import page
from aiws_cli.evaluation.record import Record
from aiws_cli.evaluation.summary import summarise
from support.evaluation import asked, record, runs

VOID = {"meta", "input", "br"}


class Parsed(HTMLParser):
    """A page taken apart: tags with their attributes, and the text outside of style and script."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.raw: dict[str, list[str]] = {"script": [], "style": []}
        self._said: list[str] = []
        self._open: list[str] = []
        self.feed(text)
        self.close()
        assert self._open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert len({name for name, _ in attrs}) == len(attrs)
        self.tags.append((tag, {name: value or "" for name, value in attrs}))
        if tag not in VOID:
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self._open and self._open[-1] in self.raw:
            self.raw[self._open[-1]].append(data)
        else:
            self._said.append(data)

    def handle_comment(self, data: str) -> None:
        raise AssertionError(data)

    def of(self, tag: str, **wanted: str) -> list[dict[str, str]]:
        """Attributes of those elements."""
        return [a for t, a in self.tags if t == tag and all(a.get(k) == v for k, v in wanted.items())]

    @property
    def text(self) -> str:
        return "".join(self._said)


def drawn(
    records: Sequence[Record], comparison: Comparison | None = None, language: Language = "en"
) -> tuple[str, Parsed]:
    about = {"suite": "demo", "model": "<b>m</b>"}
    text = page(
        summarise(records), records, title="demo", about=about, comparison=comparison, language=language
    )
    return text, Parsed(text)


FULL: dict[str, Any] = {
    "question": "Deposits by branch?",
    "answer": "Branch 1 has the most.",
    "sql": "SELECT a FROM t",
    "mends": (
        {"rule": "columns", "reason": "a is called b", "sql": "SELECT b FROM t"},
        {"rule": "tables", "reason": "t is s.t"},
    ),
    "mended_sql": "SELECT b FROM s.t",
    "executed_sql": "SELECT b FROM (SELECT b FROM s.t) LIMIT 100",
    "columns": ("name", "total"),
    "rows": (("one", "1.50"), ("two", "2.00"), ("three", None)),
    "gold": ("SELECT gold FROM s.t",),
    "gold_columns": ("name", "total"),
    "gold_rows": (("one", 1.5), ("two", "3.00"), ("three", None)),
    "gold_tables": ("s.t",),
    "linked": ("s.t", "s.u"),
    "cautions": ("read as last month",),
    "requests": (asked("CARD of t", "```sql SELECT a```"),),
    "baseline_ok": False,
    "baseline_sql": "SELECT baseline",
    "baseline_error": "no such column",
    "prompt_tokens": 1234,
    "wall_s": 2.5,
    "signals": {"margin": 1.5},
}


def test_a_question_shows_its_whole_trace() -> None:
    _, found = drawn([record("q1", ok=False, **FULL), record("q2", requests=FULL["requests"])])
    for words in (
        "Deposits by branch?",
        "Branch 1 has the most.",
        "answer → answered",
        "other values",
        "SELECT a FROM t",
        "a is called b",
        "SELECT b FROM (SELECT b FROM s.t) LIMIT 100",
        "SELECT gold FROM s.t",
        "CARD of t",
        "```sql SELECT a```",
        "read as last month",
        "SELECT baseline",
        "no such column",
        "prompt 1,234",
        "2.5 s",
        '{"margin": 1.5}',
        "NULL",
    ):
        assert words in found.text, words
    (first, _) = found.of("details", **{"data-verdict": "missed"}) + found.of(
        "details", **{"data-verdict": "right"}
    )
    assert first["data-mended"] == "yes"
    assert first["id"] == "q-1"
    assert not any("open" in a for t, a in found.tags if t == "details")


def test_the_fixed_head_is_written_once() -> None:
    head = "HEAD " * 200
    records = [record(f"q{i}", requests=(asked("card", "sql", head=head),)) for i in range(5)]
    text, found = drawn(records)
    assert text.count(head) == 1
    assert len(found.of("a", href="#head-1")) == 5
    assert len(found.of("details", id="head-1")) == 1


def test_a_second_call_shows_only_what_is_new() -> None:
    first = asked("THE CARD", "first reply")
    second = (
        *first,
        {"role": "user", "content": "that failed"},
        {"role": "assistant", "content": "second reply"},
    )
    text, _ = drawn([record(requests=(first, second))])
    assert text.count("THE CARD") == 1
    assert text.count("first reply") == 1
    assert text.index("that failed") < text.index("second reply")


def test_differences_of_the_results_are_marked_on_both_sides() -> None:
    _, found = drawn([record(ok=False, **FULL)])
    assert len(found.of("tr", **{"class": "differs"})) == 2
    assert len(found.of("td", **{"class": "different"})) == 2
    assert found.text.count("≠") == 2
    _, right = drawn([record(ok=True, **FULL)])
    assert "≠" not in right.text


def test_a_long_result_shows_its_first_rows_and_says_how_many_there_are() -> None:
    rows = tuple((i, "x") for i in range(1500))
    text, found = drawn([record(ok=False, columns=("n", "x"), rows=rows, gold_columns=("n", "x"))])
    assert "first 20 of 1,500 rows" in found.text
    assert len(text) < 60_000


def test_what_is_new_in_mended_sql_is_marked() -> None:
    text, _ = drawn([record(**FULL)])
    assert "SELECT <ins>b</ins> FROM t" in text


HOSTILE = (
    '</summary></details><script>alert(1)</script><img src=http://evil.example/x onerror="alert(1)">'
    "'\"><style>*{display:none}</style><!-- &lt;b&gt; ]]> \u202e\x00\x1b[31m\ud800"
)


def everywhere(text: str) -> Record:
    """A record with `text` wherever something from outside can stand."""
    return Record(
        id=text,
        question=text,
        category=text,
        expect="answer",
        ok=False,
        status="failed",
        cause=text,
        db_id=text,
        language=text,
        intent=text,
        expected_intent=text,
        answer=text,
        sql=text,
        mended_sql=text,
        executed_sql=text,
        source=text,
        mends=({"rule": text, "reason": text, "sql": text},),
        cautions=(text,),
        columns=(text,),
        rows=((text,),),
        gold=(text,),
        gold_columns=(text,),
        gold_rows=((text,),),
        gold_tables=(text,),
        linked=(text,),
        error=text,
        requests=(asked(text, text, head=text), ({"role": text, "content": text},)),
        baseline_ok=False,
        baseline_sql=text,
        baseline_error=text,
        signals={text: text},
    )


def shape(found: Parsed) -> Counter[tuple[str, tuple[str, ...]]]:
    return Counter((tag, tuple(sorted(attributes))) for tag, attributes in found.tags)


def assert_harmless(found: Parsed) -> None:
    """One style, one script, both allowed by their hash; nothing loads, nothing runs, nothing leads outside."""
    (policy,) = (a["content"] for a in found.of("meta", **{"http-equiv": "Content-Security-Policy"}))
    for kind in ("script", "style"):
        assert len(found.of(kind)) == 1
        digest = base64.b64encode(hashlib.sha256("".join(found.raw[kind]).encode()).digest()).decode()
        assert f"{kind}-src 'sha256-{digest}'" in policy
    assert policy.startswith("default-src 'none';")
    for tag, attributes in found.tags:
        assert tag not in {"img", "link", "iframe", "object", "embed", "base", "audio", "video", "font"}
        for name in attributes:
            assert not name.startswith("on")
            assert name not in {"src", "srcset", "style", "action", "formaction", "xlink:href", "xmlns"}
        assert attributes.get("href", "#").startswith("#")
    for source in found.raw.values():
        assert not re.search(r"https?:|@import|url\(|//[a-z]", "".join(source))


def test_text_from_outside_never_becomes_markup() -> None:
    hostile = [everywhere(HOSTILE), everywhere("other")]
    text, found = drawn(hostile, compare(hostile, hostile))
    text.encode()
    assert_harmless(found)
    assert "<script>alert" not in text
    assert "<img" not in text
    assert "\x00" not in text and "\x1b" not in text and "\u202e" not in text
    assert visible(HOSTILE) in found.text
    assert "⟨U+202E⟩" in found.text


@settings(max_examples=60, deadline=None)
@given(st.text(min_size=1, max_size=30).filter(lambda t: t.strip() == t and t != "x"))
def test_no_text_changes_the_shape_of_the_page(text: str) -> None:
    harmless = [everywhere("plain"), everywhere("x")]
    _, found = drawn([everywhere(text), everywhere("x")])
    assert_harmless(found)
    expected = shape(drawn(harmless)[1])
    # Words of a mended statement stand in marks of their own, however many there are.
    got = shape(found)
    got.pop(("ins", ()), None)
    expected.pop(("ins", ()), None)
    assert got == expected


@settings(max_examples=40, deadline=None)
@given(runs(), runs(), st.sampled_from(("ko", "en")))
def test_any_run_gives_a_well_formed_page(
    before: list[Record], after: list[Record], language: Language
) -> None:
    _, found = drawn(after, compare(before, after), language)
    assert_harmless(found)
    assert len([a for a in found.of("details") if a["id"].startswith("q-")]) == len(after)
    ids = [a["id"] for _, a in found.tags if "id" in a]
    assert len(set(ids)) == len(ids)


@pytest.mark.slow
def test_five_hundred_long_questions_stay_below_ten_megabytes() -> None:
    long = "한글 카드 " * 2000
    rows = tuple(tuple(f"값 {i}" * 20 for i in range(12)) for _ in range(30))
    one = replace(
        record("q", ok=False, **FULL),
        sql=long,
        executed_sql=long,
        answer=long,
        rows=rows,
        gold_rows=(*rows[1:], tuple("y" * 12)),
        requests=(asked(long, long), asked(long + "2", long)),
    )
    text, found = drawn([replace(one, id=f"q{i}", question=f"{i} {long}") for i in range(500)])
    assert len(text.encode()) < 10_000_000
    assert "more characters" in found.text


def test_a_short_run_shows_long_texts_in_full() -> None:
    long = "word " * 4000
    _, found = drawn([record(requests=(asked(long, "reply"),))])
    assert long in found.text


@pytest.mark.parametrize(("language", "word"), [("ko", "실행 정확도"), ("en", "Execution accuracy")])
def test_the_page_speaks_one_language(language: Language, word: str) -> None:
    text, found = drawn([record(**FULL)], language=language)
    assert found.of("html") == [{"lang": language}]
    assert word in found.text
    if language == "en":
        assert not re.search("[가-힣]", "".join(re.sub("<style>.*?</style>", "", text, flags=re.S)))


def test_a_comparison_tells_what_was_won_and_lost() -> None:
    before = [record("a", ok=False), record("b"), record("c")]
    after = [record("a"), record("b", ok=False), record("c")]
    _, found = drawn(after, compare(before, after))
    assert "won 1 · lost 1 · both right 1 · both wrong 0" in found.text
    changes = [a["data-change"] for a in found.of("details") if "data-change" in a]
    assert changes == ["won", "lost", "right"]


def test_bars_are_drawn_at_the_share_and_its_interval() -> None:
    text, found = drawn([record(f"q{i}", ok=i < 3) for i in range(4)])
    assert {"x": "0", "y": "2", "width": "75.00", "height": "6", "class": "share"} in found.of("rect")
    assert "30.1–95.4%" in text


def test_elements_escape_children_and_attributes() -> None:
    made = element("p", "<b>", element("i", "&"), None, title='"x"', hidden=True, lang=None)
    assert made == '<p title="&quot;x&quot;" hidden>&lt;b&gt;<i>&amp;</i></p>'
    assert element("br") == "<br>"
    assert escape("a\r\nb\tc") == "a\nb\tc"
