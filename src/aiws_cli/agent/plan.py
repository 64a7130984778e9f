"""A plan out of the model's words, by rule: a numbered list in the shapes small models write it, and back as Markdown.

What is no list of steps, or could be read in two ways, is not read at all: the words are shown as they are.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Any

from ..core.language import Language, say
from ..core.messages import without_thinking
from ..core.patterns import when_needed
from ..core.plans import Plan, Step, StepState, plan_from

RECORD = "plan"
"""The type of a session's record that holds the plan as it then was; the last one counts."""
MOST_STEPS = 50

_COMMENT = when_needed(r"<!--.*?-->", re.DOTALL)
_FENCE = when_needed(r"^\s*(`{3,}|~{3,})\s*(\w*)[^`]*$")
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_ORDINALS = ("첫", "둘", "셋", "넷", "다섯", "여섯", "일곱", "여덟", "아홉", "열")
# What may stand before and behind a number: a bullet, a heading, bold, a box to tick.
_BEFORE = r"^(?P<in>\s*)(?:[-*+•]\s+)?(?:#{1,6}\s*)?(?P<b1>\[[ xX!~]\]\s*)?(?:\*\*|__)?\s*"
_AFTER = r"\s*(?P<b2>\[[ xX!~]\]\s+)?(?P<text>.*)$"
_NUMBERED = tuple(
    when_needed(_BEFORE + number + _AFTER, re.IGNORECASE)
    for number in (
        r"(?:step|단계)\s*(?P<n>\d{1,3})\s*(?:\*\*|__)?\s*(?:[.:)\-–—]|$)(?:\*\*|__)?",
        r"(?P<n>\d{1,3})\s*단계\s*(?:\*\*|__)?\s*(?:[.:)\-–—]|\s|$)(?:\*\*|__)?",
        r"\(?(?P<n>\d{1,3})(?:\*\*|__)?(?:[.):]|\]|、)(?:\*\*|__)?(?=\s|\*|\[|`|[가-힣]|$)",
        rf"(?P<n>[{_CIRCLED}])",
        rf"(?P<n>{'|'.join(_ORDINALS)})(?:째|\s?번째(?:로|는)?)\s*[,:.]",
    )
)
_BULLET = when_needed(r"^(?P<in>\s*)[-*+•]\s+(?P<b2>\[[ xX!~]\]\s+)?(?P<text>\S.*)$")
_NESTED_NUMBER = when_needed(r"^\s*\d{1,2}\.\d{1,2}[.)]?\s+(?P<text>.+)$")
_LETTERED = when_needed(r"^\s+(?:[a-z]|[가나다라마바사])[.)]\s+(?P<text>.+)$", re.IGNORECASE)
_FIELD = when_needed(
    r"^(?:\*\*|__)?\s*(?P<name>files?|paths?|파일(?:명)?|경로|대상(?: 파일)?|why|reason|purpose|이유|목적|왜)"
    r"\s*(?:\*\*|__)?\s*[:：]\s*(?:\*\*|__)?\s*(?P<text>.*)$",
    re.IGNORECASE,
)
_WHY = frozenset("why reason purpose 이유 목적 왜".split())
_STATES: Mapping[str, StepState] = {" ": "open", "x": "done", "!": "failed", "~": "begun"}
_ENDINGS = (
    "py|pyi|ipynb|sql|md|txt|rst|csv|tsv|json|jsonl|ya?ml|toml|cfg|ini|xml|html?|css|js|ts|tsx|jsx|sh|bash|r|R|java|scala|go|rs"
    "|c|h|cpp|kt|rb|parquet|xlsx|j2|jinja|lock|log|env|dockerfile"
)
# A line number behind a name is a point of change, not part of the name.
_PATH = when_needed(
    rf"(?<![\w가-힣./:@-])(?:\./)?(?P<path>(?:[\w가-힣.-]+/)*[\w가-힣.-]*[\w가-힣-]\.(?:{_ENDINGS}))(?![A-Za-z0-9_/(])(?!\.\w)"
)
_BARE = when_needed(r"^(?:Makefile|Dockerfile|README|LICENSE|(?:[\w가-힣.-]+/)+)$")
_CODE = when_needed(r"`([^`\n]+)`")
_BOLD = when_needed(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1")


@dataclass
class _Open:
    """A step while it is read."""

    given: int | None
    indent: int
    what: str
    state: StepState
    points: list[str] = field(default_factory=list)
    files: list[str] | None = None
    why: list[str] = field(default_factory=list)


def parsed(text: str, request: str = "") -> Plan | None:
    """The plan that a reply proposes, or None where no list of steps can be read in it.

    Steps are the items of a numbered list that counts 1, 2, 3 (or says 1 each time); where nothing is numbered, the bullets that stand
    farthest left. A list that counts otherwise, or begins again, is none. Where a step has a field of its own for its files,
    these are all; else the files that its words name.
    """
    words = _COMMENT.sub("", without_thinking(text)).replace("\r\n", "\n").replace("\t", "    ")
    lines, outside = _unfenced(words.split("\n"))
    numbered = any(_number(line) for line in lines)
    steps, unread = _read(lines, numbered)
    given = [s.given for s in steps]
    counted = not numbered or given == list(range(1, len(steps) + 1)) or set(given) == {1}
    if not steps or not counted or len(steps) > MOST_STEPS or any(not s.what for s in steps):
        return None
    if not numbered and len(steps) < 2:
        # One bullet is a remark.
        return None
    return Plan(
        tuple(_step(n, s) for n, s in enumerate(steps, 1)),
        tuple(line.strip() for line in (*unread, *outside) if line.strip()),
        request,
    )


def markdown(plan: Plan, language: Language | None = None) -> str:
    """The plan as Markdown that `parsed` reads back: a box to tick, the files, the points, the reason."""
    marks = {state: mark for mark, state in _STATES.items()}
    out = []
    for step in plan.steps:
        files = ", ".join(f"`{p}`" for p in step.paths) or "-"
        out += [
            f"{step.number}. [{marks[step.state]}] {step.what}",
            f"   - {say('plan.files', language)}: {files}",
            *(f"   - {point}" for point in step.points),
            *([f"   - {say('plan.why', language)}: {step.why}"] if step.why else []),
        ]
    return "\n".join(out) + "\n"


def told(plan: Plan, language: Language | None = None) -> str:
    """The plan as an answer shows it, what is no part of it behind it."""
    shown = markdown(plan, language).rstrip("\n")
    if not plan.unread:
        return shown
    return "\n".join((shown, "", say("plan.unread", language), *(f"  {line}" for line in plan.unread)))


def request_of(plan: Plan, step: Step, language: Language | None = None) -> str:
    """A step as the request of its turn."""
    return "\n".join(
        (
            say("plan.step", language, number=step.number, count=len(plan.steps), what=step.what),
            *(f"- {point}" for point in step.points),
            *([f"{say('plan.files', language)}: {', '.join(step.paths)}"] if step.paths else []),
        )
    )


def record_of(plan: Plan | None) -> dict[str, Any]:
    """What a session keeps; for None that there is none any more."""
    return {"type": RECORD, "plan": plan.as_dict() if plan is not None else None}


def kept(records: Iterable[Mapping[str, Any]], under: str | None = None) -> Plan | None:
    """The plan a session's records leave; what it was gone back from does not count, nor what stands under another mark."""
    mark: object = None
    found: list[tuple[int, Plan | None]] = [(0, None)]
    turn = 0
    for record in records:
        match record.get("type"):
            case "turn_started":
                turn, mark = turn + 1, record.get("under")
            case "rewound":
                found = [f for f in found if f[0] <= int(record.get("turn", 0))] or [(0, None)]
            case "plan" if under is None or record.get("under", mark) == under:
                found.append((turn, plan_from(record.get("plan"))))
    return found[-1][1]


def named(path: str, paths: Sequence[str]) -> bool:
    """Whether `path`, relative to the folder, is one of a step's, or below one that is a folder."""
    asked = _plain(path)
    if ".." in PurePosixPath(asked).parts:
        return False
    return any(asked.startswith(_plain(p) + "/") if p.endswith("/") else asked == _plain(p) for p in paths)


def _plain(path: str) -> str:
    return unicodedata.normalize("NFC", str(PurePosixPath(path)))


# — reading —


def _unfenced(lines: Sequence[str]) -> tuple[list[str], list[str]]:
    """The lines outside of fences, and those within; a fence around the whole list is taken off."""
    plain: list[str] = []
    fences: list[tuple[str, list[str]]] = []
    mark = ""
    for line in lines:
        fence = _FENCE.match(line)
        if fence and not mark:
            mark = fence[1]
            fences.append((fence[2].lower(), []))
        elif mark and line.strip() == mark:
            mark = ""
        elif mark:
            fences[-1][1].append(line)
        else:
            plain.append(line)
    within = [line for _, fenced in fences for line in fenced]
    prose = len(fences) == 1 and fences[0][0] in ("", "markdown", "md", "text", "plan")
    if prose and not any(_number(x) or _BULLET.match(x) for x in plain):
        return within, plain
    return plain, within


def _number(line: str) -> re.Match[str] | None:
    if _NESTED_NUMBER.match(line):
        return None
    return next((m for pattern in _NUMBERED if (m := pattern.match(line))), None)


def _value(number: str) -> int:
    if number.isdecimal():
        return int(number)
    return (_CIRCLED.index(number) if number in _CIRCLED else _ORDINALS.index(number)) + 1


def _read(lines: Sequence[str], numbered: bool) -> tuple[list[_Open], list[str]]:
    steps: list[_Open] = []
    unread: list[str] = []
    after_blank = False
    for line in lines:
        if not line.strip():
            after_blank = True
            continue
        item = _number(line) if numbered else _BULLET.match(line)
        deeper = bool(steps and item and len(item["in"]) > steps[-1].indent)
        if item and not deeper:
            box = (item["b2"] or item.groupdict().get("b1") or "[ ]").strip()[1].lower()
            steps.append(
                _Open(
                    _value(item["n"]) if numbered else None,
                    len(item["in"]),
                    _bare(item["text"]),
                    _STATES[box],
                )
            )
        elif steps and (detail := _detail(line, after_blank, steps[-1])) is not None:
            _add(steps[-1], detail, as_point=bool(item) or _is_item(line))
        else:
            unread.append(line)
        after_blank = False
    return steps, unread


def _detail(line: str, after_blank: bool, step: _Open) -> str | None:
    """What a line says of the step above it; None where it says nothing of it."""
    for pattern in (_NESTED_NUMBER, _LETTERED, _BULLET):
        if found := pattern.match(line):
            return found["text"]
    if found := _number(line):
        return found["text"]
    indented = len(line) - len(line.lstrip()) > step.indent
    if line.lstrip().startswith(("#", "|", "---")):
        return None
    return line.strip() if indented or not after_blank else None


def _is_item(line: str) -> bool:
    return any(p.match(line) for p in (_NESTED_NUMBER, _LETTERED, _BULLET)) or _number(line) is not None


def _add(step: _Open, detail: str, *, as_point: bool) -> None:
    found = _FIELD.match(detail)
    if found is None:
        text = _bare(detail)
        if as_point and text:
            step.points.append(text)
        elif step.points:
            step.points[-1] = f"{step.points[-1]} {text}"
        else:
            step.what = f"{step.what} {text}".strip()
        return
    if found["name"].lower() in _WHY:
        step.why.append(_bare(found["text"]))
        return
    step.files = [*(step.files or ()), *_listed(found["text"])]


def _step(number: int, read: _Open) -> Step:
    paths = read.files if read.files is not None else _paths("\n".join((read.what, *read.points)))
    return Step(
        number,
        read.what,
        tuple(dict.fromkeys(paths)),
        tuple(read.points),
        " ".join(read.why),
        read.state,
    )


def _bare(text: str) -> str:
    """Without bold, and without a bold mark that lost its other end at the number."""
    text = _BOLD.sub(r"\2", text).strip()
    if text.count("**") == 1:
        text = text.replace("**", "", 1)
    return " ".join(text.split())


def _paths(text: str) -> list[str]:
    """The files a text names: by their ending, in backticks also bare names and folders."""
    found = [(m.start(), m["path"]) for m in _PATH.finditer(text) if ".." not in m["path"].split("/")]
    found += [(m.start(), m[1].removeprefix("./")) for m in _CODE.finditer(text) if _BARE.match(m[1].strip())]
    return [path for _, path in sorted(found)]


def _listed(text: str) -> list[str]:
    """The files of a field: what stands in backticks, else what commas part; a dash stands for none."""
    names = _CODE.findall(text) or re.split(r"[,、;]", text)
    out = []
    for name in names:
        bare = re.sub(r":\d+(?:[-–]\d+)?$", "", _bare(name).strip(" `'\"").rstrip("."))
        bare = bare.partition(" (")[0].removeprefix("./")
        if bare and bare.lower() not in ("-", "–", "none", "n/a", "없음"):
            out.append(bare)
    return out
