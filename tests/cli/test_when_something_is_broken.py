"""What aiws rests on, broken in every way we know of, and every door tried: nothing proceeds.

Real processes on real files. Each door is shown to work first (`test_every_door_works_when_all_is_well`), so that one that
is closed for another reason fails here. In CI each way of breaking meets some of the doors, by turns; all of them meet all
doors with `make security`.
"""

from __future__ import annotations

import base64
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from aiws_cli.governance.rights.policy_file import PolicyError, PolicyMissing, load
from support import broken_world as world
from support.broken_world import CANARY, DOORS, Project
from support.ollama_wire import OllamaWireServer
from support.sandbox.tiers import need
from support.scripted_model import ScriptedModel
from support.terminal import Screen

from .test_policy import write_token

pytestmark = [pytest.mark.loopback, pytest.mark.skipif(sys.platform != "linux", reason="Linux's own ways")]

ROOT = os.geteuid() == 0
# Permissions mean nothing to root who may pass over them: such a root goes without that.
AS_ORDERED = ("setpriv", "--bounding-set=-dac_override,-dac_read_search") if ROOT else ()


@dataclass(frozen=True, slots=True)
class Broken:
    """One way to break something. `spoil` does it; what it returns stands before the program (other walls, other limits).

    `code` is the exit code of every door but those in `codes`, `says` stands in what is told, `leaves` are the kinds of
    records that an act which fails leaves in the log. `doors`: those it is about (all, where empty). `names_only`: those
    that leave a file with names and no value.
    """

    spoil: Callable[[Project], tuple[str, ...] | None]
    code: int
    says: str
    codes: Mapping[str, int] = field(default_factory=dict)
    leaves: frozenset[str] = frozenset({"denied"})
    doors: tuple[str, ...] = ()
    names_only: tuple[str, ...] = ()
    needs: Callable[[], None] = lambda: None


@pytest.fixture(scope="session")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Project:
    with pytest.MonkeyPatch.context() as patch:
        for name in list(os.environ):
            if name.startswith(("AIWS_", "OLLAMA_")):
                patch.delenv(name)
        return world.make(tmp_path_factory.mktemp("whole"))


@pytest.fixture
def project(whole: Project, tmp_path: Path) -> Iterator[Project]:
    made = world.copied(whole, tmp_path / "project")
    yield made
    for path in (made.folder, made.catalog, made.home / "audit"):
        if path.is_dir():
            path.chmod(0o755)


# — policy —


def policy_text(text: str) -> Callable[[Project], None]:
    return lambda p: void(p.policy.write_text(text, encoding="utf-8"))


def void(_anything: object) -> None:
    return None


def gone(name: str) -> Callable[[Project], None]:
    def spoil(project: Project) -> None:
        path = getattr(project, name)
        shutil.rmtree(path) if path.is_dir() else path.unlink()

    return spoil


def unreadable(name: str) -> Callable[[Project], tuple[str, ...]]:
    def spoil(project: Project) -> tuple[str, ...]:
        getattr(project, name).chmod(0)
        return AS_ORDERED

    return spoil


def folder_instead(name: str) -> Callable[[Project], None]:
    def spoil(project: Project) -> None:
        gone(name)(project)
        getattr(project, name).mkdir()

    return spoil


def pipe_instead(name: str) -> Callable[[Project], None]:
    def spoil(project: Project) -> None:
        gone(name)(project)
        os.mkfifo(getattr(project, name))

    return spoil


def policy_in_a_folder_that_is_closed(project: Project) -> tuple[str, ...]:
    closed = project.folder / "closed"
    closed.mkdir()
    project.policy.rename(closed / "policy.yaml")
    project.env["AIWS_POLICY"] = str(closed / "policy.yaml")
    closed.chmod(0)
    return AS_ORDERED


def cut(name: str, share: float) -> Callable[[Project], None]:
    def spoil(project: Project) -> None:
        path = getattr(project, name)
        path.write_bytes(path.read_bytes()[: int(path.stat().st_size * share)])

    return spoil


def no_policy_for_an_own_catalog(project: Project) -> None:
    project.env["AIWS_POLICY"] = ""
    project.policy.unlink()


def own_data_under_the_demo_catalog(project: Project) -> None:
    """Neither policy nor catalog named: what is the demo group's must not hold for somebody's own data."""
    project.env |= {"AIWS_POLICY": "", "AIWS_CATALOG": ""}


NOT_IMPORT = tuple(d for d in DOORS if d != "catalog import")
POLICY = {
    "gone": Broken(gone("policy"), 4, "policy.yaml"),
    "none named": Broken(no_policy_for_an_own_catalog, 4, "there is no policy"),
    "none named, own data": Broken(own_data_under_the_demo_catalog, 4, "there is no policy"),
    "unreadable": Broken(unreadable("policy"), 3, "policy.yaml"),
    "in a closed folder": Broken(policy_in_a_folder_that_is_closed, 3, "policy.yaml"),
    "empty": Broken(policy_text(""), 3, "policy.yaml"),
    "no YAML": Broken(policy_text("roles: [\n"), 3, "policy.yaml:"),
    "a list": Broken(policy_text("- roles\n"), 3, "policy.yaml:"),
    "bytes": Broken(lambda p: void(p.policy.write_bytes(bytes(range(256)))), 3, "policy.yaml"),
    "a role nobody defined": Broken(
        policy_text(world.POLICY.replace("roles: [analyst]", "roles: [analist]")), 3, "policy.yaml:8"
    ),
    "a key nobody knows": Broken(
        policy_text(world.POLICY.replace("    tables:", "    hyde: [x]\n    tables:")), 3, "hyde"
    ),
    "cut in a line": Broken(cut("policy", 0.97), 3, "policy.yaml"),
    "cut after a line": Broken(
        policy_text(world.POLICY[: world.POLICY.index("everyone:")]), 4, "policy.yaml"
    ),
    "a folder": Broken(folder_instead("policy"), 3, "policy.yaml"),
    "a pipe": Broken(pipe_instead("policy"), 3, "policy.yaml"),
    "a device": Broken(lambda p: p.env.update(AIWS_POLICY="/dev/zero"), 3, "/dev/zero"),
}


# — audit log —


def log_as(make: Callable[[Path], None], suffix: str = ".jsonl") -> Callable[[Project], None]:
    def spoil(project: Project) -> None:
        path = project.log.with_suffix(suffix)
        path.unlink()
        make(path)

    return spoil


def linked_away(path: Path) -> None:
    elsewhere = path.parent.parent / "elsewhere"
    elsewhere.write_bytes(b"")
    path.symlink_to(elsewhere)


def audit_that_can_not_be_written(project: Project) -> tuple[str, ...]:
    for path in (project.home / "audit").iterdir():
        path.chmod(0o400)
    (project.home / "audit").chmod(0o500)
    return AS_ORDERED


def audit_is_a_file(project: Project) -> None:
    shutil.rmtree(project.home / "audit")
    (project.home / "audit").write_bytes(b"")


def on_a_disk(after: str) -> Callable[[Project], tuple[str, ...]]:
    """The log on a disk of its own, small, in the program's own mount namespace."""

    def spoil(project: Project) -> tuple[str, ...]:
        folder = project.home / "audit"
        mount = (
            'cp -a "$1" "$1.kept" && mount -t tmpfs -o size=16k,mode=0700 tmpfs "$1" && cp -a "$1.kept/." "$1"'
            f' && rm -r "$1.kept" && {after} && shift && exec "$@"'
        )
        return ("unshare", "--mount", "sh", "-c", mount, "sh", str(folder))

    return spoil


def root_only() -> None:
    if not ROOT or shutil.which("unshare") is None:
        pytest.skip("mounting needs root")


def full_files(project: Project) -> tuple[str, ...]:
    """No file may grow beyond what the log holds already."""
    return ("prlimit", f"--fsize={project.log.stat().st_size + 10}")


AUDIT = {
    "a folder nobody may write to": Broken(audit_that_can_not_be_written, 3, "audit"),
    "a file in the place of the folder": Broken(audit_is_a_file, 3, "audit"),
    "a disk that is read-only": Broken(on_a_disk('mount -o remount,ro "$1"'), 3, "audit", needs=root_only),
    # Every file is bounded, so that the first one to be written may be another than the log.
    "a full disk": Broken(full_files, 3, "File too large"),
    # Reading follows the link and finds no record there; writing does not follow it.
    "log linked away": Broken(log_as(linked_away), 3, "audit", codes={"evidence": 6}),
    "log is a folder": Broken(log_as(lambda p: p.mkdir()), 3, ".jsonl"),
    "log is a pipe": Broken(log_as(os.mkfifo), 3, ".jsonl"),
    "log is a device": Broken(log_as(lambda p: p.symlink_to("/dev/null")), 3, ".jsonl"),
    "head linked away": Broken(log_as(linked_away, ".head"), 3, "audit"),
    "key damaged": Broken(lambda p: void((p.home / "audit" / "key").write_text("0\n")), 3, "key"),
}


# — who asks —

TOKENS = """\
identity: {require: token, jwks: keys.json, issuer: i, audience: aiws, user: login}
users: {kim: {roles: [analyst]}}
"""


def with_tokens(project: Project, **claims: object) -> Path:
    """The policy believes tokens alone, and there is a good one, but for these claims. Returns the key set's file."""
    project.policy.write_text(world.POLICY.replace("roles:", TOKENS + "roles:", 1), encoding="utf-8")
    project.env["AIWS_IDENTITY_TOKEN_FILE"] = str(write_token(project.folder, login="kim", **claims))
    return project.folder / "keys.json"


def keys(do: Callable[[Path], object]) -> Callable[[Project], None]:
    return lambda p: void(do(with_tokens(p)))


def token(do: Callable[[Path], object]) -> Callable[[Project], None]:
    def spoil(project: Project) -> None:
        with_tokens(project)
        do(Path(project.env["AIWS_IDENTITY_TOKEN_FILE"]))

    return spoil


def claims(**other: object) -> Callable[[Project], None]:
    return lambda p: void(with_tokens(p, **other))


def keys_from(address: str) -> Callable[[Project], None]:
    def spoil(project: Project) -> None:
        with_tokens(project)
        text = project.policy.read_text(encoding="utf-8")
        project.policy.write_text(text.replace("jwks: keys.json", f"jwks: '{address}'"), encoding="utf-8")

    return spoil


def tampered(path: Path) -> None:
    head, body, signature = path.read_text().split(".")
    told = json.loads(base64.urlsafe_b64decode(body + "=" * (-len(body) % 4)))
    forged = base64.urlsafe_b64encode(json.dumps({**told, "login": "boss"}).encode()).rstrip(b"=").decode()
    path.write_text(f"{head}.{forged}.{signature}")


IDENTITY = {
    "key set gone": Broken(keys(Path.unlink), 3, "keys.json"),
    "key set torn": Broken(keys(lambda p: p.write_text(p.read_text()[:-9])), 3, "keys.json"),
    "key set without keys": Broken(keys(lambda p: p.write_text('{"keys": []}')), 4, "token"),
    "key set a pipe": Broken(keys(lambda p: (p.unlink(), os.mkfifo(p))), 3, "keys.json"),
    "key set's host gone": Broken(keys_from("http://127.0.0.1:9/keys"), 75, "127.0.0.1"),
    "key set by plain http": Broken(keys_from("http://keys.example/keys"), 3, "keys.example"),
    "token expired": Broken(claims(exp=1_700_000_000), 4, "expired"),
    "token for another": Broken(claims(aud="other"), 4, "token"),
    "token by another key": Broken(claims(own=False), 4, "token"),
    "token tampered with": Broken(token(tampered), 4, "token"),
    "token cut": Broken(token(lambda p: p.write_text(p.read_text()[:-20])), 4, "token"),
    "token empty": Broken(token(lambda p: p.write_text("")), 3, "token"),
    "token gone": Broken(token(Path.unlink), 3, "token"),
    "no token": Broken(lambda p: void((with_tokens(p), p.env.pop("AIWS_IDENTITY_TOKEN_FILE"))), 4, "token"),
}


# — what an administrator manages: the asker's own policy, whole and wide, stands by and must not be taken —

MOUNTED = 'mount --bind "$1" /etc && mount -o remount,ro,bind /etc && shift && exec "$@"'


def managed(make: Callable[[Path], object]) -> Callable[[Project], tuple[str, ...]]:
    """An `/etc` of the program's own, with what `make` puts into its folder `aiws`."""

    def spoil(project: Project) -> tuple[str, ...]:
        etc = project.folder / "etc"
        (etc / "aiws").mkdir(parents=True)
        for name in ("passwd", "group", "nsswitch.conf"):
            if Path("/etc", name).is_file():
                shutil.copy(Path("/etc", name), etc / name)
        make(etc / "aiws")
        return ("unshare", "--mount", "sh", "-c", MOUNTED, "sh", str(etc), *AS_ORDERED)

    return spoil


def managed_policy(do: Callable[[Path], object]) -> Callable[[Project], tuple[str, ...]]:
    def make(folder: Path) -> None:
        (folder / "policy.yaml").write_text(world.POLICY, encoding="utf-8")
        do(folder / "policy.yaml")

    return managed(make)


def managed_settings(text: str) -> Callable[[Project], tuple[str, ...]]:
    return managed(lambda folder: (folder / "config.toml").write_text(text, encoding="utf-8"))


def own_keys_are_no_proof(project: Project) -> tuple[str, ...]:
    """The administrator wants tokens and names no policy: the asker's own policy, keys and token would prove anything."""
    with_tokens(project)
    return managed_settings('identity = "token"\n')(project)


def instead(make: Callable[[Path], object]) -> Callable[[Path], None]:
    def do(path: Path) -> None:
        path.unlink()
        make(path)

    return do


MANAGED = {
    "policy unreadable": Broken(
        managed_policy(lambda p: p.chmod(0)), 3, "/etc/aiws/policy.yaml", needs=root_only
    ),
    "policy a folder": Broken(
        managed_policy(instead(Path.mkdir)), 3, "/etc/aiws/policy.yaml", needs=root_only
    ),
    "policy a pipe": Broken(managed_policy(instead(os.mkfifo)), 3, "/etc/aiws/policy.yaml", needs=root_only),
    "policy a link to nothing": Broken(
        managed_policy(instead(lambda p: p.symlink_to("nowhere"))),
        3,
        "/etc/aiws/policy.yaml",
        needs=root_only,
    ),
    "policy empty": Broken(
        managed_policy(lambda p: p.write_text("")), 3, "/etc/aiws/policy.yaml", needs=root_only
    ),
    "policy others may write": Broken(
        managed_policy(lambda p: p.chmod(0o666)), 3, "chmod go-w", needs=root_only
    ),
    "folder closed": Broken(managed_policy(lambda p: p.parent.chmod(0)), 3, "/etc/aiws", needs=root_only),
    "policy named and gone": Broken(
        managed_settings('policy = "/etc/aiws/other.yaml"\n'), 4, "/etc/aiws/other.yaml", needs=root_only
    ),
    "settings torn": Broken(managed_settings("policy = [\n"), 3, "/etc/aiws/config.toml", needs=root_only),
    "settings a folder": Broken(
        managed(lambda folder: (folder / "config.toml").mkdir()), 3, "/etc/aiws/config.toml", needs=root_only
    ),
    "tokens without a policy": Broken(own_keys_are_no_proof, 3, "/etc/aiws/policy.yaml", needs=root_only),
}


# — catalog —


def torn_table(project: Project) -> None:
    project.table_file.write_bytes(project.table_file.read_bytes()[:700] + b"\n  - [\n")


def table_only_described(project: Project) -> None:
    import duckdb

    with duckdb.connect(str(project.warehouse)) as db:
        db.execute("DROP TABLE shop.stores")


NO_IMPORT = tuple(d for d in DOORS if d not in ("catalog import", "evidence", "sessions export"))
CATALOG = {
    "gone": Broken(gone("catalog"), 3, "catalog", doors=NO_IMPORT),
    "closed": Broken(unreadable("catalog"), 3, "catalog", doors=NO_IMPORT),
    "a file": Broken(
        lambda p: (shutil.rmtree(p.catalog), p.catalog.write_bytes(b""))[0], 3, "catalog", doors=NO_IMPORT
    ),
    "table unreadable": Broken(unreadable("table_file"), 3, "stores.yaml", doors=NO_IMPORT),
    "table torn": Broken(torn_table, 3, "stores.yaml", doors=NO_IMPORT),
    "table a pipe": Broken(pipe_instead("table_file"), 3, "stores.yaml", doors=NO_IMPORT),
    # A question whose query fails is asked of the model next, so what is told last may be about that. In the tool loop the
    # failure is told to the model, and its words are the answer: that ends with 0, without a row.
    "table not in the warehouse": Broken(
        table_only_described,
        6,
        "",
        doors=tuple(d for d in NO_IMPORT if d != "ask and run Python"),
        leaves=frozenset({"denied", "query", "outcome"}),
    ),
}


# — warehouse —

RAN = frozenset({"denied", "query", "outcome", "catalog.import"})
NEEDS_DATA = tuple(d for d in DOORS if d not in ("evidence", "sessions export"))
WAREHOUSE = {
    "gone": Broken(gone("warehouse"), 3, "data.duckdb", doors=NEEDS_DATA, leaves=RAN),
    "unreadable": Broken(unreadable("warehouse"), 3, "data.duckdb", doors=NEEDS_DATA, leaves=RAN),
    # Where the values are damaged and the names are not, an import has the names, and says what failed.
    "cut": Broken(
        cut("warehouse", 0.4),
        3,
        "data.duckdb",
        doors=NEEDS_DATA,
        leaves=RAN,
        names_only=("catalog import",),
    ),
    "another file": Broken(
        lambda p: void(p.warehouse.write_text("no database\n" * 2000)),
        3,
        "data.duckdb",
        doors=NEEDS_DATA,
        leaves=RAN,
    ),
    "a folder": Broken(folder_instead("warehouse"), 3, "data.duckdb", doors=NEEDS_DATA, leaves=RAN),
    "a pipe": Broken(pipe_instead("warehouse"), 3, "data.duckdb", doors=NEEDS_DATA, leaves=RAN),
}


# — sandbox —

# Landlock's first call answers as on a kernel without it.
NO_LANDLOCK = """
import ctypes, os, struct, sys
def rule(code, jt, jf, k): return struct.pack("HBBI", code, jt, jf, k)
rules = rule(0x20, 0, 0, 0) + rule(0x15, 0, 1, 444) + rule(0x06, 0, 0, 0x00050026) + rule(0x06, 0, 0, 0x7FFF0000)
class Program(ctypes.Structure):
    _fields_ = [("length", ctypes.c_ushort), ("rules", ctypes.c_char_p)]
libc = ctypes.CDLL(None, use_errno=True)
assert libc.prctl(38, 1, 0, 0, 0) == 0
assert libc.prctl(22, 2, ctypes.byref(Program(4, rules)), 0, 0) == 0, os.strerror(ctypes.get_errno())
os.execvp(sys.argv[1], sys.argv[1:])
"""
# Walls with a hole: the place where policy and log lie is there.
LETS_OUT = """#!/bin/sh
args="$1 $2"; shift 2
exec {real} $args --bind /tmp /tmp "$@"
"""


def without_bwrap(name: str) -> Callable[[Project], tuple[str, ...]]:
    """`name` (a program's path) stands where bwrap is."""

    def spoil(project: Project) -> tuple[str, ...]:
        hide = (
            'for p in /usr/bin/bwrap /bin/bwrap /usr/local/bin/bwrap; do [ -e "$p" ] && mount --bind "$1" "$p"; done;'
            ' shift; exec "$@"'
        )
        return ("unshare", "--mount", "sh", "-c", hide, "sh", name)

    return spoil


def without_landlock(_project: Project) -> tuple[str, ...]:
    return (sys.executable, "-c", NO_LANDLOCK)


def with_neither(project: Project) -> tuple[str, ...]:
    return (*without_bwrap("/dev/null")(project), *without_landlock(project))


def a_bwrap_that_lets_out(project: Project) -> tuple[str, ...]:
    if not project.folder.is_relative_to("/tmp"):
        pytest.skip("made for a project in /tmp")
    real, false = project.folder / "real-bwrap", project.folder / "bwrap"
    shutil.copy("/usr/bin/bwrap", real)
    false.write_text(LETS_OUT.format(real=real))
    false.chmod(0o755)
    project.env["AIWS_SANDBOX"] = "bubblewrap"
    return without_bwrap(str(false))(project)


def asked_for(tier: str, spoil: Callable[[Project], tuple[str, ...]]) -> Callable[[Project], tuple[str, ...]]:
    def spoiled(project: Project) -> tuple[str, ...]:
        project.env["AIWS_SANDBOX"] = tier
        return spoil(project)

    return spoiled


def root_and(tier: str) -> Callable[[], None]:
    def needs() -> None:
        root_only()
        need(tier)

    return needs


PYTHON = ("ask and run Python",)
# The query before the code is permitted, runs and is on record; the code is not.
ASKED = frozenset({"query", "outcome", "denied"})
SANDBOX = {
    "neither": Broken(with_neither, 3, "sandbox", doors=PYTHON, leaves=ASKED, needs=root_and("bubblewrap")),
    "bwrap gone, asked for": Broken(
        asked_for("bubblewrap", without_bwrap("/dev/null")),
        3,
        "bubblewrap",
        doors=PYTHON,
        leaves=ASKED,
        needs=root_and("bubblewrap"),
    ),
    "bwrap broken, asked for": Broken(
        asked_for("bubblewrap", without_bwrap("/bin/false")),
        3,
        "bubblewrap",
        doors=PYTHON,
        leaves=ASKED,
        needs=root_and("bubblewrap"),
    ),
    "bwrap lets out, asked for": Broken(
        a_bwrap_that_lets_out, 3, "hidden place", doors=PYTHON, leaves=ASKED, needs=root_and("bubblewrap")
    ),
    "Landlock gone, asked for": Broken(
        asked_for("landlock", without_landlock), 3, "landlock", doors=PYTHON, leaves=ASKED
    ),
}


# — the model —


def no_model_host(project: Project) -> None:
    project.env["OLLAMA_HOST"] = "127.0.0.1:9"
    project.env["AIWS_PROVIDER"] = "ollama"


MODEL = {
    "host gone": Broken(no_model_host, 75, "127.0.0.1:9", doors=("ask by the model", "ask and run Python")),
}

ALL = {
    f"{what}: {how}": broken
    for what, table in (
        ("policy", POLICY),
        ("identity", IDENTITY),
        ("managed", MANAGED),
        ("audit", AUDIT),
        ("catalog", CATALOG),
        ("warehouse", WAREHOUSE),
        ("sandbox", SANDBOX),
        ("model", MODEL),
    )
    for how, broken in table.items()
}


def files_with_canary(project: Project) -> dict[Path, int]:
    """Files but the warehouse in which a value of it stands, and how often."""
    out = {}
    for path in project.folder.rglob("*"):
        if path.is_file() and not path.is_symlink() and path != project.warehouse:
            count = path.read_bytes().count(CANARY.encode())
            if count:
                out[path] = count
    return out


def kinds(project: Project) -> list[str]:
    found = sorted((project.home / "audit").glob("*.jsonl")) if (project.home / "audit").is_dir() else []
    return [
        json.loads(line)["kind"]
        for path in found
        if path.is_file()
        for line in path.read_text(encoding="utf-8").splitlines()
    ]


def run(project: Project, name: str, before: tuple[str, ...] = ()) -> subprocess.CompletedProcess[bytes]:
    door = DOORS[name]
    with OllamaWireServer(list(door.replies) or ["-"], check=False) as wire:
        return project.run(*project.command(door), before=before, **{"OLLAMA_HOST": wire.host, **project.env})


def nothing_happens(project: Project, name: str, broken: Broken) -> None:
    seen, logged = files_with_canary(project), len(kinds(project))
    before = broken.spoil(project) or ()
    done = run(project, name, before)
    told = (done.stdout + done.stderr).decode()
    assert done.returncode == broken.codes.get(name, broken.code), (name, done)
    assert broken.says in told, (name, told)
    assert "Traceback" not in told and CANARY not in told, (name, told)
    made = project.out / DOORS[name].out
    assert not DOORS[name].out or name in broken.names_only or not made.exists(), name
    now = files_with_canary(project)
    if broken.leaves == ASKED:
        # A query before the act that fails is permitted: its rows are the conversation's, in a file of the asker's alone.
        now = {p: n for p, n in now.items() if p.parent != project.home / "sessions"}
    assert all(now.get(p, 0) <= seen.get(p, 0) for p in now), (name, now)
    assert set(kinds(project)[logged:]) <= broken.leaves, (name, kinds(project))


@pytest.mark.parametrize("name", DOORS)
def test_every_door_works_when_all_is_well(project: Project, name: str) -> None:
    if name == "ask and run Python":
        need("landlock")
    door = DOORS[name]
    before = len(kinds(project))
    done = run(project, name)
    assert done.returncode == door.healthy, done
    made = project.out / door.out
    assert not door.out or made.exists()
    assert (CANARY in done.stdout.decode()) == door.shows
    assert len(kinds(project)) > before
    assert "denied" not in kinds(project)


def turns(name: str, broken: Broken) -> list[str]:
    """The door a way of breaking meets in CI, by turns, so that every dependency meets several."""
    doors = list(broken.doors or DOORS)
    return [doors[list(ALL).index(name) % len(doors)]]


@pytest.mark.parametrize("name", ALL)
def test_nothing_proceeds(whole: Project, tmp_path: Path, name: str) -> None:
    broken = ALL[name]
    broken.needs()
    for number, door in enumerate(turns(name, broken)):
        nothing_happens(world.copied(whole, tmp_path / str(number)), door, broken)


@pytest.mark.security
@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("name", ALL)
def test_nothing_proceeds_through_any_door(whole: Project, tmp_path: Path, name: str, door: str) -> None:
    broken = ALL[name]
    broken.needs()
    if not broken.doors or door in broken.doors:
        nothing_happens(world.copied(whole, tmp_path / "p"), door, broken)


# — replaced between check and use: while the model writes its statement —

CHANGES: Mapping[str, tuple[Callable[[Project], object], int, str]] = {
    "policy gone": (lambda p: p.policy.unlink(), 4, "policy_missing"),
    "policy torn": (lambda p: p.policy.write_text("roles: [\n"), 4, "policy_changed"),
    "policy narrower": (
        lambda p: p.policy.write_text(world.POLICY.replace("- match: shop.stores", "- match: shop.none")),
        4,
        "policy_changed",
    ),
    "policy wider": (
        lambda p: p.policy.write_text(world.POLICY.replace("shop.stores", '"*"')),
        4,
        "policy_changed",
    ),
    "policy a folder": (lambda p: (p.policy.unlink(), p.policy.mkdir()), 3, "policy"),
    "log gone from under it": (
        lambda p: (shutil.rmtree(p.home / "audit"), (p.home / "audit").write_text("")),
        3,
        "audit",
    ),
}


@pytest.mark.parametrize("door", ["ask by the model", "ask and run Python"])
@pytest.mark.parametrize("name", CHANGES)
def test_what_changes_while_the_model_writes(project: Project, name: str, door: str) -> None:
    change, code, told = CHANGES[name]
    seen = files_with_canary(project)

    left = [change]
    model = ScriptedModel(DOORS[door].replies, on_request=lambda _request: void(left and left.pop()(project)))
    with OllamaWireServer(model=model, check=False) as wire:
        done = project.run(*project.command(DOORS[door]), OLLAMA_HOST=wire.host)
    answer = json.loads(done.stdout)
    assert (done.returncode, answer["error"]["code"]) == (code, told), done
    assert CANARY not in (done.stdout + done.stderr).decode() and answer["rows"] == []
    assert all(n <= seen.get(p, 0) for p, n in files_with_canary(project).items())
    if "policy" in name and code == 4:
        assert kinds(project)[2:] == ["denied"]


def test_a_token_that_runs_out_while_the_model_writes(project: Project) -> None:
    """The leeway of a minute is nearly over when the question is asked."""
    with_tokens(project, exp=int(time.time()) - 52)
    model = ScriptedModel((world.STATEMENT,), on_request=lambda _request: time.sleep(9))
    with OllamaWireServer(model=model, check=False) as wire:
        done = project.run(*project.command(DOORS["ask by the model"]), OLLAMA_HOST=wire.host)
    answer = json.loads(done.stdout)
    assert (done.returncode, answer["error"]["code"], answer["rows"]) == (4, "token_refused", []), done
    (log,) = (project.home / "audit").glob("kim.jsonl")
    assert [json.loads(line)["kind"] for line in log.read_text().splitlines()] == ["denied"]


# — a conversation on a terminal —

TURNS: Mapping[str, tuple[Callable[[Project], object], Callable[[Project], object], str]] = {
    "policy": (
        lambda p: p.policy.rename(p.folder / "kept"),
        lambda p: (p.folder / "kept").rename(p.policy),
        "시작 정책을 만들어",
    ),
    "policy another": (
        lambda p: p.policy.write_text(world.POLICY + "# another\n"),
        lambda p: p.policy.write_text(world.POLICY),
        "다시 시작해 주세요",
    ),
    "log": (
        lambda p: (p.log.rename(p.folder / "kept"), p.home.joinpath("audit/root.jsonl").mkdir()),
        lambda p: (
            p.home.joinpath("audit/root.jsonl").rmdir(),
            (p.folder / "kept").rename(p.home / "audit/root.jsonl"),
        ),
        "디스크 여유 공간",
    ),
}


@pytest.mark.parametrize("name", TURNS)
def test_a_turn_of_a_conversation(project: Project, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """Broken after the conversation began: questions, statements and files are refused until it is whole again."""
    if name == "log" and project.log.stem != "root":
        pytest.skip("written for the log of root")
    breaks, mends, told = TURNS[name]
    for key, value in {
        **project.environment(),
        "TERM": "xterm-256color",
        "AIWS_LANG": "ko",
        "OLLAMA_HOST": "127.0.0.1:9",
    }.items():
        monkeypatch.setenv(key, value)
    monkeypatch.chdir(project.folder)
    screen = Screen()
    try:
        screen.wait("Ctrl-D")
        screen.line(world.BY_RULES)
        screen.wait("가장 큰 것은")  # the last line of the answer, which says a value once more
        screen.wait(lambda text: "›" in map(str.strip, text.splitlines()[-30:]))
        before = screen.raw.count(CANARY)
        breaks(project)
        for number, line in enumerate((world.BY_RULES, f"/sql {world.STATEMENT}")):
            screen.line(line)
            screen.wait(lambda text, n=number: text.count(told) > n)
        screen.line("/save answer.csv")
        screen.wait(lambda text: text.count(told) > 2 or "저장하지 않았습니다" in text)
        assert screen.raw.count(CANARY) == before
        assert not (project.folder / "answer.csv").exists()
        mends(project)
        screen.line(f"/sql {world.STATEMENT}")
        screen.wait(lambda _text: screen.raw.count(CANARY) > before)
        assert screen.leave() == 0
    finally:
        screen.process.close(force=True)


def test_a_conversation_does_not_outlive_its_token(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither does somebody else's token take it over; a fresh one of the same person's goes on with it."""
    with_tokens(project, exp=int(time.time()) - 50)
    for key, value in {
        **project.environment(),
        "TERM": "xterm-256color",
        "OLLAMA_HOST": "127.0.0.1:9",
    }.items():
        monkeypatch.setenv(key, value)
    screen = Screen()
    try:
        screen.wait("Ctrl-D")
        time.sleep(11)
        screen.line(f"/sql {world.STATEMENT}")
        screen.wait("expired")
        write_token(project.folder, login="boss")
        screen.line(world.BY_RULES)
        screen.wait("다른 사용자이거나")
        assert CANARY not in screen.raw
        write_token(project.folder, login="kim")
        screen.line(world.BY_RULES)
        screen.wait(f"{CANARY}2")
    finally:
        screen.process.close(force=True)


# — what is weaker is told, what is rebuilt is the same —


def test_an_index_that_is_damaged_is_built_again_and_hides_the_same(project: Project) -> None:
    assert project.run("sql", world.STATEMENT).returncode == 0
    index = max((project.home / "index").glob("*.sqlite"), key=lambda p: p.stat().st_mtime)
    narrow = world.POLICY.replace("- match: shop.stores", "- match: shop.stores\n        hide: [store_kind]")
    project.policy.write_text(narrow, encoding="utf-8")
    for content in (b"", b"no database" * 500, index.read_bytes()[:5000], index.read_bytes()[:-3000]):
        index.write_bytes(content)
        assert project.run("sql", "SELECT count(*) AS n FROM shop.stores").returncode == 0
        for args in (("sql", world.STATEMENT), ("ask", world.BY_RULES), ("catalog", "show", "shop.stores")):
            done = project.run(*args, OLLAMA_HOST="127.0.0.1:9")
            told = (done.stdout + done.stderr).decode()
            assert CANARY not in told and "store_kind" not in done.stdout.decode(), (args, told)


def test_a_policy_cut_anywhere_gives_nobody_more(project: Project) -> None:
    """A half of a file that is being written: refused, or nobody has a role yet; never a role with fewer rules."""
    rich = world.POLICY.replace("      - match: shop.stores\n", world.RICH_RULE)
    whole = rich.encode()
    project.policy.write_bytes(whole)
    assert load(project.policy).everyone is not None
    refused = 0
    for end in range(len(whole)):
        project.policy.write_bytes(whole[:end])
        try:
            found = load(project.policy)
        except (PolicyError, PolicyMissing):
            refused += 1
            continue
        assert found.everyone is None and not found.users and not found.groups, whole[:end]
    assert refused > 0.9 * len(whole)


@pytest.mark.parametrize("language", ["ko", "en"])
@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("policy: gone", {"ko": "policy.yaml이 없어", "en": "policy.yaml is not there"}),
        ("policy: cut in a line", {"ko": "마지막 줄이 끝나지 않았습니다", "en": "the last line has no end"}),
        ("audit: log is a folder", {"ko": "감사 로그에 쓸 수 없어", "en": "the audit log can't be used"}),
        ("identity: token expired", {"ko": "유효 기간이 지났습니다", "en": "expired"}),
        ("warehouse: gone", {"ko": "data.duckdb", "en": "data.duckdb"}),
        ("catalog: table torn", {"ko": "stores.yaml", "en": "stores.yaml"}),
    ],
)
def test_one_message_in_the_persons_language(
    project: Project, name: str, words: Mapping[str, str], language: str
) -> None:
    ALL[name].spoil(project)
    done = project.run("sql", world.STATEMENT, **{**project.env, "AIWS_LANG": language})
    said = done.stderr.decode()
    assert words[language] in said, said
    assert said.startswith("오류: " if language == "ko" else "error: ")
    assert said.count("오류: ") + said.count("error: ") == 1
    # The last line is the way out.
    assert len(said.strip().splitlines()) >= 2
