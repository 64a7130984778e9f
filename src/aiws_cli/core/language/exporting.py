"""Texts of: a policy written for Snowflake. key → (Korean, English)."""

TEXTS: dict[str, tuple[str, str]] = {
    "cli.policy.export.help": (
        "정책을 Snowflake의 역할, 권한, 정책으로 옮기는 SQL을 씁니다.",
        "Write the policy as SQL that makes Snowflake itself the boundary.",
    ),
    "cli.policy.export.about": (
        "역할마다 AIWS_<역할>을 만들고, 컬럼마다 마스킹 정책, 행 필터와 회사 벽은 행 접근 정책, 최소 묶음은 집계 정책으로 씁니다. 옮길 수 없는 것은 더 좁게 주고 파일 머리에 적습니다. 실행은 관리자가 검토한 뒤에 합니다.",
        "A role AIWS_<ROLE> for each role, a masking policy a column, row access policies for row filters and company walls, aggregation policies for least groups. What can't be said is given less, and told at the head of the file. An administrator reviews and runs it.",
    ),
    "cli.policy.export.example": (
        "aiws policy export snowflake --database DW --out snowflake.sql",
        "aiws policy export snowflake --database DW --out snowflake.sql",
    ),
    "cli.policy.export.target": ("옮길 곳: snowflake.", "Where to: snowflake."),
    "cli.policy.export.out": (
        "이 파일에 씁니다. 전에 내보낸 파일이면 바꿉니다.",
        "Write to this file; an earlier export there is replaced.",
    ),
    "cli.policy.export.database": (
        "테이블이 있는 Snowflake 데이터베이스 (기본값: 설정된 웨어하우스의 것).",
        "The Snowflake database of the tables (default: the configured warehouse's).",
    ),
    "cli.policy.export.undo": (
        "내보낸 것을 다시 떼어 내는 SQL을 씁니다.",
        "Write the SQL that takes an export off again.",
    ),
    "cli.policy.export.not_ours": (
        "{path:은/는} 이 명령으로 만든 파일이 아니어서 바꾸지 않았습니다",
        "{path} was not written by this command and is left as it is",
    ),
    "cli.policy.export.no_folder": ("폴더가 없습니다: {folder}", "there is no folder {folder}"),
    "cli.policy.exported": (
        "{path}: 문장 {statements:,}개. 파일 머리에 옮길 수 없던 것 {notes:,}건을 적었습니다. 관리자가 검토한 뒤 실행해 주세요.",
        "{path}: {statements:,} statements, and {notes:,} notes at its head on what could not be said. Let an administrator review and run it.",
    ),
    "export.head": (
        "검토한 뒤, 이 데이터베이스의 역할과 정책을 다룰 수 있는 역할로 처음부터 끝까지 실행해 주세요. 다시 실행해도 됩니다. 중간에 멈추면 AIWS_ 역할은 아무것도 읽지 못합니다. Enterprise Edition이 필요합니다.",
        "Review it, then run it from beginning to end as a role that may manage roles and policies. It may be run again; where it stops half way, the AIWS_ roles read nothing. It needs the Enterprise Edition.",
    ),
    "export.undo": (
        "AIWS_ 역할의 읽기 권한을 거두고, 정책을 테이블에서 떼어 지웁니다. 역할과 AIWS 데이터베이스는 남습니다.",
        "Takes the AIWS_ roles' reading away, the policies off the tables, and drops them. Roles and the database AIWS stay.",
    ),
    "export.part.place": ("정책이 사는 곳", "Where the policies live"),
    "export.part.attributes": (
        "행 필터와 회사 벽이 묻는 사용자 속성",
        "Attributes of users that row filters and company walls ask for",
    ),
    "export.part.role": ("역할", "Roles"),
    "export.part.revoke": (
        "먼저 모두 닫습니다. 허용하지 않은 테이블에는 권한이 없습니다.",
        "Everything is closed first: a table that is not granted has no grant.",
    ),
    "export.part.check": (
        "다른 사람이 붙인 정책이 있으면 멈춥니다 (ACCOUNT_USAGE는 두 시간까지 늦을 수 있습니다).",
        "Stops where there are policies of others (ACCOUNT_USAGE may be up to two hours late).",
    ),
    "export.part.mask": ("숨긴 컬럼과 가린 컬럼", "Hidden and masked columns"),
    "export.part.rows": ("보이는 행", "Rows shown"),
    "export.part.groups": ("집계만 보이는 테이블", "Tables shown in sums only"),
    "export.part.grant": ("끝으로 엽니다.", "Opened last."),
    "export.part.people": (
        "누구에게 어떤 역할을 줄지: Snowflake의 사용자 이름인지 확인하고 실행해 주세요.",
        "Who has which role: see that these are the names of Snowflake's users, then run them.",
    ),
    "export.note.others": (
        "AIWS_로 시작하지 않는 역할에는 마스킹과 행 정책이 적용되지 않습니다. 그 역할의 권한은 따로 살펴보세요.",
        "Roles that are not AIWS_ are bound by none of these policies: look at their grants too.",
    ),
    "export.note.secondary": (
        "한 세션에 AIWS_ 역할이 여럿 켜지면 아무것도 못 보는 역할이 앞서고, 그다음은 정책에 먼저 적힌 역할입니다. 역할마다 따로 보려면 USE SECONDARY ROLES NONE.",
        "Where several AIWS_ roles are active in a session, rows must pass all of them; of masks the one that shows nothing goes first, then that of the role written first. USE SECONDARY ROLES NONE keeps them apart.",
    ),
    "export.note.names": (
        "USER_ATTRIBUTES의 이름은 CURRENT_USER()가 돌려주는 이름이어야 합니다. 정책의 소문자 이름은 대문자로 적었습니다.",
        "Names in USER_ATTRIBUTES must be what CURRENT_USER() returns. Lower-case names of the policy are written in upper case.",
    ),
    "export.note.stale": (
        "정책에서 빠진 컬럼과 테이블에는 전에 붙인 정책이 남습니다 (더 좁게 보입니다). 떼려면 전의 정책으로 --undo를 실행해 주세요.",
        "A column or table that left the policy keeps the Snowflake policy it had (less is seen, not more). To take it off, run --undo of the former policy.",
    ),
    "export.note.database": (
        "데이터베이스를 알 수 없어 테이블을 스키마.테이블로 적었습니다. 실행하기 전에 USE DATABASE를 해 주세요.",
        "The database is not known, so tables are schema.table: run USE DATABASE first.",
    ),
    "export.note.limits": (
        "행 수, 시간, 내보내기 한도는 옮기지 않았습니다: aiws가 지킵니다.",
        "Limits on rows, time and export are not in here: aiws keeps them.",
    ),
    "export.note.discoverable": (
        "볼 수 없는 테이블의 이름과 담당을 알려 주는 것은 옮기지 않았습니다: 권한이 없으면 이름도 보이지 않습니다.",
        "Tables one may know of without reading them are not in here: without a grant the name is not seen either.",
    ),
    "export.note.pii": (
        "결과에서 개인정보를 찾아 가리는 것은 옮기지 않았습니다: aiws가 합니다.",
        "Personal data that is found in results and masked there is not in here: aiws does it.",
    ),
    "export.note.tools": (
        "도구, 게시, 모델이 보는 것에 대한 규칙은 옮기지 않았습니다: aiws가 지킵니다.",
        "Rules on tools, publishing and what the model sees are not in here: aiws keeps them.",
    ),
    "export.note.groups": (
        "그룹({groups})의 사람을 정책은 모릅니다. 역할과 속성을 사람마다 적거나 Snowflake에서 주세요.",
        "The policy does not know who is in its groups ({groups}): grant their roles and attributes by person.",
    ),
    "export.note.tokens": (
        "토큰이 말하는 속성은 USER_ATTRIBUTES에 없습니다. 행 필터에 쓰인다면 넣어 주세요.",
        "Attributes that come with a token are not in USER_ATTRIBUTES: add those that row filters ask for.",
    ),
    "export.note.walls": (
        "{role}: 회사의 벽은 행으로 지킵니다. 다른 회사의 테이블은 이름이 보이지만 비어 있습니다.",
        "{role}: the wall between companies is kept by rows; another company's tables are seen by name, and are empty.",
    ),
    "export.note.masked_filter": (
        "{table}: {role}에게 권한을 주지 않았습니다. 행 필터가 읽는 {columns}에 마스킹 정책이 있어, Snowflake에서 함께 쓸 수 없습니다.",
        "{table}: not granted to {role}. Its row filter reads {columns}, which has a masking policy; Snowflake does not take both.",
    ),
    "export.note.no_free_column": (
        "{table}: {role}에게 권한을 주지 않았습니다. 모든 컬럼에 마스킹 정책이 있어 행 정책을 붙일 컬럼이 없습니다.",
        "{table}: not granted to {role}. Every column has a masking policy, so none is left for a row access policy.",
    ),
    "export.note.no_column": (
        "{table}: {role}에게 권한을 주지 않았습니다. 행 필터의 {column} 컬럼이 카탈로그에 없습니다.",
        "{table}: not granted to {role}. Its row filter speaks of {column}, which the catalog does not have.",
    ),
    "export.note.other_unit": (
        "{table}: {role}에게 권한을 주지 않았습니다. 최소 묶음의 단위({unit})가 다른 역할과 다릅니다.",
        "{table}: not granted to {role}. It counts by {unit}, another role by something else, and one policy has one key.",
    ),
    "export.note.filter_reads": (
        "{table}: 행 필터가 {read:을/를} 읽습니다. 그 테이블의 정책이 필터에도 적용되지 않는지 확인해 주세요.",
        "{table}: its row filter reads {read}; see that policies on that table do not hold within the filter.",
    ),
    "export.note.mask_type": (
        "{table}.{column}: 타입 {type}에는 가림 방식 {mask:을/를} 쓸 수 없어 NULL로 보입니다.",
        "{table}.{column}: the mask {mask} can't be of type {type}, so NULL is shown.",
    ),
}
