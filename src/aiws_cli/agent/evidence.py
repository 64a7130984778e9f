"""What the catalog says of a question, in the few values that routing decides by."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ..analysis.mend.bilingual import english_words
from ..analysis.mend.words import pieces
from ..catalog.everyday import asked_words
from ..catalog.link import Linked, link
from ..catalog.own_terms import meant
from ..catalog.search import fit, match
from ..catalog.stored import Document, document
from ..catalog.words import Word, phrase, strip_particles
from ..core.language import of_text
from ..core.ports import Catalog
from ..core.tables import OwnTerm, Table, Term
from .heads import counted, heads, plain
from .misspelt import misspelt, shortened
from .only_counted import only_counted

# From this on a table answers to a word (search.fit); below the other nobody can say it does.
_KNOWN = 0.25
_UNKNOWN = 0.12
# Share of columns that must have a name in the asker's language before an unknown word means anything.
_NAMED = 0.8
# From so many syllables on a word is found in a running text by more than chance.
_LONG_ENOUGH = 3
# A name of a table or column outright, or inside one.
_WHOLE = 0.9


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the catalog says of a question.

    `tables`: the tables it links to, best first. `unmatched`: content words that none of these tables, terms or
    metrics answer to, `matched` those that one does. `best`: about the share (0..2) of the question's weight that the
    best table holds. `verified`: similarity (0..1) of the nearest verified question. `whole`: the model will see every
    table there is, so that a word the catalog does not know says nothing. `missing`: words the question asks for that
    the linked tables don't have. `of_previous`: words that
    the tables of the last result answer to. `translated`: a Korean word names, in English, a table or column of them all.
    `names`: what the linked tables and their columns are called, in one text. `persons`: a linked table has personal data, as the catalog marks it.
    """

    tables: tuple[str, ...] = ()
    unmatched: tuple[str, ...] = ()
    matched: tuple[str, ...] = ()
    best: float = 1.0
    verified: float = 0.0
    has_metric: bool = False
    whole: bool = False
    missing: tuple[str, ...] = ()
    of_previous: tuple[str, ...] = ()
    translated: bool = False
    names: str = ""
    persons: bool = False


def evidence(
    catalog: Catalog, question: str, linked: Linked, *, whole: bool, previous: Sequence[str] = ()
) -> Evidence:
    """What routing needs to know; `previous` are the tables of the result before."""
    question = meant(question, linked.terms)
    asked = asked_words(question)
    chosen = _documents(catalog, linked.tables)
    before = _documents(catalog, previous)
    return Evidence(
        tables=linked.tables,
        unmatched=_unknown(catalog, asked, linked),
        matched=linked.signals.matched,
        verified=linked.verified[0].similarity if linked.verified else 0.0,
        has_metric=bool(linked.metrics),
        best=linked.signals.best,
        whole=whole,
        missing=() if whole else _missing(catalog, question, asked, linked, chosen),
        of_previous=tuple(w.text for w in asked if _cover(w, before) >= _KNOWN),
        translated=whole and _translated(catalog, question),
        names=" | ".join(_texts(chosen)),
        persons=any(_of_persons(t) for name in linked.tables if (t := catalog.table(name)) is not None),
    )


def _of_persons(table: Table) -> bool:
    return any(c.classification in ("personal", "sensitive") for c in table.columns)


def _translated(catalog: Catalog, question: str) -> bool:
    said = english_words(question)
    tables = [t for name in catalog.table_names() if said and (t := catalog.table(name)) is not None]
    return any(said & {*pieces(t.name), *(p for c in t.columns for p in pieces(c.name))} for t in tables)


def _missing(
    catalog: Catalog, question: str, asked: Sequence[Word], linked: Linked, chosen: Sequence[Document]
) -> tuple[str, ...]:
    """Words at the place of measure or grouping that the linked tables don't have, then terms without data."""
    if not _speaks(catalog, linked.tables, question):
        return ()
    said = [n for t in linked.terms if _has_data(t) for n in t.names]
    said += [n for m in linked.metrics for n in m.names]
    spoken = "|" + "|".join(map(phrase, said)) + "|"
    hits = [h.table for h in linked.hits]
    corrected = {m for h in linked.hits for m in h.matched}
    # What a table joined to these has is one join away, and so is a slip of the pen.
    around = [t for name in _around(catalog, linked.tables) if (t := catalog.table(name)) is not None]
    near_by = _texts([document(t) for t in around])
    wider = near_by + _texts(_documents(catalog, hits))
    of_search = _documents(catalog, hits)
    found = (*chosen, *map(document, around), *of_search)
    out: list[str] = []
    for head in heads(question):
        word = next((w for w in asked if w.text == head or head in w.forms), None)
        word = word or next(iter(asked_words(head)), None)
        if (
            word is None
            or any(match(f, spoken) >= 0.6 for f in word.forms)
            or _cover(word, chosen) >= _UNKNOWN
        ):
            continue
        of_hits = _cover(word, of_search)
        if _corrected(word, corrected) and of_hits < _UNKNOWN:
            continue
        # There are such things, be it that other tables were chosen.
        if of_hits >= _WHOLE:
            continue
        if any(match(f, t) >= _WHOLE for f in word.forms for t in near_by) or _doer_known(word, found):
            continue
        if not _written_otherwise(question, word, wider):
            out.append(head)
    for head in counted(question):
        word = next((w for w in asked if w.text == head), None)
        if (
            word is None
            or word.also
            or word.text in corrected
            or word.weight < 0.9
            or _doer_known(word, found)
        ):
            continue
        known = _cover(word, found) >= _UNKNOWN or any(match(f, spoken) >= 0.6 for f in word.forms)
        if not known and not _written_otherwise(question, word, wider):
            out.append(head)
    out += only_counted(question, found)
    for term in linked.terms:
        names = [phrase(n) for n in term.names]
        if (
            not isinstance(term, OwnTerm)
            and not _has_data(term)
            and not _COMPARES.search(" ".join(term.names))
            and not _is_rule(term)
        ):
            texts = [t for d in chosen for t in (d.names, d.columns, d.codes)]
            named = any(match(n, t) >= 0.9 for n in names if n for t in texts)
            if not named and not _computable(catalog, term):
                out.append(next((n for n in term.names if phrase(n) in phrase(question)), term.term))
    return tuple(dict.fromkeys(out))


def _written_otherwise(question: str, word: Word, texts: Sequence[str]) -> bool:
    """Is the word a slip of the pen, by itself or with the word before it (대출 잔약), or short for a name (마동 여부)?"""
    if misspelt(word.forms, texts):
        return True
    if not word.hangul:
        return False
    form = re.escape(word.forms[0])
    before = re.search(rf"([가-힣]{{2,}})\s+{form}", question)
    after = re.search(rf"{form}\s+([가-힣]+)", question)
    return bool(before and misspelt((before.group(1) + word.forms[0],), texts)) or bool(
        after and shortened(word.forms[0] + strip_particles(after.group(1)), texts)
    )


def _doer_known(word: Word, documents: Sequence[Document]) -> bool:
    """접속자, 신청인: is what such a person does known?"""
    form = word.forms[0]
    stem = form[:-1]
    return (
        word.hangul
        and len(form) > 2
        and form[-1] in "자인객"
        and _cover(Word(stem, (stem,)), documents) >= _KNOWN
    )


# Terms that say how to compare or when, not what: they need no data of their own.
_COMPARES = re.compile(
    r"대비|이후|누계|포인트|비중|점유|집중|기준일|영업일|환산|교차|평균|to date|over (?:year|quarter|month)|annuali[sz]ed|point|as-of|share",
    re.I,
)


def _is_rule(term: Term) -> bool:
    """A sentence on how to do something, kept under its own first words: it names no thing that could be missing."""
    return phrase(term.definition).startswith(phrase(term.term))


def _has_data(term: Term) -> bool:
    return bool(term.tables or term.columns or term.expression)


def _computable(catalog: Catalog, term: Term) -> bool:
    """Does the term's definition speak of nothing but what there is, as ROA does of income and assets?"""
    said = [w for w in asked_words(term.definition) if w.weight >= 0.9 and not plain(w.text)]
    found = _documents(catalog, link(catalog, term.definition, with_verified=False).tables) if said else ()
    return bool(said) and all(_cover(w, found) >= _KNOWN for w in said)


def _speaks(catalog: Catalog, tables: Sequence[str], question: str) -> bool:
    """Do the linked tables name their columns in the asker's language? Else a word they don't have says nothing."""
    found = [t for name in tables if (t := catalog.table(name)) is not None]
    korean = of_text(question) == "ko"
    named = [_named(t, korean) for t in found]
    return bool(named) and sum(named) / len(named) >= _NAMED


def _named(table: Table, korean: bool) -> float:
    def told(name: str, english: str) -> bool:
        return any("가" <= c <= "힣" for c in name) if korean else bool(english or (name.isascii() and name))

    return sum(told(c.business_name, c.business_name_en) for c in table.columns) / max(len(table.columns), 1)


def _unknown(catalog: Catalog, asked: Sequence[Word], linked: Linked) -> tuple[str, ...]:
    """The unmatched words without those that only are misspelt."""
    unmatched = linked.signals.unmatched
    if not unmatched:
        return ()
    texts = _texts(_documents(catalog, (*linked.tables, *(h.table for h in linked.hits))))
    slips = {w.text for w in asked if w.text in unmatched and misspelt(w.forms, texts)}
    return tuple(w for w in unmatched if w not in slips)


def _around(catalog: Catalog, tables: Sequence[str]) -> tuple[str, ...]:
    """These tables and those they refer to."""
    found = [t for name in tables if (t := catalog.table(name)) is not None]
    return tuple(dict.fromkeys([*tables, *(r.to_table for t in found for r in t.relationships)]))


def _texts(documents: Sequence[Document]) -> list[str]:
    return [t for d in documents for t in (d.names, d.columns)]


def _documents(catalog: Catalog, tables: Sequence[str]) -> tuple[Document, ...]:
    return tuple(document(t) for name in tables if (t := catalog.table(name)) is not None)


def _corrected(word: Word, matched: set[str]) -> bool:
    """Did search find it though written otherwise? Of two syllables too many differ by a letter (종교, 종가)."""
    return word.text in matched and not (word.hangul and len(word.forms[0]) < _LONG_ENOUGH)


def _cover(word: Word, documents: Sequence[Document]) -> float:
    # A description is kept without spaces: two syllables are found where one word ends and the next begins.
    short = word.hangul and len(word.forms[0]) < _LONG_ENOUGH
    return max(
        (fit(word, (d.names, d.columns, d.codes, "" if short else d.about)) for d in documents), default=0.0
    )
