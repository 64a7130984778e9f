"""Texts of: mending a model's SQL. key → (Korean, English)."""

TEXTS: dict[str, tuple[str, str]] = {
    "mend.dialect": (
        "{other} 문법으로 쓴 SQL을 {dialect} 문법으로 바꿨습니다.",
        "this was {other} SQL; it is now {dialect} SQL.",
    ),
    "mend.function": (
        "{old:을/를} {new:으로/로} 바꿨습니다. 이 데이터베이스에는 없는 표현입니다.",
        "{old} is not known to this database; it is now {new}.",
    ),
    "mend.today": (
        "{old} 대신 데이터 기준일 {date}을 사용합니다.",
        "{old} now means the date the data stands at, {date}.",
    ),
    "mend.table": (
        "{old}라는 테이블이 없어 {new:으로/로} 바꿨습니다.",
        "there is no table {old}; {new} is meant.",
    ),
    "mend.column_moved": (
        "{old} 컬럼은 {table}에 있으므로 {new:으로/로} 바꿨습니다.",
        "the column {old} is in {table}; it is now {new}.",
    ),
    "mend.column_renamed": (
        "{old}라는 컬럼이 없어 {new:으로/로} 바꿨습니다.",
        "there is no column {old}; {new} is meant.",
    ),
    "mend.join_added": (
        "{column} 컬럼이 있는 {table:을/를} 관계에 따라 조인했습니다.",
        "{column} is in {table}, which is now joined along its relationship.",
    ),
    "mend.problem.syntax": (
        "SQL 문법을 이해할 수 없습니다: {detail}",
        "this SQL does not parse: {detail}",
    ),
    "mend.problem.table": (
        "{name}라는 테이블이 없습니다. 비슷한 테이블: {near}",
        "there is no table {name}. Near: {near}",
    ),
    "mend.problem.table.alone": ("{name}라는 테이블이 없습니다.", "there is no table {name}."),
    "mend.problem.column": (
        "{name}라는 컬럼이 없습니다. 비슷한 컬럼: {near}",
        "there is no column {name}. Near: {near}",
    ),
    "mend.problem.column.alone": ("{name}라는 컬럼이 없습니다.", "there is no column {name}."),
    "mend.problem.ambiguous": (
        "{name} 컬럼이 여러 테이블에 있습니다. 하나를 지정해야 합니다: {near}",
        "the column {name} is in several tables; say which: {near}",
    ),
    "mend.problem.ambiguous.alone": (
        "{name} 컬럼이 여러 테이블에 있습니다.",
        "the column {name} is in several tables.",
    ),
}
