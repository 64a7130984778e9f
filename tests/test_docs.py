"""The pages people read: links lead somewhere, commands are those there are, pictures are the program's own."""

from __future__ import annotations

import re
import sys
import xml.etree.ElementTree as ET
from pathlib import Path
from typing import Any

import pyte
import pytest

from aiws_cli.cli.commands import COMMANDS as PROGRAM_COMMANDS
from aiws_cli.cli.repl.commands import COMMANDS
from aiws_cli.ui.cells import width

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "scripts"))

from pictures.pages import FOLDER, PAGES, PLACE, linked, picture_file  # noqa: E402
from pictures.scenes import LANGUAGES, SCENES  # noqa: E402
from pictures.svg import CELL, MARGIN, cell_of, picture  # noqa: E402

DOCS = [*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").rglob("*.md"))]
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
SVG = "{http://www.w3.org/2000/svg}"


def heading_ids(text: str) -> set[str]:
    """What a page's headings are linked by: lower case, hyphens for blanks, no other signs."""
    headings = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", h.lower()).replace(" ", "-") for h in headings}


@pytest.mark.parametrize("page", DOCS, ids=lambda p: p.relative_to(ROOT).as_posix())
def test_every_link_of_a_page_leads_somewhere(page: Path) -> None:
    broken = []
    for target in LINK.findall(re.sub(r"```.*?```", "", page.read_text(encoding="utf-8"), flags=re.DOTALL)):
        if re.match(r"[a-z]+:", target):
            continue
        name, _, part = target.partition("#")
        place = page.parent / name if name else page
        if not place.exists() or (part and part not in heading_ids(place.read_text(encoding="utf-8"))):
            broken.append(target)
    assert broken == []


def test_the_pages_of_the_first_minutes_have_every_picture_in_both_languages() -> None:
    for page, language in PAGES.items():
        text = page.read_text(encoding="utf-8")
        assert [m["name"] for m in PLACE.finditer(text)] == [s.name for s in SCENES]
        assert linked(text, language) == text, "run: make pictures"
    there = {picture_file(s.name, language) for s in SCENES for language in LANGUAGES}
    assert set(FOLDER.iterdir()) <= there


@pytest.mark.parametrize("file", sorted(FOLDER.glob("*.svg")), ids=lambda p: p.name)
def test_a_picture_is_small_and_no_letter_leaves_its_cells(file: Path) -> None:
    assert file.stat().st_size < 64_000
    root = ET.fromstring(file.read_text(encoding="utf-8"))
    wide = float(root.attrib["width"])
    texts = list(root.iter(f"{SVG}text"))
    assert texts
    for text in texts:
        left, length = float(text.attrib["x"]), float(text.attrib["textLength"])
        assert length == pytest.approx(width(text.text or "") * CELL)
        assert left + length <= wide - MARGIN + 0.01
        assert (left - MARGIN) / CELL == pytest.approx(round((left - MARGIN) / CELL))


def test_a_screen_is_drawn_as_it_is() -> None:
    """Hangul takes two cells, blanks between words stand in no letter's run, colours and weight are kept."""
    screen = pyte.Screen(30, 2)
    pyte.Stream(screen).feed("지점 A<b> \x1b[1;31m강남\x1b[0m  \x1b[7m x \x1b[0m")
    lines = [[cell_of(c) for x in range(30) if (c := screen.buffer[y][x]).data] for y in range(2)]
    root = ET.fromstring(picture(lines, 30, 'a "title"'))
    drawn = [
        (t.text, t.attrib.get("class", ""), round((float(t.attrib["x"]) - MARGIN) / CELL))
        for t in root.iter(f"{SVG}text")
    ]
    assert drawn == [("지점", "", 0), ("A<b>", "", 5), ("강남", "red b", 10), (" x ", "r", 16)]
    assert root.attrib["aria-label"] == 'a "title"'


USING = (ROOT / "docs" / "USING.md").read_text(encoding="utf-8")


def test_the_guide_names_every_slash_command_and_no_other() -> None:
    names = {name for c in COMMANDS for name in (c.name, *c.also)}
    own = {"/NAME"}
    named = set(
        re.findall(
            r"(?<![\w./~>-])/[a-zA-Z-]+(?=[ `\]?)|.,:]|$)", " ".join(re.findall(r"`([^`\n]+)`", USING))
        )
    )
    assert {c.name for c in COMMANDS} - named == set()
    assert named - names - own == set()


@pytest.mark.parametrize("page", DOCS, ids=lambda p: p.relative_to(ROOT).as_posix())
def test_every_command_line_shown_begins_with_a_command_there_is(page: Path) -> None:
    shown = re.findall(r"^\$ aiws(?: +([a-z][\w-]*))?", page.read_text(encoding="utf-8"), re.MULTILINE)
    assert {name for name in shown if name} <= {c.name for c in PROGRAM_COMMANDS}


COMPARED = (ROOT / "docs" / "COMPARISON.md").read_text(encoding="utf-8")
ROWS = [
    [cell.strip() for cell in line.strip("|").split("|")]
    for line in COMPARED.splitlines()
    if re.match(r"\| \d+ \|", line)
]
SHOWN = {
    int(number): re.findall(r"`([^`]+)::([^`]+)`", tests)
    for number, tests in re.findall(r"^- (\d+): (.+)$", COMPARED, re.MULTILINE)
}


def test_thirty_features_are_set_against_six_peers() -> None:
    assert [int(row[0]) for row in ROWS] == list(range(1, 31))
    assert {len(row) for row in ROWS} == {9}


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[0])
def test_what_is_said_to_be_there_is_shown_by_tests_there_are(row: list[str]) -> None:
    number, ours = int(row[0]), row[2]
    assert re.match(r"yes$|partly: |not yet$", ours)
    assert bool(SHOWN.get(number)) is (ours != "not yet")
    for file, name in SHOWN.get(number, []):
        source = (ROOT / file).read_text(encoding="utf-8")
        assert re.search(rf"^def {re.escape(name)}\(", source, re.MULTILINE), f"{file}::{name}"


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[0])
def test_what_is_said_of_others_names_the_page_it_was_read_on(row: list[str]) -> None:
    read = set(re.findall(r"^- ([A-Z]\d): ", COMPARED, re.MULTILINE))
    for letter, cell in zip("QAOVWC", row[3:], strict=True):
        pages = re.findall(r"\[([A-Z]\d)\]", cell)
        assert cell == "—" or pages, cell
        assert set(pages) <= read and {p[0] for p in pages} <= {letter}, cell


def test_every_page_that_was_read_is_used() -> None:
    listed = re.findall(r"^- ([A-Z]\d): ", COMPARED, re.MULTILINE)
    assert len(listed) == len(set(listed))
    assert set(listed) == set(re.findall(r"\[([A-Z]\d)\]", COMPARED))


READMES = {name: (ROOT / name).read_text(encoding="utf-8") for name in ("README.md", "README.ko.md")}


def figures(text: str) -> list[list[str]]:
    """figure and command of each row of the table of figures; a link's words are its language's."""
    rows = [
        line.strip("|").split("|")
        for line in text.splitlines()
        if re.match(r"\| .+ \| .+ \| .*[`(].*\|$", line)
    ]
    return [[re.sub(r"\[.*?\]", "", cell).strip() for cell in row[-2:]] for row in rows]


def test_both_readmes_have_the_same_parts_and_figures() -> None:
    english, korean = READMES["README.md"], READMES["README.ko.md"]
    parts = [re.findall(r"^(## |```\w*$|\|---.*)", text, re.MULTILINE) for text in (english, korean)]
    assert parts[0] == parts[1]
    assert len(figures(english)) >= 9
    assert figures(english) == figures(korean)


@pytest.mark.parametrize(("readme", "language"), [("README.md", "en"), ("README.ko.md", "ko")])
def test_the_conversation_of_a_readme_is_the_one_in_the_picture(readme: str, language: Any) -> None:
    rows: dict[float, str] = {}
    drawn = ET.fromstring(picture_file("talk", language).read_text(encoding="utf-8")).iter(f"{SVG}text")
    for text in sorted(drawn, key=lambda t: float(t.attrib["x"])):
        line = rows.get(float(text.attrib["y"]), "")
        cells = round((float(text.attrib["x"]) - MARGIN) / CELL) - width(line)
        rows[float(text.attrib["y"])] = f"{line}{' ' * cells}{text.text}"
    shown = re.search(r"```text\n(.+?)\n```", READMES[readme], re.DOTALL)
    assert shown is not None
    assert shown[1] in "\n".join(rows[y] for y in sorted(rows))
