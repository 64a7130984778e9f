"""Which picture stands where: a page says `<!-- picture: NAME | what it shows -->`, and the line below links it once drawn."""

from __future__ import annotations

import re
from pathlib import Path

from pictures.scenes import Language

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "docs" / "pictures"
PAGES: dict[Path, Language] = {
    ROOT / "docs" / "FIRST_TEN_MINUTES.md": "en",
    ROOT / "docs" / "FIRST_TEN_MINUTES.ko.md": "ko",
}
PLACE = re.compile(
    r"^<!-- picture: (?P<name>[\w-]+) \| (?P<shows>.+) -->\n(?:!\[.*\]\(.*\)\n)?", re.MULTILINE
)


def picture_file(name: str, language: Language) -> Path:
    """Where a picture is kept."""
    return FOLDER / (f"{name}.svg" if language == "en" else f"{name}.{language}.svg")


def linked(text: str, language: Language) -> str:
    """A page with a link under each place whose picture there is, and none under the others."""

    def place(found: re.Match[str]) -> str:
        name, shows = found["name"], found["shows"]
        file = picture_file(name, language)
        link = f"![{shows}](pictures/{file.name})\n" if file.is_file() else ""
        return f"<!-- picture: {name} | {shows} -->\n{link}"

    return PLACE.sub(place, text)


def link_pictures() -> None:
    """Write the links of every page anew."""
    for page, language in PAGES.items():
        if page.is_file():
            page.write_text(linked(page.read_text(encoding="utf-8"), language), encoding="utf-8")
