"""How quick the terminal feels: from a key to its letter on the screen, what a streamed token costs, how soon a result opens.

usage: python benchmarks/terminal.py [--keys N] [--out FILE]

Keys are pressed one by one on a pseudo-terminal that `aiws` runs in, at a prompt with 2,000 lines of history and 2,000
lines printed before, and timed until the terminal is written to. Tokens are Markdown of four characters each. A result of
50,000 rows is paged by `less` on a pseudo-terminal, timed from the call to the first row. Nothing needs a model.
"""

from __future__ import annotations

import argparse
import io
import os
import platform
import pty
import select
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from aiws_cli.core.results import ResultColumn
from aiws_cli.demo.build import build
from aiws_cli.ui.stream import ProseStream

LINES = 2_000
ROWS = 50_000
PROGRAM = [sys.executable, "-c", "import sys; from aiws_cli.cli.main import main; sys.exit(main())"]
PAGED = f"""
import sys
from terminal import rows, columns
from aiws_cli.ui.pager import page, table_lines
columns, rows = columns(), rows({ROWS})
print("READY", flush=True)
sys.stdin.readline()
page(table_lines(columns, rows), sys.stdin, sys.stdout)
"""
PROSE = (
    "## 지점별 실적\n\n이번 달 **여신 잔액**은 `bank.loans` 기준으로 늘었고, 지점마다 차이가 큽니다. "
    "The largest branch grew by *four* percent, the smallest by none at all.\n\n"
    "- 강남지점: 12.4% 증가\n- 서초지점: 3.1% 감소\n\n| 지점 | 잔액 |\n|---|---:|\n| 강남 | 1,204 |\n| 서초 | 988 |\n\n"
    "```sql\nSELECT branch_name, sum(balance) FROM bank.loans GROUP BY branch_name\n```\n\n"
)


class Terminal:
    """A program on a pseudo-terminal of 40 lines and 100 columns; answers where the cursor is asked for."""

    def __init__(self, argv: list[str], env: dict[str, str]) -> None:
        self.process, self.fd = pty.fork()
        if self.process == 0:
            os.execve(argv[0], argv, env)
        subprocess.run(["stty", "rows", "40", "cols", "100"], stdin=self.fd, check=True)

    def read(self, seconds: float) -> bytes:
        """What is written within that time, empty where nothing is."""
        if not select.select([self.fd], [], [], seconds)[0]:
            return b""
        try:
            data = os.read(self.fd, 65536)
        except OSError:
            return b""
        if b"\x1b[6n" in data:
            os.write(self.fd, b"\x1b[40;1R")
        return data

    def wait(self, wanted: bytes, seconds: float = 60) -> None:
        seen, deadline = b"", time.perf_counter() + seconds
        while wanted not in seen:
            if time.perf_counter() > deadline:
                raise TimeoutError(f"never shown: {wanted!r}; last {seen[-400:]!r}")
            seen += self.read(0.1)

    def quiet(self) -> None:
        """Until nothing has been written for a moment."""
        while self.read(0.15):
            pass

    def send(self, text: str) -> None:
        os.write(self.fd, text.encode())


def keys(count: int, folder: Path) -> list[float]:
    """Milliseconds from each key to the first byte the terminal gets for it."""
    data = folder / "demo.duckdb"
    build(data, scale=0.02)
    home = folder / "home"
    home.mkdir()
    with (home / "history").open("w", encoding="utf-8") as file:
        file.writelines(f"\n# 2026-09-30\n+지난 질문 {n} 은행 영업점별 실적\n" for n in range(LINES))
    env = {
        **os.environ,
        "AIWS_HOME": str(home),
        "AIWS_WAREHOUSE": f"duckdb://{data}",
        "AIWS_PROVIDER": "ollama",
        "OLLAMA_HOST": "127.0.0.1:9",
        "AIWS_LANG": "ko",
        "TERM": "xterm-256color",
    }
    terminal = Terminal(PROGRAM, env)
    terminal.wait("›".encode())
    terminal.quiet()
    for _ in range(LINES // 50):
        terminal.send("/tables\r")
        terminal.quiet()
    letters = "가나다라마바사아자차카타파하 abcdefghij "
    times = []
    for n in range(count):
        if n % 60 == 0:
            terminal.send("\x15")
            terminal.quiet()
        began = time.perf_counter()
        terminal.send(letters[n % len(letters)])
        while not terminal.read(5):
            pass
        times.append((time.perf_counter() - began) * 1000)
        terminal.quiet()
    terminal.send("\x15\x04")
    os.waitpid(terminal.process, 0)
    return times


class Counted(io.StringIO):
    """Counts what is written, as a terminal's line does."""

    bytes = 0

    def write(self, text: str) -> int:
        self.bytes += len(text.encode())
        return len(text)


def tokens() -> tuple[float, float, float]:
    """Bytes of the text per token, bytes written per token, tokens drawn per second."""
    text = PROSE * 40
    pieces = [text[at : at + 4] for at in range(0, len(text), 4)]
    out = Counted()
    stream = ProseStream(out, colour=True, live=True)
    began = time.perf_counter()
    for piece in pieces:
        stream.feed(piece)
    stream.end()
    seconds = time.perf_counter() - began
    return len(text.encode()) / len(pieces), out.bytes / len(pieces), len(pieces) / seconds


def rows(count: int) -> list[tuple[object, ...]]:
    """Rows of eight cells, as a result has them."""
    return [
        (n, f"지점 {n % 120}", f"고객 {n}", n * 17, n / 7, "2026-09-30", "정상", f"비고 {n % 9}")
        for n in range(count)
    ]


def columns() -> list[ResultColumn]:
    """The columns of `rows`."""
    kinds = ("INTEGER", "VARCHAR", "VARCHAR", "BIGINT", "DOUBLE", "DATE", "VARCHAR", "VARCHAR")
    return [ResultColumn(f"column_{n}", kind) for n, kind in enumerate(kinds)]


def paging(runs: int) -> list[float]:
    """Milliseconds from the call of the pager to the first row on the terminal."""
    times = []
    env = {
        **os.environ,
        "TERM": "xterm-256color",
        "PYTHONPATH": os.pathsep.join((str(Path(__file__).parent), *sys.path)),
    }
    for _ in range(runs):
        terminal = Terminal([sys.executable, "-c", PAGED], env)
        terminal.wait(b"READY")
        began = time.perf_counter()
        terminal.send("\n")
        terminal.wait("고객 1".encode())
        times.append((time.perf_counter() - began) * 1000)
        terminal.send("q")
        os.waitpid(terminal.process, 0)
        os.close(terminal.fd)
    return times


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--keys", type=int, default=300)
    parser.add_argument("--out", type=Path)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        pressed = keys(options.keys, Path(folder))
    text, written, speed = tokens()
    opened = paging(5)
    percentiles = statistics.quantiles(pressed, n=100)
    report = "\n".join(
        (
            f"The terminal. Python {platform.python_version()}, {platform.system()} {platform.machine()}, {os.cpu_count()} cores.",
            "",
            f"key to screen, {len(pressed)} keys, 2,000 lines before: median {percentiles[49]:.1f} ms, p95 {percentiles[94]:.1f} ms (limit 16)",
            f"streamed Markdown: {written:.1f} bytes written a token of {text:.1f} bytes, {speed:,.0f} tokens/s (limit 200)",
            f"{ROWS:,} rows of 8 cells in the pager: {statistics.median(opened):.0f} ms to the first row, worst {max(opened):.0f} (limit 300)",
            "",
        )
    )
    sys.stdout.write(report)
    if options.out:
        options.out.write_text(report, encoding="utf-8")


if __name__ == "__main__":
    main()
