"""What a column holds of people, by its name, its comment and its values."""

from __future__ import annotations

import pytest

from aiws_cli.governance.rights.classifying import Classified, classify_column, holds_personal

CASES = (
    (("resident_no",), "personal", "resident_no"),
    (("CUST_MPHN_NO", "VARCHAR"), "personal", "phone"),
    (("휴대폰번호",), "personal", "phone"),
    (("col17", "VARCHAR", "고객 휴대폰번호"), "personal", "phone"),
    (("col18", "VARCHAR", "계좌번호"), "personal", "account"),
    (("고객주소",), "personal", "address"),
    (("birth_date", "DATE"), "personal", "birth"),
    (("v", "VARCHAR", "", ("010-1234-5678", "010-2222-3333", "")), "personal", "phone"),
    (("v", "VARCHAR", "", ("900101-1234567", "x", "y")), "personal", "resident_no"),
    (("v", "VARCHAR", "카드", ("4111111111111111",)), "personal", "card"),
    (("phone_yn", "BOOLEAN"), "", ""),
    (("phone_count", "INTEGER"), "", ""),
    (("branch_name", "VARCHAR", "영업점명", ("강남지점", "분당지점")), "", ""),
    (("amount", "DECIMAL(18,2)", "금액", ("3853991.0000", "146297.0000")), "", ""),
    (("remark", "VARCHAR", "", ("전화 010-1234-5678", *(f"메모 {i}" for i in range(9)))), "", ""),
    (("biz_no", "VARCHAR", "", ("123-45-67891",)), "", ""),
)


@pytest.mark.parametrize(
    ("column", "classification", "kind"), CASES, ids=[c[0][0] + str(i) for i, c in enumerate(CASES)]
)
def test_a_column(column: tuple[str, ...], classification: str, kind: str) -> None:
    assert classify_column(*column) == Classified(classification, kind)  # type: ignore[arg-type]


def test_one_value_is_enough_to_keep_a_columns_values_out_of_files() -> None:
    assert holds_personal("remark", ["확인", "전화 010-1234-5678"])
    assert not holds_personal("region", ["서울", "부산", "20억 미만"])
