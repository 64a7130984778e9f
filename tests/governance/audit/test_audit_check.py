"""What was done to a log is named: every edited byte, deleted, inserted or moved line, every cut."""

from __future__ import annotations

import itertools
import random
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

import pytest

from aiws_cli.governance.audit.check import Anchor, check
from aiws_cli.governance.audit.damage import ranges
from aiws_cli.governance.audit.heads import Head, head_from, heads_in
from aiws_cli.governance.audit.lines import START, line_of
from aiws_cli.governance.audit.log import Audit, AuditError
from support.audit_logs import Clock, chain, hash_of, head, judged, old_line, records

Ranges = tuple[tuple[int, int], ...]
OLD = pytest.mark.parametrize("old", [0, 3, 6], ids=["new", "both", "old"])
SOME = (0x0A, 0x20, 0x22, 0x30, 0x39, 0x7D)
"""Bytes that mean something in a log: line feed, blank, quote, digits, bracket."""


def starts(lines: Sequence[bytes]) -> list[int]:
    return list(itertools.accumulate((len(line) for line in lines), initial=0))


def edits(content: bytes, replacements: Callable[[int], Iterable[int]]) -> Iterator[tuple[int, bytes]]:
    for at, byte in enumerate(content):
        for other in {*replacements(byte)} - {byte}:
            yield at, b"".join((content[:at], bytes((other,)), content[at + 1 :]))


def every_edit_is_named(lines: Sequence[bytes], replacements: Callable[[int], Iterable[int]]) -> int:
    content, bounds, tried = b"".join(lines), starts(lines), 0
    for at, changed in edits(content, replacements):
        report = judged(changed, head(lines))
        line = next(i for i, end in enumerate(bounds[1:], 1) if at < end)
        assert report.kinds == ("edited",), (at, changed[at : at + 1], report.problems)
        assert len(report.problems) == 1 and report.problems[0].lines[0][0] == line, (at, report.problems)
        tried += 1
    return tried


@OLD
@pytest.mark.parametrize("with_head", [True, False])
def test_a_log_in_order_is_whole(old: int, with_head: bool) -> None:
    lines = chain(6, old=old)
    report = judged(b"".join(lines), *([head(lines)] if with_head else []))
    assert (report.lines, report.problems, report.head) == (6, (), head(lines))
    assert report.head.at == "2026-09-30T09:00:05+09:00"
    assert judged(b"").head == Head("kim", 0, START)


@OLD
def test_every_edited_byte_is_named(old: int) -> None:
    lines = chain(6, old=old)
    assert every_edit_is_named(lines, lambda byte: (byte ^ 1, byte ^ 0x80)) == 2 * len(b"".join(lines))


@OLD
@pytest.mark.security
def test_every_value_of_every_byte_is_named(old: int) -> None:
    lines = chain(6, old=old)
    assert every_edit_is_named(lines, lambda _: range(256)) == 255 * len(b"".join(lines))


@OLD
def test_bytes_that_mean_something_are_named_too(old: int) -> None:
    every_edit_is_named(chain(4, old=min(old, 4)), lambda _: SOME)


@OLD
@pytest.mark.parametrize("between", [b"x", b"\n", b""], ids=["x", "line feed", "nothing"])
def test_every_added_or_removed_byte_shows(old: int, between: bytes) -> None:
    lines = chain(4, old=min(old, 4))
    content = b"".join(lines)
    for at in range(len(content)):
        changed = content[:at] + between + content[at if between else at + 1 :]
        if changed != content[: len(changed)] or between:
            report = judged(changed, head(lines))
            assert report.kinds and set(report.kinds) <= {"edited", "inserted"}, (at, report.problems)


@OLD
def test_every_deletion_is_named(old: int) -> None:
    lines = chain(7, old=old)
    for first, last in itertools.combinations_with_replacement(range(7), 2):
        report = judged(b"".join(lines[:first] + lines[last + 1 :]), head(lines))
        (problem,) = report.problems
        if last == 6:
            assert problem.kind == "shortened" and problem.lines == ((first, first),)
        else:
            assert problem.kind == "deleted" and problem.lines == ((first + 1, first + 1),)
        assert problem.records == (first + 1, last + 1), problem


@OLD
def test_every_swap_is_named(old: int) -> None:
    lines = chain(7, old=old)
    for a, b in itertools.combinations(range(7), 2):
        moved = list(lines)
        moved[a], moved[b] = moved[b], moved[a]
        (problem,) = judged(b"".join(moved), head(lines)).problems
        expected: Ranges = ((a + 1, b + 1),) if b == a + 1 else ((a + 1, a + 1), (b + 1, b + 1))
        assert (problem.kind, problem.lines, problem.records) == ("reordered", expected, (a + 1, b + 1))


@OLD
def test_every_order_but_the_right_one_is_named(old: int) -> None:
    lines = chain(5, old=min(old, 5))
    for order in itertools.permutations(range(5)):
        report = judged(b"".join(lines[i] for i in order), head(lines))
        assert report.kinds == (() if order == (0, 1, 2, 3, 4) else ("reordered",)), order


@OLD
def test_every_repeated_line_is_named(old: int) -> None:
    lines = chain(6, old=old)
    for which, place in itertools.product(range(6), range(7)):
        (problem,) = judged(b"".join((*lines[:place], lines[which], *lines[place:])), head(lines)).problems
        assert problem.kind == "inserted" and problem.records == (which + 1, which + 1), (which, place)


@pytest.mark.parametrize("old", [0, 3])
def test_every_cut_is_named(old: int) -> None:
    lines = chain(6, old=old)
    content, bounds = b"".join(lines), starts(lines)
    for at in range(len(content)):
        report = judged(content[:at], head(lines))
        left = sum(1 for end in bounds[1:] if end <= at)
        assert set(report.kinds) == ({"shortened"} if at in bounds else {"shortened", "torn"}), at
        cut = next(p for p in report.problems if p.kind == "shortened")
        assert cut.records == (left + 1, 6) and cut.lines == ((left, left),)
        for problem in (p for p in report.problems if p.kind == "torn"):
            assert problem.lines == ((left + 1, left + 1),)


def test_a_torn_tail_nobody_acknowledged_is_torn_and_no_more() -> None:
    lines = chain(6)
    for at in range(1, len(lines[5])):
        report = judged(b"".join(lines[:5]) + lines[5][:at], head(lines, 5))
        assert report.kinds == ("torn",) and report.problems[0].lines == ((6, 6),)
        if at > 100:
            assert (report.problems[0].id, report.problems[0].at) == tuple(
                records(6)[5][k] for k in ("id", "at")
            )


def test_two_kinds_at_once_are_both_named() -> None:
    lines = chain(9)
    edited = lines[6].replace(b"analyst", b"auditor")
    report = judged(b"".join((*lines[:2], *lines[3:6], edited, lines[7])), head(lines))
    assert report.kinds == ("deleted", "edited", "shortened")
    assert [p.records for p in report.problems] == [(3, 3), (7, 7), (9, 9)]
    assert report.problems[1].id == records(9)[6]["id"]


def test_two_edited_lines_among_deleted_ones() -> None:
    lines = chain(9)
    bad = [line.replace(b"kim", b"lee") for line in lines]
    report = judged(b"".join((*lines[:2], bad[3], bad[4], *lines[7:])), head(lines))
    assert report.kinds == ("edited", "deleted")
    assert report.problems[0].records == (4, 5) and report.problems[1].records == (3, 7)
    nameless = b"".join((*lines[:2], b"\xff\xfe garbage\n", b"more\n", *lines[4:]))
    report = judged(nameless, head(lines))
    assert [(p.kind, p.lines, p.records) for p in report.problems] == [("edited", ((3, 4),), None)]


def test_a_damaged_line_is_found_by_the_number_it_still_says() -> None:
    """It stands behind another record than the one it was written after."""
    lines = chain(6)
    bad = lines[2].replace(b"kim", b"lee")
    report = judged(b"".join((*lines[:2], lines[3], lines[4], bad, lines[5])), head(lines))
    assert report.kinds == ("edited",) and report.problems[0].records == (3, 3)


def test_lines_that_were_never_records_are_inserted() -> None:
    lines = chain(5)
    for place in range(5):
        report = judged(b"".join((*lines[:place], b"\n", *lines[place:])), head(lines))
        assert report.kinds == ("inserted",) and report.problems[0].lines == ((place + 1, place + 1),)


# — what an editor who knows the format does —


def forged(n: int, previous: str, **changes: object) -> bytes:
    return line_of(n, {**records(9)[n - 1], **changes}, previous)


def test_one_line_made_anew_with_right_hashes_of_its_own() -> None:
    lines = chain(6)
    for n in range(1, 6):
        changed = [*lines]
        changed[n - 1] = forged(n, hash_of(lines[n - 2]) if n > 1 else START, role="auditor")
        report = judged(b"".join(changed), head(lines))
        assert [(p.kind, p.lines) for p in report.problems] == [("edited", ((n, n),))], n


def test_the_last_line_made_anew_shows_by_its_head_alone() -> None:
    lines = chain(6)
    content = b"".join((*lines[:5], forged(6, hash_of(lines[4]), role="auditor")))
    assert judged(content).whole
    report = judged(content, head(lines), head(lines, 4))
    assert [(p.kind, p.lines, p.records) for p in report.problems] == [("edited", ((5, 6),), (5, 6))]
    assert [c.agrees for c in report.compared] == [False, True]
    assert report.anchored and not judged(content, head(lines)).anchored


def rewritten_from(lines: Sequence[bytes], n: int) -> list[bytes]:
    out = list(lines[: n - 1])
    for i in range(n, len(lines) + 1):
        out.append(forged(i, hash_of(out[-1]) if out else START, role="auditor"))
    return out


def test_everything_written_anew_shows_by_an_anchor_alone() -> None:
    lines = chain(8)
    for n in range(1, 8):
        content = b"".join(rewritten_from(lines, n))
        assert judged(content).whole
        for noted in range(1, 9):
            assert judged(content, head(lines, noted)).whole == (noted < n)


def test_a_shorter_chain_of_its_own_in_the_place_of_the_log() -> None:
    lines, other = chain(8), rewritten_from(chain(3), 1)
    report = judged(b"".join(other), head(lines), head(lines, 2))
    assert report.kinds == ("shortened", "edited")
    assert [c.agrees for c in report.compared] == [None, False]


def test_a_first_record_chained_to_something_else() -> None:
    assert judged(forged(1, "1" * 64)).kinds == ("edited",)


def test_an_old_line_behind_new_ones_is_inserted() -> None:
    lines = chain(4)
    extra = old_line(records(5)[4], hash_of(lines[-1]))
    assert judged(b"".join((*lines, extra)), head(lines)).kinds == ("inserted",)


def test_a_chain_that_starts_before_the_first_record() -> None:
    first = old_line(records(1)[0], "2" * 64)
    second = line_of(1, records(2)[1], hash_of(first))
    report = judged(first + second)
    assert report.kinds == ("edited",) and report.problems[0].lines == ((1, 2),)


def test_numbers_that_jump_far_take_no_time() -> None:
    lines = chain(2)
    far = line_of(10**14, records(3)[2], hash_of(lines[-1]))
    report = judged(b"".join((*lines, far)), head(lines))
    assert report.kinds == ("shortened",) and report.problems[0].records == (3, 10**14 - 1)


@pytest.mark.parametrize("said", ['"torn":{"file":"x"', '"broken":{"problem":"x"'])
def test_a_sound_line_that_is_no_json(said: str) -> None:
    import hashlib

    from aiws_cli.governance.audit.lines import chained

    start = b'{"n":1,"id":"x",' + said.encode()
    body = hashlib.sha256(start).hexdigest()
    content = start + f',"prev":"{START}","body":"{body}","hash":"{chained(1, START, body)}"}}\n'.encode()
    assert not judged(content).kinds or judged(content).kinds == ("edited",)


@pytest.mark.security
def test_nothing_that_is_done_to_a_log_stays_unseen() -> None:
    """Random edits, in any number and mixture, against the log's head."""
    chance, lines = random.Random(20260930), chain(12, old=4)
    content, kinds = b"".join(lines), set()
    for _ in range(20_000):
        changed = [*lines]
        for _ in range(chance.randint(1, 3)):
            at = chance.randrange(len(changed))
            match chance.randrange(6):
                case 0:
                    del changed[at]
                case 1:
                    changed.insert(chance.randrange(len(changed)), changed[at])
                case 2:
                    changed[at], changed[-1] = changed[-1], changed[at]
                case 3:
                    place = chance.randrange(len(changed[at]) or 1)
                    changed[at] = changed[at][:place] + chance.randbytes(1) + changed[at][place + 1 :]
                case 4:
                    changed[at] = changed[at][: chance.randrange(len(changed[at]) or 1)]
                case _:
                    changed[at] = chance.randbytes(chance.randrange(40))
            changed = changed or [b""]
        told = judged(b"".join(changed), head(lines))
        assert told.whole == (b"".join(changed) == content)
        kinds |= set(told.kinds)
    assert kinds == {"edited", "deleted", "inserted", "reordered", "torn", "shortened"}


# — logs on the disk —


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "audit" / "kim.jsonl"


def written(path: Path, count: int) -> Audit:
    log = Audit(path, Clock())
    for i in range(count):
        log.append("query", {"question": f"질문 {i}"})
    return log


def test_the_head_beside_the_log_tells_a_shorter_one(path: Path) -> None:
    log = written(path, 4)
    assert check(path).head == log.head()
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join(lines[:2]))
    assert check(path).problems[0].records == (3, 4)
    path.unlink()
    report = check(path)
    assert report.kinds == ("shortened",) and report.lines == 0
    told = report.problems[0].as_dict()
    assert told == {"problem": "shortened", "lines": [[0, 0]], "records": [1, 4], "id": "", "at": ""}


def test_a_writer_goes_on_after_a_cut_and_the_log_says_so(path: Path) -> None:
    said: list[str] = []
    written(path, 4)
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join(lines[:2]))
    log = Audit(path, Clock(), said.append)
    log.append("query", {})
    log.append("query", {})
    assert len(said) == 1 and "4" in said[0]
    report = check(path)
    assert [(p.kind, p.lines, p.records) for p in report.problems] == [("shortened", ((3, 3),), (3, 4))]
    assert report.head == log.head() == Head("kim", 6, log.head().hash)


def test_a_writer_goes_on_after_the_log_was_removed(path: Path) -> None:
    written(path, 4)
    path.unlink()
    written(path, 1)
    assert [(p.kind, p.records) for p in check(path).problems] == [("shortened", (1, 4))]


def test_a_writer_goes_on_after_the_last_line_was_made_anew(path: Path) -> None:
    said: list[str] = []
    written(path, 3)
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join((*lines[:2], forged(3, hash_of(lines[1])))))
    Audit(path, Clock(), said.append).append("query", {})
    assert [(p.kind, p.lines) for p in check(path).problems] == [("edited", ((3, 3),))]
    assert len(said) == 1


def test_a_head_that_lags_behind_is_no_problem(path: Path) -> None:
    """A writer died between the record and its head."""
    written(path, 2)
    before = path.with_suffix(".head").read_bytes()
    written(path, 1)
    path.with_suffix(".head").write_bytes(before)
    assert check(path).whole
    written(path, 1)
    assert check(path).whole and check(path).head.n == 4


@pytest.mark.parametrize("instead", [None, b"", b"no head"])
def test_a_head_file_that_is_gone_is_told(path: Path, instead: bytes | None) -> None:
    written(path, 3)
    near = path.with_suffix(".head")
    near.unlink() if instead is None else near.write_bytes(instead)
    (problem,) = check(path).problems
    assert problem.kind == "head" and problem.as_dict()["records"] is None


def test_one_record_without_a_head_is_a_writer_that_died_in_time(path: Path) -> None:
    written(path, 1)
    path.with_suffix(".head").unlink()
    assert check(path).whole


def test_a_log_of_the_older_form_goes_on_in_the_new_one(path: Path) -> None:
    path.parent.mkdir()
    path.write_bytes(b"".join(chain(5, old=5)))
    assert check(path).whole and check(path).head.n == 5
    log = written(path, 2)
    report = check(path)
    assert (report.whole, report.lines, report.head, log.head().n) == (True, 7, log.head(), 7)


def test_a_last_line_without_a_number_is_counted(path: Path) -> None:
    written(path, 3)
    with path.open("ab") as file:
        file.write(b"something else\n")
    written(path, 1)
    report = check(path)
    assert report.kinds == ("edited",) and report.head.n == 5


def test_torn_tails_moved_aside_are_told(path: Path) -> None:
    written(path, 2)
    with path.open("ab") as file:
        file.write(b'{"half')
    assert check(path).kinds == ("torn",)
    written(path, 1)
    report = check(path)
    assert report.whole
    (aside,) = report.aside
    assert aside["line"] == 3 and aside["torn"]["bytes"] == 6


def test_what_is_written_meanwhile_is_not_looked_at(path: Path) -> None:
    """While a writer holds the log, its half line is neither torn nor a cut: the check waits."""
    import fcntl
    import threading

    written(path, 2)
    with path.open("ab") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        file.write(b'{"half')
        file.flush()
        checked: list[bool] = []
        checker = threading.Thread(target=lambda: checked.append(check(path).whole))
        checker.start()
        checker.join(0.1)
        assert checker.is_alive()
        file.truncate(path.stat().st_size - 6)
    checker.join()
    assert checked == [True]


def test_anchors_of_others_do_not_count(path: Path) -> None:
    log = written(path, 2)
    lee = Anchor("elsewhere", Head("lee", 9, "0" * 64))
    report = check(path, [lee, Anchor("elsewhere", log.head())])
    assert report.whole and [c.as_dict()["source"] for c in report.compared] == ["local", "elsewhere"]


@pytest.mark.parametrize("what", ["folder", "pipe", "link"])
def test_what_is_no_log_is_an_error(path: Path, what: str) -> None:
    import os

    path.parent.mkdir()
    match what:
        case "folder":
            path.mkdir()
        case "pipe":
            os.mkfifo(path)
        case _:
            path.symlink_to(path.with_name("elsewhere"))
    with pytest.raises(AuditError):
        check(path)


def test_the_head_of_a_log_that_another_process_wrote(path: Path) -> None:
    assert Audit(path, Clock()).head() == Head("kim", 0, START)
    log = written(path, 3)
    another = Audit(path, Clock())
    assert another.path == path
    assert another.head() == log.head() and another.head().at == log.head().at
    assert another.mark() == log.head().text
    with path.open("ab") as file:
        file.write(b'{"torn')
    assert Audit(path, Clock()).head() == log.head()


# — small things —


def test_ranges() -> None:
    assert ranges([]) == ()
    assert ranges([3, 1, 2, 7]) == ((1, 3), (7, 7))


HASH = "ab" * 32


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"Aiws-Audit: kim 12 {HASH}", Head("kim", 12, HASH)),
        (f"> Aiws-Audit: lee 12 {HASH} 2026-09-30T09:00:00+09:00", Head("lee", 12, HASH)),
        (f"lee 3 {HASH}", Head("lee", 3, HASH)),
        (f"3:{HASH}", Head("kim", 3, HASH)),
        (f"3 {HASH}\n", Head("kim", 3, HASH)),
        (HASH, None),
        ("", None),
    ],
)
def test_a_head_by_hand(text: str, expected: Head | None) -> None:
    assert head_from(text, "kim") == expected


def test_heads_in_a_text_and_back() -> None:
    one, two = Head("kim", 1, HASH, "2026-09-30T09:00:00+09:00"), Head("BANK%5clee", 20, "0" * 64)
    found = heads_in(f"Sep 30 host aiws: {one.line}\nsomething\n{two.trailer}\n")
    assert found == (one, two) and found[0].at == one.at
