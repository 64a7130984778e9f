"""A warehouse whose every cell is a canary, a role whose model may see no value: no request holds one, whatever is asked.

The same conversations under a role that may show rows do tell them, so that this can fail.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import duckdb
import pytest

from aiws_cli.agent.conversation import Conversation
from aiws_cli.agent.scripting import _without_unread
from aiws_cli.agent.turn import AskOptions
from aiws_cli.analysis.unseen import bare, hide, restore
from aiws_cli.app import Application
from aiws_cli.catalog.importing import import_tables
from aiws_cli.core.answer import Answer
from aiws_cli.core.events import Answered
from aiws_cli.core.messages import ModelRequest, Reply
from aiws_cli.core.results import ResultColumn, ResultSet
from aiws_cli.core.settings import resolve
from aiws_cli.core.tables import Table
from aiws_cli.tools.registry import ToolContext, ToolError, ToolResult, tool
from aiws_cli.warehouses.duckdb import DuckDBWarehouse
from support.sandbox.tiers import need
from support.scripted_model import ScriptedModel, When, call

# A canary is spelled as no question and no model spells it: code alone could have read it.
CANARY, NUMBER = "CnRy", "9182736"
SETUP = f"""
CREATE SCHEMA shop;
CREATE TYPE shop.kind AS ENUM ('{CANARY} kind');
CREATE TABLE shop.branches AS SELECT {NUMBER}00 + i AS branch_id, 'Kq-{CANARY} ' || i AS branch_name,
  '{CANARY}-North ' || (i % 3) AS region, {NUMBER}000 + i % 4 AS grade, '{CANARY} kind'::shop.kind AS kind,
  {{'{CANARY}_inner': i}}::JSON AS detail, ['{CANARY}-tag ' || i % 2] AS tags, DATE '2026-03-01' + i::INTEGER AS opened FROM range(30) r(i);
CREATE TABLE shop.sales AS SELECT {NUMBER}00 + i % 30 AS branch_id, {NUMBER}1000 + i AS amount, '{CANARY}/Way ' || i % 5 AS channel,
  DATE '2026-01-01' + i::INTEGER AS sold_on FROM range(200) r(i);
"""
POLICY = """
name: canaries
version: "1"
roles:
  seer: {{companies: ["*"], tables: [{{match: ["*"]}}], model_sees: {sees}, pii: allow}}
everyone: {{roles: [seer]}}
"""
# (question, what the model says to it). Each reply is tried, so that mending, errors and asking again all happen.
TALK: tuple[tuple[str, tuple[Reply | str, ...]], ...] = (
    ("show the branch name of all branches", ("SELECT branch_name FROM shop.branches",)),
    ("only the first three", ("SELECT branch_name FROM shop.branches LIMIT 3",)),
    (
        "total amount of sales in the region cnry north 1",
        (
            "SELECT sum(s.amount) FROM shop.sales s JOIN shop.branches b USING (branch_id) WHERE b.region = 'cnry north 1'",
        ),
    ),
    ("and by channel", ("SELECT channel, sum(amount) FROM shop.sales GROUP BY channel",)),
    (
        "the same for kq cnry 7",
        (
            "SELECT sum(amount) FROM shop.sales JOIN shop.branches USING (branch_id) WHERE branch_name = 'kqcnry 7'",
        ),
    ),
    (
        "now only those of it through cnry way 2",
        ("SELECT sum(amount) FROM shop.sales WHERE channel = '[value:1]'",),
    ),
    (
        "what is the average amount of a sale by way of selling, compared in detail",
        ("SELECT avg(channel::INTEGER) FROM shop.sales", "SELECT avg(nothing) FROM shop.sales"),
    ),
    (
        "지점별 판매 금액 합계를 자세히 견주어 보여줘",
        ("SELECT branch_id, sum(amount) FROM shop.sales GROUP BY 1",),
    ),
    (
        "그중 큰 것 다섯 개만 다시",
        ("SELECT branch_id, sum(amount) AS n FROM shop.sales GROUP BY 1 ORDER BY n DESC LIMIT 5",),
    ),
    (
        "write a script on the kinds of branches and explain what is in the tables",
        (
            call("search_catalog", query="branches"),
            call("describe_table", table="shop.branches"),
            call("describe_table", table="shop.nothing"),
            call("run_sql", sql="SELECT * FROM shop.branches"),
            call("run_sql", sql="SELECT kind, tags, detail, count(*) FROM shop.branches GROUP BY ALL"),
            call("run_sql", sql="SELECT branch_name::INTEGER FROM shop.branches"),
            call("run_sql", sql="SELECT * FROM shop.branches WHERE region = 'cnry north 2'"),
            call("run_sql", sql="SELECT detail->>'x', region = 'cnry-north 0' FROM shop.branches"),
            call("run_sql", sql="SELECT FROM WHERE"),
            call("run_sql", wrong="x"),
            call("no_such_tool"),
            "There are several kinds.",
        ),
    ),
)


@dataclass
class World:
    make: Callable[..., tuple[Application, ScriptedModel]]
    home: Path


@pytest.fixture(scope="module")
def places(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The warehouse, and a catalog of it with samples of every column."""
    folder = tmp_path_factory.mktemp("canaries")
    path = folder / "canaries.duckdb"
    with duckdb.connect(str(path)) as connection:
        connection.execute(SETUP)
    warehouse = DuckDBWarehouse(path)
    described = warehouse.describe()
    warehouse.close()
    with duckdb.connect(str(path), read_only=True) as connection:

        def samples(table: Table) -> dict[str, tuple[str, ...]]:
            def values(column: str) -> tuple[str, ...]:
                rows = connection.execute(f'SELECT DISTINCT "{column}" FROM {table.name} LIMIT 5').fetchall()
                return tuple(str(v) for (v,) in rows)

            return {c.name: values(c.name) for c in table.columns}

        import_tables(described, folder / "catalog", name="canaries", samples=samples)
    written = "".join(p.read_text(encoding="utf-8") for p in (folder / "catalog").rglob("*.yaml"))
    assert CANARY in written and NUMBER in written
    return path, folder / "catalog"


@pytest.fixture
def world(places: tuple[Path, Path], tmp_path: Path) -> Iterator[World]:
    made: list[Application] = []

    def make(
        sees: str, replies: tuple[Reply | str, ...] = (), **settings: Any
    ) -> tuple[Application, ScriptedModel]:
        (tmp_path / f"{sees}.yaml").write_text(POLICY.format(sees=sees), encoding="utf-8")
        model = ScriptedModel(replies, rules=(When(("failed",), "SELECT 1 AS n FROM shop.sales LIMIT 1"),))
        flags = {
            "home": str(tmp_path / "home"),
            "warehouse": f"duckdb://{places[0]}",
            "catalog": str(places[1]),
            "policy": str(tmp_path / f"{sees}.yaml"),
            **settings,
        }
        application = Application(resolve(flags, environ={}), notify=lambda text: None)
        application._model = model
        made.append(application)
        return application, model

    yield World(make, tmp_path)
    for application in made:
        application.close()


def ask(conversation: Conversation, question: str, **options: Any) -> Answer:
    last = list(conversation.ask(question, AskOptions(**options)))[-1]
    assert isinstance(last, Answered)
    return last.answer


def canaries(requests: list[ModelRequest]) -> list[str]:
    """Pieces of requests with a canary in them."""
    out = []
    for request in requests:
        tools = json.dumps([[t.name, t.description, dict(t.parameters)] for t in request.tools])
        for message in request.messages:
            text = json.dumps(message.as_dict(), ensure_ascii=False) + tools
            for sign in (CANARY, NUMBER):
                at = text.find(sign)
                if at >= 0:
                    out.append(f"{message.role}: …{text[max(0, at - 60) : at + 60]}")
    return out


def talked(world: World, sees: str, **settings: Any) -> tuple[list[ModelRequest], list[Answer]]:
    """Every question of TALK, in one conversation, by rules and by the model."""
    requests: list[ModelRequest] = []
    answers: list[Answer] = []
    for without in (frozenset({"compose"}), frozenset[str]()):
        application, model = world.make(sees, **settings)
        whole = application.surroundings()
        application.surroundings = lambda w=whole, n=without: replace(w, without=n)  # type: ignore[misc,method-assign]
        conversation = application.conversation()
        for question, replies in TALK:
            model._left = list(replies)
            answers.append(ask(conversation, question))
        requests += model.requests
    return requests, answers


def test_no_request_holds_a_value(world: World) -> None:
    requests, answers = talked(world, "schema")
    assert len(requests) >= 20
    assert canaries(requests) == []
    # The asker sees rows all the same, and what was mended by a value of the data was mended.
    shown = json.dumps([a.as_dict() for a in answers], ensure_ascii=False, default=str)
    assert CANARY in shown and NUMBER in shown
    assert any(f"{CANARY}-North 1" in a.executed_sql for a in answers)
    assert any(a.intent == "work" and a.rows for a in answers)
    assert any("[value:" in m.content for r in requests for m in r.messages)
    assert not any("[value:" in a.executed_sql for a in answers)


def test_the_setting_does_the_same_and_the_stricter_wins(world: World) -> None:
    requests, _ = talked(world, "rows", model_values=False)
    assert len(requests) >= 20 and canaries(requests) == []
    for sees, told, closed in (
        ("schema", True, True),
        ("schema", False, True),
        ("rows", False, True),
        ("rows", True, False),
    ):
        application, _ = world.make(sees, model_values=told)
        assert application.surroundings().schema_only is closed


def test_where_rows_may_be_told_they_are(world: World) -> None:
    """What the tests above look for is there to be found."""
    requests, _ = talked(world, "rows")
    found = canaries(requests)
    assert {f.partition(":")[0] for f in found} >= {"user", "tool"}
    assert any("e.g." in f for f in found)


def test_a_line_of_talk_with_values_is_not_taken_up(world: World) -> None:
    application, model = world.make(
        "rows", ("SELECT branch_name FROM shop.branches WHERE region = 'cnry north 1'",)
    )
    conversation = application.conversation()
    ask(conversation, "which branches are in cnry north 1, in detail")
    ask(conversation, "only the first three of them", limit=3) if model._left else None
    stricter, watched = world.make("rows", model_values=False)
    watched._left = ["SELECT count(*) FROM shop.branches WHERE region = '[value:1]'"]
    taken_up = stricter.conversation(session_id=conversation.session_id)
    answer = ask(taken_up, "and how many are these, in detail")
    assert canaries(watched.requests) == []
    assert watched.requests == [] or f"{CANARY}-North 1" in answer.executed_sql


def test_a_line_of_talk_is_kept_with_its_placeholders(world: World) -> None:
    """The process ended in between: what stood for what is in the session, the value is not told now either."""
    replies = ("SELECT branch_name FROM shop.branches WHERE region = 'cnry north 1'",)
    application, model = world.make("schema", replies)
    conversation = application.conversation()
    whole = application.surroundings()
    ask(conversation, "compare in detail the branches of the region cnry north 1")
    again, watched = world.make("schema")
    taken_up = again.conversation(session_id=conversation.session_id)
    for n in (5, 4):
        watched._left = [f"SELECT branch_name FROM shop.branches WHERE region = '[value:1]' LIMIT {n}"]
        answer = ask(taken_up, f"of these only {n}, in no order at all")
        assert f"{CANARY}-North 1" in answer.executed_sql, answer.as_dict()
    assert canaries([*model.requests, *watched.requests]) == []
    mine, theirs = watched.requests[0].messages, watched.requests[-1].messages
    assert theirs[: len(mine)] == mine, "each request is a prefix of the next"
    assert whole.schema_only


@pytest.mark.parametrize("sees", ["schema", "rows"])
def test_a_script_is_written_and_mended_without_a_value(world: World, sees: str) -> None:
    """Not from the columns, not by a heading that is a value, not by a traceback that quotes one."""
    need("landlock")
    sql = "SELECT branch_id, region AS place, count(*) AS n FROM shop.branches GROUP BY ALL"
    raising = "```python\nraise ValueError(df['place'].iloc[0])\n```"
    application, model = world.make(sees, (sql, raising, "```python\nout = df\n```"))
    model.rules = ()  # Scripts fail otherwise than queries.
    answer = ask(application.conversation(), "find the outliers of branches by region in detail", mode="auto")
    assert answer.status == "ok" and CANARY in json.dumps(answer.rows), answer
    assert len(model.requests) == 3 and "place text" in model.requests[1].messages[-1].content
    assert (canaries(model.requests[1:]) == []) is (sees == "schema")
    assert "ValueError" in model.requests[2].messages[-1].content
    heading = ResultSet(
        (ResultColumn(f"{CANARY}-North 1", "BIGINT", CANARY), ResultColumn("n", "BIGINT")), ((1, 2),)
    )
    assert [(c.name, c.label) for c in _without_unread(heading, "count n").columns] == [
        ("column_1", ""),
        ("n", ""),
    ]


def test_an_attached_file_shows_its_columns_and_no_cell(world: World) -> None:
    file = world.home / "mine.csv"
    file.write_text(f"who,how_many\n{CANARY} a,{NUMBER}1\n{CANARY} b,{NUMBER}2\n", encoding="utf-8")
    application, model = world.make("schema", ("SELECT who, how_many FROM files.mine",))
    answer = ask(application.conversation(), "show who and how many in detail from the file", files=(file,))
    assert CANARY in json.dumps(answer.rows)
    assert any("how_many" in m.content for r in model.requests for m in r.messages)
    assert canaries(model.requests) == []


@tool("peek", effect="read")
def peek(context: ToolContext, at: str) -> ToolResult:
    """A tool that says nothing of what may be told of its result."""
    if at == "error":
        raise ToolError(tool="peek", detail=f"{CANARY} was there")
    return ToolResult(f"{CANARY} is there", f"{CANARY} is there")


def test_a_tool_that_vouches_for_nothing_tells_nothing(world: World) -> None:
    application, model = world.make(
        "schema", (call("peek", at="cell"), call("peek", at="error"), call("peek"), "Done.")
    )
    whole = application.surroundings()
    application.surroundings = lambda: replace(whole, tools=(*whole.tools, peek))  # type: ignore[method-assign]
    answer = ask(application.conversation(), "write a script on the kinds of branches")
    assert answer.status == "ok" and len(model.requests) == 4
    assert canaries(model.requests) == []
    told = [m.content for m in model.requests[-1].messages if m.role == "tool"]
    assert "shown to the asker" in told[0] and "missing: at" in told[2]


HIDDEN = (
    ("SELECT a FROM t WHERE b = 'seen'", "it was seen by us", "SELECT a FROM t WHERE b = 'seen'", ()),
    ("SELECT a FROM t WHERE b = 'x y'", "", "SELECT a FROM t WHERE b = '[value:1]'", ("x y",)),
    ("SELECT a FROM t WHERE b = 'o''x'", "", "SELECT a FROM t WHERE b = '[value:1]'", ("o''x",)),
    ("SELECT a FROM t WHERE b LIKE '%강남%'", "강남의 지점", "SELECT a FROM t WHERE b LIKE '%강남%'", ()),
    ("SELECT a FROM t WHERE b = '강남'", "분당강남", "SELECT a FROM t WHERE b = '[value:1]'", ("강남",)),
    (
        "SELECT a FROM t WHERE d >= '2026-09-01' LIMIT 7",
        "",
        "SELECT a FROM t WHERE d >= '2026-09-01' LIMIT 7",
        (),
    ),
    (
        "SELECT a FROM t WHERE n = 4711 AND m > 10",
        "",
        "SELECT a FROM t WHERE n = '[value:1]' AND m > 10",
        ("4711",),
    ),
    ("SELECT a FROM t WHERE n IN (1, 'z')", "1", "SELECT a FROM t WHERE n IN (1, '[value:1]')", ("z",)),
)


@pytest.mark.parametrize(("sql", "told", "shown", "values"), HIDDEN, ids=[str(i) for i in range(len(HIDDEN))])
def test_what_is_hidden_in_sql(sql: str, told: str, shown: str, values: tuple[str, ...]) -> None:
    assert hide(sql, told, ()) == (shown, values)
    back = restore(shown, values)
    assert back == sql or back.replace("'4711'", "4711") == sql
    assert hide("SELECT (", "", ("kept",)) == ("SELECT (", ("kept",))


def test_what_an_error_may_say() -> None:
    told = "SELECT x FROM t WHERE a = 'mine' AND n = 12345"
    assert (
        bare("no column \"x\" near 'mine', 'theirs' at 12345 or 99887", told)
        == "no column \"x\" near 'mine', '…' at 12345 or …"
    )
