"""Texts of: files and their changes. key → (Korean, English)."""

TEXTS: dict[str, tuple[str, str]] = {
    "error.edit_refused.hint": ("", ""),
    "error.edit_reply.hint": ("", ""),
    "error.undo_refused.hint": ("`/diff`로 바뀐 내용을 볼 수 있습니다.", "`/diff` shows what was changed."),
    "agent.undo.nothing": ("{what}번째 차례에는 바꾼 파일이 없습니다.", "turn {what} changed no file."),
    "agent.undo.changed": (
        "그 뒤에 바뀐 파일이 있어 되돌리지 않았습니다: {what}",
        "nothing is undone, because these files were changed since: {what}",
    ),
    "agent.undo.large": (
        "{what:은/는} 되돌릴 수 있게 보관할 수 없는 파일이라 바꾸지 않습니다.",
        "{what} can't be kept for undoing, so it is not changed.",
    ),
    "error.file_refused.hint": ("", ""),
    "error.search_too_slow": (
        "{path}에서 찾는 데 너무 오래 걸려 멈췄습니다: {pattern}. 반복 안에 반복이 없는 식이나 글자 그대로를 써 주세요.",
        "looking through {path} for {pattern} takes too long; use a pattern without repeats in repeats, or plain letters.",
    ),
    "error.search_too_slow.hint": ("", ""),
    "tools.edit.missing": (
        "{path}에 찾는 줄이 없어 바꾸지 않았습니다. {near}",
        "the lines sought are not in {path}; nothing is changed. Copy them exactly as they stand. {near}",
    ),
    "tools.edit.ambiguous": (
        "찾는 줄이 {path}에 {count}곳({near}행) 있어 바꾸지 않았습니다.",
        "the lines sought stand {count} times in {path} (lines {near}); nothing is changed. Take more lines around them.",
    ),
    "tools.edit.empty": (
        "{path}: 찾을 줄이 비어 있어 바꾸지 않았습니다.",
        "{path}: there is nothing to look for; nothing is changed. Write the lines that are there now.",
    ),
    "tools.edit.same": (
        "{path}: 바뀌는 것이 없습니다.",
        "{path}: nothing would change.",
    ),
    "tools.edit.indent": (
        "{path} {near}행: 들여쓰기가 맞지 않아 바꾸지 않았습니다.",
        "{path} line {near}: the new lines do not fit the indentation; nothing is changed. Copy it exactly.",
    ),
    "tools.edit.fault": (
        "{path}에 쓸 내용에 오류가 있어 바꾸지 않았습니다. {near}",
        "{path} would not work, nothing is changed: {near}. Write it again without that.",
    ),
    "tools.edit.shrinks": (
        "{path}의 {count}줄 가운데 대부분이 빠져 있어 바꾸지 않았습니다.",
        "most of the {count} lines of {path} are left out; nothing is changed. Write the file whole, or only the lines that change as SEARCH/REPLACE.",
    ),
    "tools.edit.test": (
        "통과해야 할 테스트({path})를 고치려 해서 바꾸지 않았습니다. 코드를 고쳐야 합니다.",
        "{path} says what is wanted and stays as it is; nothing is changed. Change the code it tests.",
    ),
    "tools.edit.changed": ("{path} 수정", "{path} changed"),
    "tools.edit.made": ("{path} 새로 만듦", "{path} made"),
    "tools.edit.how.trimmed": ("줄 끝 공백을 맞춤", "trimmed"),
    "tools.edit.how.indented": ("들여쓰기를 맞춤", "indented"),
    "tools.edit.mend.kept": ("빠뜨린 부분을 되살림: {what}", "put back what was left out: {what}"),
    "tools.edit.mend.import": ("빠진 import를 더함: {what}", "import added: {what}"),
    "tools.edit.mend.test": ("테스트는 그대로 둠: {what}", "left as it was: {what}"),
    "tools.edit.reply.no_path": (
        "어느 파일을 바꿀지 적혀 있지 않습니다. {what}",
        "no file is named for the change; write its path above the block. {what}",
    ),
    "tools.edit.reply.unclosed": (
        "바꿀 부분이 끝나지 않았습니다: {what:이/가} 없습니다.",
        "a block does not end: {what} is missing. Write the whole block again.",
    ),
    "tools.edit.reply.elided": (
        "생략된 부분이 있어 바꾸지 않았습니다: {what}",
        "something is left out: {what}. Write the file whole, or only the lines that change as SEARCH/REPLACE.",
    ),
    "tools.edit.reply.twice": (
        "{what:이/가} 두 번 적혀 있어 어느 것인지 알 수 없습니다.",
        "{what} is written twice; write it once.",
    ),
    "tools.file.binary": ("{path:은/는} 글 파일이 아닙니다.", "{path} is not a text file."),
    "tools.file.large": (
        "{path:은/는} {what:,}바이트로, 글로 다루기에는 너무 큽니다.",
        "{path} has {what:,} bytes, too many for a text file.",
    ),
    "tools.file.letters": (
        "{path:은/는} 그 글자를 담을 수 없는 인코딩입니다: {what}",
        "{path} is in an encoding without this letter: {what}",
    ),
    "tools.file.changed": (
        "{path:이/가} 읽은 뒤에 바뀌어 쓰지 않았습니다. 다시 읽어 주세요.",
        "{path} changed since it was read; nothing is written. Read it again.",
    ),
    "tools.file.gone": ("{path} 파일이 없습니다.", "there is no file {path}."),
    "tools.file.exists": ("{path} 파일이 이미 있습니다.", "{path} exists already."),
    "tools.file.system": ("{path}: {what}", "{path}: {what}"),
    "tools.file.outside": (
        "{path:은/는} 작업 폴더 밖이라 바꾸지 않습니다.",
        "{path} is outside of the folder; it is not changed.",
    ),
    "tools.file.folder": ("{path:은/는} 보통 파일이 아닙니다.", "{path} is not a regular file."),
}
