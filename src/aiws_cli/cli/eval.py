"""`aiws eval`: suites, and running one."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, ClassVar

import typer

from ..core.errors import Actor, AiwsError, UsageError
from ..core.language import current, say
from .door import Door, new_app, one_of
from .opening import opened
from .options import AsJson, ModelName, OutputFormat, Provider, absolute, flags, json_chosen
from .output import note, put, put_columns, put_json

if TYPE_CHECKING:
    from ..core.ports import Model
    from ..evaluation.record import Record

app = new_app()

HALVES = ("open", "held", "all")


class BelowLeastError(AiwsError):
    """The accuracy is below what the command line asked for. Slots: accuracy, least."""

    code: ClassVar[str] = "below_least"
    exit_code: ClassVar[int] = 6
    actor: ClassVar[Actor] = "user"


def _option(name: str, metavar: str | None, key: str) -> Any:
    return typer.Option(name, metavar=metavar, show_default=False, help=say(f"cli.eval.opt.{key}"))


@app.command("list", cls=Door)
def list_suites(output_format: OutputFormat = "text", as_json: AsJson = False) -> None:
    from ..evaluation.suite import built_in, open_suite

    suites = [open_suite(name) for name in built_in()]
    counted = [(s.name, len(s.questions), sum(q.held for q in s.questions)) for s in suites]
    if json_chosen(output_format, as_json):
        put_json(
            {
                "schema": "aiws.suites/1",
                "suites": [{"name": n, "questions": q, "held": h} for n, q, h in counted],
            }
        )
        return
    put_columns([(n, say("cli.eval.list.row", questions=q, held=h)) for n, q, h in counted])


@app.command(cls=Door)
def run(
    suite: Annotated[str, typer.Argument(metavar="SUITE", help=say("cli.eval.opt.suite"))],
    questions: Annotated[int | None, _option("--questions", "N", "questions")] = None,
    seed: Annotated[int, _option("--seed", "S", "seed")] = 0,
    half: Annotated[str, _option("--half", "|".join(HALVES), "half")] = "",
    category: Annotated[list[str] | None, _option("--category", "NAME", "category")] = None,
    ids: Annotated[list[str] | None, _option("--id", "NAME", "id")] = None,
    with_baseline: Annotated[bool, _option("--baseline", None, "baseline")] = False,
    without: Annotated[list[str] | None, _option("--without", "NAME", "without")] = None,
    against: Annotated[str, _option("--against", "FILE", "against")] = "",
    records: Annotated[str, _option("--records", "FILE", "records")] = "",
    html: Annotated[str, _option("--html", "FILE", "html")] = "",
    predictions: Annotated[str, _option("--predictions", "FILE", "predictions")] = "",
    fresh: Annotated[bool, _option("--fresh", None, "fresh")] = False,
    replay: Annotated[bool, _option("--replay", None, "replay")] = False,
    least: Annotated[float | None, _option("--least", "X", "least")] = None,
    provider: Provider = "",
    model: ModelName = "",
    output_format: OutputFormat = "text",
    as_json: AsJson = False,
) -> int:
    wants_json = json_chosen(output_format, as_json)
    if questions is not None and questions <= 0:
        raise UsageError(detail=say("cli.usage.positive", name="--questions", value=questions))
    from ..evaluation import files
    from ..evaluation.compare import compare
    from ..evaluation.page import page
    from ..evaluation.run import SUITE_ROLE, ModelGoneError, Runner, Selection
    from ..evaluation.suite import open_suite
    from ..evaluation.summary import summarise
    from ..evaluation.told import told

    opened_suite = open_suite(suite)
    before = files.read(absolute(against)) if against else None
    for broken in opened_suite.broken:
        note(say("cli.eval.broken", file=broken.file, line=broken.line, detail=broken.detail))
    # A suite without a held half has only one way to run.
    some_held = any(q.held for q in opened_suite.questions)
    chosen_half = one_of("--half", half, HALVES) if half else "open" if some_held else "all"
    selection = Selection(questions, seed, chosen_half, tuple(category or ()), tuple(ids or ()))  # type: ignore[arg-type]
    chosen = selection.of(opened_suite)
    if not chosen:
        raise UsageError(detail=say("cli.eval.nothing"))

    done: list[Record] = []
    stopped: ModelGoneError | KeyboardInterrupt | None = None
    with opened(flags(provider, model)) as application:
        folder = application.settings.home / "eval"

        @cache
        def asked() -> Model:
            return application.model_with_memory(folder / "replies", replay_only=replay, fresh=fresh)

        runner = Runner(
            application.resolved,
            opened_suite,
            asked,
            folder=folder,
            with_baseline=with_baseline,
            without=_left_out(without or ()),
        )
        bar = _Bar(len(chosen))
        try:
            for record in runner.run(selection):
                done.append(record)
                bar.show(record)
        except (ModelGoneError, KeyboardInterrupt) as problem:
            stopped = problem
        finally:
            bar.end()
            runner.close()
        target = (
            absolute(records) if records else folder / "runs" / f"{opened_suite.name}-{chosen_half}.jsonl"
        )
        files.write(target, done)
        about = {
            "suite": opened_suite.name,
            "questions": str(len(done)),
            **_about_model(None if opened_suite.of_retrieval else asked()),
            **({"without": ", ".join(sorted(without))} if without else {}),
            "policy": SUITE_ROLE if opened_suite.databases else application.identity.role,
        }
    summary = summarise(done)
    compared = compare(before, done) if before is not None else None
    if predictions:
        _write(absolute(predictions), "".join(files.line(r.prediction()) for r in done))
    if html:
        _write(absolute(html), page(summary, done, title=opened_suite.name, about=about, comparison=compared))
    if stopped is not None:
        note(say("cli.eval.stopped", done=len(done), total=len(chosen)))
    if wants_json:
        put_json(
            {
                "schema": "aiws.eval/1",
                **about,
                "complete": stopped is None,
                "broken": [{"file": b.file, "line": b.line, "detail": b.detail} for b in opened_suite.broken],
                "records": str(target),
                "summary": summary.as_dict(),
                "against": compared.as_dict() if compared is not None else None,
            }
        )
    else:
        put(told(summary, compared, language=current()))
    note(say("cli.eval.records", path=target))
    if stopped is not None:
        raise stopped
    if least is not None and summary.accuracy.rate < least:
        raise BelowLeastError(accuracy=summary.accuracy.rate, least=least)
    return 0


def _left_out(names: Sequence[str]) -> frozenset[str]:
    """Parts of the analysis to leave out. UsageError for one that does not exist."""
    from ..analysis.asking import HINTS
    from ..analysis.mend import RULES

    known = ["mending", "whole", "compose", *(name for name, _ in HINTS), *(rule.name for rule in RULES)]
    for name in names:
        one_of("--without", name, tuple(known))
    return frozenset(names)


def _about_model(model: Model | None) -> dict[str, str]:
    if model is None:
        return {}
    return {"model": model.name, "provider": model.provider, "digest": model.digest()}


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    note(say("cli.eval.written", path=path))


class _Bar:
    """How far the run is: one line that is overwritten on a terminal, every tenth question elsewhere."""

    def __init__(self, total: int) -> None:
        self._terminal = sys.stderr.isatty()
        self._total = total
        self._done = self._right = self._calls = 0

    def show(self, record: Record) -> None:
        self._done += 1
        self._right += record.ok
        self._calls += record.model_calls
        text = say("cli.eval.progress", done=self._done, total=self._total, right=self._right, calls=self._calls,
                   id=record.id)  # fmt: skip
        if self._terminal:
            filled = 20 * self._done // self._total
            sys.stderr.write(f"\r\x1b[K[{'█' * filled}{'░' * (20 - filled)}] {text}")
            sys.stderr.flush()
        elif self._done % 10 == 0 or self._done == self._total:
            note(text)

    def end(self) -> None:
        if self._terminal:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()
