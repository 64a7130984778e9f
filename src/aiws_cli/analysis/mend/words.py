"""How names and words compare: spelling aside, number aside, Korean particles aside."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable
from difflib import SequenceMatcher
from functools import lru_cache

from .bilingual import english_words

_SPLIT_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_PIECE = re.compile(r"[a-z]+|[0-9]+|[가-힣]+")

# Particles and endings that follow a noun in a question; longest first, so that "에서는" goes before "는".
_PARTICLES = tuple(
    sorted(
        (
            *(
                "은",
                "는",
                "이",
                "가",
                "을",
                "를",
                "의",
                "에",
                "로",
                "으로",
                "와",
                "과",
                "도",
                "만",
                "인",
                "별",
            ),
            *(
                "에서",
                "에게",
                "에는",
                "에서는",
                "으로는",
                "이나",
                "이고",
                "이며",
                "이면서",
                "부터",
                "까지",
                "이다",
                "입니다",
            ),
            *("중인", "하는", "한", "된", "들", "들의", "들은", "들이", "들을"),
        ),
        key=len,
        reverse=True,
    )
)


def plain(text: str) -> str:
    """Letters, digits and Hangul only, lower case, width folded: the form in which two spellings are the same."""
    return "".join(c for c in unicodedata.normalize("NFKC", text).casefold() if c.isalnum())


def singular(word: str) -> str:
    """An English noun without its plural ending; other words as they are."""
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    if len(word) > 4 and word.endswith(("sses", "shes", "ches", "xes", "zzes")):
        return word[:-2]
    if word == "ids":
        return "id"
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word


@lru_cache(maxsize=8192)
def pieces(name: str) -> tuple[str, ...]:
    """The words of an identifier or a text: `FinalTable_made` → ("final", "table", "made"), plurals singular."""
    spaced = _SPLIT_CAMEL.sub(" ", unicodedata.normalize("NFKC", name))
    return tuple(singular(p) for p in _PIECE.findall(spaced.casefold()))


def same_name(left: str, right: str) -> bool:
    """True when two identifiers differ in case, underscores and plural only."""
    return plain(left) == plain(right) or (
        bool(pieces(left)) and "".join(pieces(left)) == "".join(pieces(right))
    )


def likeness(left: str, right: str) -> float:
    """0..1, by common runs of letters, case and underscores aside."""
    return SequenceMatcher(None, plain(left), plain(right)).ratio()


def without_particle(word: str) -> tuple[str, ...]:
    """The word itself and the word without each ending it may carry: "지점별" → ("지점별", "지점")."""
    out = [word]
    for particle in _PARTICLES:
        if word.endswith(particle) and len(word) > len(particle) + 1:
            out.append(word[: -len(particle)])
    return tuple(dict.fromkeys(out))


_NAME_ENDINGS = ("번호", "코드", "일자", "여부", "구분", "명", "일", "ID")


def stem(word: str) -> str:
    """A Korean column's business name as questions say it: 관리지점번호 → 관리지점."""
    for ending in _NAME_ENDINGS:
        if word.endswith(ending) and len(word) >= len(ending) + 2:
            return word[: -len(ending)]
    return word


@lru_cache(maxsize=2048)
def asked_words(question: str) -> frozenset[str]:
    """The words of a question, English ones singular, Korean nouns also in English."""
    return frozenset(pieces(question)) | english_words(question)


def says(question: str, name: str) -> bool:
    """True when the question speaks of `name`: all its words are there, or, for Korean, its letters in one run."""
    if not name.strip():
        return False
    if any("가" <= c <= "힣" for c in name):
        return plain(name) in plain(question)
    asked = asked_words(question)
    words = pieces(name)
    return bool(words) and all(_asked(word, asked) for word in words)


_TAILS = frozenset(
    (
        "",
        *"s es e ed d ing er r or ion ions ation al ment ly y ies ied ity ality ance ence ant ent ure ship".split(),
    )
)


def _asked(word: str, asked: frozenset[str]) -> bool:
    """The word, one that goes on from it (five letters or more), or one of the same stem: liked and likes."""
    return word in asked or any(
        (len(word) >= 5 and a.startswith(word)) or (a[:3] == word[:3] and related(a, word)) for a in asked
    )


@lru_cache(maxsize=8192)
def related(left: str, right: str) -> bool:
    """True for two forms of one English word: arrived and arrival, treated and treatment, enrolled and enrolment."""
    same = 0
    for a, b in zip(left, right, strict=False):
        if a != b:
            break
        same += 1
    for stem in (same, same - 1):
        tails = left[stem:], right[stem:]
        if stem < 3 or (stem == 3 and not {*tails} <= {"", "s", "d"}):
            return False
        if stem == 4 and any(len(t) > 2 and t != "ing" for t in tails):
            continue  # state and station
        doubled = tuple(t[1:] if len(t) > 1 and t[0] == left[stem - 1] else t for t in tails)
        if all(t in _TAILS for t in tails) or all(t in _TAILS for t in doubled):
            return True
    return False


def says_any(question: str, words: Iterable[str], *, apart: Collection[str] = ()) -> bool:
    """True when the question has one of these words; a word of it that is one of `apart` speaks of those alone."""
    asked = frozenset(asked_words(question) - set(apart))
    run = plain(question)
    return any(w in run if w[0] >= "가" else len(w) >= 2 and _asked(w, asked) for w in words)


def spoken(question: str, *names: str) -> int:
    """How many distinct words of these names the question has; Korean names count by their longest shared run ≥ 2."""
    asked = asked_words(question)
    run = plain(question)
    score = 0
    for word in {w for n in names for w in pieces(n)}:
        if "가" <= word[0] <= "힣":
            score += len(word) >= 2 and (word in run or stem(word) in run)
        else:
            score += _asked(word, asked) and len(word) >= 2
    return score
