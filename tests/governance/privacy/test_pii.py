"""Personal data by its form: what is told, how surely, where it stands; and what only looks like it."""

from __future__ import annotations

import unicodedata
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aiws_cli.governance.privacy import pii
from aiws_cli.governance.privacy.folding import fold

# (text, what is found as written, kind, confidence). All numbers are made up.
FOUND = (
    ("고객900101-1234567의 잔액", "900101-1234567", "resident_no", "medium"),
    ("주민등록번호 900101-1234567", "900101-1234567", "resident_no", "high"),
    ("고객 ９００１０１－１２３４５６７님", "９００１０１－１２３４５６７", "resident_no", "medium"),
    ("900101–1234567", "900101–1234567", "resident_no", "medium"),
    ("900101ㅡ1234567", "900101ㅡ1234567", "resident_no", "medium"),
    ("900101 1234567 확인", "900101 1234567", "resident_no", "medium"),
    ("9001011234567", "9001011234567", "resident_no", "medium"),
    ("900101\u200b-12\u00ad34567", "900101\u200b-12\u00ad34567", "resident_no", "medium"),
    ("9 0 0 1 0 1 - 1 2 3 4 5 6 7", "9 0 0 1 0 1 - 1 2 3 4 5 6 7", "resident_no", "medium"),
    ("rrn=050101-3234567;", "050101-3234567", "resident_no", "high"),
    ("١٢٠٣٠٤-٣٢٣٤٥٦٧", "١٢٠٣٠٤-٣٢٣٤٥٦٧", "resident_no", "medium"),
    ("외국인등록번호 850312-5123456", "850312-5123456", "foreigner_no", "high"),
    ("850312-6123456", "850312-6123456", "foreigner_no", "medium"),
    ("4111-1111-1111-1111", "4111-1111-1111-1111", "card", "high"),
    ("카드4111111111111111로", "4111111111111111", "card", "high"),
    ("결제 ４１１１ １１１１ １１１１ １１１１", "４１１１ １１１１ １１１１ １１１１", "card", "high"),
    ("3782 822463 10005", "3782 822463 10005", "card", "high"),
    ("9410-6112-0000-0007", "9410-6112-0000-0007", "card", "high"),
    ("사업자등록번호 123-45-67891", "123-45-67891", "business_no", "high"),
    ("법인등록번호: 110111-1234569", "110111-1234569", "corporate_no", "high"),
    ("계좌 110-123-456789로 입금", "110-123-456789", "account", "high"),
    ("국민 123456-04-123456", "123456-04-123456", "account", "high"),
    ("account_no = '1002-123-456789'", "1002-123-456789", "account", "high"),
    ("계좌번호 11012345678901", "11012345678901", "account", "medium"),
    ("110-123-456789", "110-123-456789", "account", "low"),
    ("여권번호는M12345678입니다", "M12345678", "passport", "high"),
    ("M123A4567", "M123A4567", "passport", "medium"),
    ("M12345678", "M12345678", "passport", "low"),
    ("11-12-123456-12", "11-12-123456-12", "licence", "medium"),
    ("운전면허 서울 12-123456-12", "서울 12-123456-12", "licence", "high"),
    ("연락처010-1234-5678로", "010-1234-5678", "phone", "high"),
    ("01012345678", "01012345678", "phone", "medium"),
    ("+82-10-1234-5678", "+82-10-1234-5678", "phone", "high"),
    ("(02) 123-4567", "(02) 123-4567", "phone", "medium"),
    ("메일은kim@hangang-bank.co.kr로", "kim@hangang-bank.co.kr", "email", "high"),
    ("KIM＠HANGANG.COM", "KIM＠HANGANG.COM", "email", "high"),
)


@pytest.mark.parametrize(("text", "written", "kind", "confidence"), FOUND, ids=[t for t, *_ in FOUND])
def test_what_is_found(text: str, written: str, kind: str, confidence: str) -> None:
    assert [(text[f.start : f.end], f.kind, f.confidence) for f in pii.find(text)] == [
        (written, kind, confidence)
    ]


LOOK_ALIKES = (
    "주문번호 20261122-000123",
    "주문번호 4111111111111111",
    "order_no=9001011234567",
    "2026-11-22 10:20:30.123456789",
    "20261122153000",
    "1764000000000",
    "ts=1710101234567",
    "1,234,567,890,123원",
    "0.9001011234567",
    "550e8400-e29b-41d4-a716-446655440000",
    "sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
    "v10.12.123456-12",
    "978-89-01-12345-6",
    "9788901123456",
    "C0000123, A00001234, P-0012",
    "WHERE amount > 123456789012 AND day >= DATE '2026-01-01'",
    "901301-1234567",
    "900101-7234567",
    "4111-1111-1111-1112",
    "5352 5354 5353 5351 5366 5377",
    "123-45-67890",
    "대표번호 1588-1234",
    "192.168.100.200:50051",
    "37.5665123, 126.9780123",
    "user@example.com git@gitlab.hq.net noreply@bank.co.kr icon@2x.png",
    "https://user:word@db.hq:5432/core",
    "@app.route pkg@1.2.3",
    "KR7005930003 5493001KJTIIGC8Y1R12",
    "계좌 수 12,345,678개, 2026.09.30 기준",
)


@pytest.mark.parametrize("text", LOOK_ALIKES)
def test_what_only_looks_like_it_is_not_acted_upon(text: str) -> None:
    assert pii.acted(pii.find(text)) == ()


def test_a_name_from_outside_says_what_a_value_is() -> None:
    assert [f.kind for f in pii.acted(pii.find("110123456789", beside="계좌번호"))] == ["account"]
    assert [f.kind for f in pii.acted(pii.find("M12345678", beside="passport_no"))] == ["passport"]
    assert pii.acted(pii.find("110123456789", beside="trace_no")) == ()


def test_a_list_of_numbers_that_fit_by_chance_is_none() -> None:
    """Of a hundred made ids of thirteen digits one or two happen to state a birthday."""
    ids = [f"{n:013}" for n in range(9_001_011_234_567, 9_001_011_234_567 + 97 * 10**9, 10**9)]
    assert pii.acted(pii.find("\n".join(ids))) == ()
    assert len(pii.acted(pii.find("\n".join(["9001011234567"] * 20)))) == 20


@given(st.text(alphabet="0123456789０１２ㅡ－-. \u200bé각\u1100\u1161\u11a8e\u0301가A@\n①㎏", max_size=60))
@settings(max_examples=400, deadline=None)
def test_places_lead_back_to_the_text(text: str) -> None:
    folded = fold(text)
    for start in range(len(folded.text)):
        a, b = folded.span(start, start + 1)
        assert 0 <= a < b <= len(text)
        # What a character was made of folds to something that holds it.
        assert folded.text[start] in fold(text[a:b]).text or unicodedata.combining(text[a]) or a > 0
    if folded.text:
        whole = folded.span(0, len(folded.text))
        assert fold(text[slice(*whole)]).text == folded.text


@given(st.text(max_size=200))
@settings(max_examples=300, deadline=None)
def test_any_text_is_looked_through(text: str) -> None:
    found = pii.find(text)
    assert all(0 <= f.start < f.end <= len(text) for f in found)
    assert all(a.end <= b.start for a, b in pairwise(found))
