"""What the policy hides is not told by the doors beside the questions: checking, workspaces, the log, names of files."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import pytest

from support import broken_world as world
from support.broken_world import CANARY, Project
from support.ollama_wire import OllamaWireServer
from support.sandbox.tiers import need
from support.scripted_model import call

from .test_when_something_is_broken import AS_ORDERED, project, whole

__all__ = ["project", "whole"]
pytestmark = pytest.mark.loopback

SECOND = (
    world.STORES.replace("shop.stores", "vault.safes")
    .replace("name: stores", "name: safes")
    .replace("점포", "금고")
    .replace("매장", "보관함")
    .replace("store_kind\n", "safe_kind\n")
    .replace("domain: places", "domain: cellar")
)
TWO_COMPANIES = """\
  - id: vault
    title_ko: 금고
    title_en: Vault
    domains:
      - {id: cellar, title_ko: 지하, title_en: Cellar}
"""
CODES = "        ai: {code_values: {none: 없음}}\n"


@pytest.fixture
def two(project: Project) -> Project:
    """A second company that the role sees nothing of, described with codes and types that drifted."""
    import duckdb

    place = project.catalog / "vault" / "cellar" / "safes.yaml"
    place.parent.mkdir(parents=True)
    kind = "name: safe_kind\n        businessName: 금고유형\n        logicalType: string\n        physicalType: VARCHAR\n"
    assert kind in SECOND
    place.write_text(SECOND.replace(kind, kind + CODES), encoding="utf-8")
    with (project.catalog / "catalog.yaml").open("a", encoding="utf-8") as file:
        file.write(TWO_COMPANIES)
    with duckdb.connect(str(project.warehouse)) as db:
        db.execute("CREATE SCHEMA vault")
        db.execute("CREATE TABLE vault.safes (store_id VARCHAR, safe_kind VARCHAR, unsaid VARCHAR)")
        db.execute(f"INSERT INTO vault.safes VALUES ('a', '{CANARY}safe', 'x'), ('a', '{CANARY}safe', 'y')")
        db.execute("CREATE TABLE vault.unknown_to_all (a INTEGER)")
        db.execute("ALTER TABLE shop.stores ADD COLUMN later VARCHAR")
    return project


def read_only(project: Project) -> tuple[str, ...]:
    """The policy is somebody else's: who asks may read it and not write it."""
    project.policy.chmod(0o444)
    return AS_ORDERED


def test_checking_the_catalog_tells_nothing_of_what_is_hidden(two: Project) -> None:
    before = read_only(two)
    for args in (("catalog", "check"), ("catalog", "check", "--json")):
        done = two.run(*args, before=before)
        told = (done.stdout + done.stderr).decode()
        assert done.returncode == 0, told
        for hidden in ("vault", "safe", "unknown_to_all", "later", CANARY):
            assert hidden not in told, told
    # Who may write the policy is told all of it, and the log says so.
    two.policy.chmod(0o644)
    done = two.run("catalog", "check")
    told = done.stdout.decode()
    assert done.returncode == 6
    for found in ("vault.safes", "vault.unknown_to_all", "later", f"{CANARY}safe"):
        assert found in told, told
    records = [json.loads(line) for line in two.log.read_text(encoding="utf-8").splitlines()]
    assert [r["kind"] for r in records[-2:]] == ["catalog.check", "outcome"]


def test_checking_finds_what_drifted_in_ones_own_part(two: Project) -> None:
    text = two.table_file.read_text(encoding="utf-8")
    two.table_file.write_text(text.replace("name: store_kind", "name: store_sort"), encoding="utf-8")
    done = two.run("catalog", "check", before=read_only(two))
    assert done.returncode == 6 and "store_sort" in done.stdout.decode()
    assert "vault" not in done.stdout.decode()


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"AIWS_POLICY": ""}, 4),
        ({"AIWS_POLICY": "/nowhere/policy.yaml"}, 4),
    ],
)
def test_checking_needs_a_policy(two: Project, more: Mapping[str, str], code: int) -> None:
    done = two.run("catalog", "check", **more)
    assert done.returncode == code and CANARY not in (done.stdout + done.stderr).decode()


@pytest.mark.parametrize("args", [("catalog", "search", "점포"), ("ask", "점포유형별 점포 수")])
def test_a_workspace_one_may_not_know_is_none(two: Project, args: tuple[str, ...]) -> None:
    told = []
    for name in ("vault", "nothing", "vault/cellar", "shop/nothing"):
        done = two.run(*args, "--workspace", name, OLLAMA_HOST="127.0.0.1:9")
        assert done.returncode == 2, done
        told.append(done.stderr.decode().replace(name, "NAME").replace("NAME을", "NAME를"))
    assert len(set(told)) == 1, told
    assert "shop/places" in told[0] and "vault" not in told[0] and "cellar" not in told[0]
    for name in ("shop", "상점", "shop/places"):
        assert two.run(*args, "--workspace", name, OLLAMA_HOST="127.0.0.1:9").returncode == 0
    wide = world.POLICY.replace("- match: shop.stores", '- match: "*"')
    two.policy.write_text(wide, encoding="utf-8")
    assert two.run("catalog", "search", "금고", "--workspace", "vault").returncode == 0


LITERAL = "Zq81-literal"
SQL = f"SELECT store_kind, count(*) AS n FROM shop.stores WHERE store_kind <> '{LITERAL}' GROUP BY store_kind"
CODE = f"# {LITERAL} in a comment\nname = '{LITERAL}'\nprint(f'{LITERAL}{{name}}')\n"


def test_with_tokenised_literals_no_door_writes_one_in_the_open(project: Project) -> None:
    need("landlock")
    project.policy.write_text(world.POLICY + "audit: {literals: tokenised}\n", encoding="utf-8")
    replies: tuple[tuple[tuple[str, ...], list[object]], ...] = (
        (("sql", SQL), []),
        (("sql", SQL, "--save", str(project.out / "a.csv")), []),
        (("sql", f"SELECT '{LITERAL}' FROM shop.none"), []),
        (("sql", f"SELECT CAST('{LITERAL}' AS INTEGER) AS n"), []),
        (("ask", f"{LITERAL}이 아닌 {world.BY_MODEL}"), [SQL]),
        (
            ("ask", world.BY_TOOLS, "--mode", "auto"),
            [call("run_sql", sql=SQL), call("run_python", code=CODE), "다 했습니다."],
        ),
        (("ask", world.BY_TOOLS), [call("run_sql", sql=SQL), call("run_python", code=CODE), "다 했습니다."]),
    )
    for args, said in replies:
        with OllamaWireServer(said or ["-"], check=False) as wire:  # type: ignore[arg-type]
            project.run(*args, OLLAMA_HOST=wire.host)
    records = [json.loads(line) for line in project.log.read_text(encoding="utf-8").splitlines()]
    assert {"query", "outcome", "denied", "export", "python"} <= {r["kind"] for r in records}
    # The question is the asker's own words: only what the record's statement holds is a token there.
    log = json.dumps([{k: v for k, v in r.items() if k != "question"} for r in records], ensure_ascii=False)
    assert LITERAL not in log and log.count("«literal:") > 8
    assert any("«literal:" in str(r.get("question")) for r in records)
    assert LITERAL in project.log.with_suffix(".literals").read_text(encoding="utf-8")


def test_a_secret_is_kept_nowhere(project: Project) -> None:
    """Its token is in the log; what it stands for is in no file, whatever the policy keeps of other literals."""
    secret, number = "glpat-" + "Ab3dEf6hIj9kLm2nOp5q", "900101-1234568"
    statement = f"SELECT '{secret}' AS a, 'x {secret} y' AS b, '{number}' AS c"
    for more in ("", "audit: {literals: tokenised}\n"):
        project.policy.write_text(world.POLICY + more, encoding="utf-8")
        assert project.run("sql", statement).returncode == 0
        project.run("ask", f"토큰 {secret} 으로 {world.BY_RULES}", OLLAMA_HOST="127.0.0.1:9")
        for path in (project.home / "audit").iterdir():
            assert secret not in path.read_text(encoding="utf-8"), path
        kept = project.log.with_suffix(".literals").read_text(encoding="utf-8")
        assert number in kept and project.log.read_text(encoding="utf-8").count("«") > 2


def test_a_file_named_like_a_schema_is_refused_by_name(project: Project) -> None:
    import duckdb

    file = project.folder / "Shop.duckdb"
    with duckdb.connect(str(file)) as db:
        db.execute("CREATE SCHEMA shop")
        db.execute('CREATE TABLE "Shop".shop.stores (store_id VARCHAR, store_kind VARCHAR)')
    for language, words in (("ko", "스키마 이름과 같아"), ("en", "named like a schema")):
        done = project.run("sql", world.STATEMENT, AIWS_WAREHOUSE=f"duckdb://{file}", AIWS_LANG=language)
        assert done.returncode == 3 and words in done.stderr.decode() and str(file) in done.stderr.decode()
    file.rename(file.with_name("other.duckdb"))
    other = f"duckdb://{file.with_name('other.duckdb')}"
    assert project.run("sql", world.STATEMENT, AIWS_WAREHOUSE=other).returncode == 0


def test_the_demo_policy_is_for_the_demo_data(project: Project, tmp_path: Path) -> None:
    """A warehouse of one's own under the demo catalog: nobody has said who may see it, also where names are the same."""
    import duckdb

    own = tmp_path / "own.duckdb"
    with duckdb.connect(str(own)) as db:
        db.execute("CREATE SCHEMA bank")
        db.execute("CREATE TABLE bank.branches (branch_id VARCHAR, branch_name VARCHAR)")
        db.execute(f"INSERT INTO bank.branches VALUES ('1', '{CANARY}')")
    bare = {"AIWS_POLICY": "", "AIWS_CATALOG": "", "AIWS_WAREHOUSE": f"duckdb://{own}"}
    for args in (
        ("sql", "select branch_name from bank.branches"),
        ("ask", "영업점 수"),
        ("catalog", "check"),
    ):
        done = project.run(*args, **bare, OLLAMA_HOST="127.0.0.1:9")
        told = (done.stdout + done.stderr).decode()
        assert done.returncode == 4 and "aiws init" in told and CANARY not in told, (args, told)
    # The demo's own data has its policy, wherever the file lies.
    demo = tmp_path / "elsewhere.duckdb"
    made = project.run(
        "demo", "build", "--scale", "0.01", "--path", str(demo), AIWS_POLICY="", AIWS_CATALOG=""
    )
    assert made.returncode == 0, made
    done = project.run(
        "sql", "select count(*) n from bank.branches", **{**bare, "AIWS_WAREHOUSE": f"duckdb://{demo}"}
    )
    assert done.returncode == 0, done
