"""`aiws init` as people run it: a warehouse of one's own, from nothing to a refused table."""

from __future__ import annotations

import getpass
import os
import shutil
import signal
import stat
import subprocess
import sys
import time
import tomllib
from pathlib import Path

import duckdb
import pexpect
import pytest

from support.snowflake_account import Account

from .conftest import PROGRAM, Run

PEOPLE = """
CREATE TABLE customers(customer_id INTEGER PRIMARY KEY, customer_name VARCHAR, resident_no VARCHAR, phone_no VARCHAR,
  email VARCHAR, home_address VARCHAR, birth_date DATE, region VARCHAR, email_sent_at TIMESTAMP, is_email_ok BOOLEAN);
INSERT INTO customers VALUES
  (1, '김철수', '900101-1234567', '010-1234-5678', 'kim@example.com', '서울특별시 강남구 테헤란로 1', '1990-05-17', '서울', now(), true),
  (2, '이산', '850505-2345678', '02-123-4567', 'lee@example.com', '어딘가', '1985-05-05', '부산', now(), false);
CREATE TABLE orders(order_id INTEGER PRIMARY KEY, customer_id INTEGER REFERENCES customers(customer_id), amount DECIMAL(18,2));
INSERT INTO orders VALUES (1, 1, 100), (2, 2, 250.5);
CREATE TABLE rates(day DATE, rate DOUBLE, c07 VARCHAR);
COMMENT ON COLUMN rates.c07 IS '담당자 이메일';
CREATE SCHEMA hr;
CREATE TABLE hr."직원"("사번" INTEGER, "이름" VARCHAR, "주민번호" VARCHAR, "급여" INTEGER);
INSERT INTO hr."직원" VALUES (1, '박지성', '700101-1111111', 100);
"""


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A warehouse with personal columns in two schemas."""
    path = tmp_path / "our data.duckdb"
    with duckdb.connect(str(path)) as connection:
        connection.execute(PEOPLE)
    return path


@pytest.fixture
def place(tmp_path: Path) -> Path:
    return tmp_path / "프로젝트" / "ours"


def tree(folder: Path) -> dict[str, bytes]:
    """Every file below, by its path; hidden ones too."""
    return {
        p.relative_to(folder).as_posix(): p.read_bytes() if p.is_file() else b"(folder)"
        for p in sorted(folder.rglob("*"))
    }


def test_from_a_fresh_file_to_a_refused_table(aiws: Run, aiws_home: Path, data: Path, place: Path) -> None:
    done = aiws("init", str(place), "--warehouse", str(data), "--json")
    assert done.code == 0, done.err
    made = done.json()
    assert made["schema"] == "aiws.init/1"
    assert made["tables"] == 4
    assert made["companies"] == ["hr", "main"]
    assert {(p["column"], p["mask"]) for p in made["protected"]} == {
        ("customer_name", "name"),
        ("resident_no", ""),
        ("phone_no", "phone"),
        ("email", "email"),
        ("home_address", "address"),
        ("birth_date", "year"),
        ("이름", "name"),
        ("주민번호", ""),
        ("c07", "email"),
    }
    settings = tomllib.loads((aiws_home / "config.toml").read_text())
    assert settings == {
        "warehouse": f"duckdb://{data}",
        "catalog": str(place / "catalog"),
        "policy": str(place / "policy.yaml"),
    }
    assert not list(place.glob(".aiws-*"))

    checked = aiws("policy", "check", "--json")
    assert checked.code == 0, checked.err
    assert checked.json()["doubts"] == []
    assert set(checked.json()["roles"]) == {"user", "power_user", "analyst", "data_scientist"}
    assert aiws("policy", "check", str(place / "policy.yaml")).code == 0
    assert aiws("catalog", "check").code == 0

    seen = aiws("sql", "select * from customers order by customer_id", "--json").json()
    assert [c["name"] for c in seen["columns"]] == [
        "customer_id",
        "customer_name",
        "phone_no",
        "email",
        "home_address",
        "birth_date",
        "region",
        "email_sent_at",
        "is_email_ok",
    ]
    first, second = ([str(v) for v in row] for row in seen["rows"])
    assert first[1:6] == [
        "김*수",
        "010-****-5678",
        "k***@example.com",
        "서울특별시 강남구 ***",
        "1990-01-01",
    ]
    assert second[1:6] == ["이*", "02-****-4567", "l***@example.com", "***", "1985-01-01"]
    assert (
        aiws("sql", 'select "이름", "급여" from hr."직원"', "--format", "csv").out.splitlines()[1]
        == "박*성,100"
    )
    for hidden in ("select resident_no from customers", 'select "주민번호" from hr."직원"'):
        refused = aiws("sql", hidden)
        assert refused.code in (2, 4, 6)
        assert "900101" not in refused.out + refused.err

    # A schema that came later is nobody's before the policy says so.
    with duckdb.connect(str(data)) as connection:
        connection.execute("CREATE SCHEMA later; CREATE TABLE later.secrets AS SELECT 'CANARY' AS note")
    again = aiws("init", str(place), "--json")
    assert again.code == 0, again.err
    assert again.json()["tables"] == 5
    refused = aiws("sql", "select * from later.secrets")
    nowhere = aiws("sql", "select * from later.nothing")
    assert refused.code == nowhere.code == 4
    assert refused.err.replace("secrets", "nothing") == nowhere.err
    assert "CANARY" not in refused.out + refused.err
    assert aiws("sql", "select count(*) from customers", "--role", "user").code == 4


def test_roles_of_the_starter_policy(aiws: Run, data: Path, place: Path) -> None:
    aiws("init", str(place), "--warehouse", str(data))
    policy = place / "policy.yaml"
    policy.write_text(
        policy.read_text().replace(
            "    roles: [analyst]\n",
            "    roles: [user, power_user, analyst, data_scientist]\n    attributes: {company: main}\n",
            1,
        )
    )
    views = {}
    for table in ("main.customers", "main.orders", "main.rates", "hr.직원"):
        told = aiws("policy", "explain", table, "--json").json()["views"]
        views |= {(v["role"], table): v for v in told}
    assert views["user", "main.customers"]["least_group"] == 10
    assert views["user", "main.customers"]["unit"] == ["customer_id"]
    assert views["user", "main.orders"]["unit"] == ["customer_id"]
    assert views["power_user", "main.rates"]["masked"] == [["c07", "email"]]
    assert views["power_user", "main.orders"]["state"] == "whole"
    for role in ("user", "power_user", "analyst", "data_scientist"):
        assert views[role, "main.customers"]["hidden"] == ["resident_no"]
        assert views[role, "hr.직원"]["hidden"] == ["주민번호"]
    # The wall: another company's tables are not there.
    assert aiws("sql", "select rate from rates", "--role", "power_user").code == 0
    walled = aiws("sql", 'select count(*) from hr."직원"', "--role", "power_user")
    nowhere = aiws("sql", 'select count(*) from hr."없음"', "--role", "power_user")
    assert walled.code == nowhere.code == 4


def test_a_second_run_changes_nothing_a_person_edited(
    aiws: Run, aiws_home: Path, data: Path, place: Path
) -> None:
    assert aiws("init", str(place), "--warehouse", str(data)).code == 0
    policy, table = place / "policy.yaml", place / "catalog/main/customers.yaml"
    policy.write_text("# mine\n" + policy.read_text().replace("main.customers.email: email", "email: redact"))
    table.write_text(table.read_text().replace("name: region", "name: region  # 시도"))
    (aiws_home / "config.toml").write_text("# mine\nlang = 'en'\n" + (aiws_home / "config.toml").read_text())
    before, settings = tree(place), (aiws_home / "config.toml").read_text()
    done = aiws("init", str(place))
    assert done.code == 0, done.err
    assert tree(place) == before
    assert (aiws_home / "config.toml").read_text() == settings
    assert "left as it is" in done.out
    assert str(policy) in aiws("init", str(place), "--json").json()["kept"]

    # A column that came later is added; the policy's class:personal covers it before anybody has edited anything.
    with duckdb.connect(str(data)) as connection:
        connection.execute("ALTER TABLE customers ADD COLUMN mobile VARCHAR DEFAULT '010-7777-7777'")
    assert aiws("init", str(place)).code == 0
    assert policy.read_bytes() == before["policy.yaml"]
    assert "# 시도" in table.read_text()
    assert "010-7777-7777" not in aiws("sql", "select mobile from customers").out


def test_settings_of_another_project_are_left_unless_told(
    aiws: Run, aiws_home: Path, data: Path, tmp_path: Path
) -> None:
    assert aiws("init", str(tmp_path / "one"), "--warehouse", str(data)).code == 0
    settings = (aiws_home / "config.toml").read_bytes()
    done = aiws("init", str(tmp_path / "two"))
    assert done.code == 0
    assert (aiws_home / "config.toml").read_bytes() == settings
    assert f"aiws config set catalog {tmp_path / 'two' / 'catalog'}" in done.err
    assert aiws("init", str(tmp_path / "two"), "--yes").code == 0
    assert str(tmp_path / "two") in (aiws_home / "config.toml").read_text()


def test_settings_a_stronger_layer_overrules_are_told(
    aiws: Run, data: Path, place: Path, tmp_path: Path
) -> None:
    done = aiws(
        "init", str(place), env={"AIWS_WAREHOUSE": f"duckdb://{data}", "AIWS_CATALOG": str(tmp_path / "x")}
    )
    assert done.code == 0, done.err
    assert "catalog is set by a stronger layer (environment)" in done.err


def test_korean_says_what_to_do_next(aiws: Run, data: Path, place: Path) -> None:
    done = aiws("init", str(place), "--warehouse", str(data), env={"AIWS_LANG": "ko"})
    assert done.code == 0
    assert "다음으로 할 일" in done.err
    assert "/etc/aiws/policy.yaml" in done.err or sys.platform == "darwin"


def _not_a_folder(data: Path, place: Path) -> None:
    place.parent.mkdir(parents=True)
    place.write_text("mine")


def _anybodys(data: Path, place: Path) -> None:
    place.mkdir(parents=True)
    place.chmod(0o777)


def _catalog_of_others(data: Path, place: Path) -> None:
    (place / "catalog").mkdir(parents=True)
    (place / "catalog" / "shoes.txt").write_text("a catalog of shoes")


def _catalog_is_a_file(data: Path, place: Path) -> None:
    place.mkdir(parents=True)
    (place / "catalog").write_text("shoes")


def _broken_catalog(data: Path, place: Path) -> None:
    (place / "catalog" / "main").mkdir(parents=True)
    (place / "catalog" / "catalog.yaml").write_text("name: x\nversion: '1'\n")
    (place / "catalog" / "main" / "customers.yaml").write_text("schema: [\n")


def _policy_of_others(data: Path, place: Path) -> None:
    place.mkdir(parents=True)
    (place / "policy.yaml").write_text("rules:\n  - no smoking\n")


def _policy_is_a_folder(data: Path, place: Path) -> None:
    (place / "policy.yaml").mkdir(parents=True)


def _dangling(data: Path, place: Path) -> None:
    place.mkdir(parents=True)
    (place / "policy.yaml").symlink_to(place / "nowhere")


def _no_database(data: Path, place: Path) -> None:
    data.write_bytes(b"this is no database" * 1000)


def _cut_off(data: Path, place: Path) -> None:
    data.write_bytes(data.read_bytes()[:5000])


def _empty_file(data: Path, place: Path) -> None:
    data.unlink()
    duckdb.connect(str(data)).close()


def _missing(data: Path, place: Path) -> None:
    data.unlink()


def _a_folder(data: Path, place: Path) -> None:
    data.unlink()
    data.mkdir()


BAD = [
    (_not_a_folder, 3, "it is no folder"),
    (_anybodys, 3, "anybody can change"),
    (_catalog_of_others, 3, "something else is there"),
    (_catalog_is_a_file, 3, "something else is there"),
    (_broken_catalog, 3, "customers.yaml"),
    (_policy_of_others, 3, "policy.yaml:1"),
    (_policy_is_a_folder, 3, "something else is there"),
    (_dangling, 3, "something else is there"),
    (_no_database, 3, "can't be read as a DuckDB database"),
    (_cut_off, 3, "can't be read as a DuckDB database"),
    (_empty_file, 3, "has no tables"),
    (_missing, 3, "there is no warehouse file"),
    (_a_folder, 3, "there is no warehouse file"),
]


@pytest.mark.parametrize(("spoil", "code", "says"), BAD, ids=[s.__name__ for s, _, _ in BAD])
def test_what_is_wrong_has_one_message_and_leaves_nothing(
    aiws: Run,
    aiws_home: Path,
    data: Path,
    place: Path,
    tmp_path: Path,
    spoil: object,
    code: int,
    says: str,
) -> None:
    assert callable(spoil)
    spoil(data, place)
    before = tree(tmp_path)
    done = aiws("init", str(place), "--warehouse", str(data))
    assert (done.code, done.out) == (code, ""), done.err
    assert says in done.err
    assert done.err.count("error: ") == 1
    assert "Traceback" not in done.err
    assert tree(tmp_path) == before
    assert not (aiws_home / "config.toml").exists()


@pytest.mark.parametrize(
    ("given", "code", "says"),
    [
        ([], 3, "--warehouse FILE.duckdb"),
        (["--warehouse", "mysql://me@there/db"], 3, "not supported: mysql"),
        (["--warehouse", "snowflake://me:hunter2@acct/db"], 3, "holds no password"),
        (["--warehouse", "a\nb.duckdb"], 2, "can't be a warehouse"),
        (["--warehouse", "/nowhere/x.duckdb"], 3, "/nowhere/x.duckdb"),
        (["--warehouse", "duckdb:///nowhere/x.duckdb"], 3, "/nowhere/x.duckdb"),
    ],
)
def test_a_warehouse_that_is_none(
    aiws: Run, place: Path, tmp_path: Path, given: list[str], code: int, says: str
) -> None:
    done = aiws("init", str(place), *given)
    assert done.code == code, done.err
    assert says in done.err
    assert "hunter2" not in done.err
    assert tree(tmp_path) == {}


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_one_may_not_write(aiws: Run, data: Path, tmp_path: Path) -> None:
    (tmp_path / "closed").mkdir(mode=0o500)
    done = aiws("init", str(tmp_path / "closed" / "ours"), "--warehouse", str(data))
    assert done.code == 3
    assert "may not write" in done.err


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a folder away")
def test_a_folder_of_another_user(aiws: Run, data: Path, place: Path) -> None:
    place.mkdir(parents=True)
    os.chown(place, 65534, 65534)
    done = aiws("init", str(place), "--warehouse", str(data))
    assert done.code == 3
    assert "another user" in done.err
    assert tree(place) == {}


def test_a_locked_database_is_try_again_later(aiws: Run, data: Path, place: Path, tmp_path: Path) -> None:
    code = (
        f"import duckdb, time; c = duckdb.connect({str(data)!r}); print('held', flush=True); time.sleep(60)"
    )
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"held\n"
        done = aiws("init", str(place), "--warehouse", str(data))
        holder.kill()
    assert done.code == 75
    assert str(data) in done.err
    assert not place.exists()


def test_settings_that_can_not_be_written_undo_the_rest(
    aiws: Run, aiws_home: Path, data: Path, place: Path, tmp_path: Path
) -> None:
    before = tree(tmp_path)
    (aiws_home / "config.toml.new").mkdir()  # where the new file would have to go
    done = aiws("init", str(place), "--warehouse", str(data))
    assert done.code == 3, done.err
    assert "config.toml.new" in done.err
    assert tree(tmp_path) == before
    failed = aiws("audit", "show", "--json").out
    assert '"init"' in failed
    assert '"failed"' in failed


def test_a_full_disk_leaves_nothing(aiws_home: Path, data: Path, tmp_path: Path) -> None:
    if shutil.which("unshare") is None:
        pytest.skip("needs unshare to mount a small disk")
    with duckdb.connect(str(data)) as connection:
        for i in range(120):
            connection.execute(f"CREATE TABLE t{i}(a INTEGER, b VARCHAR, c DATE)")
    small = tmp_path / "small"
    small.mkdir()
    script = (
        'mount -t tmpfs -o size=64k,mode=755 tmpfs "$0" || exit 99; code=0; "$@" || code=$?; '
        'find "$0" -mindepth 1 | wc -l; exit $code'
    )
    done = subprocess.run(
        [
            *("unshare", "--user", "--map-root-user", "--mount", "sh", "-c", script, str(small)),
            *(*PROGRAM, "init", str(small / "ours"), "--warehouse", str(data)),
        ],
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    if done.returncode in (1, 99) and "error: " not in done.stderr:
        pytest.skip(f"can't mount a small disk here: {done.stderr.strip()[:200]}")
    assert done.returncode == 3, done.stderr
    assert "no space left" in done.stderr
    assert done.stdout.strip() == "0"
    assert not (aiws_home / "config.toml").exists()


def test_killed_in_the_middle_leaves_no_half_of_anything(
    aiws: Run, aiws_home: Path, data: Path, place: Path
) -> None:
    """Whenever it is killed, catalog and policy are whole or not there, and the next run ends well."""
    with duckdb.connect(str(data)) as connection:
        for i in range(150):
            connection.execute(f"CREATE TABLE t{i}(a INTEGER, b VARCHAR, c DATE)")
    command = [*PROGRAM, "init", str(place), "--warehouse", str(data)]
    half = False
    for _ in range(4):
        with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
            while process.poll() is None and not list(place.glob(".aiws-init-*/catalog/main/*.yaml")):
                time.sleep(0.001)
            process.send_signal(signal.SIGKILL)
        half = half or bool(list(place.glob(".aiws-init-*")))
        assert (
            not (place / "catalog").exists() or len(list((place / "catalog" / "main").glob("*.yaml"))) == 153
        )
        shutil.rmtree(place / "catalog", ignore_errors=True)
        (place / "policy.yaml").unlink(missing_ok=True)
    assert half
    done = aiws("init", str(place), "--warehouse", str(data))
    assert done.code == 0, done.err
    assert not list(place.glob(".aiws-*"))
    assert aiws("policy", "check").code == 0


def test_two_at_once_make_one_project(aiws: Run, data: Path, place: Path) -> None:
    command = [*PROGRAM, "init", str(place), "--warehouse", str(data), "--yes"]
    running = [
        subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) for _ in range(2)
    ]
    ended = [(p.communicate(timeout=60)[1], p.returncode) for p in running]
    assert {code for _, code in ended} <= {0, 3}
    assert 0 in {code for _, code in ended}
    assert all("at work there" in err for err, code in ended if code == 3)
    assert aiws("policy", "check").code == 0
    assert aiws("catalog", "check").code == 0


def test_the_policy_names_who_ran_it_and_nobody_else(aiws: Run, data: Path, place: Path) -> None:
    aiws("init", str(place), "--warehouse", str(data))
    text = (place / "policy.yaml").read_text()
    assert f"users:\n  {getpass.getuser()}:\n    roles: [analyst]\n" in text
    assert not [line for line in text.splitlines() if line.startswith(("everyone", "groups", "services"))]
    assert stat.S_IMODE((place / "policy.yaml").stat().st_mode) & 0o022 == 0
    policy = place / "policy.yaml"
    policy.write_text(text.replace(f"\n  {getpass.getuser()}:\n", "\n  somebody-else:\n"))
    assert aiws("sql", "select 1 as x").code == 4


def test_at_a_terminal_it_asks_for_the_warehouse_only(aiws_home: Path, data: Path, place: Path) -> None:
    process = pexpect.spawn(
        PROGRAM[0], [*PROGRAM[1:], "init", str(place)], encoding="utf-8", timeout=30, dimensions=(40, 200)
    )
    process.expect("Warehouse .*:")
    process.sendline(str(data))
    process.expect("Next:")
    process.expect(pexpect.EOF)
    process.close()
    assert process.exitstatus == 0
    assert (place / "policy.yaml").is_file()
    assert str(data) in (aiws_home / "config.toml").read_text()


@pytest.mark.parametrize(("answer", "code"), [("y", 0), ("n", 5)])
def test_at_a_terminal_settings_of_another_project_are_asked_about(
    aiws: Run, aiws_home: Path, data: Path, tmp_path: Path, answer: str, code: int
) -> None:
    assert aiws("init", str(tmp_path / "one"), "--warehouse", str(data)).code == 0
    before = (aiws_home / "config.toml").read_text()
    process = pexpect.spawn(
        PROGRAM[0],
        [*PROGRAM[1:], "init", str(tmp_path / "two")],
        encoding="utf-8",
        timeout=30,
        dimensions=(40, 200),
    )
    process.expect("Replace the settings")
    process.sendline(answer)
    process.expect(pexpect.EOF)
    process.close()
    assert process.exitstatus == code
    assert ((aiws_home / "config.toml").read_text() == before) == (code != 0)
    assert (tmp_path / "two").exists() == (code == 0)


@pytest.mark.loopback
@pytest.mark.timeout(900)
def test_from_an_account_of_snowflake(
    aiws: Run, snowflake_account: Account, demo_file: Path, place: Path, tmp_path: Path
) -> None:
    """The same over the wire of the real connector: the account's tables, a policy in its dialect, and that policy exported."""
    snowflake_account.tell("clear")
    snowflake_account.tell("load", {"file": str(demo_file), "database": "DEMO"})
    secret = {"AIWS_SNOWFLAKE_PASSWORD": "p4ss-S3CRET"}
    done = aiws("init", str(place), "--warehouse", snowflake_account.url("DEMO"), "--json", env=secret)
    assert done.code == 0, done.err
    made = done.json()
    assert {"bank", "card", "life"} <= set(made["companies"])
    assert ("bank.customers", "phone_no") in {(p["table"], p["column"]) for p in made["protected"]}
    assert "dialect: snowflake\n" in (place / "policy.yaml").read_text()
    assert not [s for s in snowflake_account.statements() if "PHONE_NO" in s.upper()]
    checked = aiws("policy", "check", "--json", env=secret)
    assert checked.code == 0, checked.err
    assert checked.json()["doubts"] == []
    exported = aiws("policy", "export", "snowflake", env=secret)
    assert 'ALTER TABLE "DEMO"."BANK"."CUSTOMERS" MODIFY COLUMN "PHONE_NO" SET MASKING POLICY' in exported.out
    assert "S3CRET" not in done.out + done.err + exported.out
