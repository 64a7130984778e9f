"""Texts of: Snowflake. key → (Korean, English)."""

TEXTS: dict[str, tuple[str, str]] = {
    "snowflake.missing": (
        "Snowflake에 연결하는 패키지가 설치되어 있지 않습니다. `pip install 'aiws-cli[snowflake]'` 또는 `./install.sh --snowflake`로 추가해 주세요",
        "the package that connects to Snowflake is not installed. Add it with `pip install 'aiws-cli[snowflake]'` or `./install.sh --snowflake`",
    ),
    "snowflake.url.form": (
        "주소를 이렇게 적어 주세요: {form}",
        "write the address as {form}",
    ),
    "snowflake.url.user": (
        "주소에 사용자가 없습니다. 이렇게 적어 주세요: {form}",
        "the address names no user; write it as {form}",
    ),
    "snowflake.url.secret": (
        "주소에 암호나 토큰을 적을 수 없습니다. 암호는 AIWS_SNOWFLAKE_PASSWORD, 토큰과 키는 파일로 주고 주소에서는 지워 주세요",
        "an address holds no password, token or key. Give a password in AIWS_SNOWFLAKE_PASSWORD, tokens and keys as files, and take it out of the address",
    ),
    "snowflake.url.option": (
        "주소의 {name:은/는} 모르는 항목입니다. 혹시: {near}",
        "the address has an unknown option {name}. Did you mean: {near}",
    ),
    "snowflake.url.way": (
        "authenticator={value:은/는} 쓸 수 없습니다. 가능한 값: {ways}",
        "authenticator={value} is not known; it can be: {ways}",
    ),
    "snowflake.url.clear": (
        "암호화하지 않는 연결(protocol=http)은 이 기기 안에서만 쓸 수 있습니다",
        "a connection in the clear (protocol=http) is for this machine alone",
    ),
    "snowflake.needs": (
        "{way} 방식으로 로그인하려면 {what:이/가} 필요합니다",
        "to sign in by {way}, {what} must be set",
    ),
    "snowflake.no_file": (
        "파일을 읽을 수 없습니다: {path} ({why})",
        "the file can't be read: {path} ({why})",
    ),
    "snowflake.empty_file": ("파일이 비어 있습니다: {path}", "the file is empty: {path}"),
    "snowflake.open_file": (
        "다른 사용자도 읽을 수 있는 키 파일입니다: {path}. `chmod 600`으로 막아 주세요",
        "others can read this key file: {path}. Close it with `chmod 600`",
    ),
    "error.snowflake_sign_in": (
        "Snowflake({place})에 로그인하지 못했습니다(오류 {number}).",
        "Snowflake ({place}) does not accept the sign-in (error {number}).",
    ),
    "error.snowflake_sign_in.hint": (
        "사용자, 역할, 키나 토큰을 확인해 주세요. `aiws config show`로 설정을 볼 수 있습니다.",
        "Check the user, the role, and the key or token. `aiws config show` prints the settings.",
    ),
    "error.snowflake_unavailable": (
        "지금 Snowflake({place})를 쓸 수 없습니다: {detail}",
        "Snowflake ({place}) can't be used now: {detail}",
    ),
    "error.snowflake_unavailable.hint": (
        "네트워크와 가상 웨어하우스의 상태를 확인하고 잠시 뒤 다시 실행해 주세요.",
        "Check the network and the virtual warehouse, then try again in a while.",
    ),
    "error.snowflake_not_granted": (
        "Snowflake가 이 역할에 허용하지 않은 작업입니다(오류 {number}).",
        "Snowflake does not let this role do that (error {number}).",
    ),
    "error.snowflake_not_granted.hint": (
        "필요한 권한을 Snowflake 관리자에게 요청해 주세요.",
        "Ask whoever administers Snowflake for the privilege.",
    ),
    "error.files_not_joined": ("{detail}", "{detail}"),
    "error.files_not_joined.hint": (
        "웨어하우스 결과를 `aiws sql … --save`로 저장한 뒤, 그 파일과 함께 DuckDB에서 이어서 분석해 주세요.",
        "Save the warehouse's result with `aiws sql … --save`, then go on from that file and yours in DuckDB.",
    ),
    "snowflake.files": (
        "Snowflake 웨어하우스에는 파일({file})을 붙일 수 없습니다. 붙이려면 계정에 데이터를 써야 하는데, aiws는 읽기만 합니다.",
        "a file ({file}) can't be joined to a Snowflake warehouse: it would have to be written into the account, and aiws only reads.",
    ),
    "error.not_in_dialect": (
        "이 웨어하우스에서 쓸 수 없는 SQL입니다: {what}",
        "this warehouse has no equal for: {what}",
    ),
    "error.not_in_dialect.hint": (
        "다른 함수나 다른 방법으로 적어 주세요.",
        "Write it with another function or in another way.",
    ),
    "snowflake.not_running": (
        "가상 웨어하우스가 실행 중이 아니거나 대기열이 가득 찼습니다(오류 {number})",
        "the virtual warehouse does not run, or its queue is full (error {number})",
    ),
    "snowflake.session": ("세션이 끝났습니다(오류 {number})", "the session has ended (error {number})"),
    "snowflake.reach.refused": ("연결이 거부되었습니다", "the connection was refused"),
    "snowflake.reach.name": ("주소를 찾을 수 없습니다", "the address is not known"),
    "snowflake.reach.certificate": (
        "인증서를 믿을 수 없습니다. 사내 인증서는 시스템 저장소나 SSL_CERT_FILE에 등록해 주세요",
        "the certificate is not trusted; put your own authority into the system's store or SSL_CERT_FILE",
    ),
    "snowflake.reach.busy": ("서버가 지금 요청을 받지 못합니다", "the server takes no requests now"),
    "snowflake.reach.slow": ("응답이 없습니다", "it does not answer"),
    "snowflake.reach.other": ("연결이 끊겼습니다(오류 {number})", "the connection was lost (error {number})"),
    "sql.failed.snowflake.other": (
        "Snowflake가 SQL을 끝내지 못했습니다(오류 {number}).",
        "Snowflake could not finish the statement (error {number}).",
    ),
    "sql.failed.snowflake.reads": (
        "Snowflake에는 조회(SELECT)만 보냅니다.",
        "only queries (SELECT) are sent to Snowflake.",
    ),
    "sql.failed.snowflake.object": (
        "{first:이/가} 없거나 이 역할에 보이지 않습니다.",
        "{first} does not exist, or this role can't see it.",
    ),
    "sql.failed.snowflake.function": ("{first} 함수가 없습니다.", "there is no function {first}."),
    "sql.failed.snowflake.arguments": (
        "{first} 함수에 맞지 않는 인수입니다.",
        "the arguments do not fit the function {first}.",
    ),
    "sql.failed.snowflake.group_by": (
        "{first:이/가} GROUP BY에 없습니다.",
        "{first} is neither grouped by nor aggregated.",
    ),
    "sql.failed.snowflake.ambiguous": (
        "{first:이/가} 여러 테이블에 있습니다. 테이블을 함께 적어 주세요.",
        "{first} is in several tables; write the table before it.",
    ),
    "sql.failed.snowflake.syntax": (
        "Snowflake가 SQL 문법을 이해하지 못합니다.",
        "Snowflake can't read this SQL.",
    ),
    "sql.failed.snowflake.type": ("형식이 맞지 않습니다.", "types do not fit."),
    "sql.failed.snowflake.timestamp": (
        "TIMESTAMP로 바꿀 수 없는 값이 있습니다. TRY_CAST를 쓰면 NULL이 됩니다.",
        "a value is no TIMESTAMP. TRY_CAST gives NULL instead.",
    ),
    "sql.failed.snowflake.date": (
        "DATE로 바꿀 수 없는 값이 있습니다. TRY_CAST를 쓰면 NULL이 됩니다.",
        "a value is no DATE. TRY_CAST gives NULL instead.",
    ),
    "sql.failed.snowflake.time": (
        "TIME으로 바꿀 수 없는 값이 있습니다. TRY_CAST를 쓰면 NULL이 됩니다.",
        "a value is no TIME. TRY_CAST gives NULL instead.",
    ),
    "sql.failed.snowflake.boolean": (
        "BOOLEAN으로 바꿀 수 없는 값이 있습니다. TRY_CAST를 쓰면 NULL이 됩니다.",
        "a value is no BOOLEAN. TRY_CAST gives NULL instead.",
    ),
    "sql.failed.snowflake.number": (
        "숫자로 바꿀 수 없는 값이 있습니다. TRY_CAST를 쓰면 NULL이 됩니다.",
        "a value is no number. TRY_CAST gives NULL instead.",
    ),
    "sql.failed.snowflake.range": (
        "값이 형식의 범위를 벗어납니다. 더 큰 형식으로 CAST해 주세요.",
        "a value is outside of its type's range; cast to a larger type.",
    ),
    "sql.failed.snowflake.zero": (
        "0으로 나눈 곳이 있습니다. NULLIF로 0을 걸러 주세요.",
        "something is divided by zero; keep zeros out with NULLIF.",
    ),
    "sql.failed.snowflake.json": (
        "JSON이 아닌 값이 있습니다. TRY_PARSE_JSON을 쓰면 NULL이 됩니다.",
        "a value is not JSON. TRY_PARSE_JSON gives NULL instead.",
    ),
    "sql.failed.snowflake.variant": (
        "VARIANT 값을 그 형식으로 바꿀 수 없습니다.",
        "a VARIANT value can't be cast to that type.",
    ),
    "sql.failed.snowflake.long": ("글자가 형식의 길이를 넘습니다.", "a text is longer than its type allows."),
    "sql.failed.snowflake.one_row": (
        "값 하나가 필요한 곳의 하위 쿼리가 여러 행을 돌려줍니다. 집계하거나 IN을 써 주세요.",
        "a subquery used as one value gives several rows; aggregate it, or use IN.",
    ),
    "sql.failed.snowflake.format": (
        "날짜나 숫자의 형식 문자열과 맞지 않는 값이 있습니다.",
        "a value does not fit its date or number format.",
    ),
    "sql.failed.snowflake.regexp": ("정규식이 올바르지 않습니다.", "the regular expression is not valid."),
}
