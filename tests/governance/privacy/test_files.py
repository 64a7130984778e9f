"""Files that are about to leave: where something is found in each kind, and that what can't be read never passes for clean."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import duckdb
import openpyxl
import pytest
from openpyxl.comments import Comment

from aiws_cli.governance.privacy.files import FileFinding, scan_file
from aiws_cli.governance.privacy.findings import acted
from aiws_cli.warehouses.file_pages import pages

NUMBER, MOBILE, ACCOUNT = "900101-1234567", "010-1234-5678", "110123456789"
WORD = "Qwer!" + "2345"


def found(path: Path) -> list[tuple[str, str]]:
    return [(f.where, f.kind) for f in acted(scan_file(path, pages))]


def notebook(path: Path) -> None:
    cells = [
        {"cell_type": "markdown", "source": ["# 점검\n", "끝"]},
        {
            "cell_type": "code",
            "source": ["df.head()"],
            "outputs": [
                {"output_type": "stream", "text": ["ok\n", f"고객 {NUMBER}\n"]},
                {
                    "output_type": "execute_result",
                    "data": {"text/html": f"<td>연락처</td><td>{MOBILE}</td>", "image/png": "iVBOR" * 90},
                },
                {"output_type": "error", "ename": "E", "evalue": "x", "traceback": [f"password='{WORD}'"]},
            ],
        },
    ]
    path.write_text(json.dumps({"cells": cells}), encoding="utf-8")


def workbook(path: Path) -> None:
    book = openpyxl.Workbook()
    first = book.active
    first.title = "고객"
    first.append(["번호", "계좌번호", "금액"])
    first.append(["C0000001", int(ACCOUNT), 3])
    first["C2"].comment = Comment(f"전화 {MOBILE}", "x")
    hidden = book.create_sheet("숨김")
    hidden.sheet_state = "hidden"
    hidden.append(["x", f'="{NUMBER}"'])
    book.save(path)


def parquet(path: Path) -> None:
    duckdb.sql(
        f"COPY (SELECT 1 AS id, '{MOBILE}' AS memo UNION ALL SELECT 2, 'x') TO '{path}' (FORMAT parquet)"
    )


def archive(path: Path) -> None:
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as z:
        z.writestr("b/메모.txt", f"고객 {NUMBER}")
    with zipfile.ZipFile(path, "w") as z:
        z.writestr("a.csv", f"이름,휴대폰\n김,{MOBILE}\n")
        z.writestr("in.zip", inner.getvalue())


def document(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as z:
        z.writestr(
            "word/document.xml", f"<w:p><w:r>고객 900101</w:r><w:r>-1234567</w:r></w:p><w:p>{'x' * 5}</w:p>"
        )


FILES: tuple[tuple[str, Callable[[Path], None], list[tuple[str, str]]], ...] = (
    (
        "a.txt",
        lambda p: p.write_bytes(f"첫 줄\n고객 {NUMBER}\n".encode("cp949")),
        [("line 2", "resident_no")],
    ),
    (
        "a.sql",
        lambda p: p.write_bytes(f"\ufeff-- x\nSELECT '{MOBILE}'".encode("utf-16")),
        [("line 2", "phone")],
    ),
    (
        "a.csv",
        lambda p: p.write_text(f"id;계좌번호\n1;{ACCOUNT}\n2;\n"),
        [("line 2, column 계좌번호", "account")],
    ),
    (
        "b.csv",
        lambda p: p.write_text(f'memo,n\n"두\n줄",1\n"{MOBILE}",2\n'),
        [("line 4, column memo", "phone")],
    ),
    ("c.csv", lambda p: p.write_text(f"{MOBILE},1\nx,2\n"), [("line 1", "phone")]),
    ("a.yaml", lambda p: p.write_text(f"password: {WORD}\n"), [("line 1", "password")]),
    ("plain", lambda p: p.write_text(f"tel {MOBILE}"), [("line 1", "phone")]),
    (
        "a.ipynb",
        notebook,
        [
            ("cell 2, output, line 2", "resident_no"),
            ("cell 2, output, line 1", "phone"),
            ("cell 2, output, line 1", "password"),
        ],
    ),
    (
        "a.xlsx",
        workbook,
        [
            ("고객, row 1, column 계좌번호", "account"),
            ("숨김, formulas, row 1", "resident_no"),
            ("line 1", "phone"),
        ],
    ),
    ("a.parquet", parquet, [("a, row 1, column memo", "phone")]),
    ("a.zip", archive, [("line 2, column 휴대폰", "phone"), ("line 1", "resident_no")]),
    ("a.docx", document, [("line 1", "resident_no")]),
)


@pytest.mark.parametrize(("name", "write", "places"), FILES, ids=[f[0] for f in FILES])
def test_each_kind_of_file(
    tmp_path: Path, name: str, write: Callable[[Path], None], places: list[tuple[str, str]]
) -> None:
    path = tmp_path / name
    write(path)
    assert found(path) == places
    told = repr(scan_file(path, pages))
    assert not any(value in told for value in (NUMBER, MOBILE, ACCOUNT, WORD))


def test_members_of_an_archive_are_named(tmp_path: Path) -> None:
    archive(tmp_path / "a.zip")
    assert [f.member for f in scan_file(tmp_path / "a.zip")] == ["a.csv", "in.zip/b/메모.txt"]


def bomb(path: Path) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as z:
        z.writestr("a.txt", b"0" * (80 * 1024 * 1024))


def deep(path: Path) -> None:
    content = b"x"
    for _ in range(4):
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as z:
            z.writestr("x.zip", content)
        content = out.getvalue()
    path.write_bytes(content)


UNREADABLE: tuple[tuple[str, Callable[[Path], None]], ...] = (
    ("a.bin", lambda p: p.write_bytes(bytes(range(256)) * 40)),
    ("a.xlsx", lambda p: p.write_bytes(b"PK\x03\x04 no workbook")),
    ("b.xlsx", lambda p: p.write_bytes(bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 600)),
    ("a.parquet", lambda p: p.write_bytes(b"PAR1 and nothing")),
    ("a.pdf", lambda p: p.write_bytes(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n" + bytes(range(256)) * 9)),
    ("bomb.zip", bomb),
    ("deep.zip", deep),
    ("torn.zip", lambda p: p.write_bytes(b"PK\x03\x04" + b"\0" * 99)),
)


@pytest.mark.parametrize(("name", "write"), UNREADABLE, ids=[u[0] for u in UNREADABLE])
def test_what_cannot_be_read_is_not_clean(tmp_path: Path, name: str, write: Callable[[Path], None]) -> None:
    write(tmp_path / name)
    assert {f.kind for f in acted(scan_file(tmp_path / name, pages))} == {"unreadable"}


def test_without_a_reader_a_workbook_is_unreadable_and_a_picture_only_told(tmp_path: Path) -> None:
    workbook(tmp_path / "a.xlsx")
    assert [f.kind for f in scan_file(tmp_path / "a.xlsx")] == ["unreadable"]
    (tmp_path / "a.png").write_bytes(b"\x89PNG")
    assert scan_file(tmp_path / "a.png") == (FileFinding(".png", "unreadable", "low"),)
