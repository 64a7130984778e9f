"""A table's file: Open Data Contract Standard v3.1 names plus our `ai:` block, read into `core.tables.Table`."""

from __future__ import annotations

from collections.abc import Iterator

from aiws_cli.core.tables import Column, Relationship, Table

from ..core.yaml_lines import Fields, keys

_CONTRACT = keys(
    "apiVersion kind id name version status tenant domain dataProduct description tags schema servers support price team "
    "roles slaProperties slaDefaultElement customProperties authoritativeDefinitions contractCreatedTs"
)
_SCHEMA = keys(
    "id name physicalName physicalType logicalType businessName description tags dataGranularityDescription properties "
    "relationships quality customProperties authoritativeDefinitions ai"
)
_PROPERTY = keys(
    "id name businessName physicalName physicalType logicalType logicalTypeOptions description required unique primaryKey "
    "primaryKeyPosition partitioned partitionKeyPosition classification criticalDataElement encryptedName transformLogic "
    "transformSourceObjects transformDescription examples items properties relationships quality customProperties "
    "authoritativeDefinitions tags unit ai"
)
_RELATIONSHIP = keys("id type from to description customProperties")
_TABLE_AI = frozenset({"synonyms"})
_COLUMN_AI = frozenset({"synonyms", "sample_values", "code_values"})

LOGICAL_TYPES = keys("string integer number boolean date timestamp time array object")
CLASSIFICATIONS = keys("public internal pseudonymous personal sensitive")
PII_CLASSES = keys("none pseudonymous personal sensitive")


def tables(top: Fields, file: str, lines: dict[tuple[str, ...], int]) -> Iterator[Table]:
    """Every table of one contract. Fills `lines` with the line of each table, column and relationship.

    The company is the first folder of `file`, else the schema; the domain is the contract's, else the second folder.
    """
    top.only(_CONTRACT)
    parts = file.split("/")
    for item in top.children("schema", required=True):
        item.only(_SCHEMA)
        name = item.text("physicalName") or item.text("name", required=True)
        schema = name.rpartition(".")[0]
        if not schema:
            item.problem("no_schema", item.line_of("physicalName"), name=name)
        lines[(name,)] = item.line_of("physicalName")
        custom = _custom(item)
        pii = custom.get("piiClass", "none")
        if pii not in PII_CLASSES:
            item.problem(
                "not_allowed",
                item.line_of("customProperties"),
                name="piiClass",
                value=pii,
                allowed=", ".join(sorted(PII_CLASSES)),
            )
        ai = item.child("ai")
        if ai:
            ai.only(_TABLE_AI)
        columns: list[Column] = []
        had: set[str] = set()
        relationships: list[Relationship] = []
        for p in item.children("properties", required=True):
            column = _column(p)
            if column.name.lower() in had:
                p.problem("column_twice", name=column.name, table=name)
            lines[name, column.name] = p.line
            had.add(column.name.lower())
            columns.append(column)
            for rel in p.children("relationships"):
                _relationship(rel, name, schema, column.name, relationships, lines)
        for rel in item.children("relationships"):
            _relationship(rel, name, schema, "", relationships, lines)
        yield Table(
            name=name,
            columns=tuple(columns),
            company=parts[0] if len(parts) > 2 else schema,
            domain=top.text("domain") or (parts[1] if len(parts) > 2 else ""),
            kind="view" if item.text("physicalType").lower() == "view" else "table",
            business_name=item.text("businessName"),
            business_name_en=custom.get("businessNameEn", ""),
            description=item.text("description"),
            grain=item.text("dataGranularityDescription"),
            grain_en=custom.get("grainEn", ""),
            owner=custom.get("owner", ""),
            pii_class=pii,
            synonyms=ai.texts("synonyms") if ai else (),
            relationships=tuple(relationships),
            source=f"{file}:{item.line}",
        )


def _column(p: Fields, within: str = "", classification: str = "internal") -> Column:
    p.only(_PROPERTY)
    custom = _custom(p)
    ai = p.child("ai")
    if ai:
        ai.only(_COLUMN_AI)
    samples = ai.texts("sample_values") if ai else ()
    name = p.text("name", required=True)
    classification = p.choice("classification", CLASSIFICATIONS, classification)
    # Keys are described one level deep: what lies deeper is not asked for by name.
    inner = () if within else tuple(_column(k, name, classification) for k in p.children("properties"))
    return Column(
        name=name,
        type=p.text("physicalType", required=True),
        logical_type=p.choice("logicalType", LOGICAL_TYPES, "string"),
        business_name=p.text("businessName"),
        business_name_en=custom.get("businessNameEn", ""),
        description=p.text("description"),
        primary_key=p.flag("primaryKey"),
        required=p.flag("required"),
        classification=classification,
        unit=custom.get("unit", "") or p.text("unit"),
        synonyms=ai.texts("synonyms") if ai else (),
        sample_values=samples or p.texts("examples", alone=True),
        code_values=ai.pairs("code_values") if ai else {},
        fields=inner,
        within=within,
    )


def _custom(item: Fields) -> dict[str, str]:
    out = {}
    for pair in item.children("customProperties"):
        name = pair.text("property", required=True)
        if name and name not in out:
            out[name] = pair.text("value")
    return out


def _relationship(
    rel: Fields,
    table: str,
    schema: str,
    column: str,
    found: list[Relationship],
    lines: dict[tuple[str, ...], int],
) -> None:
    """Add one foreign key. Inside a property `from` may be left out; a name without a schema means the table's own."""
    rel.only(_RELATIONSHIP)
    start = rel.texts("from", alone=True) or ((f"{table}.{column}",) if column else ())
    end = rel.texts("to", alone=True)
    if not start or len(start) != len(end):
        rel.problem("relationship_shape")
        return
    from_table, from_columns = _split(start, schema)
    to_table, to_columns = _split(end, schema)
    if not from_table or not to_table or from_table.lower() != table.lower():
        rel.problem("relationship_shape")
        return
    lines["rel", table, str(len(found))] = rel.line
    optional = _custom(rel).get("optional", "").lower() in {"true", "yes"}
    found.append(Relationship(from_table, from_columns, to_table, to_columns, optional))


def _split(names: tuple[str, ...], schema: str) -> tuple[str, tuple[str, ...]]:
    """("bank.a.x", "bank.a.y") → ("bank.a", ("x", "y")); an empty table where they disagree or have no column."""
    tables, columns = set(), []
    for name in names:
        table, _, column = name.rpartition(".")
        if table and "." not in table and schema:
            table = f"{schema}.{table}"
        tables.add(table)
        columns.append(column)
    return (tables.pop() if len(tables) == 1 else ""), tuple(columns)
