"""Where a question names columns and tables, by business names, synonyms or physical names, as whole words."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from ...core.tables import Column, Table
from .links import own_key
from .words import pieces, plain, singular

_JOSA = "중에서 중에 으로 에서 에게 까지 부터 보다 이나 이랑 하고 마다 이고 이며 처럼 이 가 은 는 을 를 의 에 과 와 로 도 만 랑 인 별 들 당".split()
_KEY_TAILS = ("번호", "코드", "아이디", "ID")
_NAME_TAILS = ("이름", "명칭", "명")
_NUMBERS = (
    "INT",
    "BIGINT",
    "SMALLINT",
    "TINYINT",
    "HUGEINT",
    "DECIMAL",
    "NUMERIC",
    "DOUBLE",
    "FLOAT",
    "REAL",
)
_ADDITIVE = frozenset(
    "amount balance revenue sale income expense cost profit value principal premium count volume quantity point fee "
    "subscription redemption inflow outflow asset loss spending payment total".split()
)
_NOT_ADDITIVE = frozenset(
    "rate ratio avg average per percent pct price limit share unit score yield median min max rank".split()
)
_PEOPLE = frozenset(
    "customer client member user person employee staff student patient guest owner holder".split()
)
_ASKS_KEY = re.compile(
    r"번호|코드|아이디|\bid\b|\bids\b|\bcodes?\b|\bkeys?\b|\bnumbers?\b(?!\s+of)|식별자", re.IGNORECASE
)


@dataclass(frozen=True)
class Run:
    """A text's letters and digits in lower case without spaces, and where each stands in `text`."""

    text: str
    letters: str
    at: tuple[int, ...]

    def starts(self, index: int) -> bool:
        """True when the letter begins a word: Hangul after Latin, or the other way round, does too."""
        if index == 0 or self.at[index - 1] != self.at[index] - 1:
            return True
        return _script(self.letters[index - 1]) != _script(self.letters[index])

    def ends(self, index: int) -> bool:
        """True when a name that ends before this letter is not the beginning of a longer word; particles may follow."""
        if self._breaks(index) or _script(self.letters[index - 1]) != _script(self.letters[index]):
            return True
        if not "가" <= self.letters[index] <= "힣":
            return False
        for josa in _JOSA:
            if self.letters.startswith(josa, index) and self._breaks(index + len(josa)):
                return self._together(index, index + len(josa))
        return False

    def _breaks(self, index: int) -> bool:
        return index >= len(self.at) or self.at[index] != self.at[index - 1] + 1

    def _together(self, start: int, end: int) -> bool:
        return self.at[end - 1] - self.at[start] == end - 1 - start


@lru_cache(maxsize=512)
def run_of(text: str) -> Run:
    folded = unicodedata.normalize("NFKC", text).casefold()
    kept = [(n, c) for n, c in enumerate(folded) if c.isalnum()]
    return Run(folded, "".join(c for _, c in kept), tuple(n for n, _ in kept))


def spans(question: str, name: str) -> Iterator[tuple[int, int]]:
    """Where the question says the name as a word of its own: (start, end) in the run's letters."""
    run, wanted = run_of(question), plain(name)
    if len(wanted) < 2:
        return
    for form in _forms(wanted):
        at = run.letters.find(form)
        while at >= 0:
            end = at + len(form)
            if run.starts(at) and run.ends(end):
                yield at, end
            at = run.letters.find(form, at + 1)


def says_name(question: str, names: Iterable[str]) -> bool:
    return any(True for n in names for _ in spans(question, n))


def ending(question: str, end: int, names: Iterable[str]) -> tuple[int, str]:
    """(length, name) of the longest of these names that the text up to the letter `end` ends with, as a word; (0, "")."""
    run = run_of(question)
    best = (0, "")
    for name in names:
        wanted = plain(name)
        for form in _forms(wanted) if len(wanted) >= 2 else ():
            start = end - len(form)
            if (
                start >= 0
                and len(form) > best[0]
                and run.letters.startswith(form, start)
                and run.starts(start)
            ):
                best = (len(form), name)
    return best


def beginning(question: str, start: int, names: Iterable[str]) -> tuple[int, str]:
    """(length, name) of the longest of these names that the text from the letter `start` begins with; (0, "")."""
    run = run_of(question)
    best = (0, "")
    for name in names:
        wanted = plain(name)
        for form in _forms(wanted) if len(wanted) >= 2 else ():
            end = start + len(form)
            if len(form) > best[0] and run.letters.startswith(form, start) and run.ends(end):
                best = (len(form), name)
    return best


@lru_cache(maxsize=8192)
def _forms(wanted: str) -> tuple[str, ...]:
    """A name and, in English, its plural and singular."""
    if not wanted or not wanted[-1].isascii() or not wanted[-1].isalpha():
        return (wanted,)
    one = singular(wanted)
    many = one[:-1] + "ies" if one.endswith("y") and one[-2:-1] not in "aeiou" else one + "s"
    return tuple(dict.fromkeys((wanted, one, many)))


def _script(letter: str) -> str:
    if "가" <= letter <= "힣":
        return "ko"
    return "digit" if letter.isdigit() else "latin"


def names_of(column: Column) -> tuple[str, ...]:
    """Every way a column is said in full, its physical name as words among them."""
    said = (column.business_name, column.business_name_en, *column.synonyms, column.name.replace("_", " "))
    return tuple(dict.fromkeys(n for n in said if n))


def stems_of(column: Column) -> tuple[str, ...]:
    """Names of keys and names without the word that says so: 영업점번호 and 영업점명 → 영업점, team_name → team."""
    out: list[str] = []
    for name in names_of(column):
        bare = re.sub(r"\([^)]*\)", "", name).strip()
        for tail in (*_KEY_TAILS, *_NAME_TAILS):
            if bare.endswith(tail) and len(plain(bare)) >= len(tail) + 2:
                out.append(bare[: -len(tail)].strip())
                break
        words = bare.split()
        if len(words) > 1 and words[-1].lower() in ("id", "code", "name", "no", "number", "title"):
            out.append(" ".join(words[:-1]))
    return tuple(dict.fromkeys(out))


def names_of_table(table: Table) -> tuple[str, ...]:
    bare = table.name.rpartition(".")[2].replace("_", " ")
    return tuple(
        dict.fromkeys(n for n in (table.business_name, table.business_name_en, *table.synonyms, bare) if n)
    )


def for_people(table: Table) -> bool:
    """The catalog names this table or its columns in words for people, and not by their physical names alone."""
    return bool(table.business_name) or any(c.business_name for c in table.columns)


def name_column(table: Table) -> Column | None:
    """The column that says what a row of this table is called; None where there is none, or more than one."""
    key = own_key(table)
    if key is None:
        return None
    found = [c for c in table.columns if is_text(c) and _is_name(c)]
    bare = set(pieces(table.name.rpartition(".")[2]))
    own = [
        c for c in found if set(pieces(c.name)[:-1]) <= bare or pieces(c.name)[:-1] == pieces(key.name)[:-1]
    ]
    choices = own or found
    return choices[0] if len(choices) == 1 else None


def _is_name(column: Column) -> bool:
    words = pieces(column.name)
    if {"en", "eng", "english", "first", "last", "nick"} & set(words):
        return False
    return bool(words) and words[-1] in ("name", "title")


def is_text(column: Column) -> bool:
    return column.type.upper() in ("VARCHAR", "TEXT", "STRING") or column.type.upper().startswith(
        ("VARCHAR(", "CHAR")
    )


def is_number(column: Column) -> bool:
    return column.type.upper().startswith(_NUMBERS)


def is_time(column: Column) -> bool:
    return column.type.upper().startswith(("DATE", "TIME"))


def is_additive(column: Column) -> bool:
    """A figure whose sum over rows means something: amounts and counts, no rates, prices, limits."""
    words = set(pieces(column.name))
    if (
        not is_number(column)
        or column.primary_key
        or words & _NOT_ADDITIVE
        or column.unit in ("percent", "ratio")
    ):
        return False
    return bool(words & _ADDITIVE)


def is_private(column: Column) -> bool:
    """Personal by its class, or a person's name by its words: people are told apart by their keys."""
    words = pieces(column.name)
    return column.classification in ("personal", "sensitive") or (
        words[-1:] == ("name",) and bool(_PEOPLE & set(words))
    )


def asks_key(question: str) -> bool:
    """The question speaks of numbers, codes or ids as such."""
    return bool(_ASKS_KEY.search(question))
