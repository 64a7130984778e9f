"""Dictionary entries out of glossary text."""

from __future__ import annotations

import pytest

from aiws_cli.evaluation.glossary import entries


@pytest.mark.parametrize(
    ("text", "term", "synonyms", "definition"),
    [
        (
            "GMV = Gross Merchandise Value of orders that were not cancelled",
            "GMV",
            ("Gross Merchandise Value",),
            "Gross Merchandise Value of orders that were not cancelled",
        ),
        ("RR (Return Rate) = returned orders / all orders * 100", "RR", ("Return Rate",), "returned orders / all orders * 100"),
        ("YoY = year-over-year change", "YoY", ("year-over-year",), "year-over-year change"),
        ("- AOV: average order value", "AOV", ("average order value",), "average order value"),
        ("Last quarter = the three months before this one", "Last quarter", (), "the three months before this one"),
        ("Repeat Buyer (RB) is whoever ordered twice.", "RB", ("Repeat Buyer",), "Repeat Buyer (RB) is whoever ordered twice."),
        (
            "To calculate the Shipping Cost Ratio (SCR), divide shipping by sales.",
            "SCR",
            ("Shipping Cost Ratio",),
            "To calculate the Shipping Cost Ratio (SCR), divide shipping by sales.",
        ),
        ("To find the AOV = Average Order Value of a year", "AOV", ("Average Order Value",), "Average Order Value of a year"),
        ("Peak hours are 18 to 21.", "Peak hours", (), "Peak hours are 18 to 21."),
        ("순유입 = 유입액 - 유출액", "순유입", (), "유입액 - 유출액"),
        ("휴면 고객은 1년 넘게 거래가 없는 고객을 말합니다.", "휴면 고객", (), "휴면 고객은 1년 넘게 거래가 없는 고객을 말합니다."),
    ],
)  # fmt: skip
def test_named(text: str, term: str, synonyms: tuple[str, ...], definition: str) -> None:
    (found,) = entries(text)
    assert (found.term, found.synonyms, found.definition) == (term, synonyms, definition)


@pytest.mark.parametrize(
    ("text", "term", "synonyms"),
    [
        (
            "To get the delivery rate of parcels per depot, join depots and parcels.",
            "delivery rate of parcels",
            ("delivery rate of parcels per depot",),
        ),
        ("To list the depots that closed in May, filter by date.", "depots that closed in May", ()),
        ("For trends by week, start on Monday.", "trends by week", ()),
        ("When getting the state of a parcel, take the last scan.", "state of a parcel", ()),
        (
            "When using depot names, street names and zip_code, ignore case.",
            "depot names",
            ("street names", "zip_code"),
        ),
        ("Always join parcels with depots before counting.", "join parcels with depots before", ()),
        (
            "If two parcels share a day, join on DATE_TRUNC('day', a.d) = DATE_TRUNC('day', b.d).",
            "If two parcels share a",
            (),
        ),
    ],
)
def test_rules_keep_their_sentence(text: str, term: str, synonyms: tuple[str, ...]) -> None:
    (found,) = entries(text)
    assert (found.term, found.synonyms, found.definition) == (term, synonyms, text)


def test_sentences_that_run_into_one_another_are_taken_apart() -> None:
    text = (
        "AOV = average order value over the e.g. last year RR (Return Rate) = returns / orders To get the load of a van, "
        "add up its parcels. Round to cents. To find the GMV = Gross Merchandise Value, add up.\n\n"
        'The rules are: "NPS = net promoter score"'
    )
    assert [t.term for t in entries(text)] == ["AOV", "RR", "load of a van", "Round to cents", "GMV", "NPS"]


def test_of_two_with_one_name_the_first_counts() -> None:
    (found,) = entries("RR = returns / orders\nrr = something else")
    assert found.definition == "returns / orders"


def test_nothing_gives_nothing() -> None:
    assert entries(" \n -- \n\n") == ()
