"""Entries put into YAML lists and taken out: the file stays the person's own."""

from __future__ import annotations

from pathlib import Path

import pytest

from aiws_cli.catalog.entries import Block, FileStyleError, Value, appended, change, without

ENTRY: dict[str, Value] = {
    "id": "b",
    "question": "지점: 몇 개?",
    "sql": Block("SELECT 1"),
    "tables": ("x.y",),
}

# (file before, file after)
ADDED = [
    ("", "list:\n  - id: b\n    question: \"지점: 몇 개?\"\n    sql: |\n      SELECT 1\n    tables: [x.y]\n"),
    (
        "# head\nlist:\n- id: a   # first\n\n\n",
        "# head\nlist:\n- id: a   # first\n- id: b\n  question: \"지점: 몇 개?\"\n  sql: |\n    SELECT 1\n  tables: [x.y]\n",
    ),
    (
        "list:\n    -   id: a\n\n    # about c\n    -   id: c\n",
        "list:\n    -   id: a\n\n    # about c\n    -   id: c\n\n    -   id: b\n        question: \"지점: 몇 개?\"\n"
        "        sql: |\n          SELECT 1\n        tables: [x.y]\n",
    ),
    (
        "list: []  # none yet\n",
        "list:  # none yet\n  - id: b\n    question: \"지점: 몇 개?\"\n    sql: |\n      SELECT 1\n    tables: [x.y]\n",
    ),
    (
        "# nothing but a comment\n",
        "# nothing but a comment\nlist:\n  - id: b\n    question: \"지점: 몇 개?\"\n    sql: |\n      SELECT 1\n    tables: [x.y]\n",
    ),
    (
        "list:\n  - id: a\n# the end",
        "list:\n  - id: a\n# the end\n  - id: b\n    question: \"지점: 몇 개?\"\n    sql: |\n      SELECT 1\n    tables: [x.y]\n",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("before", "after"), ADDED)
def test_an_entry_is_added_in_the_file_s_own_style(before: str, after: str) -> None:
    assert appended(before.encode(), "list", ENTRY).decode() == after


REMOVED = [
    ("list:\n  - id: a\n  - id: b\n    x: |\n      # not a comment\n  # about c\n  - id: c\n", 1, "list:\n  - id: a\n  # about c\n  - id: c\n"),
    ("list:\n- id: a\n# the end\n", 0, "list: []\n# the end\n"),
    ("list:\n  - id: a\n  - id: b\n", 1, "list:\n  - id: a\n"),
]  # fmt: skip


@pytest.mark.parametrize(("before", "number", "after"), REMOVED)
def test_an_entry_is_taken_out_with_nothing_else(before: str, number: int, after: str) -> None:
    assert without(before.encode(), "list", number).decode() == after
    emptied = without(b"list:\n  - id: a\n", "list", 0)
    assert appended(emptied, "list", {"id": "a"}) == b"list:\n  - id: a\n"


@pytest.mark.parametrize(
    "text",
    [
        "list: [{id: a}]\n",
        "{list: []}\n",
        "list:\n  - id: a\nother: 1\n",
        "- id: a\n",
        "list:\n  - id: [\n",
        "list:\n  - id: a\n...\n",
        "list:\n  - plain\n",
    ],
)
def test_a_file_written_otherwise_is_left_alone(text: str, tmp_path: Path) -> None:
    path = tmp_path / "f.yaml"
    path.write_text(text)
    with pytest.raises(FileStyleError) as caught:
        change(path, lambda data: appended(data, "list", ENTRY))
    assert str(path) in caught.value.message("ko") and caught.value.hint("en")
    assert path.read_text() == text
    assert [p.name for p in tmp_path.iterdir()] == ["f.yaml"]


def test_encoding_line_ends_and_mode_stay(tmp_path: Path) -> None:
    before = "list:\r\n  - id: 가\r\n"
    for data in (b"\xef\xbb\xbf" + before.encode(), before.encode("cp949")):
        after = appended(data, "list", {"id": "나"})
        assert after == data + (
            "  - id: 나\r\n".encode() if data[:1] == b"\xef" else "  - id: 나\r\n".encode("cp949")
        )
    path = tmp_path / "f.yaml"
    path.write_bytes(b"list:\n  - id: a\n")
    path.chmod(0o640)
    change(path, lambda data: appended(data, "list", {"id": "b"}))
    assert path.stat().st_mode & 0o777 == 0o640
    assert path.read_text() == "list:\n  - id: a\n  - id: b\n"


@pytest.mark.parametrize(
    "text",
    ["007", "null", "yes", "a # b", "a, b", "- a", "'a'", "# x", "a: b", "[a]", "😀", "a\\b", '"q"', "@x"],
)
def test_any_text_is_read_back_as_it_was(text: str) -> None:
    # `appended` holds its own result against what was meant, so that it returns at all is the test.
    made = appended(b"", "list", {"id": text, "more": (text, "b")})
    assert made.startswith(b"list:")
