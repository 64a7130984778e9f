"""What a question costs in prompt tokens, counted with Qwen's own vocabulary; and that a line only appends.

    python benchmarks/prompt.py      the fixed heads, the cards of the easy questions, ten turns of one line

Needs no model: nothing is generated.
"""

from __future__ import annotations

import statistics
from collections.abc import Generator
from dataclasses import replace
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from aiws_cli.analysis import asking
from aiws_cli.analysis.finding import Desk, Finding
from aiws_cli.analysis.steps import link, read_period
from aiws_cli.catalog.index import open_catalog
from aiws_cli.core.events import Event
from aiws_cli.core.language import of_text
from aiws_cli.core.messages import Message, ToolSpec
from aiws_cli.core.ports import Catalog
from aiws_cli.core.prompts import data_folder, prompt
from aiws_cli.core.results import Limits
from aiws_cli.models.token_count import exact
from aiws_cli.tools import rare
from aiws_cli.tools.kit import HEAD, MORE

HERE = Path(__file__).resolve().parent
AS_OF = date(2026, 9, 30)
LIMIT = 1_200


def tokens(*messages: Message, tools: tuple[ToolSpec, ...] = ()) -> int:
    return exact(messages, tools, "qwen2")


def linked(finding: Finding, catalog: Catalog) -> Finding:
    """The finding after the steps that come before the model."""
    desk = Desk(catalog, None, None, Limits(), dict)  # type: ignore[arg-type]
    before = read_period(finding, desk)
    assert isinstance(before, Finding)
    steps: Generator[Event, None, Finding] = link(before, desk)
    while True:
        try:
            next(steps)
        except StopIteration as end:
            return end.value  # type: ignore[no-any-return]


def main() -> None:
    data = Message("system", prompt("write_sql").text)
    work = Message("system", prompt("work").text)
    specs = (*(t.spec for t in HEAD), rare.spec(MORE))
    heads = {"data question": tokens(data), "tool loop, 8 tools": tokens(work, tools=specs)}
    for name, count in heads.items():
        print(f"fixed head, {name:20} {count:5} tokens (promise: at most {LIMIT})")
    lines = (HERE / "easy_questions.txt").read_text(encoding="utf-8").splitlines()
    with TemporaryDirectory() as home:
        catalog = open_catalog(data_folder("catalog_index"), Path(home))
        costs = []
        for question in (line for line in lines if line and not line.startswith("#")):
            finding = linked(Finding(question, of_text(question), AS_OF), catalog)
            text, _ = asking.data_question(finding, catalog)
            costs.append(tokens(data, Message("user", text)) - heads["data question"])
        print(
            f"beyond the head, {len(costs)} easy questions: median {statistics.median(costs):.0f}, "
            f"mean {statistics.mean(costs):.0f}, max {max(costs)} tokens"
        )
        finding = linked(Finding("지역별 지점 수를 알려줘", "ko", AS_OF), catalog)
        finding = replace(finding, messages=(data,))
        for turn in range(10):
            text, shown = asking.data_question(finding, catalog)
            asked = (*finding.messages, Message("user", text))
            print(
                f"turn {turn + 1:2}: {tokens(*asked):5} tokens, of them new {tokens(*asked) - tokens(*finding.messages):4}"
            )
            sql = f"SELECT region, COUNT(*) AS n FROM bank.branches GROUP BY region LIMIT {10 - turn}"
            finding = replace(
                finding,
                question=f"그중 상위 {9 - turn}개만 보여줘",
                follow_up=True,
                shown=shown,
                sql=sql,
                messages=(*asked, Message("assistant", f"```sql\n{sql}")),
            )
    if max(heads.values()) > LIMIT:
        raise SystemExit(1)


if __name__ == "__main__":
    main()
