"""Texts of the settings. key → (Korean, English)."""

TEXTS: dict[str, tuple[str, str]] = {
    "settings.flags": ("명령줄", "command line"),
    "settings.no_file": ("파일이 없습니다: {path}", "there is no such file: {path}"),
    "settings.managed_not_root": (
        "관리자 설정 파일의 소유자가 root가 아니어서 사용하지 않습니다",
        "the managed settings file is not owned by root, so it is not trusted",
    ),
    "settings.unknown": (
        "{source}에 있는 이 이름은 없는 설정입니다. 혹시: {near}",
        "no setting has this name (in {source}). Did you mean: {near}",
    ),
    "settings.warehouse_kind": (
        "아직 연결할 수 없는 종류입니다: {value}. duckdb:///파일.duckdb 형식으로 적어 주세요",
        "this kind is not supported yet: {value}. Write it as duckdb:///file.duckdb",
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
    "settings.bad_value": ("{source}: {detail}", "{source}: {detail}"),
}
