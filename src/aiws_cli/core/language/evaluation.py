"""Texts of: evaluation. key → (Korean, English)."""

TEXTS: dict[str, tuple[str, str]] = {
    "cli.eval.help": ("질문 모음으로 정확도를 잽니다.", "Score the assistant on a suite of questions."),
    "cli.eval.example": (
        "aiws eval run demo-finance --questions 20",
        "aiws eval run demo-finance --questions 20",
    ),
    "cli.eval.list.help": ("함께 제공되는 질문 모음을 보여 줍니다.", "List the suites that come with aiws."),
    "cli.eval.list.example": ("aiws eval list", "aiws eval list"),
    "cli.eval.run.help": (
        "질문 모음을 실제와 같은 경로로 실행하고 채점합니다.",
        "Run a suite through the real application and score it.",
    ),
    "cli.eval.run.about": (
        "모델의 답은 (모델, 요청)별로 보관되어, 같은 요청은 다시 묻지 않습니다. 중단되면 같은 명령으로 이어집니다.",
        "Replies are kept by (model, request): the same request is never asked twice, and a run that was stopped "
        "goes on with the same command.",
    ),
    "cli.eval.run.example": (
        "aiws eval run demo-finance --questions 20 --html report.html",
        "aiws eval run demo-finance --questions 20 --html report.html",
    ),
    "cli.eval.opt.suite": (
        "질문 모음의 폴더 또는 제공되는 모음의 이름.",
        "A suite's folder, or the name of a built-in one.",
    ),
    "cli.eval.opt.questions": ("무작위로 뽑을 질문 수.", "How many questions to draw."),
    "cli.eval.opt.seed": ("뽑기의 씨앗 (같으면 같은 질문).", "Seed of the draw (same seed, same questions)."),
    "cli.eval.opt.half": (
        "open(기본), held(최종 수치용으로 남겨 둔 절반), all.",
        "open (default), held (the half kept back for final figures), all.",
    ),
    "cli.eval.opt.category": ("이 분류만 (여러 번 쓸 수 있음).", "Only this category (may be repeated)."),
    "cli.eval.opt.id": ("이 질문만 (여러 번 쓸 수 있음).", "Only this question (may be repeated)."),
    "cli.eval.opt.baseline": (
        "같은 질문을 한 번의 프롬프트(DDL)로도 묻습니다.",
        "Also ask each question in one prompt with DDL.",
    ),
    "cli.eval.opt.without": (
        "이 부분을 빼고 실행해 그 값어치를 잽니다 (mending, whole, 힌트나 교정 규칙의 이름; 여러 번 쓸 수 있음).",
        "Leave this part out, to measure what it is worth (mending, whole, a hint's or a rule's name; may be repeated).",
    ),
    "cli.eval.opt.against": (
        "앞선 실행의 기록과 질문별로 비교합니다.",
        "Compare with the records of an earlier run.",
    ),
    "cli.eval.opt.records": (
        "질문별 기록을 쓸 파일 (없으면 AIWS_HOME/eval/runs 아래).",
        "Where to write a record a question (default: under AIWS_HOME/eval/runs).",
    ),
    "cli.eval.opt.html": ("HTML 보고서를 쓸 파일.", "Write an HTML report to this file."),
    "cli.eval.opt.predictions": (
        "질문별 예측을 쓸 JSONL 파일.",
        "Write a prediction a line to this JSONL file.",
    ),
    "cli.eval.opt.fresh": ("보관된 모델 답을 쓰지 않습니다.", "Do not use kept replies of the model."),
    "cli.eval.opt.replay": (
        "보관된 답만 씁니다. 없는 질문은 오답으로 셉니다.",
        "Use kept replies only; a question without one is a miss.",
    ),
    "cli.eval.opt.least": (
        "정확도(0~1)가 이보다 낮으면 6으로 끝납니다.",
        "End with 6 where the accuracy (0..1) is below this.",
    ),
    "cli.eval.broken": (
        "{file} {line}번째 줄을 건너뛰었습니다: {detail}",
        "{file} line {line} is left out: {detail}",
    ),
    "cli.eval.progress": (
        "{done}/{total} · 맞음 {right} · 모델 호출 {calls} · {id}",
        "{done}/{total} · right {right} · model calls {calls} · {id}",
    ),
    "cli.eval.records": ("기록: {path}", "records: {path}"),
    "cli.eval.written": ("{path:을/를} 썼습니다.", "wrote {path}"),
    "cli.eval.stopped": (
        "{done}/{total}에서 멈췄습니다. 같은 명령으로 이어집니다.",
        "stopped at {done} of {total}; the same command goes on from here.",
    ),
    "cli.eval.nothing": ("실행할 질문이 없습니다.", "No question to run."),
    "cli.eval.list.row": ("{questions}문항 (보류 {held})", "{questions} questions ({held} held)"),
    "evaluation.no_gold": ("정답이 없습니다.", "No gold."),
    "evaluation.line_not_object": ("JSON 객체가 아닙니다.", "not a JSON object"),
    "evaluation.line_twice": (
        "id {id:이/가} {first}에 이미 있습니다.",
        "id {id} is there already, at {first}",
    ),
    "evaluation.line_follows": (
        "앞선 질문 {id:이/가} 없습니다.",
        "the question it follows is not there: {id}",
    ),
    "evaluation.line_expect": (
        "expect 값 {value:을/를} 알 수 없습니다 ({known}).",
        "unknown value of expect: {value} (one of {known})",
    ),
    "evaluation.line_lacks": ("{key:이/가} 없습니다.", "{key} is missing"),
    "evaluation.line_no_gold": (
        "gold_sql, rows, tables 중 하나가 있어야 합니다.",
        "one of gold_sql, rows, tables is needed",
    ),
    "error.suite_missing": (
        "질문 모음 {name:을/를} 찾을 수 없거나 질문 파일(*.jsonl)이 없습니다.",
        "There is no suite {name}, or no questions (*.jsonl) in it.",
    ),
    "error.suite_missing.hint": (
        "폴더의 경로나 제공되는 이름을 쓰세요: {known}",
        "Give a folder's path or a built-in name: {known}",
    ),
    "error.suite_database_missing": (
        "데이터베이스 {name}.sqlite(.duckdb, .sql)가 {folder}에 없습니다.",
        "The database {name}.sqlite (.duckdb, .sql) is not in {folder}.",
    ),
    "error.suite_database_missing.hint": (
        "파일을 질문 파일 옆에 두세요. 그 질문들은 오답으로 셉니다.",
        "Put the file beside the questions; until then they count as misses.",
    ),
    "error.model_gone": (
        "모델에 {n}번 잇따라 닿지 못해 멈췄습니다: {detail}",
        "Stopped: the model could not be reached {n} times in a row: {detail}",
    ),
    "error.model_gone.hint": (
        "모델 서버를 확인한 뒤 같은 명령을 다시 실행하면 이어집니다.",
        "See that the model answers, then run the same command: it goes on from there.",
    ),
    "error.below_least": (
        "정확도 {accuracy:.3f}가 기준 {least}보다 낮습니다.",
        "The accuracy {accuracy:.3f} is below {least}.",
    ),
    "error.below_least.hint": (
        "오답은 --html 보고서에서 볼 수 있습니다.",
        "The report (--html) shows the misses.",
    ),
    "error.records_unreadable": (
        "{path:은/는} 실행 기록이 아닙니다: {detail}",
        "{path} holds no records of a run: {detail}",
    ),
    "error.records_unreadable.hint": (
        "`aiws eval run`이 쓴 기록 파일(.jsonl)을 지정하세요.",
        "Name a records file (.jsonl) that `aiws eval run` wrote.",
    ),
    # ── databases of a suite ────────────────────────────────────────────────────────────────────────────
    "error.suite_database_unread": (
        "데이터베이스 파일 {file:을/를} 읽을 수 없습니다: {detail}",
        "the database file {file} cannot be read: {detail}",
    ),
    "error.suite_database_unread.hint": (
        "파일이 그 자리에 있는지, 읽을 권한이 있는지 확인해 주세요.",
        "Check that the file is there and that you may read it.",
    ),
    "error.suite_database_broken": (
        "{file:은/는} 쓸 수 있는 데이터베이스가 아닙니다: {detail}",
        "{file} is not a usable database: {detail}",
    ),
    "error.suite_database_broken.hint": (
        "SQLite 파일은 .sqlite, DuckDB 파일은 .duckdb, Postgres 덤프는 .sql이어야 합니다. 파일을 다시 받아 보세요.",
        "SQLite files end in .sqlite, DuckDB files in .duckdb, Postgres dumps in .sql. Try getting the file again.",
    ),
    "error.suite_statement": (
        "{file} {line}번째 줄의 문장을 처리할 수 없습니다: {statement} ({detail})",
        "{file} line {line} holds a statement that cannot be carried out: {statement} ({detail})",
    ),
    "error.suite_statement.hint": (
        "그 문장을 Postgres의 CREATE TABLE, INSERT, COPY 형식으로 고치거나 지운 뒤 다시 실행해 주세요.",
        "Mend the statement (Postgres CREATE TABLE, INSERT or COPY) or take it out, then run again.",
    ),
    "error.suite_database_not_kept": (
        "{file:을/를} 변환한 결과를 {folder}에 저장할 수 없습니다: {detail}",
        "what was made of {file} cannot be kept in {folder}: {detail}",
    ),
    "error.suite_database_not_kept.hint": (
        "폴더 권한과 남은 디스크 공간을 확인해 주세요.",
        "Check the folder's permissions and the space left on the disk.",
    ),
    "evaluation.db_empty": ("테이블이 없습니다", "it holds no table"),
    "evaluation.db_not_text": ("UTF-8 텍스트가 아닙니다", "it is not UTF-8 text"),
    "evaluation.db_locked": (
        "다른 프로그램이 쓰기 위해 열어 두었습니다",
        "another program holds it open for writing",
    ),
    "evaluation.db_statement_unknown": ("모르는 문장입니다", "an unknown statement"),
    "evaluation.db_copy_shape": (
        "COPY의 행과 컬럼이 맞지 않습니다",
        "rows and columns of this COPY do not fit",
    ),
    "evaluation.db_gold_unreadable": (
        "gold_sql_postgres를 읽을 수 없습니다: {detail}",
        "gold_sql_postgres cannot be read: {detail}",
    ),
}
