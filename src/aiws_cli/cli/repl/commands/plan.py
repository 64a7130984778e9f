"""/plan: what is to be done, proposed, changed, agreed to, then done step by step."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, cast, get_args

from ....core.deeds import Mode
from ....core.errors import AiwsError, UsageError
from ....core.language import say
from ....ui.cells import printable
from ...door import one_of
from ...output import note, put
from ..command import SlashCommand

if TYPE_CHECKING:
    from ....core.answer import Answer
    from ....core.plans import Plan, Step
    from ..loop import Repl

_DOING: tuple[str, ...] = tuple(m for m in get_args(Mode) if m != "plan")


def _plan(repl: Repl, rest: str) -> None:
    """Show, edit, do or drop the plan; any other words are a request to plan for."""
    word, _, more = rest.partition(" ")
    if not rest or rest == "show":
        _show(standing(repl))
    elif rest == "edit":
        _edit(repl, standing(repl))
    elif rest == "drop":
        standing(repl)
        repl.conversation.keep_plan(None)
        note(say("repl.plan.dropped"))
    elif word == "go" and len(more.split()) < 2:
        usual = "ask" if repl.mode == "plan" else repl.mode
        _go(repl, standing(repl), cast("Mode", one_of("/plan go", more.strip() or usual, _DOING)))
    else:
        repl.ask(rest, plan=True)


def standing(repl: Repl) -> Plan:
    """The plan of this conversation. Raises UsageError where there is none."""
    plan = repl.conversation.plan
    if plan is None:
        raise UsageError(detail=say("repl.plan.none"))
    return plan


def _show(plan: Plan) -> None:
    from ....agent.plan import told

    if plan.request:
        note(printable(say("repl.plan.of", request=" ".join(plan.request.split()))))
    put(printable(told(plan), keep_lines=True))
    step = plan.next
    if step is not None and step.state == "begun":
        note(say("repl.plan.begun", number=step.number))
    note(say("repl.plan.next" if step is not None else "repl.plan.all_done"))


def _edit(repl: Repl, plan: Plan) -> None:
    """The plan in the person's editor. What comes back without steps changes nothing."""
    from ....agent.plan import markdown, parsed
    from ....ui.editor import edited

    text = markdown(plan)
    came = edited(f"<!-- {say('repl.plan.edit_help')} -->\n{text}")
    made = parsed(came, plan.request)
    if made is None:
        raise UsageError(detail=say("repl.plan.edit_unread"))
    did = {s.what: s.turn for s in plan.steps}
    made = replace(made, steps=tuple(replace(s, turn=did.get(s.what, 0)) for s in made.steps))
    if made.steps == plan.steps and not made.unread:
        note(say("repl.plan.same"))
        return
    repl.conversation.keep_plan(made)
    note(say("repl.plan.edited"))
    _show(made)


def _go(repl: Repl, plan: Plan, mode: Mode) -> None:
    """Each step that is not done as one turn of work; the first that fails stops the plan."""
    if plan.next is None:
        note(say("repl.plan.all_done"))
    while (step := plan.next) is not None:
        plan = _do(repl, plan, step, mode)
        if plan.steps[step.number - 1].state != "done":
            _stopped(repl, plan, step)
            return


def _do(repl: Repl, plan: Plan, step: Step, mode: Mode) -> Plan:
    """The plan after one step, kept before and after it: also a stop in its middle leaves what happened."""
    from ....agent.plan import request_of
    from ....agent.turn import AskOptions

    note(printable(say("repl.plan.step", number=step.number, count=len(plan.steps), what=step.what)))
    talk = repl.conversation
    talk.keep_plan(plan.marked(step.number, "begun", talk.turns + 1))
    after = plan.marked(step.number, "failed", talk.turns + 1)
    repl.last = None
    try:
        repl.turn(
            request_of(plan, step),
            AskOptions(as_of=repl.as_of, mode=mode, work=True, within=step.paths),
        )
        ended: Answer | None = repl.last
        refused = ended is not None and repl.last_call_failed and not ended.files_changed
        if ended is not None and ended.status == "ok" and not refused:
            after = plan.marked(step.number, "done", talk.turns)
            key = "repl.plan.ticked" if ended.files_changed else "repl.plan.ticked_nothing"
            note(printable(say(key, number=step.number, files=", ".join(ended.files_changed))))
    except (AiwsError, KeyboardInterrupt):
        _stopped(repl, after, step)
        raise
    finally:
        talk.keep_plan(after)
    return after


def _stopped(repl: Repl, plan: Plan, step: Step) -> None:
    """Which steps are done and how to go on."""
    done = ", ".join(str(s.number) for s in plan.steps if s.state == "done") or "-"
    left = ", ".join(str(s.number) for s in plan.steps if s.state != "done")
    note(say("repl.plan.stopped", number=step.number, done=done, left=left))
    talk = repl.conversation
    if talk.turns in repl.app.checkpoints(talk.session_id).turns():
        note(say("repl.plan.partly", number=step.number, turn=talk.turns))
    note(say("repl.plan.go_on", number=step.number))


COMMANDS = (
    SlashCommand(
        "/plan",
        _plan,
        "[REQUEST | show | edit | go [MODE] | drop]",
        completes=lambda _: ("show", "edit", "go", *(f"go {m}" for m in _DOING), "drop"),
    ),
)
