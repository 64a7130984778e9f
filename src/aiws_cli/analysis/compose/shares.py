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

_FROM = re.compile(r"(?:전체)?에서(?:는|의)?")
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
        if not _named(said[among + 1 :]):
            return _part_first(said, among)
        return list(said[: among + 1]), list(said[among + 1 :])
    if not re.match(r"[a-z%]", said[at].text):
        return _taken_up(said, at)
    # Of all X, what share are Y.
    if _named(said[:at]) and at + 1 < len(said) and _ARE.match(said[at + 1].text) and _named(said[at + 1 :]):
        return [w for w in said[:at] if w.text != ","], list(said[at:])
    # What percentage of X are Y.
    verb = next(
        (i for i in range(at + 1, len(said)) if _ARE.match(said[i].text) and _named(said[at:i])), None
    )
    if verb is None or not _named(said[verb:]):
        return None
    return list(said[: verb + 1]), list(said[verb + 1 :])


def _part_first(said: Sequence[Said], among: int) -> tuple[list[Said], list[Said]] | None:
    """ESG 펀드가 전체 펀드 중 몇 %: the part is named first, the whole behind it."""
    parted = [
        i for i, w in enumerate(said[:among]) if w.role == "tail" and w.text in ("이", "가", "은", "는")
    ]
    if len(parted) != 1 or not _named(said[: parted[0]]) or not _named(said[parted[0] : among]):
        return None
    return list(said[parted[0] + 1 : among + 1]), [*said[: parted[0] + 1], *said[among + 1 :]]


def _taken_up(said: Sequence[Said], at: int) -> tuple[list[Said], list[Said]] | None:
    """차량에서 수입차가 차지하는 비율, 수입차가 차량에서 차지하는 비율: the whole is what 에서 stands behind."""
    verb = next((i for i, w in enumerate(said[:at]) if w.says == "share"), at)
    where = [i for i, w in enumerate(said[:verb]) if _FROM.fullmatch(w.text)]
    if len(where) != 1 or not _named(said[: where[0]]):
        return None
    after = where[0] + 1
    if _named(said[after:verb]):
        return list(said[:after]), list(said[after:])
    parted = [
        i for i, w in enumerate(said[: where[0]]) if w.role == "tail" and w.text in ("이", "가", "은", "는")
    ]
    if len(parted) != 1 or not _named(said[: parted[0]]) or not _named(said[parted[0] : after]):
        return None
    return list(said[parted[0] + 1 : after]), [*said[: parted[0] + 1], *said[after:]]


def _is_among(word: Said) -> bool:
    return word.role == "among" or (word.role == "tail" and word.text in ("중", "중에", "중에서"))


def _named(words: Sequence[Said]) -> bool:
    return any(w.role == "name" for w in words)


def asked_once(said: Sequence[Said]) -> tuple[Said, ...]:
    """비중은 몇 %: the unit of a share that is asked for already is nothing more."""
    out: list[Said] = []
    for word in said:
        before = next((w for w in reversed(out) if w.role not in ("tail", "filler", "period")), None)
        if word.role == "share" and word.says == "percent" and before is not None and before.role == "share":
            continue
        out.append(word)
    return tuple(out)


def read_share_of(catalog: Catalog, fact: Place, said: Sequence[Said], times: AskedTime) -> Parts | None:
    """The reading of such a question; None where it is none. Raises Silent where the part is not clear."""
    ratio = _read_ratio(catalog, fact, said, times)
    if ratio is not None:
        return ratio
    split = halves(said)
    if split is None:
        return _read_share_with(catalog, fact, said, times)
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
    parts = read(catalog, fact, words, times, figure=True)
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


def _read_ratio(catalog: Catalog, fact: Place, said: Sequence[Said], times: AskedTime) -> Parts | None:
    """청구금액 대비 수납금액 비율, claims as a percentage of premiums: one sum over another of the same rows."""
    shares = [i for i, w in enumerate(said) if w.role == "share"]
    against = [i for i, w in enumerate(said) if w.role == "against"]
    if len(shares) != 1 or times.compared or len(times.spans) > 1:
        return None
    at = shares[0]
    over = said[at].says == "over"
    if over != (not against) or len(against) > 1:
        return None
    if not over and (not said[against[0]].text.startswith("대비") or against[0] > at):
        return None
    middle = at if over else against[0]
    words = [
        replace(w, role="and", says="") if i == middle else w
        for i, w in enumerate(said)
        if i == middle or i != at
    ]
    parts = read(catalog, fact, words, times, figure=True)
    if len(parts.measures) != 2 or parts.rank or parts.per or parts.shown or parts.running or parts.share:
        raise Silent
    columns = [m.column for m in parts.measures if m.column is not None]
    if any(m.how not in ("plain", "sum", "metric") for m in parts.measures):
        raise Silent
    if not all(nature.additive(c) for c in columns):
        raise Silent
    first, second = parts.measures
    return replace(parts, measures=(first, second) if over else (second, first), share="over")


def _read_share_with(catalog: Catalog, fact: Place, said: Sequence[Said], times: AskedTime) -> Parts | None:
    """여성 고객 비율, the share of overdue loans: the only condition says which part is meant of all of them."""
    shares = [w for w in said if w.role == "share"]
    # A value 비중 of each region, too, may be how the values spread over the regions.
    each = any(w.role in ("each", "by", "every", "grain") for w in said)
    if len(shares) != 1 or (each and shares[0].says != "of"):
        return None
    if any(_torn(w) for w in said):
        return None
    try:
        parts = read(catalog, fact, [_things(w) for w in said if w.role != "share"], times, figure=True)
    except Silent:
        return None
    only = parts.kept[0] if len(parts.kept) == 1 else None
    if only is None or len(only.values) != 1 or only.but or parts.shown or len(parts.measures) > 1:
        return None
    if any(d.column is only.column for d in parts.dimensions) or parts.rank or parts.now:
        return None
    if parts.measures and parts.measures[0].how == "metric" and parts.measures[0].metric is not None:
        return None
    if not parts.measures and not parts.named and not any(meaning.names_rows(w, fact) for w in said):
        return None
    measures = parts.measures or (Measure("count", fact),)
    return replace(parts, measures=measures, kept=(), of=(only,), share="alone")


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


def _torn(word: Said) -> bool:
    """보험금: the claims, or what is paid for them?"""
    amounts = any(m.sort == "column" and m.column and nature.additive(m.column) for m in word.meanings)
    return amounts and not word.text.isascii() and meaning.is_subject(word)


def _of_both(part: Sequence[Said]) -> set[int]:
    """Groups and times said beside the part limit the whole just as well."""
    out = {i for i, w in enumerate(part) if w.role in ("period", "grain", "now")}
    for i, word in enumerate(part):
        if word.role == "each":
            out |= {i, i - 1}
        values = i + 1 < len(part) and all(m.sort == "value" for m in part[i + 1].meanings)
        if word.role == "by" and not values:
            out |= {i, i + 1}
    return {i for i in out if 0 <= i < len(part)}
