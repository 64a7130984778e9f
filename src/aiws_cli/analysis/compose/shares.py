"""One part of a whole in percent: 계약 중 카드납 비중, the percentage of active policies that are paid by card."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from ...core.ports import Catalog
from ..asked_time import AskedTime
from . import meaning, nature
from .cover import Said
from .lexicon import EXACT
from .parts import Measure, Parts, Silent
from .reach import Place
from .reading import read

# Between the whole and the part of it.
_ARE = re.compile(
    r"^(?:is|are|was|were|has|have|had|come|comes|came|belongs?|goes|go|that|which|who|made|paid|went|through)$"
)


def halves(said: Sequence[Said]) -> tuple[list[Said], list[Said]] | None:
    """The words of the whole and those of the part; None where a share is not asked of one part of a whole."""
    at = next((i for i, w in enumerate(said) if w.role == "share"), None)
    if at is None:
        return None
    among = next((i for i, w in enumerate(said[:at]) if _is_among(w)), None)
    if among is not None:
        return list(said[: among + 1]), list(said[among + 1 :])
    # What percentage of X are Y.
    if not re.match(r"[a-z%]", said[at].text):
        return None
    verb = next(
        (i for i in range(at + 1, len(said)) if _ARE.match(said[i].text) and _named(said[at:i])), None
    )
    if verb is None or not _named(said[verb:]):
        return None
    return list(said[: verb + 1]), list(said[verb + 1 :])


def _is_among(word: Said) -> bool:
    return word.role == "among" or (word.role == "tail" and word.text in ("중", "중에", "중에서"))


def _named(words: Sequence[Said]) -> bool:
    return any(w.role == "name" for w in words)


def read_share_of(catalog: Catalog, fact: Place, said: Sequence[Said], times: AskedTime) -> Parts | None:
    """The reading of such a question; None where it is none. Raises Silent where the part is not clear."""
    split = halves(said)
    if split is None:
        return None
    whole, part = split
    shared = _of_both(part)
    of = read(
        catalog,
        fact,
        [w for i, w in enumerate(part) if i not in shared and w.role != "share"],
        AskedTime(),
        follows=True,
    )
    if not of.kept or of.dimensions or of.shown or of.rank or of.grain or len(of.measures) > 1:
        return None
    words = [*(part[i] for i in sorted(shared)), *(_things(w) for w in whole if w.role != "share")]
    parts = read(catalog, fact, words, times)
    limited = {(k.place.table.name, k.column.name) for k in parts.kept}
    if parts.shown or any((k.place.table.name, k.column.name) in limited for k in of.kept):
        raise Silent
    measures = parts.measures or of.measures
    if not measures:
        # Nothing is named to be added up: how many of them, where it is said of what.
        if not parts.named:
            raise Silent
        measures = (Measure("count", fact),)
    return replace(parts, measures=measures, of=of.kept, share="alone", weak=parts.weak + of.weak)


def _things(word: Said) -> Said:
    """Loans as things, where their amounts go by the same name."""
    if meaning.subject_quality(word) < EXACT or not any(m.sort == "column" for m in word.meanings):
        return word
    if not word.text.isascii():
        amounts = [m for m in word.meanings if m.sort == "column" and m.column and nature.additive(m.column)]
        if amounts:
            raise Silent  # 대출 중 연체 비중: of the loans, or of what is owed?
        return word
    return replace(word, meanings=tuple(m for m in word.meanings if m.sort != "column"))


def _of_both(part: Sequence[Said]) -> set[int]:
    """Groups and times said beside the part limit the whole just as well."""
    out = {i for i, w in enumerate(part) if w.role in ("period", "grain", "now")}
    for i, word in enumerate(part):
        if word.role == "each":
            out |= {i, i - 1}
        if word.role == "by":
            out |= {i, i + 1}
    return {i for i in out if 0 <= i < len(part)}
