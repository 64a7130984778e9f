"""Files that planted values stand in: prose, tables, code, settings, logs, workbooks. Each says where it put what."""

from __future__ import annotations

import csv
import io
import json
import random
import re
from collections.abc import Callable
from dataclasses import dataclass

from support.planted import Planted

_SURNAMES = "김이박최정강조윤장임"
_GIVEN = ("서연", "민준", "지우", "하은", "도윤", "예진", "시우", "수아")
# Particles and word ends that follow a number without a space.
_TAILS = ("의", "로", "을", "이고", "님", "번", "입니다", "에서", "(확인)", "", " ", ".", ",")


@dataclass(frozen=True)
class Put:
    """A value and its place: characters of `text` for text files; for tables the row (from 0, below the header) and column."""

    planted: Planted
    start: int
    end: int
    row: int = -1
    column: int = -1


@dataclass(frozen=True)
class Carrier:
    name: str
    suffix: str
    text: str
    puts: tuple[Put, ...]
    header: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()


class _Page:
    """A text that grows, and remembers where values went."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.size = 0
        self.puts: list[Put] = []

    def add(self, text: str) -> None:
        self.parts.append(text)
        self.size += len(text)

    def put(self, planted: Planted, written: str | None = None) -> None:
        text = planted.text if written is None else written
        self.puts.append(Put(planted, self.size, self.size + len(text)))
        self.add(text)

    def carrier(self, name: str, suffix: str) -> Carrier:
        return Carrier(name, suffix, "".join(self.parts), tuple(self.puts))


def _name(rng: random.Random) -> str:
    return rng.choice(_SURNAMES) + rng.choice(_GIVEN)


def _amount(rng: random.Random) -> str:
    return f"{rng.randrange(1_000, 900_000_000):,}"


def _day(rng: random.Random) -> str:
    return f"2026-{rng.randrange(1, 13):02}-{rng.randrange(1, 29):02}"


def prose(rng: random.Random, values: list[Planted]) -> Carrier:
    page = _Page()
    page.add("상담 기록 정리\n\n")
    for value in values:
        label = value.label[0]
        if value.whole_line:
            page.add(f"{label} 원문:\n")
            page.put(value)
            page.add("\n")
            continue
        if value.needs_label or rng.random() < 0.4:
            page.add(
                rng.choice(
                    (
                        f"{_name(rng)} 고객의 {label}는 ",
                        f"{label}: ",
                        f"담당자({label} ",
                        f"고객이 알려준 {label}{' ' if label.isascii() else ''}",
                    )
                )
            )
        else:
            page.add(
                rng.choice(
                    (
                        "어제 접수한 고객",
                        "신청서에 적힌 ",
                        f"{_name(rng)}님(",
                        "다음 건을 확인: ",
                        "기존 정보 ",
                    )
                )
            )
        page.put(value)
        page.add(
            rng.choice(_TAILS)
            + rng.choice((" 확인 바랍니다.", f" 금액은 {_amount(rng)}원입니다.", " 처리 완료."))
            + "\n"
        )
        if rng.random() < 0.5:
            page.add(f"{_day(rng)} 기준 잔액 {_amount(rng)}원, 지점 {rng.randrange(100, 999)}호.\n")
    return page.carrier("prose", ".txt")


def markdown(rng: random.Random, values: list[Planted]) -> Carrier:
    page = _Page()
    page.add("# 점검 목록\n\n| 항목 | 값 | 일자 |\n|---|---|---|\n")
    for value in values:
        label = value.label[rng.choice((0, 1))]
        if value.whole_line:
            page.add(f"\n```\n{label}\n")
            page.put(value)
            page.add("\n```\n")
            continue
        page.add(f"| {label if value.needs_label or rng.random() < 0.6 else '고객 건'} | ")
        page.put(value)
        page.add(f" | {_day(rng)} |\n")
    return page.carrier("markdown", ".md")


def table(rng: random.Random, values: list[Planted]) -> Carrier:
    """A CSV file: a column for each value's kind, the value in one of its rows or (half of the time) every row filled."""
    fresh = [v for v in values if "\n" not in v.text]
    header = [
        "customer_id",
        *(v.label[2] if v.needs_label or rng.random() < 0.6 else f"memo{i}" for i, v in enumerate(fresh)),
        "amount",
        "day",
    ]
    if rng.random() < 0.3:
        header = [
            *(["고객번호"]),
            *(v.label[0] if h == v.label[2] else h for v, h in zip(fresh, header[1:], strict=False)),
            "금액",
            "일자",
        ]
    rows: list[list[str]] = []
    puts: list[Put] = []
    for _ in range(rng.randrange(3, 30)):
        rows.append(
            [f"C{rng.randrange(10**7):07}", *("" for _ in fresh), str(rng.randrange(10**8)), _day(rng)]
        )
    for i, value in enumerate(fresh, 1):
        r = rng.randrange(len(rows))
        before, behind = rng.choice((("", ""), ("", ""), ("고객", "건"), ("(", ")")))
        rows[r][i] = f"{before}{value.text}{behind}"
        puts.append(Put(value, len(before), len(before) + len(value.text), r, i))
    out = io.StringIO()
    writer = csv.writer(out, delimiter=rng.choice((",", ",", ";", "\t")), lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return Carrier("csv", ".csv", out.getvalue(), tuple(puts), tuple(header), tuple(map(tuple, rows)))


def sql(rng: random.Random, values: list[Planted]) -> Carrier:
    page = _Page()
    page.add("-- 고객 확인용\nSELECT c.customer_id, c.name\nFROM card.customers AS c\nWHERE c.status = 'A'\n")
    for value in values:
        if value.whole_line:
            page.add(f"/* {value.label[2]}\n")
            page.put(value)
            page.add("\n*/\n")
            continue
        column = value.label[2] if value.needs_label or rng.random() < 0.6 else "c.memo"
        page.add(f"  AND {column.replace(' ', '_')} {rng.choice(('=', '<>', '='))} '")
        page.put(value)
        page.add("'\n")
    page.add(f"  AND c.joined >= DATE '{_day(rng)}'\nLIMIT {rng.randrange(1, 500)};\n")
    return page.carrier("sql", ".sql")


def python(rng: random.Random, values: list[Planted]) -> Carrier:
    page = _Page()
    page.add('"""점검 스크립트."""\n\nimport re\n\nLIMIT = 10_000\n')
    for value in values:
        name = (
            re.sub(r"\W+", "_", value.label[2]).upper()
            if value.needs_label or rng.random() < 0.6
            else "TARGET"
        )
        if value.whole_line:
            page.add(f'{name} = """\n')
            page.put(value)
            page.add('\n"""\n')
            continue
        page.add(f"{name} = {rng.choice(chr(34) + chr(39))}")
        quote = page.parts[-1][-1]
        page.put(value)
        page.add(f"{quote}\n")
    page.add(f"total = {rng.randrange(10**9)} + {rng.random():.12f}\n")
    return page.carrier("python", ".py")


def yaml(rng: random.Random, values: list[Planted]) -> Carrier:
    page = _Page()
    page.add(f"version: 1.{rng.randrange(20)}.{rng.randrange(9)}\nas_of: {_day(rng)}\nentries:\n")
    for value in values:
        key = (
            value.label[rng.choice((0, 2))].replace(" ", "_")
            if value.needs_label or rng.random() < 0.6
            else "value"
        )
        if value.whole_line:
            page.add(f"- {key}: |\n    ")
            page.put(value, value.text.replace("\n", "\n    "))
            page.add("\n")
            continue
        quote = rng.choice(("", '"', "'")) if "\\" not in value.text and ": " not in value.text else '"'
        page.add(f"- {key}: {quote}")
        page.put(value)
        page.add(f"{quote}\n")
    return page.carrier("yaml", ".yaml")


def as_json(rng: random.Random, values: list[Planted]) -> Carrier:
    page = _Page()
    page.add('{\n "id": "' + f"{rng.randrange(16**8):08x}" + '",\n "rows": [\n')
    for value in values:
        key = value.label[rng.choice((0, 2))] if value.needs_label or rng.random() < 0.6 else "value"
        page.add(f'  {{"{key}": "')
        page.put(value, json.dumps(value.text, ensure_ascii=False)[1:-1])
        page.add(f'", "amount": {rng.randrange(10**8)}}},\n')
    page.add(f'  {{"n": {rng.random():.15f}}}\n ]\n}}\n')
    return page.carrier("json", ".json")


def log(rng: random.Random, values: list[Planted]) -> Carrier:
    page = _Page()
    for value in values:
        level = rng.choice(("INFO", "WARN", "ERROR"))
        page.add(
            f"{_day(rng)}T{rng.randrange(24):02}:{rng.randrange(60):02}:07.{rng.randrange(999999):06} {level} [worker-{rng.randrange(9)}] "
        )
        page.add(f"req={rng.randrange(16**12):012x} took={rng.randrange(9000)}ms ")
        if value.whole_line:
            page.add("config dumped\n")
            page.put(value)
            page.add("\n")
            continue
        key = value.label[2] if value.needs_label or rng.random() < 0.5 else "input"
        page.add(rng.choice((f"{key}=", f'{key}="', f"{key}: ")))
        quoted = page.parts[-1].endswith('"')
        page.put(value)
        page.add(('"' if quoted else "") + "\n")
    return page.carrier("log", ".log")


def workbook(rng: random.Random, values: list[Planted]) -> Carrier:
    """The cells of a sheet, or of a result: written to .xlsx by who wants a file."""
    made = table(rng, values)
    return Carrier("xlsx", ".xlsx", "", made.puts, made.header, made.rows)


CARRIERS: tuple[Callable[[random.Random, list[Planted]], Carrier], ...] = (
    prose,
    markdown,
    table,
    sql,
    python,
    yaml,
    as_json,
    log,
    workbook,
)
