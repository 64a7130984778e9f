"""Texts of: feedback on answers, and how it becomes a verified query. key → (Korean, English)."""

TEXTS: dict[str, tuple[str, str]] = {
    "error.file_style": (
        "이 파일은 줄 단위로 고칠 수 없는 모양입니다: {file}",
        "this file is not written so that it can be changed line by line: {file}",
    ),
    "error.file_style.hint": (
        "목록을 마지막 키로 두고 항목마다 `- `로 시작하는 줄로 적어 주세요. 파일은 바꾸지 않았습니다.",
        "Let the list be the last key, each entry on lines that start with `- `. The file was not changed.",
    ),
}
