"""Texts of: cli, the commands and the screens. key → (Korean, English)."""

_ASK = "판매 중인 펀드랩 상품들의 최근 1개월 수익률을 알려줘"

TEXTS: dict[str, tuple[str, str]] = {
    "cli.error": ("오류", "error"),
    "cli.about": (
        "한국어나 영어로 물으면 실제 데이터로 답합니다. 질문, SQL, 결과는 이 기기와 설정한 서버 밖으로 나가지 않습니다.",
        "Ask in Korean or English; the answer is computed from real data. Nothing leaves this machine\nexcept to the servers you configured.",
    ),
    "cli.example": (
        f'aiws ask "{_ASK}"\naiws sql "select count(*) from bank.customers"',
        'aiws ask "How many customers does each bank branch have?"\naiws sql "select count(*) from bank.customers"',
    ),
    "cli.help.usage": ("사용법", "Usage"),
    "cli.help.command": ("명령", "COMMAND"),
    "cli.help.options_slot": ("옵션", "OPTIONS"),
    "cli.help.commands": ("명령", "Commands"),
    "cli.help.arguments": ("인자", "Arguments"),
    "cli.help.options": ("옵션", "Options"),
    "cli.help.example": ("예", "Example"),
    "cli.opt.help": ("이 도움말을 보여 줍니다.", "Show this page."),
    "cli.opt.version": ("버전을 보여 줍니다.", "Show the version."),
    "cli.opt.json": (
        "결과를 JSON으로 씁니다 (--output-format json).",
        "Write the result as JSON (--output-format json).",
    ),
    "cli.opt.output_format": ("결과의 형식: text 또는 json.", "How the result is written: text or json."),
    "cli.opt.verbose": (
        "진행 과정을 자세히 보여 줍니다.",
        "Show what happens in detail.",
    ),
    "cli.opt.workspace": (
        "회사나 업무 영역으로 범위를 좁힙니다 (예: bank, card/transactions).",
        "Narrow to a company or domain (e.g. bank, card/transactions).",
    ),
    "cli.opt.role": ("가진 역할 가운데 하나로 좁힙니다.", "Narrow to one of the roles you have."),
    "cli.opt.provider": (
        "모델 공급자: auto, ollama, openai, embedded.",
        "Model provider: auto, ollama, openai, embedded.",
    ),
    "cli.opt.model": ("모델 이름.", "Name of the model."),
    "cli.opt.limit": ("결과를 이 행 수까지만 받습니다.", "Return at most this many rows."),
    "cli.opt.as_of": (
        "'최근 1개월' 같은 기간의 기준일 (YYYY-MM-DD).",
        "The date relative periods resolve against (YYYY-MM-DD).",
    ),
    "cli.opt.yes": ("묻지 않고 진행합니다.", "Do not ask."),
    # usage errors
    "cli.unknown_command": ("'{name}' 명령은 없습니다.", "there is no command '{name}'."),
    "cli.unknown_command.near": (
        "'{name}' 명령은 없습니다. 혹시 '{near}'입니까?",
        "there is no command '{name}'. Did you mean '{near}'?",
    ),
    "cli.usage.no_command": (
        "`{where}` 다음에 올 명령이 없거나 잘못되었습니다. `{where} --help`로 목록을 볼 수 있습니다.",
        "`{where}` needs one of its commands. `{where} --help` lists them.",
    ),
    "cli.usage.no_option": ("`{where}`에 {option} 옵션은 없습니다.", "`{where}` has no option {option}."),
    "cli.usage.no_option.near": (
        "`{where}`에 {option} 옵션은 없습니다. 혹시: {near}",
        "`{where}` has no option {option}. Did you mean: {near}",
    ),
    "cli.usage.missing": ("`{where}`에는 {name} 인자가 필요합니다.", "`{where}` needs {name}."),
    "cli.usage.needs_value": ("{option} 옵션에 값이 필요합니다.", "the option {option} needs a value."),
    "cli.usage.bad_value": ("{name}에 쓸 수 없는 값입니다.", "this value does not fit {name}."),
    "cli.usage.too_many": (
        "`{where}`에 인자가 너무 많습니다. 띄어쓰기가 있는 글은 따옴표로 묶어 주세요.",
        "`{where}` got too many arguments. Put a text with spaces in quotes.",
    ),
    "cli.usage.choice": (
        "{name} 값 '{value}'은(는) 쓸 수 없습니다. 가능한 값: {choices}",
        "'{value}' does not fit {name}. It takes: {choices}",
    ),
    "cli.usage.date": (
        "{name} 값 '{value}'은(는) 날짜가 아닙니다. YYYY-MM-DD로 적어 주세요.",
        "'{value}' for {name} is not a date. Write YYYY-MM-DD.",
    ),
    "cli.usage.positive": ("{name} 값은 0보다 커야 합니다: {value}", "{name} must be above 0: {value}"),
    # input
    "cli.input.argument": ("인자", "the argument"),
    "cli.input.question": ("질문", "the question"),
    "cli.input.attached": ("표준입력", "stdin"),
    "cli.input.no_file": ("파일이 없습니다: {path}", "there is no such file: {path}"),
    "cli.input.too_large": (
        "{what:이/가} 너무 큽니다. {limit}KB까지 받습니다. 데이터 파일은 --with FILE로 붙여 주세요.",
        "{what} is too large: at most {limit} KB. Attach a data file with --with FILE.",
    ),
    "cli.input.not_text": (
        "{what:을/를} 글자로 읽을 수 없습니다. UTF-8이나 CP949 텍스트여야 합니다.",
        "{what} is not text in UTF-8 or CP949.",
    ),
    "cli.save.suffix": (
        "'{path}'의 형식으로는 저장할 수 없습니다. 가능한 확장자: {suffixes}",
        "cannot save as '{path}'. The name may end in: {suffixes}",
    ),
    "cli.save.no_folder": (
        "저장할 폴더가 없습니다: {folder}",
        "the folder to save into does not exist: {folder}",
    ),
    "cli.save.not_writable": ("이 파일에는 쓸 수 없습니다: {path}", "this file cannot be written: {path}"),
    "cli.save.exists": (
        "이미 있는 파일입니다: {path}. 다른 이름을 적거나 그 파일을 먼저 옮겨 주세요.",
        "the file exists already: {path}. Give another name, or move that file first.",
    ),
    "cli.save.nothing": ("결과 행이 없어 저장하지 않았습니다.", "there was no result to save."),
    "cli.saved": ("저장했습니다: {path} ({rows:,}행)", "saved: {path} ({rows:,} rows)"),
    # ask
    "cli.ask.help": ("질문 하나에 답 하나를 냅니다.", "One question, one answer."),
    "cli.ask.about": (
        "데이터로 답할 수 있는 질문이면 SQL을 써서 실행하고, 결과와 함께 답합니다.\n종료 코드: 0 답함 · 4 권한 없음 · 5 되물음 · 6 답 없음 · 7 한도 · 75 연결 안 됨",
        "Writes SQL, runs it under the guard and answers with the rows.\nExit codes: 0 answered · 4 denied · 5 asks back · 6 no answer · 7 a limit · 75 unreachable",
    ),
    "cli.ask.example": (
        f'aiws ask "{_ASK}" --save 수익률.xlsx',
        'aiws ask "Which bank branches opened the most accounts last month?" --save branches.xlsx',
    ),
    "cli.ask.question": ("질문. '-'이면 표준입력에서 읽습니다.", "The question; '-' reads it from stdin."),
    "cli.ask.output_format": (
        "결과의 형식: text, json, stream-json (한 줄에 사건 하나).",
        "How the result is written: text, json or stream-json (one event a line).",
    ),
    "cli.ask.stdin": ("표준입력의 글을 질문에 덧붙입니다.", "Attach the text on stdin to the question."),
    "cli.ask.continue": ("마지막 대화를 이어 갑니다.", "Continue the last conversation."),
    "cli.ask.resume": (
        "이 대화를 이어 갑니다 (ID의 앞부분만 적어도 됩니다).",
        "Continue this conversation (the start of its id is enough).",
    ),
    "cli.ask.mode": (
        "권한 방식: plan, ask, auto-edit, auto.",
        "Permission mode: plan, ask, auto-edit, auto.",
    ),
    "cli.ask.max_turns": ("모델을 최대 이 횟수까지 부릅니다.", "Call the model at most this often."),
    "cli.ask.max_seconds": ("이 시간(초)이 지나면 멈춥니다.", "Stop after this many seconds."),
    "cli.ask.max_tokens": (
        "모델이 최대 이만큼의 토큰을 씁니다.",
        "Let the model write at most this many tokens.",
    ),
    "cli.ask.with": (
        "함께 조회할 내 파일 (csv, xlsx, parquet, json). 여러 번 쓸 수 있습니다.",
        "A file of yours to join (csv, xlsx, parquet, json); may be repeated.",
    ),
    "cli.ask.save": (
        "결과를 파일로 저장합니다 (.csv .xlsx .parquet .json).",
        "Save the result (.csv .xlsx .parquet .json).",
    ),
    "cli.ask.chart": ("차트를 파일로 저장합니다 (.png .svg .html).", "Save the chart (.png .svg .html)."),
    "cli.ask.no_insight": ("결과에 대한 풀이를 덧붙이지 않습니다.", "Leave out remarks on the result."),
    "cli.ask.quiet": ("결과와 오류만 씁니다.", "Write results and errors only."),
    "cli.ask.empty": (
        "질문이 비어 있습니다. 따옴표 안에 질문을 적어 주세요.",
        "the question is empty. Write it in quotes.",
    ),
    "cli.ask.continue_or_resume": (
        "--continue와 --resume은 함께 쓸 수 없습니다.",
        "--continue and --resume exclude each other.",
    ),
    "cli.ask.nothing_to_continue": ("이어 갈 대화가 없습니다.", "there is no conversation to continue."),
    "cli.ask.no_drawing": (
        "이 버전은 차트를 그림 파일로 저장하지 못합니다. --json의 chart.spec(Vega-Lite)을 써 주세요",
        "this version does not draw charts into files. Use chart.spec (Vega-Lite) of --json",
    ),
    "cli.ask.no_answer": ("답이 오기 전에 대화가 끝났습니다", "the turn ended without an answer"),
    # sql
    "cli.sql.help": (
        "읽기 전용 SQL 한 문장을 실행합니다. 모델은 쓰지 않습니다.",
        "Run one guarded, read-only statement; no model involved.",
    ),
    "cli.sql.example": (
        'aiws sql "select company, count(*) from grp.monthly_results group by 1" --format csv',
        'aiws sql "select company, count(*) from grp.monthly_results group by 1" --format csv',
    ),
    "cli.sql.sql": ("SQL 한 문장. '-'이면 표준입력에서 읽습니다.", "One statement; '-' reads it from stdin."),
    "cli.sql.file": ("SQL이 든 파일.", "A file with the statement."),
    "cli.sql.format": (
        "결과의 형식: text, table (모든 행), json, csv.",
        "How the result is written: text, table (every row), json, csv.",
    ),
    "cli.sql.both": (
        "SQL 인자와 --file은 함께 쓸 수 없습니다.",
        "a statement and --file exclude each other.",
    ),
    "cli.sql.empty": ("SQL이 비어 있습니다.", "the statement is empty."),
    # sessions
    "cli.sessions.help": (
        "저장된 대화를 보고, 내보내고, 지웁니다.",
        "See, export and delete saved conversations.",
    ),
    "cli.sessions.example": ("aiws sessions list", "aiws sessions list"),
    "cli.sessions.list.help": (
        "저장된 대화를 최근 것부터 보여 줍니다.",
        "List saved conversations, last changed first.",
    ),
    "cli.sessions.list.example": ("aiws sessions list --json", "aiws sessions list --json"),
    "cli.sessions.show.help": ("대화 하나를 보여 줍니다.", "Show one conversation."),
    "cli.sessions.show.example": ("aiws sessions show 20261122-0915", "aiws sessions show 20261122-0915"),
    "cli.sessions.export.help": (
        "대화 하나를 JSON 문서로 내보냅니다.",
        "Export one conversation as a JSON document.",
    ),
    "cli.sessions.export.example": (
        "aiws sessions export 20261122-0915 --output 대화.json",
        "aiws sessions export 20261122-0915 --output talk.json",
    ),
    "cli.sessions.delete.help": ("대화 하나를 완전히 지웁니다.", "Delete one conversation for good."),
    "cli.sessions.delete.example": (
        "aiws sessions delete 20261122-0915 --yes",
        "aiws sessions delete 20261122-0915 --yes",
    ),
    "cli.sessions.id": (
        "대화의 ID (앞부분만 적어도 됩니다).",
        "The conversation's id (its start is enough).",
    ),
    "cli.sessions.output": ("이 파일에 씁니다.", "Write to this file."),
    "cli.sessions.none": ("저장된 대화가 없습니다.", "there are no saved conversations."),
    "cli.sessions.turns": ("질문 {turns}개", "{turns} question(s)"),
    "cli.sessions.exported": ("내보냈습니다: {path}", "exported: {path}"),
    "cli.sessions.confirm": ("대화 {id:을/를} 완전히 지울까요?", "Delete the conversation {id} for good?"),
    "cli.sessions.deleted": ("지웠습니다: {id}", "deleted: {id}"),
    # prompts
    "cli.prompts.help": (
        "모델이 읽는 프롬프트와 그 버전을 봅니다.",
        "See the prompts the model reads, with versions.",
    ),
    "cli.prompts.example": ("aiws prompts list", "aiws prompts list"),
    "cli.prompts.list.help": ("프롬프트의 목록을 보여 줍니다.", "List the prompts."),
    "cli.prompts.list.example": ("aiws prompts list --json", "aiws prompts list --json"),
    "cli.prompts.show.help": ("프롬프트 하나를 보여 줍니다.", "Show one prompt."),
    "cli.prompts.show.example": ("aiws prompts show data", "aiws prompts show data"),
    "cli.prompts.id": ("프롬프트의 이름.", "Name of the prompt."),
    "cli.prompts.none": (
        "프롬프트 '{id}'은(는) 없습니다. 있는 것: {ids}",
        "there is no prompt '{id}'. There are: {ids}",
    ),
    # others' lines in the overview
    "cli.catalog.help": (
        "데이터 카탈로그에서 찾고, 읽고, 색인하고, 점검합니다.",
        "Find, read, index and check the data catalog.",
    ),
    "cli.catalog.example": ('aiws catalog search "펀드 수익률"', 'aiws catalog search "fund returns"'),
    "cli.catalog.search.help": (
        "질문이나 낱말로 표를 찾습니다.",
        "Find tables by a question or a few words.",
    ),
    "cli.catalog.search.example": (
        'aiws catalog search "펀드 수익률"',
        'aiws catalog search "fund returns" --limit 5',
    ),
    "cli.catalog.show.help": (
        "표 하나의 뜻, 열, 관계를 보여 줍니다.",
        "Show a table: its meaning, columns and relationships.",
    ),
    "cli.catalog.show.example": ("aiws catalog show bank.customers", "aiws catalog show bank.customers"),
    "cli.catalog.build.help": ("카탈로그 폴더를 색인합니다.", "Index the catalog folder."),
    "cli.catalog.build.example": ("aiws catalog build", "aiws catalog build"),
    "cli.catalog.check.help": (
        "카탈로그, 관계, 검증된 쿼리가 웨어하우스와 맞는지 점검합니다.",
        "Check that catalog, relationships and verified queries agree with the warehouse.",
    ),
    "cli.catalog.check.example": ("aiws catalog check --json", "aiws catalog check --json"),
    "cli.catalog.query": (
        "찾을 말 (한국어, 영어, 물리명, 약어).",
        "What to find (Korean, English, physical names, abbreviations).",
    ),
    "cli.catalog.limit": ("최대 이 개수까지 보여 줍니다.", "Show at most this many."),
    "cli.catalog.table": (
        "표의 물리명 (예: bank.customers).",
        "The table's physical name (e.g. bank.customers).",
    ),
    "cli.catalog.whole": ("처음부터 다시 색인합니다.", "Index everything anew."),
    "cli.catalog.empty": ("찾을 말이 비어 있습니다.", "there is nothing to search for."),
    "cli.catalog.none": ("'{query}'에 맞는 표가 없습니다.", "no table matches '{query}'."),
    "cli.catalog.no_table": ("'{table}' 표는 없습니다.", "there is no table '{table}'."),
    "cli.catalog.no_table.near": (
        "'{table}' 표는 없습니다. 혹시: {near}",
        "there is no table '{table}'. Did you mean: {near}",
    ),
    "cli.catalog.reading": ("파일을 읽는 중: {done:,}/{total:,}", "reading files: {done:,}/{total:,}"),
    "cli.catalog.built": (
        "{folder}: 테이블 {tables:,}개를 색인했습니다 (파일 {files:,}개 중 {parsed:,}개를 읽음, {seconds:.1f}초).",
        "{folder}: {tables:,} tables indexed ({parsed:,} of {files:,} files read, {seconds:.1f} s).",
    ),
    "cli.catalog.agrees": ("카탈로그와 웨어하우스가 서로 맞습니다.", "catalog and warehouse agree."),
    "cli.catalog.field.company": ("회사/영역", "company"),
    "cli.catalog.field.owner": ("담당", "owner"),
    "cli.catalog.field.pii": ("개인정보", "PII class"),
    "cli.catalog.field.synonyms": ("다른 이름", "synonyms"),
    "cli.audit.show.help": ("조회 기록을 오래된 것부터 보여 줍니다.", "Show the audit log, oldest first."),
    "cli.audit.show.example": (
        "aiws audit show --table bank.customers --since 2026-11-01 --json",
        "aiws audit show --table bank.customers --since 2026-11-01 --json",
    ),
    "cli.audit.user": ("이 사용자의 기록만.", "Only this user's records."),
    "cli.audit.table": ("이 표를 읽은 기록만.", "Only records that read this table."),
    "cli.audit.since": (
        "이 때부터의 기록만 (예: 2026-11-01, 2026-11-01T09:00).",
        "Only records since then (e.g. 2026-11-01, 2026-11-01T09:00).",
    ),
    "cli.audit.limit": ("마지막 이 개수까지 보여 줍니다.", "Show the last so many."),
    "cli.audit.none": ("맞는 기록이 없습니다.", "there are no such records."),
    "cli.audit.unreadable": ("읽을 권한이 없습니다: {path}", "no right to read: {path}"),
    "cli.audit.help": ("누가 언제 무엇을 조회했는지 봅니다.", "See who asked what, when."),
    "cli.audit.example": ("aiws audit show --since 2026-11-01", "aiws audit show --since 2026-11-01"),
    "cli.model.help": ("쓸 수 있는 모델을 보고, 받고, 고릅니다.", "See, fetch and choose models."),
    "cli.model.example": ("aiws model list", "aiws model list"),
    "cli.model.list.help": (
        "지금 쓸 수 있는 모델을 보여 줍니다.",
        "List the models that can be reached now.",
    ),
    "cli.model.list.example": ("aiws model list", "aiws model list"),
    "cli.model.pull.help": (
        "내장 엔진이 쓸 모델을 받습니다 (SHA-256으로 확인).",
        "Fetch the embedded engine's model (checked by SHA-256).",
    ),
    "cli.model.pull.about": (
        "AIWS_GGUF, 설정한 미러, 배포처의 순서로 찾습니다. --provider ollama이면 Ollama가 받게 합니다.",
        "Looks in AIWS_GGUF, the configured mirror, then the publisher. With --provider ollama, Ollama fetches it.",
    ),
    "cli.model.pull.example": (
        "aiws model pull qwen2.5-coder:1.5b --yes",
        "aiws model pull qwen2.5-coder:1.5b --yes",
    ),
    "cli.model.pull.name": (
        "모델 이름 (없으면 qwen2.5-coder:1.5b).",
        "Name of the model (default: qwen2.5-coder:1.5b).",
    ),
    "cli.model.pull.ask": ("{name} ({size})을(를) 내려받을까요?", "Download {name} ({size})?"),
    "cli.model.pull.ask_ollama": (
        "{where}의 Ollama가 {name:을/를} 내려받게 할까요?",
        "Have Ollama at {where} download {name}?",
    ),
    "cli.model.pulled": ("받았습니다: {name} ({where})", "pulled: {name} ({where})"),
    "cli.model.use.help": ("앞으로 쓸 모델을 정합니다.", "Choose the model to use from now on."),
    "cli.model.use.example": ("aiws model use qwen2.5-coder:1.5b", "aiws model use qwen2.5-coder:1.5b"),
    "cli.model.use.name": (
        "모델 이름 (aiws model list로 볼 수 있습니다).",
        "Name of the model (see aiws model list).",
    ),
    "cli.model.use.none": (
        "'{name}' 모델은 쓸 수 없습니다. 쓸 수 있는 모델: {near}",
        "'{name}' cannot be reached. There are: {near}",
    ),
    "cli.model.use.nothing": (
        "'{name}' 모델은 쓸 수 없습니다. `aiws model list`로 까닭을 볼 수 있습니다",
        "'{name}' cannot be reached; `aiws model list` says why",
    ),
    "cli.model.used": (
        "이제 {model} ({provider})을(를) 씁니다: {path}",
        "now using {model} ({provider}): {path}",
    ),
    "cli.doctor.help": (
        "필요한 것을 모두 실제로 점검하고 고칠 방법을 알려 줍니다.",
        "Probe everything needed, live, and say how to mend what fails.",
    ),
    "cli.doctor.example": ("aiws doctor", "aiws doctor"),
    # doctor
    "doctor.probing": ("점검 중: {name}", "probing: {name}"),
    "doctor.terminal": ("터미널", "terminal"),
    "doctor.settings": ("설정", "settings"),
    "doctor.home": ("저장 공간", "storage"),
    "doctor.model": ("모델", "model"),
    "doctor.window": ("문맥 창", "context window"),
    "doctor.tools": ("도구 호출", "tool calls"),
    "doctor.warehouse": ("웨어하우스", "warehouse"),
    "doctor.catalog": ("카탈로그", "catalog"),
    "doctor.policy": ("정책", "policy"),
    "doctor.terminal.size": ("{columns}×{lines}", "{columns}×{lines}"),
    "doctor.terminal.none": ("터미널 아님", "no terminal"),
    "doctor.terminal.encoding": (
        "로캘이 UTF-8이 아닙니다. LANG=ko_KR.UTF-8 또는 C.UTF-8로 바꿔 주세요.",
        "The locale is not UTF-8. Set LANG to C.UTF-8 or ko_KR.UTF-8.",
    ),
    "doctor.settings.ok": ("{path}", "{path}"),
    "doctor.home.ok": ("{folder} · 여유 {free:,}MB", "{folder} · {free:,} MB free"),
    "doctor.home.remedy": (
        "쓸 수 있는 폴더를 AIWS_HOME으로 지정해 주세요.",
        "Point AIWS_HOME to a folder you can write to.",
    ),
    "doctor.model.ok": (
        "{model} ({provider}) · 첫 토큰까지 {seconds:.1f}초",
        "{model} ({provider}) · first token after {seconds:.1f} s",
    ),
    "doctor.model.silent": ("{model:이/가} 아무것도 쓰지 않았습니다", "{model} wrote nothing"),
    "doctor.model.remedy": (
        "`aiws model list`로 다른 모델을 고르거나 모델 서버를 다시 시작해 주세요.",
        "Choose another model with `aiws model list`, or restart the model server.",
    ),
    "doctor.window.ok": ("{real:,} 토큰", "{real:,} tokens"),
    "doctor.window.small": (
        "{real:,} 토큰 (설정은 {asked:,} 토큰)",
        "{real:,} tokens (the settings ask for {asked:,})",
    ),
    "doctor.window.remedy": (
        "모델 서버의 문맥 크기를 늘리거나 `aiws config set num_ctx {real}`로 맞춰 주세요.",
        "Raise the server's context size, or run `aiws config set num_ctx {real}`.",
    ),
    "doctor.tools.native": ("모델이 도구를 부를 줄 압니다", "the model calls tools by itself"),
    "doctor.tools.repaired": (
        "모델이 글로 적은 호출을 aiws가 읽어 냅니다",
        "the model writes its calls as text; aiws reads them",
    ),
    "doctor.tools.none": ("모델이 도구를 부르지 않았습니다", "the model did not call the tool"),
    "doctor.tools.remedy": (
        "데이터 질문에는 지장이 없습니다. 여러 단계의 일에는 더 큰 모델을 써 주세요.",
        "Data questions work all the same; use a larger model for work in several steps.",
    ),
    "doctor.warehouse.ok": (
        "{path} · 테이블 {tables:,}개 · 기준일 {as_of}",
        "{path} · {tables:,} tables · as of {as_of}",
    ),
    "doctor.catalog.ok": (
        "{folder} · 테이블 {tables:,}개, 색인 최신",
        "{folder} · {tables:,} tables, index up to date",
    ),
    "doctor.catalog.empty": (
        "카탈로그에 표가 없습니다. AIWS_CATALOG가 맞는 폴더인지 확인해 주세요.",
        "The catalog has no tables. Check that AIWS_CATALOG is the right folder.",
    ),
    "doctor.catalog.drift": (
        "{detail} · 웨어하우스에 없는 표 {count:,}개: {few}",
        "{detail} · {count:,} of them are not in the warehouse: {few}",
    ),
    "doctor.catalog.remedy": (
        "`aiws catalog check`로 어긋난 곳을 확인해 주세요.",
        "`aiws catalog check` names every difference.",
    ),
    "doctor.policy.none": (
        "정책 파일 없음 · 역할 {role} · 카탈로그에 있는 표만 읽습니다",
        "no policy file · role {role} · only tables of the catalog can be read",
    ),
    "doctor.policy.remedy": (
        "AIWS_POLICY(또는 policy 설정)의 경로를 고쳐 주세요.",
        "Mend the path in AIWS_POLICY (or the setting policy).",
    ),
    "doctor.hosts": ("연결하는 곳 (이 밖에는 연결하지 않습니다):", "Hosts it would contact (and no others):"),
    "doctor.hosts.none": ("연결하는 곳이 없습니다.", "It would contact no host."),
    "doctor.host.ollama": ("모델 (Ollama)", "model (Ollama)"),
    "doctor.host.openai": ("모델 (OpenAI 호환 서버)", "model (OpenAI-compatible server)"),
    "doctor.host.warehouse": ("웨어하우스", "warehouse"),
    "doctor.host.mirror": (
        "모델 내려받기 (`aiws model pull`을 실행할 때만)",
        "model downloads (only on `aiws model pull`)",
    ),
    "doctor.host.gitlab": ("GitLab (게시할 때만)", "GitLab (only when publishing)"),
    "doctor.all_well": ("모두 쓸 수 있습니다.", "Everything needed works."),
    "doctor.something_fails": (
        "✗ 표시된 것을 고친 뒤 다시 점검해 주세요.",
        "Mend what is marked ✗ and run it again.",
    ),
    # faults
    "error.fault": ("aiws 내부 오류입니다: {detail}", "a fault in aiws itself: {detail}"),
    "error.fault.hint": (
        "자세한 기록: {log}\n이 파일을 aiws 담당자에게 보내 주세요. --verbose를 붙이면 화면에도 보입니다.",
        "The trace is in: {log}\nPlease send it to whoever runs aiws for you. --verbose shows it on the screen too.",
    ),
    "error.not_confirmed": ("확인받지 못해 멈췄습니다: {what}", "stopped without a yes: {what}"),
    "error.not_confirmed.hint": (
        "묻지 않고 진행하려면 --yes를 붙여 주세요.",
        "--yes goes ahead without asking.",
    ),
    "error.disk_full": (
        "디스크에 남은 공간이 없습니다: {detail}",
        "there is no space left on the disk: {detail}",
    ),
    "error.disk_full.hint": (
        "공간을 비우거나 AIWS_HOME을 다른 디스크로 옮긴 뒤 다시 실행해 주세요.",
        "Free some space, or point AIWS_HOME to another disk, and run it again.",
    ),
    "error.file": (
        "파일을 쓸 수 없거나 읽을 수 없습니다: {detail}",
        "a file cannot be read or written: {detail}",
    ),
    "error.file.hint": ("경로와 권한을 확인해 주세요.", "Check the path and its permissions."),
    # repl
    "cli.repl.help": ("터미널에서 대화를 시작합니다.", "Start a conversation on the terminal."),
    "cli.repl.example": ("aiws --continue", "aiws --continue"),
    "cli.repl.no_terminal": (
        "대화는 터미널에서만 할 수 있습니다. 스크립트에서는 `aiws ask`를 써 주세요.",
        "a conversation needs a terminal. In a script use `aiws ask`.",
    ),
    "repl.banner": (
        "aiws {version} · 모델 {model} · 역할 {role}",
        "aiws {version} · model {model} · role {role}",
    ),
    "repl.banner.data": ("데이터 {warehouse} · 기준일 {as_of}", "data {warehouse} · as of {as_of}"),
    "repl.banner.help": (
        "질문을 적어 주세요. /help 도움말 · Ctrl-C 멈춤 · Ctrl-D 나가기",
        "Ask away. /help for help · Ctrl-C stops · Ctrl-D leaves",
    ),
    "repl.no_model": ("없음", "none"),
    "repl.how_to_leave": ("나가려면 Ctrl-D 또는 /exit를 누르세요.", "Ctrl-D or /exit leaves."),
    "repl.help": ("이 목록을 보여 줍니다", "show this list"),
    "repl.sql": (
        "SQL을 실행합니다. SQL이 없으면 마지막 SQL을 보여 줍니다",
        "run a statement; without one show the last SQL",
    ),
    "repl.tables": (
        "표를 찾습니다. 검색어가 없으면 마지막에 쓴 표를 보여 줍니다",
        "find tables; without words those last used",
    ),
    "repl.show": ("마지막 답이 어떻게 나왔는지 보여 줍니다", "show how the last answer came about"),
    "repl.save": (
        "마지막 결과를 파일로 저장합니다 (.csv .xlsx .parquet .json)",
        "save the last result (.csv .xlsx .parquet .json)",
    ),
    "repl.new": ("새 대화를 시작합니다", "start a new conversation"),
    "repl.lang": ("메시지의 언어를 바꿉니다 (ko, en)", "change the language of messages (ko, en)"),
    "repl.exit": ("나갑니다", "leave"),
    "repl.keys": (
        "Enter 보내기 · Alt-Enter 줄바꿈 · Tab 자동 완성 · ↑ 지난 질문",
        "Enter sends · Alt-Enter new line · Tab completes · ↑ earlier questions",
    ),
    "repl.new_started": ("새 대화를 시작했습니다.", "started a new conversation."),
    "repl.unknown": ("{name} 명령은 없습니다. 혹시: {near}", "there is no {name}. Did you mean: {near}"),
    "repl.no_sql": ("(SQL을 쓰지 않은 답입니다)", "(that answer used no SQL)"),
    "repl.more_tables": (
        "… 표가 {count:,}개 더 있습니다. /tables 검색어로 찾을 수 있습니다.",
        "… {count:,} more tables; /tables WORDS finds them.",
    ),
    "repl.save_where": ("파일 이름을 적어 주세요: /save 결과.csv", "name a file: /save result.csv"),
    "repl.lang_set": ("이제 한국어로 안내합니다.", "Messages are in English now."),
    "repl.nothing_yet": (
        "아직 답이 없습니다. 먼저 질문해 주세요.",
        "there is no answer yet. Ask something first.",
    ),
    # config
    "cli.config.help": ("설정을 보고 바꿉니다.", "See and change settings."),
    "cli.config.example": ("aiws config set lang ko", "aiws config set lang en"),
    "cli.config.show.help": (
        "적용되는 설정과 그 출처를 보여 줍니다.",
        "Show the settings in force and where each came from.",
    ),
    "cli.config.show.example": ("aiws config show --json", "aiws config show --json"),
    "cli.config.path.help": ("설정 파일의 위치를 보여 줍니다.", "Print where the settings file is."),
    "cli.config.path.example": ("aiws config path", "aiws config path"),
    "cli.config.set.help": (
        "사용자 설정 파일에 값 하나를 적습니다.",
        "Write one value into your settings file.",
    ),
    "cli.config.set.example": (
        "aiws config set ollama_host http://127.0.0.1:11434",
        "aiws config set ollama_host http://127.0.0.1:11434",
    ),
    "cli.config.name": (
        "설정의 이름 (aiws config show로 볼 수 있습니다).",
        "Name of the setting (see aiws config show).",
    ),
    "cli.config.value": ("새 값.", "The new value."),
    "cli.config.unset": ("(없음)", "(not set)"),
    "cli.config.secret": ("(감춤)", "(hidden)"),
    "cli.config.saved": ("{path}에 적었습니다: {name} = {value}", "written to {path}: {name} = {value}"),
    "cli.config.overruled": (
        "지금은 더 강한 층({layer})의 값이 쓰이므로 이 값은 적용되지 않습니다.",
        "A stronger layer ({layer}) sets this too, so this value is not in force now.",
    ),
    "cli.config.ignored": (
        "프로젝트 설정의 {names}: 프로젝트 파일은 범위를 좁히기만 하므로 무시했습니다.",
        "ignored in the project's settings, which may only narrow: {names}",
    ),
    "cli.layer.managed": ("관리자", "managed"),
    "cli.layer.flag": ("명령줄", "flag"),
    "cli.layer.environment": ("환경변수", "environment"),
    "cli.layer.user": ("사용자", "user"),
    "cli.layer.project": ("프로젝트", "project"),
    "cli.layer.default": ("기본값", "default"),
    # screens
    "ui.step.route": ("질문을 살펴보는 중", "reading the question"),
    "ui.step.link": ("표를 찾는 중", "finding tables"),
    "ui.step.write_sql": ("SQL 작성 중", "writing SQL"),
    "ui.step.mend": ("SQL을 고치는 중", "mending the SQL"),
    "ui.step.run": ("실행하는 중", "running it"),
    "ui.step.chart": ("차트를 고르는 중", "choosing a chart"),
    "ui.step.insight": ("결과를 풀이하는 중", "reading the result"),
    "ui.step.check_facts": ("숫자를 확인하는 중", "checking the figures"),
    "ui.step.answer": ("답을 정리하는 중", "writing the answer"),
    "ui.step.tool": ("도구를 쓰는 중", "using a tool"),
    "ui.step.wait_model": ("모델을 기다리는 중", "waiting for the model"),
    "ui.reading": ("{done:,}/{total:,} 토큰 읽는 중", "{done:,}/{total:,} tokens read"),
    "ui.reading.total": ("{total:,} 토큰 읽는 중", "reading {total:,} tokens"),
    "ui.tokens": ("{tokens:,} 토큰", "{tokens:,} tokens"),
    "ui.seconds": ("{seconds}초", "{seconds} s"),
    "ui.tables": ("참고한 표: {tables}", "tables: {tables}"),
    "ui.sql": ("모델이 쓴 SQL:", "SQL as the model wrote it:"),
    "ui.sql.verified": ("검증된 쿼리:", "a verified query:"),
    "ui.executed": ("실행한 SQL:", "SQL as executed:"),
    "ui.mend": ("고침 · {rule}: {reason}", "mended · {rule}: {reason}"),
    "ui.mended": (
        "모델이 쓴 SQL을 {count}곳 고쳤습니다 (--verbose로 내용을 볼 수 있습니다).",
        "corrections made to the model's SQL: {count} (--verbose shows them).",
    ),
    "ui.tool": ("도구: {tool}", "tool: {tool}"),
    "ui.rows": ("{rows:,}행", "{rows:,} row(s)"),
    "ui.rows.truncated": (
        "{rows:,}행까지만 가져왔습니다. 더 있습니다 (--limit).",
        "the first {rows:,} rows; there are more (--limit).",
    ),
    "ui.more.ask": (
        "… {rows:,}행이 더 있습니다. 모두 받으려면: --save 결과.csv",
        "… {rows:,} more row(s). To get them all: --save result.csv",
    ),
    "ui.more.repl": (
        "… {rows:,}행이 더 있습니다. 모두 받으려면: /save 결과.csv",
        "… {rows:,} more row(s). To get them all: /save result.csv",
    ),
    "ui.more.sql": ("… {rows:,}행이 더 있습니다.", "… {rows:,} more row(s)."),
    "ui.period": ("기간: {start} ~ {end} (기준일 {as_of})", "period: {start} to {end} (as of {as_of})"),
    "ui.as_of": ("기준일: {as_of}", "as of {as_of}"),
    "ui.suggest": ("이어서 물어볼 수 있습니다:", "You could ask next:"),
    "ui.suggest.clarify": ("예를 들어 이렇게 물어 주세요:", "For example:"),
    "ui.usage": (
        "모델 {model} · 호출 {calls} · 읽은 토큰 {prompt:,} (캐시 {cached:,}) · 쓴 토큰 {completion:,} · {seconds:.1f}초 · 감사 {audit}",
        "model {model} · calls {calls} · prompt tokens {prompt:,} (cached {cached:,}) · written {completion:,} · {seconds:.1f} s · audit {audit}",
    ),
}
