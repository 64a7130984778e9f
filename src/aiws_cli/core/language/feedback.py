"""Texts of: feedback on answers, and how it becomes a verified query. key → (Korean, English)."""

TEXTS: dict[str, tuple[str, str]] = {
    "cli.catalog.quarantined": (
        "고칠 때까지 쓰지 않는 검증 질의 {count}개: {ids}",
        "verified queries kept out of use until mended, {count}: {ids}",
    ),
    "cli.catalog.quarantine_not_kept": (
        "쓰지 않을 검증 질의의 목록을 적지 못했습니다: {detail}",
        "the list of verified queries to keep out of use could not be written: {detail}",
    ),
    "error.file_style": (
        "이 파일은 줄 단위로 고칠 수 없는 모양입니다: {file}",
        "this file is not written so that it can be changed line by line: {file}",
    ),
    "error.file_style.hint": (
        "목록을 마지막 키로 두고 항목마다 `- `로 시작하는 줄로 적어 주세요. 파일은 바꾸지 않았습니다.",
        "Let the list be the last key, each entry on lines that start with `- `. The file was not changed.",
    ),
}
