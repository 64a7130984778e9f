"""What is typed for each picture, in both languages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Language = Literal["en", "ko"]
LANGUAGES: tuple[Language, ...] = ("en", "ko")


@dataclass(frozen=True, slots=True)
class Scene:
    """One picture: the lines typed one after the other in a conversation, or with `shell` in a shell.

    `model` marks what no rule answers. `before` are questions asked by `aiws ask` before the picture begins. A line that
    is `y` answers aiws when it asks for agreement. `files` lie in the folder (name → text); `rows` is the window's height.
    """

    name: str
    typed: Mapping[Language, tuple[str, ...]]
    shell: bool = False
    model: bool = False
    rows: int = 40
    before: Mapping[Language, tuple[str, ...]] = field(default_factory=dict)
    files: Mapping[Language, Mapping[str, str]] = field(default_factory=dict)


TARGETS = {
    "targets.csv": "branch,target\n강남지점,100000000000\n분당지점,100000000000\n서면지점,55000000000\n"
}
VISITS = {"visits.csv": "branch,visitors\nGangnam,3310\nBundang,2874\nSeomyeon,870\nBeomeo,1204\n"}
REPORT = {
    "report.py": '"""Figures of a branch."""\n\n\ndef total(rows):\n    return sum(rows)\n\n\n'
    "def mean(rows):\n    return total(rows) / len(rows)\n"
}
JOINED = (
    "SELECT b.branch_name, t.target, sum(a.balance_amount) AS balance "
    "FROM files.targets t JOIN bank.branches b ON b.branch_name = t.branch "
    "JOIN bank.deposit_accounts a USING (branch_id) GROUP BY ALL ORDER BY balance DESC"
)

TOP_KO, TOP_EN = "지점별 예금 잔액 상위 5곳을 알려줘", "top 5 branches by deposit balance"
PROFIT_KO, PROFIT_EN = "올해 회사별 영업이익을 알려줘", "operating profit by company this year"

SCENES: tuple[Scene, ...] = (
    Scene("first", {"ko": (f'aiws ask "{TOP_KO}"',), "en": (f'aiws ask "{TOP_EN}"',)}, shell=True),
    Scene(
        "talk",
        {
            "ko": (TOP_KO, "/chart", "그중 가장 작은 곳은?"),
            "en": (TOP_EN, "/chart", "the smallest of those"),
        },
    ),
    Scene(
        "save",
        {
            "ko": (PROFIT_KO, "/save 회사별.xlsx"),
            "en": (PROFIT_EN, "/save companies.xlsx"),
        },
    ),
    Scene(
        "own-data",
        {
            "ko": ("cat targets.csv", f'aiws sql "{JOINED}" --with targets.csv'),
            "en": ("cat targets.csv", f'aiws sql "{JOINED}" --with targets.csv'),
        },
        shell=True,
        files={"ko": TARGETS, "en": TARGETS},
    ),
    Scene(
        "mention",
        {
            "ko": ("@visits.csv visitors가 많은 순서로 branch를 보여줘",),
            "en": ("@visits.csv show branch ordered by visitors, most first",),
        },
        model=True,
        files={"ko": VISITS, "en": VISITS},
    ),
    Scene(
        "python",
        {
            "ko": ("회사별 올해 영업이익이 10% 늘면?", "y"),
            "en": ("What if operating profit by company this year rose by 10%?", "y"),
        },
        rows=52,
    ),
    Scene(
        "edit",
        {
            "ko": ("@report.py 목록이 비어 있으면 mean이 0을 돌려주게 고쳐줘", "y", "/undo"),
            "en": ("@report.py make mean return 0 when the list is empty", "y", "/undo"),
        },
        model=True,
        rows=60,
        files={"ko": REPORT, "en": REPORT},
    ),
    Scene(
        "plan",
        {
            "ko": ("/plan report.py에 median 함수를 더하고 test_report.py에 그 테스트를 써줘",),
            "en": ("/plan add a function median to report.py and a test of it in test_report.py",),
        },
        model=True,
        rows=60,
        files={"ko": REPORT, "en": REPORT},
    ),
    Scene(
        "sessions",
        {
            "ko": ("/sessions", "/resume", "그중 가장 작은 곳은?"),
            "en": ("/sessions", "/resume", "the smallest of those"),
        },
        before={"ko": (PROFIT_KO, TOP_KO), "en": (PROFIT_EN, TOP_EN)},
    ),
    Scene("doctor", {"ko": ("aiws doctor",), "en": ("aiws doctor",)}, shell=True, model=True),
)
