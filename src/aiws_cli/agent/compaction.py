"""Making a line of talk shorter by rules, without a model: the head stays, the last turns stay whole, of the earlier ones a digest.

The digest holds what must not be lost: what was found (sentences with numbers, and the audit records behind them), how files
stand, what was agreed to and refused and why, and what was left unfinished.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from ..core.messages import Message
from ..core.untrusted import framed
from .line import Decided, FileState, Line, TurnFacts

_KEPT_TURNS = 2
_TOOL_CHARS = 600
# What an answer may take in the digest, from generous to bare; files, decisions and what is open are never left out.
_ANSWER_CHARS = (600, 240, 80)
_QUESTION_CHARS = 160
_ACKNOWLEDGED = "Understood."


@dataclass(frozen=True, slots=True)
class Way:
    """One way of shortening: turns kept whole, characters an answer has in the digest and a result of an earlier and of the last tool."""

    turns: int
    answer: int
    tool: int | None = None
    last: int | None = None


WAYS = (
    Way(_KEPT_TURNS, _ANSWER_CHARS[0]),
    Way(1, _ANSWER_CHARS[0]),
    Way(1, _ANSWER_CHARS[1], _TOOL_CHARS),
    Way(1, _ANSWER_CHARS[2], _TOOL_CHARS, 6_000),
    Way(1, _ANSWER_CHARS[2], _TOOL_CHARS // 2, 2_000),
    Way(1, _ANSWER_CHARS[2], _TOOL_CHARS // 4, 600),
)
BETWEEN_TURNS = WAYS[1:3]
"""What is done when a person asks for it: no turn is going on that would need its results."""


def compacted(
    line: Line,
    count: Callable[[Sequence[Message]], int],
    *,
    bounds: Sequence[int],
    now: int = 0,
    ways: Sequence[Way] = WAYS,
) -> Line:
    """The line, shortened no further than it takes to come under the first of `bounds` (tokens) that any way reaches.

    Where none is reached, as far as it goes. `now` is the number of the turn that is going on and has no facts yet, 0
    between turns.
    """
    tried = [_shortened(line, way, now) for way in ways]
    sizes = [count(one.messages) for one in tried]
    for bound in bounds:
        for one, size in zip(tried, sizes, strict=True):
            if size <= bound:
                return one
    return min(zip(tried, sizes, strict=True), key=lambda pair: pair[1])[0]


def digest(turns: Sequence[TurnFacts], *, answer_chars: int = _ANSWER_CHARS[0]) -> str:
    """What is known of these turns, in their order; empty for none."""
    parts = (
        ("Found:", [f for t in turns for f in _found(t, answer_chars)]),
        ("Files:", _files(turns)),
        ("Decided:", [f"- turn {t.number}: {_decided(d)}" for t in turns for d in t.decisions]),
        ("Unfinished:", [_open(t) for t in turns if t.unfinished]),
    )
    return "\n".join("\n".join((title, *lines)) for title, lines in parts if lines)


def summary(turns: Sequence[TurnFacts], *, answer_chars: int = _ANSWER_CHARS[0]) -> tuple[Message, ...]:
    """The digest of these turns as it stands in a line: said and acknowledged, since some templates want them to alternate."""
    said = digest(turns, answer_chars=answer_chars)
    if not said:
        return ()
    text = f"Earlier in this conversation, shortened:\n{framed(said)}"
    return (Message("user", text), Message("assistant", _ACKNOWLEDGED))


def _shortened(line: Line, way: Way, now: int) -> Line:
    standing = sorted(line.starts)
    kept = standing[-way.turns :]
    whole_from = line.starts[kept[0]] if kept else len(line.messages)
    earlier = [t for t in line.turns if t.number not in kept and t.number != now]
    head, about = line.messages[:1], summary(earlier, answer_chars=way.answer)
    stay = _with_shorter_results(line.messages[whole_from:], way)
    shift = len(head) + len(about) - whole_from
    starts: Mapping[int, int] = {turn: line.starts[turn] + shift for turn in kept}
    return replace(line, messages=(*head, *about, *stay), starts=starts)


def _with_shorter_results(messages: Sequence[Message], way: Way) -> tuple[Message, ...]:
    last = max((i for i, m in enumerate(messages) if m.role == "tool"), default=-1)
    out = []
    for at, message in enumerate(messages):
        most = way.last if at == last else way.tool
        if message.role == "tool" and most is not None:
            message = replace(message, content=_cut(message.content, most))
        out.append(message)
    return tuple(out)


_FRAME_END = "\n</data>"


def _cut(text: str, most: int) -> str:
    """Beginning and end of a text, and how much is left out between; a frame around it stays closed."""
    if len(text) <= most + 80:
        return text
    body = text.removesuffix(_FRAME_END)
    end = body[len(body) - most // 4 :]
    left_out = len(body) - most
    cut = f"{body[: most - most // 4]}\n[… {left_out} characters left out; call the tool again to see them …]\n{end}"
    return cut + (_FRAME_END if body != text else "")


_SENTENCES = re.compile(r"(?<=[.!?。])[ \t]+|\n+")


def _found(turn: TurnFacts, most: int) -> list[str]:
    """Question and answer of a turn: the answer's sentences with numbers first, else the first one; then its records."""
    if turn.unfinished and not turn.answer:
        return []
    sentences = [s.strip() for s in _SENTENCES.split(turn.answer) if s and s.strip()]
    numbered = [s for s in sentences if re.search(r"\d", s)]
    said = _fitting(numbered or sentences[:1], most)
    records = f" [audit {', '.join(turn.audit_ids)}]" if turn.audit_ids else ""
    return [f"- turn {turn.number}, asked: {_line(turn.question, _QUESTION_CHARS)}", f"  {said}{records}"]


def _fitting(sentences: Sequence[str], most: int) -> str:
    out: list[str] = []
    for sentence in sentences:
        left = most - sum(len(s) + 1 for s in out)
        if left <= 0:
            break
        out.append(_line(sentence, max(left, 40)))
    return " ".join(out)


def _files(turns: Sequence[TurnFacts]) -> list[str]:
    """A line a file: as it stands after the last of these turns, with every change of it."""
    last: dict[str, FileState] = {}
    changes: dict[str, list[str]] = {}
    for turn in turns:
        for state in turn.files:
            last[state.path] = state
            if state.changed:
                changes.setdefault(state.path, []).append(f"turn {turn.number}: {state.what}")
    out = []
    for path, state in last.items():
        digest_ = f"sha256 {state.digest[:12]}" if state.digest else "not there"
        what = "; ".join(changes.get(path, ())) or "read"
        out.append(f"- {path} ({digest_}) {what}")
    return out


def _decided(one: Decided) -> str:
    said = {"yes": "the person agreed", "no": "the person said no", "denied": "not permitted"}[one.verdict]
    files = f" {', '.join(one.files)}" if one.files else ""
    return f"{one.tool}{files}: {said}" + (f": {one.reason}" if one.reason else "")


def _open(turn: TurnFacts) -> str:
    return f"- turn {turn.number}: {_line(turn.question, 400)} (ended by {turn.unfinished})"


def _line(text: str, most: int) -> str:
    text = " ".join(text.split())
    return text if len(text) <= most else text[: most - 1] + "…"
