"""Build and search a synthetic catalog of N tables: seconds, sizes, memory, p50 and p95 of searches.

    python benchmarks/catalog.py 5000
    python benchmarks/catalog.py 100000 --columns 20 --keep DIR

Names are drawn from Korean and English finance words, so tokens repeat the way a real catalog's do.
"""

from __future__ import annotations

import argparse
import random
import resource
import shutil
import tempfile
import time
from pathlib import Path

SUBJECTS = [
    ("예금", "deposit"), ("대출", "loan"), ("카드", "card"), ("보험", "insurance"), ("펀드", "fund"), ("채권", "bond"),
    ("주식", "stock"), ("신탁", "trust"), ("연금", "pension"), ("리스", "lease"), ("할부", "installment"), ("외환", "fx"),
    ("가맹점", "merchant"), ("고객", "customer"), ("계좌", "account"), ("지점", "branch"), ("직원", "staff"), ("상품", "product"),
    ("캠페인", "campaign"), ("포인트", "point"), ("청구", "billing"), ("연체", "overdue"), ("담보", "collateral"), ("심사", "review"),
    ("한도", "limit"), ("수수료", "fee"), ("금리", "rate"), ("환율", "exchange"), ("파생", "derivative"), ("리스크", "risk"),
    ("준법", "compliance"), ("민원", "complaint"), ("상담", "consultation"), ("마케팅", "marketing"), ("앱", "app"), ("접속", "session"),
    ("이체", "transfer"), ("송금", "remittance"), ("결제", "payment"), ("정산", "settlement"), ("세금", "tax"), ("예산", "budget"),
]  # fmt: skip
KINDS = [
    ("내역", "detail"), ("원장", "ledger"), ("이력", "history"), ("현황", "status"), ("집계", "summary"), ("기본", "base"),
    ("월별집계", "monthly"), ("일별집계", "daily"), ("변경", "change"), ("거래", "transaction"), ("잔액", "balance"), ("계약", "contract"),
    ("신청", "application"), ("승인", "approval"), ("해지", "termination"), ("만기", "maturity"), ("평가", "valuation"), ("분석", "analysis"),
]  # fmt: skip
FIELDS = [
    ("번호", "no", "VARCHAR"), ("일자", "date", "DATE"), ("금액", "amount", "DECIMAL(18,2)"), ("상태", "status", "VARCHAR"),
    ("코드", "code", "VARCHAR"), ("이름", "name", "VARCHAR"), ("비율", "ratio", "DOUBLE"), ("건수", "count", "BIGINT"),
    ("여부", "yn", "VARCHAR"), ("등급", "grade", "VARCHAR"), ("잔액", "balance", "DECIMAL(18,2)"), ("구분", "type", "VARCHAR"),
]  # fmt: skip
COMPANIES = ("bank", "card", "securities", "life", "capital", "am", "grp")


def write(folder: Path, tables: int, columns: int) -> list[tuple[str, str]]:
    """Write the files; pairs of (table, its Korean name) for asking."""
    chance = random.Random(7)
    names: list[tuple[str, str]] = []
    for n in range(tables):
        company = COMPANIES[n % len(COMPANIES)]
        parts = chance.sample(SUBJECTS, 2)
        kind = chance.choice(KINDS)
        korean = f"{parts[0][0]} {parts[1][0]} {kind[0]}"
        bare = f"{parts[0][1]}_{parts[1][1]}_{kind[1]}_{n}"
        table = f"{company}.{bare}"
        names.append((table, f"{korean} {n}"))
        lines = [
            f"apiVersion: v3.1.0\nkind: DataContract\nid: {table}\nversion: 1.0.0\nstatus: active\ndomain: d{n % 9}\nschema:",
            f"  - name: {bare}\n    physicalName: {table}\n    physicalType: table\n    businessName: {korean} {n}",
            f"    description: {korean}의 {kind[0]} 정보를 담는다.",
            f"    customProperties:\n      - {{property: businessNameEn, value: {parts[0][1]} {parts[1][1]} {kind[1]} {n}}}",
            f"    ai:\n      synonyms: [{parts[0][0]}{parts[1][0]}]\n    properties:",
        ]
        for c in range(columns):
            subject = SUBJECTS[(n * 5 + c * 7) % len(SUBJECTS)]
            field = FIELDS[c % len(FIELDS)]
            lines.append(
                f"      - name: {subject[1]}_{field[1]}_{c}\n        businessName: {subject[0]} {field[0]}\n"
                f"        logicalType: string\n        physicalType: {field[2]}\n        classification: internal\n"
                + (
                    "        primaryKey: true\n"
                    if c == 0
                    else "        ai:\n          code_values: {Y: 예, N: 아니오}\n"
                    if field[1] == "yn"
                    else ""
                )
            )
        if n % 3 == 0 and n >= len(COMPANIES):
            other, _ = names[n - len(COMPANIES)]
            here = f"{SUBJECTS[(n * 5) % len(SUBJECTS)][1]}_no_0"
            back = n - len(COMPANIES)
            there = f"{SUBJECTS[(back * 5) % len(SUBJECTS)][1]}_no_0"
            lines.append(
                f"    relationships:\n      - {{type: foreignKey, from: {table}.{here}, to: {other}.{there}}}"
            )
        place = folder / company / f"d{n % 9}" / f"{bare}.yaml"
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text("\n".join(line.rstrip("\n") for line in lines) + "\n", encoding="utf-8")
    return names


def percentile(values: list[float], share: float) -> float:
    return sorted(values)[min(len(values) - 1, int(len(values) * share))]


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("tables", type=int, nargs="?", default=5_000)
    parser.add_argument("--columns", type=int, default=20)
    parser.add_argument("--questions", type=int, default=200)
    parser.add_argument("--keep", type=Path, help="folder to build in; kept, and its files are used again")
    chosen = parser.parse_args()

    from aiws_cli.catalog.index import index_path, open_catalog
    from aiws_cli.catalog.indexing import build

    work = chosen.keep or Path(tempfile.mkdtemp(prefix="aiws-bench-catalog-"))
    folder, home = work / f"catalog_{chosen.tables}", work / "home"
    started = time.perf_counter()
    names = write(folder, chosen.tables, chosen.columns)
    print(f"wrote {chosen.tables:,} files in {time.perf_counter() - started:.1f} s")

    index = index_path(folder, home)
    report = build(folder, index, whole=True)
    print(
        f"whole build       {report.seconds:8.2f} s   {report.tables:,} tables, {report.tables * chosen.columns:,} columns, "
        f"index {report.bytes / 1e6:.0f} MB"
    )
    one = next(folder.rglob("*.yaml"))
    one.write_text(one.read_text(encoding="utf-8").replace("정보를", "자료를"), encoding="utf-8")
    report = build(folder, index)
    print(f"one file changed  {report.seconds:8.2f} s   parsed {report.parsed}")

    opened = []
    for _ in range(5):
        started = time.perf_counter()
        catalog = open_catalog(folder, home)
        catalog.table(names[len(names) // 2][0])
        opened.append((time.perf_counter() - started) * 1e3)
    print(f"open + table()    {percentile(opened, 0.5):8.2f} ms  (median of 5)")

    chance = random.Random(11)
    searched, asked, found = [], [], 0
    for n in range(chosen.questions):
        table, korean = chance.choice(names)
        words = korean.split()
        question = (
            f"{words[0]} {words[1]}의 {words[2]} 금액을 월별로 알려줘"
            if n % 3 == 0
            else f"최근 1개월 {words[0]}{words[1]} 잔액이 큰 순으로 고객별 {words[2]} 상위 10개를 보여줘"
            if n % 3 == 1
            else " ".join(table.partition(".")[2].split("_")[:3]) + " amount by customer grade"
        )
        started = time.perf_counter()
        hits = catalog.search(question, limit=10)
        searched.append((time.perf_counter() - started) * 1e3)
        found += bool(hits) and set(words[:2]) <= set(hits[0].business_name.split())
        if n < 50:
            started = time.perf_counter()
            catalog.search(korean, workspace=table.partition(".")[0], limit=10)
            asked.append((time.perf_counter() - started) * 1e3)
    print(
        f"search            p50 {percentile(searched, 0.5):.1f} ms   p95 {percentile(searched, 0.95):.1f} ms   max {max(searched):.1f} ms"
    )
    print(f"search in scope   p50 {percentile(asked, 0.5):.1f} ms   p95 {percentile(asked, 0.95):.1f} ms")
    print(f"first hit has both subjects: {found}/{chosen.questions}")
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    workers = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(f"peak memory       {own:.0f} MB, largest worker {workers:.0f} MB")
    if not chosen.keep:
        shutil.rmtree(work)


if __name__ == "__main__":
    main()
