"""Texts of: feedback on answers, and how it becomes a verified query. key → (Korean, English)."""

TEXTS: dict[str, tuple[str, str]] = {
    "cli.feedback.help": (
        "답이 좋았는지 나빴는지 적어 검토할 후보로 남깁니다.",
        "Say whether an answer was good or bad; it is kept as a candidate.",
    ),
    "cli.feedback.about": (
        "후보는 검토를 기다릴 뿐 답에 영향을 주지 않습니다. 검토한 사람이 `aiws catalog verify`로 검증된 질의로 만듭니다. 결과 행은 남기지 않습니다.",
        "A candidate waits for a reviewer and changes no answer; `aiws catalog verify` makes a verified query of it. Rows of the result are not kept.",
    ),
    "cli.feedback.example": (
        'aiws feedback bad --comment "해지 계좌가 섞였습니다"',
        'aiws feedback bad --comment "closed accounts are in it"',
    ),
    "cli.feedback.good.help": ("마지막 답이 맞았다고 적습니다.", "Say that the last answer was right."),
    "cli.feedback.good.example": ("aiws feedback good", "aiws feedback good"),
    "cli.feedback.bad.help": (
        "마지막 답이 틀렸다고 적습니다. 맞는 SQL을 함께 적을 수 있습니다.",
        "Say that the last answer was wrong; the right SQL may come with it.",
    ),
    "cli.feedback.bad.example": (
        'aiws feedback bad --comment "폐점한 곳은 빼야 합니다" --file 맞는질의.sql',
        'aiws feedback bad --comment "closed branches do not count" --file right.sql',
    ),
    "cli.feedback.list.help": (
        "남긴 후보를 오래된 것부터 보여 줍니다.",
        "List the candidates, oldest first.",
    ),
    "cli.feedback.list.example": ("aiws feedback list --json", "aiws feedback list --json"),
    "cli.feedback.show.help": ("후보 하나를 자세히 보여 줍니다.", "Show one candidate."),
    "cli.feedback.show.example": (
        "aiws feedback show 20261122-091503",
        "aiws feedback show 20261122-091503",
    ),
    "cli.feedback.session": (
        "이 대화의 마지막 답에 대해 (ID의 앞부분만 적어도 됩니다). 없으면 마지막 대화.",
        "The last answer of this conversation (the start of its id is enough); otherwise of the last one.",
    ),
    "cli.feedback.comment": ("왜 그런지 적는 말.", "Why, in your words."),
    "cli.feedback.sql": (
        "맞는 SQL. 실행해도 되는 문장인지 확인한 뒤 남깁니다.",
        "The right SQL; it is checked by the guard before it is kept.",
    ),
    "cli.feedback.file": ("맞는 SQL이 든 파일.", "A file with the right SQL."),
    "cli.feedback.id": (
        "후보의 ID (앞부분만 적어도 됩니다).",
        "The candidate's id (its start is enough).",
    ),
    "cli.feedback.verdict.good": ("좋음", "good"),
    "cli.feedback.verdict.bad": ("나쁨", "bad"),
    "cli.feedback.state.open": ("검토 전", "open"),
    "cli.feedback.state.corrected": ("검토 전, 맞는 SQL 있음", "open, with the right SQL"),
    "cli.feedback.state.verified": ("검증됨: {id}", "verified: {id}"),
    "cli.feedback.kept": (
        "후보로 남겼습니다 ({verdict}): {question} · {id}",
        "kept as a candidate ({verdict}): {question} · {id}",
    ),
    "cli.feedback.better": (
        '맞는 SQL을 알면 함께 남겨 주세요: aiws feedback bad --session {session} --sql "SELECT …"',
        'If you know the right SQL, leave it too: aiws feedback bad --session {session} --sql "SELECT …"',
    ),
    "cli.feedback.none": ("남긴 후보가 없습니다.", "there are no candidates."),
    "cli.feedback.field.at": ("언제", "when"),
    "cli.feedback.field.user": ("누가", "who"),
    "cli.feedback.field.status": ("답의 상태", "answer"),
    "cli.feedback.field.tables": ("표", "tables"),
    "cli.feedback.field.mended": ("고친 것", "mended"),
    "cli.feedback.field.as_of": ("기준일", "as of"),
    "cli.feedback.field.model": ("모델", "model"),
    "cli.feedback.field.prompts": ("프롬프트", "prompts"),
    "cli.feedback.field.session": ("대화", "session"),
    "cli.feedback.field.audit": ("감사", "audit"),
    "cli.feedback.field.sql": ("모델이 쓴 SQL", "SQL as written"),
    "cli.feedback.field.mended_sql": ("고친 SQL", "SQL as mended"),
    "cli.feedback.field.executed_sql": ("실행한 SQL", "SQL as executed"),
    "cli.feedback.field.corrected_sql": ("맞다고 남긴 SQL", "the right SQL"),
    "repl.good": (
        "마지막 답이 맞았다고 남깁니다 (뒤에 이유를 적어도 됩니다)",
        "keep the last answer as right (a comment may follow)",
    ),
    "repl.bad": (
        "마지막 답이 틀렸다고 남깁니다 (뒤에 이유를 적어 주세요)",
        "keep the last answer as wrong (say why behind it)",
    ),
    "error.no_answer_yet": (
        "의견을 남길 답이 없습니다",
        "there is no answer to give feedback on",
    ),
    "error.no_answer_yet.hint": (
        "먼저 질문하거나 --session으로 대화를 골라 주세요. `aiws sessions list`로 볼 수 있습니다.",
        "Ask something first, or name a conversation with --session (see `aiws sessions list`).",
    ),
    "error.no_candidate": (
        "후보 {id:을/를} 찾을 수 없거나 여럿이 맞습니다",
        "no candidate, or more than one, is called {id}",
    ),
    "error.no_candidate.hint": (
        "`aiws feedback list`에서 ID를 골라 주세요.",
        "Take the id from `aiws feedback list`.",
    ),
    "cli.catalog.verify.help": (
        "검토한 질문과 SQL을 검증된 질의로 카탈로그에 적습니다.",
        "Write a reviewed question and its SQL into the catalog as a verified query.",
    ),
    "cli.catalog.verify.about": (
        "SQL을 한 번 실행해 결과를 보여 주고, 확인을 받은 뒤 verified_queries/<회사>.yaml에 덧붙입니다. 파일의 설명과 순서는 그대로 둡니다.",
        "Runs the SQL once, shows what comes out, and after a yes appends it to verified_queries/<company>.yaml; the file's comments and order stay.",
    ),
    "cli.catalog.verify.example": (
        'aiws catalog verify 20261122-091503 --question-en "Branches by region"',
        'aiws catalog verify 20261122-091503 --question-en "Branches by region"',
    ),
    "cli.catalog.verify.candidate": (
        "후보의 ID (`aiws feedback list`). 없으면 --question과 --sql을 적습니다.",
        "Id of a candidate (`aiws feedback list`); without one give --question and --sql.",
    ),
    "cli.catalog.verify.question": (
        "질문. 후보의 질문 대신 쓸 수 있습니다.",
        "The question; goes before the candidate's.",
    ),
    "cli.catalog.verify.question_en": ("영어로 적은 질문.", "The question in English."),
    "cli.catalog.verify.sql": (
        "SQL 한 문장. 후보의 SQL 대신 쓸 수 있습니다.",
        "The statement; goes before the candidate's.",
    ),
    "cli.catalog.verify.file": ("SQL이 든 파일.", "A file with the statement."),
    "cli.catalog.verify.id": (
        "질의의 이름 (영어 소문자, 숫자, -). 없으면 지어 줍니다.",
        "The query's id (lower-case letters, digits, -); one is made where none is given.",
    ),
    "cli.catalog.verify.ordered": (
        "행의 순서도 답의 일부입니다.",
        "The order of rows is part of the answer.",
    ),
    "cli.catalog.verify.what": (
        "후보의 ID를 적거나, --question과 --sql(또는 --file)을 함께 적어 주세요.",
        "name a candidate, or give --question together with --sql or --file.",
    ),
    "cli.catalog.verify.done_before": (
        "이 후보는 이미 검증된 질의 {id}이(가) 되었습니다",
        "this candidate has become the verified query {id} already",
    ),
    "cli.catalog.verify.follow_up": (
        "앞 질문에 이어진 질문이라 그 자체로는 뜻이 온전하지 않습니다. --question으로 온전한 질문을 적어 주세요",
        "it is a follow-up and says too little by itself; write the whole question with --question",
    ),
    "cli.catalog.verify.no_sql": (
        "맞는 SQL이 없습니다. --sql이나 --file로 적어 주세요",
        "there is no right SQL in it; give it with --sql or --file",
    ),
    "cli.catalog.verify.no_table": ("표를 읽지 않는 SQL입니다", "the SQL reads no table"),
    "cli.catalog.verify.empty": (
        "결과가 비어 있습니다. 조건과 기준일을 확인해 주세요",
        "the result is empty; look at its conditions and dates",
    ),
    "cli.catalog.verify.field.question": ("질문", "question"),
    "cli.catalog.verify.field.tables": ("읽은 표", "tables read"),
    "cli.catalog.verify.field.rows": ("{rows}행, 처음 {shown}행:", "{rows} row(s), the first {shown}:"),
    "cli.catalog.verify.confirm": (
        "이 질문의 맞는 답입니까? {id:을/를} verified_queries/{company}.yaml에 적습니다.",
        "Is this the right answer to that question? {id} will be written to verified_queries/{company}.yaml.",
    ),
    "cli.catalog.verify.done": (
        "검증된 질의 {id:을/를} 적었습니다: {path}:{line}",
        "verified query {id} written: {path}:{line}",
    ),
    "error.catalog_read_only": (
        "카탈로그 폴더에 쓸 수 없습니다: {folder}",
        "the catalog folder cannot be written: {folder}",
    ),
    "error.catalog_read_only.hint": (
        "폴더를 쓸 수 있는 곳(예: Git 저장소)에 복사하고 설정 catalog로 가리켜 주세요: aiws config set catalog 폴더",
        "Copy it to a place of yours, such as a Git checkout, and point the setting catalog there: aiws config set catalog FOLDER",
    ),
    "error.verified_already": (
        "같은 질문, SQL 또는 id가 이미 검증된 질의에 있습니다: {id} ({place})",
        "a verified query has this question, SQL or id already: {id} ({place})",
    ),
    "error.verified_already.hint": (
        "그 질의를 고치거나 다른 질문과 id로 적어 주세요.",
        "Mend that one, or use another question and id.",
    ),
    "error.not_verifiable": (
        "검증된 질의로 만들 수 없습니다: {reason}",
        "this cannot become a verified query: {reason}",
    ),
    "error.not_verifiable.hint": (
        "`aiws catalog verify --help`에 필요한 것이 있습니다.",
        "`aiws catalog verify --help` says what is needed.",
    ),
    "catalog.verify.bad_id": (
        "id는 영어 소문자와 숫자로 시작해 소문자, 숫자, -, _만 씁니다",
        "an id is made of lower-case letters, digits, - and _",
    ),
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
