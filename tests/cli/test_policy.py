"""`aiws policy`, and the policy in force, as users meet them: a process of its own, real files, a managed folder."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import time
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from jwt.algorithms import RSAAlgorithm

from .conftest import PROGRAM, Done, Run

POLICY = """\
name: test
version: "7"
roles:
  teller:
    title: 창구 | teller
    companies: bank
    discoverable: [bank.loans]
    tables:
      - match: bank.branches
      - match: bank.customers
        rows: branch_id = {user.branch}
        hide: [birth_year]
        mask: {customer_name: name}
  chief:
    tables:
      - match: "*"
users:
  boss: {roles: [chief]}
everyone:
  roles: [teller]
  attributes: {branch: BR021}
"""


@pytest.fixture
def policy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Path]:
    """Write a policy and put it into force."""

    def write(text: str = POLICY) -> Path:
        path = tmp_path / "policy.yaml"
        path.write_text(text, encoding="utf-8")
        monkeypatch.setenv("AIWS_POLICY", str(path))
        return path

    return write


Write = Callable[..., Path]


def last_audit(home: Path) -> dict[str, Any]:
    lines = [
        line for path in sorted((home / "audit").glob("*.jsonl")) for line in path.read_text().splitlines()
    ]
    return dict(json.loads(lines[-1]))


# ── check ───────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_policy_in_force_is_checked(aiws: Run, policy: Write) -> None:
    path = policy()
    done = aiws("policy", "check")
    assert done.code == 0
    assert done.out.splitlines()[0] == f"test 7  {path}"
    rows = {line.split()[0]: line.split()[1:] for line in done.out.splitlines()[4:]}
    assert rows["teller"][:3] == ["1", "1", "1"]
    assert rows["chief"][1:] == ["0", "0", "0"]
    # What deserves a second look is told on the side, by line.
    assert f"{path}:15: the role chief sees" in done.err
    as_json = aiws("policy", "check", "--json").json()
    assert as_json["schema"] == "aiws.policy_check/1"
    assert as_json["roles"]["teller"]["known"] == 1
    assert [d["line"] for d in as_json["doubts"]] == [5, 15]


@pytest.mark.parametrize(
    ("text", "line", "ko", "en"),
    [
        (POLICY.replace("    companies: bank", "    companies: []"), 6, "companies에 값이 없습니다", "companies has no value"),
        (POLICY.replace("hide: [birth_year]", "hyde: [birth_year]"), 12, "모르는 키 hyde (혹시 hide?)", "unknown key hyde (did you mean hide?)"),
        (POLICY.replace("rows: branch_id = {user.branch}", "rows:"), 11, "rows에 값이 없습니다", "rows has no value"),
        (POLICY + "  roles: [chief]\n", 22, "roles가 두 번 나옵니다", "roles stands twice"),
    ],
)  # fmt: skip
def test_a_bad_file_is_told_with_file_and_line(
    aiws: Run, policy: Write, tmp_path: Path, text: str, line: int, ko: str, en: str
) -> None:
    policy()
    bad = tmp_path / "bad.yaml"
    bad.write_text(text, encoding="utf-8")
    for language, words in (("ko", ko), ("en", en)):
        done = aiws("policy", "check", str(bad), env={"AIWS_LANG": language})
        assert (done.code, done.out) == (3, "")
        assert f"{bad}:{line}: {words}" in done.err


@pytest.mark.usefixtures("with_demo")
def test_a_bad_file_in_force_permits_nothing(aiws: Run, policy: Write) -> None:
    bad = policy(POLICY.replace("rows: branch_id = {user.branch}", "rows:"))
    for command in (("policy", "check"), ("sql", "select 1"), ("catalog", "show", "bank.branches")):
        done = aiws(*command)
        assert (done.code, done.out) == (3, ""), command
        assert f"{bad}:11: rows has no value" in done.err
    as_json = aiws("sql", "select 1", "--json")
    assert as_json.code == 3
    assert as_json.json()["code"] == "policy"


@pytest.mark.usefixtures("with_demo")
def test_no_policy_permits_nothing(aiws: Run, tmp_path: Path) -> None:
    named = {"AIWS_POLICY": str(tmp_path / "none.yaml")}
    for command in (("policy", "check"), ("sql", "select 1"), ("catalog", "show", "bank.branches")):
        done = aiws(*command, env=named)
        assert (done.code, done.out) == (4, ""), command
        assert "none.yaml" in done.err
        assert "aiws init" in done.err
    # Nor does a catalog of one's own without a policy.
    shutil.copytree(Path(__file__).parents[2] / "catalog_index", tmp_path / "catalog")
    done = aiws(
        "catalog", "search", "지점", env={"AIWS_CATALOG": str(tmp_path / "catalog"), "AIWS_LANG": "ko"}
    )
    assert done.code == 4
    assert "정책이 없어" in done.err
    assert aiws("policy", "check", str(tmp_path / "none.yaml")).code == 4


# ── explain ─────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_role_is_explained_as_sql(aiws: Run, policy: Write) -> None:
    path = policy()
    done = aiws("policy", "explain", "--role", "Teller", "bank.customers")
    assert done.code == 0
    lines = done.out.splitlines()
    assert lines[:4] == [
        f"-- teller (teller) · bank.customers · in part  {path}:10",
        "-- rows shown: branch_id = {user.branch}",
        "-- hidden columns: birth_year",
        "-- masked column: customer_name (name)",
    ]
    assert "'{user.branch}'" in done.out
    assert "birth_year" not in "\n".join(lines[4:])
    for user, inside in (("kim", "'BR021'"), ("boss", "FROM")):
        shown = aiws("policy", "explain", "--user", user, "bank.customers").out
        assert inside in shown
        assert ("chief" in shown) == (user == "boss")
    every = aiws("policy", "explain", "bank.loans", "--json").json()
    assert [(v["role"], v["state"], v["line"]) for v in every["views"]] == [
        ("teller", "known", 0),
        ("chief", "whole", 16),
    ]


def test_without_a_table_what_a_role_sees_is_listed(aiws: Run, policy: Write) -> None:
    policy()
    done = aiws("policy", "explain")
    assert done.code == 0
    teller, chief = done.out.split("\n\n")
    assert teller.splitlines()[0] == "teller (teller)"
    (seen,) = (line for line in teller.splitlines() if " bank.customers " in line)
    for words in (
        "in part",
        "rows shown: branch_id = {user.branch}",
        "hidden columns: birth_year",
        "masked column: customer_name",
    ):
        assert words in seen
    assert "bank.loans" not in teller and "tables known by name only" in teller
    assert any(line.split() == ["bank.loans", "whole"] for line in chief.splitlines())
    alone = aiws("policy", "explain", "--role", "teller")
    assert alone.out.strip() == teller.strip()
    views = aiws("policy", "explain", "--json").json()["views"]
    assert {"bank.loans", "bank.customers"} <= {v["table"] for v in views if v["role"] == "teller"}


@pytest.mark.parametrize(
    ("args", "code", "words"),
    [
        (("--role", "nobody", "bank.customers"), 2, "no role nobody. Roles: teller, chief"),
        (("--role", "chief", "--user", "kim", "bank.customers"), 4, "chief is not one of your roles"),
        (("bank.customerz",), 2, "bank.customers"),
        (("--role", "teller", "no.such_thing_at_all"), 2, "no.such_thing_at_all"),
    ],
)
def test_what_cannot_be_explained(
    aiws: Run, policy: Write, args: tuple[str, ...], code: int, words: str
) -> None:
    policy()
    done = aiws("policy", "explain", *args)
    assert (done.code, done.out) == (code, "")
    assert words in done.err


def test_a_user_the_policy_gives_no_role_is_told_so(aiws: Run, policy: Write) -> None:
    policy(POLICY[: POLICY.index("everyone:")])
    done = aiws("policy", "explain", "--user", "kim", "bank.customers")
    assert (done.code, done.out) == (4, "")
    assert "gives the user kim no role" in done.err


# ── what is hidden can't be told from what is not there ──────────────────────────────────────────────────────


@pytest.mark.usefixtures("with_demo")
def test_a_hidden_table_has_the_words_of_none(aiws: Run, policy: Write) -> None:
    policy()
    hidden, none = "securities.trades", "securities.nothing"

    def said(name: str, *args: str) -> tuple[int, str, str]:
        done = aiws(*(a.replace("TABLE", name) for a in args))
        return done.code, done.out.replace(name, "TABLE"), done.err.replace(name, "TABLE")

    for args, code in (
        (("sql", "select * from TABLE"), 4),
        (("sql", "select * from TABLE", "--json"), 4),
        (("catalog", "show", "TABLE"), 2),
    ):
        told = said(hidden, *args)
        assert told == said(none, *args), args
        assert told[0] == code
        assert "securities" not in told[1] + told[2]
    found = aiws("catalog", "search", "증권 주식 체결 trades", "--json").json()
    assert {h["table"] for h in found["hits"]} <= {"bank.branches", "bank.customers", "bank.loans"}


@pytest.mark.usefixtures("with_demo")
def test_a_table_one_may_know_of_names_its_owner(aiws: Run, policy: Write) -> None:
    policy()
    for command in (("sql", "select * from bank.loans"), ("catalog", "show", "bank.loans")):
        done = aiws(*command)
        assert (done.code, done.out) == (4, "")
        assert "bank.loans" in done.err
        assert "owner" in done.err
    found = aiws("catalog", "search", "대출", "--json").json()["hits"]
    assert [(h["table"], h["permitted"]) for h in found if h["table"] == "bank.loans"] == [
        ("bank.loans", False)
    ]


@pytest.mark.usefixtures("with_demo")
def test_a_role_sees_its_rows_and_masks(aiws: Run, policy: Write, aiws_home: Path) -> None:
    path = policy()
    done = aiws("sql", "select count(distinct branch_id) n, max(branch_id) b from bank.customers", "--json")
    assert done.code == 0
    assert done.json()["rows"] == [[1, "BR021"]]
    # The policy's condition reads the base table, so a name that steers it changes nothing.
    counts = [
        aiws("sql", f"select count(*) n from bank.customers{alias}", "--json").json()["rows"]
        for alias in ("", " as customers(branch_id)")
    ]
    assert counts[0] == counts[1]
    assert aiws("sql", "select birth_year from bank.customers").code != 0
    record = last_audit(aiws_home)
    digest = aiws("policy", "check", "--json").json()["digest"]
    assert (record["role"], record["policy"]["digest"]) == ("teller", digest)
    assert record["policy"]["name"] == "test"
    assert str(path) not in json.dumps(record)


# ── which role ──────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.usefixtures("with_demo")
def test_a_role_that_is_not_yours_is_denied(aiws: Run, policy: Write) -> None:
    policy()
    for args, env in ((("--role", "CHIEF"), {}), (("--role", "nobody"), {}), ((), {"AIWS_ROLE": "chief"})):
        done = aiws("sql", *args, "select 1", env=env)
        assert (done.code, done.out) == (4, "")
        assert "Your roles: teller" in done.err
    assert aiws("sql", "--role", "Teller", "select 1").code == 0
    # A project's settings choose no role.
    project = Path(os.environ["AIWS_POLICY"]).parent / "project"
    (project / ".aiws").mkdir(parents=True)
    (project / ".aiws" / "config.toml").write_text('role = "chief"\npolicy = "/tmp/x"\nidentity = "os"\n')
    run = subprocess.run(
        [*PROGRAM, "sql", "select 1", "--json"], cwd=project, capture_output=True, check=False
    )
    assert run.returncode == 0
    assert json.loads(run.stdout)["role"] == "teller"


# ── tokens ──────────────────────────────────────────────────────────────────────────────────────────────────

TOKENS = "identity: {require: token, jwks: keys.json, issuer: i, audience: aiws, user: login, groups: groups, attributes: {branch: branch}}\n"


@cache
def signer() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


def write_token(folder: Path, *, own: bool = True, **claims: Any) -> Path:
    key = signer() if own else rsa.generate_private_key(public_exponent=65537, key_size=2048)
    public = {**json.loads(RSAAlgorithm.to_jwk(signer().public_key())), "kid": "k1"}
    (folder / "keys.json").write_text(json.dumps({"keys": [public]}))
    now = int(time.time())
    about = {"iss": "i", "aud": "aiws", "login": "boss", "exp": now + 600, "iat": now, **claims}
    path = folder / "token"
    path.write_text(jwt.encode(about, key, "RS256", headers={"kid": "k1"}))
    return path


@pytest.mark.usefixtures("with_demo")
def test_a_token_says_who_asks(aiws: Run, policy: Write, tmp_path: Path, aiws_home: Path) -> None:
    policy(POLICY + TOKENS)
    env = {"AIWS_IDENTITY_TOKEN_FILE": str(write_token(tmp_path))}
    done = aiws("sql", "select 1", "--json", env=env)
    assert done.code == 0
    assert done.json()["role"] == "chief"
    assert last_audit(aiws_home)["user"] == "boss"
    env = {"AIWS_IDENTITY_TOKEN_FILE": str(write_token(tmp_path, login="kim", branch="BR001"))}
    done = aiws("sql", "select distinct branch_id from bank.customers", "--json", env=env)
    assert done.json()["rows"] == [["BR001"]]
    for changed in ({"own": False}, {"aud": "other"}, {"exp": 1}):
        written = write_token(tmp_path, **changed)  # type: ignore[arg-type]
        done = aiws("sql", "select 1", env={"AIWS_IDENTITY_TOKEN_FILE": str(written)})
        assert (done.code, done.out) == (4, ""), changed
        assert written.read_text() not in done.err
    # Without one, nobody: the system's user proves nothing here, whatever the environment says.
    for more in ({}, {"AIWS_IDENTITY": "os"}, {"USER": "boss", "LOGNAME": "boss"}):
        done = aiws("sql", "select 1", env=more)
        assert (done.code, done.out) == (4, "")
    # With a key set that is gone, nobody either.
    env = {"AIWS_IDENTITY_TOKEN_FILE": str(write_token(tmp_path))}
    (tmp_path / "keys.json").unlink()
    assert aiws("sql", "select 1", env=env).code == 3


@pytest.mark.usefixtures("with_demo")
def test_a_token_where_none_is_configured_is_no_proof(aiws: Run, policy: Write, tmp_path: Path) -> None:
    policy()
    written = str(write_token(tmp_path))
    done = aiws("sql", "select 1", env={"AIWS_IDENTITY_TOKEN_FILE": written})
    assert (done.code, done.out) == (3, "")
    assert aiws("sql", "select 1", env={"AIWS_IDENTITY": "token"}).code == 4


@pytest.mark.usefixtures("with_demo")
def test_the_environment_does_not_say_who_one_is(aiws: Run, policy: Write) -> None:
    policy(POLICY[: POLICY.index("everyone:")])
    done = aiws(
        "sql", "select 1", env={"USER": "boss", "LOGNAME": "boss", "USERNAME": "boss", "SUDO_USER": "boss"}
    )
    assert (done.code, done.out) == (4, "")
    assert "no role" in done.err


# ── what an administrator manages ───────────────────────────────────────────────────────────────────────────

_ALONE = ("unshare", "--user", "--map-root-user", "--mount", "sh", "-c")
_MOUNTED = (
    'mount --bind "$1" /etc && { [ "$2" = rw ] || mount -o remount,ro,bind /etc; } && shift 2 && exec "$@"'
)


@pytest.fixture
def managed(tmp_path: Path) -> Callable[..., Done]:
    """Run with an `/etc/aiws` of these files, in a mount namespace of its own; read-only unless `writable`."""
    etc = tmp_path / "etc"
    (etc / "aiws").mkdir(parents=True)
    for name in ("passwd", "group", "nsswitch.conf"):
        if Path("/etc", name).is_file():
            shutil.copy(Path("/etc", name), etc / name)
    if shutil.which("unshare") is None:
        pytest.skip("needs unshare to have an /etc of its own")
    probe = subprocess.run(
        [*_ALONE, _MOUNTED, "sh", str(etc), "ro", "true"], capture_output=True, check=False
    )
    if probe.returncode:
        pytest.skip(f"mount namespaces are not allowed here: {probe.stderr.decode().strip()}")

    def run(
        files: dict[str, str],
        *args: str,
        env: dict[str, str] | None = None,
        writable: bool = False,
        mode: int = 0o644,
    ) -> Done:
        for name, text in files.items():
            path = etc / "aiws" / name
            path.write_text(text, encoding="utf-8")
            path.chmod(mode)
        done = subprocess.run(
            [*_ALONE, _MOUNTED, "sh", str(etc), "rw" if writable else "ro", *PROGRAM, *args],
            env={**os.environ, **(env or {})},
            capture_output=True,
            check=False,
            timeout=60,
        )
        return Done(done.returncode, done.stdout.decode(), done.stderr.decode())

    return run


Managed = Callable[..., Done]
WIDE = POLICY.replace("name: test", "name: mine").replace("roles: [teller]", "roles: [chief]")


@pytest.mark.usefixtures("with_demo")
def test_a_managed_policy_wins(managed: Managed, policy: Write) -> None:
    mine = policy(WIDE)
    for env in ({}, {"AIWS_POLICY": str(mine)}):
        done = managed({"policy.yaml": POLICY}, "sql", "select 1", "--json", env=env)
        assert done.code == 0
        assert done.json()["role"] == "teller"
    (Path(os.environ["AIWS_HOME"]) / "config.toml").write_text(f'policy = "{mine}"\nrole = "chief"\n')
    assert managed({"policy.yaml": POLICY}, "sql", "select 1").code == 4
    # One that can't be read is no reason to believe another.
    done = managed({"policy.yaml": "roles: ["}, "sql", "select 1")
    assert (done.code, done.out) == (3, "")
    assert "/etc/aiws/policy.yaml:" in done.err


@pytest.mark.usefixtures("with_demo")
def test_a_managed_file_others_can_change_is_not_trusted(managed: Managed, policy: Write) -> None:
    policy(WIDE)
    for mode in (0o664, 0o646):
        done = managed({"policy.yaml": POLICY}, "sql", "select 1", mode=mode)
        assert (done.code, done.out) == (3, "")
        assert "chmod go-w" in done.err


@pytest.mark.usefixtures("with_demo")
def test_managed_identity_and_role_win(managed: Managed, policy: Write, tmp_path: Path) -> None:
    policy(WIDE)
    tokens = {
        "policy.yaml": POLICY.replace("roles: [chief]", "roles: [teller, chief]")
        + TOKENS.replace("require: token, ", "")
    }
    for env in ({}, {"AIWS_IDENTITY": "os"}):
        done = managed({**tokens, "config.toml": 'identity = "token"\n'}, "sql", "select 1", env=env)
        assert (done.code, done.out) == (4, "")
        assert "AIWS_IDENTITY_TOKEN_FILE" in done.err
    token = {"AIWS_IDENTITY_TOKEN_FILE": str(write_token(tmp_path))}
    (tmp_path / "etc" / "aiws" / "keys.json").write_text((tmp_path / "keys.json").read_text())
    done = managed({**tokens, "config.toml": 'identity = "token"\n'}, "sql", "select 1", "--json", env=token)
    assert done.json()["role"] == "teller"
    fixed = {**tokens, "config.toml": 'identity = "token"\nrole = "teller"\n'}
    assert managed(fixed, "sql", "--role", "teller", "select 1", env=token).code == 0
    for args, env in ((("--role", "chief"), {}), ((), {"AIWS_ROLE": "chief"})):
        done = managed(fixed, "sql", *args, "select 1", "--json", env={**token, **env})
        # A flag that says otherwise is refused, an environment is passed over.
        assert (done.code, done.json().get("role")) == ((4, None) if args else (0, "teller"))


@pytest.mark.usefixtures("with_demo")
def test_who_may_not_write_the_policy_is_told_of_what_they_may_know(
    managed: Managed, policy: Write, tmp_path: Path
) -> None:
    own = {"policy.yaml": POLICY}
    wide = tmp_path / "wide.yaml"
    wide.write_text(WIDE, encoding="utf-8")
    hidden, none = "securities.trades", "securities.nothing"
    told = [
        (done.code, done.out, done.err.replace(name, "TABLE"))
        for name in (hidden, none)
        for done in [managed(own, "policy", "explain", name)]
    ]
    assert told[0] == told[1]
    assert told[0][0] == 2
    assert managed(own, "policy", "explain", "bank.loans").code == 4
    listed = managed(own, "policy", "explain")
    assert listed.code == 0 and "bank.customers" in listed.out
    assert "securities" not in listed.out and "hidden\n" not in listed.out and "chief" not in listed.out
    for args in (("--role", "chief"), ("--user", "boss"), ("--role", "nobody")):
        done = managed(own, "policy", "explain", *args, "bank.branches")
        assert (done.code, done.out) == (4, ""), args
    done = managed(own, "policy", "explain", "bank.customers", "--json")
    assert [v["role"] for v in done.json()["views"]] == ["teller"]
    assert "'BR021'" in done.json()["views"][0]["sql"]
    assert managed(own, "policy", "explain", "--role", "teller", "bank.branches").code == 0
    # A file one brings along is held against the tables one may know, not against all there are.
    for args in ((), (str(wide),)):
        done = managed(own, "policy", "check", *args, "--json")
        assert done.code == 0
        assert sum(done.json()["roles"]["chief"].values()) == 2
        assert "securities" not in done.out
        assert "birth_year" not in done.out
    # Who may write it sees all of it.
    assert managed(own, "policy", "explain", hidden, writable=True).code == 0
