"""Texts of: policy, identity, masks. key → (Korean, English)."""

TEXTS: dict[str, tuple[str, str]] = {
    "error.policy": (
        "정책 {path}에 문제가 {count}건 있어 아무것도 허용하지 않습니다.",
        "the policy {path} has {count} problem(s), so nothing is permitted.",
    ),
    "error.policy.hint": (
        "위의 줄을 고친 뒤 `aiws policy check`로 확인해 주세요.",
        "Mend the lines above, then run `aiws policy check`.",
    ),
    "error.policy_missing": (
        "정책이 없어 아무것도 허용하지 않습니다.",
        "there is no policy, so nothing is permitted.",
    ),
    "error.policy_missing.named": (
        "정책 파일 {path:이/가} 없어 아무것도 허용하지 않습니다.",
        "the policy file {path} is not there, so nothing is permitted.",
    ),
    "error.policy_missing.hint": (
        "`aiws init`으로 시작 정책을 만들어 검토한 뒤 AIWS_POLICY에 지정해 주세요.",
        "`aiws init` writes a starter policy to review; then name it in AIWS_POLICY.",
    ),
    "error.no_role": (
        "정책이 사용자 {user}에게 아무 역할도 주지 않았습니다.",
        "the policy gives the user {user} no role.",
    ),
    "error.no_role.hint": (
        "정책 담당자에게 역할을 요청해 주세요 (정책: {policy}).",
        "Ask whoever keeps the policy for a role ({policy}).",
    ),
    "error.role_not_yours": (
        "역할 {role:은/는} 이 사용자의 역할이 아닙니다.",
        "{role} is not one of your roles.",
    ),
    "error.role_not_yours.hint": (
        "쓸 수 있는 역할: {roles}. --role은 권한을 좁히기만 합니다.",
        "Your roles: {roles}. --role only narrows.",
    ),
    "error.token_needed": (
        "이 환경은 서명된 토큰으로만 사용자를 확인합니다. 운영체제 사용자는 받지 않습니다.",
        "here people prove who they are with a signed token; the operating system's user is not accepted.",
    ),
    "error.token_needed.hint": (
        "토큰 파일을 AIWS_IDENTITY_TOKEN_FILE에 지정해 주세요.",
        "Name the token's file in AIWS_IDENTITY_TOKEN_FILE.",
    ),
    "error.token_refused": (
        "토큰을 받아들일 수 없습니다: {detail}",
        "the token can't be accepted: {detail}",
    ),
    "error.token_refused.hint": (
        "새 토큰을 받은 뒤 다시 시도해 주세요.",
        "Get a fresh token and try again.",
    ),
    "error.tokens_not_configured": (
        "정책이 어느 발급자의 토큰을 믿는지 적지 않아 토큰을 확인할 수 없습니다.",
        "the policy does not say whose tokens it believes, so the token can't be checked.",
    ),
    "error.tokens_not_configured.hint": (
        "정책 {policy}의 identity에 jwks, issuer, audience를 적어 주세요.",
        "Write jwks, issuer and audience under identity in {policy}.",
    ),
    "error.tokens_unmanaged": (
        "관리자가 서명된 토큰만 받도록 정했는데, 어느 토큰을 믿을지 적은 정책은 관리자의 것이 아닙니다. 그래서 토큰으로는 아무것도 증명되지 않습니다.",
        "the administrator wants signed tokens, and the policy that says whose tokens are believed is not the administrator's, so a token proves nothing.",
    ),
    "error.tokens_unmanaged.hint": (
        "관리자에게 정책을 {path}에 두거나 관리자 설정의 policy에 지정해 달라고 요청해 주세요.",
        "Ask the administrator to put the policy at {path}, or to name it as `policy` in the managed settings.",
    ),
    "error.policy_changed": (
        "정책 {policy:이/가} 이 대화를 시작한 뒤에 바뀌어 아무것도 하지 않았습니다.",
        "the policy {policy} has changed since this conversation began, so nothing is done under the old one.",
    ),
    "error.policy_changed.hint": (
        "다시 시작해 주세요. `aiws -c`로 대화를 이어 갈 수 있습니다.",
        "Start again; `aiws -c` takes the conversation up.",
    ),
    "error.identity_changed": (
        "지금 있는 토큰은 {user:이/가} 이 대화를 시작할 때와 다른 사용자이거나 권한이 다릅니다.",
        "the token that is there now is another user's, or gives other rights, than {user} began this conversation with.",
    ),
    "error.identity_changed.hint": (
        "다시 시작해 주세요.",
        "Start again.",
    ),
    "problem.cut_short": (
        "마지막 줄이 끝나지 않았습니다. 파일이 쓰이다 만 것일 수 있습니다",
        "the last line has no end: the file may have been cut short while it was written",
    ),
    "problem.cut_short.hint": (
        "파일이 온전한지 확인하고 마지막에 줄바꿈을 넣어 주세요",
        "see that all of it is there, and end it with a line feed",
    ),
    "token.provider": ("토큰 발급자 {host}", "the token's issuer {host}"),
    "error.service_unknown": (
        "정책에 서비스 {service:이/가} 없습니다.",
        "the policy names no service {service}.",
    ),
    "error.service_unknown.hint": ("정책의 서비스: {known}", "The policy's services: {known}"),
    "error.attribute_needed": (
        "{table:은/는} 사용자 속성 {attribute}에 따라 행을 보여 주는데, 이 사용자에게는 그 속성이 없습니다.",
        "{table} shows rows by the user's {attribute}, and you have none.",
    ),
    "error.attribute_needed.hint": (
        "정책 담당자에게 속성 {attribute:을/를} 요청해 주세요.",
        "Ask whoever keeps the policy to give you {attribute}.",
    ),
    "error.export_denied": (
        "{role} 역할은 결과를 파일로 내보낼 수 없습니다.",
        "the role {role} may not save results to files.",
    ),
    "error.export_denied.hint": (
        "내보내기가 필요하면 정책 담당자에게 요청해 주세요.",
        "Ask whoever keeps the policy where you need files.",
    ),
    "error.table_not_permitted": (
        "{table}({title}) 테이블을 볼 권한이 없습니다.",
        "you are not permitted to read {table} ({title}).",
    ),
    "error.table_not_permitted.hint": (
        "담당: {owner}. 이 부서에 권한을 요청해 주세요.",
        "Its owner is {owner}; ask them for access.",
    ),
    "cli.policy.help": ("누가 무엇을 볼 수 있는지 봅니다.", "See who may see what."),
    "cli.policy.example": (
        "aiws policy explain --role user bank.customers",
        "aiws policy explain --role user bank.customers",
    ),
    "cli.policy.check.help": (
        "정책 파일을 검사하고, 역할마다 몇 개의 테이블을 보는지 보여 줍니다.",
        "Check the policy's file, and count what each role sees.",
    ),
    "cli.policy.check.example": ("aiws policy check policy.yaml", "aiws policy check policy.yaml"),
    "cli.policy.explain.help": (
        "역할이 보는 테이블을 나열하거나, 한 테이블에서 보는 것을 SQL로 보여 줍니다.",
        "List the tables a role sees, or show what it sees of one, as SQL.",
    ),
    "cli.policy.table": (
        "설명할 테이블 (없으면 보이는 테이블을 모두 나열)",
        "the table to explain (else all that are seen are listed)",
    ),
    "cli.policy.count.known": ("이름만 아는 테이블 {count:,}개", "{count:,} tables known by name only"),
    "cli.policy.count.hidden": ("숨긴 테이블 {count:,}개", "{count:,} tables hidden"),
    "cli.policy.explain.example": (
        "aiws policy explain --role user bank.customers",
        "aiws policy explain --role user bank.customers",
    ),
    "cli.policy.file": (
        "검사할 정책 파일 (없으면 적용 중인 정책)",
        "the file to check (else the policy in force)",
    ),
    "cli.policy.role": ("역할 이름 (없으면 모든 역할)", "the role's name (else every role)"),
    "cli.policy.user": ("이 사용자의 역할과 속성으로", "with this user's roles and attributes"),
    "cli.policy.no_role": (
        "정책에 역할 {role:이/가} 없습니다. 역할: {roles}",
        "the policy has no role {role}. Roles: {roles}",
    ),
    "cli.policy.state.whole": ("전체", "whole"),
    "cli.policy.state.part": ("일부", "in part"),
    "cli.policy.state.known": ("이름만", "by name only"),
    "cli.policy.state.hidden": ("숨김", "hidden"),
    "cli.policy.rows": ("보이는 행", "rows shown"),
    "cli.policy.hidden": ("숨긴 컬럼", "hidden columns"),
    "cli.policy.masked": ("가린 컬럼", "masked column"),
    "cli.policy.reads": ("뷰가 읽는 테이블", "tables the view reads"),
    "cli.policy.row": ("행", "rows"),
    "cli.policy.least": (
        "{unit} {size}개 이상을 묶은 집계만 보입니다",
        "only sums over at least {size} {unit} are shown",
    ),
    "cli.sessions.withheld": (
        "(다른 역할이나 정책({role})으로 본 결과이므로 보이지 않습니다)",
        "(seen under another role or policy ({role}): not shown)",
    ),
    "cli.catalog.not_permitted": ("(권한 없음: 담당 부서에 요청)", "(not permitted: ask its owner)"),
    "policy.sql.quoted": (
        "{{user.…}}는 따옴표 없이, 값의 자리에 적어 주세요",
        "write {{user.…}} without quotes, where a value stands",
    ),
    "policy.sql.attribute": (
        "사용자 속성은 {{user.이름}}으로 적어 주세요 (이름은 글자, 숫자, _)",
        "write an attribute as {{user.name}}, its name in letters, digits and _",
    ),
    "policy.sql.column_quoted": (
        "{{column}}은 따옴표 없이, 값의 자리에 적어 주세요",
        "write {{column}} without quotes, where a value stands",
    ),
    "policy.sql.no_condition": (
        "조건이 아닙니다 (예: branch_id = {{user.branch_id}})",
        "this is no condition (for example branch_id = {{user.branch_id}})",
    ),
    "policy.sql.schema": (
        "하위 질의의 테이블 {table}에는 스키마를 적어 주세요",
        "write the schema of the table {table} in the subquery",
    ),
    "policy.sql.no_mask": (
        "가림 방식 {name:이/가} 없습니다. 쓸 수 있는 이름: {known}; 식에는 {{column}}이 있어야 합니다",
        "there is no mask {name}. Known: {known}; an expression must say {{column}}",
    ),
    "policy.sql.no_expression": (
        "값 하나를 만드는 식이 아닙니다",
        "this is no expression that makes one value",
    ),
    "policy.sql.other_column": (
        "가림 식에는 {{column}}만 쓸 수 있습니다",
        "a mask may speak of {{column}} alone",
    ),
    "policy.sql.unreadable": ("SQL을 읽을 수 없습니다: {detail}", "the SQL can't be read: {detail}"),
    "problem.policy_sql": ("{name}: {detail}", "{name}: {detail}"),
    "problem.no_value": ("{name}에 값이 없습니다", "{name} has no value"),
    "problem.no_value.hint": (
        "값을 적거나 줄을 지워 주세요",
        "write one, or delete the line",
    ),
    "problem.yaml_unseen": (
        "눈에 보이지 않는 문자가 있습니다",
        "there is a character here that nobody sees",
    ),
    "problem.yaml_unseen.hint": (
        "줄을 새로 입력해 주세요",
        "type the line anew",
    ),
    "problem.yaml_not_plain": (
        "앵커(&), 별칭(*이름), 태그(!)는 쓰지 않습니다",
        "anchors (&), aliases (*name) and tags (!) are not used here",
    ),
    "problem.yaml_not_plain.hint": (
        "내용을 그대로 적어 주세요; 역할은 extends로 물려받고, 무늬는 따옴표로 감쌉니다",
        "write it out; roles inherit with extends, and patterns stand in quotes",
    ),
    "problem.mask_name": (
        "{name:은/는} 이미 있는 가림 방식의 이름입니다",
        "{name} is the name of a mask that is there already",
    ),
    "problem.mask_name.hint": ("다른 이름을 써 주세요", "choose another name"),
    "problem.deny_alone": (
        "deny와 {names:을/를} 함께 적었습니다: deny이면 아무것도 보이지 않습니다",
        "deny stands beside {names}: with deny nothing is shown",
    ),
    "problem.deny_alone.hint": (
        "하나만 남겨 주세요",
        "keep one or the other",
    ),
    "problem.company_wall": (
        "회사 {value:을/를} 이해할 수 없습니다",
        "{value} is no company",
    ),
    "problem.company_wall.hint": (
        '회사 id, "*", 또는 "{{user.속성}}"',
        'a company\'s id, "*", or "{{user.attribute}}"',
    ),
    "problem.attribute_name": (
        "속성 이름 {name:은/는} 쓸 수 없습니다",
        "{name} can't be an attribute's name",
    ),
    "problem.attribute_name.hint": ("글자, 숫자, _만", "letters, digits and _ only"),
    "problem.subject_name": (
        "{name:은/는} 사용자, 그룹, 서비스의 이름이 될 수 없습니다",
        "{name} can't be the name of a user, group or service",
    ),
    "problem.subject_name.hint": (
        "앞뒤 빈칸 없이 적어 주세요",
        "write it without blanks around it",
    ),
    "problem.column_pattern": (
        "컬럼 무늬 {value:을/를} 이해할 수 없습니다",
        "{value} is no pattern of columns",
    ),
    "problem.column_pattern.hint": (
        "컬럼, *무늬*, 스키마.테이블.컬럼 또는 class:personal",
        "column, *pattern*, schema.table.column or class:personal",
    ),
    "problem.unknown_role": ("역할 {name:이/가} 없습니다", "there is no role {name}"),
    "problem.unknown_role.hint": ("역할: {known}", "roles: {known}"),
    "problem.role_name": (
        "역할 이름 {name:은/는} 쓸 수 없습니다",
        "{name} can't be a role's name",
    ),
    "problem.role_name.hint": ("글자, 숫자, -, _만", "letters, digits, - and _ only"),
    "problem.no_rules": (
        "역할 {name:은/는} 아무 테이블도 보지 못합니다",
        "the role {name} sees no table",
    ),
    "problem.no_rules.hint": (
        "tables 아래에 규칙을 적어 주세요",
        "write rules under tables",
    ),
    "problem.table_pattern": (
        "테이블 무늬 {value:을/를} 이해할 수 없습니다",
        "{value} is no pattern of tables",
    ),
    "problem.table_pattern.hint": (
        "스키마.테이블, 스키마.*, company:회사 또는 company:회사/도메인",
        "schema.table, schema.*, company:id or company:id/domain",
    ),
    "problem.number": ("{name}에 쓸 수 없는 값입니다: {value}", "{name} can't be {value}"),
    "problem.number.hint": ("0보다 큰 수", "a number above 0"),
    "problem.policy_table": (
        "카탈로그에 {name} 테이블이 없습니다",
        "the catalog has no table {name}",
    ),
    "problem.policy_table.hint": ("혹시 {near}?", "did you mean {near}?"),
    "problem.policy_column": (
        "{table}에 {name} 컬럼이 없습니다",
        "{table} has no column {name}",
    ),
    "problem.policy_column.hint": (
        "정책의 컬럼 이름을 고쳐 주세요",
        "mend the column's name in the policy",
    ),
    "problem.policy_company": (
        "카탈로그에 회사 {name:이/가} 없습니다",
        "the catalog has no company {name}",
    ),
    "problem.policy_company.hint": ("회사: {known}", "companies: {known}"),
    "problem.policy_pattern": (
        "{value}에 맞는 테이블이 없습니다",
        "no table fits {value}",
    ),
    "problem.policy_pattern.hint": ("무늬를 고치거나 지워 주세요", "mend the pattern, or delete it"),
    "problem.rule_covered": (
        "이 규칙({match})은 쓰이지 않습니다: 위의 규칙이 먼저 맞습니다",
        "this rule ({match}) never decides: rules above it fit first",
    ),
    "problem.rule_covered.hint": (
        "더 좁은 규칙을 위로 옮겨 주세요",
        "move the narrower rule up",
    ),
    "problem.mask_never": (
        "{value}의 가림 방식 {mask:은/는} 쓰이지 않습니다: 컬럼을 숨기거나 protect나 위의 줄이 먼저 가립니다",
        "the mask {mask} of {value} never counts: the column is hidden, or protect or a line above masks it first",
    ),
    "problem.mask_never.hint": (
        "protect를 풀려면 clear에도 적어 주세요",
        "to lift protect, name the column under clear too",
    ),
    "problem.protects_nothing": (
        "protect의 {value}에 맞는 컬럼이 없습니다",
        "no column fits {value} under protect",
    ),
    "problem.protects_nothing.hint": (
        "컬럼 이름을 확인해 주세요",
        "check the column's name",
    ),
    "problem.shown_clear": (
        "역할 {role:이/가} {count}개 개인정보 컬럼을 그대로 봅니다: {columns}",
        "the role {role} sees {count} personal column(s) as they are: {columns}",
    ),
    "problem.shown_clear.hint": (
        "의도한 것이 아니면 hide나 mask에 넣어 주세요",
        "if that is not meant, add them to hide or mask",
    ),
    "token.no_token": ("토큰이 아닙니다", "this is no token"),
    "token.no_key_set": ("{place:은/는} JWKS가 아닙니다", "{place} is no JWKS"),
    "token.https": ("{place}: https 주소만 씁니다", "{place}: only https addresses are used"),
    "token.algorithm": (
        "서명 방식 {algorithm:은/는} 받지 않습니다",
        "the signature algorithm {algorithm} is not accepted",
    ),
    "token.no_key": ("서명한 키를 알 수 없습니다", "signed by an unknown key"),
    "token.no_claim": (
        "사용자({claim}) 클레임이 없습니다",
        "the claim {claim} that names the user is missing",
    ),
    "token.invalid": ("토큰의 형식이나 서명이 맞지 않습니다", "its form or signature is wrong"),
    "token.ExpiredSignatureError": ("유효 기간이 지났습니다", "it has expired"),
    "token.ImmatureSignatureError": ("아직 유효하지 않습니다", "it is not valid yet"),
    "token.InvalidAudienceError": ("다른 대상에게 발급된 토큰입니다", "it was issued for another audience"),
    "token.InvalidIssuerError": ("다른 발급자의 토큰입니다", "it comes from another issuer"),
    "token.InvalidSignatureError": ("서명이 맞지 않습니다", "its signature is wrong"),
    "token.MissingRequiredClaimError": ("필수 클레임이 없습니다", "a required claim is missing"),
}
