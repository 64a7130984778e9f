"""A bank's own small project on disk, whole, and every door of the program that does something with it.

Warehouse, catalog, policy and state are real files, made once by the program's own engine and commands and copied for each
test. Every value in the warehouse is a canary: where one shows, something was read.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from aiws_cli.core.messages import Reply
from support.scripted_model import call

CANARY = "QX7CANARY"
PROGRAM = (sys.executable, "-c", "import sys; from aiws_cli.cli.main import main; sys.exit(main())")

POLICY = """\
name: own
version: "1"
roles:
  analyst:
    tables:
      - match: shop.stores
everyone:
  roles: [analyst]
"""

RICH_RULE = """\
      - match: shop.secrets
        deny: true
      - match: shop.*
        hide: [store_id]
        mask:
          store_kind: redact
        rows: store_kind = {user.kind}
        least_group: {size: 10, unit: store_id}
"""

CATALOG = """\
name: own
version: 1.0.0
companies:
  - id: shop
    title_ko: 상점
    title_en: Shop
    domains:
      - {id: places, title_ko: 점포, title_en: Stores}
"""

STORES = """\
apiVersion: v3.1.0
kind: DataContract
id: shop.stores
version: 1.0.0
status: active
domain: places
schema:
  - name: stores
    physicalName: shop.stores
    physicalType: table
    businessName: 점포
    description: 점포 하나에 한 행.
    dataGranularityDescription: 점포 하나에 한 행
    customProperties:
      - {property: businessNameEn, value: Stores}
      - {property: owner, value: 점포관리부}
    ai:
      synonyms: [매장]
    properties:
      - name: store_id
        businessName: 점포번호
        logicalType: string
        physicalType: VARCHAR
        primaryKey: true
        primaryKeyPosition: 1
        required: true
        classification: internal
      - name: store_kind
        businessName: 점포유형
        logicalType: string
        physicalType: VARCHAR
        required: true
        classification: internal
    relationships: []
"""

STATEMENT = "SELECT store_kind, count(*) AS n FROM shop.stores GROUP BY store_kind ORDER BY store_kind"
FAILS_WHEN_RUN = "SELECT CAST(store_kind AS INTEGER) AS n FROM shop.stores"
BY_RULES = "점포유형별 점포 수"
BY_MODEL = "점포유형마다 번호가 가장 늦은 점포를 견주어 보여줘"
BY_TOOLS = "파이썬 스크립트로 점포유형 이름의 길이를 계산해줘"
CODE = """import duckdb
duckdb.sql("SELECT store_kind, length(store_kind) AS long FROM r1").write_csv("result.csv")
print("counted")
"""
TOOL_CALLS: tuple[Reply | str, ...] = (
    call("run_sql", sql=STATEMENT),
    call("run_python", code=CODE),
    "계산했습니다.",
)


@dataclass(frozen=True, slots=True)
class Door:
    """One way to make the program do something. `{out}` in `args` is a file that it makes, `{session}` a saved conversation.

    `replies` are the model's, in order. `shows`: whether the canary is seen when all is well (on stdout or in the file).
    """

    args: tuple[str, ...]
    out: str = ""
    replies: tuple[Reply | str, ...] = ()
    shows: bool = True
    healthy: int = 0


DOORS: Mapping[str, Door] = {
    "ask by rules": Door(("ask", BY_RULES)),
    "ask by the model": Door(("ask", BY_MODEL, "--json"), replies=(STATEMENT,)),
    "ask --save": Door(("ask", BY_RULES, "--save", "{out}", "--quiet"), out="answer.csv"),
    "ask and run Python": Door(("ask", BY_TOOLS, "--mode", "auto", "--json"), replies=TOOL_CALLS),
    "sql": Door(("sql", STATEMENT)),
    "sql --format csv": Door(("sql", STATEMENT, "--format", "csv")),
    "sql --save": Door(("sql", STATEMENT, "--save", "{out}", "--json"), out="rows.xlsx"),
    "sql that fails when it runs": Door(("sql", FAILS_WHEN_RUN), shows=False, healthy=6),
    "catalog import": Door(("catalog", "import", "--samples", "--json", "--out", "{out}"), out="imported"),
    "evidence": Door(
        ("sessions", "export", "{session}", "--evidence", "-o", "{out}"), out="bundle.zip", shows=False
    ),
    "sessions export": Door(("sessions", "export", "{session}", "-o", "{out}"), out="talk.json", shows=False),
}


@dataclass
class Project:
    """Where one test's copy lies, and what its processes are told."""

    folder: Path
    session: str = ""
    env: dict[str, str] = field(default_factory=dict)

    @property
    def policy(self) -> Path:
        return self.folder / "policy.yaml"

    @property
    def catalog(self) -> Path:
        return self.folder / "catalog"

    @property
    def table_file(self) -> Path:
        return self.catalog / "shop" / "places" / "stores.yaml"

    @property
    def warehouse(self) -> Path:
        return self.folder / "data.duckdb"

    @property
    def home(self) -> Path:
        return self.folder / "home"

    @property
    def log(self) -> Path:
        (log,) = (self.home / "audit").glob("*.jsonl")
        return log

    @property
    def out(self) -> Path:
        return self.folder / "out"

    def environment(self) -> dict[str, str]:
        mine = {
            "AIWS_HOME": str(self.home),
            "AIWS_POLICY": str(self.policy),
            "AIWS_CATALOG": str(self.catalog),
            "AIWS_WAREHOUSE": f"duckdb://{self.warehouse}",
            "AIWS_LANG": "en",
        }
        return {**os.environ, **mine, **self.env}

    def command(self, door: Door) -> list[str]:
        return [a.format(out=self.out / door.out, session=self.session) for a in door.args]

    def run(self, *args: str, before: Sequence[str] = (), **more: str) -> subprocess.CompletedProcess[bytes]:
        """One process of the program. `before` stands in front of the program (another root, other limits)."""
        return subprocess.run(
            [*before, *PROGRAM, *args],
            env={**self.environment(), **more},
            cwd=self.folder,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=120,
            check=False,
        )


def make(folder: Path) -> Project:
    """A whole project in that folder, with one saved conversation."""
    import json

    import duckdb

    project = Project(folder)
    project.table_file.parent.mkdir(parents=True)
    (project.catalog / "catalog.yaml").write_text(CATALOG, encoding="utf-8")
    project.table_file.write_text(STORES, encoding="utf-8")
    project.policy.write_text(POLICY, encoding="utf-8")
    project.out.mkdir()
    with duckdb.connect(str(project.warehouse)) as db:
        db.execute("CREATE SCHEMA shop")
        db.execute("CREATE TABLE shop.stores (store_id VARCHAR PRIMARY KEY, store_kind VARCHAR NOT NULL)")
        db.executemany(
            "INSERT INTO shop.stores VALUES (?, ?)", [(f"S{i}", f"{CANARY}{i % 3}") for i in range(9)]
        )
    done = project.run("ask", BY_RULES, "--json")
    assert done.returncode == 0, done
    project.session = json.loads(done.stdout)["session_id"]
    return project


def copied(project: Project, folder: Path) -> Project:
    """The same project elsewhere."""
    shutil.copytree(project.folder, folder, dirs_exist_ok=True)
    return Project(folder, project.session)
