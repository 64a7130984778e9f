"""Texts of: the sandbox and the Python tool. key → (Korean, English)."""

TEXTS: dict[str, tuple[str, str]] = {
    "error.sandbox_missing": (
        "코드를 안전하게 실행할 샌드박스가 없어 실행하지 않았습니다 ({reasons})",
        "there is no sandbox to run code in, so nothing was run ({reasons})",
    ),
    "error.sandbox_missing.hint": (
        "Linux라면 bubblewrap을 설치해 주세요 (예: sudo apt-get install bubblewrap). `aiws doctor`가 자세한 이유를 알려 줍니다.",
        "On Linux, install bubblewrap (e.g. sudo apt-get install bubblewrap). `aiws doctor` tells more.",
    ),
    "error.sandbox_failed": (
        "샌드박스({tier})를 시작하지 못해 실행하지 않았습니다: {detail}",
        "the sandbox ({tier}) did not start, so nothing was run: {detail}",
    ),
    "error.sandbox_failed.hint": (
        "`aiws doctor`로 샌드박스를 점검해 주세요.",
        "Check the sandbox with `aiws doctor`.",
    ),
    "error.sandbox_exposed": (
        "샌드박스 안에서 읽을 수 있는 폴더({folder})에 숨겨야 할 것이 있어 실행하지 않았습니다: {path}",
        "something that must stay hidden lies in a folder sandboxed code can read ({folder}), so nothing was run: {path}",
    ),
    "error.sandbox_exposed.hint": (
        "AIWS_HOME, 웨어하우스, 정책 파일을 시스템 폴더와 Python 환경 밖으로 옮겨 주세요.",
        "Move AIWS_HOME, the warehouse and the policy out of the system's folders and the Python environment.",
    ),
    "error.workspace_too_big": (
        "작업 폴더가 너무 커서 복사할 수 없습니다: {path} (한도 {limit}MB, 파일 {files:,}개)",
        "the workspace is too big to be copied: {path} (at most {limit} MB and {files:,} files)",
    ),
    "error.workspace_too_big.hint": ("더 좁은 폴더를 지정해 주세요.", "Name a narrower folder."),
    "sandbox.no.system": ("{system}에서는 쓸 수 없습니다", "not available on {system}"),
    "sandbox.no.machine": (
        "이 프로세서({machine})용 필터가 없습니다",
        "no filter for this processor ({machine})",
    ),
    "sandbox.no.bubblewrap": ("bwrap이 설치되어 있지 않습니다", "bwrap is not installed"),
    "sandbox.no.landlock": (
        "커널에 Landlock이 없거나 꺼져 있습니다",
        "the kernel has no Landlock, or it is off",
    ),
    "sandbox.probe.silent": (
        "탈출 시험이 끝나지 않았습니다: {detail}",
        "the escape probe did not finish: {detail}",
    ),
    "sandbox.probe.escaped": ("탈출 시험에서 밖에 닿았습니다: {what}", "the escape probe got out: {what}"),
    "sandbox.fell": (
        "더 강한 샌드박스를 쓸 수 없어 코드를 {tier}에서 실행합니다 ({reason})",
        "code runs in {tier}, as the stronger sandbox cannot be used ({reason})",
    ),
    "sandbox.unsandboxed": (
        "코드를 샌드박스 없이 실행합니다. 관리자 설정에서 허용한 것입니다 ({reason})",
        "code runs without a sandbox, as the administrator's settings allow ({reason})",
    ),
    "sandbox.label": ("샌드박스 없이 실행됨", "unsandboxed"),
    "doctor.sandbox": ("샌드박스", "sandbox"),
    "doctor.sandbox.ok": (
        "{name} · 탈출 시도 {attempts}가지 모두 막음 ({elapsed:.0f}ms)",
        "{name} · {attempts} ways out tried, none open ({elapsed:.0f} ms)",
    ),
    "doctor.sandbox.weaker": ("{tier} 불가: {reason}", "not {tier}: {reason}"),
    "doctor.sandbox.none": (
        "쓸 수 있는 샌드박스가 없어 Python 코드를 실행하지 않습니다",
        "there is none, so no Python code is run",
    ),
    "doctor.sandbox.unsandboxed": (
        "쓸 수 있는 샌드박스가 없고, 관리자 설정에 따라 코드를 그대로 실행합니다",
        "there is none, and code runs unheld, as the administrator's settings allow",
    ),
    "doctor.sandbox.install": (
        "bubblewrap을 설치해 주세요: sudo apt-get install bubblewrap (RHEL 계열: sudo dnf install bubblewrap).",
        "Install bubblewrap: sudo apt-get install bubblewrap (RHEL family: sudo dnf install bubblewrap).",
    ),
    "doctor.sandbox.namespaces": (
        "bubblewrap에는 사용자 네임스페이스가 필요합니다. 관리자에게 user.max_user_namespaces와 AppArmor 제한"
        "(kernel.apparmor_restrict_unprivileged_userns)을 확인해 달라고 해 주세요.",
        "bubblewrap needs user namespaces. Ask the administrator about user.max_user_namespaces and AppArmor's limit"
        " (kernel.apparmor_restrict_unprivileged_userns).",
    ),
    "doctor.sandbox.system": (
        "Linux(WSL2 포함)에서 실행해 주세요.",
        "Run aiws on Linux (WSL2 counts).",
    ),
}
