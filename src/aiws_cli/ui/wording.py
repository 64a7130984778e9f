"""Events in words, in the language of messages; what both screens say alike."""

from __future__ import annotations

from ..core.answer import Answer
from ..core.events import ModelReading, SqlWritten, StepStarted, TablesLinked
from ..core.language import of_text, say
from .cells import printable


def step(event: StepStarted) -> str:
    """What the step that begins is called."""
    text = say(f"ui.step.{event.step}", default=printable(event.step))
    return f"{text} · {printable(event.detail)}" if event.detail else text


def reading(event: ModelReading) -> str:
    """How far the model has read its prompt."""
    if event.done <= 0 or event.done >= event.total:
        return say("ui.reading.total", total=event.total)
    return say("ui.reading", done=event.done, total=event.total)


def source(event: SqlWritten) -> str:
    """Who wrote the SQL that follows: the model, the rules, or a person whose query was verified."""
    kinds = {"model": "ui.sql", "composed": "ui.sql.composed"}
    return say(kinds.get(event.source, "ui.sql.verified"))


def linked(event: TablesLinked) -> str:
    """The tables a question led to, with their business names."""
    names = list(event.business_names) + [""] * len(event.tables)
    parts = [
        f"{printable(t)} ({printable(n)})" if n else printable(t)
        for t, n in zip(event.tables, names, strict=False)
    ]
    return say("ui.tables", tables=", ".join(parts))


def period(answer: Answer) -> str:
    """The period line, empty where the answer speaks of none or its text names it already."""
    p = answer.period
    if p is None or (p.end or p.as_of) in answer.answer:
        return ""
    if not p.start and not p.end:
        return say("ui.as_of", as_of=p.as_of) if p.as_of else ""
    return say("ui.period", start=p.start, end=p.end, as_of=p.as_of or p.end)


def row_count(answer: Answer) -> str:
    """How many rows there are, and whether the warehouse had more."""
    key = "ui.rows.truncated" if answer.truncated else "ui.rows"
    return say(key, rows=len(answer.rows))


def usage(answer: Answer) -> str:
    """Model, calls, tokens and time of a turn, for --verbose."""
    u = answer.usage
    return say(
        "ui.usage",
        model=printable(answer.model) or "-",
        calls=u.model_calls,
        prompt=u.prompt_tokens,
        cached=u.cached_tokens,
        completion=u.completion_tokens,
        seconds=u.wall_s,
        audit=answer.audit_id or "-",
    )


_MOST_LINES = 20
_MOST_DONE = 10


def ended_early(answer: Answer, *, command: bool = True) -> list[str]:
    """Of a turn that ended early: what was done by then, what waits for a yes, and how to go on from there."""
    # In the language of the error they stand under, which is the question's.
    language = of_text(answer.question)
    lines = []
    if answer.done:
        lines.append(say("ui.ended.done", language, count=len(answer.done)))
        left_out = len(answer.done) - _MOST_DONE
        if left_out > 0:
            lines.append(f"  … (+{left_out})")
        lines += [f"  {d.tool}: {printable(d.summary)}" for d in answer.done[-_MOST_DONE:]]
    if answer.done or answer.waiting or answer.files_changed:
        lines.append(files_changed(answer))
    if answer.waiting is not None:
        what = say(f"approval.effect.{answer.waiting.effect}", language)
        files = ", ".join(answer.waiting.files)
        lines.append(
            say("ui.ended.waiting", language, tool=answer.waiting.tool, what=what, files=files).rstrip(" :")
        )
        detail = answer.waiting.detail.splitlines()
        lines += [f"  {line}" for line in detail[:_MOST_LINES]]
        if len(detail) > _MOST_LINES:
            lines.append(f"  … (+{len(detail) - _MOST_LINES})")
    if answer.go_on and command:
        key = "allow" if answer.waiting is not None and answer.waiting.mode else "go_on"
        lines.append(say(f"ui.ended.{key}", language, command=answer.go_on))
    return lines


def files_changed(answer: Answer) -> str:
    """The files a turn changed, in a line, in the language of its question."""
    language = of_text(answer.question)
    names = ", ".join(answer.files_changed)
    return say("ui.ended.files", language, names=names or say("ui.ended.none", language))
