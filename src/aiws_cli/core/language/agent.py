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
    "error.no_progress": (
        "더 나아가지 못해 멈췄습니다: {limit} {value}번",
        "stopped, since nothing more came of it: {limit}, {value} times",
    ),
    "error.no_progress.hint": (
        "고칠 파일과 오류 메시지를 짚어 주거나, 일을 더 작게 나누거나, 다른 모델(--model)로 물어 주세요.",
        "Name the file and the error message, ask for a smaller piece of it, or ask another model (--model).",
    ),
    "agent.limit.errors": ("연달아 실패한 시도({said})", "attempts that failed in a row ({said})"),
    "agent.limit.tests": (
        "고친 뒤에도 통과하지 않는 테스트. 바꾼 파일: {files}",
        "tests that fail after the change as well; files changed: {files}",
    ),
    "error.change_not_made": (
        "모델이 쓸 수 있는 변경을 내놓지 못했습니다. 파일은 그대로입니다. {why}",
        "the model wrote no change that could be made; the files are as they were. {why}",
    ),
    "error.change_not_made.hint": (
        "바꿀 파일과 자리를 적어 한 번에 한 가지씩 부탁하거나, 더 큰 모델을 써 주세요.",
        "Name the file and the place, ask for one thing at a time, or use a larger model.",
    ),
    "agent.code.no_change": ("모델의 답: {words}", "It said: {words}"),
    "agent.code.tests_failed_before": (
        "그 전부터 실패하던 테스트가 {failed}개 있습니다.",
        "{failed} failed before the change already.",
    ),
    "agent.code.changed": ("{files:을/를} 바꿨습니다.", "Changed {files}."),
    "agent.code.tests_passed": ("테스트 {passed}개가 통과했습니다.", "{passed} tests pass."),
    "agent.code.tests_not_run": (
        "관련 테스트는 실행하지 않았습니다. 실행하려면 `/mode auto`로 바꾸거나 테스트를 돌려 달라고 해 주세요.",
        "The tests for it were not run: switch to `/mode auto`, or ask to run the tests.",
    ),
    "agent.code.moved": ("{old:을/를} {new:으로/로} 옮겼습니다.", "Moved {old} to {new}."),
    "agent.code.renamed": (
        "{old:을/를} {new:으로/로} 모두 바꿨습니다: {files}.",
        "Renamed {old} to {new}: {files}.",
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
    "agent.taken_up": (
        "이 대화가 다른 창에서 이어져, 그 내용까지 받아 이어 갑니다.",
        "the conversation went on in another window; this goes on from there.",
    ),
    "agent.other_role": (
        "다른 역할이나 정책으로 하던 대화이므로 이전 결과는 이어받지 않습니다 (지금 역할: {role}).",
        "the conversation was held under another role or policy; its results are not taken up (role now: {role}).",
    ),
    "agent.window_full": (
        "대화가 모델의 문맥({window} 토큰)에 가까워져 처음부터 다시 시작합니다.",
        "The conversation came near the model's window ({window} tokens); starting over from the fixed head.",
    ),
    "error.no_turn": (
        "{turn}번째 질문이 없습니다 (마지막은 {last}번)",
        "there is no turn {turn} (the last one is {last})",
    ),
    "error.no_turn.hint": (
        "`aiws sessions show ID`로 질문을 순서대로 볼 수 있습니다.",
        "`aiws sessions show ID` shows the questions in order.",
    ),
    "agent.compacted": (
        "작업 대화가 길어져 앞부분을 요약했습니다: {before:,} → {after:,} 토큰 (한도 {window:,}). 찾은 내용, 파일 상태, 결정은 남아 있습니다.",
        "The work so far was shortened: {before:,} → {after:,} tokens (window {window:,}). Findings, file states and decisions are kept.",
    ),
    "agent.nothing_to_compact": (
        "줄일 내용이 없습니다. 작업 대화가 아직 짧습니다.",
        "There is nothing to shorten: the line of work is short.",
    ),
    "agent.memory.cut": (
        "{path}: 메모 파일은 모두 합쳐 {most:,}자까지 씁니다. 뒤의 {left_out:,}자는 모델에게 보여 주지 않습니다.",
        "{path}: memory files are used up to {most:,} characters in all; the last {left_out:,} of this one are not shown to the model.",
    ),
    "agent.memory.problem": (
        "{path}: 메모 파일을 읽지 못해 쓰지 않습니다 ({detail}).",
        "{path}: the memory file cannot be read and is not used ({detail}).",
    ),
    "agent.memory.not_text": ("UTF-8 텍스트가 아닙니다", "not UTF-8 text"),
    "agent.memory.untrusted": (
        "{names}: 신뢰하지 않는 프로젝트의 메모이므로 참고 자료로만 보여 줍니다. 신뢰하려면 `aiws config set trusted_folders 폴더`를 실행해 주세요.",
        "{names}: notes of a project you have not trusted are shown to the model as data only. To trust it: `aiws config set trusted_folders FOLDER`.",
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
    "agent.refused.changing_data": (
        "데이터를 바꾸거나 지우거나 넣는 일은 하지 않습니다. 조회만 합니다",
        "data are not changed, deleted or added here; aiws only reads",
    ),
    "agent.refused.changing_data.hint": (
        "해당하는 건을 조회해 목록이나 건수로 보여 드릴 수는 있습니다. 변경은 그 데이터를 맡은 부서의 시스템에서 해 주세요.",
        "The rows in question can be listed or counted; changes are made in the system of the team that owns the data.",
    ),
    "agent.refused.identifiers": (
        "주민등록번호·카드번호의 원본이나 비밀번호, 고객 연락처를 한꺼번에 꺼내 드리지 않습니다",
        "raw identifiers, passwords and contact data of customers are not handed out",
    ),
    "agent.refused.identifiers.hint": (
        "고객 수, 비율, 등급별·지역별 집계처럼 사람을 가리키지 않는 질문은 답해 드립니다.",
        "Counts, shares and breakdowns that point at nobody can be asked: by grade, by region, by age band.",
    ),
    "agent.refused.files_and_engine": (
        "서버의 파일이나 데이터베이스의 내부 설정은 읽지 않습니다",
        "files of the server and the internals of the database engine are not read",
    ),
    "agent.refused.files_and_engine.hint": (
        "카탈로그에 있는 표는 `aiws catalog search`로 찾을 수 있고, 가지고 계신 파일은 --with FILE로 붙일 수 있습니다.",
        "`aiws catalog search` finds the tables there are; a file of your own is attached with --with FILE.",
    ),
    "agent.refused.checks": (
        "가드, 가림, 행·시간 제한, 감사 기록은 끄거나 건너뛸 수 없습니다",
        "the guard, masks, limits and the audit log cannot be switched off or passed by",
    ),
    "agent.refused.checks.hint": (
        "그 조건 그대로 질문해 주세요. 결과가 너무 많으면 기간이나 대상을 좁히거나 집계해 볼 수 있습니다.",
        "Ask with them on; where a result is too large, a shorter period, a filter or a total helps.",
    ),
    "agent.refused.somebody_else": (
        "다른 사람이나 다른 역할로 바꾸어 답하지 않습니다",
        "nobody is answered as another person or in another role",
    ),
    "agent.refused.somebody_else.hint": (
        "지금 역할로 볼 수 있는 데이터를 물어 주세요. 더 필요한 권한은 관리 부서에 신청해 주세요.",
        "Ask for what your own role may see; further rights come from those who administer them.",
    ),
    "agent.refused.instructions": (
        "정해진 지침을 버리거나 그 내용을 그대로 보여 드리지 않습니다",
        "the instructions this assistant works under are neither dropped nor printed",
    ),
    "agent.refused.instructions.hint": (
        '데이터에 관해 물어 주세요. 무엇이 있는지는 "어떤 데이터가 있어?"라고 물으면 됩니다.',
        'Ask about the data; "which tables are there?" tells what there is.',
    ),
    "agent.refused.everything": (
        "데이터베이스나 표를 통째로 내려 드리지 않습니다",
        "the database or whole tables are not handed out as they are",
    ),
    "agent.refused.everything.hint": (
        "필요한 대상과 기간, 항목을 정해 물어 주세요. 그 결과는 허용된 파일 형식으로 저장할 수 있습니다.",
        "Ask for what you need: which rows, which period, which columns; that result can be saved to a file.",
    ),
    "agent.refused.sending_out": (
        "데이터를 개인 메일, 메신저, 외부 주소로 보내지 않습니다",
        "data are not sent to personal mail, messengers or addresses outside",
    ),
    "agent.refused.sending_out.hint": (
        "결과는 이 화면에서 보거나 허용된 파일 형식으로 저장할 수 있습니다. 외부 제공은 사내 절차를 따라 주세요.",
        "The result can be seen here or saved to a file; handing it outside goes by your company's procedure.",
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
