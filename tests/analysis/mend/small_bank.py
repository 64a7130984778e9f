"""A catalog of a few tables with what mending has to tell apart: two keys to one table, a bridge, codes, a twin name."""

from __future__ import annotations

from aiws_cli.core.tables import Column, Relationship, Table

from .tables_alone import TablesAlone


def _column(text: str, **more: object) -> Column:
    name, kind, *business = text.split()
    return Column(
        name.rstrip("*"), kind, primary_key=name.endswith("*"), business_name=" ".join(business), **more
    )  # type: ignore[arg-type]


def _link(start: str, end: str, *, optional: bool = False) -> Relationship:
    (a, b), (c, d) = start.rsplit(".", 1), end.rsplit(".", 1)
    return Relationship(a, (b,), c, (d,), optional)


TABLES = (
    Table(
        "bank.branches",
        (
            _column("branch_id* VARCHAR 지점번호"),
            _column("branch_name VARCHAR 지점명", sample_values=("Yeouido", "Gangnam")),
            _column("region VARCHAR 지역", sample_values=("Seoul", "Busan", "SouthJeolla")),
            _column("open_date DATE 개점일"),
        ),
        business_name="지점",
        synonyms=("영업점",),
    ),
    Table(
        "bank.branch_results",
        (
            _column("base_month* DATE 기준월"),
            _column("branch_id* VARCHAR 지점번호"),
            _column("fee_income BIGINT 수수료수익"),
        ),
        business_name="월별손익",
        relationships=(_link("bank.branch_results.branch_id", "bank.branches.branch_id"),),
    ),
    Table(
        "bank.customers",
        (
            _column("customer_id* VARCHAR 고객번호"),
            _column("customer_name VARCHAR 고객명"),
            _column("birth_year INTEGER 출생연도"),
            _column("home_branch_id VARCHAR 거래지점번호"),
            _column(
                "segment VARCHAR 고객등급", code_values={"PB": "프라이빗", "VIP": "우수 고객", "STD": "일반"}
            ),
            _column("marketing_yn VARCHAR 마케팅동의여부", code_values={"Y": "동의", "N": "미동의"}),
        ),
        business_name="고객",
        relationships=(_link("bank.customers.home_branch_id", "bank.branches.branch_id", optional=True),),
    ),
    Table(
        "bank.products",
        (
            _column("product_id* VARCHAR 상품번호"),
            _column("product_name VARCHAR 상품명"),
            _column(
                "product_type VARCHAR 상품유형", code_values={"01": "입출금", "02": "정기예금", "03": "적금"}
            ),
            _column("sale_status VARCHAR 판매상태", code_values={"ON": "판매중", "STOP": "판매중지"}),
            _column("base_rate DECIMAL(5,2) 기본금리"),
        ),
        business_name="예금 상품",
    ),
    Table(
        "bank.accounts",
        (
            _column("account_id* VARCHAR 계좌번호"),
            _column("customer_id VARCHAR 고객번호"),
            _column("product_id VARCHAR 상품번호"),
            _column("open_branch_id VARCHAR 개설지점번호"),
            _column("manage_branch_id VARCHAR 관리지점번호"),
            _column("balance BIGINT 잔액"),
            _column("open_date DATE 개설일"),
        ),
        business_name="계좌",
        relationships=(
            _link("bank.accounts.customer_id", "bank.customers.customer_id"),
            _link("bank.accounts.product_id", "bank.products.product_id"),
            _link("bank.accounts.open_branch_id", "bank.branches.branch_id"),
            _link("bank.accounts.manage_branch_id", "bank.branches.branch_id"),
        ),
    ),
    Table(
        "bank.transfers",
        (
            _column("transfer_id* VARCHAR 이체번호"),
            _column("account_id VARCHAR 계좌번호"),
            _column("amount BIGINT 금액"),
            _column("memo VARCHAR 적요"),
            _column("fee VARCHAR 수수료"),
            _column("base_ym VARCHAR 기준년월", sample_values=("202608", "202609")),
            _column("sent_at TIMESTAMP 이체일시"),
        ),
        business_name="이체",
        relationships=(_link("bank.transfers.account_id", "bank.accounts.account_id"),),
    ),
    Table(
        "bank.campaigns",
        (_column("campaign_id* VARCHAR 캠페인번호"), _column("title VARCHAR 캠페인명")),
        business_name="캠페인",
    ),
    Table(
        "bank.campaign_targets",
        (
            _column("campaign_id VARCHAR 캠페인번호"),
            _column("customer_id VARCHAR 고객번호"),
            _column("response VARCHAR 반응"),
        ),
        business_name="캠페인 대상",
        relationships=(
            _link("bank.campaign_targets.campaign_id", "bank.campaigns.campaign_id"),
            _link("bank.campaign_targets.customer_id", "bank.customers.customer_id"),
        ),
    ),
    Table(
        "card.customers",
        (_column("customer_id* VARCHAR 카드고객번호"), _column("grade VARCHAR 등급")),
        business_name="카드 고객",
    ),
    Table(
        "bank.leases",
        (
            _column("lease_id* VARCHAR 리스계약번호"),
            _column(
                "lease_kind VARCHAR 리스방식",
                code_values={"OP": "운용리스 | operating", "FN": "금융리스 | finance"},
            ),
            _column("fuel VARCHAR 연료", code_values={"EV": "전기차", "GAS": "휘발유차", "LPG": "가스차"}),
            _column(
                "imported_yn VARCHAR 수입차여부",
                code_values={"Y": "수입차 | imported", "N": "국산차 | domestic"},
            ),
            _column("active_yn VARCHAR 유효여부", code_values={"Y": "유효", "N": "종료"}),
            _column("prepaid_amount BIGINT 선납금", required=True),
            _column("residual_amount BIGINT 잔존가치"),
        ),
        business_name="차량 리스",
    ),
    Table(
        "bank.wires",
        (_column("wire_id* VARCHAR 송금번호"), _column("amount BIGINT 금액"), _column("sent_on DATE 송금일")),
        business_name="송금",
    ),
    Table(
        "bank.closings",
        (
            _column("settled_on* DATE 분기말일"),
            _column("ledger* VARCHAR 장부"),
            _column("net_profit BIGINT 순이익"),
        ),
        business_name="결산",
    ),
    Table(
        "bank.deposit_balances",
        (
            _column("held_on* DATE 보유일"),
            _column("product_kind* VARCHAR 종류"),
            _column("held_amount BIGINT 수신고"),
        ),
        business_name="일별 수신",
    ),
    Table(
        "bank.dealers",
        (
            _column("dealer_id* VARCHAR 딜러번호"),
            _column("dealer_name VARCHAR 딜러명", sample_values=("한강오토", "강변모터스")),
            _column("district VARCHAR 지역", sample_values=("서울", "경기")),
        ),
        business_name="제휴딜러",
        synonyms=("딜러",),
    ),
    Table(
        "bank.car_deals",
        (
            _column("car_deal_id* VARCHAR 차량계약번호"),
            _column("dealer_id VARCHAR 딜러번호"),
            _column("district VARCHAR 지역", sample_values=("서울", "경기")),
            _column(
                "deal_state VARCHAR 계약상태", code_values={"01": "정상", "02": "연체", "03": "해지 | closed"}
            ),
            _column("driver_sex VARCHAR 운전자성별", code_values={"F": "여성", "M": "남성"}),
            _column("financed_amount BIGINT 취급액"),
        ),
        business_name="차량계약",
        relationships=(_link("bank.car_deals.dealer_id", "bank.dealers.dealer_id"),),
    ),
    Table(
        "bank.securities",
        (
            _column("security_id* VARCHAR 종목번호"),
            _column("security_kind VARCHAR 종목종류", code_values={"S": "상장주식", "B": "채권종목"}),
        ),
        business_name="증권종목",
    ),
    Table(
        "bank.bonds",
        (
            _column("security_id* VARCHAR 종목번호"),
            _column("issuer_kind VARCHAR 발행구분", code_values={"G": "국채", "C": "회사채"}),
        ),
        business_name="채권",
        synonyms=("국채", "회사채"),
        relationships=(_link("bank.bonds.security_id", "bank.securities.security_id"),),
    ),
    Table(
        "bank.positions",
        (
            _column("position_id* VARCHAR 잔고번호"),
            _column("account_id VARCHAR 계좌번호"),
            _column("security_id VARCHAR 종목번호"),
            _column("held_quantity BIGINT 보유수량"),
            _column("market_value BIGINT 평가금액", unit="KRW"),
        ),
        business_name="보유잔고",
        relationships=(
            _link("bank.positions.account_id", "bank.accounts.account_id"),
            _link("bank.positions.security_id", "bank.securities.security_id"),
        ),
    ),
    Table(
        "bank.dealings",
        (
            _column("dealing_id* VARCHAR 체결번호"),
            _column("security_id VARCHAR 종목번호"),
            _column("side VARCHAR 매매구분", code_values={"BUY": "매수 | buy", "SELL": "매도 | sell"}),
            _column("dealing_amount BIGINT 체결금액", synonyms=("매매대금",)),
        ),
        business_name="체결",
        relationships=(_link("bank.dealings.security_id", "bank.securities.security_id"),),
    ),
    Table(
        "bank.order",
        (_column("order_id* VARCHAR 주문번호"), _column("quantity INTEGER 수량")),
        business_name="주문",
    ),
)

VALUES = {
    ("bank.branches", "region"): ("Seoul", "Busan", "SouthJeolla"),
    ("bank.dealers", "district"): ("서울", "경기", "부산"),
    ("bank.dealers", "dealer_name"): ("한강오토", "남산모터스", "오토"),
    ("bank.car_deals", "district"): ("서울", "경기", "부산"),
    ("bank.leases", "lease_kind"): ("OP", "FN"),
    ("bank.leases", "fuel"): ("EV", "GAS", "LPG"),
}


class SmallBank(TablesAlone):
    """core.ports.Catalog over TABLES; `declared=False` leaves the relationships out, so that names must do."""

    def __init__(self, *, declared: bool = True) -> None:
        self._tables = {t.name.lower(): t for t in TABLES}
        self._declared = declared

    def table(self, name: str) -> Table | None:
        return self._tables.get(name.lower())

    def table_names(self) -> tuple[str, ...]:
        return tuple(t.name for t in TABLES)

    def relationships(self, table: str) -> tuple[Relationship, ...]:
        if not self._declared:
            return ()
        every = [r for t in TABLES for r in t.relationships]
        return tuple(r for r in every if table.lower() in (r.from_table.lower(), r.to_table.lower()))
