"""Prompts: every text the model reads, one Markdown file each, with a version.

A file starts with front matter (`id`, `version`, `owner`, `for`), then the text with `{slots}`. The folder is
`prompts/` of the repository, shipped inside the wheel.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path

from .errors import SettingsError


@dataclass(frozen=True, slots=True)
class Prompt:
    """One prompt. `version` is what answers and audit records name."""

    id: str
    version: str
    owner: str
    purpose: str
    text: str

    @property
    def digest(self) -> str:
        """`sha256:…` of the text: two prompts of one version are the same only where this is."""
        return f"sha256:{sha256(self.text.encode()).hexdigest()}"

    def fill(self, **slots: str) -> str:
        """The text with each `{slot}` replaced; braces that are not a given slot stay as they are."""
        return re.sub(r"\{(\w+)\}", lambda m: slots.get(m[1], m[0]), self.text)


def data_folder(name: str) -> Path:
    """The folder `prompts` or `catalog_index` as shipped: inside the wheel, or the repository's in a source checkout."""
    package = Path(__file__).resolve().parent.parent
    shipped = package / "_data" / name
    return shipped if shipped.is_dir() else package.parent.parent / name


@cache
def prompt(prompt_id: str) -> Prompt:
    """The prompt with that id. Raises SettingsError when its file is missing or has no front matter."""
    path = data_folder("prompts") / f"{prompt_id}.md"
    try:
        head, text = _split(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as problem:
        raise SettingsError(name=f"prompts/{prompt_id}.md", detail=str(problem)) from problem
    return Prompt(
        head.get("id", prompt_id),
        head.get("version", "0"),
        head.get("owner", ""),
        head.get("for", ""),
        text.strip() + "\n",
    )


def prompt_ids() -> tuple[str, ...]:
    """Ids of all shipped prompts, sorted."""
    return tuple(sorted(p.stem for p in data_folder("prompts").glob("*.md")))


def _split(raw: str) -> tuple[dict[str, str], str]:
    match = re.match(r"---\n(.*?)\n---\n", raw, re.DOTALL)
    if match is None:
        raise ValueError("no front matter")
    head = {
        k.strip(): v.strip().strip('"')
        for k, _, v in (line.partition(":") for line in match[1].splitlines())
        if v
    }
    return head, raw[match.end() :]
