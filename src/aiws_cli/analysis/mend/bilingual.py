"""Korean nouns of everyday data and the English words that name the same in tables and columns.

Warehouses with English names are asked in Korean. Only plain translations stand here, never a name of one database;
what a catalog says of its own tables (business names, synonyms) comes first and is not repeated.
"""

from __future__ import annotations

import re
from functools import lru_cache
from importlib import resources
from itertools import product

_PARTICLE = r"(?:들|별|수)?(?:은|는|이|가|을|를|의|에|에서|에게|로|으로|와|과|도|만|인|이고|이며|에는|에서는|이나|부터|까지)?"


@lru_cache(maxsize=1)
def _pairs() -> tuple[tuple[str, tuple[str, ...]], ...]:
    """(Korean word, English words), longest first; "_" stands for a space."""
    table: dict[str, list[str]] = {}
    text = resources.files(__package__).joinpath("bilingual.txt").read_text(encoding="utf-8")
    for line in text.splitlines():
        korean, _, english = line.partition(":")
        for word in korean.split() if not line.startswith("#") else ():
            table.setdefault(word, []).extend(english.split())
    return tuple(
        (word, tuple(dict.fromkeys(english)))
        for word, english in sorted(table.items(), key=lambda pair: -len(pair[0]))
    )


@lru_cache(maxsize=4096)
def _stands(word: str) -> re.Pattern[str]:
    """Where a word stands in a question: a syllable alone, a longer word at the beginning or the end of a run."""
    if len(word) == 1:
        return re.compile(rf"(?<![가-힣]){word}{_PARTICLE}(?![가-힣])")
    spread = r"\s?".join(word.replace("_", ""))
    return re.compile(rf"(?<![가-힣]){spread}|{spread}{_PARTICLE}(?![가-힣])")


@lru_cache(maxsize=1)
def _korean() -> dict[str, tuple[str, ...]]:
    """English word, or words with "_" between, → Korean words for it."""
    table: dict[str, list[str]] = {}
    for word, english in _pairs():
        for said in english:
            table.setdefault(said, []).append(word.replace("_", " "))
    return {said: tuple(dict.fromkeys(words)) for said, words in table.items()}


_PIECE = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")
_LINKS = frozenset("of the in for a an by".split())
_MOST_NAMES = 24


@lru_cache(maxsize=4096)
def in_korean(name: str) -> tuple[str, ...]:
    """What an English identifier may be called in Korean, word for word: `Conductor_Name` → 지휘자 이름.

    Empty where one of its words is not known, or where there are too many ways to say it. "a_of_b" is turned round.
    """
    words = [p.lower() for p in _PIECE.findall(name)]
    if "of" in words[1:-1]:
        at = words.index("of")
        words = [*words[at + 1 :], *words[:at]]
    said = [_of_either_number(w) for w in words if w not in _LINKS]
    ways = 1
    for choices in said:
        ways *= len(choices)
    if not said or not 0 < ways <= _MOST_NAMES:
        return ()
    return tuple(" ".join(choice) for choice in product(*said))


def korean_for(word: str) -> tuple[str, ...]:
    """The Korean nouns for one English word, singular or plural; empty where none is known."""
    word = word.lower()
    # "series" is its own singular, however it was shortened.
    return _of_either_number(word) or (_of_either_number(f"{word[:-1]}ies") if word.endswith("y") else ())


def _of_either_number(word: str) -> tuple[str, ...]:
    known = _korean()
    return (
        known.get(word)
        or known.get(word.removesuffix("s"))
        or known.get(word.removesuffix("ies") + "y")
        or ()
    )


@lru_cache(maxsize=2048)
def english_words(question: str) -> frozenset[str]:
    """English words for the Korean nouns of a question; a noun inside a longer one that is known does not count."""
    if not any("가" <= c <= "힣" for c in question):
        return frozenset()
    left = question
    run = question.replace(" ", "")
    out: set[str] = set()
    for word, english in _pairs():
        if word.replace("_", "") not in run:
            continue
        found = list(_stands(word).finditer(left))
        if found:
            out.update(said for joined in english for said in joined.split("_"))
            for match in found:
                left = left[: match.start()] + "\0" * (match.end() - match.start()) + left[match.end() :]
    return frozenset(out)
