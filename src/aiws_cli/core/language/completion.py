"""Texts of: `aiws completion`."""

TEXTS: dict[str, tuple[str, str]] = {
    "cli.completion.help": (
        "Tab으로 명령과 옵션을 완성하게 하는 스크립트를 출력합니다.",
        "Print the script that lets Tab complete commands and options.",
    ),
    "cli.completion.about": (
        "이 셸에서 바로 켜려면 bash와 zsh는 `source <(aiws completion bash)`, fish는 `aiws completion fish | source`를 실행합니다. "
        "늘 켜 두려면 ~/.local/share/bash-completion/completions/aiws, $fpath에 있는 폴더의 _aiws, "
        "~/.config/fish/completions/aiws.fish로 저장해 주세요. 표와 역할은 지금 역할로 볼 수 있는 것만 나옵니다.",
        "For this shell: `source <(aiws completion bash)` (zsh alike), `aiws completion fish | source`. For good, save it as "
        "~/.local/share/bash-completion/completions/aiws, as _aiws in a folder of $fpath, or as "
        "~/.config/fish/completions/aiws.fish. Of tables and roles only those are offered that your role may see.",
    ),
    "cli.completion.example": (
        "aiws completion bash > ~/.local/share/bash-completion/completions/aiws",
        "aiws completion bash > ~/.local/share/bash-completion/completions/aiws",
    ),
    "cli.completion.shell": ("셸: bash, zsh, fish.", "The shell: bash, zsh or fish."),
}
