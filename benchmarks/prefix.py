"""What the fixed head of a data question costs the embedded engine: cold, and in a second process with its state on disk.

    python benchmarks/prefix.py [--model FILE.gguf]      (default: the model the settings choose)

Each ask is a process of its own with the same AIWS_HOME, an empty one at the start. "First token" is from the request
to the first piece of the reply, the model's file being loaded before. The head is prompts/write_sql.md alone, and once
more with a system text of about 1,200 tokens, the most that is promised. Prints one line an ask.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path

from aiws_cli.core.settings import resolve
from aiws_cli.models.choose import embedded_file

ASK = """
import sys, time
from pathlib import Path
from aiws_cli.core.messages import Message, ModelRequest, Reply, TextPart
from aiws_cli.core.prompts import prompt
from aiws_cli.core.settings import Settings
from aiws_cli.models.embedded import EmbeddedModel

home, gguf, repeat, question = Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]), sys.argv[4]
model = EmbeddedModel(gguf, Settings(home=home), name=gguf.stem)
started = time.perf_counter()
head = Message("system", "\\n".join([prompt("write_sql").text] * repeat))
model.count((head,))
loaded = time.perf_counter()
request = ModelRequest((head, Message("user", question)), max_tokens=4)
first, reply = 0.0, None
for part in model.stream(request):
    if isinstance(part, TextPart) and not first:
        first = time.perf_counter()
    if isinstance(part, Reply):
        reply = part
print(f"{loaded - started:.2f} {first - loaded:.2f} {reply.usage.prompt_tokens} {reply.usage.cached_tokens}")
model.close()
"""


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--model", help="a GGUF file")
    options = parser.parse_args()
    gguf = Path(options.model) if options.model else embedded_file(resolve({}).settings)[0]
    lines = [
        f"{'head':>5} {'process':>8} {'load s':>7} {'first token s':>14} {'prompt tokens':>14} {'of them cached':>15}"
    ]
    print(lines[0])
    for repeat in (1, 7):
        with tempfile.TemporaryDirectory() as home:
            for process, question in (
                ("first", "지점은 몇 개?"),
                ("second", "고객은 몇 명?"),
                ("third", "대출은 몇 건?"),
            ):
                done = subprocess.run(
                    [sys.executable, "-c", ASK, home, str(gguf), str(repeat), question],
                    capture_output=True,
                    text=True,
                    check=True,
                )
                load, first, prompt, cached = done.stdout.split()
                line = f"{'x' + str(repeat):>5} {process:>8} {load:>7} {first:>14} {prompt:>14} {cached:>15}"
                lines.append(line)
                print(line, flush=True)
    results = Path(__file__).resolve().parent / "results"
    (results / f"prefix-{gguf.stem}.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
