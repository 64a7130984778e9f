"""Texts of the slash commands: `repl.<name>` is the line of /help. key → (Korean, English)."""

TEXTS: dict[str, tuple[str, str]] = {
    "repl.model": (
        "모델을 보여 줍니다. 이름을 적으면 그 모델로 바꿉니다",
        "show the models; with a name use that one",
    ),
    "repl.model.now": ("지금 쓰는 모델: {model}", "model in use: {model}"),
    "repl.workspace": (
        "먼저 찾아볼 회사나 업무 영역을 보여 주거나 바꿉니다 (-는 전체)",
        "show or choose the company or domain to look in first (- for all)",
    ),
    "repl.workspace.now": ("지금 작업 영역: {name}", "workspace: {name}"),
    "repl.workspace.all": ("전체", "all"),
    "repl.workspace.set": ("이제 {name}에서 먼저 찾습니다.", "looking in {name} first from now on."),
    "repl.workspace.set_all": ("이제 전체에서 찾습니다.", "looking everywhere from now on."),
    "repl.role": (
        "내 역할을 보여 줍니다. 이름을 적으면 내 역할 가운데 그것으로 바꿉니다",
        "show your roles; with a name go on under that one of them",
    ),
    "repl.role.same": ("이미 {role} 역할입니다.", "you are {role} already."),
    "repl.role.set": (
        "이제 {role} 역할로 답합니다. 앞선 결과는 이어 쓰지 않습니다.",
        "answering under the role {role} now; earlier results are not taken along.",
    ),
    "repl.mode": (
        "모델이 스스로 해도 되는 일을 보여 주거나 바꿉니다",
        "show or choose what the model may do by itself",
    ),
    "repl.mode.plan": ("읽기만 하고 계획을 제안합니다", "only reads, and proposes"),
    "repl.mode.ask": ("파일을 고치거나 실행하기 전에 묻습니다", "asks before it changes or runs anything"),
    "repl.mode.auto-edit": (
        "폴더 안의 파일은 묻지 않고 고치고, 실행은 묻습니다",
        "changes files of the folder without asking, asks before it runs anything",
    ),
    "repl.mode.auto": (
        "정책이 허용하는 일은 묻지 않고 합니다. 밖으로 나가는 일은 늘 묻습니다",
        "does what policy allows without asking; what leaves our hands is always asked",
    ),
    "repl.fixed": (
        "관리자 설정으로 정해져 있어 바꿀 수 없습니다: {names}",
        "set by the administrator, so it stays: {names}",
    ),
    "repl.chart": (
        "마지막 결과를 차트로 그립니다. bar, line, point를 적으면 그 모양으로 그립니다",
        "draw the last result as a chart, or as the kind you name",
    ),
    "repl.chart.none": (
        "마지막 결과로는 그릴 차트가 없습니다. 두 행이 넘고, 이름이나 시간과 숫자가 함께 있어야 합니다",
        "the last result makes no chart: it takes several rows with a name or a time, and a number",
    ),
    "repl.chart.not_so": (
        "이 결과는 {kind}로 그릴 수 없습니다. 알맞은 모양: {own}",
        "this result can't be drawn as {kind}; {own} fits it",
    ),
    "repl.chart.more": ("… {count:,}개가 더 있습니다.", "… {count:,} more."),
    "repl.chart.lowest": ("가장 낮은 값 {value}", "lowest {value}"),
    "repl.export": (
        "대화를 파일로 남깁니다 (.md .json .html). .csv 등은 마지막 결과를 저장합니다",
        "keep the conversation as a file (.md .json .html); .csv and the like save the last result",
    ),
    "repl.export.where": ("파일 이름을 적어 주세요: /export 대화.md", "name a file: /export talk.md"),
    "repl.export.kind": (
        "{path}: 대화를 남길 수 있는 형식은 {kinds}입니다",
        "{path}: a conversation is kept as one of {kinds}",
    ),
    "repl.fork": (
        "여기까지의 대화로 새 대화를 시작합니다. 번호를 적으면 그 질문까지만 가져갑니다",
        "go on in a copy of this conversation, with a number in one up to that question",
    ),
    "repl.fork.which": (
        "몇 번째 질문까지인지 숫자로 적어 주세요: {value}",
        "the number of a question, please: {value}",
    ),
    "repl.fork.done": (
        "{origin} 대화에서 갈라져 {id}에서 이어 갑니다. 앞의 대화는 그대로 있습니다.",
        "going on in {id}, which begins as {origin}; that one stays as it is.",
    ),
    "repl.sessions": (
        "저장된 대화를 최근 것부터 보여 줍니다. 검색어를 적으면 질문과 답에서 찾습니다",
        "list saved conversations, newest first; with words find them in questions and answers",
    ),
    "repl.sessions.more": (
        "… {count:,}개가 더 있습니다. /sessions 검색어로 찾을 수 있습니다.",
        "… {count:,} more; /sessions WORDS finds them.",
    ),
    "repl.resume": (
        "저장된 대화를 이어 갑니다. 번호가 없으면 바로 앞 대화입니다",
        "go on with a saved conversation; without an id the one before",
    ),
    "repl.resume.none": ("이어 갈 다른 대화가 없습니다", "there is no other conversation to go on with"),
    "repl.no_argument": (
        "{name} 뒤에는 아무것도 적지 않습니다: {value}",
        "nothing stands behind {name}: {value}",
    ),
    "repl.cut_off": (
        "{turn}번째 질문은 답이 끝나기 전에 끊겼습니다: {question}",
        "turn {turn} was cut off before its end: {question}",
    ),
    "repl.cut_off.files": (
        "그때까지 바뀐 파일은 /diff {turn}로 보고 /undo {turn}로 되돌릴 수 있습니다.",
        "The files it had changed by then: /diff {turn} shows them, /undo {turn} puts them back.",
    ),
    "repl.resume.done": (
        "{id} 대화를 이어 갑니다 (질문 {turns:,}개). 마지막 질문: {question}",
        "going on with {id} ({turns:,} question(s)). The last one: {question}",
    ),
    "repl.retry": (
        "마지막 질문을 다시 합니다. 모델을 적으면 이번만 그 모델로 답합니다",
        "ask the last question again; with a model let that one answer this once",
    ),
    "repl.stats": ("이 대화에 든 토큰과 시간을 보여 줍니다", "show what this conversation has cost"),
    "repl.stats.session": ("대화", "session"),
    "repl.stats.turns": ("답", "answers"),
    "repl.stats.model_calls": ("모델 호출", "model calls"),
    "repl.stats.tool_calls": ("도구 호출", "tool calls"),
    "repl.stats.prompt": ("읽은 토큰", "prompt"),
    "repl.stats.prompt_of": (
        "{tokens:,} 토큰 (캐시 {share:.0f}%)",
        "{tokens:,} tokens ({share:.0f}% from cache)",
    ),
    "repl.stats.completion": ("쓴 토큰", "written"),
    "repl.stats.time": ("걸린 시간", "time"),
    "repl.stats.seconds": ("{seconds:,.1f}초", "{seconds:,.1f} s"),
    "repl.diff": (
        "마지막으로 파일을 고친 답이 무엇을 바꿨는지 보여 줍니다",
        "show what the last turn that changed files changed",
    ),
    "repl.diff.turn": ("{turn}번째 질문에서 바뀐 것:", "changed in turn {turn}:"),
    "repl.diff.nothing": ("(바뀐 내용이 없습니다)", "(no difference)"),
    "repl.undo": (
        "마지막으로 파일을 고친 답의 변경을 되돌립니다",
        "put back the files of the last turn that changed any",
    ),
    "repl.undo.none": ("이 대화에서 바꾼 파일이 없습니다", "no file was changed in this conversation"),
    "repl.undo.which": (
        "{name} {value}: 그런 질문은 파일을 바꾸지 않았습니다. 파일을 바꾼 질문: {turns}",
        "{name} {value}: no such turn changed files. Turns that did: {turns}",
    ),
    "repl.undo.done": (
        "{turn}번째 질문의 변경을 되돌렸습니다: {files}",
        "turn {turn} is undone; put back: {files}",
    ),
    "repl.rewind": (
        "그 질문 앞으로 돌아갑니다. 바뀐 파일과 대화를 되돌리고, files나 talk를 적으면 그것만 되돌립니다",
        "go back to before a turn: files and conversation, or with files or talk that alone",
    ),
    "repl.rewind.files": ("파일 바뀜", "changed files"),
    "repl.rewind.usage": (
        "/rewind 번호를 적으면 그 질문 앞으로 돌아갑니다.",
        "/rewind NUMBER goes back to before that question.",
    ),
    "repl.rewind.which": (
        "{value}번째 질문은 이 대화에 없습니다. 있는 것: {turns}",
        "there is no turn {value} in this conversation. There are: {turns}",
    ),
    "repl.rewind.talk": (
        "{turn}번째 질문 앞에서 대화를 이어 갑니다.",
        "the conversation goes on from before turn {turn}.",
    ),
    "repl.context": (
        "모델의 문맥을 무엇이 채우는지 토큰으로 보여 줍니다",
        "show what fills the model's window, in tokens",
    ),
    "repl.context.prompt": ("기본 안내문", "fixed prompt"),
    "repl.context.memory": ("기억 파일", "memory files"),
    "repl.context.tools": ("도구", "tools"),
    "repl.context.summary": ("앞 질문 요약", "digest of earlier turns"),
    "repl.context.talk": ("대화", "conversation"),
    "repl.context.results": ("도구 결과", "results of tools"),
    "repl.context.used": ("합계", "together"),
    "repl.context.limit": ("문맥 크기: {limit:,} 토큰", "window: {limit:,} tokens"),
    "repl.context.data": (
        "이어지는 데이터 질문은 {tokens:,} 토큰({share:.1f}%)에서 이어 갑니다.",
        "a follow-up about data goes on from {tokens:,} tokens ({share:.1f}%).",
    ),
    "repl.context.last": (
        "마지막 답에 읽은 토큰: {prompt:,} (캐시 {cached:,})",
        "read for the last answer: {prompt:,} tokens ({cached:,} from cache)",
    ),
    "repl.compact": (
        "긴 대화를 줄입니다. 알아낸 것, 파일 상태, 결정은 남깁니다",
        "shorten a long conversation; findings, files and decisions stay",
    ),
    "repl.compact.done": (
        "{before:,} 토큰을 {after:,} 토큰으로 줄였습니다.",
        "{before:,} tokens became {after:,}.",
    ),
    "repl.compact.now": ("지금 {used:,} / {limit:,} 토큰", "{used:,} of {limit:,} tokens now"),
    "repl.memory": (
        "기억 파일을 보여 줍니다. 글을 적으면 이 폴더의 AIWS.md에 한 줄 더합니다",
        "show the memory files; with a text add a line to AIWS.md of this folder",
    ),
    "repl.memory.none": (
        "기억 파일이 없습니다. 예: /memory 금액은 억원 단위로 답한다",
        "there is no memory file. Example: /memory amounts are told in millions",
    ),
    "repl.memory.kept": (
        "{path}에 적어 두었습니다. 새 대화부터 모델이 읽습니다.",
        "kept in {path}; the model reads it from the next conversation on.",
    ),
    "repl.memory.own": ("내 것", "your own"),
    "repl.memory.trusted": ("믿는 프로젝트", "a project you trust"),
    "repl.memory.data": (
        "믿는 폴더로 정하지 않아 데이터로만 읽음",
        "read as data: its folder is not among trusted_folders",
    ),
    "repl.tools": (
        "모델이 쓸 수 있는 도구와, 지금 방식에서 묻는지 보여 줍니다",
        "list the tools a model may call and what each may do now",
    ),
    "repl.tools.more": ("call_tool로", "by call_tool"),
    "repl.tools.mode": (
        "지금 방식: {mode}. 폴더 밖이나 처음 보는 곳에 닿는 일은 어느 방식에서도 묻습니다.",
        "mode: {mode}. What reaches out of the folder or to a new host is asked in every mode.",
    ),
    "repl.effect.read": ("읽기", "reads"),
    "repl.effect.write": ("파일 바꾸기", "changes files"),
    "repl.effect.execute": ("실행", "runs code"),
    "repl.effect.publish": ("밖으로 내보내기", "publishes"),
    "repl.effect.connect": ("다른 서버에 연결", "connects"),
    "repl.effect.notify": ("다른 사람에게 알림", "notifies"),
    "repl.verdict.allow": ("바로 함", "done"),
    "repl.verdict.ask": ("먼저 물음", "asks"),
    "repl.verdict.deny": ("막음", "denied"),
    "repl.doctor": ("모델, 데이터, 설정이 모두 되는지 살펴봅니다", "check model, data and settings"),
    "repl.init": (
        "이 폴더에 카탈로그와 정책의 시작본을 만듭니다 (aiws init)",
        "make a catalog and a policy to begin with in this folder (aiws init)",
    ),
    "repl.init.restart": (
        "새 설정은 aiws를 다시 시작하면 쓰입니다.",
        "Start aiws again to use the new settings.",
    ),
    "repl.own.heading": ("내 명령:", "your own commands:"),
    "repl.own.one": ("내 명령", "a command of your own"),
    "repl.own.hidden": (
        "aiws에 같은 이름의 명령이 있어 쓰이지 않습니다. 파일 이름을 바꿔 주세요: {path}",
        "never used: aiws has a command of that name. Rename the file: {path}",
    ),
    "repl.own.empty": (
        "명령 파일에 질문이 없습니다: {path}",
        "the file of the command holds no question: {path}",
    ),
    "repl.own.leads_out": (
        "프로젝트 밖으로 나가는 링크라 읽지 않습니다",
        "a link that leads out of the project is not followed",
    ),
    "repl.skills": (
        "일하는 방법을 적어 둔 스킬과 한 줄 설명",
        "skills: how work is to be done, with a line each",
    ),
    "repl.skill": (
        "스킬에 적힌 대로 일을 시킵니다 (/NAME으로도 됩니다)",
        "have work done as a skill says (/NAME does it too)",
    ),
    "repl.skill.one": ("스킬", "a skill"),
    "repl.skill.none": (
        "스킬이 없습니다. {folder}/이름.md나 {folder}/이름/SKILL.md에 일하는 방법을 적어 두면 됩니다.",
        "there are no skills. Write how work is to be done into {folder}/NAME.md or {folder}/NAME/SKILL.md.",
    ),
    "repl.skill.which": (
        "어느 스킬인지 적어 주세요. 예: /skill 월마감 10월분을 정리해줘 (/skills로 볼 수 있습니다)",
        "say which skill: /skill NAME REQUEST (/skills lists them)",
    ),
    "repl.skill.unknown": (
        "'{name}' 스킬이 없습니다. /skills로 볼 수 있습니다.",
        "there is no skill '{name}'. /skills lists them.",
    ),
    "repl.skill.used": ("{name} 스킬대로 합니다.", "By the skill {name}."),
    "repl.skill.request": ("{name} 스킬대로 해 주세요", "Do it as the skill {name} says"),
    "repl.skill.by_name": (
        "같은 이름의 명령이 있으니 /skill {name:으로/로}",
        "another command has that name: /skill {name}",
    ),
    "repl.skill.empty": ("스킬 파일에 내용이 없습니다: {path}", "the file of the skill says nothing: {path}"),
    "repl.skill.long": (
        "스킬이 너무 깁니다 ({chars:,}자, 한도 {most:,}자). 나누어 적어 주세요: {path}",
        "the skill is too long ({chars:,} characters, {most:,} at most). Split it: {path}",
    ),
    "error.command_not_trusted": (
        "{name:은/는} 믿는 폴더로 정하지 않은 프로젝트에서 온 것입니다: {path}",
        "{name} comes with a project you have not said you trust: {path}",
    ),
    "error.command_not_trusted.hint": (
        "파일을 살펴본 다음 `aiws config set trusted_folders {folder}`로 믿는 폴더로 정해 주세요.",
        "Look at the file, then say so: `aiws config set trusted_folders {folder}`.",
    ),
}
