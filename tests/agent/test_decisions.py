"""What is done with a request on the demo group before any model is asked: answered, asked back, said to be absent.

Refusing a question that can be answered is worse than failing one, so those rows hold one by one; of the absent ones
a share must be seen.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml

from aiws_cli.agent.evidence import evidence
from aiws_cli.agent.refusals import refusal
from aiws_cli.agent.route import route
from aiws_cli.catalog.index import IndexedCatalog, open_catalog
from aiws_cli.catalog.link import link

ROOT = Path(__file__).parents[2]
ROWS: dict[str, Any] = yaml.safe_load((Path(__file__).parent / "decisions.yaml").read_text(encoding="utf-8"))
AFTER = [(a["tables"], kind, q) for a in ROWS["after"] for kind in ("follow_up", "new") for q in a[kind]]

Decide = Callable[..., str]


@pytest.fixture(scope="module")
def catalog(tmp_path_factory: pytest.TempPathFactory) -> IndexedCatalog:
    return open_catalog(ROOT / "catalog_index", tmp_path_factory.mktemp("home"), dense=False)


@pytest.fixture(scope="module")
def decide(catalog: IndexedCatalog) -> Decide:
    def kind(question: str, previous: tuple[str, ...] | None = None, without: str = "") -> str:
        linked = link(catalog, question)
        # A verified pair is judged as if it were not one.
        linked = replace(linked, verified=tuple(v for v in linked.verified if v.query.id != without))
        seen = evidence(catalog, question, linked, whole=False, previous=previous or ())
        return route(question, seen, previous=previous).kind

    return kind


@pytest.mark.parametrize("question", ROWS["answer"])
def test_what_can_be_answered_is_asked_of_the_model(decide: Decide, question: str) -> None:
    assert refusal(question) is None and decide(question) == "data"


@pytest.mark.parametrize("question", ROWS["python"])
def test_what_sql_is_not_enough_for(decide: Decide, question: str) -> None:
    assert refusal(question) is None and decide(question) == "python"
    assert decide(question, ("bank.branches",)) == "python"


@pytest.mark.parametrize("question", ["행과 열을 바꿔줘", "그 둘의 상관계수는?", "transpose it"])
def test_python_on_the_last_result(decide: Decide, question: str) -> None:
    assert decide(question) == "no_previous" and decide(question, ("bank.branches",)) == "python"


@pytest.mark.parametrize("question", ROWS["deny"])
def test_what_is_not_done_is_refused_at_once(question: str) -> None:
    assert refusal(question) is not None


@pytest.mark.parametrize("question", ROWS["clarify"])
def test_what_says_too_little_is_asked_back(decide: Decide, question: str) -> None:
    assert decide(question) in ("unclear", "no_previous")


@pytest.mark.parametrize(("tables", "kind", "question"), AFTER, ids=[f"{k}: {q}" for _, k, q in AFTER])
def test_after_a_result(decide: Decide, tables: list[str], kind: str, question: str) -> None:
    assert decide(question, tuple(tables)) == {"new": "data"}.get(kind, kind)


def test_what_is_absent_is_mostly_said(decide: Decide) -> None:
    seen = [q for q in ROWS["unanswerable"] if decide(q) in ("unanswerable", "outside")]
    assert len(seen) >= 0.78 * len(ROWS["unanswerable"])


# Nothing in the catalog at the place of the thing that is asked for, or of a thing only its number.
ABSENT = [
    "영업점 프린터 대수를 알려줘",
    "본사 휴게실 몇 개야?",
    "지점별 화장실 개수",
    "콜센터 녹취 건수 월별 추이",
    "직원 평균 근속연수는?",
    "임직원 만족도 점수 알려줘",
    "직원별 휴가 일수",
    "고객 종교별 인원수",
    "퇴사자 수는?",
    "경호원 비율을 지점별로 보여줘",
    "average salary of employees by company",
    "employee satisfaction by company",
    "내년 대출 잔액은 얼마야?",
    "다음 분기 카드 이용금액 알려줘",
    "2030년 예금 잔액을 예측해줘",
    "What will deposits be next year?",
]
# The same places with what there is: names, slips of the pen, short names, people by what they do, dates to come.
PRESENT = [
    "회사별 직원 수",
    "직원이 가장 많은 회사는?",
    "회사별 직원 1인당 순이익",
    "employees per company",
    "내년에 만기가 돌아오는 예금 계좌 수",
    "다음 달 만기 대출 금액",
    "How many loans mature next year?",
    "요일별 접속자 수",
    "지점별 예금 잔약 순위",
    "마동 여부별 은행 고객 수",
    "계좌가 없는 손님 비율",
    "한 건당 평균 결제 금액",
    "전체에서 할부가 차지하는 비율",
    "지난주 카드 승인 금액",
    "신용점수 평균",
    "딜러 지역별 개수",
    "largest branches by volume",
    "강남지점은 언제 문 열었어?",
    "가입한 다음 달에 해지한 보험 계약 수",
    "캠페인별 response rate",
    "보유계약건수를 작년과 비교해줘",
    "가맹점이 제일 많은 곳이 몇 군데",
    "수수료수익 제일 큰 걸로 알려줘",
    "펀드랩 상품 갯수좀",
    "지점 개수",
    "적금상품 갯수는?",
    "# of branches",
    "which funds do the teams run",
]
VAGUE = ["제일 나은 영업점은?", "which fund is the worst?", "top merchants", "잘하는 딜러 알려줘"]


@pytest.mark.parametrize("question", ABSENT)
def test_a_thing_nothing_is_known_of_is_said_to_be_absent(decide: Decide, question: str) -> None:
    assert decide(question) in ("unanswerable", "outside")


@pytest.mark.parametrize("question", PRESENT)
def test_what_there_is_is_not_said_to_be_absent(decide: Decide, question: str) -> None:
    assert decide(question) == "data"


@pytest.mark.parametrize("question", VAGUE)
def test_praise_needs_a_figure(decide: Decide, question: str) -> None:
    assert decide(question) == "unclear"


def test_no_verified_pair_and_no_easy_question_is_held_back(decide: Decide) -> None:
    held = {}
    for file in sorted((ROOT / "catalog_index" / "verified_queries").glob("*.yaml")):
        for pair in yaml.safe_load(file.read_text(encoding="utf-8"))["queries"]:
            for question in (pair["question"], pair["question_en"]):
                held[question] = decide(question, without=pair["id"])
    for line in (ROOT / "benchmarks" / "easy_questions.txt").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            held[line] = decide(line)
    assert {q: k for q, k in held.items() if k != "data"} == {}


def test_in_a_catalog_of_another_language_an_unknown_word_says_nothing(catalog: IndexedCatalog) -> None:
    question = "영업점별 평균 대기시간은?"
    linked = link(catalog, question)
    assert evidence(catalog, question, linked, whole=False).missing == ("대기시간",)
    assert evidence(catalog, question, linked, whole=True).missing == ()
    bare = replace(linked, tables=())
    assert evidence(catalog, question, bare, whole=False).missing == ()
