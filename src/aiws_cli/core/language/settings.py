"""Texts of the settings. key → (Korean, English)."""

TEXTS: dict[str, tuple[str, str]] = {
    "settings.flags": ("명령줄", "command line"),
    "settings.no_file": ("파일이 없습니다: {path}", "there is no such file: {path}"),
    "settings.no_user": (
        "{path}에 적힌 사용자의 홈 폴더를 찾을 수 없습니다. 전체 경로를 적어 주세요",
        "the user in {path} has no home folder here; write the whole path",
    ),
    "settings.managed_open": (
        "관리자 설정 파일을 root가 아닌 사용자도 고칠 수 있어 사용하지 않습니다 (chmod go-w)",
        "the managed settings file can be changed by others than root, so it is not trusted (chmod go-w)",
    ),
    "settings.managed_not_root": (
        "관리자 설정 파일의 소유자가 root가 아니어서 사용하지 않습니다",
        "the managed settings file is not owned by root, so it is not trusted",
    ),
    "settings.managed_no_file": (
        "관리자 설정 파일이 있을 자리에 일반 파일이 아닌 것이 있어 아무것도 하지 않습니다. 관리자에게 알려 주세요",
        "something that is no file stands where the administrator's file would be, so nothing is done; tell the administrator",
    ),
    "settings.only_managed": (
        "‘{value}’ 값은 관리자 설정 파일({path})에서만 정할 수 있습니다 ({source})",
        "{value!r} can be set only in the administrator's file {path} (found in {source})",
    ),
    "settings.unknown": (
        "{source}에 있는 이 이름은 없는 설정입니다. 혹시: {near}",
        "no setting has this name (in {source}). Did you mean: {near}",
    ),
    "settings.warehouse_kind": (
        "연결할 수 없는 종류입니다: {value}. duckdb:///파일.duckdb 또는 snowflake://사용자@계정/데이터베이스 형식으로 적어 주세요",
        "this kind is not supported: {value}. Write it as duckdb:///file.duckdb or snowflake://user@account/database",
    ),
    "error.no_warehouse": ("연결된 데이터가 없습니다", "no warehouse is connected"),
    "error.no_warehouse.hint": (
        "예제 데이터를 만들려면 `aiws demo build`, 회사 데이터를 쓰려면 `aiws config set warehouse duckdb:///경로/파일.duckdb`를 실행해 주세요.",
        "Run `aiws demo build` for the demo data, or `aiws config set warehouse duckdb:///path/file.duckdb` for your own.",
    ),
    "app.no_role": (
        "‘{role}’ 역할이 없습니다. 가능한 역할: {roles}",
        "you do not have the role {role}; yours are: {roles}",
    ),
    "settings.too_deep": ("너무 깊게 중첩되어 있습니다", "it is nested too deeply"),
    "settings.bad_value": ("{source}의 값 ‘{value}’. {wanted}", "{value!r} in {source}. {wanted}"),
    "settings.wanted.int_parsing": ("정수를 적어 주세요", "It must be a whole number"),
    "settings.wanted.int_from_float": ("정수를 적어 주세요", "It must be a whole number"),
    "settings.wanted.int_type": ("정수를 적어 주세요", "It must be a whole number"),
    "settings.wanted.float_parsing": ("숫자를 적어 주세요", "It must be a number"),
    "settings.wanted.float_type": ("숫자를 적어 주세요", "It must be a number"),
    "settings.wanted.bool_parsing": ("true 또는 false로 적어 주세요", "It must be true or false"),
    "settings.wanted.bool_type": ("true 또는 false로 적어 주세요", "It must be true or false"),
    "settings.wanted.string_type": ("글자로 적어 주세요(따옴표 안에)", "It must be text, in quotes"),
    "settings.wanted.literal_error": ("쓸 수 있는 값: {expected}", "It can be: {expected}"),
    "settings.wanted.greater_than": ("{gt}보다 커야 합니다", "It must be more than {gt}"),
    "settings.wanted.greater_than_equal": ("{ge} 이상이어야 합니다", "It must be at least {ge}"),
    "settings.wanted.less_than_equal": ("{le} 이하여야 합니다", "It must be at most {le}"),
}
