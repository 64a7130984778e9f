"""Plans read by rule: a row is a reply as a small model writes it, and the steps that are read, or that none is."""

from __future__ import annotations

import pytest

from aiws_cli.agent.plan import kept, markdown, named, parsed, record_of, told
from aiws_cli.core.plans import Plan, Step, plan_from

ADD = ("add f", ("a.py",))
TEST = ("test f", ("tests/t.py",))
TWO = [ADD, TEST]

# Each reply says the same two steps.
ALIKE = {
    "dots": "1. add f `a.py`\n2. test f `tests/t.py`",
    "brackets": "1) add f `a.py`\n2) test f `tests/t.py`",
    "in brackets": "(1) add f `a.py`\n(2) test f `tests/t.py`",
    "colons": "1: add f `a.py`\n2: test f `tests/t.py`",
    "all ones": "1. add f `a.py`\n1. test f `tests/t.py`",
    "bullets": "- add f `a.py`\n- test f `tests/t.py`",
    "stars": "* add f `a.py`\n* test f `tests/t.py`",
    "dots of type": "• add f `a.py`\n• test f `tests/t.py`",
    "numbered bullets": "- 1. add f `a.py`\n- 2. test f `tests/t.py`",
    "bold whole": "**1. add f `a.py`**\n**2. test f `tests/t.py`**",
    "bold number": "**1.** add f `a.py`\n**2.** test f `tests/t.py`",
    "bold text": "1. **add f** `a.py`\n2. **test f** `tests/t.py`",
    "headings": "### 1. add f `a.py`\n\n### 2. test f `tests/t.py`",
    "steps": "Step 1: add f `a.py`\nStep 2: test f `tests/t.py`",
    "bold steps": "**Step 1:** add f `a.py`\n**Step 2:** test f `tests/t.py`",
    "heading steps": "## Step 1: add f `a.py`\n## Step 2 - test f `tests/t.py`",
    "단계": "1단계: add f `a.py`\n2단계: test f `tests/t.py`",
    "단계 뒤": "단계 1. add f `a.py`\n단계 2. test f `tests/t.py`",
    "굵은 단계": "**1단계** add f `a.py`\n**2단계** test f `tests/t.py`",
    "circled": "① add f `a.py`\n② test f `tests/t.py`",
    "첫째": "첫째, add f `a.py`\n둘째, test f `tests/t.py`",
    "boxes": "- [ ] add f `a.py`\n- [ ] test f `tests/t.py`",
    "numbered boxes": "1. [ ] add f `a.py`\n2. [ ] test f `tests/t.py`",
    "fenced": "```markdown\n1. add f `a.py`\n2. test f `tests/t.py`\n```",
    "thinking": "<think>1. no\n2. no\n3. no</think>\n1. add f `a.py`\n2. test f `tests/t.py`",
    "CRLF": "1. add f `a.py`\r\n2. test f `tests/t.py`\r\n",
    "indented": "  1. add f `a.py`\n  2. test f `tests/t.py`",
    "blank lines": "1. add f `a.py`\n\n\n2. test f `tests/t.py`\n",
    "wrapped": "1. add f\n`a.py`\n2. test f\n   `tests/t.py`",
    "own files": "1. add f\n   - files: `a.py`\n2. test f\n   - **Files**: tests/t.py",
    "파일": "1. add f\n   - 파일: a.py\n2. test f\n   - 경로: ./tests/t.py",
    "places": "1. add f `a.py:12`\n2. test f\n   - file: `tests/t.py:3-9`",
}


@pytest.mark.parametrize("shape", ALIKE)
def test_every_shape_of_a_list_is_read_as_the_same_steps(shape: str) -> None:
    plan = parsed(ALIKE[shape])
    assert plan is not None and not plan.unread
    read = [(s.what.replace("`a.py`", "").replace("`tests/t.py`", ""), s.paths) for s in plan.steps]
    assert [(w.replace("`a.py:12`", "").strip(), p) for w, p in read] == TWO
    assert [s.number for s in plan.steps] == [1, 2] and {s.state for s in plan.steps} == {"open"}


# Korean as it comes: particles behind a name, reasons, points under a step, words before and after.
KOREAN = """다음과 같이 진행하겠습니다.

1. **빈 목록 처리 추가** - `total.py`의 total 함수
   - 빈 목록이면 0을 돌려줍니다
   - 이유: 빈 목록에서 오류가 납니다
2. tests/test_total.py에 시험 추가
   1) 빈 목록
   2) 한 개짜리 목록
3. 전체 시험 실행

이대로 진행할까요?"""


def test_points_reasons_and_what_is_no_step() -> None:
    plan = parsed(KOREAN, "고쳐줘")
    assert plan == Plan(
        (
            Step(
                1,
                "빈 목록 처리 추가 - `total.py`의 total 함수",
                ("total.py",),
                ("빈 목록이면 0을 돌려줍니다",),
                "빈 목록에서 오류가 납니다",
            ),
            Step(
                2, "tests/test_total.py에 시험 추가", ("tests/test_total.py",), ("빈 목록", "한 개짜리 목록")
            ),
            Step(3, "전체 시험 실행"),
        ),
        ("다음과 같이 진행하겠습니다.", "이대로 진행할까요?"),
        "고쳐줘",
    )
    shown = told(plan, "ko")
    assert "계획에 넣지 않은 글:" in shown and "이대로 진행할까요?" in shown


@pytest.mark.parametrize(
    ("text", "paths"),
    [
        ("change `src/a.py` and b.sql", ("src/a.py", "b.sql")),
        ("매출.sql을 고치고 일/메모.md도 고칩니다", ("매출.sql", "일/메모.md")),
        ("put all below `reports/`", ("reports/",)),
        ("edit `Makefile`", ("Makefile",)),
        ("see https://example.com/a.py and pandas.DataFrame, os.path, e.g. this", ()),
        ("call total.sql() of `bank.branches`", ()),
        ("never ../out.py", ()),
        ("the same `a.py` as a.py", ("a.py",)),
    ],
)
def test_files_are_those_that_are_named(text: str, paths: tuple[str, ...]) -> None:
    plan = parsed(f"1. {text}")
    assert plan is not None and plan.steps[0].paths == paths


@pytest.mark.parametrize(
    ("text", "paths"),
    [
        ("- files: -", ()),
        ("- 파일: 없음", ()),
        ("- files: c.py, `d/e.sql`", ("d/e.sql",)),
        ("- files: c.py, x/", ("c.py", "x/")),
    ],
)
def test_a_field_for_files_says_all_of_them(text: str, paths: tuple[str, ...]) -> None:
    plan = parsed(f"1. like a.py\n   {text}")
    assert plan is not None and plan.steps[0].paths == paths


@pytest.mark.parametrize(
    "text",
    [
        "",
        "I looked at the file; nothing needs to change.",
        "코드를 살펴봤습니다. total 함수를 고치면 됩니다.",
        "1. add\n3. test",
        "2. add\n3. test",
        "1. add\n2. test\n\n## Or\n1. drop\n2. leave",
        "1.\n2. test",
        "- a remark",
        "| # | what |\n|---|---|\n| 1 | add |",
        "It grew by 1.5 and 2.5 percent.",
        "```python\n1. + 2.\n```",
        "\n".join(f"{n}. x" for n in range(1, 60)),
    ],
    ids=lambda t: t[:20] or "empty",
)
def test_what_is_no_list_or_two_is_never_guessed(text: str) -> None:
    assert parsed(text) is None


def test_code_beside_the_steps_is_shown_and_no_part_of_them() -> None:
    plan = parsed("1. add `a.py`\n```python\n1. x\nf()\n```\n2. test")
    assert plan is not None and [s.what for s in plan.steps] == ["add `a.py`", "test"]
    assert plan.unread == ("1. x", "f()")


def test_a_plan_is_read_back_from_its_markdown_and_its_record() -> None:
    plan = parsed(KOREAN, "고쳐줘")
    assert plan is not None
    plan = plan.marked(1, "done", 3).marked(2, "failed").marked(3, "begun")
    for language in ("ko", "en"):
        again = parsed(markdown(plan, language), "고쳐줘")  # type: ignore[arg-type]
        assert again is not None
        assert [(s.what, s.paths, s.points, s.why, s.state) for s in again.steps] == [
            (s.what, s.paths, s.points, s.why, s.state) for s in plan.steps
        ]
    assert plan_from(plan.as_dict()) == plan
    assert plan_from({"steps": []}) is None and plan_from("x") is None and plan_from(None) is None


def test_what_a_session_keeps_of_plans() -> None:
    one, two = (Plan((Step(1, w),)) for w in ("a", "b"))
    start = {"type": "turn_started"}
    assert kept([]) is None
    assert kept([start, record_of(one), start, record_of(two)]) == two
    assert kept([start, record_of(one), start, record_of(two), {"type": "rewound", "turn": 1}]) == one
    assert kept([start, record_of(one), record_of(None)]) is None


@pytest.mark.parametrize(
    ("path", "paths", "inside"),
    [
        ("a.py", ("a.py",), True),
        ("./a.py", ("a.py",), True),
        ("a.py", ("./a.py",), True),
        ("b.py", ("a.py",), False),
        ("x/a.py", ("a.py",), False),
        ("x/a.py", ("x/",), True),
        ("x/y/a.py", ("x/",), True),
        ("xa.py", ("x/",), False),
        ("x/../a.py", ("x/",), False),
        ("매출.sql", ("\u1106\u1162\u110e\u116e\u11af.sql",), True),
        ("a.py", (), False),
    ],
)
def test_what_a_step_names(path: str, paths: tuple[str, ...], inside: bool) -> None:
    assert named(path, paths) is inside
