"""Draw the documentation's terminal pictures: aiws itself on a pseudo-terminal, over the demo data.

usage: make pictures [MODEL=file.gguf] [ONLY=name[,name]] [IN=ko|en]

Pictures that need a model are left out without MODEL, and named. Everything happens in a folder of its own below the
system's temporary folder, with a home and a demo warehouse made there; DEMO=file.duckdb takes one that is made already.
Afterwards each page links the pictures that there are.
"""

from __future__ import annotations

import argparse
import os
import shlex
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from pictures.pages import link_pictures, picture_file
from pictures.scenes import LANGUAGES, SCENES, Language, Scene
from pictures.svg import Cell, cell_of, picture
from support.terminal import Screen

ROOT = Path(__file__).resolve().parents[2]
SHIPPED = ("src", "prompts", "catalog_index", "policies", "eval_suites")
COLUMNS = 100
ASKED = "[y]"
PROMPT = "$ "
LONGEST = 600
"""Seconds a step may take: a small model on two cores writes a plan for minutes."""


class Stage:
    """A folder with a copy of aiws as a reader would install it, a home with the demo data, and an empty work folder."""

    def __init__(self, folder: Path, model: str, demo: str) -> None:
        self.home, self.work, self.bin = folder / "home", folder / "work", folder / "bin"
        self.model = model
        for name in SHIPPED:
            shutil.copytree(ROOT / name, folder / "aiws" / name, ignore=shutil.ignore_patterns("__pycache__"))
        self.bin.mkdir()
        aiws = self.bin / "aiws"
        aiws.write_text(
            f"#!/bin/sh\nPYTHONPATH={shlex.quote(str(folder / 'aiws/src'))} exec {shlex.quote(sys.executable)} "
            '-m aiws_cli "$@"\n',
            encoding="utf-8",
        )
        aiws.chmod(0o755)
        if demo:
            (self.home / "demo").mkdir(parents=True)
            shutil.copy(demo, self.home / "demo" / "demo_group.duckdb")
        else:
            self._run("en", "demo", "build")

    def set(self, scene: Scene, language: Language) -> dict[str, str]:
        """Empty what an earlier scene left, lay out this one's files and ask what was asked before; the environment."""
        for name in ("sessions", "audit", "history", "checkpoints", "feedback"):
            left = self.home / name
            shutil.rmtree(left) if left.is_dir() else left.unlink(missing_ok=True)
        shutil.rmtree(self.work, ignore_errors=True)
        self.work.mkdir()
        for name, text in scene.files.get(language, {}).items():
            (self.work / name).write_text(text, encoding="utf-8")
        for question in scene.before.get(language, ()):
            self._run(language, "ask", question)
        return self.environment(language)

    def environment(self, language: Language) -> dict[str, str]:
        kept = {
            k: v for k, v in os.environ.items() if not k.startswith(("AIWS_", "OLLAMA_", "PS", "NO_COLOR"))
        }
        told = {"AIWS_HOME": str(self.home), "AIWS_LANG": language, "AIWS_PROVIDER": "embedded"}
        if self.model:
            told["AIWS_GGUF"] = self.model
        path = f"{self.bin}{os.pathsep}{os.environ['PATH']}"
        return {**kept, **told, "PATH": path, "TERM": "xterm-256color", "LANG": "C.UTF-8", "PS1": PROMPT}

    def _run(self, language: Language, *args: str) -> None:
        command = [str(self.bin / "aiws"), *args]
        done = subprocess.run(
            command, env=self.environment(language), capture_output=True, text=True, check=False
        )
        if done.returncode:
            raise SystemExit(f"{shlex.join(command)}: {done.stderr}")


class NotDrawnError(Exception):
    """A scene that did not go as it is written: what aiws showed instead."""


def played(scene: Scene, language: Language, stage: Stage) -> list[list[Cell]]:
    """Type a scene's lines, each when the terminal waits for it; all that stood on the screen.

    Raises NotDrawnError where aiws does not ask for the agreement a scene gives, or does not come to an end.
    """
    env = stage.set(scene, language)
    program = ["/bin/bash", "--norc", "--noprofile", "-i"] if scene.shell else [str(stage.bin / "aiws")]
    screen = Screen(program=program, env=env, columns=COLUMNS, rows=scene.rows, cwd=stage.work)
    prompt = PROMPT.strip() if scene.shell else "›"
    try:
        _rest(screen, prompt, lambda: True)
        for line in scene.typed[language]:
            if line == "y" and not _asks(screen, prompt):
                raise NotDrawnError(f"nothing was asked\n{screen.text()}")
            # aiws takes no answer that was typed before its question stood there: a moment after it is shown.
            time.sleep(0.3)
            _type(screen, prompt, line)
            while line == "y" and _asks(screen, prompt):
                _type(screen, prompt, line)
        return _trimmed([[cell_of(c) for c in row] for row in screen.cells()])
    except AssertionError as late:
        raise NotDrawnError(str(late)) from late
    finally:
        screen.process.close(force=True)


def _type(screen: Screen, prompt: str, line: str) -> None:
    """Type a line and wait until it was taken and the terminal waits again."""
    before = screen.text().count(line.split()[0])
    screen.line(line)
    _rest(screen, prompt, lambda: screen.text().count(line.split()[0]) > before)


def _rest(screen: Screen, prompt: str, taken: Callable[[], bool]) -> None:
    """Wait for half a second of silence in which the terminal waits: with an empty input line, or with a question."""

    def waits(_: str) -> bool:
        return taken() and (screen.shown()[screen.row()].strip() == prompt or _asks(screen, prompt))

    quiet = 0
    while quiet < 5:
        screen.wait(waits, LONGEST)
        before = screen.raw
        screen.read(0.1)
        quiet = quiet + 1 if screen.raw == before and waits("") else 0


def _asks(screen: Screen, prompt: str) -> bool:
    """Whether a question for agreement waits at the cursor: it takes up to three lines."""
    lines, row = screen.shown(), screen.row()
    asked = "".join(lines[max(0, row - 2) : row + 1])
    return ASKED in asked and lines[row].strip() != prompt and not asked.endswith((" y", "] y"))


def _trimmed(lines: list[list[Cell]]) -> list[list[Cell]]:
    """Without empty lines at the end, and with one instead of many above the line at the window's lower edge."""
    empty = [not "".join(c.text for c in line).strip() for line in lines]
    last = max((i for i, e in enumerate(empty) if not e), default=0)
    above = max((i for i in range(last) if not empty[i]), default=0)
    return lines[: above + 1] + ([[], lines[last]] if last > above + 1 else lines[above + 1 : last + 1])


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--model", default="", help="a GGUF file, for pictures that need a model")
    parser.add_argument("--demo", default="", help="a demo warehouse made before")
    parser.add_argument("--only", default="", help="names, with commas")
    parser.add_argument("--language", default="", choices=["", *LANGUAGES])
    chosen = parser.parse_args()
    names = set(filter(None, chosen.only.split(",")))
    if unknown := names - {s.name for s in SCENES}:
        parser.error(
            f"no such picture: {', '.join(sorted(unknown))}; there are {', '.join(s.name for s in SCENES)}"
        )
    wanted = [s for s in SCENES if not names or s.name in names]
    failed: list[str] = []
    left = [s.name for s in wanted if s.model and not chosen.model]
    folder = Path(tempfile.gettempdir()) / "aiws-tour"
    folder.mkdir(mode=0o700)  # a fixed name, as it is seen in pictures: not one that somebody else made
    try:
        model = str(Path(chosen.model).resolve()) if chosen.model else ""
        stage = Stage(folder, model, chosen.demo)
        for scene in wanted:
            for language in LANGUAGES:
                if scene.name in left or chosen.language not in ("", language):
                    continue
                file = picture_file(scene.name, language)
                try:
                    lines = played(scene, language, stage)
                except NotDrawnError as why:
                    failed.append(file.name)
                    print(f"{file.name} is not drawn: {why}", flush=True)
                    continue
                file.parent.mkdir(exist_ok=True)
                file.write_text(picture(lines, COLUMNS, " · ".join(scene.typed[language])), encoding="utf-8")
                print(f"{file.relative_to(ROOT)}  {file.stat().st_size:,} bytes", flush=True)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    if left:
        print(f"left out, they need MODEL=file.gguf: {', '.join(left)}")
    if failed:
        print(f"not drawn: {', '.join(failed)}")
    link_pictures()
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
