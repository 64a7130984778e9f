"""The same questions, asked as two roles of the demo group's data in a DuckDB file and in a Snowflake account: the same answers.

Rules answer all of them, so what is compared is everything from the question to the rows but the model: the SQL in both
dialects, the guard, the policy's masks and filters, the connector, the values.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from aiws_cli.app import Application, build
from aiws_cli.core.answer import Answer
from aiws_cli.core.prompts import data_folder
from aiws_cli.core.settings import resolve
from aiws_cli.demo.build import build as build_demo
from aiws_cli.evaluation.score import same_rows
from support.snowflake_account import Account

pytestmark = [pytest.mark.loopback, pytest.mark.timeout(300)]

Ask = Callable[[str, str, str], Answer]

# (question, one role, another): as the first both answer; as the second both answer or refuse alike.
QUESTIONS = [
    ("서울에서 지금 운영 중인 은행 영업점은 몇 곳인가요?", "user", "analyst"),
    ("Total outstanding loan balance by customer occupation", "user", "power_user"),
    ("3분기 주담대 신규 취급액을 월별로 알려줘", "user", "power_user"),
    ("올해 들어 펀드랩 순유입액이 월별로 어떻게 움직였나요?", "user", "analyst"),
    ("Month-end time deposit balance for each month of 2025", "power_user", "user"),
    ("9월 그룹 영업수익은 전년 동월 대비 몇 퍼센트 늘었어?", "user", "power_user"),
    ("9월 말 은행 대출 잔액이 작년 말보다 얼마나 늘었는지 증가액을 알려줘", "user", "analyst"),
    ("올해 판매금액이 가장 큰 WM 상품 5개를 금액과 함께 큰 순으로 알려주세요", "power_user", "user"),
    ("올해 YTD operating profit이 가장 큰 부문 top 3", "user", "analyst"),
    ("전체 은행 대출 잔액에서 신용대출이 차지하는 비중은 몇 %인가요?", "user", "power_user"),
    ("영업점 유형별로 예금 잔액이 전체에서 몇 퍼센트씩 차지하나요?", "user", "power_user"),
    ("은행 고객 수를 성별, 연령대별로 나눠서 보여줘", "user", "analyst"),
    ("고객등급별로 예금계좌를 가진 고객 1인당 평균 예금 잔액은 얼마인가요?", "user", "power_user"),
    ("대출종류별 월말 잔액의 전월 대비 증감률을 최근 3개월만 보여주세요", "user", "analyst"),
    ("개인금융 부문 영업수익의 3개월 이동평균을 올해 월별로 계산해줘", "user", "power_user"),
    ("How many WM products on sale do not allow early redemption?", "user", "analyst"),
    ("올해 회사별 누적 영업이익 알려줘", "user", "power_user"),
    ("휴면 예금계좌가 몇 개고 잔액은 얼마나 돼?", "user", "analyst"),
    ("SOHO loan balance by region of the handling branch", "user", "power_user"),
    ("그룹 NPS 이번 달 실적과 목표는?", "user", "analyst"),
    ("이번분기 영업이익 젤많이낸 계열사 어디야", "user", "power_user"),
    ("고객등급별 고객 수를 많은 순으로 보여줘", "user", "power_user"),
    ("지점별 예금 잔액 상위 5곳을 알려줘", "user", "analyst"),
    ("올해 월별 신규 고객 수 추이를 알려줘", "power_user", "user"),
    ("연령대별 예금 잔액과 고객 1인당 평균 잔액을 알려줘", "user", "power_user"),
    ("최근 6개월 카드 이용금액을 월별로 보여줘", "analyst", "power_user"),
    # Sums over ten customers or more for the one, every row for the other.
    ("최근 3개월 은행 모바일앱 접속 건수를 월별로 보여줘", "power_user", "analyst"),
]
DIFFERENT = 8
"""How many of them at least have another answer for the second role."""


@pytest.fixture(scope="module")
def ask(tmp_path_factory: pytest.TempPathFactory, snowflake_account: Account) -> Iterator[Ask]:
    """A question to a new conversation in one of the two places, as one role. No model can be reached."""
    folder = tmp_path_factory.mktemp("same")
    file = folder / "demo.duckdb"
    build_demo(file, scale=0.02)
    snowflake_account.tell("clear")
    snowflake_account.tell("load", {"file": str(file), "database": "DEMO"})
    warehouses = {"duckdb": f"duckdb://{file}", "snowflake": snowflake_account.url("DEMO")}
    opened: dict[tuple[str, str], Application] = {}

    def application(place: str, role: str) -> Application:
        if (place, role) not in opened:
            environ = {
                "AIWS_HOME": str(folder),
                "AIWS_POLICY": str(data_folder("policies") / "demo.yaml"),
                "AIWS_PROVIDER": "ollama",
                "OLLAMA_HOST": "http://127.0.0.1:9",
            }
            settings = resolve({"warehouse": warehouses[place]}, environ=environ, project_dir=Path(folder))
            opened[place, role] = build(settings, notify=lambda text: None, role=role)
            with pytest.MonkeyPatch.context() as patch:
                patch.setenv("AIWS_SNOWFLAKE_PASSWORD", "p")
                assert opened[place, role].raw_warehouse is not None
        return opened[place, role]

    def asked(place: str, role: str, question: str) -> Answer:
        (*_, last) = application(place, role).conversation().ask(question)
        return last.answer  # type: ignore[union-attr]

    yield asked
    for one in opened.values():
        one.close()


@pytest.fixture(scope="module")
def answers() -> dict[tuple[str, str], Answer]:
    return {}


@pytest.mark.parametrize(("question", "role", "other"), QUESTIONS, ids=[q[0] for q in QUESTIONS])
def test_both_answer_the_same(
    ask: Ask, answers: dict[tuple[str, str], Answer], question: str, role: str, other: str
) -> None:
    for asker in (role, other):
        here, there = ask("duckdb", asker, question), ask("snowflake", asker, question)
        assert here.status == there.status, there.error or there.executed_sql
        assert asker == other or here.status == "ok"
        assert here.usage.model_calls == there.usage.model_calls == 0
        assert [c.name for c in here.columns] == [c.name for c in there.columns]
        assert same_rows(here.rows, there.rows, ordered="ORDER BY" in here.sql), (here.rows, there.rows)
        assert here.period == there.period and here.tables == there.tables
        answers[question, asker] = there
    assert answers[question, role].rows


def test_the_two_roles_have_different_answers(answers: dict[tuple[str, str], Answer]) -> None:
    if len(answers) < 2 * len(QUESTIONS):
        pytest.skip("not every question was asked")
    same = [q for q, one, other in QUESTIONS if answers[q, one].rows == answers[q, other].rows]
    assert len(QUESTIONS) - len(same) >= DIFFERENT, same
