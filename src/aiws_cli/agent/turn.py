"""One turn: how it is to be answered, what it works with, what it adds up, and the answer's frame."""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

from ..core.answer import Answer, AnswerError, AnswerUsage, Done, Intent, Mend, Status
from ..core.deeds import Mode
from ..core.errors import AiwsError, DeniedError, HumanNeededError, LimitError
from ..core.events import (
    Event,
    ModelReading,
    ModelText,
    RowsReady,
    SqlMended,
    SqlWritten,
    TablesLinked,
    ToolFinished,
)
from ..core.identity import Identity
from ..core.language import Language
from ..core.messages import ModelRequest, Prefilling, Reply, TextPart, Usage
from ..core.ports import Approver, Catalog, Clock, GuardedWarehouse, Model
from ..core.prompts import prompt
from ..core.results import Limits
from ..core.tables import Table
from ..core.untrusted import for_model, framed
from ..tools.bench import Bench
from ..tools.data import DATA_TOOLS
from ..tools.folder import Folder
from ..tools.registry import Tool
from .checkpoints import Checkpoints
from .memory import MemoryFile
from .permissions import Grounds
from .sessions import SessionStore


@dataclass(frozen=True, slots=True)
class Skill:
    """How a kind of work is to be done: `text` is the asker's own word, or that of a project they trust."""

    name: str
    text: str

    @property
    def digest(self) -> str:
        return f"sha256:{sha256(self.text.encode()).hexdigest()}"


@dataclass(frozen=True)
class AskOptions:
    """How one question is to be answered. None means "as the settings say".

    `context` is text given with the question, `context_from` names where it came from. With `by_hand` nothing is asked
    of a model: it is a tool of the kit and its arguments, done as the person says, and never without their yes. `work` says
    that it is for the line of work, whatever its words are; `within` are the files that a plan's step names (see Gate);
    `skill` is how it is to be done.
    """

    limit: int | None = None
    as_of: date | None = None
    files: tuple[Path, ...] = ()
    context: str = ""
    context_from: str = "stdin"
    chart: bool = True
    insight: bool = True
    mode: Mode = "ask"
    max_turns: int | None = None
    max_seconds: float | None = None
    max_tokens: int | None = None
    approver: Approver | None = None
    by_hand: tuple[str, Mapping[str, Any]] | None = None
    work: bool = False
    within: tuple[str, ...] | None = None
    skill: Skill | None = None


@dataclass(frozen=True)
class Surroundings:
    """What a conversation works with; built by `app`. `model` is built on first use and may be expensive.

    `tools` stand in the head a model reads, `more_tools` are reached through `call_tool`. `folder` is where files are read
    and changed, `checkpoints` makes what keeps them for a session, `memory` reads what the head of a new one says besides.

    `without` names parts of the analysis that are left out, to measure what they are worth (see Finding). `policy` is
    the digest of the one in force; with `schema_only` no value of a row reaches a model; `withheld` names the table a question is about that the asker may only know of.
    """

    catalog: Catalog
    warehouse: GuardedWarehouse
    model: Callable[[], Model]
    sessions: SessionStore
    identity: Identity
    clock: Clock
    limits: Limits
    max_tokens: int
    max_turns: int
    max_seconds: float
    grounds: Grounds
    tools: tuple[Tool, ...] = DATA_TOOLS
    more_tools: tuple[Tool, ...] = ()
    bench: Bench | None = None
    folder: Folder | None = None
    checkpoints: Callable[[str], Checkpoints] | None = None
    memory: Callable[[], tuple[MemoryFile, ...]] = lambda: ()
    without: frozenset[str] = frozenset()
    policy: str = ""
    withheld: Callable[[str, str], Table | None] = lambda _question, _workspace: None
    schema_only: bool = False


@dataclass
class Turn:
    """What one turn adds up. Lives as long as the turn; `session_id` is its conversation's."""

    around: Surroundings
    session_id: str
    question: str
    language: Language
    options: AskOptions
    as_of: date
    started: float
    deadline: float
    model: Model | None = None
    model_calls: int = 0
    tool_calls: int = 0
    usage: Usage = field(default_factory=Usage)
    seen: dict[str, Any] = field(default_factory=dict)
    intent: Intent = "data"
    streamed: str = ""
    """What has come so far of a reply that is not whole yet."""

    @property
    def asked(self) -> str:
        """The question with what was given beside it."""
        asked, skill = self.question, self.options.skill
        if skill is not None:
            asked = f"{asked}\n\nDo it as the asker's notes on {skill.name} say:\n{for_model(skill.text)}"
        context = self.options.context.strip()
        if not context:
            return asked
        return f"{asked}\n\nContext given with the question:\n{framed(context)}"

    def the_model(self) -> Model:
        """The model, chosen when it is first needed."""
        if self.model is None:
            self.model = self.around.model()
        return self.model

    def ask_model(self, request: ModelRequest, channel: str) -> Generator[Event, None, Reply]:
        """The model's reply to a request, told as it comes. Raises LimitError when the turn's time is over."""
        model = self.the_model()
        self.model_calls += 1
        self.streamed = ""
        parts = model.stream(request)
        try:
            for part in parts:
                if self.around.clock.monotonic() > self.deadline:
                    raise LimitError(limit="max_seconds", value=round(self.deadline - self.started))
                if isinstance(part, Prefilling):
                    yield ModelReading(done=part.done, total=part.total)
                elif isinstance(part, TextPart):
                    self.streamed += part.text
                    yield ModelText(text=part.text, channel=channel)
                else:
                    self.usage = self.usage + part.usage
                    self.streamed = ""
                    return part
        finally:
            close = getattr(parts, "close", None)
            if close is not None:
                close()
        raise AssertionError("a model's stream ends with a Reply")

    def evidence(self, prompt_versions: Mapping[str, str]) -> Mapping[str, object]:
        """What audit records say of the turn: session, prompts, model, the skill it is done by."""
        model = self.model
        asked = {"model": model.name, "model_digest": model.digest()} if model is not None else {}
        prompts = {
            "prompt_versions": dict(prompt_versions),
            "prompt_digests": {p: prompt(p).digest for p in prompt_versions},
        }
        skill = self.options.skill
        done_as = {"skill": skill.name, "skill_digest": skill.digest} if skill is not None else {}
        return {"session_id": self.session_id, **prompts, **asked, **done_as}

    def limits(self) -> Limits:
        """The bounds of a query: those of the role and the question, within the time left."""
        left = max(self.deadline - self.around.clock.monotonic(), 0.1)
        return self.around.limits.narrowed(max_rows=self.options.limit, seconds=left)

    def answer(self, status: Status, text: str) -> Answer:
        """An answer with what is known of every one."""
        model = self.model
        return Answer(
            status=status,
            session_id=self.session_id,
            question=self.question,
            intent=self.intent,
            answer=text,
            model=model.name if model else "",
            provider=model.provider if model else "",
            usage=AnswerUsage(
                model_calls=self.model_calls,
                prompt_tokens=self.usage.prompt_tokens,
                cached_tokens=self.usage.cached_tokens,
                completion_tokens=self.usage.completion_tokens,
                tool_calls=self.tool_calls,
                wall_s=self.around.clock.monotonic() - self.started,
            ),
            done=tuple(self.seen.get("done", ())),
        )

    def failed(self, problem: AiwsError) -> Answer:
        """The answer of a turn that ended in an error, with what there was by then."""
        status: Status = "failed"
        if isinstance(problem, DeniedError):
            status = "denied"
        elif isinstance(problem, LimitError):
            status = "limit"
        elif isinstance(problem, HumanNeededError):
            status = "clarify"
        from .ending import go_on, waiting

        error = error_of(problem)
        base = self.answer(status, error.message)
        seen = self.seen
        return replace(
            base,
            sql=seen.get("sql", ""),
            mended=tuple(seen.get("mends", ())),
            tables=seen.get("tables", ()),
            files_changed=seen.get("files_changed", ()),
            waiting=waiting(problem),
            go_on=go_on(self, problem),
            error=error,
        )

    def note(self, event: Event) -> None:
        """Keep what a failed answer still has to show."""
        if isinstance(event, SqlWritten):
            self.seen.update(sql=event.sql, mends=[])
        elif isinstance(event, SqlMended):
            self.seen.setdefault("mends", []).append(Mend(event.rule, event.reason))
        elif isinstance(event, TablesLinked):
            self.seen["tables"] = event.tables
        elif isinstance(event, RowsReady):
            self.seen["rows"] = len(event.rows)
        elif isinstance(event, ToolFinished) and event.ok:
            self.seen.setdefault("done", []).append(Done(event.tool, event.summary))


def error_of(problem: AiwsError) -> AnswerError:
    """An error as the answer has it."""
    return AnswerError(problem.code, problem.message(), problem.hint(), problem.exit_code)
