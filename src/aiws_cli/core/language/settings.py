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
    "settings.bad_value": ("{source}: {detail}", "{source}: {detail}"),
}
