"""Prose drawn while it is written: what a terminal shows is the same however the text was cut, and little is drawn twice."""

from __future__ import annotations

import io
import os
import random

import pyte
import pytest

from aiws_cli.ui.cells import width
from aiws_cli.ui.markdown import Look, line_of, table_of
from aiws_cli.ui.stream import ProseStream

TEXT = """# 영업점 현황

은행 영업점은 모두 **120곳**이고 `branch_type`은 셋입니다. 이 문장은 창보다 길어서 여러 줄로 접히고, 낱말 가운데에서 끊기지 않습니다.

- 첫째: 일반영업점이 가장 많고 그 다음이 *기업금융점*이며 긴 항목은 들여 쓴 채로 다음 줄로 넘어갑니다
  1. 안쪽 항목

| 유형 | 곳 | 설명 |
|---|---:|---|
| 일반영업점 | 88 | 개인 고객 |
| PB센터 | 7 | 자산가를 위한 곳으로 설명이 꽤 길게 이어집니다 |

```sql
SELECT branch_type, count(*) FROM bank.branches GROUP BY branch_type ORDER BY 2 DESC, 1 -- 긴 줄
```
> 기준일 2026-09-30
끝 | 막대"""


class Terminal(io.StringIO):
    """What a terminal of this size shows of what is written."""

    def __init__(self, columns: int, rows: int) -> None:
        super().__init__()
        self.screen = pyte.HistoryScreen(columns, rows, history=10_000)
        self.screen.set_mode(pyte.modes.LNM)
        self.stream = pyte.Stream(self.screen)
        self.bytes = 0

    def write(self, text: str) -> int:
        self.bytes += len(text.encode())
        self.stream.feed(text)
        return len(text)

    def shown(self) -> list[str]:
        above = [
            "".join(line[x].data for x in range(self.screen.columns)) for line in self.screen.history.top
        ]
        return [line.rstrip() for line in (*above, *self.screen.display)]


def drawn(
    monkeypatch: pytest.MonkeyPatch, pieces: list[str], columns: int = 60, rows: int = 30, live: bool = True
) -> Terminal:
    monkeypatch.setattr("shutil.get_terminal_size", lambda *_: os.terminal_size((columns, rows)))
    terminal = Terminal(columns, rows)
    stream = ProseStream(terminal, colour=True, live=live)
    for piece in pieces:
        stream.feed(piece)
    stream.end()
    return terminal


def lines(terminal: Terminal) -> list[str]:
    return "\n".join(terminal.shown()).strip("\n").split("\n")


@pytest.mark.parametrize("columns", [24, 44, 60, 100])
def test_however_the_text_is_cut_the_screen_ends_the_same(
    monkeypatch: pytest.MonkeyPatch, columns: int
) -> None:
    whole = lines(drawn(monkeypatch, [TEXT], columns))
    assert lines(drawn(monkeypatch, list(TEXT), columns)) == whole
    assert lines(drawn(monkeypatch, list(TEXT), columns, live=False)) == whole
    for seed in range(8):
        cuts = sorted(random.Random(seed).sample(range(1, len(TEXT)), 40))
        pieces = [TEXT[a:b] for a, b in zip([0, *cuts], [*cuts, len(TEXT)], strict=True)]
        assert lines(drawn(monkeypatch, pieces, columns)) == whole


def test_marks_become_styles_and_tables_are_aligned(monkeypatch: pytest.MonkeyPatch) -> None:
    shown = lines(drawn(monkeypatch, list(TEXT), 80))
    assert shown[0] == "영업점 현황"
    assert "모두 120곳이고 branch_type은 셋입니다." in shown[2]
    assert any(line.startswith("• 첫째") for line in shown)
    row = next(line for line in shown if line.startswith("PB센터"))
    head = next(line for line in shown if line.startswith("유형"))
    assert width(row[: row.index("자산가")]) == width(head[: head.index("설명")])
    assert "끝 | 막대" in shown[-1]


def test_a_token_costs_little_more_than_its_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = drawn(monkeypatch, list("가나다 라마바사 아자차카 타파하. " * 40), 80)
    text = len(("가나다 라마바사 아자차카 타파하. " * 40).encode())
    assert terminal.bytes < text * 1.5, "what stands is not drawn again"


def test_a_table_longer_than_the_screen_keeps_every_row(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [f"| 지점 {n} | {n * 1000} |" for n in range(100)]
    text = "\n".join(["| 이름 | 금액 |", "|---|---|", *rows, "", "끝"])
    shown = "\n".join(drawn(monkeypatch, [text[i : i + 7] for i in range(0, len(text), 7)], 60, 12).shown())
    assert [n for n in range(100) if f"지점 {n} " not in shown.replace("\u0000", "")] == []
    assert shown.count("지점 50 ") == 1


def test_a_window_that_changes_meanwhile_loses_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    sizes = iter([(60, 20)] * 30 + [(30, 20)] * 10_000)
    monkeypatch.setattr("shutil.get_terminal_size", lambda *_: os.terminal_size(next(sizes)))
    terminal = Terminal(60, 20)
    stream = ProseStream(terminal, colour=False, live=True)
    for n in range(60):
        stream.feed(f"w{n} ")
    stream.end()
    shown = "\n".join(terminal.shown())
    assert [n for n in range(60) if f"w{n}" not in shown] == []


def test_without_colour_no_style_is_written(monkeypatch: pytest.MonkeyPatch) -> None:
    look = Look(40, colour=False)
    out = [*line_of("## 제목 **굵게** `코드`", look), *table_of(["|a|b|", "|-|-|", "|1|2|"], look)[0]]
    assert "\x1b" not in "".join(out) and out[0] == "## 제목 굵게 코드"


def test_a_change_of_a_file_is_shown_as_it_is_written(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its marks are no quotation, and what stands between them is no list, table or heading."""
    change = "<<<<<<< SEARCH\n# 합계\n- a\n| b |\n=======\n```\n* **c**\n>>>>>>> REPLACE"
    written = f"report.py\n{change}\n> 인용\n- 끝"
    for pieces in ([written], list(written)):
        shown = "\n".join(lines(drawn(monkeypatch, pieces)))
        assert shown == f"report.py\n{change}\n│ 인용\n• 끝"
