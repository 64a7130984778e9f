"""Keys and relationships as names tell them, for catalogs that declare none."""

from __future__ import annotations

import pytest

from aiws_cli.analysis.mend.links import guess_links, own_key, short_for
from aiws_cli.core.tables import Column, Table


def _table(text: str) -> Table:
    """`people(id, name:text)`: numbers unless a type is said."""
    name, _, inside = text.rstrip(")").partition("(")
    columns = [c.strip().partition(":") for c in inside.split(",")]
    return Table(
        f"main.{name}", tuple(Column(n, "VARCHAR" if kind == "text" else "BIGINT") for n, _, kind in columns)
    )


def _links(*texts: str) -> list[str]:
    return [
        f"{link.many[5:]}.{link.many_columns[0]} > {link.one[5:]}.{link.one_columns[0]}"
        for link in guess_links([_table(t) for t in texts])
    ]


@pytest.mark.parametrize(
    ("table", "key"),
    [
        ("people(person_id, name:text)", None),
        ("person(person_id, name:text)", "person_id"),
        ("pupil(PupID, name:text)", "PupID"),
        ("ports(city:text, port_code:text, port_name:text)", "port_code"),
        ("boat(lost_in_war, id, name:text)", "id"),
        ("has_toy(pup_id, toy_id)", None),
        ("holding(fund_id, customer_id, amount)", None),
        ("trips(line, trip_no, fare)", None),
    ],
)
def test_the_column_rows_are_known_by(table: str, key: str | None) -> None:
    found = own_key(_table(table))
    assert (found.name if found else None) == key


@pytest.mark.parametrize(
    ("tables", "links"),
    [
        (("pupil(PupID, name:text)", "pupil_toys(PupID, kind:text)"), ["pupil_toys.PupID > pupil.PupID"]),
        (
            ("regions(RegId, Region:text)", "nations(NationId, Name:text, Region)"),
            ["nations.Region > regions.RegId"],
        ),
        (("regions(RegId, Region:text)", "nations(NationId, Name:text, Region:text)"), []),
        (
            ("districts(city_name:text, county:text)", "inns(id, label:text, city_name:text)"),
            ["inns.city_name > districts.city_name"],
        ),
        (
            ("qqItem(qqItemId, qqName:text)", "qqOrder(qqOrderId, qqOrdItemId)", "qqPart(qqPartId)"),
            ["qqOrder.qqOrdItemId > qqItem.qqItemId"],
        ),
        (
            ("ports(city:text, port_code:text)", "trips(trip_id, source_port:text, dest_port:text)"),
            ["trips.source_port > ports.port_code", "trips.dest_port > ports.port_code"],
        ),
        (
            ("boat(id, name:text)", "loss(id, caused_by_boat_id)", "war(id, day:text)"),
            ["loss.caused_by_boat_id > boat.id"],
        ),
        (("war(id, day:text)", "boat(lost_in_war, id, name:text)"), ["boat.lost_in_war > war.id"]),
        (
            ("course(course_id, t:text)", "seat(seat_course_id, course_id)", "mark(seat_course_id, points)"),
            ["seat.course_id > course.course_id", "mark.seat_course_id > seat.seat_course_id"],
        ),
        (("a(id, x)", "b(id, y)"), []),
        (("visit_types(visit_type_code:text, d:text)", "fees(fee_id, fee_type:text)"), []),
    ],
)
def test_foreign_keys(tables: tuple[str, ...], links: list[str]) -> None:
    assert _links(*tables) == links


@pytest.mark.parametrize(
    ("word", "whole", "short"),
    [
        ("stu", "student", True),
        ("dept", "department", True),
        ("country", "countrylanguage", False),
        ("id", "idea", False),
    ],
)
def test_short_for(word: str, whole: str, short: bool) -> None:
    assert short_for(word, whole) is short
