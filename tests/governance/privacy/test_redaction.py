"""What a model is told: placeholders for personal data and secrets, the same ones for the same talk, and the way back."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from aiws_cli.core.messages import Message, ModelRequest, Reply, TextPart, ToolCall
from aiws_cli.governance.privacy.redacted_model import RedactedModel, hidden
from aiws_cli.governance.privacy.redaction import Placeholders, personal, redacted, redacted_inside
from support.scripted_model import ScriptedModel

ROOT = Path(__file__).resolve().parents[3]
NUMBER, ACCOUNT, MOBILE = "900101-1234567", "110-123-456789", "010-1234-5678"
WORD = "Qwer!" + "2345"


def said(request: ModelRequest) -> str:
    """All that a request holds, as the wire would have it."""
    return json.dumps([m.as_dict() for m in request.messages], ensure_ascii=False)


HIDDEN = (
    (f"고객 {NUMBER}의 잔액", "고객 [resident_no:1]의 잔액"),
    (f"{NUMBER}과 {NUMBER}, 계좌 {ACCOUNT}", "[resident_no:1]과 [resident_no:1], 계좌 [account:1]"),
    (f"전화 {MOBILE}, 메일 kim@hangang.com", "전화 [phone:1], 메일 [email:1]"),
    (f"password='{WORD}'", "password='[password:1]'"),
    ("사업자등록번호 123-45-67891의 매출", "사업자등록번호 123-45-67891의 매출"),
    ("지난달 카드 매출 1,234,567,890원", "지난달 카드 매출 1,234,567,890원"),
)


@pytest.mark.parametrize(("text", "shown"), HIDDEN)
def test_what_is_hidden_comes_back(text: str, shown: str) -> None:
    placeholders = Placeholders()
    assert placeholders.hide(text) == shown
    assert placeholders.restore(shown) == text


RESTORED = (
    ("WHERE no = '[resident_no:1]'", f"WHERE no = '{NUMBER}'"),
    ("WHERE no = [resident_no:1]", f"WHERE no = '{NUMBER}'"),
    ("WHERE no IN ([resident_no:1])", f"WHERE no IN ('{NUMBER}')"),
    ("WHERE no = 'resident_no:1'", f"WHERE no = '{NUMBER}'"),
    ("WHERE no LIKE '%[Resident_No : 1]%'", f"WHERE no LIKE '%{NUMBER}%'"),
    ("[resident_no:2] [1:1] resident_no:1", "[resident_no:2] [1:1] resident_no:1"),
)


@pytest.mark.parametrize(("reply", "back"), RESTORED)
def test_what_a_model_writes_of_a_placeholder(reply: str, back: str) -> None:
    placeholders = Placeholders()
    placeholders.stand_for(NUMBER, "resident_no")
    assert placeholders.restore(reply) == back


def test_a_line_of_talk_stays_a_prefix_and_hides_what_it_has_hidden_before() -> None:
    """The account's number stands without any word beside it in the query: it was one before, and stays one."""
    line = (
        Message("system", "You write SQL."),
        Message("user", f"계좌 {ACCOUNT}의 잔액"),
        Message("assistant", f"SELECT balance FROM t WHERE no = '{ACCOUNT}'"),
        Message("user", f"그중 {NUMBER}"),
        Message("assistant", "", (ToolCall("1", "run_sql", {"sql": f"SELECT '{NUMBER}', '{ACCOUNT}'"}),)),
        Message("tool", json.dumps([ACCOUNT, MOBILE]), tool_call_id="1", tool_name="run_sql"),
    )
    before: tuple[Message, ...] = ()
    for length in range(1, len(line) + 1):
        shown, _ = hidden(line[:length])
        assert shown[: len(before)] == before
        before = shown
    everything = said(ModelRequest(before))
    assert not any(value in everything for value in (ACCOUNT, NUMBER, MOBILE))
    assert "[account:1]" in everything and "[phone:1]" in everything


def test_a_model_is_told_placeholders_and_its_reply_holds_the_values() -> None:
    inner = ScriptedModel(
        [
            Reply(
                text="SELECT 1 WHERE no = '[resident_no:1]' -- [x",
                tool_calls=(ToolCall("1", "run_sql", {"sql": "[resident_no:1]"}),),
            )
        ]
    )
    parts = list(RedactedModel(inner).stream(ModelRequest((Message("user", f"고객 {NUMBER}"),))))
    assert NUMBER not in said(inner.requests[0])
    reply = parts[-1]
    assert isinstance(reply, Reply)
    assert reply.text == f"SELECT 1 WHERE no = '{NUMBER}' -- [x"
    assert reply.tool_calls[0].arguments == {"sql": NUMBER}
    # The stream's pieces cut placeholders in two; what is shown of them is whole.
    assert "".join(p.text for p in parts if isinstance(p, TextPart)) == reply.text


def test_closing_the_stream_closes_the_models() -> None:
    inner = ScriptedModel(["a long reply that nobody reads to its end"])
    stream = RedactedModel(inner).stream(ModelRequest((Message("user", f"고객 {NUMBER}"),)))
    next(p for p in stream if isinstance(p, TextPart))
    stream.close()  # type: ignore[attr-defined]
    assert inner.closed_early == 1


def test_logs_get_no_way_back() -> None:
    assert (
        redacted(f"failed for {NUMBER}: snowflake://a:{WORD}@x")
        == "failed for [resident_no]: snowflake://a:[password_in_url]@x"
    )
    assert redacted_inside({"q": [f"전화 {MOBILE}"], "n": 1}) == {"q": ["전화 [phone]"], "n": 1}


def test_no_question_of_the_suites_is_touched() -> None:
    """A false placeholder would cost an answer. The held questions are counted here, never shown."""
    touched = questions = 0
    for path in sorted((ROOT / "eval_suites").rglob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            record: dict[str, Any] = json.loads(line)
            texts = [v for k, v in record.items() if isinstance(v, str) and k != "id"]
            questions += 1
            touched += any(personal(text) for text in texts)
    assert questions > 600 and touched == 0


def test_no_card_or_prompt_of_the_demo_is_touched() -> None:
    for path in (*(ROOT / "catalog_index").rglob("*.yaml"), *(ROOT / "prompts").glob("*.md")):
        assert personal(path.read_text(encoding="utf-8")) == (), path.name
