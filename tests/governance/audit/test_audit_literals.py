"""What the log must not show in the open: tokens for literals, one digest for rows, and a key that is made once."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from aiws_cli.core.results import ResultColumn, ResultSet
from aiws_cli.governance.audit.check import check
from aiws_cli.governance.audit.literals import Found, Key, _Piece, filled, kept, open_key, tokenised
from aiws_cli.governance.audit.log import Audit, AuditError, read
from support.audit_logs import Clock

KEY = Key(b"k" * 32, "0" * 8)
RESIDENT = "900101-1234567"


def residents(text: str) -> Iterable[Found]:
    """What a detector of resident numbers finds."""
    return [_Piece(*m.span(), "resident_no") for m in re.finditer(r"\d{6}-\d{7}", text)]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "audit" / "kim.jsonl"


def test_personal_literals_are_tokens_everywhere(path: Path) -> None:
    log = Audit(path, Clock(), find=residents)
    log.append(
        "query",
        {
            "question": f"{RESIDENT} 고객의 잔액",
            "sql": f"SELECT * FROM t WHERE rrn = '{RESIDENT}' AND city = '서울'",
            "executed_sql": f"SELECT * FROM (t) WHERE rrn = '{RESIDENT}' -- {RESIDENT}",
            "detail": {"near": [RESIDENT, 3, None]},
            "session_id": RESIDENT,
        },
    )
    (record,) = read(path)
    token = re.search("«resident_no:[0-9a-f]{12}»", record["question"])
    assert token is not None
    assert record["sql"] == f"SELECT * FROM t WHERE rrn = '{token[0]}' AND city = '서울'"
    assert record["executed_sql"].count(token[0]) == 2
    assert record["detail"] == {"near": [token[0], 3, None]}
    assert record["session_id"] == RESIDENT
    assert kept(path.with_suffix(".literals"), open_key(path.with_name("key"))) == {token[0]: RESIDENT}
    for name in (".literals", ".head"):
        assert path.with_suffix(name).stat().st_mode & 0o777 == 0o600
    assert path.with_name("key").stat().st_mode & 0o777 == 0o600
    assert check(path).whole


def test_a_literal_is_kept_once_a_process_and_read_once(path: Path) -> None:
    for _ in range(2):
        log = Audit(path, Clock(), find=residents)
        for _ in range(3):
            log.append("query", {"question": RESIDENT})
    assert len(path.with_suffix(".literals").read_text().splitlines()) == 2
    assert len(kept(path.with_suffix(".literals"), open_key(path.with_name("key")))) == 1


def test_a_damaged_side_file_gives_what_is_right_in_it(path: Path) -> None:
    log = Audit(path, Clock(), find=residents)
    log.append("query", {"question": RESIDENT})
    side, key = path.with_suffix(".literals"), open_key(path.with_name("key"))
    before = kept(side, key)
    forged = json.dumps({"token": next(iter(before)), "literal": "800101-1234567"})
    extra = [
        "{",
        "[]",
        "{}",
        '{"token": 1, "literal": "x"}',
        '{"token": "x", "literal": "y"}',
        forged,
        '{"torn',
    ]
    with side.open("a") as file:
        file.write("\n".join(extra))
    assert kept(side, key) == before
    Audit(path, Clock(), find=residents).append("query", {"question": "800101-1234567"})
    assert len(kept(side, key)) == 2
    assert kept(side.with_name("nobody.literals"), key) == {}


def test_forgetting_a_literal_leaves_the_chain_whole(path: Path) -> None:
    Audit(path, Clock(), find=residents).append("query", {"question": RESIDENT})
    path.with_suffix(".literals").unlink()
    assert check(path).whole
    assert RESIDENT not in path.read_text()


EVERY = [
    ("duckdb", "SELECT 'a', 'F'  , x'00ff' FROM t", "SELECT 'T', 'T'  , x'T' FROM t"),
    ("duckdb", "SELECT 'it''s' -- 'comment\n, \"na'me\"", "SELECT 'T' -- 'comment\n, \"na'me\""),
    ("duckdb", "SELECT E'a\\'b', '', 7, $$do'llar$$, $t$tag$t$", "SELECT E'T', '', 7, $$T$$, $t$T$t$"),
    ("snowflake", "SELECT 'a\\'b', $$it's$$ , 'c'", "SELECT 'T', $$T$$ , 'T'"),
    # A column without a name is called after its text.
    ("snowflake", "SELECT n = '홍길동' AS \"N = '홍길동'\"", "SELECT n = 'T' AS \"N = 'T'\""),
    (
        "duckdb",
        "SELECT (SELECT 'ON') AS \"(SELECT 'ON')\", \"ONE\"",
        "SELECT (SELECT 'T') AS \"(SELECT 'T')\", \"ONE\"",
    ),
    ("duckdb", 'SELECT \'a"b\' AS "\'a""b\'"', "SELECT 'T' AS \"'T'\""),
    ("duckdb", "SELECT 'open", "T"),
    ("duckdb", 'SELECT "a", \'open', "T"),
    ("no such dialect", "SELECT 'a'", "T"),
    ("duckdb", "", ""),
]


@pytest.mark.parametrize(("dialect", "sql", "expected"), EVERY)
def test_every_string_where_the_policy_says_so(dialect: str, sql: str, expected: str) -> None:
    record, literals = tokenised({"sql": sql, "dialect": dialect}, KEY, lambda _: (), every_string=True)
    assert re.sub("«[a-z_]+:[0-9a-f]{12}»", "T", record["sql"]) == expected
    assert filled(record["sql"], literals) == sql


def test_a_statement_that_cannot_be_read_is_a_token_whole() -> None:
    about = {"sql": "SELECT 'abc'", "executed_sql": 'SELECT "abc'}
    record, literals = tokenised(about, KEY, lambda _: (), every_string=True)
    assert "abc" not in record["executed_sql"] + record["sql"]
    assert {k: filled(v, literals) for k, v in record.items()} == about


def test_a_statements_strings_are_tokens_in_the_question_too() -> None:
    about = {
        "question": "홍길동과 ON/CONDITION의 A",
        "sql": "SELECT 'ON', '홍길동', 'A', 1",
        "detail": "'홍길동'",
    }
    record, literals = tokenised(about, KEY, lambda _: (), every_string=True)
    assert re.sub("«[a-z_]+:[0-9a-f]{12}»", "T", record["question"]) == "T과 T/CONDITION의 A"
    assert "홍길동" not in json.dumps(record, ensure_ascii=False)
    assert {k: filled(v, literals) for k, v in record.items()} == about
    plain, none = tokenised(about, KEY, lambda _: ())
    assert (plain, none) == (about, {})


def test_tokens_that_a_person_typed_are_no_tokens_of_ours() -> None:
    """Else a made-up token would be read as the literal of another one."""
    true, literals = tokenised({"q": RESIDENT}, KEY, residents)
    typed = {"q": f"{true['q']} {RESIDENT}"}
    record, more = tokenised(typed, KEY, residents)
    assert record["q"].startswith("«token:") and filled(record["q"], more) == typed["q"]
    assert filled("«x:000000000000»", literals) == "«x:000000000000»"


@pytest.mark.parametrize(
    ("places", "expected"),
    [
        ([(1, 3), (2, 5)], [(1, 5, "a")]),
        ([(1, 5), (2, 3)], [(1, 5, "a")]),
        ([(1, 3), (3, 5)], [(1, 3, "a"), (3, 5, "b")]),
        ([(4, 5), (0, 2)], [(0, 2, "b"), (4, 5, "a")]),
        ([], []),
    ],
)
def test_findings_that_overlap_are_one(
    places: list[tuple[int, int]], expected: list[tuple[int, int, str]]
) -> None:
    found = [_Piece(*place, kind) for place, kind in zip(places, "ab", strict=False)]
    record, literals = tokenised({"q": "01234567"}, KEY, lambda _: found)
    assert sorted(literals.values()) == ["01234567"[s:e] for s, e, _ in expected]
    assert re.findall("«([a-z_]+):", record["q"]) == [kind for _, _, kind in expected]


def test_the_name_of_a_kind_is_plain() -> None:
    assert KEY.token("Resident-No", "1").startswith("«resident_no:")
    assert KEY.token("주민", "1").startswith("«literal:")


# — the digest of a result —

COLUMNS = (ResultColumn("city", "VARCHAR"), ResultColumn("n", "DOUBLE"))
ROWS = (("서울", 1.5), ("부산", None), ("서울", 0.1 + 0.2))


def digest(columns: Iterable[ResultColumn], rows: Iterable[tuple[Any, ...]], key: Key = KEY) -> str:
    return key.digest(tuple(columns), tuple(rows))


def test_a_digest_tells_results_apart_whatever_the_order() -> None:
    own = digest(COLUMNS, ROWS)
    assert re.fullmatch("hmac-sha256:00000000:[0-9a-f]{64}", own)
    assert digest(COLUMNS, reversed(ROWS)) == own
    assert digest(COLUMNS, (*ROWS[:2], ("서울", 0.3))) == own
    others = {
        digest(COLUMNS, ROWS[:2]),
        digest(COLUMNS, (*ROWS, ROWS[0])),
        digest(COLUMNS, (*ROWS[:2], ("서울", 0.3001))),
        digest(COLUMNS[::-1], ROWS),
        digest(COLUMNS, [(b, a) for a, b in ROWS]),
        digest(COLUMNS, ROWS, Key(b"j" * 32, "0" * 8)),
        digest((), ()),
        digest(COLUMNS, ()),
    }
    assert len(others | {own}) == 9
    assert digest(COLUMNS, [({"a": [1, "\ud800"]}, 2**70)])


def test_the_log_gives_the_digest(path: Path) -> None:
    log = Audit(path, Clock())
    told = log.digest(ResultSet(COLUMNS, ROWS))
    key = open_key(path.with_name("key"))
    assert told == key.digest(COLUMNS, ROWS) and log.key_id == key.id and key.id in told


# — the key —


def test_the_key_is_made_once_by_whoever_comes_first(path: Path) -> None:
    code = "import sys; from pathlib import Path; from aiws_cli.governance.audit.literals import open_key; print(open_key(Path(sys.argv[1])).id)"
    key = path.with_name("key")
    key.parent.mkdir()
    processes = [
        subprocess.Popen([sys.executable, "-c", code, str(key)], stdout=subprocess.PIPE) for _ in range(6)
    ]
    assert len({p.communicate()[0] for p in processes}) == 1
    assert open_key(key).id == open_key(key).id
    assert open_key(key).id not in key.read_text()


@pytest.mark.parametrize("content", [b"x", b"0" * 64, b"0" * 64 + b"\n\n", b"G" * 64 + b"\n"])
def test_a_damaged_key_is_an_error_and_stays_as_it_is(path: Path, content: bytes) -> None:
    path.parent.mkdir()
    path.with_name("key").write_bytes(content)
    with pytest.raises(AuditError) as failed:
        Audit(path, Clock()).append("query", {})
    assert "key" in failed.value.message("en")
    assert path.with_name("key").read_bytes() == content and not path.exists()


def test_a_key_others_could_read_is_closed(path: Path) -> None:
    Audit(path, Clock()).append("query", {})
    path.with_name("key").chmod(0o644)
    Audit(path, Clock()).append("query", {})
    assert path.with_name("key").stat().st_mode & 0o777 == 0o600
    assert os.listdir(path.parent) and check(path).whole  # noqa: PTH208


@pytest.mark.parametrize(
    ("code", "kept_as"),
    [
        ("a = 'x1'\n", "a = '«»'\n"),
        ('a = rb"x1" + f"x1{a}"  # x1\n', None),
        ('a = """x1\nx2"""\nb = 3\n', 'a = """«»"""\nb = 3\n'),
        ("a = ''\n", "a = ''\n"),
        ("a = '가나'; b = '다'\n", "a = '«»'; b = '«»'\n"),
        ("a = 'x1\n", "«»"),
        ("if a:\n  b\n c = 'x1'\n", "«»"),
        ("a = 'x1'\r\n", "«»"),
        ("a = (\n'x1'", "«»"),
        ("", ""),
    ],
)
def test_the_strings_of_code_are_tokens_where_every_string_is_one(code: str, kept_as: str | None) -> None:
    record, literals = tokenised({"code": code, "note": "x1"}, KEY, lambda _text: (), every_string=True)
    shown = re.sub("«[a-z]+:[0-9a-f]{12}»", "«»", record["code"])
    assert "x1" not in record["code"]
    assert kept_as is None or shown == kept_as
    assert filled(record["code"], literals) == code
    assert tokenised({"code": code}, KEY, lambda _text: ())[0]["code"] == code


def test_what_a_secret_was_is_not_kept(path: Path) -> None:
    """Not by itself, and not as a part of a longer literal."""

    def both(text: str) -> Iterable[Found]:
        return [*residents(text), *(_Piece(*m.span(), "key") for m in re.finditer("k-[a-z]+", text))]

    for every in (False, True):
        log = Audit(path, Clock(), find=both, every_string=every, secret=lambda kind: kind == "key")
        log.append("query", {"question": "k-abc", "sql": f"SELECT 'k-abc', 'x k-abc y', '{RESIDENT}', 'z'"})
    assert "k-abc" not in path.read_text() and "k-abc" not in path.with_suffix(".literals").read_text()
    known = kept(path.with_suffix(".literals"), open_key(path.with_name("key")))
    assert set(known.values()) == {RESIDENT, "z"}


def test_a_log_that_is_no_file_is_not_waited_for(path: Path) -> None:
    path.parent.mkdir()
    os.mkfifo(path)
    with pytest.raises(AuditError):
        list(read(path))
