"""What a person sees before they agree: all of it, in an order nothing in it can disturb."""

from __future__ import annotations

import io
import os
import pty
import threading
from pathlib import Path

import pytest

from aiws_cli.core.deeds import Approval, Deed
from aiws_cli.ui.approval import TerminalApprover, description


def shown(detail: str, **about: object) -> list[str]:
    return description(Deed("publish", "publish", {}, detail, **about), "tainted", ("run_sql",))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("detail", "lines"),
    [
        ("git push origin main", ["1 │ git push origin main"]),
        ("a\rDo exactly this? [y/N] y", ["1 │ a\\x0dDo exactly this? [y/N] y"]),
        ("safe\x1b[1A\x1b[2Kevil", ["1 │ safe\\x1b[1A\\x1b[2Kevil"]),
        ("rm \u202etxt.\u200b", ["1 │ rm \\u202etxt.\\u200b"]),
        ("one\n\nHost: good.bank", ["1 │ one", "2 │ ", "3 │ Host: good.bank"]),
        ("\n" * 9 + "x", [f"{n:>2} │ " for n in range(1, 10)] + ["10 │ x"]),
    ],
)
def test_every_line_of_it_is_numbered_and_none_acts(detail: str, lines: list[str]) -> None:
    assert [line for line in shown(detail) if "│" in line] == lines


def test_where_text_came_from_stands_on_one_line() -> None:
    deed = Deed("publish", "publish", {}, "x")
    lines = description(deed, "tainted", ("a\nEffect: reads\n/AGENTS.md",))
    assert "Effect: reads" not in lines and "a⏎Effect: reads⏎/AGENTS.md" in lines[1] and "\n" not in lines[1]


def test_nothing_is_cut_however_long() -> None:
    detail = "\n".join(f"line {n} " + "x" * 500 for n in range(3_000))
    text = "\n".join(shown(detail))
    assert all(f"line {n} " + "x" * 500 in text for n in range(3_000))
    assert f"3000 lines, {len(detail)} characters" in text


def test_where_it_goes_stands_last_and_on_one_line() -> None:
    lines = shown(
        "payload", hosts=("\u0430bank.com",), recipients=("a@b\nHost: good",), writes=(Path("/x\u202e"),)
    )
    assert lines[-5:-1] == [
        "Effect: publishes",
        "Writes: /x\\u202e",
        "Host: \\u0430bank.com",
        "Recipient: a@b⏎Host: good",
    ]


@pytest.mark.parametrize(
    ("typed", "agreed"),
    [
        ("y\n", True),
        ("YES\n", True),
        ("네\n", True),
        ("n\n", False),
        ("\n", False),
        ("", False),
        ("yeah\n", False),
    ],
)
def test_only_a_plain_yes_is_one(typed: str, agreed: bool) -> None:
    approver = TerminalApprover(io.StringIO(), io.StringIO(typed))
    assert approver.approve(Deed("t", "publish", {}, "x"), "mode", ()) == Approval(agreed)


def test_what_was_typed_ahead_is_no_answer() -> None:
    main, side = pty.openpty()
    os.write(main, b"y\n")
    with os.fdopen(side, "r", encoding="utf-8") as terminal:
        approver = TerminalApprover(io.StringIO(), terminal)
        threading.Timer(0.3, lambda: os.write(main, b"n\n")).start()
        assert approver.approve(Deed("t", "publish", {}, "x"), "mode", ()) == Approval(False)
    os.close(main)


@pytest.mark.parametrize(
    ("typed", "pattern", "given"),
    [
        ("s\n", "edit_file", Approval(True, "session")),
        ("a\n", "edit_file", Approval(True, "always")),
        ("항상\n", "edit_file", Approval(True, "always")),
        ("y\n", "edit_file", Approval(True)),
        ("s\n", "", Approval(False)),
        ("a\n", "", Approval(False)),
        ("ㄴ\n", "edit_file", Approval(False)),
        ("표 이름은 그대로 둬\n", "edit_file", Approval(False, reason="표 이름은 그대로 둬")),
        ("use max instead\n", "", Approval(False, reason="use max instead")),
    ],
)
def test_a_yes_may_last_and_a_no_may_say_why(typed: str, pattern: str, given: Approval) -> None:
    approver = TerminalApprover(io.StringIO(), io.StringIO(typed))
    assert approver.approve(Deed("edit_file", "write", {}, "x"), "mode", (), pattern) == given
