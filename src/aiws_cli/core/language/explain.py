"""Texts of /explain. key → (Korean, English)."""

TEXTS: dict[str, tuple[str, str]] = {
    "repl.explain": (
        "파일의 줄이나 마지막 SQL이 어떤 요청에서 나왔고 무엇으로 확인했는지 기록에서 보여 줍니다",
        "show from the records which request a file's lines, or the last SQL, come from and how they were checked",
    ),
    "explain.nothing": (
        "이 대화에는 아직 SQL이 없습니다. 파일은 /explain 경로 또는 /explain 경로:10-20으로 볼 수 있습니다",
        "there is no SQL in this conversation yet. For a file write /explain PATH or /explain PATH:10-20",
    ),
    "explain.no_lines": (
        "{path}에 {asked} 줄은 없습니다. 모두 {lines:,}줄입니다",
        "{path} has no lines {asked}; it has {lines:,}",
    ),
    "explain.lines": ("{path} {lines}행", "{path}, lines {lines}"),
    "explain.nobody": (
        "aiws가 쓴 줄이 아닙니다. 사람이나 다른 프로그램이 썼습니다.",
        "not written by aiws, but by a person or another program.",
    ),
    "explain.turn": (
        "{at} · 대화 {session}의 {turn}번째 질문에서 aiws가 썼습니다.",
        "written by aiws at {at} in turn {turn} of session {session}.",
    ),
    "explain.request": ("요청: {text}", "request: {text}"),
    "explain.plan": ("계획: {text}", "plan: {text}"),
    "explain.step": ("계획 {number}단계: {text}", "step {number} of the plan: {text}"),
    "explain.why": ("이유: {text}", "why: {text}"),
    "explain.answer": ("답: {text}", "answer: {text}"),
    "explain.gone": (
        "그 대화는 지워져 어떤 요청이었는지는 남아 있지 않습니다.",
        "that session is gone, so its request is not known any more.",
    ),
    "explain.agreed.person": (
        "승인: {by:이/가} 보고 승인했습니다({scope}) · {tool}",
        "approval: {by} saw it and agreed ({scope}) · {tool}",
    ),
    "explain.agreed.mode": (
        "승인: 묻지 않음. {mode} 방식이 허용했습니다 · {tool}",
        "approval: not asked, the mode {mode} allows it · {tool}",
    ),
    "explain.agreed.standing": (
        "승인: 묻지 않음. 항상 또는 이 대화 동안 허용한다는 규칙이 있었습니다 · {tool}",
        "approval: not asked, a rule for this session or for good allows it · {tool}",
    ),
    "explain.scope.once": ("이번만", "once"),
    "explain.scope.session": ("이 대화 동안", "for the session"),
    "explain.scope.always": ("항상", "always"),
    "explain.check": (
        "확인: {turn}번째 질문에서 {tool} → {summary}",
        "checked: in turn {turn} {tool} → {summary}",
    ),
    "explain.no_check": (
        "확인: 이렇게 바뀐 뒤로 aiws에서 시험하거나 실행한 기록이 없습니다.",
        "checked: no test and no run in aiws since it became so.",
    ),
    "explain.source.model": ("모델이 썼습니다", "written by the model"),
    "explain.source.composed": (
        "질문의 모든 낱말이 분명해 규칙이 썼습니다",
        "written by rules: every word of the question is clear",
    ),
    "explain.source.verified": ("검증된 질의에서 왔습니다({source})", "a verified query ({source})"),
    "explain.sql.turn": (
        "{at} · {turn}번째 질문, 역할 {role} · {source}",
        "{at} · turn {turn}, role {role} · {source}",
    ),
    "explain.sql.mended": ("고친 규칙 {rule}: {reason}", "mended by {rule}: {reason}"),
    "explain.sql.not_mended": ("규칙이 고친 곳은 없습니다.", "no rule changed it."),
    "explain.sql.executed": ("실행한 SQL:", "what was executed:"),
    "explain.sql.not_executed": ("실행하지 않았습니다.", "it was not executed."),
    "explain.sql.audit": (
        "감사 기록 {id}. `aiws audit explain {id}`로 근거를 볼 수 있습니다.",
        "audit record {id}; `aiws audit explain {id}` shows the evidence.",
    ),
}
