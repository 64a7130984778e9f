"""Texts of: metadata taken into the catalog and out of it. key → (Korean, English)."""

TEXTS: dict[str, tuple[str, str]] = {
    "cli.catalog.import.help": (
        "웨어하우스의 표, 컬럼, 키, 설명을 카탈로그 파일로 가져옵니다.",
        "Take the warehouse's tables, columns, keys and comments into the catalog's files.",
    ),
    "cli.catalog.import.about": (
        "사람이 적은 내용은 바꾸지 않습니다. 새 컬럼은 덧붙이고, 타입은 맞추며, 사라진 것은 알려 주기만 합니다. 값은 --samples를 줄 때만, 정책이 허용하는 범위에서 가져옵니다.",
        "What people wrote stays. New columns are added, types brought up to date, what is gone is only told. Values come in with --samples alone, as far as the policy lets you see them.",
    ),
    "cli.catalog.import.example": (
        "aiws catalog import --schema bank --out ./catalog",
        "aiws catalog import --schema bank --out ./catalog",
    ),
    "cli.catalog.import.from": (
        "가져올 곳: warehouse(기본값), 시맨틱 모델 YAML 파일, semantic-view:스키마.이름.",
        "Where from: warehouse (the default), a semantic model's YAML file, or semantic-view:SCHEMA.NAME.",
    ),
    "cli.catalog.import.schema": (
        "이 스키마만 가져옵니다. 여러 번 쓸 수 있습니다.",
        "Only this schema; may be given more than once.",
    ),
    "cli.catalog.import.out": (
        "카탈로그 폴더. 없으면 만듭니다. 주지 않으면 설정된 카탈로그에 씁니다.",
        "The catalog folder, made where missing; the configured catalog when left out.",
    ),
    "cli.catalog.import.samples": (
        "개인정보가 아니고 값의 종류가 적은 문자 컬럼의 값도 적습니다.",
        "Also write down the values of text columns that have few and are nobody's personal data.",
    ),
    "cli.catalog.import.model_whole": (
        "시맨틱 모델은 통째로 가져옵니다. --schema와 --samples는 --from warehouse와 함께 쓸 수 있습니다.",
        "a semantic model is taken whole; --schema and --samples go with --from warehouse.",
    ),
    "cli.catalog.import.no_views": (
        "시맨틱 뷰는 Snowflake 웨어하우스에만 있습니다.",
        "semantic views are Snowflake's; this warehouse has none.",
    ),
    "cli.catalog.import.no_schema": (
        "웨어하우스에 이런 스키마의 표가 없습니다: {schemas}",
        "the warehouse has no table in: {schemas}",
    ),
    "cli.catalog.import.missing.tags": (
        "이 역할로는 태그를 볼 수 없어 개인정보 표시를 이름으로만 판단했습니다. SNOWFLAKE.ACCOUNT_USAGE.TAG_REFERENCES 권한이 있는 역할로 다시 실행할 수 있습니다.",
        "this role can't see tags, so personal columns were told by their names alone. Run it again under a role that may read SNOWFLAKE.ACCOUNT_USAGE.TAG_REFERENCES.",
    ),
    "cli.catalog.import.missing.keys": (
        "이 역할로는 기본 키와 외래 키를 볼 수 없어 가져오지 않았습니다.",
        "this role can't see primary and foreign keys, so none were taken in.",
    ),
    "cli.catalog.imported": (
        "{folder}: 표 {tables:,}개를 살펴보고 {changes:,}곳을 고쳤습니다.",
        "{folder}: {tables:,} tables looked at, {changes:,} changes written.",
    ),
    "catalog.import.table_added": ("+ {table} ({file})", "+ {table} ({file})"),
    "catalog.import.table_gone": (
        "{table} ({file}): 웨어하우스에 없습니다. 파일은 그대로 두었습니다.",
        "{table} ({file}): no longer in the warehouse. The file is as it was.",
    ),
    "catalog.import.column_added": ("+ {table}.{column} {after}", "+ {table}.{column} {after}"),
    "catalog.import.column_gone": (
        "{table}.{column} ({file}): 웨어하우스에 없습니다. 파일은 그대로 두었습니다.",
        "{table}.{column} ({file}): no longer in the warehouse. The file is as it was.",
    ),
    "catalog.import.type_changed": (
        "~ {table}.{column} {before} → {after}",
        "~ {table}.{column} {before} → {after}",
    ),
    "catalog.import.key_differs": (
        "{table} ({file}): 기본 키가 다릅니다. 파일: {before}, 웨어하우스: {after}",
        "{table} ({file}): the primary keys differ. File: {before}; warehouse: {after}",
    ),
    "catalog.import.relationship_added": (
        "+ {table}({column}) → {after}",
        "+ {table}({column}) → {after}",
    ),
    "catalog.import.values_added": (
        "+ {table}.{column}: {after}",
        "+ {table}.{column}: {after}",
    ),
    "catalog.import.metric_added": ("+ {column} ({file})", "+ {column} ({file})"),
    "catalog.import.query_added": ("+ {column} ({file})", "+ {column} ({file})"),
    "error.semantic_model": (
        "시맨틱 모델로 읽을 수 없는 파일입니다: {file} ({detail})",
        "this is no semantic model: {file} ({detail})",
    ),
    "error.semantic_model.hint": (
        "Snowflake 시맨틱 모델 YAML 파일을 주거나, 시맨틱 뷰는 `--from semantic-view:스키마.이름`으로 지정해 주세요.",
        "Give a semantic model's YAML file, or name a semantic view with `--from semantic-view:SCHEMA.NAME`.",
    ),
    "cli.catalog.export.help": (
        "카탈로그를 Snowflake 시맨틱 모델로 내보냅니다.",
        "Write the catalog out as a Snowflake semantic model.",
    ),
    "cli.catalog.export.about": (
        "YAML은 SYSTEM$CREATE_SEMANTIC_VIEW_FROM_YAML이나 Cortex Analyst에, SQL은 CREATE SEMANTIC VIEW로 씁니다. 개인정보 컬럼의 값은 내보내지 않습니다.",
        "The YAML is for SYSTEM$CREATE_SEMANTIC_VIEW_FROM_YAML or Cortex Analyst, the SQL is a CREATE SEMANTIC VIEW. Values of personal columns are not written.",
    ),
    "cli.catalog.export.example": (
        "aiws catalog export --to snowflake-semantic --schema bank --database DEMO",
        "aiws catalog export --to snowflake-semantic --schema bank --database DEMO",
    ),
    "cli.catalog.export.to": (
        "내보낼 형식: snowflake-semantic(YAML, 기본값), snowflake-semantic-view(SQL).",
        "The form: snowflake-semantic (YAML, the default) or snowflake-semantic-view (SQL).",
    ),
    "cli.catalog.export.database": (
        "표가 있는 Snowflake 데이터베이스. 주지 않으면 연결된 웨어하우스의 것.",
        "The Snowflake database the tables are in; the connected warehouse's when left out.",
    ),
    "cli.catalog.export.name": ("모델의 이름.", "The model's name."),
    "cli.catalog.export.no_database": (
        "표가 있는 데이터베이스를 --database로 적어 주세요.",
        "name the database the tables are in with --database.",
    ),
    "cli.catalog.export.none": (
        "카탈로그에 이런 스키마의 표가 없습니다: {schemas}",
        "the catalog has no table in: {schemas}",
    ),
    "cli.catalog.export.left_out": (
        "시맨틱 모델로 적을 수 없어 뺀 것: {names}",
        "left out, for a semantic model can't say it: {names}",
    ),
    "catalog.import.not_merged": (
        "{table} ({file}): 한 줄로 적힌 목록이라 고치지 못했습니다. 목록을 여러 줄로 적은 뒤 다시 실행해 주세요.",
        "{table} ({file}): its lists stand in one line and can't be added to. Write them over several lines and try again.",
    ),
    "catalog.import.skipped": (
        "{table}: 카탈로그가 적을 수 없는 이름이거나 컬럼이 보이지 않아 건너뛰었습니다.",
        "{table}: passed over; the catalog can't spell the name, or no column of it is visible.",
    ),
}
