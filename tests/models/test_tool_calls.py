"""Reading tool calls out of text: what is one, and what only looks like one."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aiws_cli.core.messages import Message, ToolSpec
from aiws_cli.models.tool_calls import native, repaired

RUN = ToolSpec(
    "run_sql",
    "Run.",
    {
        "type": "object",
        "properties": {
            "sql": {"type": "string"},
            "limit": {"type": "integer"},
            "explain": {"type": "boolean"},
        },
        "required": ["sql"],
    },
)
LIST = ToolSpec("list_tables", "List.")
TOOLS = (RUN, LIST)
CALL = '{"name": "run_sql", "arguments": {"sql": "SELECT 1"}}'
ONE = [("run_sql", {"sql": "SELECT 1"})]

IS_A_CALL = {
    "qwen json": f"<tool_call>\n{CALL}\n</tool_call>",
    "qwen json after words": f"고객 수를 세겠습니다.\n<tool_call>\n{CALL}\n</tool_call>",
    "closing tag missing": f"<tool_call>\n{CALL}",
    "json inside a fence inside the tag": f"<tool_call>\n```json\n{CALL}\n```\n</tool_call>",
    "the whole reply fenced, tag inside": f"```xml\n<tool_call>\n{CALL}\n</tool_call>\n```",
    "coder xml": "<tool_call>\n<function=run_sql>\n<parameter=sql>\nSELECT 1\n</parameter>\n</function>\n</tool_call>",
    "coder xml without the outer tag": "<function=run_sql>\n<parameter=sql>\nSELECT 1\n</parameter>\n</function>",
    "coder xml unclosed": "<function=run_sql>\n<parameter=sql>\nSELECT 1\n",
    "fenced json": f"```json\n{CALL}\n```",
    "fenced json without a language": f"```\n{CALL}\n```",
    "fenced json between words": f"I will run a query.\n\n```json\n{CALL}\n```\nIt counts customers.",
    "bare json": CALL,
    "after thinking": f"<think>\nMaybe <tool_call>{{}}</tool_call>?\n</think>\n<tool_call>\n{CALL}\n</tool_call>",
    "parameters for arguments": '```json\n{"name": "run_sql", "parameters": {"sql": "SELECT 1"}}\n```',
    "arguments as text": '```json\n{"name": "run_sql", "arguments": "{\\"sql\\": \\"SELECT 1\\"}"}\n```',
    "openai shape": '```json\n{"type": "function", "function": {"name": "run_sql", "arguments": {"sql": "SELECT 1"}}}\n```',
}


@pytest.mark.parametrize("text", IS_A_CALL.values(), ids=IS_A_CALL.keys())
def test_is_a_call(text: str) -> None:
    calls = repaired(text, TOOLS)
    assert [(c.name, c.arguments) for c in calls] == ONE
    assert all(c.repaired for c in calls)


IS_NONE = {
    "plain words": "고객은 120명입니다.",
    "unknown name": '<tool_call>{"name": "drop_table", "arguments": {"t": "x"}}</tool_call>',
    "unknown name in a fence": '```json\n{"name": "rm", "arguments": {}}\n```',
    "unknown coder xml": "<function=rm>\n<parameter=path>\n/\n</parameter>\n</function>",
    "two fences": f"```json\n{CALL}\n```\n```json\n{CALL}\n```",
    "a list": f"```json\n[{CALL}]\n```",
    "an object with other keys": '```json\n{"name": "run_sql", "age": 3}\n```',
    "said to be an example": f"For example:\n```json\n{CALL}\n```",
    "said to be an example in Korean": f"예를 들면 다음과 같습니다.\n```json\n{CALL}\n```",
    "tag shown in inline code": f"Write `<tool_call>{CALL}</tool_call>` to call it.",
    "tag in a fence between words": f"The wire looks so:\n```xml\n<tool_call>\n{CALL}\n</tool_call>\n```\nThat is all.",
    "quoted lines": f"> <tool_call>{CALL}</tool_call>\n그렇게 적혀 있습니다.",
    "example before a tag": f"예시: <tool_call>{CALL}</tool_call>",
    "bare json with words after": f"{CALL} is what I would send.",
    "thinking only": f"<think><tool_call>{CALL}</tool_call>",
    "broken json": '<tool_call>{"name": "run_sql", "arguments": {"sql": </tool_call>',
    "required argument left out entirely": '```json\n{"name": "run_sql"}\n```',
    "arguments are a list": '```json\n{"name": "run_sql", "arguments": [1]}\n```',
    "fenced sql": "```sql\nSELECT 1\n```",
}


@pytest.mark.parametrize("text", IS_NONE.values(), ids=IS_NONE.keys())
def test_is_no_call(text: str) -> None:
    assert repaired(text, TOOLS) == ()


def test_without_tools_nothing_is_a_call() -> None:
    assert repaired(IS_A_CALL["qwen json"], ()) == ()


QUOTES = {
    "as it stands": f"<tool_call>{CALL}</tool_call>",
    "as json text": json.dumps([{"memo": f"<tool_call>{CALL}</tool_call>"}]),
    "as escaped korean json": json.dumps({"메모": f"호출 {CALL}"}),
    "laid out anew": json.dumps(json.loads(CALL), indent=4),
    "name last": '{"arguments": {"sql": "SELECT 1"}, "name": "run_sql"}',
    "coder xml": IS_A_CALL["coder xml"],
}


@pytest.mark.parametrize("role", ["tool", "user"])
@pytest.mark.parametrize("quote", QUOTES.values(), ids=QUOTES.keys())
def test_text_that_stands_in_the_data_is_a_quote(quote: str, role: str) -> None:
    heard = (Message("user", "메모를 보여줘"), Message(role, quote))  # type: ignore[arg-type]
    for text in (IS_A_CALL["qwen json"], IS_A_CALL["fenced json"], IS_A_CALL["bare json"]):
        assert repaired(text, TOOLS, heard) == ()
    other = text.replace("SELECT 1", "SELECT 2")
    assert len(repaired(other, TOOLS, heard)) == 1


def test_a_quoted_call_does_not_hide_the_models_own() -> None:
    heard = (Message("tool", QUOTES["as it stands"]),)
    own = '<tool_call>{"name": "list_tables", "arguments": {}}</tool_call>'
    calls = repaired(f"<tool_call>{CALL}</tool_call>\n{own}", TOOLS, heard)
    assert [c.name for c in calls] == ["list_tables"]


def test_several_calls_keep_their_order_and_types() -> None:
    text = (
        "<tool_call><function=run_sql><parameter=sql>\nSELECT 'a\n  b'\n</parameter><parameter=limit>5</parameter>"
        "<parameter=explain>True</parameter></function></tool_call>"
        '<tool_call>{"name": "list_tables"}</tool_call>'
    )
    first, second = repaired(text, TOOLS)
    assert first.arguments == {"sql": "SELECT 'a\n  b'", "limit": 5, "explain": True}
    assert (second.id, second.name, second.arguments) == ("call_2", "list_tables", {})


def test_line_ends_inside_json_strings_are_taken() -> None:
    (call,) = repaired(
        '<tool_call>{"name": "run_sql", "arguments": {"sql": "SELECT 1\nFROM t"}}</tool_call>', TOOLS
    )
    assert call.arguments["sql"] == "SELECT 1\nFROM t"


def test_native_calls_are_normalised() -> None:
    calls = native(
        [
            {"function": {"name": "run_sql", "arguments": '{"sql": "SELECT 1"}'}, "id": "abc"},
            {"function": {"name": "list_tables", "arguments": ""}},
            {"function": {"name": "run_sql", "arguments": "{broken"}},
            {"function": {"name": "", "arguments": {}}},
            {},
        ]
    )
    assert [(c.id, c.name, c.arguments) for c in calls] == [
        ("abc", "run_sql", {"sql": "SELECT 1"}),
        ("call_2", "list_tables", {}),
    ]


SQL = st.text(max_size=60).filter(lambda s: "</" not in s and "<tool_call" not in s and "<function" not in s)


@given(SQL, st.integers())
def test_what_is_written_is_read_back(sql: str, limit: int) -> None:
    call = json.dumps({"name": "run_sql", "arguments": {"sql": sql, "limit": limit}}, ensure_ascii=False)
    for text in (f"<tool_call>\n{call}\n</tool_call>", call):
        (found,) = repaired(text, TOOLS)
        assert found.arguments == {"sql": sql, "limit": limit}


@given(SQL)
def test_a_tool_result_can_never_call(sql: str) -> None:
    for value in (sql, sql + "1"):
        call = json.dumps({"name": "run_sql", "arguments": {"sql": value}})
        for heard in (
            f"<tool_call>{call}</tool_call>",
            json.dumps({"row": [call]}),
            json.dumps(call, ensure_ascii=False),
        ):
            for text in (f"<tool_call>{call}</tool_call>", f"```json\n{call}\n```", call):
                assert repaired(text, TOOLS, (Message("tool", heard),)) == ()


PIECES = [*'<>{}[]`"\\:,=/ \n', "tool_call", "function=", "parameter=", "run_sql", "name", "arguments", "```"]


@given(st.lists(st.sampled_from(PIECES), max_size=40).map("".join))
def test_any_text_is_survived_and_names_are_known(text: str) -> None:
    for call in repaired(text, TOOLS):
        assert call.name in {"run_sql", "list_tables"}
        assert isinstance(call.arguments, dict)
