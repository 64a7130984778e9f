"""The asker's own dictionary in whole turns: tables, the model's hints, times and corrections follow it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from aiws_cli.app import Application
from aiws_cli.core.answer import Answer
from aiws_cli.core.events import Answered
from support.scripted_model import ScriptedModel

Make = Callable[..., Application]
SQL = "SELECT branch_name, open_date FROM bank.branches WHERE branch_type = '02' ORDER BY branch_name"


def asked(application: Application, question: str) -> Answer:
    *_, last = application.conversation().ask(question)
    assert isinstance(last, Answered)
    return last.answer


def written(home: Path, text: str) -> None:
    (home / "terms.yaml").write_text(text, encoding="utf-8")


def test_a_word_of_one_s_own_is_answered_like_what_it_stands_for(application: Make, tmp_path: Path) -> None:
    plain = ScriptedModel([SQL])
    known = asked(
        application(plain, without=["compose"]), "영업점 중 PB센터의 이름과 개점일을 이름순으로 보여줘"
    )
    written(tmp_path, "terms:\n  - term: 우리팀\n    definition: PB센터\n")
    mine = ScriptedModel([SQL])
    answer = asked(
        application(mine, without=["compose"]), "영업점 중 우리팀의 이름과 개점일을 이름순으로 보여줘"
    )
    assert (answer.status, answer.rows) == ("ok", known.rows) and answer.rows
    assert answer.question == "영업점 중 우리팀의 이름과 개점일을 이름순으로 보여줘"
    told, before = mine.requests[0].messages[-1].content, plain.requests[0].messages[-1].content
    assert "우리팀 = PB센터\n" in told
    assert told.replace("우리팀 = PB센터\n", "").replace("우리팀", "PB센터") == before


def test_a_verified_query_of_the_meant_question_answers(application: Make, tmp_path: Path) -> None:
    written(tmp_path, "terms:\n  - term: 손님등급\n    definition: 고객등급\n")
    answer = asked(application(ScriptedModel()), "손님등급별 고객 수를 많은 순으로 보여줘")
    assert (answer.status, answer.usage.model_calls) == ("ok", 0)


def test_a_time_of_one_s_own(application: Make, tmp_path: Path) -> None:
    written(tmp_path, "terms:\n  - term: 캠페인 때\n    definition: 2026년 3월\n")
    sql = "SELECT COUNT(*) AS n FROM bank.deposit_transactions WHERE trans_at >= DATE '2026-03-01' AND trans_at < DATE '2026-04-01'"
    model = ScriptedModel([sql] * 2)
    asked(application(model, without=["compose"]), "캠페인 때 예금 거래 건수를 알려줘")
    told = model.requests[0].messages[-1].content
    assert "캠페인 때 = 2026년 3월" in told
    assert "2026-03-01 to 2026-03-31" in told


def test_work_with_tools_is_told_own_words_too(application: Make, tmp_path: Path) -> None:
    written(tmp_path, "terms:\n  - term: 우리팀\n    definition: PB센터\n")
    model = ScriptedModel(["done"])
    asked(application(model), "우리팀 영업점을 세는 파이썬 스크립트를 써줘")
    assert model.requests[0].messages[-1].content.endswith("\n우리팀 = PB센터")


def test_a_term_opens_no_table(application: Make, tmp_path: Path) -> None:
    written(
        tmp_path,
        "terms:\n  - term: 비밀\n    tables: [aiws_meta.warehouse]\n    columns: [aiws_meta.warehouse.version]\n"
        "    expression: (SELECT version FROM aiws_meta.warehouse)\n",
    )
    model = ScriptedModel(["SELECT (SELECT version FROM aiws_meta.warehouse) AS v FROM bank.branches"] * 2)
    answer = asked(application(model), "은행 영업점의 비밀을 보여줘")
    assert answer.status == "denied"
    assert answer.rows == ()


def test_a_broken_dictionary_is_said_once_and_left_out(application: Make, tmp_path: Path) -> None:
    written(tmp_path, "terms:\n  - word: 우리팀\n")
    made = application(ScriptedModel([SQL] * 2))
    said: list[str] = []
    made.notify = said.append
    for _ in range(2):
        assert asked(made, "영업점 중 PB센터의 이름과 개점일을 이름순으로 보여줘").status == "ok"
    (notice,) = [text for text in said if "terms.yaml" in text]
    assert f"{tmp_path / 'terms.yaml'}:2" in notice
