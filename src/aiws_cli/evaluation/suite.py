"""A suite of questions with what is right: read from a folder, line by line.

A line that cannot be read is kept as a `Broken` with its place; the rest of the suite runs.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, ClassVar, Literal, get_args

from ..core.errors import Actor, AiwsError
from ..core.language import say
from ..core.prompts import data_folder
from ..core.tables import Term

Expect = Literal["answer", "clarify", "deny", "unanswerable"]
SUFFIXES = (".duckdb", ".sqlite", ".sql")
"""What may lie beside the questions as `<db_id><suffix>`, in the order they are looked for."""


class SuiteMissingError(AiwsError):
    """No such suite, or a folder without questions. Slots: name, known."""

    code: ClassVar[str] = "suite_missing"
    exit_code: ClassVar[int] = 2
    actor: ClassVar[Actor] = "user"


@dataclass(frozen=True, slots=True)
class Question:
    """One question and what is right for it.

    `gold` holds one or more SQL statements, any of which may match; `rows` are the expected rows where the suite
    gives them (they win over `gold`). `follows` is the id of the question this one goes on from. `tables` are those
    needed, `table_sets` further sets that do as well. `terms` are dictionary entries that belong to this question.
    """

    id: str
    question: str
    db_id: str = ""
    gold: tuple[str, ...] = ()
    rows: tuple[tuple[Any, ...], ...] | None = None
    ordered: bool = False
    expect: Expect = "answer"
    tables: tuple[str, ...] = ()
    table_sets: tuple[tuple[str, ...], ...] = ()
    terms: tuple[Term, ...] = ()
    follows: str = ""
    category: str = ""
    language: str = ""
    held: bool = False
    intent: str = ""

    @property
    def group(self) -> str:
        """What its score is counted under: its category, else what is expected of it."""
        return self.category or self.expect


@dataclass(frozen=True, slots=True)
class Broken:
    """A line that is not a question: where, and why in words."""

    file: str
    line: int
    detail: str


@dataclass(frozen=True)
class Suite:
    """A suite. `databases` maps a `db_id` to the file beside the questions; an empty one means the configured
    warehouse. `as_of` fixes the clock; None leaves it to the warehouse.
    """

    name: str
    folder: Path
    questions: tuple[Question, ...]
    broken: tuple[Broken, ...] = ()
    databases: Mapping[str, Path] = field(default_factory=dict)
    as_of: date | None = None

    @property
    def of_retrieval(self) -> bool:
        """True where tables are asked for and nothing is to be executed."""
        return bool(self.questions) and all(
            q.tables and not q.gold and q.rows is None for q in self.questions
        )


def built_in() -> Mapping[str, Path]:
    """The suites that come with aiws: name → folder, sorted by name."""
    root = data_folder("eval_suites")
    return {p.name: p for p in sorted(root.iterdir()) if p.is_dir()} if root.is_dir() else {}


def open_suite(name: str) -> Suite:
    """A suite by its folder, or by the name of a built-in one. Raises SuiteMissingError."""
    folder = Path(name).expanduser()
    if not folder.is_dir():
        known = built_in()
        if name not in known:
            raise SuiteMissingError(name=name, known=", ".join(known) or "-")
        folder = known[name]
    files = sorted(folder.glob("*.jsonl"))
    if not files:
        raise SuiteMissingError(name=name, known=", ".join(built_in()) or "-")
    return load(folder, files)


def load(folder: Path, files: Sequence[Path]) -> Suite:
    """All questions of these files, in order. Problems of single lines are in `broken`."""
    questions: list[Question] = []
    broken: list[Broken] = []
    as_of: date | None = None
    seen: dict[str, str] = {}
    for file in files:
        for number, text in enumerate(_lines(file), 1):
            if not text.strip():
                continue
            try:
                raw = json.loads(text)
                if not isinstance(raw, dict):
                    raise ValueError(say("evaluation.line_not_object"))
                question = _question(raw)
                if question.id in seen:
                    raise ValueError(say("evaluation.line_twice", id=question.id, first=seen[question.id]))
            except (ValueError, TypeError) as problem:
                broken.append(Broken(file.name, number, str(problem)))
                continue
            seen[question.id] = f"{file.name}:{number}"
            questions.append(question)
            if "gold_sql_postgres" in raw:
                from .defog import AS_OF

                as_of = AS_OF
    known = {q.id for q in questions}
    for q in [q for q in questions if q.follows and q.follows not in known]:
        broken.append(Broken(seen[q.id].partition(":")[0], int(seen[q.id].partition(":")[2]),
                             say("evaluation.line_follows", id=q.follows)))  # fmt: skip
        questions.remove(q)
    names = {q.db_id for q in questions if q.db_id}
    return Suite(folder.name, folder, tuple(questions), tuple(broken), _databases(folder, names), as_of)


def _databases(folder: Path, names: Iterable[str]) -> dict[str, Path]:
    found = {}
    for name in sorted(names):
        path = next((p for s in SUFFIXES if (p := folder / f"{name}{s}").is_file()), None)
        if path is not None:
            found[name] = path
    return found


def _lines(file: Path) -> list[str]:
    return file.read_bytes().decode("utf-8-sig", "replace").splitlines()


def _question(raw: Mapping[str, Any]) -> Question:
    """One line. Raises ValueError saying what is wrong, in the user's language."""
    if "gold_sql_postgres" in raw:
        from .defog import adapted

        raw = adapted(raw)
    expect = raw.get("expect", "answer")
    if expect not in get_args(Expect):
        raise ValueError(say("evaluation.line_expect", value=expect, known=", ".join(get_args(Expect))))
    rows = raw.get("rows")
    gold = raw.get("gold_sql") or ()
    gold = (gold,) if isinstance(gold, str) else tuple(gold)
    sets = raw.get("alternatives") or ()
    of_sql = [s for s in sets if isinstance(s, str)]
    question = Question(
        id=_text(raw, "id"),
        question=_text(raw, "question"),
        db_id=str(raw.get("db_id") or ""),
        gold=(*gold, *of_sql),
        rows=tuple(tuple(r) for r in rows) if rows is not None else None,
        ordered=bool(raw.get("ordered", False)),
        expect=expect,
        tables=tuple(raw.get("tables") or ()),
        table_sets=tuple(tuple(s) for s in sets if not isinstance(s, str)),
        terms=terms(raw["glossary"]) if raw.get("glossary") else (),
        follows=str(raw.get("follows") or ""),
        category=str(raw.get("category") or ""),
        language=str(raw.get("language") or ""),
        held=bool(raw.get("held", False)),
        intent=str(raw.get("intent") or ""),
    )
    if expect == "answer" and not (question.gold or question.rows is not None or question.tables):
        raise ValueError(say("evaluation.line_no_gold"))
    return question


def _text(raw: Mapping[str, Any], key: str) -> str:
    value = raw.get(key)
    if not isinstance(value, (str, int)) or not str(value).strip():
        raise ValueError(say("evaluation.line_lacks", key=key))
    return str(value)


def terms(glossary: str | Sequence[str]) -> tuple[Term, ...]:
    """Dictionary entries out of glossary text: a list of lines or a text of lines; `NAME (long name) = meaning` names a term."""
    from .glossary import entries

    return entries(glossary if isinstance(glossary, str) else "\n".join(glossary))
