"""Texts of: the commands. key → (Korean, English)."""

_ASK = "판매 중인 펀드랩 상품들의 최근 1개월 수익률을 알려줘"

TEXTS: dict[str, tuple[str, str]] = {
    "cli.error": ("오류", "error"),
    "cli.about": (
        "한국어나 영어로 물으면 실제 데이터로 답합니다. 질문, SQL, 결과는 이 기기와 설정한 서버 밖으로 나가지 않습니다.",
        "Ask in Korean or English; the answer is computed from real data. Nothing leaves this machine\nexcept to the servers you configured.",
    ),
    "cli.example": (
        f'aiws ask "{_ASK}"\naiws sql "select count(*) from bank.customers"',
        'aiws ask "How many bank branches are there by region?"\naiws sql "select count(*) from bank.customers"',
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
    "cli.ask.help": ("질문 하나에 답 하나를 냅니다.", "One question, one answer."),
    "cli.ask.about": (
        "데이터로 답할 수 있는 질문이면 SQL을 써서 실행하고, 결과와 함께 답합니다.\n종료 코드: 0 답함 · 4 권한 없음 · 5 되물음 · 6 답 없음 · 7 한도 · 75 연결 안 됨",
        "Writes SQL, runs it under the guard and answers with the rows.\nExit codes: 0 answered · 4 denied · 5 asks back · 6 no answer · 7 a limit · 75 unreachable",
    ),
    "cli.ask.example": (
        f'aiws ask "{_ASK}" --save 수익률.xlsx',
        'aiws ask "How many bank branches are there by region?" --save branches.xlsx',
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
    "cli.sql.help": (
        "읽기 전용 SQL 한 문장을 실행합니다. 모델은 쓰지 않습니다.",
        "Run one guarded, read-only statement; no model involved.",
    ),
    "cli.sql.example": (
        'aiws sql "select region, count(*) as n from bank.branches group by 1" --format csv',
        'aiws sql "select region, count(*) as n from bank.branches group by 1" --format csv',
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
    "cli.sessions.help": (
        "저장된 대화를 보고, 찾고, 복사하고, 내보내고, 지웁니다.",
        "See, search, fork, export and delete saved conversations.",
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
        "대화 하나를 Markdown, JSON, HTML 문서나 증거 묶음으로 내보냅니다.",
        "Export one conversation as Markdown, JSON or HTML, or as an evidence bundle.",
    ),
    "cli.sessions.export.about": (
        "--evidence는 질문, 실행한 SQL, 감사 기록과 그 체인을 담은 ZIP을 만듭니다. 결과 값은 담지 않습니다. 확인: aiws audit verify --bundle 파일",
        "--evidence makes a ZIP of questions, executed SQL, audit records and their chain, without a value of a result. Check it with: aiws audit verify --bundle FILE",
    ),
    "cli.sessions.format": (
        "문서의 형식. 없으면 파일 이름의 확장자를 따르고, 그것도 없으면 JSON입니다. HTML은 다른 파일이나 네트워크가 필요 없습니다.",
        "Kind of document; without it the file's ending decides, else JSON. HTML needs no other file and no network.",
    ),
    "cli.sessions.format_and_evidence": (
        "--format과 --evidence는 함께 쓸 수 없습니다.",
        "--format and --evidence exclude each other.",
    ),
    "cli.sessions.fork.help": (
        "대화를 복사해 새 대화로 이어 갑니다. 원래 대화는 그대로입니다.",
        "Copy a conversation into a new one to go on from; the old one stays as it is.",
    ),
    "cli.sessions.fork.about": (
        "새 대화의 ID를 출력합니다. 이어 가기: aiws ask --resume ID",
        "Prints the new id. To go on: aiws ask --resume ID",
    ),
    "cli.sessions.fork.example": (
        "aiws sessions fork 20261122-0915 --turns 3",
        "aiws sessions fork 20261122-0915 --turns 3",
    ),
    "cli.sessions.turns_kept": (
        "처음 N개의 질문까지만 복사합니다 (없으면 전부).",
        "Copy the first N questions only (else all).",
    ),
    "cli.sessions.forked": (
        "{origin}에서 새 대화를 만들었습니다. 이어 가려면: aiws ask --resume {id}",
        "made from {origin}; to go on: aiws ask --resume {id}",
    ),
    "cli.sessions.search.help": (
        "질문과 답의 글에서 단어를 모두 담은 것을 찾습니다.",
        "Find questions and answers that hold all of the words.",
    ),
    "cli.sessions.search.about": (
        "본인의 대화만 찾습니다. 다른 역할이나 정책으로 본 답은 찾지 않습니다.",
        "Searches your own conversations; answers seen under another role or policy are left out.",
    ),
    "cli.sessions.search.example": ("aiws sessions search 예금 잔액", "aiws sessions search deposit balance"),
    "cli.sessions.words": (
        "찾을 단어 (대소문자를 가리지 않습니다).",
        "Words to find (case does not matter).",
    ),
    "cli.sessions.limit": ("최대 결과 수 (기본 20).", "Most results to show (20)."),
    "cli.sessions.no_words": ("찾을 단어가 비어 있습니다.", "there are no words to search for."),
    "cli.sessions.not_found": (
        "{words:을/를} 담은 대화가 없습니다.",
        "no conversation holds '{words}'.",
    ),
    "cli.sessions.turn": ("{n}번째 질문", "question {n}"),
    "transcript.left_out": (
        "행 {n:,}개는 여기에 담지 않았습니다. JSON 내보내기에는 모두 있습니다.",
        "{n:,} more rows are not shown here; the JSON export holds all of them.",
    ),
    "transcript.period": ("기간: {start} ~ {end}", "period: {start} to {end}"),
    "transcript.files": ("바뀐 파일: {names}", "files changed: {names}"),
    "transcript.audit": ("감사 기록: {id}", "audit record: {id}"),
    "cli.sessions.evidence": (
        "증거 묶음(ZIP)으로 내보냅니다. 기본 이름은 evidence-ID.zip.",
        "Export an evidence bundle (ZIP), by default evidence-ID.zip.",
    ),
    "cli.sessions.export.example": (
        "aiws sessions export 20261122-0915 --output 대화.html",
        "aiws sessions export 20261122-0915 --output talk.html",
    ),
    "cli.sessions.delete.help": ("대화 하나를 완전히 지웁니다.", "Delete one conversation for good."),
    "cli.sessions.delete.example": (
        "aiws sessions delete 20261122-0915 --yes",
        "aiws sessions delete 20261122-0915 --yes",
    ),
    "cli.sessions.prune.help": (
        "오래된 대화를 지웁니다. 기간은 retention_days 설정을 따르며, 새 대화를 시작할 때도 자동으로 지워집니다.",
        "Delete old conversations. The setting retention_days says how old; starting a conversation does the same.",
    ),
    "cli.sessions.prune.example": ("aiws sessions prune", "aiws sessions prune"),
    "cli.sessions.prune.days": (
        "이 일수보다 오래된 대화를 지웁니다 (없으면 retention_days 설정).",
        "Delete what is older than this many days (else the setting retention_days).",
    ),
    "cli.sessions.prune.confirm": (
        "마지막 사용이 {days}일보다 오래된 대화를 완전히 지울까요?",
        "Delete all conversations last used more than {days} days ago for good?",
    ),
    "cli.sessions.pruned": (
        "{days}일보다 오래된 대화 {n}개를 지웠습니다.",
        "deleted {n} conversation(s) older than {days} days.",
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
    "cli.prompts.help": (
        "모델이 읽는 프롬프트와 그 버전을 봅니다.",
        "See the prompts the model reads, with versions.",
    ),
    "cli.prompts.example": ("aiws prompts list", "aiws prompts list"),
    "cli.prompts.list.help": ("프롬프트의 목록을 보여 줍니다.", "List the prompts."),
    "cli.prompts.list.example": ("aiws prompts list --json", "aiws prompts list --json"),
    "cli.prompts.show.help": ("프롬프트 하나를 보여 줍니다.", "Show one prompt."),
    "cli.prompts.show.example": ("aiws prompts show data_question", "aiws prompts show data_question"),
    "cli.prompts.id": ("프롬프트의 이름.", "Name of the prompt."),
    "cli.prompts.none": (
        "프롬프트 '{id}'은(는) 없습니다. 있는 것: {ids}",
        "there is no prompt '{id}'. There are: {ids}",
    ),
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
    "error.incomplete": (
        "설치가 온전하지 않습니다: {module:이/가} 없거나 손상되었습니다",
        "the installation is not whole: {module} is missing or broken",
    ),
    "error.incomplete.hint": (
        "`./install.sh`를 다시 실행해 주세요. 데이터와 설정은 그대로 남습니다.",
        "Run `./install.sh` again. Data and settings stay as they are.",
    ),
    "cli.log.unread": (
        "(개인정보를 가리는 {module:이/가} 없어 내용을 적지 않습니다)",
        "(not written: {module}, which finds personal data, is missing)",
    ),
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
    "error.folder_gone": (
        "작업하던 폴더가 없어졌습니다",
        "the folder you work in is gone",
    ),
    "error.folder_gone.hint": (
        "/exit로 나간 뒤 있는 폴더에서 aiws --continue로 이어 가 주세요. 대화는 저장되어 있습니다.",
        "Leave with /exit and go on in a folder that is there with aiws --continue; the conversation is saved.",
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
    "cli.repl.help": ("터미널에서 대화를 시작합니다.", "Start a conversation on the terminal."),
    "cli.repl.example": ("aiws --continue", "aiws --continue"),
    "cli.repl.no_terminal": (
        "대화는 터미널에서만 할 수 있습니다. 스크립트에서는 `aiws ask`를 써 주세요.",
        "a conversation needs a terminal. In a script use `aiws ask`.",
    ),
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
}
