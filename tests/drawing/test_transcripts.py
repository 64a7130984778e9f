"""A saved conversation as Markdown and HTML: what was said stays text, and nothing is loaded from anywhere."""

from __future__ import annotations

import html
import re
from html.parser import HTMLParser
from typing import Any

import pytest

from aiws_cli.drawing.transcripts import MOST_ROWS, markdown, page, turns

ID = "20260930-090000-abcdef"
EVIL = [
    "<script>alert(1)</script>",
    "<img src=http://evil.invalid/x onerror=alert(1)>",
    "![x](http://evil.invalid/x.png)",
    "[click](javascript:alert(1))",
    "</td></table><style>*{background:url(http://evil.invalid)}</style>",
    "\" onmouseover='alert(1)",
    "a | b | c",
    "line one\n# line two\n| --- |",
    "```\n</code></pre><b>out</b>",
    "\x1b]8;;http://evil.invalid\x07link\x1b]8;;\x07",
    "&lt;b&gt; &amp; &#60;",
    "\u202egpj.exe",
]


def records(text: str, **more: Any) -> list[dict[str, Any]]:
    answer = {
        "type": "answer",
        "answer": text,
        "executed_sql": f"SELECT 1 -- {text}",
        "columns": [{"name": "n", "type": "VARCHAR", "label": text}, {"name": "v", "type": "DECIMAL(18,2)"}],
        "rows": [[text, "1234.50"], [None, "-2"]],
        "files_changed": [text],
        "audit_id": "a-1",
        **more,
    }
    return [{"type": "turn_started", "question": text, "at": "2026-09-30T09:00:00+00:00"}, answer]


class Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.seen: list[tuple[str, dict[str, str | None]]] = []
        self.cells: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, dict(attrs)))
        if tag in ("td", "th"):
            self.cells.append("")

    def handle_data(self, data: str) -> None:
        if self.cells and self.seen[-1][0] in ("td", "th"):
            self.cells[-1] += data


@pytest.mark.parametrize("evil", EVIL)
def test_html_holds_no_tag_of_theirs_and_loads_nothing(evil: str) -> None:
    text = page(ID, records(evil))
    read = Tags()
    read.feed(text)
    allowed = set(
        "html head meta title style body h1 section h2 p table thead tbody tr th td pre code ul li".split()
    )
    assert {tag for tag, _ in read.seen} <= allowed
    named = {name for _, attributes in read.seen for name in attributes}
    assert named <= {"lang", "charset", "http-equiv", "content", "name", "class"}
    assert "default-src 'none'" in text and not re.search(
        r"(?i)@import|url\(|<link|<base", re.sub(html.escape(evil), "", text).split("<body>")[0]
    )
    assert "\x1b" not in text and "\u202e" not in text


def test_html_shows_what_was_there() -> None:
    read = Tags()
    read.feed(page(ID, records("강남 <지점> & 서초")))
    assert read.cells[:4] == ["강남 <지점> & 서초", "v", "강남 <지점> & 서초", "1234.50"]


@pytest.mark.parametrize("evil", EVIL)
def test_markdown_cells_stay_cells(evil: str) -> None:
    text = re.sub(r"^(`{3,})sql\n.*?\n\1$", "", markdown(ID, records(evil)), flags=re.S | re.M)
    lines = text.splitlines()
    table = [line for line in lines if line.startswith("| ")]
    assert len(table) == 4
    assert {len(re.findall(r"(?<!\\)\|", line)) for line in table} == {3}
    bare = re.sub(r"\\.", "", "\n".join(line for line in lines if not line.startswith("| ")))
    assert not re.search(r"<|!\[|\]\(|http://", bare)
    assert "\x1b" not in text


def test_a_turn_of_another_role_shows_that_it_is_left_out() -> None:
    started = {"type": "turn_started", "question": "q", "role": "teller", "withheld": True}
    talk = [started, {"type": "answer", "status": "ok", "withheld": True}, *records("sichtbar")]
    for text in (markdown(ID, talk), page(ID, talk)):
        assert "teller" in text and "sichtbar" in text
    first, second = turns(talk)
    assert (first.rows, first.answer, first.sql) == ((), "", "") and second.rows


def test_many_rows_are_cut_and_said() -> None:
    talk = records("x", rows=[["a", n] for n in range(MOST_ROWS + 7)])
    assert page(ID, talk).count("<tr>") == MOST_ROWS + 1
    assert "7 more rows" in page(ID, talk) and "7 more rows" in markdown(ID, talk).replace("\\", "")


def test_a_question_without_an_answer_is_there() -> None:
    (only,) = turns([{"type": "turn_started", "question": "offen?"}])
    assert (only.question, only.answer) == ("offen?", "")
    assert "offen?" in page(ID, [{"type": "turn_started", "question": "offen?"}])


def test_no_field_of_a_record_steers_a_page() -> None:
    evil = "\x1b]8;;http://e\x07<b onclick=x>\u202e"
    asked = {"type": "turn_started", "question": evil, "at": evil, "role": evil, "withheld": True}
    answer = {
        "type": "answer",
        "answer": evil,
        "executed_sql": evil,
        "columns": [{"name": evil, "type": evil, "label": evil}],
        "rows": [[evil]],
        "files_changed": [evil],
        "audit_id": evil,
        "period": {"from": evil, "to": evil},
    }
    for made in (page, markdown):
        text = made("20260101-000000-abcdef", [asked, answer])
        assert "\x1b" not in text and "\u202e" not in text and "\x07" not in text
    assert "<b" not in page("20260101-000000-abcdef", [asked, answer]).replace("<body", "")
