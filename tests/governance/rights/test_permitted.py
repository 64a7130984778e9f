"""The catalog as one role may know it: nothing that finds, describes or proposes tells of what is hidden."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from aiws_cli.catalog.index import IndexedCatalog, open_catalog
from aiws_cli.catalog.problems import WorkspaceUnknownError
from aiws_cli.core.tables import Hit, OwnTerm
from aiws_cli.governance.rights.access import PolicyAccess
from aiws_cli.governance.rights.permitted import PermittedCatalog
from support.policies import asker, policy

CANARY = "비밀거래"

FILES = {
    "catalog.yaml": """\
name: t
title: {ko: 그룹, en: Group}
version: 1.0.0
companies:
  - {id: bank, title_ko: 한들은행, title_en: Handeul Bank, domains: [{id: core, title_ko: 고객, title_en: Core}]}
  - {id: card, title_ko: 한들카드, title_en: Handeul Card, domains: [{id: core, title_ko: 매출, title_en: Sales}]}
""",
    "bank/core/customers.yaml": """\
apiVersion: v3.1.0
kind: DataContract
id: bank.customers
version: 1.0.0
status: active
schema:
  - name: customers
    physicalName: bank.customers
    businessName: 은행 고객
    description: 은행의 고객.
    properties:
      - {name: customer_id, businessName: 고객번호, logicalType: string, physicalType: VARCHAR, primaryKey: true}
      - {name: vip_grade, businessName: 우수등급, logicalType: string, physicalType: VARCHAR, ai: {sample_values: [다이아]}}
      - {name: birth_day, businessName: 생년월일, logicalType: date, physicalType: DATE, classification: personal}
      - {name: region, businessName: 지역, logicalType: string, physicalType: VARCHAR, ai: {sample_values: [서울], code_values: {S: 서울권}}}
      - name: detail
        businessName: 부가정보
        logicalType: object
        physicalType: JSON
        properties:
          - {name: hobby, businessName: 취미, logicalType: string, physicalType: VARCHAR, ai: {sample_values: [등산]}}
""",
    "bank/core/loans.yaml": """\
apiVersion: v3.1.0
kind: DataContract
id: bank.loans
version: 1.0.0
status: active
schema:
  - name: loans
    physicalName: bank.loans
    businessName: 대출
    description: 대출 계좌.
    properties:
      - {name: loan_id, businessName: 대출번호, logicalType: string, physicalType: VARCHAR, primaryKey: true}
      - name: customer_id
        businessName: 고객번호
        logicalType: string
        physicalType: VARCHAR
        relationships: [{type: foreignKey, to: bank.customers.customer_id}]
      - {name: balance, businessName: 대출잔액, logicalType: number, physicalType: "DECIMAL(18,2)"}
""",
    "bank/core/secret_deals.yaml": f"""\
apiVersion: v3.1.0
kind: DataContract
id: bank.secret_deals
version: 1.0.0
status: active
schema:
  - name: secret_deals
    physicalName: bank.secret_deals
    businessName: {CANARY}
    description: {CANARY} 목록.
    properties:
      - {{name: deal_id, businessName: {CANARY}번호, logicalType: string, physicalType: VARCHAR, primaryKey: true}}
      - name: customer_id
        businessName: 고객번호
        logicalType: string
        physicalType: VARCHAR
        relationships: [{{type: foreignKey, to: bank.customers.customer_id}}]
""",
    "card/core/sales.yaml": """\
apiVersion: v3.1.0
kind: DataContract
id: card.sales
version: 1.0.0
status: active
schema:
  - name: sales
    physicalName: card.sales
    businessName: 카드 매출
    description: 카드 매출.
    properties:
      - {name: sale_id, businessName: 매출번호, logicalType: string, physicalType: VARCHAR, primaryKey: true}
      - {name: amount, businessName: 이용금액, logicalType: number, physicalType: "DECIMAL(18,2)"}
""",
    "glossary.yaml": f"""\
terms:
  - {{term: {CANARY}고객, definition: 감춘 것., tables: [bank.secret_deals], columns: [bank.secret_deals.customer_id]}}
  - {{term: 우량차주, definition: bank.secret_deals에 없는 차주., tables: [bank.loans, bank.secret_deals], columns: [bank.loans.balance, bank.secret_deals.deal_id], expression: "balance > 1"}}
  - {{term: 특별고객, definition: 등급이 높은 고객., tables: [bank.customers], columns: [bank.customers.vip_grade, bank.customers.region], expression: "vip_grade = 'A'"}}
  - {{term: 큰손, definition: 표가 없는 말., columns: [bank.secret_deals.deal_id]}}
  - {{term: 귓속말, definition: secret_deals에서 온 말.}}
  - {{term: 옛대출, definition: 옛 이름., tables: [bank.loans, bank.old_loans]}}
  - {{term: 잔고, definition: 남은 돈.}}
  - {{term: 잔액, definition: 대출 잔액., tables: [bank.loans], columns: [bank.loans.balance], expression: balance}}
""",
    "bank/metrics.yaml": f"""\
metrics:
  - {{id: deals, name: {CANARY}수, tables: [bank.secret_deals], expression: COUNT(*)}}
  - {{id: vip, name: 우수고객수, tables: [bank.customers], expression: "COUNT(CASE WHEN vip_grade = 'A' THEN 1 END)"}}
  - {{id: sneaky, name: 몰래합계, expression: "(SELECT COUNT(*) FROM bank.secret_deals)"}}
  - {{id: quoted, name: 따옴표합계, expression: '(SELECT COUNT(*) FROM "bank" . "secret_deals")'}}
  - {{id: whole, name: 온이름합계, tables: [bank.loans], expression: "SUM(balance) + (SELECT 1 FROM db.bank.secret_deals)"}}
  - {{id: told, name: 귀띔합계, tables: [bank.loans], expression: SUM(balance), description: bank.secret_deals와 맞춘다}}
  - {{id: balance, name: 대출잔액합계, tables: [bank.loans], expression: SUM(balance)}}
""",
    "card/metrics.yaml": """\
metrics:
  - {id: sales, name: 카드매출합계, tables: [card.sales], expression: SUM(amount)}
""",
    "verified_queries/bank.yaml": f"""\
queries:
  - {{id: deals, question: {CANARY} 건수를 알려줘, sql: SELECT COUNT(*) FROM bank.secret_deals, tables: [bank.secret_deals]}}
  - {{id: sneaky, question: 몰래 건수를 알려줘, sql: SELECT COUNT(*) FROM bank.secret_deals}}
  - {{id: bare, question: 살짝 건수를 알려줘, sql: SELECT COUNT(*) FROM secret_deals}}
  - {{id: vip, question: 우수등급별 고객 수를 알려줘, sql: "SELECT vip_grade, COUNT(*) FROM bank.customers GROUP BY 1", tables: [bank.customers]}}
  - {{id: unlisted, question: 등급마다 고객 수를 알려줘, sql: "SELECT vip_grade, COUNT(*) FROM bank.customers GROUP BY 1"}}
  - {{id: loans, question: 대출 건수를 알려줘, sql: SELECT COUNT(*) FROM bank.loans, tables: [bank.loans]}}
""",
    "RULES.md": """\
금액은 원으로 적는다.
bank.secret_deals는 따로 센다.
내부용 secret_deals를 먼저 본다.
등급은 bank.customers의 vip_grade로 본다.
""",
    "card/RULES.md": "카드는 승인일로 센다.\n",
}

HIDING = "r: {companies: bank, tables: [{match: bank.secret_deals, deny: true}, {match: bank.customers, hide: [vip_grade], mask: {birth_day: year}}, {match: '*'}]}"


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> IndexedCatalog:
    root = tmp_path_factory.mktemp("catalog")
    for name, text in FILES.items():
        path = root / "files" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return open_catalog(root / "files", root / "home")


def permitted(
    base: IndexedCatalog, roles: str = HIDING, *, more: str = "", by_name: bool = False
) -> PermittedCatalog:
    made = policy(roles, more)
    return PermittedCatalog(base, PolicyAccess(made, base), asker(made), by_name=by_name)


@pytest.fixture
def hiding(base: IndexedCatalog) -> PermittedCatalog:
    return permitted(base)


def test_tables(hiding: PermittedCatalog, base: IndexedCatalog) -> None:
    assert hiding.table_names() == ("bank.customers", "bank.loans")
    assert hiding.table_names() is hiding.table_names()
    for name in ("bank.secret_deals", "BANK.SECRET_DEALS", "secret_deals", "card.sales", "no.table"):
        assert hiding.table(name) is None
    customers = hiding.table("bank.customers")
    assert customers is not None
    assert customers is hiding.table("BANK.Customers")
    assert [c.name for c in customers.columns] == ["customer_id", "birth_day", "region", "detail"]
    assert [(c.type, c.logical_type) for c in customers.columns[1:3]] == [
        ("DATE", "date"),
        ("VARCHAR", "string"),
    ]
    assert customers.columns[2].sample_values == ("서울",)


def test_keys_and_neighbours(hiding: PermittedCatalog, base: IndexedCatalog) -> None:
    assert [r.from_table for r in base.relationships("bank.customers")] == ["bank.loans", "bank.secret_deals"]
    assert [r.from_table for r in hiding.relationships("bank.customers")] == ["bank.loans"]
    assert hiding.neighbours("bank.customers") == {"bank.loans"}
    assert hiding.relationships("bank.secret_deals") == ()
    loans = hiding.table("bank.loans")
    assert loans is not None
    assert len(loans.relationships) == 1
    # A key that is masked or hidden joins nothing.
    for text in ("mask: {customer_id: redact}", "hide: [customer_id]"):
        other = permitted(base, f"r: {{tables: [{{match: bank.customers, {text}}}, {{match: '*'}}]}}")
        loans = other.table("bank.loans")
        assert loans is not None
        assert loans.relationships == ()
        assert other.relationships("bank.loans") == ()


def test_companies_are_those_within_the_walls(hiding: PermittedCatalog, base: IndexedCatalog) -> None:
    assert [getattr(c, "id", "") for c in hiding.companies] == ["bank"]
    assert hiding.companies_named("한들은행과 한들카드의 매출") == ("bank",)

    class Plain:
        """A catalog that knows no companies."""

    made = policy(HIDING)
    plain = PermittedCatalog(Plain(), PolicyAccess(made, base), asker(made))  # type: ignore[arg-type]
    assert plain.companies == ()
    assert plain.companies_named("한들은행") == ()


def test_a_role_that_sees_every_table_sees_every_company(base: IndexedCatalog) -> None:
    every = permitted(base, "r: {tables: [{match: '*'}]}")
    assert every.companies == base.companies


def test_companies_with_a_table_one_may_only_know_of(base: IndexedCatalog) -> None:
    known = permitted(base, "r: {tables: [{match: bank.loans}], discoverable: ['card.*']}")
    assert [getattr(c, "id", "") for c in known.companies] == ["bank", "card"]
    # Asked a second time, and of a place that was found already, it reads no table again.
    assert known.companies == known.companies
    assert [
        getattr(c, "id", "") for c in permitted(base, "r: {tables: [{match: bank.loans}]}").companies
    ] == ["bank"]


@pytest.mark.parametrize(
    ("workspace", "known"), [("", True), ("  ", True), ("bank", True), ("card", False), ("nosuch", False)]
)
def test_a_workspace_one_may_not_know_of_is_told_as_one_that_is_not(
    hiding: PermittedCatalog, workspace: str, known: bool
) -> None:
    if known:
        assert hiding.search("대출잔액", workspace=workspace)
        return
    with pytest.raises(WorkspaceUnknownError) as told:
        hiding.search("대출잔액", workspace=workspace)
    assert "card" not in str(told.value.slots).replace(f"'{workspace}'", "")


@pytest.mark.parametrize(
    ("query", "found"),
    [
        (CANARY, set()),
        ("secret deals", set()),
        ("카드 매출 이용금액", set()),
        # a hidden column finds nothing
        ("우수등급", set()),
        ("다이아", set()),
        ("vip_grade", set()),
        ("대출잔액", {"bank.loans"}),
        ("생년월일", {"bank.customers"}),
        ("지역", {"bank.customers"}),
    ],
)
def test_what_a_search_finds(hiding: PermittedCatalog, query: str, found: set[str]) -> None:
    hits = hiding.search(query)
    assert {h.table for h in hits if h.matched} == found
    assert {h.table for h in hits} <= {"bank.customers", "bank.loans"}
    assert CANARY not in str(hits)
    assert hiding.known(query) == tuple((h, True) for h in hits)


def test_a_hit_says_no_word_of_a_hidden_column(hiding: PermittedCatalog, base: IndexedCatalog) -> None:
    query = "고객의 우수등급과 지역을"
    plain = {w for h in base.search(query) if h.table == "bank.customers" for w in h.matched}
    shown = {w for h in hiding.search(query) if h.table == "bank.customers" for w in h.matched}
    assert any("등급" in w for w in plain)
    assert shown < plain
    assert not any("등급" in w for w in shown)


def test_found_by_meaning_alone_stays_found(hiding: PermittedCatalog, base: IndexedCatalog) -> None:
    customers = base.table("bank.customers")
    assert customers is not None
    hit = Hit("bank.customers", 1.0)
    assert hiding._as_found(hit, customers) is hit


def test_a_search_asks_for_more_until_there_is_enough(base: IndexedCatalog) -> None:
    class Long:
        """Finds `bank.secret_deals` again and again before anything that is shown."""

        def __init__(self) -> None:
            self.asked: list[int] = []

        def search(self, query: str, *, workspace: str = "", limit: int = 10) -> tuple[Hit, ...]:
            self.asked.append(limit)
            every = [Hit("bank.secret_deals", 1.0)] * 20 + [Hit("bank.gone", 1.0), Hit("bank.loans", 0.5)]
            return tuple(every[:limit])

        def table(self, name: str) -> object:
            return base.table(name)

        def relationships(self, table: str) -> tuple[object, ...]:
            return ()

    made, long = policy(HIDING), Long()
    found = PermittedCatalog(long, PolicyAccess(made, base), asker(made))  # type: ignore[arg-type]
    assert [h.table for h in found.search("x", limit=1)] == ["bank.loans"]
    assert long.asked == [1, 3, 9, 27]
    assert found.search("x", limit=30)


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        (f"{CANARY}고객", []),
        ("큰손", []),
        ("귓속말", []),
        ("옛대출", [("옛대출", ("bank.loans",), (), "", "옛 이름.")]),
        ("잔고", [("잔고", (), (), "", "남은 돈.")]),
        ("우량차주", [("우량차주", ("bank.loans",), ("bank.loans.balance",), "", "")]),
        (
            "특별고객",
            [("특별고객", ("bank.customers",), ("bank.customers.region",), "", "등급이 높은 고객.")],
        ),
        ("잔액", [("잔액", ("bank.loans",), ("bank.loans.balance",), "balance", "대출 잔액.")]),
    ],
)
def test_terms(hiding: PermittedCatalog, base: IndexedCatalog, question: str, expected: list[object]) -> None:
    assert len(base.terms(question)) == 1
    assert [
        (t.term, t.tables, t.columns, t.expression, t.definition) for t in hiding.terms(question)
    ] == expected


def test_ones_own_words_stay(hiding: PermittedCatalog) -> None:
    own = OwnTerm("내말", tables=("bank.secret_deals",), columns=("bank.secret_deals.deal_id",))
    assert hiding._term(own) is own


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        (f"{CANARY}수", []), ("우수고객수", []), ("몰래합계", []), ("귀띔합계", []), ("따옴표합계", []), ("온이름합계", []), ("카드매출합계", []),
        ("대출잔액합계", ["balance"]),
    ],
)  # fmt: skip
def test_metrics(hiding: PermittedCatalog, base: IndexedCatalog, question: str, expected: list[str]) -> None:
    assert len(base.metrics(question)) == 1
    assert [m.id for m in hiding.metrics(question)] == expected


def test_verified_queries(hiding: PermittedCatalog, base: IndexedCatalog) -> None:
    for question in (
        f"{CANARY} 건수를 알려줘",
        "몰래 건수를 알려줘",
        "살짝 건수를 알려줘",
        "우수등급별 고객 수를 알려줘",
        "",
    ):
        assert {h.query.id for h in hiding.verified(question, limit=1)} <= {"loans"}
        assert {h.query.id for h in hiding.verified(question, limit=10)} <= {"loans"}
    assert [h.query.id for h in base.verified("우수등급별 고객 수를 알려줘", limit=1)] == ["vip"]
    assert [h.query.id for h in hiding.verified("대출 건수를 알려줘", limit=1)] == ["loans"]
    # Enough is found within the rounds even where most of it is hidden; then it ends.
    assert hiding.verified("대출 건수를 알려줘", limit=2)
    nothing = permitted(base, "r: {tables: [{match: card.sales}]}")
    assert nothing.verified("대출 건수를 알려줘", limit=1) == ()


def test_a_search_ends_after_some_rounds(base: IndexedCatalog) -> None:
    class Endless:
        def __init__(self) -> None:
            self.asked: list[int] = []

        def search(self, query: str, *, workspace: str = "", limit: int = 10) -> tuple[Hit, ...]:
            self.asked.append(limit)
            return (Hit("bank.secret_deals", 1.0),) * limit

        def table(self, name: str) -> object:
            return base.table(name)

    made, endless = policy(HIDING), Endless()
    found = PermittedCatalog(endless, PolicyAccess(made, base), asker(made))  # type: ignore[arg-type]
    assert found.search("x", limit=1) == ()
    assert endless.asked == [1, 3, 9, 27]


def test_a_key_to_a_table_that_is_gone_joins_nothing(base: IndexedCatalog) -> None:
    class Forgets:
        def table(self, name: str) -> object:
            return None if name == "bank.customers" else base.table(name)

    made = policy("r: {tables: [{match: '*'}]}")
    shown = PermittedCatalog(Forgets(), PolicyAccess(made, Forgets()), asker(made))  # type: ignore[arg-type]
    loans = shown.table("bank.loans")
    assert loans is not None
    assert loans.relationships == ()


def test_verified_queries_end_after_some_rounds(base: IndexedCatalog) -> None:
    class Endless:
        def __init__(self) -> None:
            self.asked: list[int] = []

        def verified(self, question: str, *, workspace: str = "", limit: int = 3) -> object:
            self.asked.append(limit)
            return base.verified(f"{CANARY} 건수를 알려줘", limit=1) * limit

        def table(self, name: str) -> object:
            return base.table(name)

    made, endless = policy(HIDING), Endless()
    found = PermittedCatalog(endless, PolicyAccess(made, base), asker(made))  # type: ignore[arg-type]
    assert found.verified("x", limit=1) == ()
    assert endless.asked == [1, 3, 9, 27]


def test_rules(hiding: PermittedCatalog, base: IndexedCatalog) -> None:
    assert hiding.rules() == "금액은 원으로 적는다."
    assert hiding.rules("card") == "금액은 원으로 적는다."
    open_ = permitted(base, "r: {tables: [{match: '*'}]}")
    assert "secret_deals" in open_.rules("card")
    assert "승인일" in open_.rules("card")
    no_rules: Callable[[], str] = permitted(_without_rules(base)).rules
    assert no_rules() == ""


def _without_rules(base: IndexedCatalog) -> IndexedCatalog:
    bare = base.folder.parent / "bare"
    if not bare.exists():
        shutil.copytree(base.folder, bare)
        (bare / "RULES.md").unlink()
        (bare / "card" / "RULES.md").unlink()
    return open_catalog(bare, base.folder.parent / "home")


@pytest.mark.parametrize(
    ("text", "samples", "codes", "hobby"),
    [
        ("", ("서울",), {"S": "서울권"}, ("등산",)),
        ("rows: region = 'S'", (), {"S": "서울권"}, ()),
        ("least_group: 5", (), {"S": "서울권"}, ()),
        ("mask: {region: redact, detail: redact}", (), {}, None),
    ],
)
def test_values_of_rows_one_does_not_see(
    base: IndexedCatalog,
    text: str,
    samples: tuple[str, ...],
    codes: dict[str, str],
    hobby: tuple[str, ...] | None,
) -> None:
    rule = f"{{match: bank.customers, {text}}}" if text else "{match: bank.customers}"
    found = permitted(base, f"r: {{tables: [{rule.replace('rows: ', 'rows: ')}]}}").table("bank.customers")
    assert found is not None
    region, detail = found.column("region"), found.column("detail")
    assert region is not None
    assert detail is not None
    assert (region.sample_values, dict(region.code_values)) == (samples, codes)
    assert (detail.fields[0].sample_values if detail.fields else None) == hobby


def test_a_mask_that_keeps_the_type_keeps_it(base: IndexedCatalog) -> None:
    shown = permitted(
        base, "r: {tables: [{match: '*', mask: {balance: 'null', loan_id: 'left({column}, 1)'}}]}"
    )
    loans = shown.table("bank.loans")
    assert loans is not None
    assert [(c.name, c.type, c.logical_type) for c in loans.columns] == [
        ("loan_id", "VARCHAR", "string"),
        ("customer_id", "VARCHAR", "string"),
        ("balance", "DECIMAL(18,2)", "number"),
    ]


KNOWN = "r: {companies: bank, discoverable: ['*'], tables: [{match: bank.secret_deals, deny: true}, {match: bank.loans}]}"


def test_what_may_be_known_of_is_found_and_not_described(base: IndexedCatalog) -> None:
    shown = permitted(base, KNOWN)
    assert [(h.table, reads) for h, reads in shown.known("우수등급")] == [("bank.customers", False)]
    assert [h.table for h in shown.search("우수등급")] == []
    assert shown.table("bank.customers") is None
    assert shown.known(CANARY) == ()
    # To tell what a question is about, not to answer it: no values.
    about = permitted(base, KNOWN, by_name=True)
    assert about.table_names() == ("bank.customers", "bank.loans", "card.sales")
    customers = about.table("bank.customers")
    assert customers is not None
    assert [c.sample_values for c in customers.columns] == [()] * 5
    assert customers.columns[4].fields[0].sample_values == ()
    assert about.table("bank.secret_deals") is None


@pytest.mark.parametrize(
    ("roles", "more", "names"),
    [
        ("r: {tables: [{match: '*'}]}", "", 4),
        ("r: {tables: [{match: '*'}]}", "protect: {hide: ['*']}\n", 0),
        ("r: {companies: bank, tables: [{match: '*'}]}", "", 3),
        ("r: {tables: [{match: '*', hide: ['*']}]}", "", 0),
        ("r: {tables: [{match: '*', show: ['deal*']}]}", "", 1),
        ("r: {tables: [{match: 'bank.*', deny: true}, {match: '*'}]}", "", 1),
    ],
)
def test_the_short_way_to_all_names_is_no_way_around(
    base: IndexedCatalog, roles: str, more: str, names: int
) -> None:
    shown = permitted(base, roles, more=more)
    assert len(shown.table_names()) == names
    assert all(shown.table(n) is not None for n in shown.table_names())


def test_a_role_that_is_none_knows_nothing(base: IndexedCatalog) -> None:
    from aiws_cli.core.identity import Identity

    made = policy(HIDING)
    nobody = PermittedCatalog(base, PolicyAccess(made, base), Identity("x", "none", ("none",)))
    assert nobody.table_names() == ()
    assert nobody.companies == ()
    assert nobody.search("대출잔액") == ()
    assert nobody.terms("잔액") == ()


def test_a_large_catalog_is_not_held_whole(base: IndexedCatalog) -> None:
    class Large:
        def table(self, name: str) -> object:
            from dataclasses import replace

            loans = base.table("bank.loans")
            assert loans is not None
            return replace(loans, name=name)

    made = policy("r: {tables: [{match: '*'}]}")
    shown = PermittedCatalog(Large(), PolicyAccess(made, base), asker(made))  # type: ignore[arg-type]
    for number in range(4_100):
        assert shown.table(f"bank.t{number}") is not None
    assert len(shown._tables) < 4_002


def test_the_files_are_there(base: IndexedCatalog) -> None:
    """What is hidden above is there to be hidden."""
    assert base.table_names() == ("bank.customers", "bank.loans", "bank.secret_deals", "card.sales")
    assert "secret_deals" in base.rules()
    assert base.search(CANARY)[0].table == "bank.secret_deals"
    assert isinstance(base.folder, Path)
