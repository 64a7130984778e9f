"""Texts of: doctor. key → (Korean, English)."""

TEXTS: dict[str, tuple[str, str]] = {
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
    "doctor.boundary": ("경계", "boundary"),
    "doctor.boundary.native": (
        "웨어하우스의 역할과 정책이 경계이고, aiws의 검사는 그다음입니다",
        "the warehouse's own roles and policies are the boundary, our guard the second",
    ),
    "doctor.boundary.closed": (
        "묻는 사람은 {path:을/를} 직접 열 수 없습니다",
        "the asker can't open {path} directly",
    ),
    "doctor.boundary.demo": (
        "데모 데이터: 파일을 열 수 있는 사람에게 정책은 연습입니다",
        "demo data: for who can open the file, the policy is an exercise",
    ),
    "doctor.boundary.open": (
        "이 사용자는 {path:을/를} 직접 열 수 있습니다. 정책은 도우미를 묶을 뿐 사람을 묶지 못합니다",
        "you can open {path} directly: the policy binds the assistant, not the person",
    ),
    "doctor.boundary.remedy": (
        "파일을 서비스 계정만 읽게 하거나, Snowflake에 `aiws policy export snowflake`의 정책을 거십시오.",
        "Let only a service account read the file, or put `aiws policy export snowflake` on Snowflake.",
    ),
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
    "doctor.policy.ok": (
        "{name} {version} · {path} · 사용자 {user}({source}) · 역할 {role}",
        "{name} {version} · {path} · user {user} ({source}) · role {role}",
    ),
    "doctor.identity.os": ("운영체제", "operating system"),
    "doctor.identity.token": ("서명된 토큰", "signed token"),
    "doctor.identity.service": ("서비스", "service"),
    "doctor.identity.suite": ("평가", "suite"),
    "doctor.policy.writable": (
        "이 사용자가 정책 {path:을/를} 고칠 수 있습니다. 관리자가 소유하고 /etc/aiws/policy.yaml에 두면 누구도 스스로 권한을 넓히지 못합니다.",
        "you can rewrite the policy {path}; owned by an administrator, as /etc/aiws/policy.yaml, nobody widens their own.",
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
    "doctor.host.proxy": ("프록시", "proxy"),
    "doctor.host.names": ("이름 찾기 (DNS)", "looking up names (DNS)"),
    "doctor.host.machine": ("이 컴퓨터 안", "within this machine"),
    "doctor.host.own": ("aiws 자신의 서버, 이 컴퓨터 안", "aiws's own server, within this machine"),
    "doctor.air_gap": ("망 분리", "air gap"),
    "doctor.air_gap.asked": (
        "질문 하나를 실행했습니다: {question} → {status} · 모델 {model}",
        "one question was run: {question} → {status} · model {model}",
    ),
    "doctor.air_gap.kernel": (
        "커널이 본 연결 전부입니다(모든 프로세스와 네이티브 라이브러리).",
        "every connection the kernel saw, of all processes and native libraries:",
    ),
    "doctor.air_gap.python": (
        "파이썬이 한 연결만 보았습니다(네이티브 라이브러리는 보지 못했습니다).",
        "connections that Python made; native libraries could not be watched:",
    ),
    "doctor.air_gap.nothing": ("연결이 하나도 없었습니다", "there was none"),
    "doctor.air_gap.unnamed": ("✗ 설정에 없는 곳입니다", "✗ no setting names it"),
    "doctor.air_gap.name": (
        "✗ 설정에 없는 이름을 찾았습니다: {name}",
        "✗ a name was looked up that no setting names: {name}",
    ),
    "doctor.air_gap.not_run": (
        "질문을 실행하지 못해 확인할 수 없습니다(종료 코드 {code})",
        "the question did not run, so nothing is known (exit {code})",
    ),
    "doctor.air_gap.remedy": (
        "설정에 없는 연결은 aiws의 약속과 다릅니다. 이 출력과 함께 관리자에게 알려 주세요.",
        "A connection that no setting names breaks a promise of aiws: show this to your administrator.",
    ),
    "doctor.air_gap.weaker": (
        "Linux 5.6 이상에서 seccomp을 쓸 수 있으면 네이티브 라이브러리까지 확인합니다.",
        "On Linux 5.6 or later with seccomp, native libraries are watched, too.",
    ),
    "doctor.all_well": ("모두 쓸 수 있습니다.", "Everything needed works."),
    "doctor.something_fails": (
        "✗ 표시된 것을 고친 뒤 다시 점검해 주세요.",
        "Mend what is marked ✗ and run it again.",
    ),
}
