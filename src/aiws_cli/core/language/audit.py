"""Texts of: the audit log. key → (Korean, English)."""

TEXTS: dict[str, tuple[str, str]] = {
    "error.audit": (
        "감사 로그에 쓸 수 없어 아무것도 실행하지 않습니다: {path} ({detail})",
        "nothing is done, because the audit log can't be used: {path} ({detail})",
    ),
    "error.audit.hint": (
        "파일 권한과 디스크 여유 공간을 확인한 뒤 다시 실행해 주세요.",
        "Check the file's permissions and the free disk space, then run it again.",
    ),
    "audit.torn": (
        "감사 로그의 마지막 줄이 끊겨 있어 {side:으로/로} 옮겨 두었습니다: {path}",
        "the last line of the audit log was torn and has been moved to {side}: {path}",
    ),
    "audit.broken": (
        "감사 로그가 {n}번째 기록까지 있었는데 지금은 없거나 달라졌습니다. 이 사실을 로그에 적었습니다: {path}",
        "the audit log had records up to number {n} that are gone or changed now; the log says so from here on: {path}",
    ),
    "audit.detail.not_a_file": ("일반 파일이 아닙니다", "it is no regular file"),
    "audit.detail.another_users": ("다른 사용자의 파일입니다", "the file is another user's"),
    "audit.detail.open_folder": (
        "다른 사용자가 쓸 수 있는 폴더입니다: {folder}",
        "others may write to this folder: {folder}",
    ),
    "audit.detail.long_line": ("한 줄이 너무 깁니다", "a line is too long"),
    "audit.detail.locked": (
        "다른 프로세스가 로그를 놓지 않습니다",
        "another process does not let go of it",
    ),
    "audit.detail.key": ("키 파일이 손상되었습니다: {path}", "the key file is damaged: {path}"),
}
