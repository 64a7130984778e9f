"""Which table a question denies: authors without books, 책이 없는 작가, people that are not players."""

from __future__ import annotations

import re

from ...core.tables import Table
from .bilingual import english_words
from .links import Link, Links
from .scene import Scene
from .words import pieces, plain, related

_NOT = re.compile(r"\b(?:not|never|no|without|none|neither|lack(?:s|ing)?|nor)\b|n't\b", re.IGNORECASE)
_NOT_KO = re.compile(
    r"없|않|아닌|아니[고며]|못\s?[하한했]|안\s?[한하된했]|미(?:보유|가입|이용|등록|참여|배정)"
)
# 중복 없이 and such say how things are shown; nothing is denied.
_IN_PASSING = re.compile(
    r"(?:중복|예외|순서|상관|관계|구분|구별|빠짐|제한)(?:이|은|을|에)?\s*(?:없이|없는|되지\s*않)"
)
_REACH = 7
_REACH_KO = 3


def denies_any(question: str) -> bool:
    return bool(_NOT.search(question) or _NOT_KO.search(_IN_PASSING.sub(" ", question)))


def denied_link(table: Table, scene: Scene) -> Link | None:
    """The link from `table`, as the one side, to the table whose rows the question says it lacks; None unless one is.

    Where the denied table is reached through one that ties the two together, the link to that one:
    a museum without visitors has no visits.
    """
    links = Links(scene, [table.name])
    direct = [
        link
        for link in links.of(table.name)
        if link.one.lower() == table.name.lower()
        and link.many.lower() != table.name.lower()
        and len(link.one_columns) == 1
    ]
    found = [link for link in direct if denies(scene.question, scene.catalog.table(link.many), table)]
    if not found:
        found = [
            link
            for link in direct
            for onward in links.of(link.many)
            if onward.many.lower() == link.many.lower()
            and onward.one.lower() != table.name.lower()
            and denies(scene.question, scene.catalog.table(onward.one), table)
        ]
    tables = {link.many for link in found}
    return links.best(found) if len(tables) == 1 else None


def denies(question: str, table: Table | None, apart: Table | None = None) -> bool:
    """True when the question denies having any row of the table. Words that are also those of `apart` don't count."""
    if table is None:
        return False
    mine = set(pieces(apart.name.rpartition(".")[2])) if apart else set()
    bare = [w for w in pieces(table.name.rpartition(".")[2]) if w not in mine]
    return (bool(bare) and _denied_english(question, bare)) or _denied_korean(question, bare, table)


def _denied_english(question: str, bare: list[str]) -> bool:
    for found in _NOT.finditer(question):
        after = re.split(r"[.,;?!]", question[found.end() :])[0]
        near = pieces(after)[:_REACH]
        if all(any(n == w or related(n, w) for n in near) for w in bare):
            return True
    return False


def _denied_korean(question: str, bare: list[str], table: Table) -> bool:
    names = [plain(n) for n in (table.business_name, *table.synonyms) if len(plain(n)) >= 2]
    question = _IN_PASSING.sub(" ", question)
    for found in _NOT_KO.finditer(question):
        before = question[: found.start()].split()[-_REACH_KO:]
        run = plain(" ".join(before))
        if any(name in run for name in names):
            return True
        words = english_words(" ".join(before))
        if bare and all(any(w == b or related(w, b) for w in words) for b in bare):
            return True
        if len(bare) > 1 and bare[-1] in words:
            return True
    return False
