"""A view of the warehouse counts for what it reads: what the asker sees as it is, or what the policy names for the view."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import pytest

from aiws_cli.core.errors import AiwsError
from aiws_cli.core.identity import Identity
from aiws_cli.core.results import Limits
from aiws_cli.core.tables import Column, Table
from aiws_cli.governance.audit.log import Audit
from aiws_cli.governance.rights.access import PolicyAccess
from aiws_cli.governance.rights.policy_file import parse
from aiws_cli.governance.warehouse import Guarded
from aiws_cli.warehouses.duckdb import DuckDBWarehouse
from support.guarded_world import FixedCatalog

SETUP = """
CREATE SCHEMA card; CREATE SCHEMA vault; CREATE SCHEMA v;
CREATE TABLE card.people AS SELECT 1 AS id, 'Kim' AS name, '010' AS phone, 'x' AS uncatalogued;
CREATE TABLE vault.secrets AS SELECT 'CNRY' AS secret;
CREATE VIEW v.plain AS SELECT id, name FROM card.people;
CREATE VIEW v.deep AS SELECT id FROM v.plain;
CREATE VIEW v.secret AS SELECT secret AS label FROM vault.secrets;
CREATE VIEW v.both AS SELECT p.id, s.secret AS label FROM card.people p, vault.secrets s;
CREATE TABLE card.plain AS SELECT 1 AS id;
CREATE VIEW v.whole AS SELECT id FROM card.plain;
CREATE VIEW v.wholly AS SELECT id FROM v.whole;
"""
ALL = "{match: ['*.*']}"
NO_SECRETS = "{match: [vault.*], deny: true}"
# (rules from the top, statement, None or what the refusal says)
ROWS = [
    # What it reads is seen as it is.
    ((ALL,), "SELECT id FROM v.whole", None),
    ((ALL,), "SELECT id FROM v.wholly", None),
    ((ALL,), "SELECT w.id FROM v.whole w JOIN card.plain p ON p.id = w.id", None),
    (("{match: [v.*]}",), "SELECT id FROM v.whole", "view"),
    (("{match: [card.*], rows: id > 0}", ALL), "SELECT id FROM v.whole", "view"),
    (("{match: [card.*], mask: {id: 'NULL'}}", ALL), "SELECT id FROM v.whole", "view"),
    (("{match: [card.*], least_group: {size: 5, unit: id}}", ALL), "SELECT id FROM v.whole", "view"),
    (("{match: [card.*], deny: true}", ALL), "SELECT id FROM v.whole", "view"),
    # A column that the catalog does not know is not seen.
    ((ALL,), "SELECT id FROM v.plain", "view"),
    (("{match: [card.*], hide: [phone]}", ALL), "SELECT id FROM v.plain", "view"),
    ((NO_SECRETS, ALL), "SELECT label FROM v.secret", "view"),
    # What the policy names.
    ((NO_SECRETS, "{match: [v.secret], reads: [vault.secrets]}", ALL), "SELECT label FROM v.secret", None),
    ((NO_SECRETS, "{match: [v.secret], reads: [VAULT.Secrets]}", ALL), "SELECT label FROM v.secret", None),
    ((NO_SECRETS, "{match: [v.plain], reads: [vault.secrets]}", ALL), "SELECT label FROM v.secret", "view"),
    ((NO_SECRETS, "{match: [v.*], reads: [vault.secrets]}", ALL), "SELECT label FROM v.both", "view"),
    ((NO_SECRETS, "{match: [v.*], reads: [vault.secrets, card.people]}", ALL), "SELECT label FROM v.both", None),
    ((ALL,), "SELECT id FROM v.deep", "view"),
    (("{match: [v.deep], reads: [card.people]}", ALL), "SELECT id FROM v.deep", None),
    # That is for the view: the tables themselves stay closed.
    ((NO_SECRETS, "{match: [v.*], reads: [vault.secrets]}", ALL), "SELECT secret FROM vault.secrets", "table"),
    ((NO_SECRETS, "{match: [v.*], reads: [vault.secrets]}", ALL),
     "SELECT s.label, t.secret FROM v.secret s, vault.secrets t", "table"),
]  # fmt: skip


class Clock:
    def now(self) -> datetime:
        return datetime(2026, 9, 30, 9, tzinfo=UTC)

    def monotonic(self) -> float:
        return 1.0


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DuckDBWarehouse]:
    path = tmp_path_factory.mktemp("views") / "views.duckdb"
    with duckdb.connect(str(path)) as connection:
        connection.execute(SETUP)
    made = DuckDBWarehouse(path)
    yield made
    made.close()


@pytest.mark.parametrize(("rules", "sql", "refused"), ROWS, ids=lambda v: str(v)[:70])
def test_a_view_counts_for_what_it_reads(
    warehouse: DuckDBWarehouse, tmp_path: Path, rules: tuple[str, ...], sql: str, refused: str | None
) -> None:
    tables = {
        name: Table(
            name,
            tuple(Column(c, kind) for c, kind in kinds.items() if c != "uncatalogued"),
            kind="view" if name.startswith("v.") else "table",
        )
        for name, kinds in warehouse.columns().items()
    }
    policy = parse(
        f"name: n\nversion: '1'\nroles:\n  a:\n    tables: [{', '.join(rules)}]\n".encode(), "policy.yaml"
    )
    guarded = Guarded(
        warehouse,
        PolicyAccess(policy, FixedCatalog(tables)),  # type: ignore[arg-type]
        Identity("kim", "a"),
        Audit(tmp_path / "kim.jsonl", Clock()),
        Limits(),
        Clock(),  # type: ignore[arg-type]
    )
    if refused is None:
        assert len(guarded.query(sql).result.rows) == 1
        return
    with pytest.raises(AiwsError) as caught:
        guarded.query(sql)
    assert caught.value.exit_code == 4
    told = caught.value.message("en") + caught.value.hint("en")
    assert ("`reads`" in told) == (refused == "view")
    assert ("vault" in told) == ("vault" in sql) and "CNRY" not in told
