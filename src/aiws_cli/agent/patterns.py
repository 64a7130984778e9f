"""Standing rules by pattern: `run_command(pytest *)=allow`, `edit_file(reports/*)=allow`, `publish=deny`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from fnmatch import fnmatchcase
from typing import get_args

from ..core.deeds import Deed, Verdict
from ..core.errors import SettingsError
from ..core.language import say

_RULE = re.compile(r"([a-z_]+)(?:\(([^()]*)\))?\s*=\s*(\w+)")
# What makes more than one command of a line, or hides one in it.
_JOINTS = re.compile(r"[;&|\n\r<>`]|\$\(|\$\{")
_COMMAND = "run_command"


def standing_rules(text: str) -> Mapping[str, Verdict]:
    """The person's own rules, by what they are for: an effect or a tool, with a pattern behind it in brackets.

    Raises SettingsError.
    """
    rules: dict[str, Verdict] = {}
    for part in _parts(text):
        found = _RULE.fullmatch(part)
        verdict = next((v for v in get_args(Verdict) if found is not None and found[3] == v), None)
        if found is None or verdict is None:
            raise SettingsError(name="permissions", detail=say("settings.permissions", value=part))
        rules[part.rpartition("=")[0].strip()] = verdict
    return rules


def with_rule(text: str, pattern: str, verdict: Verdict) -> str:
    """The rules with one more, or with that one changed."""
    rules = {**standing_rules(text), pattern: verdict}
    return ", ".join(f"{name}={said}" for name, said in rules.items())


def verdict(rules: Mapping[str, Verdict], deed: Deed) -> Verdict | None:
    """The strictest of the rules that speak of this deed; None where none does."""
    found = [said for rule, said in rules.items() if _speaks(rule, said, deed)]
    return max(found, key=("allow", "ask", "deny").index, default=None)


def pattern_of(deed: Deed) -> str:
    """What a yes to this deed may hold for: the tool, for a command its first word; empty where that says too little."""
    if deed.tool != _COMMAND:
        return deed.tool
    command = _subject(deed)[0]
    first = command.split(maxsplit=1)[0]
    # `python -c …` and the like could be anything.
    program = first.rpartition("/")[2].rstrip("0123456789.")
    if _JOINTS.search(command) or not re.fullmatch(r"[\w./-]+", first) or program in _ANYTHING:
        return ""
    return f"{_COMMAND}({first} *)"


_ANYTHING = frozenset(
    "sh bash zsh dash ksh mksh fish csh tcsh busybox env xargs sudo doas su python pypy perl ruby node deno bun php lua awk"
    " gawk mawk eval exec command builtin source find nice ionice time timeout nohup setsid stdbuf chroot unshare script"
    " parallel watch ssh uv uvx npx pipx".split()
)


def _parts(text: str) -> Iterator[str]:
    """What stands between commas that are outside of brackets."""
    depth, start = 0, 0
    for at, letter in enumerate(text + ","):
        depth += (letter == "(") - (letter == ")")
        if letter == "," and depth <= 0:
            if text[start:at].strip():
                yield text[start:at].strip()
            start = at + 1


def _speaks(rule: str, said: Verdict, deed: Deed) -> bool:
    name, _, pattern = rule.removesuffix(")").partition("(")
    if name not in (deed.tool, deed.effect):
        return False
    if not pattern:
        return True
    subjects = _subject(deed)
    if said == "allow":
        whole = all(_fits(subject, pattern) for subject in subjects)
        return bool(subjects) and whole and not (deed.tool == _COMMAND and _JOINTS.search(subjects[0]))
    if not deed.writes and deed.tool != _COMMAND:
        # What is only read may be forbidden by name; to be allowed it needs no rule.
        subjects = tuple(str(p) for p in deed.reads)
    pieces = [p.strip() for s in subjects for p in (s, *_JOINTS.split(s))]
    return any(_fits(piece, pattern) for piece in pieces)


def _fits(subject: str, pattern: str) -> bool:
    return fnmatchcase(subject, pattern) or (pattern.endswith(" *") and subject == pattern[:-2])


def _subject(deed: Deed) -> tuple[str, ...]:
    """What patterns are held against: the command, else the files written."""
    if deed.tool == _COMMAND:
        return (str(deed.arguments.get("command", "")).strip(),)
    return tuple(str(p) for p in deed.writes)
