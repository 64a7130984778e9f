"""Texts several rooms share. key → (Korean, English)."""

TEXTS: dict[str, tuple[str, str]] = {
    "error.internal": ("aiws 내부 오류입니다: {detail}", "a fault in aiws itself: {detail}"),
    "error.internal.hint": (
        "같은 명령에 --verbose를 붙여 다시 실행하고 기록을 관리자에게 보내 주세요.",
        "Run the same command with --verbose and send the trace to whoever runs aiws for you.",
    ),
    "error.usage": ("{detail}", "{detail}"),
    "error.usage.hint": ("사용법은 --help로 볼 수 있습니다.", "See --help for how to call it."),
    "error.sql_syntax": ("SQL 문법을 이해할 수 없습니다: {detail}", "this SQL does not parse: {detail}"),
    "error.sql_syntax.hint": (
        "표시된 위치를 고쳐 다시 실행해 주세요. 지원하는 것은 SELECT 문 하나입니다.",
        "Mend the place it names and run it again. One SELECT statement is what is supported.",
    ),
    "error.settings": (
        "설정 {name:이/가} 올바르지 않습니다: {detail}",
        "the setting {name} is not right: {detail}",
    ),
    "error.settings.hint": (
        "`aiws config show`로 값과 출처를 확인해 주세요.",
        "`aiws config show` prints each value and where it came from.",
    ),
    "error.denied": ("허용되지 않은 요청입니다: {reason}", "not permitted: {reason}"),
    "error.denied.hint": ("", ""),
    "error.human_needed": ("사람의 확인이 필요합니다: {what}", "a human is needed: {what}"),
    "error.human_needed.hint": (
        "터미널에서 `aiws`로 다시 물어 주세요.",
        "Ask again in a terminal with `aiws`.",
    ),
    "error.no_answer": ("답을 얻지 못했습니다: {reason}", "no valid answer: {reason}"),
    "error.no_answer.hint": (
        "질문을 더 구체적으로 적거나 `aiws catalog search`로 어떤 데이터가 있는지 확인해 주세요.",
        "Make the question more precise, or see what data there is with `aiws catalog search`.",
    ),
    "error.limit": ("한도에 이르러 멈췄습니다: {limit} = {value}", "stopped at a limit: {limit} = {value}"),
    "error.limit.hint": (
        "질문의 범위를 좁히거나 한도를 올려 주세요.",
        "Narrow the question, or raise the limit.",
    ),
    "error.unavailable": ("{what}에 연결할 수 없습니다: {detail}", "{what} cannot be reached: {detail}"),
    "error.unavailable.hint": (
        "잠시 뒤 다시 시도하고, `aiws doctor`로 상태를 확인해 주세요.",
        "Try again in a moment; `aiws doctor` shows what is wrong.",
    ),
    "error.interrupted": ("중단했습니다.", "interrupted."),
    "error.interrupted.hint": ("", ""),
}
