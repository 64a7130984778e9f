"""The file tools as a model calls them, on real folders, through the real gate and a real log."""

from __future__ import annotations

import os
import signal
import unicodedata
from pathlib import Path
from typing import Any

import pytest

from aiws_cli.agent.permissions import ApprovalNeeded, Declined, NotPermitted, PlanOnly
from aiws_cli.core.errors import AiwsError
from aiws_cli.governance.audit.log import read
from aiws_cli.tools.registry import ToolError
from support.file_world import CODE, World


def test_list_search_read(file_world: World) -> None:
    assert file_world.call("list_files").text.split("\n") == ["t.py", "sql/잔액.sql"]
    assert file_world.call("list_files", where="sql").text == "sql/잔액.sql"
    assert file_world.call("list_files", where="*.py").text == "t.py"
    assert file_world.call("list_files", where="*.md").text == "no file"
    assert file_world.call("search_files", text="예금").text == "sql/잔액.sql:1: -- 지점별 예금 잔액"
    assert file_world.call("search_files", text="SUM").text == "nothing found"
    assert file_world.call("search_files", text="sum").text == "t.py:2: return sum(rows)"
    assert file_world.call("search_files", text="sum(").text == "t.py:2: return sum(rows)"
    assert file_world.call("search_files", text=r"d.f \w+", where="*.py").text == "t.py:1: def total(rows):"
    assert "hunter2" not in file_world.call("search_files", text="hunter2").text
    assert file_world.call("read_file", path="t.py").text == f"t.py\n{CODE.rstrip()}"
    assert (
        file_world.call("read_file", path="t.py", start=2).text
        == "t.py, lines 2-2 of 2\n    return sum(rows)"
    )
    assert "지점별" in file_world.call("read_file", path="sql/잔액.sql").text


def test_a_change_is_shown_whole_made_and_logged(file_world: World) -> None:
    file_world.call("read_file", path="t.py")
    done = file_world.call(
        "edit_file", change="<<<<<<< SEARCH\nreturn sum(rows)\n=======\nreturn max(rows)\n>>>>>>> REPLACE"
    )
    assert done.text == "t.py changed (indented)"
    assert (file_world.folder / "t.py").read_text() == CODE.replace("sum", "max")
    (deed,) = file_world.person.shown
    assert "-    return sum(rows)\n+    return max(rows)" in deed.detail
    assert deed.writes == (Path("t.py"),)
    kinds = [r["kind"] for r in read(file_world.log)]
    assert kinds == ["approval", "act", "outcome"]
    file_world.call("edit_file", path="new/u.py", change="x = 1")
    assert (file_world.folder / "new" / "u.py").read_text() == "x = 1\n"


def test_no_leaves_everything_as_it_is(file_world: World) -> None:
    file_world.person.answer = False
    before = {p: p.read_bytes() for p in file_world.folder.rglob("*") if p.is_file()}
    for name, given in (
        ("edit_file", {"path": "t.py", "change": "x = 1\n"}),
        ("move_file", {"path": "t.py", "to": "u.py"}),
        ("delete_file", {"path": "t.py"}),
    ):
        with pytest.raises(ApprovalNeeded):
            file_world.call(name, **given)
    file_world.mode = "plan"
    with pytest.raises(PlanOnly):
        file_world.call("delete_file", path="t.py")
    assert {p: p.read_bytes() for p in file_world.folder.rglob("*") if p.is_file()} == before


def test_move_and_delete(file_world: World) -> None:
    file_world.mode = "auto-edit"
    assert file_world.call("move_file", path="t.py", to="lib/total.py").text == "t.py is lib/total.py now"
    assert (file_world.folder / "lib/total.py").read_text() == CODE and not (
        file_world.folder / "t.py"
    ).exists()
    file_world.call("delete_file", path="lib/total.py")
    assert not (file_world.folder / "lib/total.py").exists()
    assert file_world.person.shown == []


@pytest.mark.parametrize(
    ("name", "given", "why"),
    [
        ("read_file", {"path": "nothing.py"}, "gone"),
        ("read_file", {"path": "sql"}, "folder"),
        (
            "edit_file",
            {"path": "nothing.py", "change": "<<<<<<< SEARCH\na\n=======\nb\n>>>>>>> REPLACE"},
            "gone",
        ),
        ("edit_file", {"path": "../x.py", "change": "x = 1\n"}, "outside"),
        ("move_file", {"path": "t.py", "to": "sql/잔액.sql"}, "exists"),
        ("move_file", {"path": "t.py", "to": "../t.py"}, "outside"),
        ("move_file", {"path": "nothing.py", "to": "u.py"}, "gone"),
        ("delete_file", {"path": "nothing.py"}, "gone"),
    ],
)
def test_refused_by_name(file_world: World, name: str, given: dict[str, str], why: str) -> None:
    file_world.mode = "auto"
    with pytest.raises(AiwsError) as caught:
        file_world.call(name, **given)
    assert caught.value.slots["why"] == why
    assert (file_world.folder / "t.py").read_text() == CODE


@pytest.mark.parametrize("path", [".env", ".git/hooks/pre-commit", ".aiws/config.toml"])
def test_what_steers_or_keeps_secrets_is_not_written(file_world: World, path: str) -> None:
    file_world.mode = "auto"
    for name, given in (("edit_file", {"path": path, "change": "x\n"}), ("delete_file", {"path": path})):
        with pytest.raises((NotPermitted, AiwsError)) as caught:
            file_world.call(name, **given)
        assert caught.value.exit_code in (4, 6)
    assert (file_world.folder / ".env").read_text() == "PASSWORD=hunter2\n"
    with pytest.raises(NotPermitted):
        file_world.call("read_file", path=".env")


def test_a_link_that_leads_out_is_neither_read_nor_written(file_world: World, tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("42")
    (file_world.folder / "link.txt").symlink_to(secret)
    (file_world.folder / "away").symlink_to(tmp_path)
    file_world.mode = "auto"
    for path in ("link.txt", "away/secret.txt"):
        for name, given in (("edit_file", {"path": path, "change": "x\n"}), ("delete_file", {"path": path})):
            with pytest.raises((AiwsError, OSError)):
                file_world.call(name, **given)
        with pytest.raises((AiwsError, OSError)):
            file_world.call("read_file", path=path)
    assert secret.read_text() == "42"
    assert "secret" not in file_world.call("list_files").text


def test_a_file_that_changed_since_it_was_read_is_refused(file_world: World) -> None:
    file_world.mode = "auto-edit"
    file_world.call("read_file", path="t.py")
    (file_world.folder / "t.py").write_text("# mine\n")
    with pytest.raises(AiwsError) as caught:
        file_world.call("edit_file", path="t.py", change="x = 1\n")
    assert caught.value.slots["why"] == "changed"
    assert (file_world.folder / "t.py").read_text() == "# mine\n"


def test_a_file_that_changes_while_a_person_reads_is_refused(file_world: World) -> None:
    file_world.person.meanwhile = lambda: (file_world.folder / "t.py").write_text(CODE + "# mine\n")
    with pytest.raises(AiwsError) as caught:
        file_world.call("edit_file", path="t.py", change="x = 1\n")
    assert caught.value.slots["why"] == "changed"
    assert (file_world.folder / "t.py").read_text() == CODE + "# mine\n"


def test_mode_and_owner_stay(file_world: World) -> None:
    file_world.mode = "auto-edit"
    (file_world.folder / "t.py").chmod(0o755)
    file_world.call("edit_file", path="t.py", change="x = 1\n")
    assert (file_world.folder / "t.py").stat().st_mode & 0o777 == 0o755
    assert [p.name for p in file_world.folder.iterdir() if p.name.endswith(".aiws")] == []


def test_a_change_that_names_no_file_is_told_to_the_model(file_world: World) -> None:
    with pytest.raises(ToolError, match="no file is named"):
        file_world.call("edit_file", change="x = 1")


def test_binary_and_huge_files_are_named(file_world: World) -> None:
    (file_world.folder / "x.bin").write_bytes(os.urandom(1000) + b"\0")
    (file_world.folder / "big.csv").write_bytes(b"a,b\n" * 600_000)
    for path, why in (("x.bin", "binary"), ("big.csv", "large")):
        with pytest.raises(AiwsError) as caught:
            file_world.call("read_file", path=path)
        assert caught.value.slots["why"] == why
    assert file_world.call("search_files", text="a,b").text == "nothing found"


def test_a_yes_for_the_session_is_asked_once(file_world: World) -> None:
    file_world.person.scope = "session"
    for n in range(3):
        file_world.call("edit_file", path="t.py", change=f"x = {n}\n")
    assert len(file_world.person.shown) == 1 and file_world.remembered == []
    file_world.call("delete_file", path="t.py")
    assert len(file_world.person.shown) == 2
    approvals = [r for r in read(file_world.log) if r["kind"] == "approval"]
    assert [(a["scope"], a["pattern"]) for a in approvals] == [
        ("session", "edit_file"),
        ("session", "delete_file"),
    ]


def test_a_yes_for_good_is_remembered(file_world: World) -> None:
    file_world.person.scope = "always"
    file_world.call("edit_file", path="t.py", change="x = 1\n")
    assert file_world.remembered == ["edit_file"]


def test_what_leaves_the_folder_is_never_agreed_to_for_longer(file_world: World) -> None:
    file_world.person.scope = "always"
    with pytest.raises(AiwsError):
        file_world.call("move_file", path="t.py", to="../u.py")
    assert file_world.granted == {} and file_world.remembered == []


def test_a_no_that_says_why_is_told_to_the_model(file_world: World) -> None:
    file_world.person.answer, file_world.person.reason = False, "use u.py"
    with pytest.raises(Declined, match=r"use u\.py"):
        file_world.call("edit_file", path="t.py", change="x = 1\n")


def test_lines_that_repeat_and_patterns_that_do_take_no_time(file_world: World) -> None:
    """Both took minutes: comparing every line with every other, and repeats in repeats."""
    mixed = b"y = 0\r\n" + b"x = 1\n" * 20_000 + b"z = 2\r\n"
    (file_world.folder / "t.py").write_bytes(mixed)
    change = "t.py\n<<<<<<< SEARCH\ny = 0\n=======\ny = 1\ny = 2\n>>>>>>> REPLACE\n"
    file_world.call("edit_file", change=change)
    # Lines that stay keep their ends, and new ones have those that most have.
    assert (file_world.folder / "t.py").read_bytes() == b"y = 1\ny = 2\n" + mixed.removeprefix(b"y = 0\r\n")
    (file_world.folder / "t.py").write_text("a" * 5_000 + "b\n")
    handler = signal.getsignal(signal.SIGALRM)
    with pytest.raises(AiwsError, match="repeats in repeats"):
        file_world.call("search_files", text="(a+)+$", where="t.py")
    assert signal.getsignal(signal.SIGALRM) is handler
    assert file_world.call("search_files", text="a+b", where="t.py").summary == "1"


@pytest.mark.parametrize(("there", "asked"), [("NFD", "NFC"), ("NFC", "NFD")])
def test_hangul_in_a_name_is_found_whole_or_in_its_parts(file_world: World, there: Any, asked: Any) -> None:
    name, other = (unicodedata.normalize(form, "잔액 조회.py") for form in (there, asked))
    (file_world.folder / name).write_text("x = 1\n")
    assert "x = 1" in file_world.call("read_file", path=other).text
    file_world.call("edit_file", change=f"{other}\n<<<<<<< SEARCH\nx = 1\n=======\nx = 2\n>>>>>>> REPLACE\n")
    assert (file_world.folder / name).read_text() == "x = 2\n"
    assert [str(p) for p in file_world.person.shown[-1].writes] == [name], (
        "the file that is there is agreed to"
    )
    file_world.call("edit_file", path=other, change="x = 3\n")
    assert (file_world.folder / name).read_text() == "x = 3\n" and not (file_world.folder / other).exists()
    file_world.call("delete_file", path=other)
    assert not (file_world.folder / name).exists()
