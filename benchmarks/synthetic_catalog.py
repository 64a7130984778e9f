"""A synthetic catalog of any size, in the shape a financial group's has: companies, domains, masters and what hangs on them.

Table n is a function of (plan, n) alone, so files can be written one by one in flat memory, and questions about table n
can be asked without the files. Names are Korean and English compounds: a qualifier, a subject of the domain, a kind;
the same words recur in every company, as they do in real ones. A domain's tables refer to the masters of that domain,
one in twenty to its company's customer master as well.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

COMPANIES = tuple(
    (c.split(":")[0], f"누리{c.split(':')[1]}", f"Nuri {c.split(':')[2]}")
    for c in (
        "bank:은행:Bank,card:카드:Card,securities:증권:Securities,life:생명:Life,nonlife:손해보험:Insurance,"
        "capital:캐피탈:Capital,savings:저축은행:Savings,trust:신탁:Trust,am:자산운용:Asset Management,"
        "credit:신용정보:Credit Information,it:시스템:Systems,grp:금융지주:Holdings"
    ).split(",")
)
# Domain: prefix of its tables, titles, subjects as Korean/English.
AREAS = tuple(
    (row[0], row[1], row[2], tuple(tuple(s.split("/")) for s in row[3].split(",")))
    for row in (
        (
            "dp",
            "수신",
            "Deposits",
            "예금/deposit,적금/installment_saving,계좌/account,통장/passbook,이자/interest,만기/maturity",
        ),
        ("ln", "여신", "Lending", "대출/loan,약정/agreement,담보/collateral,한도/limit,연체/overdue,상환/repayment"),
        (
            "cd",
            "카드",
            "Cards",
            "카드/card,가맹점/merchant,승인/authorization,매출/sale,청구/billing,할부/installment",
        ),
        ("iv", "투자", "Investment", "펀드/fund,채권/bond,주식/stock,종목/security,체결/execution,호가/quote"),
        ("in", "보험", "Insurance", "보험계약/policy,보험금/claim,보험료/premium,특약/rider,설계사/agent,심사/review"),
        ("cm", "고객", "Customers", "고객/customer,세대/household,연락처/contact,동의/consent,등급/grade,상담/consultation"),
        ("ch", "채널", "Channels", "영업점/branch,앱/app,접속/session,콜센터/call_center,단말/terminal,대기/queue"),
        ("mk", "마케팅", "Marketing", "캠페인/campaign,쿠폰/coupon,포인트/point,이벤트/event,발송/message,반응/response"),
        ("rk", "리스크", "Risk", "익스포저/exposure,부도/default,손실/loss,충당금/provision,스트레스/stress,신용평점/score"),
        ("fx", "외환", "Foreign exchange", "외환/fx,환율/exchange_rate,송금/remittance,수출입/trade,신용장/lc,포지션/position"),
        ("ac", "회계", "Accounting", "전표/voucher,계정과목/ledger_account,결산/closing,예산/budget,세금/tax,원가/cost"),
        ("hr", "인사", "People", "직원/employee,조직/organization,급여/payroll,근태/attendance,교육/training,평가/appraisal"),
        ("pm", "결제", "Payments", "결제/payment,이체/transfer,정산/settlement,자동이체/direct_debit,수수료/fee,가상계좌/virtual_account"),
        ("cp", "준법", "Compliance", "민원/complaint,의심거래/suspicious_trade,제재/sanction,감사/audit,보고/filing,점검/inspection"),
        ("dv", "파생", "Derivatives", "파생/derivative,옵션/option,선물/future,스왑/swap,증거금/margin,헤지/hedge"),
        ("pn", "연금", "Pension", "연금/pension,퇴직/retirement,적립금/reserve,수급/benefit,가입자/member,운용지시/instruction"),
    )
)  # fmt: skip
QUALIFIERS = tuple(
    tuple(q.split("/"))
    for q in (
        "신규/new,해지/closed,개인/retail,법인/corporate,온라인/online,대면/branch,우량/prime,휴면/dormant,외국인/foreign,"
        "단기/short,장기/long,정책/policy,제휴/partner,자동/auto,수기/manual,기한연장/extended,특별/special,모바일/mobile,"
        "그룹/group,해외/overseas,국내/domestic,공동/joint,중도/early,미처리/pending,예약/scheduled,취소/cancelled,"
        "정상/normal,부실/impaired,우수/premium,청년/youth,소상공인/small_business,중소기업/sme,농업/farm,수도권/capital_area,"
        "지방/regional,야간/night,비대면/untact,긴급/urgent,표준/standard,시범/pilot"
    ).split(",")
)
KINDS = tuple(
    tuple(k.split("/"))
    for k in (
        "내역/detail,원장/ledger,이력/history,현황/status,월별집계/monthly,일별집계/daily,변경이력/change,거래/transaction,"
        "잔액/balance,신청/application,승인내역/approval,평가/valuation,분석/analysis,통계/statistics,대사/reconciliation,"
        "예외/exception,명세/statement,관계/relation,속성/attribute,스냅샷/snapshot,배치결과/batch_result,오류/error,"
        "목표/target,시뮬레이션/simulation"
    ).split(",")
)
MODIFIERS = tuple(
    tuple(m.split("/"))
    for m in (
        "최초/first,최종/last,당월/current_month,전월/previous_month,누적/cumulative,평균/average,최대/max,최소/min,"
        "기준/base,예상/expected,실제/actual,승인/approved,신청/requested,상환/repaid,연체/overdue,미수/receivable,"
        "정상/normal,취소/cancelled,환급/refund,원화/krw,외화/foreign,담당/assigned,관리/managing,등록/registered,"
        "변경/changed,만기/maturity,적용/applied,우대/preferential,가산/additional,청구/billed,납입/paid,미납/unpaid"
    ).split(",")
)
# Korean, English, warehouse type, logical type.
MEASURES = tuple(
    tuple(m.split("/"))
    for m in (
        "금액/amount/DECIMAL(18,2)/number 일자/date/DATE/date 건수/count/BIGINT/integer 비율/rate/DOUBLE/number "
        "상태/status/VARCHAR/string 코드/code/VARCHAR/string 여부/yn/VARCHAR/string 명/name/VARCHAR/string "
        "잔액/balance/DECIMAL(18,2)/number 등급/grade/VARCHAR/string 구분/type/VARCHAR/string 일시/timestamp/TIMESTAMP/timestamp "
        "점수/score/DOUBLE/number 수량/quantity/BIGINT/integer 사유/reason/VARCHAR/string 번호/no/VARCHAR/string"
    ).split(" ")
)
CODES = {
    "status": "{A: 정상 | active, S: 정지 | suspended, C: 해지 | closed, P: 처리중 | pending}",
    "code": "{01: 일반 | general, 02: 우대 | preferential, 03: 특수 | special}",
    "yn": "{Y: 예, N: 아니오}",
    "grade": "{1: 최우수, 2: 우수, 3: 보통, 4: 주의, 5: 위험}",
    "type": "{10: 개인 | person, 20: 법인 | company, 30: 단체 | body}",
}
SAMPLES = {
    "name": "[누리 으뜸, 누리 한아름]",
    "reason": "[고객 요청, 기한 경과]",
    "no": "['0012300045', '0012300046']",
}
_DOMAINS = len(COMPANIES) * len(AREAS)
_MASTERS = 6
_COMBINATIONS = len(QUALIFIERS) * 6 * len(KINDS)
_STRIDE = 1021  # coprime with the combinations: every step is a name not had before


@dataclass(frozen=True, slots=True)
class Plan:
    """`tables` tables of `columns` columns each; of them `wide_tables`, spread over the catalog, have `wide_columns`."""

    tables: int
    columns: int = 20
    seed: int = 7
    wide_tables: int = 3
    wide_columns: int = 1_500

    def __post_init__(self) -> None:
        most = _DOMAINS * (_COMBINATIONS + _MASTERS)
        if self.tables > most:
            raise ValueError(f"at most {most} tables have names of their own")

    def is_wide(self, n: int) -> bool:
        step = max(1, self.tables // max(1, self.wide_tables))
        return n % step == step // 2 and n // step < self.wide_tables

    def width(self, n: int) -> int:
        return self.wide_columns if self.is_wide(n) else self.columns


@dataclass(frozen=True, slots=True)
class Named:
    """A table by its names. `place` is its file inside the catalog folder; `subject` (ko, en) what it is about."""

    table: str
    korean: str
    english: str
    company: str
    domain: str
    subject: tuple[str, str]
    qualifier: tuple[str, str]
    kind: tuple[str, str]

    @property
    def place(self) -> str:
        return f"{self.company}/{self.domain}/{self.table.partition('.')[2]}.yaml"


@lru_cache(maxsize=4096)
def named(n: int) -> Named:
    """Names of table n: tables go round the domains, the first six of a domain are its masters."""
    company = COMPANIES[n % len(COMPANIES)][0]
    prefix, _, _, subjects = AREAS[n // len(COMPANIES) % len(AREAS)]
    place = n // _DOMAINS
    if place < _MASTERS:
        subject, qualifier, kind = subjects[place], ("", ""), ("기본", "base")
        bare = f"{prefix}_{subject[1]}_base"
    else:
        at = ((place - _MASTERS) * _STRIDE + n % _DOMAINS * 37) % _COMBINATIONS
        qualifier = QUALIFIERS[at % len(QUALIFIERS)]
        subject = subjects[at // len(QUALIFIERS) % 6]
        kind = KINDS[at // len(QUALIFIERS) // 6]
        bare = f"{prefix}_{qualifier[1]}_{subject[1]}_{kind[1]}"
    english = f"{qualifier[1]} {subject[1]} {kind[1]}".strip().replace("_", " ").capitalize()
    korean = " ".join(w for w in (qualifier[0], subject[0], kind[0]) if w)
    return Named(
        f"{company}.{bare}", korean, english, company, prefix,
        (subject[0], subject[1]), (qualifier[0], qualifier[1]), (kind[0], kind[1]),
    )  # fmt: skip


def text(plan: Plan, n: int) -> str:
    """The YAML file of table n."""
    me = named(n)
    chance = random.Random(f"{plan.seed} {n}")
    bare = me.table.partition(".")[2]
    out = [
        f"apiVersion: v3.1.0\nkind: DataContract\nid: {me.table}\nversion: 1.0.0\nstatus: active\ndomain: {me.domain}\nschema:\n"
        f"  - name: {bare}\n    physicalName: {me.table}\n    physicalType: table\n    businessName: {me.korean}\n"
        f"    description: {me.korean} 정보. {me.subject[0]} 업무에서 만들며 매일 새벽에 적재한다.\n"
        f"    dataGranularityDescription: {me.subject[0]} 하나에 한 행\n    customProperties:\n"
        f"      - {{property: businessNameEn, value: {me.english}}}\n"
        f"      - {{property: grainEn, value: one row per {me.subject[1].replace('_', ' ')}}}\n"
        f"      - {{property: owner, value: {me.subject[0]}운영부}}\n      - {{property: piiClass, value: none}}\n"
        f"    ai:\n      synonyms: [{me.qualifier[0]}{me.subject[0]}{me.kind[0]}, {me.subject[0]} {me.kind[0]}]\n    properties:\n"
    ]
    own, links = _keys(plan, n, chance)
    out.append(_column(own, f"{me.subject[0]} 번호", me.subject[1], "VARCHAR", "string", "", key=True))
    have = {own}
    for column, master, _ in links:
        if column not in have:
            have.add(column)
            ko, en = named(master).subject
            out.append(_column(column, f"{ko} 번호", en, "VARCHAR", "string", ""))
    if "base_date" not in have:
        have.add("base_date")
        out.append(_column("base_date", "기준일자", "base date", "DATE", "date", ""))
    at = chance.randrange(len(MODIFIERS) * len(MEASURES))
    while len(have) < plan.width(n):
        at += chance.randrange(1, 40)
        again, place = divmod(at, len(MODIFIERS) * len(MEASURES))
        modifier, measure = MODIFIERS[place // len(MEASURES)], MEASURES[place % len(MEASURES)]
        name = f"{modifier[1]}_{measure[1]}" + (f"_{again}" if again else "")
        if name in have:
            continue
        have.add(name)
        extra = ""
        if codes := CODES.get(measure[1]):
            extra += f"        ai:\n          code_values: {codes}\n"
        elif samples := SAMPLES.get(measure[1]):
            extra += f"        ai:\n          sample_values: {samples}\n"
        if measure[1] in {"amount", "balance"}:
            extra += f"        description: {me.subject[0]}의 {modifier[0]} {measure[0]}\n"
        ko = f"{modifier[0]} {measure[0]}" + (f" {again}" if again else "")
        out.append(_column(name, ko, name.replace("_", " "), measure[2], measure[3], extra))
    if links:
        out.append("    relationships:\n")
        out += [
            f"      - {{type: foreignKey, from: {me.table}.{column}, to: {named(master).table}.{there}}}\n"
            for column, master, there in links
        ]
    return "".join(out)


def _keys(plan: Plan, n: int, chance: random.Random) -> tuple[str, list[tuple[str, int, str]]]:
    """The key column of table n, and its foreign keys: (column, number of the master, the master's key)."""
    domain, place = n % _DOMAINS, n // _DOMAINS
    links: list[tuple[str, int, str]] = []
    if place >= _MASTERS:
        for m in sorted(chance.sample(range(_MASTERS), chance.randint(1, 3))):
            key = f"{named(domain + m * _DOMAINS).subject[1]}_id"
            links.append((key, domain + m * _DOMAINS, key))
        customers = 5 * len(COMPANIES) + n % len(COMPANIES)  # the first master of the domain `cm`
        if n % 20 == 0 and customers < plan.tables and customers not in {m for _, m, _ in links}:
            links.append(("customer_id", customers, "customer_id"))
        return f"{named(n).kind[1]}_no", links
    if place > 0 and chance.random() < 0.7:
        key = f"{named(domain).subject[1]}_id"
        links.append((key, domain, key))
    return f"{named(n).subject[1]}_id", links


def _column(name: str, ko: str, en: str, kind: str, logical: str, extra: str, *, key: bool = False) -> str:
    return (
        f"      - name: {name}\n        businessName: {ko}\n        logicalType: {logical}\n        physicalType: {kind}\n"
        + ("        primaryKey: true\n        primaryKeyPosition: 1\n        required: true\n" if key else "")
        + f"        classification: internal\n{extra}        customProperties:\n"
        f"          - {{property: businessNameEn, value: {en.capitalize()}}}\n"
    )


def write(folder: Path, plan: Plan) -> int:
    """Write the whole catalog; bytes written. Files that are there already are written over."""
    total = 0
    made: set[str] = set()
    for place, content in _files(plan):
        file = folder / place
        parent = place.rpartition("/")[0]
        if parent not in made:
            file.parent.mkdir(parents=True, exist_ok=True)
            made.add(parent)
        total += file.write_bytes(content.encode("utf-8"))
    return total


def _files(plan: Plan) -> Iterator[tuple[str, str]]:
    yield "catalog.yaml", _companies()
    yield "RULES.md", "- 금액 단위는 원이다.\n- 기준일자는 영업일이다.\n"
    yield "glossary.yaml", _glossary(plan)
    yield "metrics.yaml", _metrics(plan)
    for company, _, _ in COMPANIES:
        yield f"verified_queries/{company}.yaml", _verified(plan, company)
    for n in range(plan.tables):
        yield named(n).place, text(plan, n)


def _companies() -> str:
    domains = "".join(f"      - {{id: {a[0]}, title_ko: {a[1]}, title_en: {a[2]}}}\n" for a in AREAS)
    return "name: synthetic\ntitle: {ko: 누리금융그룹, en: Nuri Financial Group}\nversion: 1.0.0\ncompanies:\n" + "".join(
        f"  - id: {c}\n    title_ko: {ko}\n    title_en: {en}\n    domains:\n{domains}" for c, ko, en in COMPANIES
    )  # fmt: skip


def _spread(plan: Plan, most: int, salt: str) -> list[int]:
    """Tables to speak of, at most `most`, each once."""
    return sorted(random.Random(f"{plan.seed} {salt}").sample(range(plan.tables), min(most, plan.tables)))


def _glossary(plan: Plan) -> str:
    out, said = ["terms:\n"], set()
    for n in _spread(plan, 1_200, "terms"):
        me = named(n)
        term = f"{me.qualifier[0]}{me.subject[0]}"
        if term in said:
            continue
        said.add(term)
        out.append(
            f"  - term: {term}\n    term_en: {me.qualifier[1]} {me.subject[1]}\n    abbreviations: []\n"
            f"    synonyms: [{me.qualifier[0]} {me.subject[0]}건]\n    definition: {me.qualifier[0]} 조건에 드는 {me.subject[0]}.\n"
            f"    tables: [{me.table}]\n    columns: []\n    expression: null\n"
        )
    return "".join(out) if said else "terms: []\n"


def _metrics(plan: Plan) -> str:
    out = ["metrics:\n"]
    for n in _spread(plan, 400, "metrics"):
        me = named(n)
        out.append(
            f"  - id: m{n}\n    name: {me.subject[0]} {me.kind[0]}수\n    name_en: {me.subject[1]} {me.kind[1]} count\n"
            f"    synonyms: [{me.subject[0]}{me.kind[0]} 건수]\n    company: {me.company}\n    tables: [{me.table}]\n"
            f"    expression: COUNT(*)\n    unit: 건\n    filters: []\n    time_column: {me.table}.base_date\n"
            f"    description: {me.korean}의 행 수.\n    example: null\n"
        )
    return "".join(out)


def _verified(plan: Plan, company: str) -> str:
    out = ["queries:\n"]
    for n in _spread(plan, 480, "queries"):
        me = named(n)
        if me.company == company:
            out.append(
                f"  - id: {company}-q{n}\n    question: 지난달 {me.korean} 건수를 기준일자별로 알려줘\n"
                f"    question_en: Show last month's {me.english.lower()} rows by base date\n"
                f"    sql: |\n      SELECT base_date, COUNT(*) AS row_count\n      FROM {me.table}\n"
                f"      WHERE base_date >= DATE '2026-08-01' AND base_date < DATE '2026-09-01'\n      GROUP BY base_date\n"
                f"    tables: [{me.table}]\n    ordered: false\n"
            )
    return "".join(out) if len(out) > 1 else "queries: []\n"


def question(plan: Plan, k: int) -> tuple[str, int]:
    """Question k about some table, as people ask, and that table's number: Korean, English, compounds, few words."""
    chance = random.Random(f"{plan.seed} question {k}")
    n = chance.randrange(plan.tables)
    me = named(n)
    (q, qe), (s, se), (kind, kind_en) = me.qualifier, me.subject, me.kind
    company = next(ko for c, ko, _ in COMPANIES if c == me.company)
    asked = (
        f"{q} {s} {kind}의 금액을 월별로 알려줘",
        f"최근 1개월 {q}{s} {kind}에서 잔액이 큰 순으로 고객별 상위 10개를 보여줘",
        f"{company} {q} {s} {kind} 건수를 영업점별로 보여줘",
        f"{qe} {se} {kind_en} amount by customer grade".replace("_", " ").strip(),
        f"{company}의 {s} {kind} 중 연체 금액이 100만원 이상인 {q} 고객의 등급별 건수와 평균 잔액",
        f"{q} {s}",
        f"지난달 {q} {s} {kind} 평균 비율 상위 5개 영업점과 담당 직원",
        f"which 10 branches have the highest {qe} {se} {kind_en} balance last month".replace("_", " "),
    )
    return asked[k % len(asked)].strip(), n
