"""What the model sees of a table. Every token costs a small machine 20 ms, so a card holds only what helps."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Literal

from aiws_cli.core.language import of_text
from aiws_cli.core.nested import is_list, is_struct
from aiws_cli.core.tables import Column, Table, code_meaning

from .search import match
from .stored import phrases
from .words import Word, phrase, words

MOST_CODES = 6
MOST_KEYS = 8
MOST_ELEMENTS = 2
# How well a word of the question fits a column that it speaks of.
_SPOKEN = 0.5
# The schema that a bare name means is not worth its tokens.
_DEFAULT = "main."
_DECIMAL = re.compile(r"DECIMAL\(\d+, ?\d+\)", re.IGNORECASE)


_COSTS = tuple(
    (re.compile(pattern), weight)
    for pattern, weight in (
        (r"[가-힣]", 1.10),
        (r"[A-Za-z]+", 1.0),
        (r"\d", 1.25),
        (r"[^\sA-Za-z0-9가-힣]+", 0.54),
        (r"\n", 1.5),
    )
)


def card(
    table: Table,
    *,
    columns: frozenset[str] | None = None,
    question: str = "",
    budget: int = 0,
    near: frozenset[str] | None = None,
    language: Literal["ko", "en", ""] = "",
) -> str:
    """A table as text: a head line, a line a column, a line a foreign key.

    `columns` (lower case) are those to show, None all. `near` are the tables (lower case) whose foreign keys are
    worth a line, None all. `question` brings the code values it speaks of to the front and, unless `language`
    says so, chooses the language of names. With `budget` (tokens, estimated) code and sample values go first,
    then the least fitting columns; keys stay.
    """
    tongue = language or of_text(question or table.business_name)
    asked = words(question)
    shown = [c for c in table.columns if columns is None or c.name.lower() in columns]
    keys = _key_columns(table)
    ranked = sorted(shown, key=lambda c: (c.name.lower() in keys, _fit(c, asked)))
    text = _text(table, shown, asked, tongue, near, True)
    if not budget or estimate(text) <= budget:
        return text
    # A table of a thousand columns is not written anew for each one that goes: a line's share is taken off.
    counts = _counts(_text(table, shown, asked, tongue, near, False))
    gone: set[int] = set()
    for column in ranked:
        if _tokens(counts) <= budget or column.name.lower() in keys:
            break
        gone.add(id(column))
        line = _counts(f"\n  {_line(column, asked, tongue, False)}")
        counts = [whole - part for whole, part in zip(counts, line, strict=True)]
    return _text(table, [c for c in shown if id(c) not in gone], asked, tongue, near, False)


def pick_columns(table: Table, question: str, limit: int = 16, wanted: Iterable[str] = ()) -> frozenset[str]:
    """Lower-case names of the columns worth showing for a question: all of a narrow table, else the best `limit`.

    Keys, foreign keys and `wanted` (from metrics, terms, the statement before) always stay, then what the question
    speaks of, then names, dates, and codes.
    """
    if len(table.columns) <= limit:
        return frozenset(c.name.lower() for c in table.columns)
    asked = words(question)
    keep = _key_columns(table) | {w.lower() for w in wanted}
    chosen = [c.name.lower() for c in table.columns if c.name.lower() in keep]

    def value(column: Column) -> float:
        score = _fit(column, asked) * 3
        if column.logical_type in {"date", "timestamp"}:
            score += 0.5
        if column.name.lower().endswith("name") or column.business_name.endswith("명"):
            score += 0.5
        if column.code_values:
            score += 0.2
        if column.logical_type in {"number", "integer"}:
            score += 0.1
        return score

    rest = [c for c in table.columns if c.name.lower() not in keep]
    rest.sort(key=value, reverse=True)
    chosen += [c.name.lower() for c in rest[: max(0, limit - len(chosen))]]
    # A word of the question that a column answers to is never cut, however small the limit.
    chosen += [c.name.lower() for c in rest if _fit(c, asked) >= 0.85]
    return frozenset(chosen)


def estimate(text: str) -> int:
    """Qwen tokens of a card, ±15 %: weights fitted to cards counted with the real vocabulary, a twentieth added."""
    return _tokens(_counts(text))


def _counts(text: str) -> list[int]:
    """How often each pattern of _COSTS occurs; those of lines add up to that of the text, line ends counted."""
    return [len(pattern.findall(text)) for pattern, _ in _COSTS]


def _tokens(counts: list[int]) -> int:
    return int(1.05 * sum(weight * n for n, (_, weight) in zip(counts, _COSTS, strict=True))) + 1


def _text(
    table: Table,
    shown: list[Column],
    asked: tuple[Word, ...],
    tongue: str,
    near: frozenset[str] | None,
    values: bool,
) -> str:
    title = table.business_name if tongue == "ko" else (table.business_name_en or table.business_name)
    grain = table.grain if tongue == "ko" else (table.grain_en or table.grain)
    about = "; ".join(t for t in (title, grain) if t)
    bare = table.name.removeprefix(_DEFAULT)
    head = f"CREATE TABLE {bare} ("
    lines = [f"{head} -- {about}" if about and phrase(about) != phrase(bare) else head]
    lines += [f"  {_line(c, asked, tongue, values)}" for c in shown]
    for rel in table.relationships:
        if near is None or rel.to_table.lower() in near:
            here, there = ", ".join(rel.from_columns), ", ".join(rel.to_columns)
            lines.append(
                f"  FOREIGN KEY ({here}) REFERENCES {rel.to_table.removeprefix(_DEFAULT)} ({there}),"
            )
    return "\n".join((*lines, ");"))


def _line(column: Column, asked: tuple[Word, ...], tongue: str, values: bool) -> str:
    definition = f"{column.name} {short_type(column.type)}{' PRIMARY KEY' if column.primary_key else ''},"
    name = column.business_name if tongue == "ko" else (column.business_name_en or column.business_name)
    # `sale_status` needs no "Sale status" beside it.
    about = name if name and phrase(name) != phrase(column.name) else ""
    if column.unit and column.unit not in {"KRW", "원"}:
        about = f"{about} [{column.unit}]".strip()
    if values:
        about = f"{about}{_values(column, asked, tongue)}".removeprefix(": ").strip()
    return f"{definition} -- {about}" if about else definition


def _values(column: Column, asked: tuple[Word, ...], tongue: str) -> str:
    if column.fields:
        return _keys(column, asked, tongue)
    if column.code_values:
        codes = [(code, code_meaning(label, tongue), label) for code, label in column.code_values.items()]
        codes.sort(
            key=lambda c: -max((match(f, phrases((c[0], c[2]))) for w in asked for f in w.forms), default=0.0)
        )
        text = column.logical_type == "string"
        said = [
            _code(code, text) + (f"={label}" if label and label != code else "") for code, label, _ in codes
        ]
        more = ", …" if len(said) > MOST_CODES else ""
        return ": " + ", ".join(said[:MOST_CODES]) + more
    if column.sample_values and not column.primary_key and column.classification in {"public", "internal"}:
        if not is_list(column):
            shown = _telling(column.sample_values, asked)
        elif not asked or _fit(column, asked) >= _SPOKEN:
            # Where a list is asked about, what its elements look like cannot be told from its name.
            shown = list(dict.fromkeys((*_said(column.sample_values, asked), *column.sample_values)))
        else:
            shown = []
        if shown:
            return " e.g. " + ", ".join(f"'{v[:30]}'" for v in shown[:MOST_ELEMENTS])
    return ""


def _keys(column: Column, asked: tuple[Word, ...], tongue: str) -> str:
    """The keys of an object as a query reads them, the asked ones first and those with their type or a few of their values."""
    ranked = sorted(column.fields, key=lambda k: -_fit(k, asked))
    told = []
    for key in ranked[:MOST_KEYS]:
        name = key.name if is_struct(column) else f"->>'{key.name}'"
        if asked and _fit(key, asked) < _SPOKEN:
            told.append(name)
            continue
        about = ""
        if key.classification in {"public", "internal"}:
            codes = [
                code + (f"={label}" if (label := code_meaning(text, tongue)) and label != code else "")
                for code, text in key.code_values.items()
            ]
            samples = [f"'{v[:30]}'" for v in (*_said(key.sample_values, asked), *key.sample_values)]
            about = ", ".join(list(dict.fromkeys(codes or samples))[: MOST_CODES if codes else MOST_ELEMENTS])
        title = key.business_name if tongue == "ko" else key.business_name_en
        said = f"{title} " if title and not about and phrase(title) != phrase(key.name) else ""
        told.append(f"{name} {about or said + short_type(key.type)}")
    more = "; …" if len(ranked) > MOST_KEYS else ""
    return ": " + "; ".join(told) + more


def _said(values: tuple[str, ...], asked: tuple[Word, ...]) -> list[str]:
    forms = [f for w in asked for f in w.forms]
    return [v for v in values if any(match(f, phrases((v,))) >= 0.8 for f in forms)]


def _telling(values: tuple[str, ...], asked: tuple[Word, ...]) -> list[str]:
    """The samples worth their tokens: those that show how values are written ('202609'), or that the question speaks of.

    Other names only tempt a small model to filter by them. A word that all samples share (지점 in 강남지점, 분당지점)
    speaks of none of them.
    """
    if not asked:
        return list(values)
    forms = [f for w in asked for f in w.forms]
    said = {v: {f for f in forms if match(f, phrases((v,))) >= 0.8} for v in values}
    shared = set.intersection(*said.values()) if len(values) > 1 else set()
    return [v for v in values if any(c.isdigit() for c in v) or said[v] - shared]


def _code(code: str, text: bool) -> str:
    """A code as the card writes it: quoted where it looks like a number but is text."""
    return f"'{code}'" if text and code.replace(".", "", 1).isdigit() else code


def short_type(type_text: str) -> str:
    """The warehouse's type text without a decimal's digits, which no query needs."""
    return _DECIMAL.sub("DECIMAL", type_text)


def _key_columns(table: Table) -> frozenset[str]:
    keys = {c.lower() for c in table.primary_key}
    for rel in table.relationships:
        keys |= {c.lower() for c in rel.from_columns}
    return frozenset(keys)


def _fit(column: Column, asked: tuple[Word, ...]) -> float:
    """How well a column answers to the words of the question: its best word, and a little for each further one."""
    if not asked:
        return 0.0
    parts = (column, *column.fields)
    names = phrases(n for c in parts for n in (c.name, c.business_name, c.business_name_en, *c.synonyms))
    labels = (
        phrases(v for c in parts for v in (*c.code_values.values(), *c.sample_values))
        if column.classification != "personal"
        else "|"
    )
    scores = sorted(
        (
            max(max(match(f, names), 0.9 * match(f, labels)) for f in w.forms) * (0.6 + 0.4 * w.weight)
            for w in asked
        ),
        reverse=True,
    )
    return scores[0] + 0.2 * sum(scores[1:])
