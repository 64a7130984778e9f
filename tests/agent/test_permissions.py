"""Who decides about a deed: every combination of effect, reach, taint and mode is a cell of this table."""

from __future__ import annotations

import dataclasses
import itertools
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, get_args

import pytest

from aiws_cli.agent.patterns import pattern_of, standing_rules, verdict, with_rule
from aiws_cli.agent.permissions import (
    ApprovalNeeded,
    Case,
    Gate,
    Grounds,
    NotPermitted,
    PlanOnly,
    decide,
    known_host,
)
from aiws_cli.core.deeds import Approval, Deed, Effect, Mode, Verdict
from aiws_cli.core.errors import AiwsError, SettingsError
from aiws_cli.governance.audit.log import Audit, AuditError, read

MODES: tuple[Mode, ...] = get_args(Mode)
# a: allowed, ?: a person is asked, -: denied. Left of the bar a clean turn, right a tainted one; columns are the modes
# plan, ask, auto-edit, auto.
TABLE = """
read     nothing    a a a a | a a a a
read     inside     a a a a | a a a a
read     outside    - ? ? ? | - ? ? ?
read     new_host   - ? ? ? | - ? ? ?
read     protected  - - - - | - - - -
write    nothing    - ? ? ? | - ? ? ?
write    inside     - ? a a | - ? a a
write    outside    - ? ? ? | - ? ? ?
write    new_host   - ? ? ? | - ? ? ?
write    protected  - - - - | - - - -
execute  nothing    - ? ? ? | - ? ? ?
execute  confined   - ? ? a | - ? ? a
execute  outside    - ? ? ? | - ? ? ?
execute  new_host   - ? ? ? | - ? ? ?
execute  protected  - - - - | - - - -
publish  nothing    - ? ? ? | - ? ? ?
publish  inside     - ? ? ? | - ? ? ?
publish  outside    - ? ? ? | - ? ? ?
publish  new_host   - ? ? ? | - ? ? ?
publish  protected  - - - - | - - - -
connect  nothing    - ? ? a | - ? ? a
connect  outside    - ? ? ? | - ? ? ?
connect  new_host   - ? ? ? | - ? ? ?
connect  protected  - - - - | - - - -
notify   nothing    - ? ? ? | - ? ? ?
notify   new_host   - ? ? ? | - ? ? ?
notify   protected  - - - - | - - - -
"""
REACH: dict[str, dict[str, Any]] = {
    "nothing": {},
    "inside": {"place": "inside"},
    "outside": {"place": "outside", "confined": True},
    "protected": {"place": "protected", "confined": True},
    "new_host": {"new_host": True, "confined": True},
    "confined": {"confined": True},
}
SIGNS: dict[str, Verdict] = {"a": "allow", "?": "ask", "-": "deny"}


def _rows() -> list[tuple[Case, Verdict]]:
    out = []
    for line in TABLE.split("\n"):
        if not line.strip():
            continue
        effect, reach, *signs = line.replace("|", " ").split()
        cells = itertools.product((False, True), MODES)
        for (tainted, mode), sign in zip(cells, signs, strict=True):
            out.append((Case(effect, mode, tainted=tainted, **REACH[reach]), SIGNS[sign]))  # type: ignore[arg-type]
    return out


def _name(value: object) -> str:
    if not isinstance(value, Case):
        return str(value)
    return f"{value.effect}-{value.place}-{'new' if value.new_host else ''}-{value.tainted}-{value.mode}"


@pytest.mark.parametrize(("case", "verdict"), _rows(), ids=_name)
def test_decision(case: Case, verdict: Verdict) -> None:
    assert decide(case).verdict == verdict


def every_case() -> list[Case]:
    return [
        Case(*facts)
        for facts in itertools.product(
            get_args(Effect),
            MODES,
            (False, True),
            (None, "inside", "outside", "protected"),
            (False, True),
            (False, True),
            (False, True),
            (None, *get_args(Verdict)),
            (False, True),
        )
    ]


STRICTER = ("allow", "ask", "deny").index


def test_what_holds_of_every_combination() -> None:
    cases = every_case()
    assert len(cases) == 6 * 4 * 2 * 4 * 2 * 2 * 2 * 4 * 2
    for case in cases:
        verdict = decide(case).verdict
        if not case.permitted or case.place == "protected" or case.standing == "deny":
            assert verdict == "deny", case
        if case.mode == "plan" and case.effect != "read":
            assert verdict == "deny", case
        if case.tainted and case.leaves:
            assert verdict != "allow", case
        if case.tainted and (
            case.effect in ("publish", "notify") or case.new_host or case.place == "outside"
        ):
            assert verdict != "allow", case
        if case.standing == "ask" or case.unplanned:
            assert verdict != "allow", case


@pytest.mark.parametrize(
    "worse",
    [
        {"tainted": True},
        {"permitted": False},
        {"place": "protected"},
        {"new_host": True},
        {"standing": "deny"},
        {"mode": "plan"},
        {"unplanned": True},
    ],
    ids=str,
)
def test_a_worse_fact_never_makes_it_easier(worse: dict[str, Any]) -> None:
    for case in every_case():
        before, after = decide(case).verdict, decide(dataclasses.replace(case, **worse)).verdict
        assert STRICTER(after) >= STRICTER(before), case


@pytest.mark.parametrize("effect", get_args(Effect))
def test_a_standing_rule_allows_only_what_is_clean_or_stays_with_us(effect: Effect) -> None:
    for tainted in (False, True):
        for mode in ("ask", "auto-edit", "auto"):
            case = Case(effect, mode, tainted=tainted, standing="allow")  # type: ignore[arg-type]
            assert decide(case).verdict == ("ask" if tainted and case.leaves else "allow")


@pytest.mark.parametrize(
    ("host", "known", "is_known"),
    [
        ("gitlab.bank", {"gitlab.bank"}, True),
        ("GitLab.bank.", {"gitlab.bank"}, True),
        ("gitlab.bank:443", {"gitlab.bank"}, True),
        ("gitlab.bank:443", {"gitlab.bank:443"}, True),
        ("gitlab.bank:444", {"gitlab.bank:443"}, False),
        ("gitlab.bank", {"gitlab.bank:443"}, False),
        ("gitlab.bank.evil.com", {"gitlab.bank"}, False),
        ("evil-gitlab.bank", {"gitlab.bank"}, False),
        ("gitl\u0430b.bank", {"gitlab.bank"}, False),
        ("127.0.0.1:11434", {"127.0.0.1:11434"}, True),
        ("127.0.0.1:11435", {"127.0.0.1:11434"}, False),
        ("", {"gitlab.bank"}, False),
    ],
)
def test_a_host_that_settings_name(host: str, known: set[str], is_known: bool) -> None:
    assert known_host(host, frozenset(known)) is is_known


@pytest.mark.parametrize(
    ("text", "rules"),
    [
        ("", {}),
        ("publish=deny", {"publish": "deny"}),
        (" publish = deny , run_python=allow,", {"publish": "deny", "run_python": "allow"}),
    ],
)
def test_standing_rules(text: str, rules: dict[str, Verdict]) -> None:
    assert standing_rules(text) == rules


@pytest.mark.parametrize(
    "text", ["publish", "publish=yes", "=allow", "publish=allow;notify=allow", "a=b=allow"]
)
def test_standing_rules_that_are_none(text: str) -> None:
    with pytest.raises(SettingsError) as caught:
        standing_rules(text)
    assert "permissions" in caught.value.message("en")


# — the gate —


class Clock:
    def now(self) -> datetime:
        return datetime(2026, 9, 30, 9).astimezone()

    def monotonic(self) -> float:
        return 0.0


class Person:
    """Answers as told, and remembers what was shown."""

    def __init__(self, says: bool) -> None:
        self.says = says
        self.asked: list[tuple[Deed, str, tuple[str, ...]]] = []

    def approve(self, deed: Deed, why: str, tainted_by: Sequence[str], pattern: str = "") -> Approval:
        self.asked.append((deed, why, tuple(tainted_by)))
        return Approval(self.says)


@pytest.fixture
def grounds(tmp_path: Path) -> Grounds:
    folder = tmp_path / "project"
    folder.mkdir()
    return Grounds(
        {"user": "kim", "role": "analyst", "policy": None},
        Audit(tmp_path / "audit" / "kim.jsonl", Clock()),
        folder,
    )


def records(grounds: Grounds) -> list[dict[str, Any]]:
    assert isinstance(grounds.audit, Audit)
    return list(read(grounds.audit.path))


def deed(effect: Effect, detail: str = "all of it", **about: Any) -> Deed:
    return Deed("tool", effect, {"x": "1"}, detail, **about)


def test_without_a_person_nothing_happens_and_it_is_written_down(grounds: Grounds) -> None:
    done = False
    with pytest.raises(ApprovalNeeded) as caught, Gate(grounds, mode="auto").passing(deed("publish")):
        done = True
    assert not done and caught.value.exit_code == 5
    (record,) = records(grounds)
    assert (record["kind"], record["reason"], record["detail"]) == ("denied", "approval", "nobody")
    assert record["digest"] == deed("publish").digest and record["user"] == "kim"


@pytest.mark.parametrize("says", [True, False])
def test_a_person_is_shown_the_whole_deed_and_decides(grounds: Grounds, says: bool) -> None:
    person = Person(says)
    gate = Gate(grounds, mode="auto", approver=person)
    gate.taint("run_sql")
    done = False
    try:
        with gate.passing(deed("publish", "long\n" * 5_000)):
            done = True
    except ApprovalNeeded:
        pass
    assert done is says
    ((shown, why, sources),) = person.asked
    assert shown.detail == "long\n" * 5_000 and (why, sources) == ("tainted", ("run_sql",))
    kinds = [r["kind"] for r in records(grounds)]
    assert kinds == (["approval", "act", "outcome"] if says else ["denied"])
    assert {r["digest"] for r in records(grounds) if "digest" in r} == {shown.digest}


def test_what_is_allowed_is_written_down_before_and_after(grounds: Grounds) -> None:
    gate = Gate(grounds, mode="auto", evidence={"session_id": "s"})
    with gate.passing(deed("write", writes=(Path("a.txt"),))):
        (before,) = records(grounds)
        assert (before["kind"], before["mode"], before["session_id"]) == ("act", "auto", "s")
        assert before["files"] == ["a.txt"]
    assert [r["kind"] for r in records(grounds)] == ["act", "outcome"]
    with pytest.raises(ZeroDivisionError), gate.passing(deed("write", writes=(Path("a.txt"),))):
        raise ZeroDivisionError
    assert records(grounds)[-1]["status"] == "failed"


@pytest.mark.parametrize(
    ("rule", "error", "why"),
    [
        ({"permits": lambda tool, effect: False}, NotPermitted, "policy"),
        ({"standing": {"publish": "deny"}}, NotPermitted, "standing"),
        ({"standing": {"tool": "deny", "publish": "allow"}}, NotPermitted, "standing"),
        ({"mode": "plan"}, PlanOnly, "plan"),
    ],
)
def test_denied(grounds: Grounds, rule: dict[str, Any], error: type[AiwsError], why: str) -> None:
    mode = rule.pop("mode", "auto")
    gate = Gate(dataclasses.replace(grounds, **rule), mode=mode, approver=Person(True))
    with pytest.raises(error) as caught, gate.passing(deed("publish", hosts=("x",))):
        raise AssertionError
    assert caught.value.exit_code == 4
    assert caught.value.message("ko") and caught.value.message("en")
    assert [(r["kind"], r["detail"]) for r in records(grounds)] == [("denied", why)]


@pytest.mark.parametrize(
    ("effect", "writes", "within", "asked"),
    [
        ("write", ("a.py",), ("a.py",), False),
        ("write", ("x/y.sql",), ("x/",), False),
        ("write", ("a.py", "b.py"), ("a.py",), True),
        ("write", ("a.py",), (), True),
        ("write", ("x/../b.py",), ("x/",), True),
        ("execute", (), ("a.py",), True),
        ("execute", (), None, False),
        ("write", ("b.py",), None, False),
        ("read", (), ("a.py",), False),
    ],
)
def test_what_a_plans_step_does_not_name_is_asked(
    grounds: Grounds, effect: Effect, writes: tuple[str, ...], within: tuple[str, ...] | None, asked: bool
) -> None:
    grounds.granted["edit_file"] = "allow"
    here, absolute = (Path(w) for w in ("", grounds.folder))
    for top in (here, absolute):
        deed = Deed("edit_file", effect, {}, "x", writes=tuple(top / w for w in writes), confined=True)
        gate = Gate(grounds, mode="auto", within=within)
        decision = decide(gate.case(deed))
        assert (decision.verdict, decision.why == "outside_plan") == ("ask" if asked else "allow", asked)


def test_no_log_no_deed(grounds: Grounds, tmp_path: Path) -> None:
    (tmp_path / "audit").write_text("a file where the folder should be")
    for effect, about in (("write", {"writes": (Path("a"),)}), ("publish", {})):
        with (
            pytest.raises(AuditError),
            Gate(grounds, mode="auto", approver=Person(True)).passing(
                deed(effect, **about)  # type: ignore[arg-type]
            ),
        ):
            raise AssertionError
    with Gate(grounds, mode="auto").passing(deed("read")):
        pass


UNSAID: list[tuple[Effect, Mapping[str, Any]]] = [
    ("publish", {}),
    ("notify", {}),
    ("connect", {}),
    ("write", {}),
    ("execute", {}),
]


@pytest.mark.parametrize(("effect", "about"), UNSAID)
def test_a_tool_that_does_not_say_on_what_it_acts_reaches_the_farthest(
    grounds: Grounds, effect: Effect, about: Mapping[str, Any]
) -> None:
    gate = Gate(grounds, mode="auto")
    assert gate.case(deed(effect, **about)).leaves
    with pytest.raises(ApprovalNeeded), gate.passing(deed(effect, **about)):
        raise AssertionError


def test_the_digest_is_that_of_everything_in_a_deed() -> None:
    one = Deed("t", "publish", {"a": "1"}, "d", (Path("r"),), (Path("w"),), ("h",), ("p",), True)
    others = [
        dataclasses.replace(one, **change)
        for change in (
            {"tool": "u"},
            {"effect": "notify"},
            {"arguments": {"a": "2"}},
            {"detail": "e"},
            {"reads": ()},
            {"writes": ()},
            {"hosts": ("i",)},
            {"recipients": ()},
            {"confined": False},
        )
    ]
    assert len({one.digest, *(o.digest for o in others)}) == len(others) + 1


def command(text: str) -> Deed:
    return Deed("run_command", "execute", {"command": text}, text, confined=True)


@pytest.mark.parametrize(
    ("rules", "asked", "said"),
    [
        ("run_command(pytest *)=allow", command("pytest -q tests"), "allow"),
        ("run_command(pytest *)=allow", command("pytest"), "allow"),
        ("run_command(pytest *)=allow", command("pytestx"), None),
        ("run_command(pytest *)=allow", command("pytest; rm -rf ."), None),
        ("run_command(pytest *)=allow", command("pytest $(rm x)"), None),
        ("run_command(pytest *)=allow", command("pytest\nrm x"), None),
        ("run_command(rm *)=deny, execute=allow", command("true && rm x"), "deny"),
        ("run_command(rm *)=deny, execute=allow", command("ls"), "allow"),
        (
            "edit_file(reports/*)=allow",
            Deed("edit_file", "write", {}, "", writes=(Path("reports/a.md"),)),
            "allow",
        ),
        ("edit_file(reports/*)=allow", Deed("edit_file", "write", {}, "", writes=(Path("a.md"),)), None),
        (
            "edit_file(reports/*)=allow",
            Deed("edit_file", "write", {}, "", writes=(Path("reports/a.md"), Path("b.md"))),
            None,
        ),
        (
            "write=ask, edit_file(*.sql)=allow",
            Deed("edit_file", "write", {}, "", writes=(Path("a.sql"),)),
            "ask",
        ),
    ],
)
def test_rules_by_pattern(rules: str, asked: Deed, said: str | None) -> None:
    assert verdict(standing_rules(rules), asked) == said


@pytest.mark.parametrize(
    ("asked", "pattern"),
    [
        (command("pytest -q"), "run_command(pytest *)"),
        (command("python -c 'x'"), ""),
        (command("sh x.sh"), ""),
        (command("ls | wc"), ""),
        (command("FOO=1 make"), ""),
        (Deed("edit_file", "write", {}, ""), "edit_file"),
    ],
)
def test_what_a_yes_may_hold_for(asked: Deed, pattern: str) -> None:
    assert pattern_of(asked) == pattern


def test_a_rule_is_added_to_those_there_are() -> None:
    text = with_rule("publish=deny, run_command(a, b)=ask", "run_command(pytest *)", "allow")
    assert dict(standing_rules(text)) == {
        "publish": "deny",
        "run_command(a, b)": "ask",
        "run_command(pytest *)": "allow",
    }
