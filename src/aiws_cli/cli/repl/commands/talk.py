"""/new, /sessions, /resume, /retry, /context, /compact, /stats: which conversation this is, and what stands in it."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from ....core.answer import answer_from
from ....core.errors import UsageError
from ....core.language import say
from ....ui.cells import cut, printable
from ...output import note, put, put_columns
from ..command import SlashCommand
from .asking import model_names

if TYPE_CHECKING:
    from ....core.answer import Answer
    from ..loop import Repl

_LISTED = 15
_TITLE_CELLS = 60


def _new(repl: Repl, _: str) -> None:
    repl.go_on_with(repl.app.conversation(workspace=repl.conversation.workspace))
    note(say("repl.new_started"))


def _sessions(repl: Repl, words: str) -> None:
    """Saved conversations, last changed first, by their first question; with words the turns that hold them."""
    if words:
        _found(repl, words)
        return
    found = repl.app.sessions.list(most=_LISTED)
    if not found:
        note(say("cli.sessions.none"))
        return
    here = repl.conversation.session_id
    put_columns(
        [
            (
                "✓" if s.id == here else "-",
                s.id,
                s.changed[:16].replace("T", " "),
                say("cli.sessions.turns", turns=s.turns),
                cut(printable(s.title), _TITLE_CELLS),
            )
            for s in found
        ]
    )
    more = repl.app.sessions.count() - _LISTED
    if more > 0:
        note(say("repl.sessions.more", count=more))


def _found(repl: Repl, words: str) -> None:
    hits = repl.app.sessions.search(words, repl.app.session_records, limit=_LISTED)
    if not hits:
        note(say("cli.sessions.not_found", words=printable(words)))
    put_columns(
        [
            (
                h.id,
                h.at[:16].replace("T", " "),
                say("cli.sessions.turn", n=h.turn),
                cut(printable(h.text), _TITLE_CELLS),
            )
            for h in hits
        ]
    )


def _fork(repl: Repl, turn: str) -> None:
    """Go on in a new conversation that begins as this one, up to the end of a turn or whole; this one stays as it is."""
    if not repl.asked:
        raise UsageError(detail=say("repl.nothing_yet"))
    if turn and not turn.isdecimal():
        raise UsageError(detail=say("repl.fork.which", value=turn))
    before = repl.conversation.session_id
    turns = int(turn) if turn else None
    made = repl.app.sessions.fork(before, repl.app.clock.now(), turns=turns)
    repl.app.checkpoints(before).fork(made, turns)
    repl.go_on_with(repl.app.conversation(session_id=made))
    note(say("repl.fork.done", id=made, origin=before))


def _resume(repl: Repl, prefix: str) -> None:
    """Go on with a saved conversation; without an id with the one before this."""
    store = repl.app.sessions
    if not prefix:
        before = next((s.id for s in store.list(most=_LISTED) if s.id != repl.conversation.session_id), None)
        if before is None:
            raise UsageError(detail=say("repl.resume.none"))
        prefix = before
    id_ = store.resolve(prefix)
    repl.go_on_with(repl.app.conversation(session_id=id_))
    asked = tuple(standing(repl).values())
    last = cut(printable(asked[-1]), _TITLE_CELLS) if asked else "-"
    note(say("repl.resume.done", id=id_, turns=len(asked), question=last))
    tell_of_cut_off(repl)


def _ids(repl: Repl) -> Iterable[str]:
    return tuple(s.id for s in repl.app.sessions.list(most=_LISTED))


def standing(repl: Repl) -> dict[int, str]:
    """What was asked in this conversation, by the number of the turn, without what it was gone back from."""
    out: dict[int, str] = {}
    number = 0
    for record in _saved(repl):
        match record.get("type"):
            case "turn_started":
                number += 1
                out[number] = str(record.get("question", ""))
            case "rewound":
                out = {n: q for n, q in out.items() if n <= int(record.get("turn", 0))}
    return out


def tell_of_cut_off(repl: Repl) -> None:
    """Say of a last turn that has no end (its process was killed) what it was, and how its changes are taken back."""
    number, question, ended = 0, "", True
    for record in _saved(repl):
        match record.get("type"):
            case "turn_started":
                number, question, ended = number + 1, str(record.get("question", "")), False
            case "turn_state":
                ended = True
    if ended:
        return
    note(printable(say("repl.cut_off", turn=number, question=cut(printable(question), _TITLE_CELLS))))
    if number in repl.app.checkpoints(repl.conversation.session_id).turns():
        note(say("repl.cut_off.files", turn=number))


def last_answer(repl: Repl) -> Answer | None:
    """The last answer as it is saved; None where there is none, or none that may be seen under the role in force."""
    if not repl.asked:
        return None
    still, number, found = standing(repl), 0, None
    for record in repl.app.session_records(repl.conversation.session_id):
        if record.get("type") == "turn_started":
            number += 1
        elif record.get("type") == "answer" and number in still and not record.get("withheld"):
            found = record
    # Somebody may have written in the file.
    with suppress(KeyError, TypeError, AttributeError):
        return answer_from(found) if found is not None else None
    return None


def _saved(repl: Repl) -> tuple[dict[str, Any], ...]:
    """The records of this conversation; nothing before the first question."""
    return repl.app.sessions.load(repl.conversation.session_id) if repl.asked else ()


def _retry(repl: Repl, name: str) -> None:
    """The last question once more, as if it had not been asked yet; by another model, where one is named, for this once."""
    asked = standing(repl)
    if not asked:
        raise UsageError(detail=say("repl.nothing_yet"))
    number, question = max(asked.items())
    if not name:
        _again(repl, number, question)
        return
    from ...model import usable

    found = usable(repl.app.settings, name)
    gguf = found.where if found.provider == "embedded" else ""
    with repl.app.other_model(found.provider, found.model, gguf=gguf):
        _again(repl, number, question)


def _again(repl: Repl, number: int, question: str) -> None:
    """Ask it as it was typed, where that was here: what it mentioned goes with it once more."""
    plan = repl.conversation.plan
    step = next((s for s in plan.steps if s.turn == number), None) if plan is not None else None
    if step is not None:
        # Asked by itself it would not be held to what the step names.
        raise UsageError(detail=say("repl.plan.retry", number=step.number, turn=number))
    question = repl.typed.get((repl.conversation.session_id, number), question)
    modes = [str(r.get("mode", "")) for r in _saved(repl) if r.get("type") == "turn_started"]
    repl.conversation.rewind(number - 1)
    put(f"› {printable(question, keep_lines=True)}")
    # What was only to be planned is not done by asking it once more.
    plan_only = modes[number - 1] == "plan" and not question.startswith("!")
    if question.startswith("/skill "):
        from .skills import use

        use(repl, question.removeprefix("/skill "), plan=plan_only)
    else:
        repl.ask(question, plan=plan_only)


def _context(repl: Repl, _: str) -> None:
    """What fills the model's window in the line of work, part by part; what a follow-up sends; what the last answer took."""
    used = repl.conversation.context()
    rows = [(say(f"repl.context.{name}"), tokens) for name, tokens in used.parts.items() if tokens]
    rows.append((say("repl.context.used"), used.used))
    put_columns([(name, f"{tokens:>8,}", f"{100 * tokens / used.limit:5.1f}%") for name, tokens in rows])
    note(say("repl.context.limit", limit=used.limit))
    last = repl.conversation.last
    if last is not None and last.messages:
        tokens = repl.app.model.count(last.messages)
        note(say("repl.context.data", tokens=tokens, share=100 * tokens / used.limit))
    if repl.last is not None and repl.last.usage.model_calls:
        spent = repl.last.usage
        note(say("repl.context.last", prompt=spent.prompt_tokens, cached=spent.cached_tokens))


def _compact(repl: Repl, _: str) -> None:
    """Shorten the line of work to what must not be lost."""
    from ....core.events import ContextUsed, Notice, PrefixBroken

    for event in repl.conversation.compact():
        if isinstance(event, Notice):
            note(printable(event.text))
        elif isinstance(event, PrefixBroken):
            note(say("repl.compact.done", before=event.before, after=event.after))
        elif isinstance(event, ContextUsed):
            note(say("repl.compact.now", used=event.used, limit=event.limit))


def _stats(repl: Repl, _: str) -> None:
    """What this conversation has cost, from what is saved of it."""
    answers = [r for r in _saved(repl) if r.get("type") == "answer"]
    used = [r["usage"] for r in answers if isinstance(r.get("usage"), dict)]
    total = {k: sum(u.get(k, 0) for u in used) for k in _ADDED}
    share = 100 * total["cached_tokens"] / total["prompt_tokens"] if total["prompt_tokens"] else 0.0
    rows = [
        ("session", repl.conversation.session_id),
        ("turns", f"{len(answers):,}"),
        ("model_calls", f"{total['model_calls']:,}"),
        ("tool_calls", f"{total['tool_calls']:,}"),
        ("prompt", say("repl.stats.prompt_of", tokens=total["prompt_tokens"], share=share)),
        ("completion", say("ui.tokens", tokens=total["completion_tokens"])),
        ("time", say("repl.stats.seconds", seconds=total["wall_s"])),
    ]
    put_columns([(say(f"repl.stats.{name}"), value) for name, value in rows])


_ADDED = ("model_calls", "tool_calls", "prompt_tokens", "cached_tokens", "completion_tokens", "wall_s")


COMMANDS = (
    SlashCommand("/new", _new, also=("/clear",)),
    SlashCommand("/sessions", _sessions, "[WORDS]"),
    SlashCommand("/resume", _resume, "[ID]", completes=_ids),
    SlashCommand("/fork", _fork, "[TURN]", completes=lambda repl: map(str, reversed(standing(repl)))),
    SlashCommand("/retry", _retry, "[MODEL]", completes=model_names),
    SlashCommand("/context", _context),
    SlashCommand("/compact", _compact),
    SlashCommand("/stats", _stats),
)
