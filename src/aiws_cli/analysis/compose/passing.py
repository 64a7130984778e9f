"""Words of a question that may be passed over, so that the rest of it can be written by rules.

A word the catalog does not know and that limits, compares or negates nothing was most likely said in passing (회의에 쓸,
"for my boss"). A word that the catalog knows was not: it may only be passed over where the model did not use it either.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from ...catalog.words import stem
from ...core.ports import Catalog
from ...core.tables import Column, Table

# Parts of words that change what is asked, wherever they stand in one.
_CHANGES = re.compile(
    r"없|않|못|말고|빼|뺀|제외|제하|외에|아닌|아니|안[ ]?(?:한|된|쓴)|뿐|있|남|부터|까지|이상|이하|초과|미만|넘|모자|같|다르|다른|처음|마지막|최[초근저대소고]"
    r"|^(?:[한두세네](?=[개곳명건대위번])|하나|둘|셋|넷|다섯|여섯|일곱|여덟|아홉|열|몇)|^(?:개|곳|명|건|군데)(?:만|까지|씩)"
    r"|중복|동시|둘|모두|각|이전|이후|사이|대비|보다|차이|늘|줄|증가|증감|감소|변동|변화|분석|비교|영향|관계|원인|요인|요약|예측|전망|누적|누계|평균|합[계산]|순위|비율|비중|율$|별$|별로$|안에|내에|연속|미리|먼저"
    r"|^안$|만$|전$|전에|후$|후에|내$|^(?:첫|끝|또)"
)
_CHANGES_EN = re.compile(
    r"n't$|^(?:no|not|never|without|none|nor|neither|other|others|else|except|excluding|exclude|excludes|only|both|either|first|last|before|after"
    r"|than|between|rank|ranks|ranked|ranking|within|per|each|every|end|ends|ended|ending|start|starts|started|over|under|above|below|until|till"
    r"|since|more|less|fewer|most|least|any|all|same|different|differ|change|changes|changed|grow|grew|grown|growth|increase|increased"
    r"|decrease|decreased|drop|dropped|cumulative|running|average|avg|mean|median|moving|share|ratio|rate|percent|percentage|zero|null|empty|missing"
    r"|twice|double|half|ever|still|yet|previous|next|compare|compared|versus|vs|new|open|active|current|currently|unique|distinct|consecutive"
    r"|analy[sz]e|analysis|analyses|affect|effect|impact|cause|driver|drivers|why|relation|correlation|summari[sz]e|forecast|min|max|minimum|maximum|total|sum|count|many|much|latest|earliest|oldest|newest|and|or|but|if|whose|who|which|again|repeat|repeated"
    r"|order|ordered|sort|sorted|reverse|reversed|alphabetical|alphabetically|ascending|descending|top|bottom|best|worst|ids?|names?)$"
)
_HANGUL = re.compile(r"[가-힣]")
# So much of a word tells what it is; what follows are particles and endings.
_ROOT_KO, _ROOT_EN = 2, 4

# How a word ends that tells which of the things behind it are meant: 해지된 카드, 쓰는 사람.
_TELLS_WHICH = re.compile(r"(?:된|한|인|진|난|던|는|은|린|낸|긴|될|할)$")
_MOST = 2

Passing = Callable[[str], bool]


def changes_what_is_asked(word: str) -> bool:
    """Does a word negate, limit, compare, order or put together, so that the question without it is another one?"""
    pattern = _CHANGES if _HANGUL.search(word) else _CHANGES_EN
    return any(c.isdigit() for c in word) or pattern.search(word) is not None


_ENDS = re.compile(
    r"(?:들|분|님|쪽|측|꺼|거|것|건|해서|하고|하면|하는|이고|이면|인데|이라|라고|이랑|에게|한테|에서|부터|까지|마다|처럼|보다|으로|로"
    r"|에|의|은|는|이|가|을|를|도|만|과|와|랑|서|요|씩)+"
)


def only_ends(text: str) -> bool:
    """Is the rest of a Korean word nothing but particles and endings, so that it makes no other noun of it?"""
    return _ENDS.fullmatch(text) is not None


def said_in_passing(catalog: Catalog, tables: Sequence[str]) -> Passing:
    """Tells which words say nothing of the data: they change nothing, and no name or value of these tables holds them."""
    texts = " ".join(
        t for name in tables if (table := catalog.table(name)) is not None for t in _texts(table)
    )
    known = texts.lower()
    return lambda word: not changes_what_is_asked(word) and _root(word) not in known


def unused(catalog: Catalog, tables: Sequence[str], sql: str) -> Passing:
    """Tells which words a statement made nothing of: no column it reads, and no value it compares with, is called so."""
    written = sql.lower()
    used = [
        c
        for name in tables
        if (table := catalog.table(name)) is not None
        for c in table.columns
        if re.search(rf"\b{re.escape(c.name.lower())}\b", written)
    ]
    names = [text for c in used for text in (*_names(c), *_compared(c, written))]
    # A thing that has a table of its own is no word in passing, whatever the statement made of it.
    names += [
        text for name in tables if (table := catalog.table(name)) is not None for text in _called(table)
    ]
    said = " ".join(names).lower()
    return lambda word: not changes_what_is_asked(word) and _root(word) not in said


def too_much(passed: Sequence[str], limited: bool) -> bool:
    """Were too many words passed over? One that tells which things are meant is, where nothing else does (`limited`)."""
    return len(passed) > _MOST or (not limited and any(_TELLS_WHICH.search(word) for word in passed))


def _root(word: str) -> str:
    if _HANGUL.search(word):
        return word[:_ROOT_KO]
    return stem(word)[:_ROOT_EN]


def _texts(table: Table) -> list[str]:
    inside = (t for c in table.columns for t in (*_names(c), *c.code_values.values(), *c.sample_values))
    return [*_called(table), *(t for t in inside if t)]


def _called(table: Table) -> tuple[str, ...]:
    return (table.name, table.business_name, table.business_name_en)


def _names(column: Column) -> tuple[str, ...]:
    return (column.name, column.business_name, column.business_name_en, *column.synonyms)


def _compared(column: Column, written: str) -> list[str]:
    """The labels and values of a column that a statement compares it with."""
    labels = [label for code, label in column.code_values.items() if f"'{code.lower()}'" in written]
    return labels + [v for v in column.sample_values if f"'{v.lower()}'" in written]
