"""What a tool may do: one decision, made from plain facts, and the gate that every call of a tool goes through.

`decide` is the whole rule; `Gate` finds the facts, asks the person where the rule says so, and writes down what was
decided before anything is done. A turn in which text from outside was shown to the model is tainted: from then on what
leaves our hands needs a person who has seen exactly that.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, ClassVar

from ..core.deeds import Approval, Deed, Effect, Mode, Verdict
from ..core.errors import Actor, AiwsError, DeniedError, HumanNeededError
from ..core.language import say
from ..core.ports import Approver, AuditLog
from ..tools.places import Place, place, worst
from . import patterns
from .plan import named


class NotPermitted(DeniedError):
    """A tool may not do this here, whoever asks. Slots: tool, why (the name of the rule)."""

    code: ClassVar[str] = "not_permitted"

    def message(self, language: Any = None) -> str:
        return say(f"agent.permission.{self.slots['why']}", language, **self.slots)


class PlanOnly(AiwsError):
    """In plan mode nothing but reading is done; the model is told and goes on. Slots: tool."""

    code: ClassVar[str] = "plan_only"
    exit_code: ClassVar[int] = 4
    actor: ClassVar[Actor] = "model"


class Declined(AiwsError):
    """A person said no, and why: the model is told and may do otherwise. Slots: tool, reason."""

    code: ClassVar[str] = "declined"
    exit_code: ClassVar[int] = 5
    actor: ClassVar[Actor] = "model"


class ApprovalNeeded(HumanNeededError):
    """A person must agree to this and nobody can be asked, or they said no.

    Slots: what (the tool), why, answer (`no` or `nobody`), deed, case (its facts).
    """

    code: ClassVar[str] = "approval_needed"


@dataclass(frozen=True, slots=True)
class Case:
    """The facts of a decision.

    `place` is the worst one of the files touched, None where none is; `new_host` one that no setting names; `permitted`
    what the policy says of the tool for the role; `standing` the person's own rule for it, empty where there is none;
    `unplanned` a deed of a plan's step that does more than the step names.
    """

    effect: Effect
    mode: Mode
    tainted: bool = False
    place: Place | None = None
    new_host: bool = False
    confined: bool = False
    permitted: bool = True
    standing: Verdict | None = None
    unplanned: bool = False

    @property
    def leaves(self) -> bool:
        """Whether it goes out of our hands: to others, to a host, to files elsewhere, to code nothing holds in."""
        return (
            self.effect in ("publish", "notify")
            or self.new_host
            or self.place == "outside"
            or (self.effect == "write" and self.place is None)
            or (self.effect == "execute" and not self.confined)
        )


@dataclass(frozen=True, slots=True)
class Decision:
    """`why` names the rule that decided: policy, protected, standing, plan, tainted, outside_plan, mode."""

    verdict: Verdict
    why: str


def decide(case: Case) -> Decision:
    """Allow, ask a person, or deny. The first rule that speaks decides; no later one gives back what it took."""
    if not case.permitted:
        return Decision("deny", "policy")
    if case.place == "protected":
        return Decision("deny", "protected")
    if case.standing == "deny":
        return Decision("deny", "standing")
    if case.mode == "plan" and (case.effect != "read" or case.leaves):
        return Decision("deny", "plan")
    if case.tainted and case.leaves:
        return Decision("ask", "tainted")
    if case.unplanned:
        return Decision("ask", "outside_plan")
    if case.standing is not None:
        return Decision(case.standing, "standing")
    return Decision(_by_mode(case), "mode")


def _by_mode(case: Case) -> Verdict:
    if case.leaves:
        return "ask"
    match case.effect:
        case "read":
            return "allow"
        case "write":
            return "allow" if case.mode in ("auto-edit", "auto") else "ask"
        case _:
            return "allow" if case.mode == "auto" else "ask"


@dataclass(frozen=True)
class Grounds:
    """What the decisions of a conversation rest on, fixed before the model says a word.

    `who` is what records say of the asker: user, role, policy. `folder` is where one works, `protected` what no tool
    touches, `hosts` those that settings name, `standing` the person's rules, `permits` what the policy says of a tool and
    its effect for the asker's role; `in_force` raises where policy or identity do not hold any more. `granted` are
    patterns the person agreed to for this session; `remember` keeps one for good.
    """

    who: Mapping[str, Any]
    audit: AuditLog
    folder: Path
    protected: tuple[Path, ...] = ()
    hosts: frozenset[str] = frozenset()
    standing: Mapping[str, Verdict] = field(default_factory=dict)
    permits: Callable[[str, Effect], bool] = lambda tool, effect: True
    in_force: Callable[[], None] = lambda: None
    granted: dict[str, Verdict] = field(default_factory=dict)
    remember: Callable[[str], object] | None = None


class Gate:
    """The gate of one turn. Not thread-safe."""

    def __init__(
        self,
        grounds: Grounds,
        *,
        mode: Mode,
        approver: Approver | None = None,
        evidence: Mapping[str, Any] | None = None,
        within: Sequence[str] | None = None,
    ) -> None:
        """Without an approver nobody can be asked. `evidence` goes into every record (session, model).

        `within` are the files that the step of a plan names, None where no step is done: all that acts on others is asked.
        """
        self._grounds, self._mode, self._approver = grounds, mode, approver
        self._within = within
        self._evidence = dict(evidence or {})
        self._sources: dict[str, None] = {}

    @property
    def tainted_by(self) -> tuple[str, ...]:
        """Where the text came from that the model has seen of outside, in order; empty while the turn is clean."""
        return tuple(self._sources)

    def taint(self, source: str) -> None:
        """Note that text from outside is about to be shown to the model. There is no way back within the turn."""
        self._sources.setdefault(source)

    def case(self, deed: Deed) -> Case:
        """The facts of this deed. What acts without saying on what is taken to reach where nobody looked."""
        grounds = self._grounds
        places = [
            place(p, grounds.folder, protected=grounds.protected, writing=writing)
            for paths, writing in ((deed.reads, False), (deed.writes, True))
            for p in paths
        ]
        unsaid = deed.effect in ("publish", "notify", "connect") and not deed.hosts
        return Case(
            effect=deed.effect,
            mode=self._mode,
            tainted=bool(self._sources),
            place=worst(places),
            new_host=unsaid or any(not known_host(h, grounds.hosts) for h in deed.hosts),
            confined=deed.confined,
            permitted=grounds.permits(deed.tool, deed.effect),
            standing=self._standing(deed),
            unplanned=self._within is not None and deed.effect != "read" and not self._planned(deed),
        )

    def allows(self, deed: Deed) -> bool:
        """Whether this deed would pass without a person."""
        return decide(self.case(deed)).verdict == "allow"

    def _planned(self, deed: Deed) -> bool:
        """Whether the plan's step names every file the deed writes. Of code nobody can say what it writes."""
        top = self._grounds.folder
        below = [str(p.relative_to(top)) if p.is_relative_to(top) else str(p) for p in deed.writes]
        return bool(below) and all(named(path, self._within or ()) for path in below)

    def _standing(self, deed: Deed) -> Verdict | None:
        """What the person's rules say; a yes for the session counts where no rule says otherwise."""
        return patterns.verdict(self._grounds.standing, deed) or patterns.verdict(self._grounds.granted, deed)

    @contextmanager
    def passing(self, deed: Deed) -> Iterator[None]:
        """Do the deed inside of this block, or not at all.

        Raises NotPermitted, PlanOnly or ApprovalNeeded before the block, AuditError where the log can't take it: no
        record, no deed. Plain reading needs no record here; what it reads has its own.
        """
        self._in_force(deed)
        decision = decide(self.case(deed))
        about = {**self._about(deed), "why": decision.why}
        if decision.verdict == "deny":
            self._grounds.audit.append("denied", {**about, "reason": "permission", "detail": decision.why})
            if decision.why == "plan":
                raise PlanOnly(tool=deed.tool)
            raise NotPermitted(tool=deed.tool, why=decision.why)
        if decision.verdict == "ask":
            about["approval"] = self._approved(deed, decision, about)
            # A person takes their time.
            self._in_force(deed)
        if deed.effect == "read" and decision.verdict == "allow":
            yield
            return
        id_ = self._grounds.audit.append("act", about)
        try:
            yield
        except BaseException as problem:
            code = problem.code if isinstance(problem, AiwsError) else type(problem).__name__
            self._done(id_, deed, {"status": "failed", "error": code})
            raise
        self._done(id_, deed, {"status": "ok"})

    def _in_force(self, deed: Deed) -> None:
        try:
            self._grounds.in_force()
        except DeniedError as problem:
            about = {**self._about(deed), "reason": problem.code, "detail": problem.message("en")}
            self._grounds.audit.append("denied", about)
            raise

    def _approved(self, deed: Deed, decision: Decision, about: Mapping[str, Any]) -> str:
        """The id of the record that a person agreed. Raises ApprovalNeeded where nobody did, Declined for a no with a reason."""
        # What leaves our hands is agreed to one by one.
        pattern = "" if self.case(deed).leaves or decision.why != "mode" else patterns.pattern_of(deed)
        said = Approval(False)
        if self._approver is not None:
            said = self._approver.approve(deed, decision.why, self.tainted_by, pattern)
        if not said.agreed:
            answer = "no" if self._approver is not None else "nobody"
            self._grounds.audit.append("denied", {**about, "reason": "approval", "detail": answer})
            if said.reason:
                raise Declined(tool=deed.tool, reason=said.reason)
            raise ApprovalNeeded(
                what=deed.tool,
                why=say(f"agent.permission.ask.{decision.why}"),
                answer=answer,
                deed=deed,
                case=self.case(deed),
            )
        scope = said.scope if pattern else "once"
        id_ = self._grounds.audit.append(
            "approval", {**about, "by": self._grounds.who["user"], "scope": scope, "pattern": pattern}
        )
        if scope != "once":
            self._grounds.granted[pattern] = "allow"
        if scope == "always" and self._grounds.remember is not None:
            self._grounds.remember(pattern)
        return id_

    def _done(self, id_: str, deed: Deed, record: Mapping[str, Any]) -> None:
        self._grounds.audit.append("outcome", {**self._grounds.who, "of": id_, "tool": deed.tool, **record})

    def _about(self, deed: Deed) -> dict[str, Any]:
        return {
            **self._grounds.who,
            **self._evidence,
            "tool": deed.tool,
            "effect": deed.effect,
            "digest": deed.digest,
            "files": [str(p) for p in (*deed.reads, *deed.writes)],
            "hosts": list(deed.hosts),
            "recipients": list(deed.recipients),
            "mode": self._mode,
            "tainted": list(self.tainted_by),
        }


def known_host(host: str, known: frozenset[str]) -> bool:
    """Whether a setting names this host, and this port of it where the setting says one."""
    asked = host.strip().lower().rstrip(".")
    name = asked.rpartition(":")[0] if asked.rpartition(":")[2].isdigit() else asked
    return asked in known or name in known
