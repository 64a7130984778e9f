"""What kind of thing a column holds: a name, a figure that may be added up, a balance, a rate, a flag, a code."""

from __future__ import annotations

import re

from ...core.nested import is_list
from ...core.tables import Column, Table

_NUMERIC = re.compile(
    r"^(?:U?(?:TINY|SMALL|BIG|HUGE)?INT(?:EGER)?|DECIMAL|NUMERIC|DOUBLE|FLOAT|REAL|NUMBER)", re.IGNORECASE
)
_DATE = re.compile(r"^(?:DATE|TIMESTAMP)", re.IGNORECASE)
_TEXT = re.compile(r"^(?:VARCHAR|CHAR|TEXT|STRING|BPCHAR)(?!.*\[\])", re.IGNORECASE)
# Parts of physical names. A figure of these is one thing's own: added up over things it means nothing.
_OWN = frozenset(
    "price rate ratio score age days months years grade rank limit cap min max minimum maximum avg average mean"
    " roe cir ltv dsr ytm per duration yield term no number year id percent percentage index value_per seconds"
    " height weight length temperature latitude longitude rating level floor spend".split()
)
_OWN_KO = re.compile(
    r"(?:율|률|금리|이율|비중|비율|단가|가격|시세|기준가|종가|점수|등급|순위|나이|연령|한도|조건|연회비|평균|월보험료|월납입금|일수|기간|회차|번호|연도)$"
)
# A state at a time: months of it are not added up.
_STOCK = frozenset(
    "balance aum assets asset equity outstanding nav headcount employee staff member members valuation principal".split()
)
_STOCK_KO = re.compile(
    r"(?:잔액|잔고|평잔|말잔|순자산|순자산총액|총자산|자기자본|자본|수탁고|임직원 수|직원 수|인원|평가금액|평가액|평가손익|신탁원본|보유계약건수|계좌수|대출건수)$"
)
_NEVER = frozenset("price rate ratio score age min max avg average mean limit cap rank".split())
_KEY = re.compile(r"_?(?:id|code|cd|no|num|number|key)$")
_UNDONE_KO, _UNDONE_EN = (
    re.compile("취소|거절|반려|환불"),
    re.compile("cancel|declin|reject|void|refund|fail", re.IGNORECASE),
)
_PEOPLE = re.compile(
    r"고객|회원|손님|직원|사원|학생|환자|가입자"
    r"|\b(?:customer|client|member|employee|person|people|student|patient|user|subscriber|policyholder|cardholder)s?\b",
    re.IGNORECASE,
)
_ADDED = frozenset(
    "amount count income expense profit revenue premium cost sales quantity volume points fee qty total".split()
)
_ADDED_UNITS = frozenset(("KRW", "원", "count", "persons", "shares", "건", "명", "개"))


def pieces(name: str) -> frozenset[str]:
    return frozenset(re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower().split("_"))


def numeric(column: Column) -> bool:
    return bool(_NUMERIC.match(column.type)) and not column.code_values


def dated(column: Column) -> bool:
    return bool(_DATE.match(column.type)) or column.logical_type in ("date", "timestamp")


def text(column: Column) -> bool:
    return bool(_TEXT.match(column.type)) or (bool(column.code_values) and not is_list(column))


def flag(column: Column) -> bool:
    """True for yes or no: codes Y and N, or a truth value."""
    return truth(column) or {"Y", "N"} == {v.upper() for v in column.code_values}


def truth(column: Column) -> bool:
    return column.type.upper().startswith("BOOL")


def said_so(column: Column, yes: bool) -> tuple[str, ...]:
    """What a flag holds where the answer is yes, or no."""
    if truth(column):
        return ("true" if yes else "false",)
    return tuple(c for c in column.code_values if c.upper() == ("Y" if yes else "N"))


def key(column: Column, table: Table) -> bool:
    """True for what only identifies: a key, a reference, a number people call things by."""
    refers = any(column.name in r.from_columns for r in table.relationships)
    return (
        refers
        or (column.primary_key and len(table.primary_key) == 1)
        or bool(pieces(column.name) & {"id", "no"})
    )


def own_figure(column: Column) -> bool:
    """A figure of one thing (a price, a rate, an age): read as it is, or averaged where a question says so."""
    if column.unit in (
        "percent",
        "%",
        "ratio",
        "비율",
        "days",
        "months",
        "years",
        "points",
        "times",
        "bp",
        "seconds",
    ):
        return not (column.unit == "points" and "points" in pieces(column.name))
    if _OWN_KO.search(column.business_name):
        return True
    return bool(pieces(column.name) & _OWN) and column.unit not in ("count", "persons")


def stock(column: Column) -> bool:
    """A state at a time (a balance, the people employed): never added up over time."""
    return bool(pieces(column.name) & _STOCK) or bool(_STOCK_KO.search(column.business_name))


def additive(column: Column) -> bool:
    """A figure whose total is what people mean when they name it."""
    if not numeric(column) or own_figure(column):
        return False
    if column.unit:
        return column.unit in _ADDED_UNITS or stock(column) or bool(pieces(column.name) & _ADDED)
    return bool(pieces(column.name) & (_ADDED | _STOCK))


def summable(column: Column) -> bool:
    """A figure that may be added up where a total is asked for outright: monthly premiums, say, but never rates."""
    if not numeric(column) or column.unit in (
        "percent",
        "%",
        "ratio",
        "비율",
        "days",
        "years",
        "times",
        "bp",
    ):
        return False
    return additive(column) or (column.unit in _ADDED_UNITS and not pieces(column.name) & _NEVER)


def hidden(column: Column) -> bool:
    """True for what answers do not list: personal data."""
    return column.classification in ("personal", "sensitive")


def hidden_name(column: Column) -> bool:
    """True for personal data that tells persons apart; gender and the like are groups."""
    return hidden(column) and not column.code_values


def undone(column: Column) -> bool:
    """True for a status by which some rows never came about: declined, cancelled requests. Figures leave those out."""
    return any(undone_label(names) for names in labels(column).values())


_OVER = re.compile(
    r"해지|종료|완제|만기|상각|폐점|해소|정상화|closed|ended|paid off|matured|terminated|cancelled|surrendered"
)
_GOING_ON = re.compile(r"(?:연체|진행|심사|운영|제휴|모집|판매|사용)\s*중|^유지$|^open$|^in force$")


def over(column: Column) -> bool:
    """A status by which some rows are over: paid off, closed, ended."""
    status = "status" in pieces(column.name) and bool(column.code_values)
    return status and any(_OVER.search(label) for label in column.code_values.values())


def going_on(column: Column) -> str:
    """The only code of a status that says a row is still going on (연체중, 유지); "" where none or several do."""
    if "status" not in pieces(column.name):
        return ""
    found = [c for c, names in labels(column).items() if any(_GOING_ON.search(n) for n in names)]
    return found[0] if len(found) == 1 else ""


def labels(column: Column) -> dict[str, tuple[str, ...]]:
    """What each code of a column is called, in each language: "승인 | approved" → 승인, approved."""
    return {
        code: tuple(part.strip() for part in label.split("|") if part.strip())
        for code, label in column.code_values.items()
    }


def undone_label(names: tuple[str, ...]) -> bool:
    """Does a code's label, by the first of its names, say that something never came about?"""
    first = names[0] if names else ""
    return bool((_UNDONE_KO if first >= "가" else _UNDONE_EN).search(first))


def of_people(table: Table) -> bool:
    """True for a table of customers, members, employees: one person a row."""
    names = (table.business_name, table.business_name_en, table.name.rpartition(".")[2].replace("_", " "))
    return any(_PEOPLE.search(n) for n in names if n) and len(table.primary_key) == 1


def name_column(table: Table) -> Column | None:
    """The column that says what a row of this table is called; None where there is none, or more than one might."""
    named = [
        c
        for c in table.columns
        if text(c)
        and not hidden(c)
        and not c.code_values
        and (
            c.name.lower() == "name"
            or c.name.lower().endswith("name")
            or c.business_name.endswith(("명", "이름"))
        )
    ]
    keys = {_KEY.sub("", k.lower()) for k in table.primary_key} - {""}
    own = [c for c in named if any(_is_name_of(c.name.lower(), k) for k in keys)]
    bare = table.name.rpartition(".")[2].lower()
    if not own:
        own = [
            c
            for c in named
            if c.name.lower() == "name" or bare.startswith(c.name.lower().removesuffix("_name"))
        ]
    if not own and len(named) == 1:
        own = named
    return own[0] if len(own) == 1 else None


def _is_name_of(column: str, key: str) -> bool:
    bare = column.removesuffix("name").rstrip("_")
    return bool(bare) and (bare == key or key.endswith(f"_{bare}"))
