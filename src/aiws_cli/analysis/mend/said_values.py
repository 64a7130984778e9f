"""Values a question says otherwise than by their labels: flags by their names, glossary synonyms, slips of one letter."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...catalog.words import distance, jamo
from ...core.tables import Column
from .named import run_of, spans
from .scene import Scene
from .unasked_values import labels
from .words import pieces, plain, without_particle

Said = tuple[str, tuple[int, int]]
"""(value, (start, end) in the letters of the question's run)."""

_FLAG_TAIL = re.compile(r"\s*(?:여부|유무|flag)$", re.IGNORECASE)
# Labels that say of many things whether they are so, never of which thing.
_GENERIC = frozenset(
    "동의 미동의 이용 미이용 등록 미등록 게시 내림 기준 보조 주요 아님 맞음 예 아니오 가능 불가 대상 비대상 휴일 평일 주말 월말 사용 미사용 포함 미포함 필수 선택".split()
)
_STATE = re.compile(r"active|valid|status|deleted|current|운영|제휴|유효|사용|게시|상태", re.IGNORECASE)
_ASKED_ABOUT = re.compile(r"^(?:\s*(?:여부|유무|비율|비중)|별|율|률)")
_HANGUL = re.compile(r"[가-힣]+")
_SHORTEST_SLIP = 4
_SHORTEST_ENGLISH = 6


def is_flag(column: Column) -> bool:
    """A column of two codes, yes and no."""
    return len(column.code_values) == 2 and {v.lower() for v in column.code_values} in (
        {"y", "n"},
        {"1", "0"},
    )


def flags_said(column: Column, scene: Scene, common: frozenset[str]) -> Iterator[Said]:
    """The side of a flag that the question names: 수입차, 비흡연, "imported", and 수입 전기차 for 수입차.

    Nothing for flags of which rows count at all (active, 제휴), nor where the flag itself is asked about (흡연 여부별).
    """
    if _STATE.search(" ".join((column.name, column.business_name, column.business_name_en))):
        return
    for value in column.code_values:
        told = [n for n in labels(column, value) if len(n) > 1]
        if value.lower() in ("y", "1"):
            titles = (column.business_name, *column.synonyms)
            told += [_FLAG_TAIL.sub("", n) for n in titles if n]
        for name in dict.fromkeys(told):
            word = plain(name)
            if len(word) < 2 or word in common or word in _GENERIC:
                continue
            if word.isascii() and (len(word) < _SHORTEST_ENGLISH or word not in pieces(column.name)):
                continue
            for span in (*spans(scene.question, name), *_apart(scene.question, name)):
                if not _ASKED_ABOUT.match(_after(scene.question, span)):
                    yield value, span


def _apart(question: str, name: str) -> Iterator[tuple[int, int]]:
    """A compound said with a word inside it: 수입 전기차 for 수입차, 변액 종신보험 for 변액보험."""
    if not _HANGUL.fullmatch(name) or len(name) < 3:
        return
    run = run_of(question)
    for cut in range(2, len(name)):
        first, head = name[:cut], name[cut:]
        for found in re.finditer(rf"(?<![가-힣]){first}\s+([가-힣]+)", run.text):
            middle = found.group(1)
            if any(w.endswith(head) and len(w) > len(head) for w in without_particle(middle)):
                start = run.at.index(found.start())
                yield start, start + cut


def terms_said(column: Column, scene: Scene) -> Iterator[Said]:
    """A label that is the name of a glossary term which the question calls by another of its names: 주담대."""
    terms = [(t.names, {plain(n) for n in t.names}) for t in scene.catalog.terms(scene.question)]
    for value in column.code_values:
        own = {plain(n) for n in labels(column, value)}
        for names, same in terms:
            if not own & same:
                continue
            for name in names:
                if plain(name) not in own and len(plain(name)) > 2:
                    for span in spans(scene.question, name):
                        yield value, span


def names_value(column: Column, name: str, scene: Scene) -> bool:
    """True for a name of the column that is a glossary term's for one of its values: 주담대 of a loan's kind."""
    own = {plain(n) for v in column.code_values for n in labels(column, v)}
    terms = [{plain(n) for n in t.names} for t in scene.catalog.terms(scene.question)]
    return any(plain(name) in names and own & names for names in terms)


def slips_said(column: Column, scene: Scene) -> Iterator[Said]:
    """A word one letter of Hangul away from a label of four syllables or more: 오토리쓰 for 오토리스."""
    if not column.code_values:
        return
    run = run_of(scene.question)
    for found in _HANGUL.finditer(run.text):
        start = run.at.index(found.start())
        for word in without_particle(found.group()):
            for value in column.code_values:
                for name in labels(column, value):
                    if (
                        len(name) >= _SHORTEST_SLIP
                        and _HANGUL.fullmatch(name)
                        and len(word) == len(name)
                        and word != name
                        and distance(jamo(word), jamo(name), 1) == 1
                    ):
                        yield value, (start, start + len(word))


def _after(question: str, span: tuple[int, int]) -> str:
    run = run_of(question)
    return run.text[run.at[span[1] - 1] + 1 :]
