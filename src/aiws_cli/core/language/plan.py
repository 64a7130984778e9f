"""Texts of plans and their steps. key → (Korean, English)."""

TEXTS: dict[str, tuple[str, str]] = {
    "plan.files": ("파일", "files"),
    "plan.why": ("이유", "why"),
    "plan.unread": ("계획에 넣지 않은 글:", "not part of the plan:"),
    "plan.none_read": (
        "이 답에서는 번호를 매긴 단계를 읽어 내지 못해 계획으로 두지 않고 그대로 보여 드립니다.",
        "No numbered steps can be read in this reply: it is shown as it is and kept as no plan.",
    ),
    "plan.step": (
        "계획 {count}단계 중 {number}단계만 합니다: {what}",
        "Do step {number} of {count} of the plan, and only that: {what}",
    ),
    "repl.plan": (
        "하지 않고 계획부터 받습니다. show, edit, go, drop으로 보고, 고치고, 한 단계씩 하고, 버립니다",
        "propose a plan first; show, edit, go step by step, or drop it",
    ),
    "repl.plan.none": (
        "계획이 없습니다. /plan 뒤에 할 일을 적어 주세요. 예: /plan total.py에 빈 목록 처리를 넣어줘",
        "there is no plan. Write what is to be done behind /plan, such as: /plan handle empty lists in total.py",
    ),
    "repl.plan.of": ("요청: {request}", "for: {request}"),
    "repl.plan.next": (
        "/plan go로 한 단계씩 합니다. /plan edit로 고치고 /plan drop으로 버립니다.",
        "/plan go does it step by step; /plan edit changes it, /plan drop drops it.",
    ),
    "repl.plan.all_done": ("모든 단계를 했습니다.", "every step is done."),
    "repl.plan.edit_help": (
        "단계를 고치고 저장하면 됩니다. 파일에 적은 것 밖을 바꾸려 하면 먼저 묻습니다. [x]는 이미 한 단계입니다.",
        "Change the steps and save. What is outside of a step's files is asked first. [x] is a step that is done.",
    ),
    "repl.plan.edit_unread": (
        "번호를 매긴 단계로 읽을 수 없어 계획을 그대로 두었습니다. 1. 2. 3.처럼 차례로 적어 주세요",
        "no numbered steps can be read, so the plan stays as it was. Write them as 1. 2. 3. in order",
    ),
    "repl.plan.edited": ("계획을 고쳤습니다.", "the plan is changed."),
    "repl.plan.same": ("고친 것이 없습니다.", "nothing was changed."),
    "repl.plan.dropped": (
        "계획을 버렸습니다. 파일은 그대로입니다.",
        "the plan is dropped; files stay as they are.",
    ),
    "repl.plan.step": ("[{number}/{count}] {what}", "[{number}/{count}] {what}"),
    "repl.plan.ticked": (
        "✓ {number}단계를 했습니다. 바뀐 파일: {files}",
        "✓ step {number} is done; changed: {files}",
    ),
    "repl.plan.ticked_nothing": (
        "✓ {number}단계가 끝났습니다. 바뀐 파일은 없습니다.",
        "✓ step {number} ended; no file was changed.",
    ),
    "repl.plan.stopped": (
        "{number}단계에서 멈췄습니다. 한 단계: {done}. 남은 단계: {left}.",
        "stopped at step {number}. Done: {done}. Left: {left}.",
    ),
    "repl.plan.partly": (
        "{number}단계가 이미 바꾼 것이 있습니다. /diff {turn:으로/로} 보고 /undo {turn:으로/로} 되돌릴 수 있습니다.",
        "step {number} had changed files by then: /diff {turn} shows it, /undo {turn} puts it back.",
    ),
    "repl.plan.go_on": (
        "/plan go는 {number}단계부터 다시 합니다. /plan edit로 고치거나 /plan drop으로 버릴 수 있습니다.",
        "/plan go goes on from step {number}; /plan edit changes the plan, /plan drop drops it.",
    ),
    "repl.plan.retry": (
        "마지막 답은 계획의 {number}단계입니다. /rewind {turn:으로/로} 되돌린 다음 /plan go로 다시 해 주세요",
        "the last answer is step {number} of the plan: go back with /rewind {turn}, then /plan go",
    ),
    "repl.plan.begun": (
        "{number}단계는 하다가 끊겼습니다. /diff로 무엇이 바뀌었는지 보고 이어 가 주세요.",
        "step {number} was cut off. See with /diff what it changed before you go on.",
    ),
}
