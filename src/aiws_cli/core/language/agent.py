"""Texts of the conversation. key → (Korean, English)."""

TEXTS: dict[str, tuple[str, str]] = {
    "error.no_session": ("세션 {id:이/가} 없습니다", "there is no session {id}"),
    "error.no_session.hint": (
        "`aiws sessions list`로 저장된 대화를 볼 수 있습니다.",
        "`aiws sessions list` shows the saved conversations.",
    ),
    "error.session_busy": (
        "세션 {id:은/는} 다른 aiws가 사용하고 있습니다",
        "session {id} is in use by another aiws",
    ),
    "error.session_busy.hint": (
        "그 창에서 답이 끝난 뒤 다시 시도하거나, --continue 없이 새로 물어 주세요.",
        "Try again when that one has its answer, or ask without --continue.",
    ),
    "error.state": (
        "{path:을/를} 쓰거나 읽을 수 없습니다: {detail}",
        "{path} cannot be written or read: {detail}",
    ),
    "error.state.hint": (
        "디스크 여유 공간과 폴더 권한을 확인해 주세요. AIWS_HOME으로 다른 폴더를 쓸 수 있습니다.",
        "Check the free space and the folder's permissions; AIWS_HOME names another folder.",
    ),
    "error.tool": ("도구 {tool:을/를} 쓸 수 없습니다: {detail}", "the tool {tool} cannot do this: {detail}"),
    "error.tool.hint": ("", ""),
    "error.empty_question": ("질문이 비어 있습니다", "the question is empty"),
    "error.empty_question.hint": (
        '예: aiws ask "지점별 예금 잔액 상위 5곳"',
        'For example: aiws ask "Top five branches by deposit balance"',
    ),
    "error.question_too_long": (
        "질문이 너무 깁니다: {chars}자 (한도 {limit}자)",
        "the question is too long: {chars} characters (limit {limit})",
    ),
    "error.question_too_long.hint": (
        "표 형태의 자료라면 파일로 저장해 --with FILE로 붙여 주세요.",
        "If it is a table of data, save it to a file and attach it with --with FILE.",
    ),
    "agent.limit.same_call": ("같은 호출 반복({tool})", "the same call again ({tool})"),
    "agent.repeated_call": (
        "모델이 {tool:을/를} 같은 내용으로 다시 불렀습니다.",
        "the model called {tool} again with the same arguments.",
    ),
    "agent.damaged_session": (
        "저장된 대화에서 읽을 수 없는 줄 {n}개를 건너뛰었습니다. 앞의 내용을 이어받지 못했을 수 있습니다.",
        "{n} lines of the saved conversation cannot be read and were left out; what came before may be missing.",
    ),
    "agent.window_full": (
        "대화가 모델의 문맥({window} 토큰)에 가까워져 처음부터 다시 시작합니다.",
        "The conversation came near the model's window ({window} tokens); starting over from the fixed head.",
    ),
    "agent.hello": (
        "안녕하세요. 데이터에 관해 물어 주시면 표를 찾아 조회해 답해 드립니다.",
        "Hello. Ask about the data, and I find the tables, run the query and answer.",
    ),
    "agent.thanks": ("도움이 되었다니 다행입니다.", "Glad it helped."),
    "agent.clarify.which": (
        "{words} — 어느 것을 말씀하시는지 알려 주세요.",
        "{words} — which of these do you mean?",
    ),
    "agent.clarify.more": (
        "무엇을 조회할지 조금 더 알려 주세요. 대상과 지표가 있으면 바로 답할 수 있습니다.",
        "Please say a little more: with a subject and a measure I can answer at once.",
    ),
    "agent.clarify.no_previous": (
        "이어서 볼 앞의 결과가 없습니다. 무엇에 대한 질문인지 함께 적어 주세요.",
        "There is no earlier result to go on from. Please say what the question is about.",
    ),
    "agent.outside": (
        "연결된 데이터로는 답할 수 없는 질문입니다.",
        "The connected data cannot answer this.",
    ),
    "agent.unanswerable": (
        "‘{words}’에 해당하는 데이터가 카탈로그에 없습니다.",
        "The catalog has no data for “{words}”.",
    ),
    "agent.nearest": ("가장 가까운 데이터: {tables}", "Nearest data: {tables}"),
    "agent.catalog_found": ("{count}개의 표를 찾았습니다.", "{count} tables found."),
    "agent.catalog_none": ("맞는 표를 찾지 못했습니다.", "No table matches."),
    "agent.column.table": ("표", "table"),
    "agent.column.name": ("이름", "name"),
    "agent.column.company": ("회사", "company"),
    "agent.column.description": ("설명", "description"),
    "agent.no_model_text": ("모델이 답을 쓰지 않았습니다", "the model wrote no answer"),
}
