"""Conditions on flags that nobody asked for: `consent_yn = 'Y'` copied from an example."""

from __future__ import annotations

import re

from sqlglot import exp

from ...catalog.everyday import asked_words as everyday_words
from ...catalog.search import fit
from ...catalog.stored import document
from ...catalog.words import bigrams
from ...core.tables import Column
from .dialect import drop_condition
from .grain import conjuncts
from .scene import Scene
from .scope import Query, queries
from .words import asked_words, pieces, plain, related, spoken, stem

# How well a name must answer to a word to account for it, and which words ask for an account.
_FOUND = 0.3
_WEIGHTY = 0.5
_FLAGS = frozenset({"y", "n", "yes", "no", "true", "false", "0", "1", "t", "f"})
_VALIDITY = frozenset(
    "status active valid use used deleted del cancel cancelled closed open current latest last".split()
)
_VALIDITY_KO = re.compile(r"상태|유효|사용|활성|삭제|해지|취소|정상|최신|현재")
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
    if _is_code(column, texts):
        sure = isinstance(part, exp.EQ) and _tellable(column, scene) and _explained(query, scene)
        return sure and not _hinted(column, texts, scene)
    if not all(t.lower() in _FLAGS for t in texts) or not _is_flag(column) or not _tellable(column, scene):
        return False
    return not speaks_of(column, texts, scene) and not _demanded(column, scene)


def _is_code(column: Column, values: list[str]) -> bool:
    return (
        not _is_flag(column) and len(column.code_values) > 2 and all(v in column.code_values for v in values)
    )


def _explained(query: Query, scene: Scene) -> bool:
    """Every word of weight is found in names and labels of the tables read: none is left that a value may stand for."""
    texts = [document(s.table) for s in query.sources if s.table is not None]
    fields = [(d.names, d.columns, d.codes) for d in texts]
    return all(
        any(fit(word, f) >= _FOUND for f in fields)
        for word in everyday_words(scene.question)
        if word.weight >= _WEIGHTY
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
