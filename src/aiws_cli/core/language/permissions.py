"""Texts about what tools may do. key → (Korean, English)."""

TEXTS: dict[str, tuple[str, str]] = {
    "agent.permission.policy": (
        "이 역할은 도구 {tool:을/를} 쓸 수 없습니다",
        "this role may not use the tool {tool}",
    ),
    "agent.permission.protected": (
        "도구 {tool:이/가} 보호된 파일(설정, 정책, 기록, 키, 데이터 파일)을 건드리려 해 막았습니다",
        "the tool {tool} was about to touch a protected file (settings, policy, log, keys, data) and was stopped",
    ),
    "agent.permission.standing": (
        "설정 permissions에서 도구 {tool:을/를} 막아 두었습니다",
        "the setting permissions forbids the tool {tool}",
    ),
    "error.not_permitted.hint": (
        "아무것도 실행하지 않았습니다. 시도는 감사 기록에 남았습니다(`aiws audit show`).",
        "Nothing was done. The attempt is in the audit log (`aiws audit show`).",
    ),
    "error.plan_only": (
        "plan 방식에서는 읽기만 합니다: {tool}",
        "plan mode only reads: {tool}",
    ),
    "error.plan_only.hint": ("", ""),
    "error.approval_needed": (
        "도구 {what:을/를} 실행하려면 사람의 승인이 필요합니다: {why}",
        "the tool {what} needs a person's approval: {why}",
    ),
    "error.approval_needed.hint": (
        "이 일은 실행하지 않았습니다. 터미널에서는 무엇이 일어날지 모두 보여 드리고 묻습니다.",
        "This was not done. On a terminal all of it is shown, and you are asked.",
    ),
    "agent.permission.ask.tainted": (
        "모델이 외부에서 온 글을 읽은 뒤의 일입니다",
        "the model has read text from outside before it",
    ),
    "agent.permission.ask.standing": (
        "설정 permissions에 묻도록 되어 있습니다",
        "the setting permissions says to ask",
    ),
    "agent.permission.ask.outside_plan": (
        "계획의 이 단계에 적히지 않은 일입니다",
        "it is outside the plan: the step does not name it",
    ),
    "agent.permission.ask.mode": ("이 방식(--mode)에서는 먼저 묻습니다", "this mode asks first"),
    "approval.why.tainted": (
        "도구 {tool:이/가} 아래 일을 하려고 합니다. 그 전에 모델이 외부에서 온 글({sources})을 읽었으니, 그 글이 시킨 일일 수 있습니다.",
        "The tool {tool} is about to do the following. The model has read text from outside before it ({sources}), which may have told it to.",
    ),
    "approval.why.standing": (
        "도구 {tool:이/가} 아래 일을 하려고 합니다.",
        "The tool {tool} is about to do the following.",
    ),
    "approval.why.outside_plan": (
        "도구 {tool:이/가} 계획의 이 단계에 적히지 않은 일을 하려고 합니다.",
        "The tool {tool} is about to do what is outside the plan: the step does not name it.",
    ),
    "approval.why.mode": (
        "도구 {tool:이/가} 아래 일을 하려고 합니다.",
        "The tool {tool} is about to do the following.",
    ),
    "approval.effect": ("하는 일", "Effect"),
    "approval.effect.read": ("읽기", "reads"),
    "approval.effect.write": ("파일 쓰기", "writes files"),
    "approval.effect.execute": ("코드 실행", "runs code"),
    "approval.effect.publish": ("밖으로 내보내기", "publishes"),
    "approval.effect.connect": ("호스트에 연결", "connects to a host"),
    "approval.effect.notify": ("사람에게 알림", "notifies people"),
    "approval.writes": ("쓰는 파일", "Writes"),
    "approval.reads": ("읽는 파일", "Reads"),
    "approval.hosts": ("호스트", "Host"),
    "approval.recipients": ("받는 사람", "Recipient"),
    "approval.size": (
        "위 {lines}줄, {chars}자가 전부입니다. {digest}",
        "These {lines} lines, {chars} characters are all of it. {digest}",
    ),
    "approval.question": ("이대로 실행할까요?", "Do exactly this?"),
    "approval.choices": (
        "[y] 이번만 · [s] 이 대화 동안 {pattern} · [a] 항상 {pattern} · [n] 아니요, 또는 이유를 적기",
        "[y] once · [s] {pattern} for this session · [a] always {pattern} · [n] no, or type why not",
    ),
    "approval.choices.once": ("[y/N] 또는 하지 않을 이유", "[y/N] or why not"),
    "error.declined": (
        "사용자가 {tool:을/를} 하지 말라고 했습니다: {reason}",
        "the person said no to {tool}: {reason}",
    ),
    "error.declined.hint": ("", ""),
    "error.unsafe_repository": (
        "{folder} 저장소의 자체 git 설정에 받아들이지 않는 항목이 있습니다: {names}",
        "the repository {folder} has git settings of its own that are not accepted: {names}",
    ),
    "error.unsafe_repository.hint": (
        "프로그램을 실행하거나 다른 곳으로 보내는 설정일 수 있습니다. `git config --local --unset 이름`으로 지우거나, 필요한 설정이면 --global로 옮겨 주세요.",
        "It may run a program or send things elsewhere. Remove it with `git config --local --unset NAME`, or move it to --global if it is yours.",
    ),
    "git.missing": ("git이 설치되어 있지 않습니다", "git is not installed"),
    "git.slow": ("{seconds:g}초 안에 끝나지 않았습니다", "it did not end within {seconds:g} seconds"),
    "error.git_missing": (
        "git이 설치되어 있지 않아 하지 않았습니다",
        "git is not installed, so this was not done",
    ),
    "error.git_missing.hint": (
        "파일을 바꾸기 전의 모습을 git으로 남겨야 되돌릴 수 있어, git이 없으면 파일을 바꾸지 않습니다. git을 설치해 주세요. 읽기와 데이터 질문은 그대로 쓸 수 있습니다.",
        "Files are only changed where they can be put back, and git keeps what they were. Install git; reading and questions on data work without it.",
    ),
    "error.git_failed": ("git {command} 실패: {detail}", "git {command} failed: {detail}"),
    "error.git_failed.hint": (
        "같은 명령을 git으로 직접 실행해 확인해 주세요.",
        "Try the same command with git itself.",
    ),
    "settings.permissions": (
        "‘{value}’. publish=deny, run_python=allow처럼 적어 주세요(allow, ask, deny)",
        "{value!r}. Write it like publish=deny, run_python=allow (allow, ask, deny)",
    ),
}
