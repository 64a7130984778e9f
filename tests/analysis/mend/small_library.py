"""A catalog as a bare database gives it: English names, no keys, no relationships, no business names."""

from __future__ import annotations

from aiws_cli.core.tables import Column, Relationship, Table

from .tables_alone import TablesAlone


def _table(name: str, columns: str) -> Table:
    return Table(
        f"main.{name}",
        tuple(Column(c, kind) for c, _, kind in (x.partition(" ") for x in columns.split(", "))),
    )


TABLES = (
    _table("author", "author_id BIGINT, name VARCHAR, birth_year BIGINT, country VARCHAR"),
    _table(
        "book",
        "book_id BIGINT, title VARCHAR, author_id BIGINT, genre VARCHAR, price DOUBLE, publish_date DATE, pages BIGINT, description VARCHAR",
    ),
    _table(
        "reader",
        "reader_id BIGINT, name VARCHAR, age BIGINT, city VARCHAR, state VARCHAR, member_level BIGINT, active_yn BIGINT, news_yn BIGINT",
    ),
    _table("loan", "loan_id BIGINT, reader_id BIGINT, book_id BIGINT, loan_date DATE, fee DOUBLE"),
    _table("review", "reader_id BIGINT, book_id BIGINT, stars BIGINT, note VARCHAR"),
    _table("staff", "staff_id BIGINT, name VARCHAR, city VARCHAR, state VARCHAR, salary DOUBLE"),
    _table(
        "donor",
        "donor_id BIGINT, first_name VARCHAR, middle_name VARCHAR, last_name VARCHAR, amount DOUBLE, gender VARCHAR",
    ),
)

VALUES = {
    ("main.author", "name"): ("Han Kang", "Shin Kyung", "Kang"),
    ("main.author", "country"): ("Korea", "France", "Japan"),
    ("main.book", "title"): ("Human Acts", "The Human Acts Reader", "Violets"),
    ("main.book", "genre"): ("poetry", "novel", "history"),
    ("main.reader", "name"): ("Lee", "Park"),
    ("main.reader", "city"): ("Seoul", "Busan"),
    ("main.reader", "state"): ("Gyeonggi", "Jeju"),
    ("main.staff", "name"): ("Choi", "Lee"),
    ("main.staff", "city"): ("Seoul", "Jeonju"),
    ("main.staff", "state"): ("Gyeonggi", "Jeolla"),
}


class SmallLibrary(TablesAlone):
    """core.ports.Catalog over TABLES."""

    def __init__(self) -> None:
        self._tables = {t.name.lower(): t for t in TABLES}

    def table(self, name: str) -> Table | None:
        return self._tables.get(name.lower())

    def table_names(self) -> tuple[str, ...]:
        return tuple(t.name for t in TABLES)

    def relationships(self, table: str) -> tuple[Relationship, ...]:
        return ()
