"""`aiws policy export` in a process of its own."""

from __future__ import annotations

from pathlib import Path

import pytest

from aiws_cli.core.prompts import data_folder

from .conftest import Run


def test_it_is_written_to_a_file_and_replaced_by_the_next_one(aiws: Run, tmp_path: Path) -> None:
    out = tmp_path / "snowflake.sql"
    done = aiws("policy", "export", "snowflake", "--database", "dw", "--out", str(out))
    assert (done.code, done.out) == (0, ""), done.err
    text = out.read_text()
    assert text.startswith("-- aiws policy export snowflake\n")
    assert 'ALTER TABLE "DW"."BANK"."CUSTOMERS" MODIFY COLUMN "PHONE_NO" SET MASKING POLICY' in text
    printed = aiws("policy", "export", "snowflake", "--database", "dw", env={"AIWS_LANG": "ko"})
    assert printed.out == text
    undone = aiws("policy", "export", "snowflake", "--database", "dw", "--undo", "--out", str(out))
    assert undone.code == 0
    assert 'MODIFY COLUMN "PHONE_NO" UNSET MASKING POLICY;' in out.read_text()
    assert list(tmp_path.iterdir()) == [out]


def test_as_json_and_without_a_database(aiws: Run) -> None:
    told = aiws("policy", "export", "snowflake", "--json").json()
    assert told["schema"] == "aiws.policy_export/1"
    assert told["database"] is None
    assert any("USE DATABASE" in n for n in told["notes"])
    assert {s["kind"] for s in told["statements"]} >= {
        "mask",
        "set_mask",
        "rows",
        "set_rows",
        "groups",
        "grant",
    }
    assert any(s["sql"].startswith('ALTER TABLE "BANK"."CUSTOMERS"') for s in told["statements"])


def test_the_database_is_the_configured_accounts(aiws: Run, tmp_path: Path) -> None:
    place = {"AIWS_WAREHOUSE": "snowflake://me@acct/Own_DB?authenticator=externalbrowser"}
    # An account is nobody's demo: its policy has to be named.
    place["AIWS_POLICY"] = str(data_folder("policies") / "demo.yaml")
    told = aiws("policy", "export", "snowflake", "--json", env=place).json()
    assert told["database"] == "Own_DB"


def test_nothing_else_is_written_over(aiws: Run, tmp_path: Path) -> None:
    mine = tmp_path / "mine.sql"
    mine.write_text("select 1")
    folder = tmp_path / "folder.sql"
    folder.mkdir()
    for path, says in (
        (mine, "left as it is"),
        (folder, "left as it is"),
        (tmp_path / "no/x.sql", "no folder"),
    ):
        done = aiws("policy", "export", "snowflake", "--out", str(path))
        assert done.code == 2
        assert says in done.err
    assert mine.read_text() == "select 1"


@pytest.mark.parametrize(
    ("args", "code"),
    [(["export"], 2), (["export", "oracle"], 2), (["export", "snowflake", "more"], 2)],
)
def test_wrong_usage(aiws: Run, args: list[str], code: int) -> None:
    assert aiws("policy", *args).code == code


def test_a_broken_policy_exports_nothing(aiws: Run, tmp_path: Path) -> None:
    (tmp_path / "p.yaml").write_text("roles: [\n")
    out = tmp_path / "x.sql"
    done = aiws(
        "policy", "export", "snowflake", "--out", str(out), env={"AIWS_POLICY": str(tmp_path / "p.yaml")}
    )
    assert done.code == 3
    assert not out.exists()
