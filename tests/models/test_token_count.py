"""Counting: the estimate stays above the exact count on what people and programs write; both know the template."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from aiws_cli.core.messages import Message, ToolCall, ToolSpec
from aiws_cli.models.token_count import certain_bound, exact, tool_json, upper_estimate, vocabulary_of

SOURCE = Path(__file__).parents[2] / "src" / "aiws_cli"
TEXTS = {
    "korean": "판매 중인 펀드랩 상품들의 최근 1개월 수익률과 자금 유출입 현황을 분석해줘. 벤치마크 대비 성과도 추가해줘. "
    * 5,
    "sql": "SELECT c.CUST_NO, SUM(t.ACCT_BAL_AMT) FROM BNK_ACCT_M t JOIN c USING (cust_id) WHERE t.BASE_DT >= '20260101';\n"
    * 9,
    "csv": "\n".join(f"{n * 7919},{n * 104729},{n / 7:.6f}" for n in range(200)),
    "json": json.dumps(
        [{"a": n, "b": [None, True, {"이름": "홍길동"}]} for n in range(60)], ensure_ascii=False
    ),
    "digits apart": "1 2 3 4 5 6 7 8 9 0 " * 60,
    "hex": "3f9a0c" * 200,
    "python": (SOURCE / "core" / "settings.py").read_text(encoding="utf-8"),
    "korean texts": (SOURCE / "core" / "language" / "models.py").read_text(encoding="utf-8"),
    "table": "| a   | 이름       | c |\n|-----|----------|---|\n" * 30,
    "names": "customerBirthDateYYYYMMDD acctNoBlnkXqz " * 30,
    "japanese": "銀行預金日本語テスト汉字" * 20,
    "emoji": "😀🎉" * 20,
    "empty": "",
}


@pytest.mark.parametrize("vocabulary", ["qwen2", "qwen3.5"])
@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS.keys())
def test_the_estimate_is_above_the_exact_count(text: str, vocabulary: str) -> None:
    messages = (Message("system", "You write SQL."), Message("user", text))
    found = exact(messages, (), vocabulary)  # type: ignore[arg-type]
    assert found <= upper_estimate(messages)
    if text not in (TEXTS["japanese"], TEXTS["emoji"]):
        assert upper_estimate(messages) <= max(found * 2, found + 40)
    assert found <= certain_bound(messages)


def test_tools_and_calls_count() -> None:
    tool = ToolSpec("run_sql", "Run one SELECT.")
    plain = (Message("user", "q"), Message("assistant", ""), Message("tool", "r"))
    calling = (plain[0], Message("assistant", "", (ToolCall("1", "run_sql", {"sql": "SELECT 1"}),)), plain[2])
    assert upper_estimate(plain, (tool,)) > upper_estimate(plain) + 100
    assert exact(calling, (), "qwen2") > exact(plain, (), "qwen2") + 8
    assert tool_json(tool)["function"]["parameters"] == {"type": "object", "properties": {}}


@pytest.mark.parametrize(
    ("name", "vocabulary"),
    [
        ("qwen2.5-coder:1.5b", "qwen2"),
        ("Qwen/Qwen3-Coder-30B-A3B-Instruct", "qwen2"),
        ("qwen3:8b", "qwen2"),
        ("qwq:32b", "qwen2"),
        ("qwen3.5:9b", "qwen3.5"),
        ("Qwen3.6-35B-A3B", "qwen3.5"),
        ("llama3.1:8b", None),
    ],
)
def test_vocabulary_by_name(name: str, vocabulary: str | None) -> None:
    assert vocabulary_of(name) == vocabulary
