"""Build and search a synthetic catalog of N tables: seconds, sizes, memory, p50 and p95 of search and of link.

    python benchmarks/catalog.py 100000
    python benchmarks/catalog.py 5000 --columns 20 --keep DIR --out benchmarks/results/catalog.txt

Each figure is taken in a process of its own, so that memory is that of the step alone; a build's is the sum of the
largest the builder and its workers each were. `cpu` beside a time is what the process itself used: on a machine that
does other things too, the times are longer than they need be.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from synthetic_catalog import Named, Plan, named, question, text, write

LIMITS = {"whole build": 180.0, "one file changed": 1.0, "search p95": 50.0, "memory": 600.0}


def percentile(values: list[float], share: float) -> float:
    return sorted(values)[min(len(values) - 1, int(len(values) * share))]


def memory() -> tuple[float, float]:
    """Peak of this process and of the largest of its children, in MB."""
    unit = 1024 * 1024 if sys.platform == "darwin" else 1024
    who = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    own, child = (resource.getrusage(w).ru_maxrss / unit for w in who)
    return own, child


def cpu() -> float:
    """Seconds of processor time of this process and its ended children."""
    who = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    return sum(u.ru_utime + u.ru_stime for u in map(resource.getrusage, who))


def build_step(folder: Path, home: Path, _: Plan, __: int) -> dict[str, Any]:
    from aiws_cli.catalog.index import index_path
    from aiws_cli.catalog.indexing import build

    whole = not index_path(folder, home).exists()
    before = cpu()
    report = build(folder, index_path(folder, home))
    own, child = memory()
    workers = min(os.cpu_count() or 1, 8) if whole and report.files >= 2_000 else 0
    return {
        "seconds": report.seconds,
        "cpu": cpu() - before,
        "tables": report.tables,
        "parsed": report.parsed,
        "removed": report.removed,
        "bytes": report.bytes,
        "memory": own + child * workers,
    }


def open_step(folder: Path, home: Path, plan: Plan, _: int) -> dict[str, Any]:
    started = time.perf_counter()
    from aiws_cli.catalog.index import open_catalog

    imported = time.perf_counter()
    catalog = open_catalog(folder, home)
    assert catalog.table(named(plan.tables // 2).table)
    return {"import": (imported - started) * 1e3, "open": (time.perf_counter() - imported) * 1e3}


def search_step(folder: Path, home: Path, plan: Plan, questions: int) -> dict[str, Any]:
    from aiws_cli.catalog.index import open_catalog

    catalog = open_catalog(folder, home)
    asked = [question(plan, k) for k in range(questions)]
    found = first = 0
    hits: Any = ()

    def search(k: int) -> None:
        nonlocal hits
        hits = catalog.search(asked[k][0], limit=10)

    walls, cpus = [], []
    for k in range(questions):
        wall, used = timed(lambda k=k: search(k))  # type: ignore[misc]
        walls.append(wall)
        cpus.append(used)
        right = [_speaks_of(h.business_name, named(asked[k][1])) for h in hits]
        found += any(right)
        first += bool(right) and right[0]
    scoped = [
        timed(lambda k=k: catalog.search(asked[k][0], workspace=named(asked[k][1]).company, limit=10))[0]  # type: ignore[misc]
        for k in range(min(50, questions))
    ]
    return {
        **{f"p{p}": percentile(walls, p / 100) for p in (50, 95)},
        **{f"cpu{p}": percentile(cpus, p / 100) for p in (50, 95)},
        "max": max(walls),
        "first": walls[0],
        "scoped50": percentile(scoped, 0.5),
        "scoped95": percentile(scoped, 0.95),
        "found": found,
        "best": first,
        "memory": memory()[0],
    }


def _speaks_of(title: str, table: Named) -> bool:
    return {w for w in (table.qualifier[0], table.subject[0]) if w} <= set(title.split())


def link_step(folder: Path, home: Path, plan: Plan, questions: int) -> dict[str, Any]:
    from aiws_cli.catalog.index import open_catalog
    from aiws_cli.catalog.link import link

    catalog = open_catalog(folder, home)
    walls, cpus = [], []
    for k in range(questions):
        wall, used = timed(lambda k=k: link(catalog, question(plan, 10_000 + k)[0]))  # type: ignore[misc]
        walls.append(wall)
        cpus.append(used)
    return {
        **{f"p{p}": percentile(walls, p / 100) for p in (50, 95)},
        **{f"cpu{p}": percentile(cpus, p / 100) for p in (50, 95)},
        "max": max(walls),
        "memory": memory()[0],
    }


def wide_step(folder: Path, home: Path, plan: Plan, _: int) -> dict[str, Any]:
    """Link and card of the widest table, asked for by name."""
    from aiws_cli.catalog.index import open_catalog
    from aiws_cli.catalog.link import link
    from aiws_cli.catalog.schema_card import card, estimate

    catalog = open_catalog(folder, home)
    me = named(next(n for n in range(plan.tables) if plan.is_wide(n)))
    asked = f"{me.korean}의 연체 금액을 월별로 알려줘"
    linked: Any = None

    def choose() -> None:
        nonlocal linked
        linked = link(catalog, asked, workspace=me.company)

    links = [timed(choose) for _ in range(5)]
    table = catalog.table(me.table)
    assert table is not None and me.table in linked.tables, linked.tables
    made = ""

    def draw() -> None:
        nonlocal made
        made = card(table, question=asked, budget=900)

    return {
        "columns": len(table.columns),
        "shown": len(linked.columns[me.table]),
        "link": percentile([wall for wall, _ in links], 0.5),
        "cpu": percentile([used for _, used in links], 0.5),
        "card": percentile([timed(draw)[1] for _ in range(3)], 0.5),
        "tokens": estimate(made),
    }


def timed(do: Callable[[], object]) -> tuple[float, float]:
    """Wall and processor milliseconds of a call."""
    started, used = time.perf_counter(), time.process_time()
    do()
    return (time.perf_counter() - started) * 1e3, (time.process_time() - used) * 1e3


STEPS = {
    "build": build_step,
    "open": open_step,
    "search": search_step,
    "link": link_step,
    "wide": wide_step,
}


def apart(step: str, work: Path, plan: Plan, questions: int) -> dict[str, Any]:
    """A step in a process of its own."""
    shape = [str(plan.tables), "--columns", str(plan.columns), "--questions", str(questions)]
    command = [sys.executable, __file__, *shape, "--keep", str(work), "--step", step]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    out: dict[str, Any] = json.loads(done.stdout)
    return out


POLICY = """\
name: benchmark
version: "1"
roles: {analyst: {tables: [{match: "*"}]}}
everyone: {roles: [analyst]}
"""


def command_line(work: Path, folder: Path, asked: str) -> float:
    """`aiws catalog search` from start to end, in milliseconds."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("AIWS_", "PYTHON"))}
    policy = work / "policy.yaml"
    policy.write_text(POLICY, encoding="utf-8")
    kept["AIWS_POLICY"] = str(policy)
    environment = {**kept, "AIWS_HOME": str(work / "home"), "AIWS_CATALOG": str(folder), "AIWS_LANG": "ko"}
    aiws = str(Path(sys.executable).with_name("aiws"))
    started = time.perf_counter()
    subprocess.run(
        [aiws, "catalog", "search", asked], env=environment, check=True, stdin=subprocess.DEVNULL, capture_output=True
    )  # fmt: skip
    return (time.perf_counter() - started) * 1e3


def measure(work: Path, plan: Plan, questions: int, say: Callable[[str], None]) -> None:
    from aiws_cli.catalog.index import index_path

    folder, home = work / f"catalog_{plan.tables}", work / "home"
    started = time.perf_counter()
    marker = folder / ".plan"  # hidden: no part of the catalog
    if marker.is_file() and marker.read_text(encoding="utf-8").startswith(f"{plan}\n"):
        size = int(marker.read_text(encoding="utf-8").split("\n")[1])
    else:
        size = write(folder, plan)
        marker.write_text(f"{plan}\n{size}\n", encoding="utf-8")
    columns = sum(plan.width(n) for n in range(plan.tables))
    say(
        f"Catalog of {plan.tables:,} tables, {columns:,} columns, {size / 1e6:,.0f} MB of YAML "
        f"(written in {time.perf_counter() - started:.0f} s)."
    )
    load = f", load {os.getloadavg()[0]:.1f} at the start" if hasattr(os, "getloadavg") else ""
    say(f"Python {platform.python_version()}, {platform.system()}, {os.cpu_count()} cores{load}.\n")
    index_path(folder, home).unlink(missing_ok=True)

    def report(name: str, said: str) -> None:
        say(f"{name:26}{said}")

    def built(name: str, limit: float) -> None:
        b = apart("build", work, plan, questions)
        report(
            name,
            f"{b['seconds']:9.2f} s   limit {limit:g} s, cpu {b['cpu']:.2f} s, {b['memory']:.0f} MB, "
            f"read {b['parsed']:,}, removed {b['removed']}, {b['tables']:,} tables, index {b['bytes'] / 1e6:.0f} MB",
        )

    built("whole build", LIMITS["whole build"])
    built("nothing changed", LIMITS["one file changed"])
    one = folder / named(plan.tables // 3).place
    one.write_text(one.read_text(encoding="utf-8").replace("새벽", "아침"), encoding="utf-8")
    built("one file changed", LIMITS["one file changed"])
    one.write_text(text(plan, plan.tables // 3), encoding="utf-8")
    apart("build", work, plan, questions)
    extra = one.with_name("one_more_table.yaml")
    table = named(plan.tables // 3).table
    extra.write_text(text(plan, plan.tables // 3).replace(table, f"{table}_more"), encoding="utf-8")
    built("one file added", LIMITS["one file changed"])
    extra.unlink()
    built("one file removed", LIMITS["one file changed"])

    o = apart("open", work, plan, questions)
    report("open, every file looked at", f"{o['open']:9.1f} ms  (and {o['import']:.0f} ms of imports)")
    runs = [apart("open", work, plan, questions)["open"] for _ in range(3)]
    report("open within the minute", f"{percentile(runs, 0.5):9.1f} ms")
    asked = question(plan, 0)[0]
    runs = [command_line(work, folder, asked) for _ in range(5)]
    report(
        "aiws catalog search",
        f"{percentile(runs, 0.5):9.0f} ms  median of 5, start to end; first {runs[0]:.0f} ms",
    )

    s = apart("search", work, plan, questions)
    report("search p50", f"{s['p50']:9.1f} ms  cpu {s['cpu50']:.1f} ms")
    report("search p95", f"{s['p95']:9.1f} ms  limit {LIMITS['search p95']:g} ms, cpu {s['cpu95']:.1f} ms")
    report("search, first and slowest", f"{s['first']:9.1f} ms  {s['max']:.1f} ms")
    report("search in one company", f"{s['scoped50']:9.1f} ms  p95 {s['scoped95']:.1f} ms")
    report("subject and qualifier", f"{s['best']:9} first, {s['found']} among ten, of {questions}")
    report("memory while searching", f"{s['memory']:9.0f} MB  limit {LIMITS['memory']:g} MB")
    n = apart("link", work, plan, max(40, questions // 2))
    report("link p50", f"{n['p50']:9.1f} ms  cpu {n['cpu50']:.1f} ms")
    report("link p95", f"{n['p95']:9.1f} ms  cpu {n['cpu95']:.1f} ms, slowest {n['max']:.1f} ms")
    report("memory while linking", f"{n['memory']:9.0f} MB")
    w = apart("wide", work, plan, questions)
    report(
        f"table of {w['columns']:,} columns",
        f"{w['link']:9.1f} ms  link, cpu {w['cpu']:.1f} ms, {w['shown']} columns chosen; card of budget 900: {w['tokens']} tokens, cpu {w['card']:.0f} ms",
    )


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("tables", type=int, nargs="?", default=5_000)
    parser.add_argument("--columns", type=int, default=20)
    parser.add_argument("--questions", type=int, default=240)
    parser.add_argument("--keep", type=Path, help="folder to work in; it stays, and its files are used again")
    parser.add_argument("--out", type=Path, help="file for the figures as well")
    parser.add_argument("--step", choices=sorted(STEPS), help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    plan = Plan(chosen.tables, chosen.columns)
    if chosen.step:
        folder = chosen.keep / f"catalog_{plan.tables}"
        print(json.dumps(STEPS[chosen.step](folder, chosen.keep / "home", plan, chosen.questions)))
        return
    work = chosen.keep or Path(tempfile.mkdtemp(prefix="aiws-bench-catalog-"))
    lines: list[str] = []

    def say(line: str) -> None:
        print(line, flush=True)
        lines.append(line)

    try:
        measure(work, plan, chosen.questions, say)
    finally:
        if not chosen.keep:
            shutil.rmtree(work)
    if chosen.out:
        chosen.out.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
