"""Texts of: the asker's own dictionary. key → (Korean, English)."""

TEXTS: dict[str, tuple[str, str]] = {
    "terms.broken": (
        "내 용어집을 읽을 수 없어 이번에는 쓰지 않습니다: {problem}",
        "your own terms cannot be read and are left out: {problem}",
    ),
    "error.own_terms": (
        "내 용어집이 잘못되어 바꾸지 않았습니다: {problem}",
        "your own terms are broken, so nothing was changed: {problem}",
    ),
    "error.own_terms.hint": (
        "그 줄을 고치거나 파일을 지운 뒤 다시 해 주세요.",
        "Mend that line, or delete the file, and try again.",
    ),
    "repl.terms": (
        "내 용어집: 목록, `add 말=뜻`, `remove 말`",
        "your own words: list, `add WORD=MEANING`, `remove WORD`",
    ),
    "repl.terms.none": (
        "내 용어가 없습니다. 예: /terms add 우리팀=강남지점",
        "you have no words of your own. Example: /terms add my team=Gangnam branch",
    ),
    "repl.terms.usage": (
        "`/terms`, `/terms add 말=뜻`, `/terms remove 말` 가운데 하나로 적어 주세요. 예: /terms add 우리팀=강남지점",
        "write `/terms`, `/terms add WORD=MEANING` or `/terms remove WORD`. Example: /terms add my team=Gangnam branch",
    ),
    "repl.terms.long": (
        "말은 {word}자, 뜻은 {meaning}자까지 한 줄로 적어 주세요.",
        "keep the word to {word} characters and its meaning to {meaning}, on one line.",
    ),
    "repl.terms.added": ("이제 '{word}'은(는) {meaning}입니다.", "'{word}' now means {meaning}."),
    "repl.terms.replaced": (
        "'{word}'의 뜻을 바꾸었습니다: {meaning}",
        "'{word}' now means something else: {meaning}",
    ),
    "repl.terms.removed": ("'{word}'을(를) 지웠습니다.", "'{word}' is removed."),
    "repl.terms.unknown": (
        "내 용어에 '{word}'이(가) 없습니다. 있는 것: {known}",
        "'{word}' is none of your words. There are: {known}",
    ),
    "repl.terms.taken": (
        "'{word}'은(는) 이미 '{term}'의 다른 이름입니다.",
        "'{word}' is another name of '{term}' already.",
    ),
    "repl.terms.file": ("파일: {path}", "file: {path}"),
}
