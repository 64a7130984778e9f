"""Texts of the input line of a conversation: what stands in it, below it, and what is said of @, ! and #."""

TEXTS: dict[str, tuple[str, str]] = {
    "ui.pasted": ("[붙여넣은 글 #{number} · {lines:,}줄]", "[pasted #{number} · {lines:,} lines]"),
    "ui.mode.plan": ("계획만", "plan only"),
    "ui.mode.ask": ("물어보고 함", "asks first"),
    "ui.mode.auto-edit": ("파일은 바로 고침", "edits without asking"),
    "ui.mode.auto": ("알아서 함", "acts without asking"),
    "ui.status.no_model": ("모델 없음", "no model"),
    "ui.status.context": ("문맥 {percent}%", "context {percent}%"),
    "error.no_editor": ("편집기를 쓸 수 없습니다: {what}", "no editor to open: {what}"),
    "error.no_editor.hint": (
        "환경 변수 EDITOR에 편집기 명령을 적어 주세요. 예: export EDITOR=vim",
        "Name one in the environment: export EDITOR=vim",
    ),
    "repl.mention.table": ("표를 지정했습니다: {names}", "tables pinned: {names}"),
    "repl.mention.data": ("데이터 파일을 붙였습니다: {names}", "data files attached: {names}"),
    "repl.mention.text": (
        "파일 내용을 함께 보냅니다: {name} ({chars:,}자)",
        "sent along: {name} ({chars:,} characters)",
    ),
    "repl.mention.cut": (
        "파일이 길어 앞부분만 함께 보냅니다: {name} ({total:,}자 중 {chars:,}자)",
        "{name} is long; only its beginning is sent along ({chars:,} of {total:,} characters)",
    ),
    "repl.mention.none": (
        "@{name:은/는} 없습니다. 이 폴더의 파일이나 볼 수 있는 표의 이름을 적어 주세요 (Tab으로 찾을 수 있습니다)",
        "there is no @{name}. Name a file of this folder or a table you may see (Tab finds them)",
    ),
    "repl.mention.outside": (
        "@{name:은/는} 이 폴더 밖에 있거나 읽을 수 없는 파일입니다. 폴더 안으로 옮겨 주세요",
        "@{name} lies outside of this folder or is not to be read. Move it into the folder",
    ),
    "repl.mention.many": (
        "한 번에 붙일 수 있는 것은 {most}개까지입니다",
        "no more than {most} can be named at once",
    ),
    "repl.command.empty": ("명령을 적어 주세요: !ls", "write a command: !ls"),
    "repl.command.no_output": ("(출력 없음)", "(no output)"),
    "repl.page": (
        "마지막 결과를 한 화면씩 보여 줍니다 (Ctrl-O)",
        "show the last result page by page (Ctrl-O)",
    ),
    "repl.copy": (
        "마지막 결과를 클립보드에 복사합니다 (sql: 실행한 SQL, text: 답의 글)",
        "copy the last result to the clipboard (sql: the statement, text: the words)",
    ),
    "repl.copied.rows": (
        "{rows:,}행을 터미널의 클립보드로 보냈습니다. 붙여넣기가 되지 않으면 터미널이 복사(OSC 52)를 허용하는지 확인해 주세요.",
        "{rows:,} row(s) sent to the terminal's clipboard. If nothing is pasted, the terminal does not allow it (OSC 52).",
    ),
    "repl.copied.text": (
        "{chars:,}자를 터미널의 클립보드로 보냈습니다.",
        "{chars:,} characters sent to the terminal's clipboard.",
    ),
    "error.not_copied.hint": (
        "파일로 저장하려면: /save 결과.csv",
        "To save it in a file: /save result.csv",
    ),
    "ui.copy.large": (
        "클립보드로 보내기에는 너무 큽니다 ({size:,}바이트, {most:,}바이트까지)",
        "too large for the clipboard ({size:,} bytes; at most {most:,})",
    ),
    "ui.copy.terminal": ("이 터미널에는 복사할 수 없습니다", "this terminal has no clipboard"),
    "ui.page.more": ("-- 더 있습니다. Enter 다음 화면 · q 그만 -- ", "-- more. Enter goes on · q ends -- "),
}
