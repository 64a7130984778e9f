"""Files without anybody's data or any secret, full of what looks like it: amounts, time stamps, ids, hashes, listings."""

from __future__ import annotations

import base64
import hashlib
import json
import random
import re
import sysconfig
import uuid
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
# An address is somebody's, and a URL's user@host looks like one: such real files are no clean ones.
_ADDRESS = re.compile(r"[\w.+-]@[\w-]+\.\w")
# Files that are about detecting hold examples of what is to be found; so do tests, which are left out whole.
_ABOUT_IT = re.compile(r"pii|secret|SECURITY|masks")
_REAL = {".py", ".md", ".yaml", ".yml", ".sql", ".toml", ".txt", ".json", ".cfg", ".sh", ".css", ".js"}


def _hex(rng: random.Random, n: int) -> str:
    return "".join(rng.choice("0123456789abcdef") for _ in range(n))


def _moment(rng: random.Random) -> datetime:
    return datetime(2024, 1, 1) + timedelta(seconds=rng.randrange(3 * 365 * 86_400))


def amounts(rng: random.Random) -> tuple[str, str]:
    lines = ["date,branch,amount,balance,rate,count"]
    for _ in range(60):
        lines.append(
            f"{_moment(rng):%Y-%m-%d},{rng.randrange(100, 999)},{rng.randrange(10 ** rng.randrange(3, 14))},"
            f'"{rng.randrange(10**12):,}",{rng.random() * 10:.6f},{rng.randrange(10**6)}'
        )
    return ".csv", "\n".join(lines)


def time_stamps(rng: random.Random) -> tuple[str, str]:
    moments = [_moment(rng) for _ in range(50)]
    forms: tuple[Callable[[datetime], str], ...] = (
        lambda m: f"{m.timestamp():.0f}",
        lambda m: f"{m.timestamp() * 1000:.0f}",
        lambda m: f"{m.timestamp() * 1e6:.0f}",
        lambda m: m.isoformat(),
        lambda m: f"{m:%Y%m%d%H%M%S}",
        lambda m: f"{m:%y%m%d%H%M%S}",
        lambda m: f"{m:%Y/%m/%d %H:%M:%S}.{rng.randrange(10**9):09}",
    )
    form = rng.choice(forms)
    name = rng.choice(("ts", "created_at", "event_time", "시각", "updated"))
    return ".csv", "\n".join([f"id,{name}", *(f"{i},{form(m)}" for i, m in enumerate(moments, 1))])


def order_numbers(rng: random.Random) -> tuple[str, str]:
    form = rng.choice(
        (
            lambda: f"{_moment(rng):%Y%m%d}-{rng.randrange(10**6):06}",
            lambda: f"ORD{_moment(rng):%y%m%d}{rng.randrange(10**7):07}",
            lambda: f"{_moment(rng):%Y%m%d}{rng.randrange(10**8):08}",
            lambda: f"PO-{rng.randrange(10**6):06}-{rng.randrange(10**3):03}",
            lambda: f"{rng.randrange(10**4):04}-{rng.randrange(10**4):04}-{rng.randrange(10**4):04}",
        )
    )
    lines = [f"주문번호 {form()} 수량 {rng.randrange(1, 99)}개 {rng.randrange(10**6):,}원" for _ in range(30)]
    return ".txt", "\n".join(lines)


def catalog_ids(rng: random.Random) -> tuple[str, str]:
    lines = ["customer_id,account_id,loan_id,product_code,branch_cd"]
    for _ in range(50):
        lines.append(
            f"C{rng.randrange(10**7):07},A{rng.randrange(10**8):08},L{rng.randrange(10**6):06},P-{rng.randrange(10**4):04},{rng.randrange(10**4):04}"
        )
    return ".csv", "\n".join(lines)


def hashes(rng: random.Random) -> tuple[str, str]:
    lines = []
    for i in range(30):
        raw = hashlib.sha512(_hex(rng, 9).encode()).digest()
        lines += [
            f"package-{i}=={rng.randrange(9)}.{rng.randrange(30)}.{rng.randrange(12)} \\",
            f"    --hash=sha256:{_hex(rng, 64)} \\",
            f'  "integrity": "sha512-{base64.b64encode(raw).decode()}",',
            f"{_hex(rng, 40)} refs/heads/feature-{i}",
        ]
    return ".txt", "\n".join(lines)


def uuids(rng: random.Random) -> tuple[str, str]:
    return ".json", json.dumps(
        [
            {"id": str(uuid.UUID(int=rng.getrandbits(128))), "trace": _hex(rng, 32), "span": _hex(rng, 16)}
            for _ in range(60)
        ]
    )


def versions(rng: random.Random) -> tuple[str, str]:
    lines = [
        f"v{rng.randrange(20)}.{rng.randrange(100)}.{rng.randrange(1000)}-rc.{rng.randrange(9)}+build.{rng.randrange(10**8)} "
        f"10.{rng.randrange(255)}.{rng.randrange(255)}.{rng.randrange(255)}:{rng.randrange(65000)} 2026.{rng.randrange(12)}.{rng.randrange(28)}"
        for _ in range(40)
    ]
    return ".txt", "\n".join(lines)


def books(rng: random.Random) -> tuple[str, str]:
    def isbn() -> str:
        body = rng.choice(("97889", "97911")) + "".join(rng.choice("0123456789") for _ in range(7))
        return body + str(-sum(int(d) * (1 + 2 * (i % 2)) for i, d in enumerate(body)) % 10)

    lines = [
        f"ISBN {i[:3]}-{i[3:5]}-{i[5:10]}-{i[10:12]}-{i[12]} 또는 {i}" for i in (isbn() for _ in range(30))
    ]
    return ".md", "\n".join(lines)


def numbers_in_sql(rng: random.Random) -> tuple[str, str]:
    lines = [
        f"SELECT * FROM bank.loans WHERE loan_id = {rng.randrange(10 ** rng.randrange(3, 12))} AND amount BETWEEN {rng.randrange(10**9)} AND {rng.randrange(10**12)}"
        f" AND opened >= DATE '{_moment(rng):%Y-%m-%d}' AND rate < {rng.random():.10f}; -- {rng.randrange(10**8)} rows"
        for _ in range(40)
    ]
    return ".sql", "\n".join(lines)


def floats(rng: random.Random) -> tuple[str, str]:
    values = [[rng.gauss(0, 1) for _ in range(8)] for _ in range(40)]
    return ".json", json.dumps({"weights": values, "loss": [rng.random() for _ in range(20)]}, indent=1)


def listing(rng: random.Random) -> tuple[str, str]:
    lines = []
    for i in range(40):
        name = rng.choice(("token", "password", "api_key", "secret", "key"))
        lines += [
            f"def read_{name}_{i}(path: str, {name}: str | None = None) -> str:",
            f'    """The {name} of slot {i}, from ${name.upper()}."""',
            f'    {name} = {name} or os.environ["APP_{name.upper()}"]',
            f"    {name}_length = {rng.randrange(10, 99)}",
            f"    return {name} if len({name}) >= {name}_length else get_{name}(path)[{i}]",
        ]
    return ".py", "\n".join(lines)


def settings_with_places(rng: random.Random) -> tuple[str, str]:
    lines = [
        "database:",
        "  host: db.hq",
        f"  port: {rng.randrange(1024, 65535)}",
        "  user: ${DB_USER}",
        "  password: ${DB_PASSWORD}",
        "  url: postgresql://${DB_USER}:${DB_PASSWORD}@db.hq/core",
        "gitlab_token: <your token>",
        "api_key: xxxxxxxxxxxxxxxxxxxx",
        f"token_ttl: {rng.randrange(10**6)}",
        "secret_name: projects/core/secrets/reporting",
        "password_file: /run/secrets/db_password",
        f"max_tokens: {rng.randrange(10**5)}",
        "snowflake_private_key_path: ~/.ssh/rsa_key.p8",
    ]
    rng.shuffle(lines)
    return ".yaml", "\n".join(lines)


def market(rng: random.Random) -> tuple[str, str]:
    lines = ["isin,ticker,lei,open,high,low,close,volume"]
    for _ in range(50):
        lines.append(
            f"KR7{rng.randrange(10**6):06}00{rng.randrange(10)},{rng.randrange(10**6):06},{_hex(rng, 20).upper()},"
            + ",".join(str(rng.randrange(1000, 10**6)) for _ in range(4))
            + f",{rng.randrange(10**8)}"
        )
    return ".csv", "\n".join(lines)


def operations_log(rng: random.Random) -> tuple[str, str]:
    lines = []
    for _ in range(60):
        m = _moment(rng)
        lines.append(
            f"{m:%Y-%m-%d %H:%M:%S},{rng.randrange(1000):03} INFO pid={rng.randrange(99999)} tid={rng.randrange(10**15)} "
            f"elapsed={rng.random() * 1000:.3f}ms rows={rng.randrange(10**7)} bytes={rng.randrange(10**11)} trace_id={_hex(rng, 32)} epoch={m.timestamp() * 1000:.0f}"
        )
    return ".log", "\n".join(lines)


def report(rng: random.Random) -> tuple[str, str]:
    lines = ["# 월간 실적 보고", ""]
    for i in range(25):
        lines += [
            f"{i + 1}. {2020 + i % 7}년 {rng.randrange(1, 13)}월 카드 매출은 {rng.randrange(10**12):,}원, 전월 대비 {rng.random() * 20 - 10:.2f}%입니다.",
            f"   계좌 수 {rng.randrange(10**7):,}개, 신규 고객 {rng.randrange(10**5):,}명 ({_moment(rng):%Y.%m.%d} 기준), 문의 1588-{rng.randrange(1000, 9999)}.",
        ]
    return ".md", "\n".join(lines)


def positions(rng: random.Random) -> tuple[str, str]:
    lines = ["id,lat,lon,geohash,zip,bizarea"]
    lines += [
        f"{i},{37 + rng.random():.7f},{126 + rng.random() * 3:.7f},wyd{_hex(rng, 6)},{rng.randrange(10**5):05},{rng.randrange(11, 53)}-{rng.randrange(10**3):03}"
        for i in range(50)
    ]
    return ".csv", "\n".join(lines)


def image_in_text(rng: random.Random) -> tuple[str, str]:
    body = base64.b64encode(rng.randbytes(600)).decode()
    return ".html", f'<html><img src="data:image/png;base64,{body}"><p>{rng.randrange(10**9)}</p></html>'


MADE: tuple[Callable[[random.Random], tuple[str, str]], ...] = (
    amounts,
    time_stamps,
    order_numbers,
    catalog_ids,
    hashes,
    uuids,
    versions,
    books,
    numbers_in_sql,
    floats,
    listing,
    settings_with_places,
    market,
    operations_log,
    report,
    positions,
    image_in_text,
)


def made(seed: int, of_each: int) -> Iterator[tuple[str, str, str]]:
    """(name, ending, text) of `of_each` files of every kind."""
    for make in MADE:
        for number in range(of_each):
            suffix, text = make(random.Random(f"{seed} {make.__name__} {number}"))
            yield f"{make.__name__}-{number}", suffix, text


def own_files() -> list[Path]:
    """The project's own texts, but for those that are about detecting."""
    folders = ("src", "catalog_index", "docs", "prompts", "requirements", "benchmarks", "scripts")
    found = [p for f in folders for p in sorted((ROOT / f).rglob("*")) if p.is_file() and p.suffix in _REAL]
    return [p for p in found if not _ABOUT_IT.search(p.relative_to(ROOT).as_posix()) and _is_clean(p)]


def library_files(most: int, seed: int = 1) -> list[Path]:
    """Sources of Python's own library, drawn by lot."""
    found = sorted(Path(sysconfig.get_paths()["stdlib"]).rglob("*.py"))
    found = [
        p
        for p in found
        if not {"site-packages", "test", "tests", "__pycache__"} & set(p.parts) and p.stat().st_size < 200_000
    ]
    random.Random(seed).shuffle(found)
    return [p for p in found if _is_clean(p)][:most]


def _is_clean(path: Path) -> bool:
    try:
        return _ADDRESS.search(path.read_text(encoding="utf-8")) is None
    except UnicodeDecodeError:
        return False
