"""Korean questions over schemas with English names only: what the grammar writes, and where it stays silent."""

from __future__ import annotations

from pathlib import Path
from typing import Any, cast

import pytest
import yaml

from aiws_cli.analysis.compose.bare import compose_bare
from aiws_cli.core.ports import Catalog
from aiws_cli.core.tables import Column, Relationship, Table

ROWS: list[dict[str, Any]] = yaml.safe_load((Path(__file__).parent / "bare.yaml").read_text(encoding="utf-8"))


def _table(name: str, columns: str) -> Table:
    """`columns` is `name type, …`; the first is no declared key: plain databases declare none."""
    pairs = [c.split() for c in columns.split(",")]
    return Table(f"main.{name}", tuple(Column(n, t) for n, t in pairs))


SCHEMAS: dict[str, tuple[Table, ...]] = {
    "hospital": (
        _table("doctor", "doctor_id BIGINT, name VARCHAR, age BIGINT, department VARCHAR, salary DOUBLE"),
        _table(
            "patient",
            "patient_id BIGINT, first_name VARCHAR, last_name VARCHAR, gender VARCHAR, birth_date DATE, city VARCHAR",
        ),
        _table(
            "appointment",
            "appointment_id BIGINT, patient_id BIGINT, doctor_id BIGINT, start_date DATE, room VARCHAR, fee DOUBLE",
        ),
    ),
    "film": (
        _table(
            "movie",
            "movie_id BIGINT, title VARCHAR, directed_by VARCHAR, genre VARCHAR, release_year BIGINT, rating DOUBLE",
        ),
        _table(
            "cinema", "cinema_id BIGINT, name VARCHAR, location VARCHAR, capacity BIGINT, opening_year BIGINT"
        ),
        _table("schedule", "cinema_id BIGINT, movie_id BIGINT, show_date DATE, price DOUBLE"),
    ),
    "league": (
        _table(
            "team", "team_id BIGINT, team_name VARCHAR, city VARCHAR, founded_year BIGINT, num_of_fans BIGINT"
        ),
        _table(
            "player",
            "player_id BIGINT, player_name VARCHAR, team_id BIGINT, nationality VARCHAR, height DOUBLE, goals BIGINT, rank BIGINT",
        ),
    ),
}
VALUES = {
    ("main.doctor", "department"): ("Surgery", "Pediatrics"),
    ("main.doctor", "name"): ("Kim", "Lee"),
    ("main.patient", "city"): ("Seoul", "Busan"),
    ("main.patient", "gender"): ("M", "F"),
    ("main.patient", "first_name"): ("Ann", "Bob"),
    ("main.movie", "genre"): ("Drama", "Comedy"),
    ("main.movie", "title"): ("The Road", "Comedy"),
    ("main.movie", "directed_by"): ("Jane Doe",),
    ("main.cinema", "location"): ("Busan", "Seoul"),
    ("main.team", "city"): ("London", "Paris"),
    ("main.team", "team_name"): ("Lions", "Bears"),
    ("main.player", "nationality"): ("France", "Spain"),
}


class _Schema:
    """As much of a catalog as reading a question needs."""

    def __init__(self, tables: tuple[Table, ...]) -> None:
        self.tables = {t.name: t for t in tables}

    def table(self, name: str) -> Table | None:
        return self.tables.get(name)

    def table_names(self) -> tuple[str, ...]:
        return tuple(self.tables)

    def relationships(self, table: str) -> tuple[Relationship, ...]:
        return ()


def _written(schema: tuple[Table, ...], question: str) -> str | None:
    catalog = cast(Catalog, _Schema(schema))
    names = [t.name for t in schema]
    found = compose_bare(
        catalog, question, tables=names, values=lambda table, column: VALUES.get((table, column), ())
    )
    return None if found is None else " ".join(found.sql.split())


@pytest.mark.parametrize("row", ROWS, ids=[r["question"] for r in ROWS])
def test_a_question_is_written_or_left_alone(row: dict[str, Any]) -> None:
    assert _written(SCHEMAS[row["of"]], row["question"]) == row["sql"]


def test_tables_with_korean_names_are_left_to_the_other_rules() -> None:
    told = Table("main.doctor", (Column("doctor_id", "BIGINT"),), business_name="의사")
    assert _written((told,), "의사는 몇 명인가요?") is None


def test_english_questions_are_left_alone() -> None:
    assert _written(SCHEMAS["hospital"], "How many doctors are there?") is None
