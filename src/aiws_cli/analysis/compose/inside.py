"""What lies inside a column: elements of lists, what holds them (태그가 붙은), and truth values (조기상환이 안 되는)."""

from __future__ import annotations

import re
from dataclasses import replace

from ...core.nested import is_list
from . import nature
from .draft import Draft
from .lexicon import SAID_TOO
from .meaning import subject_quality
from .parts import Kept, Measure, Parts, Silent
from .units import name_units

_AMOUNT = re.compile(r"\d")
# What it costs to leave out rows that never came about without being told so: a table of totals goes before.
UNSAID = 0.4


def read_truths(draft: Draft) -> None:
    """A flag or truth value beside words that say it holds, or does not: allow early redemption, 조기상환이 안 되는."""
    for i, word in enumerate(draft.words):
        if word.role != "truth":
            continue
        for j in (i - 1, i + 1) if word.text >= "가" else (i + 1, i - 1):
            found = [
                m
                for m in (draft.words[j].meanings if draft.free(j) else ())
                if m.column is not None and nature.flag(m.column) and m.sort in ("column", "value")
            ]
            columns = {(m.place.table.name, m.column.name if m.column else "") for m in found}
            if len(columns) != 1:
                continue
            best = max(found, key=lambda m: m.quality)
            assert best.column is not None
            draft.keep(Kept(best.place, best.column, values=nature.said_so(best.column, word.says == "yes")))
            draft.take(j, best.quality)
            draft.take(i)
            break
        else:
            raise Silent


def read_done(draft: Draft) -> None:
    """승인 금액, of requests that may have been declined too: the word says which of them, where it is a status' label."""
    for column in draft.fact.table.columns:
        if not nature.undone(column) or any(k.column.name == column.name for k in draft.kept):
            continue
        done = {c for c, labels in nature.labels(column).items() if not nature.undone_label(labels)}
        words = [w for i, w in enumerate(draft.words) if w.role == "name" and draft.used[i]]
        said = {
            c for c in done for label in nature.labels(column)[c] if any(_has(w.text, label) for w in words)
        }
        if len(said) == 1:
            draft.keep(Kept(draft.fact, column, values=(said.pop(),)))


def settled(parts: Parts) -> Parts:
    """건당 결제금액: what was declined was never paid. The rows that came about, where an amount is asked for."""
    for column in parts.fact.table.columns:
        limited = any(k.column.name == column.name for k in (*parts.kept, *parts.of) if not k.place.path)
        if not nature.undone(column) or limited or not all(_comes_about(m) for m in parts.measures):
            continue
        done = [c for c, labels in nature.labels(column).items() if not nature.undone_label(labels)]
        if len(done) == 1 and parts.measures:
            kept = (*parts.kept, Kept(parts.fact, column, values=(done[0],)))
            parts = replace(parts, kept=kept, weak=parts.weak + UNSAID)
    return parts


def _comes_about(measure: Measure) -> bool:
    column = measure.column
    if column is None or measure.how not in ("plain", "sum", "avg") or not nature.additive(column):
        return False
    return not any(nature.undone_label((n,)) for n in (column.business_name, column.business_name_en) if n)


def _has(text: str, label: str) -> bool:
    """Is the label the beginning of a word (승인 of 승인 금액), or one of its words?"""
    asked = name_units(label)
    words = tuple(text.split())
    return bool(asked) and words[: len(asked)] == asked


def read_lists(draft: Draft) -> bool:
    """Takes the words that go with an element of a list. True where rows with it are asked for and no figure of them."""
    kept = [k for k in draft.kept if is_list(k.column)]
    inner = [k for k in draft.kept if k.column.within]
    grouped = any(is_list(d.column) for _, d in draft.dimensions)
    for i, word in enumerate(draft.words):
        if draft.used[i]:
            continue
        if word.role == "holds":
            if not kept and not grouped:
                raise Silent
            draft.take(i)
        elif word.role == "spread":
            if not grouped:
                raise Silent
            draft.take(i)
        elif word.role == "gain":
            if not any(_AMOUNT.search(v) for k in kept for v in k.values):
                raise Silent
            draft.take(i)
    if not kept and not inner:
        return False
    if draft.measures or draft.dimensions or draft.rank is not None:
        return False
    last = [w for w in draft.words if w.role not in ("and", "list")]
    return bool(last) and last[-1].role == "name" and subject_quality(last[-1]) >= SAID_TOO
