"""Each command once or more, in a process of its own: results on stdout, a schema with --json, the right exit code."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import duckdb
import pytest

from .conftest import Run

STATEMENT = "select branch_type, count(*) as n from bank.branches group by 1 order by 1"


# — config, prompts, demo: nothing but themselves —


def test_config_show_names_the_layer_of_each_value(aiws: Run, aiws_home: Path, tmp_path: Path) -> None:
    aiws("config", "set", "num_ctx", "4096")
    shown = aiws("config", "show", "--json", env={"AIWS_MODEL": "m"}).json()
    assert shown["schema"] == "aiws.config/1"
    assert shown["settings"]["num_ctx"] == {"value": 4096, "layer": "user"}
    assert shown["settings"]["model"] == {"value": "m", "layer": "environment"}
    assert shown["settings"]["keep_alive"]["layer"] == "default"
    assert aiws("config", "path").out.strip() == str(aiws_home / "config.toml")
    assert aiws("config", "path", "--json").json()["schema"] == "aiws.config_path/1"
    assert aiws("config", "set", "lang", "ko", "--json").json()["schema"] == "aiws.config_set/1"


def test_config_never_shows_a_secret(aiws: Run) -> None:
    done = aiws("config", "set", "openai_api_key", "sk-very-secret")
    assert done.code == 0
    for args in (["config", "show"], ["config", "show", "--json"]):
        shown = aiws(*args)
        assert "sk-very-secret" not in shown.out + shown.err + done.out + done.err


def test_config_set_says_when_a_stronger_layer_overrules(aiws: Run) -> None:
    done = aiws("config", "set", "model", "mine", env={"AIWS_MODEL": "theirs"})
    assert done.code == 0
    assert "environment" in done.err


@pytest.mark.parametrize("name", ["nope", "home"])
def test_config_set_refuses_what_is_no_setting(aiws: Run, name: str) -> None:
    assert aiws("config", "set", name, "x").code == 3


def test_prompts(aiws: Run) -> None:
    listed = aiws("prompts", "list", "--json").json()
    assert listed["schema"] == "aiws.prompts/1"
    first = listed["prompts"][0]["id"]
    shown = aiws("prompts", "show", first, "--json").json()
    assert shown["schema"] == "aiws.prompt/1"
    assert shown["version"]
    assert aiws("prompts", "show", first).out.strip() == shown["text"].strip()


def test_demo_build_makes_a_warehouse_and_an_index(aiws: Run, aiws_home: Path) -> None:
    done = aiws("demo", "build", "--scale", "0.02", "--json")
    assert done.code == 0, done.err
    made = done.json()
    assert made["schema"] == "aiws.demo/1"
    assert Path(made["path"]).is_file()
    assert made["tables"] >= 60
    assert made["catalog_tables"] >= 60
    assert aiws("sql", "select 1 as x", "--format", "csv").out == "x\n1\n"


def test_demo_build_never_writes_over_data_that_is_not_its_own(aiws: Run, tmp_path: Path) -> None:
    own = tmp_path / "own.duckdb"
    with duckdb.connect(str(own)) as connection:
        connection.execute("create table mine as select 1 as a")
    before = own.read_bytes()
    for args in (["--path", str(own)], []):
        done = aiws(
            "demo", "build", "--scale", "0.01", *args, "--json", env={"AIWS_WAREHOUSE": f"duckdb://{own}"}
        )
        assert done.code == 2
        assert str(own) in done.json()["message"]
    assert own.read_bytes() == before


# — without a warehouse —


@pytest.mark.parametrize("args", [["sql", "select 1"], ["ask", "지점 수는?"]])
def test_without_a_warehouse_exit_3_says_how_to_get_one(aiws: Run, args: list[str]) -> None:
    done = aiws(*args)
    assert done.code == 3
    assert "aiws demo build" in done.err
    assert aiws(*args, "--json").json()["schema"] == "aiws.error/1"


def test_a_warehouse_file_that_is_not_there(aiws: Run) -> None:
    done = aiws("sql", "select 1", env={"AIWS_WAREHOUSE": "duckdb:///nowhere/x.duckdb"})
    assert done.code == 3
    assert "/nowhere/x.duckdb" in done.err


# — sql —


@pytest.mark.usefixtures("with_demo")
class TestSql:
    def test_formats_agree(self, aiws: Run) -> None:
        as_json = aiws("sql", STATEMENT, "--json").json()
        assert as_json["schema"] == "aiws.result/1"
        assert list(as_json) == [
            "schema",
            "sql",
            "executed_sql",
            "columns",
            "rows",
            "row_count",
            "truncated",
            "role",
            "elapsed_ms",
            "audit_id",
            "narrowed",
        ]
        assert as_json["row_count"] == len(as_json["rows"]) > 0
        rows = list(csv.reader(io.StringIO(aiws("sql", STATEMENT, "--format", "csv").out)))
        assert rows[0] == ["branch_type", "n"]
        assert rows[1:] == [[a, str(n)] for a, n in as_json["rows"]]
        text = aiws("sql", STATEMENT).out.splitlines()
        assert text[0].split() == ["branch_type", "n"]
        assert len(text) == 2 + len(as_json["rows"])
        assert aiws("sql", STATEMENT, "--format", "table").out.splitlines() == text

    def test_statement_from_stdin_and_from_a_file(self, aiws: Run, tmp_path: Path) -> None:
        file = tmp_path / "q.sql"
        file.write_bytes("select '지점' as 이름".encode("cp949"))
        for args, stdin in (
            (["-"], "select '지점' as 이름"),
            ([], "select '지점' as 이름".encode("cp949")),
            (["--file", str(file)], ""),
        ):
            done = aiws("sql", *args, "--format", "csv", stdin=stdin)
            assert (done.code, done.out) == (0, "이름\n지점\n"), done.err

    def test_limit_cuts_and_says_so(self, aiws: Run) -> None:
        done = aiws("sql", "select * from bank.branches", "--limit", "3", "--json").json()
        assert (done["row_count"], done["truncated"]) == (3, True)

    def test_own_files_join(self, aiws: Run, tmp_path: Path) -> None:
        (tmp_path / "mine.csv").write_bytes("코드,이름\n01,일반\n".encode("cp949"))
        sql = "select 이름 from files.mine"
        done = aiws("sql", sql, "--with", str(tmp_path / "mine.csv"), "--format", "csv")
        assert (done.code, done.out) == (0, "이름\n일반\n"), done.err

    @pytest.mark.parametrize("suffix", [".csv", ".xlsx", ".parquet", ".json"])
    def test_save(self, aiws: Run, tmp_path: Path, suffix: str) -> None:
        target = tmp_path / f"결과{suffix}"
        done = aiws("sql", STATEMENT, "--save", str(target))
        assert done.code == 0, done.err
        assert target.stat().st_size > 0
        assert str(target) in done.err
        assert aiws("sql", STATEMENT, "--save", str(target)).code == 2, "an existing file is kept"

    @pytest.mark.parametrize(
        ("statement", "code"),
        [
            ("selec 1", 2),
            ("drop table bank.branches", 4),
            ("select * from bank.nowhere", 4),
            ("select * from read_csv('/etc/passwd')", 4),
            ("select 1; select 2", 4),
        ],
    )
    def test_exit_codes(self, aiws: Run, statement: str, code: int) -> None:
        done = aiws("sql", statement)
        assert (done.code, done.out) == (code, ""), done.err
        error = aiws("sql", statement, "--json")
        assert error.code == code
        assert error.json()["schema"] == "aiws.error/1"

    def test_too_much_input_is_refused(self, aiws: Run) -> None:
        done = aiws("sql", "-", stdin=b"x" * 10_000_000)
        assert done.code == 2
        assert "256 KB" in done.err

    def test_bytes_that_are_no_text(self, aiws: Run) -> None:
        assert aiws("sql", "-", stdin=b"\x00\x01\xff\xfe\x80").code == 2

    def test_the_audit_log_tells_who_asked_what(self, aiws: Run) -> None:
        aiws("sql", STATEMENT)
        aiws("sql", "select count(*) from card.cards")
        shown = aiws("audit", "show", "--table", "bank.branches", "--json").json()
        assert shown["schema"] == "aiws.audit/1"
        assert {r["kind"] for r in shown["records"]} >= {"query"}
        assert all("bank.branches" in r["tables"] for r in shown["records"])
        assert STATEMENT in [r.get("sql") for r in shown["records"]]
        text = aiws("audit", "show").out
        assert text.count("executed_sql") == 2
        assert aiws("audit", "show", "--user", "nobody-else", "--json").json()["records"] == []
        assert aiws("audit", "show", "--since", "2099-01-01", "--json").json()["records"] == []


# — catalog —


@pytest.mark.usefixtures("with_demo")
class TestCatalog:
    def test_search(self, aiws: Run) -> None:
        found = aiws("catalog", "search", "펀드랩 수익률", "--limit", "3", "--json").json()
        assert found["schema"] == "aiws.hits/1"
        assert len(found["hits"]) == 3
        assert {"table", "score", "business_name", "company", "description"} <= found["hits"][0].keys()
        text = aiws("catalog", "search", "펀드랩 수익률", "--limit", "3").out
        assert found["hits"][0]["table"] in text.splitlines()[0]

    def test_search_within_a_workspace(self, aiws: Run) -> None:
        hits = aiws("catalog", "search", "고객", "--workspace", "card", "--json").json()["hits"]
        assert {h["company"] for h in hits} == {"card"}
        assert aiws("catalog", "search", "고객", "--workspace", "nowhere").code == 2

    def test_show(self, aiws: Run) -> None:
        shown = aiws("catalog", "show", "bank.customers", "--json").json()
        assert shown["schema"] == "aiws.table/1"
        assert shown["name"] == "bank.customers"
        assert "customer_id*" in aiws("catalog", "show", "bank.customers").out
        done = aiws("catalog", "show", "bank.custmers")
        assert done.code == 2
        assert "bank." in done.err

    def test_build(self, aiws: Run) -> None:
        first = aiws("catalog", "build", "--json").json()
        assert first["schema"] == "aiws.index/1"
        assert first["tables"] >= 60
        assert aiws("catalog", "build", "--json").json()["parsed"] == 0
        assert aiws("catalog", "build", "--whole", "--json").json()["parsed"] == first["files"]

    def test_broken_yaml_is_named_by_file_and_line(self, aiws: Run, tmp_path: Path) -> None:
        (tmp_path / "bank").mkdir()
        (tmp_path / "bank" / "x.yaml").write_text("apiVersion: v3.1.0\nkind: [\n", encoding="utf-8")
        done = aiws("catalog", "search", "x", env={"AIWS_CATALOG": str(tmp_path)})
        assert done.code == 3
        assert "x.yaml:" in done.err
        assert aiws("catalog", "search", "x", env={"AIWS_CATALOG": "/nowhere"}).code == 3

    def test_check_names_what_drifted(self, aiws: Run, tmp_path: Path) -> None:
        import shutil

        from aiws_cli.core.prompts import data_folder

        folder = tmp_path / "index"
        shutil.copytree(data_folder("catalog_index"), folder)
        file = folder / "bank" / "channel" / "branches.yaml"
        file.write_text(
            file.read_text(encoding="utf-8").replace("branch_type", "branch_kind"), encoding="utf-8"
        )
        policy = data_folder("policies") / "demo.yaml"
        env = {"AIWS_CATALOG": str(folder), "AIWS_POLICY": str(policy)}
        done = aiws("catalog", "check", "--json", env=env, seconds=180)
        assert done.code == 6
        report: Any = done.json()
        assert report["schema"] == "aiws.catalog_check/1"
        assert report["ok"] is False
        found = [p for p in report["problems"] if p["file"].endswith("branches.yaml")]
        assert found and found[0]["line"] > 0


# — models, doctor —


def test_models_that_cannot_be_reached_say_why(aiws: Run) -> None:
    env = {"OLLAMA_HOST": "127.0.0.1:9"}
    listed = aiws("model", "list", "--json", env=env).json()
    assert listed["schema"] == "aiws.models/1"
    assert not [m for m in listed["models"] if m["usable"]]
    assert all(m["detail"] for m in listed["models"])
    assert aiws("model", "use", "qwen", env=env).code == 3
    assert aiws("model", "list", env=env).code == 0


def test_a_download_needs_a_yes(aiws: Run, aiws_home: Path) -> None:
    done = aiws("model", "pull")
    assert done.code == 5
    assert "--yes" in done.err
    assert not (aiws_home / "models").exists()
    assert aiws("model", "pull", "no-such-model", "--yes").code == 3


def test_doctor_without_anything_is_exit_3_with_remedies(aiws: Run) -> None:
    env = {"OLLAMA_HOST": "127.0.0.1:9", "AIWS_PROVIDER": "ollama"}
    done = aiws("doctor", "--json", env=env)
    assert done.code == 3
    report = done.json()
    assert report["schema"] == "aiws.doctor/1"
    by_name = {p["name"]: p for p in report["probes"]}
    assert by_name["home"]["status"] == "ok"
    for name in ("warehouse", "model"):
        assert by_name[name]["status"] == "fail"
        assert by_name[name]["remedy"]
    assert report["hosts"] == [{"host": "127.0.0.1:9", "for": "ollama"}]
    text = aiws("doctor", env={**env, "AIWS_LANG": "ko"})
    assert text.code == 3
    assert "✗ 모델" in text.out


def test_doctor_with_a_home_that_cannot_be_made(aiws: Run, tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("", encoding="utf-8")
    done = aiws("doctor", "--json", env={"AIWS_HOME": str(blocked / "home"), "OLLAMA_HOST": "127.0.0.1:9"})
    assert done.code == 3
    assert {p["name"]: p["status"] for p in json.loads(done.out)["probes"]}["home"] == "fail"


@pytest.mark.usefixtures("with_demo")
def test_the_examples_in_the_help_pages_run(
    aiws: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import shlex

    monkeypatch.chdir(tmp_path)  # Some of them write beside where they run.

    from aiws_cli.core.language import _texts

    ran = 0
    for key, (korean, english) in _texts().items():
        if not key.startswith("cli.") or not key.endswith(".example") or key == "cli.help.example":
            continue
        for line in {*korean.splitlines(), *english.splitlines()}:
            program, *args = shlex.split(line)
            assert program == "aiws"
            if (
                args
                and args[0] in ("sql", "catalog", "prompts", "audit")
                and "build" not in args
                and "check" not in args
                and "verify" not in args
            ):
                done = aiws(*args)
                assert done.code == 0, line + done.err
                ran += 1
    assert ran > 5
