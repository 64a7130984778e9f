"""A catalog with what lies inside columns: lists of texts, JSON whose keys are described, and JSON whose keys are not."""

from __future__ import annotations

from aiws_cli.core.tables import Column, Relationship, Table

from .tables_alone import TablesAlone

TABLES = (
    Table(
        "shop.games",
        (
            Column("game_id", "VARCHAR", primary_key=True, business_name="게임번호"),
            Column("game_name", "VARCHAR", business_name="게임명", business_name_en="Game name"),
            Column("category", "VARCHAR", business_name="분류", business_name_en="Category"),
            Column(
                "genres",
                "VARCHAR[]",
                "array",
                business_name="장르 목록",
                business_name_en="Genres",
                synonyms=("장르",),
                sample_values=("Role Play", "퍼즐 액션"),
            ),
            Column("perks", "VARCHAR[]", "array", business_name="혜택", business_name_en="Perks"),
            Column("price", "BIGINT", business_name="가격", business_name_en="Price"),
            Column(
                "details",
                "JSON",
                "object",
                business_name="상세",
                fields=(
                    Column(
                        "platform",
                        "VARCHAR",
                        business_name="기종",
                        business_name_en="Platform",
                        code_values={"PC": "컴퓨터 | computer", "SW": "스위치 | switch"},
                        within="details",
                    ),
                    Column(
                        "play_hours", "BIGINT", business_name="플레이시간", unit="hours", within="details"
                    ),
                    Column("online", "BOOLEAN", business_name="온라인 여부", within="details"),
                ),
            ),
        ),
        business_name="게임",
        business_name_en="Games",
    ),
    Table(
        "shop.reviews",
        (
            Column("review_id", "BIGINT", primary_key=True),
            Column("game_id", "VARCHAR"),
            Column("platform", "VARCHAR"),
            Column("extra", "JSON", "object"),
        ),
        relationships=(Relationship("shop.reviews", ("game_id",), "shop.games", ("game_id",)),),
    ),
)

VALUES = {
    ("shop.games", "category"): ("boxed", "download"),
    ("shop.games", "game_name"): ("Alpha", "Beta"),
    ("shop.games", "genres"): ("Role Play", "puzzle", "퍼즐 액션", "racing"),
    ("shop.games", "perks"): ("cafe 5%", "cinema 3000", "cafe 10%", "free map"),
    ("shop.reviews", "extra"): (
        '{"stars": 3, "lang": "ko", "verified": true}',
        '{"stars": 5, "lang": "en", "verified": null}',
    ),
}


class SmallShelf(TablesAlone):
    """core.ports.Catalog over TABLES."""

    def table(self, name: str) -> Table | None:
        return next((t for t in TABLES if t.name.lower() == name.lower()), None)

    def table_names(self) -> tuple[str, ...]:
        return tuple(t.name for t in TABLES)

    def relationships(self, table: str) -> tuple[Relationship, ...]:
        every = [r for t in TABLES for r in t.relationships]
        return tuple(r for r in every if table.lower() in (r.from_table.lower(), r.to_table.lower()))
