"""Conditions on flags that nobody asked for: `consent_yn = 'Y'` copied from an example."""

from __future__ import annotations

import re
from dataclasses import replace

from sqlglot import exp

from ...catalog.everyday import asked_words as everyday_words
from ...catalog.search import fit
from ...catalog.stored import document
from ...catalog.words import bigrams
from ...core.tables import Column
from .dialect import drop_condition
from .grain import conjuncts
from .named import name_column, names_of, run_of, spans
from .scene import Scene
from .scope import Query, own, queries
from .words import asked_words, pieces, plain, related, spoken, stem

# How well a name must answer to a word to account for it, and which words ask for an account.
_FOUND = 0.3
_WEIGHTY = 0.5
# Names of two syllables are part of too much to be told apart.
_SHORT_NAME = 2
_PAIR = 2
_FLAGS = frozenset({"y", "n", "yes", "no", "true", "false", "0", "1", "t", "f"})
_VALIDITY = frozenset(
    "status active valid use used deleted del cancel cancelled closed open current latest last".split()
)
_VALIDITY_KO = re.compile(r"상태|유효|사용|활성|삭제|해지|취소|정상|최신|현재")
_FIGURE = re.compile(r"총합|합계|총액|총계|합산|평균|얼마|몇")
_SEXES = {"f": "여성 여자 여 female women woman girl".split(), "m": "남성 남자 남 male men man boy".split()}


def mend_filter_unasked(tree: exp.Expr, scene: Scene) -> tuple[exp.Expr, tuple[str, ...]]:
    """A condition on a flag of which the question says neither the column nor what its value means.

    Of codes only such a one goes that is no state and that no word left over can mean: people leave out what goes
    without saying (approved sales, products on sale). Flags stay that say
    what is valid, what a metric, term or rule of the catalog demands, and flags whose names are in a language the
    question is not in.
    """
    if not scene.question.strip():
        return tree, ()
    reasons: list[str] = []
    for query in queries(tree, scene.catalog):
        where = query.select.args.get("where")
        for part in conjuncts(where.this if where is not None else None):
            if _is_unasked(part, query, scene):
                reasons.append(scene.reason("filter_unasked", condition=part.sql(dialect=scene.dialect)))
                drop_condition(query.select, part)
    return tree, tuple(reasons)


def _is_unasked(part: exp.Expr, query: Query, scene: Scene) -> bool:
    if isinstance(part, exp.EQ | exp.NEQ):
        values = [part.expression]
    elif isinstance(part, exp.In) and part.expressions:
        values = list(part.expressions)
    else:
        return False
    reference = part.this
    if not isinstance(reference, exp.Column) or not all(
        isinstance(v, exp.Literal | exp.Boolean) for v in values
    ):
        return False
    column = query.meaning(reference)
    if column is None or column.primary_key or column.type.upper().startswith(("DATE", "TIME")):
        return False
    texts = [str(v.this).lower() if isinstance(v, exp.Boolean) else v.name for v in values]
    row = _named_row(reference, query, scene) if isinstance(part, exp.EQ) and column.code_values else ""
    if row:
        left = replace(scene, question=scene.question.replace(row, " "))
        return not speaks_of(column, [*texts, *column.code_values], left) and not _demanded(column, scene)
    if _of_lookup(reference, query) and isinstance(part, exp.EQ) and _validity(column):
        # Which products are on sale now says nothing of what was sold.
        apart = _apart(column, query, scene)
        if all(t in column.code_values for t in texts) and not _demanded(column, scene):
            return not speaks_of(column, [*texts, *column.code_values], apart)
        return False
    if _is_code(column, texts):
        sure = isinstance(part, exp.EQ) and _tellable(column, scene) and _explained(query, scene)
        if len(column.code_values) == _PAIR and not _hinted(column, texts, scene):
            return False  # of two sides nothing at all is said: which one is meant may go without saying
        return sure and not _hinted(column, texts, _apart(column, query, scene))
    if not all(t.lower() in _FLAGS for t in texts) or not _is_flag(column) or not _tellable(column, scene):
        return False
    return not speaks_of(column, texts, scene) and not _demanded(column, scene)


def _is_code(column: Column, values: list[str]) -> bool:
    return (
        not _is_flag(column) and len(column.code_values) >= 2 and all(v in column.code_values for v in values)
    )


def _named_row(reference: exp.Column, query: Query, scene: Scene) -> str:
    """The name that picks the row, as the question says it: nothing else need pick it. Empty where none does."""
    source = query.owner(reference)
    name = name_column(source.table) if source is not None and source.table is not None else None
    where = query.select.args.get("where")
    for part in conjuncts(where.this if where is not None else None):
        if not isinstance(part, exp.EQ) or not isinstance(part.this, exp.Column) or name is None:
            continue
        if query.owner(part.this) is source and part.this.name.lower() == name.name.lower():
            said = part.expression.name
            return said if said and said in scene.question else ""
    return ""


def _apart(column: Column, query: Query, scene: Scene) -> Scene:
    """The scene without the words that name other columns of the tables read: 매매수수료 says nothing of 매수."""
    run = run_of(scene.question)
    left = list(run.text)
    for source in query.sources:
        for other in source.table.columns if source.table is not None else ():
            if other.name == column.name or other.code_values:
                continue
            for name in names_of(other):
                for start, end in spans(scene.question, name) if len(plain(name)) > _SHORT_NAME else ():
                    if run.at[end - 1] - run.at[start] >= end - start:
                        continue  # of names of several words each may be said for itself
                    left[run.at[start] : run.at[end - 1] + 1] = " " * (run.at[end - 1] + 1 - run.at[start])
    return replace(scene, question="".join(left))


def _validity(column: Column) -> bool:
    """The column says which rows count at all: on sale, active, closed."""
    names = (column.name, column.business_name, column.business_name_en)
    return any(w in _VALIDITY for n in names for w in pieces(n)) or bool(_VALIDITY_KO.search(" ".join(names)))


def _of_lookup(reference: exp.Column, query: Query) -> bool:
    """Every figure is read of other tables than the one of this column: it only tells of what the rows refer to."""
    source = query.owner(reference)
    figures = [c for part in own(query.select, exp.Sum) for c in own(part, exp.Column)]
    owners = [query.owner(c) for c in figures]
    return bool(owners) and source is not None and all(o is not None and o is not source for o in owners)


def _explained(query: Query, scene: Scene) -> bool:
    """Every word of weight is found in names and labels of the tables read: none is left that a value may stand for."""
    texts = [document(s.table) for s in query.sources if s.table is not None]
    fields = [(d.names, d.columns, d.codes) for d in texts]
    return all(
        any(fit(word, f) >= _FOUND for f in fields)
        for word in everyday_words(scene.question)
        if word.weight >= _WEIGHTY and not _FIGURE.match(word.text)
    )


def _hinted(column: Column, values: list[str], scene: Scene) -> bool:
    """The question says the column or one of its values, or something that the value may go by."""
    if speaks_of(column, [*values, *column.code_values], scene) or _demanded(column, scene):
        return True
    said = [form for w in everyday_words(scene.question) for form in (*w.forms, *w.also)]
    labels = [plain(p) for v in values for p in column.code_values[v].split("|")]
    if not any(("가" <= p[:1] <= "힣") == (scene.language == "ko") for p in labels):
        return True  # a label in another language cannot be looked for
    english = [w for label in values for w in pieces(column.code_values[label]) if w.isascii()]
    if any(related(w, a) for w in english for a in asked_words(scene.question) if a.isascii()):
        return True
    return any(set(bigrams(label)) & set(bigrams(plain(form))) for label in labels for form in said)


def speaks_of(column: Column, values: list[str], scene: Scene) -> bool:
    """True when the question says the column, one of the values or what a value means."""
    names = [column.name, column.business_name, column.business_name_en, *column.synonyms]
    if spoken(scene.question, *[n for n in names if n]):
        return True
    run, asked = plain(scene.question), asked_words(scene.question)
    for value in values:
        label = column.code_values.get(value, "")
        if len(plain(value)) > 1 and plain(value) in run:
            return True
        if any(w in run if w >= "가" else w in asked for w in _SEXES.get(value.lower(), ())):
            return True
        for word in pieces(label):
            if word >= "가":
                if len(word) >= 2 and (word in run or stem(word) in run or word[:2] in run):
                    return True
            elif len(word) > 2 and word in asked:
                return True
    return False


def _is_flag(column: Column) -> bool:
    words = pieces(column.name)
    return (
        (bool(words) and (words[-1] in ("yn", "flag", "tf") or words[0] in ("is", "has", "if")))
        or column.type.upper().startswith("BOOL")
        or column.business_name.endswith("여부")
    )


def _tellable(column: Column, scene: Scene) -> bool:
    """The column has a name in the question's language, and is not of those that say which rows count at all."""
    names = (column.name, column.business_name, column.business_name_en, *column.synonyms)
    if any(w in _VALIDITY for n in names for w in pieces(n)) or _VALIDITY_KO.search(" ".join(names)):
        return False
    return scene.language != "ko" or any("가" <= c <= "힣" for n in names for c in n)


def _demanded(column: Column, scene: Scene) -> bool:
    """A metric, a term or a rule that the question brings in names the column."""
    name = re.compile(rf"\b{re.escape(column.name)}\b", re.IGNORECASE)
    texts = [scene.catalog.rules()]
    for metric in scene.catalog.metrics(scene.question):
        texts += [metric.expression, metric.example, *metric.filters]
    for term in scene.catalog.terms(scene.question):
        texts += [term.expression, term.definition, *term.columns]
    return any(name.search(t) for t in texts if t)
