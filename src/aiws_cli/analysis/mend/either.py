"""`a = 1 OR a = 2 AND b = 3`: AND binds closer than OR, and people mean the other."""

from __future__ import annotations

import re
from collections.abc import Sequence

from sqlglot import exp

from .scene import Scene
from .scope import Query, queries

# "in Seoul, or in Busan and married": here the second place alone is married.
_APART = re.compile(r",\s*(?:or|또는|혹은|아니면)\b|(?:거나|이나|또는)\s*,", re.IGNORECASE)


def mend_either(tree: exp.Expr, scene: Scene) -> tuple[exp.Expr, tuple[str, ...]]:
    """Alternatives of one column written beside a condition on another: the alternatives in parentheses.

    Only where every arm of the OR is about one and the same column and a single arm, the first or the last, carries
    conditions on others.
    """
    if _APART.search(scene.question):
        return tree, ()
    reasons: list[str] = []
    for query in queries(tree, scene.catalog):
        for slot in ("where", "having"):
            clause = query.select.args.get(slot)
            if clause is None or not isinstance(clause.this, exp.Or):
                continue
            arms = list(clause.this.flatten(unnest=False))
            condition = _grouped(arms, query)
            if condition is not None:
                clause.set("this", condition)
                reasons.append(scene.reason("either", condition=condition.sql(dialect=scene.dialect)))
    return tree, tuple(reasons)


def _grouped(arms: Sequence[exp.Expr], query: Query) -> exp.Expr | None:
    mixed = [arm for arm in arms if isinstance(arm, exp.And)]
    if len(mixed) != 1 or mixed[0] not in (arms[0], arms[-1]):
        return None
    (arm,) = mixed
    about = {_about(a, query) for a in arms if a is not arm}
    if len(about) != 1 or None in about:
        return None
    parts = list(arm.flatten(unnest=False))
    # The part next to the OR is the alternative; the rest holds for all of them.
    mine, rest = (parts[0], parts[1:]) if arm is arms[-1] else (parts[-1], parts[:-1])
    if _about(mine, query) not in about or any(_about(p, query) in (None, *about) for p in rest):
        return None
    either = exp.paren(exp.or_(*(mine.copy() if a is arm else a.copy() for a in arms), copy=False))
    kept = [p.copy() for p in rest]
    return exp.and_(*([either, *kept] if arm is arms[-1] else [*kept, either]), copy=False, wrap=False)


def _about(part: exp.Expr, query: Query) -> str | None:
    """The one column a comparison is about; None for what compares several, or none."""
    names = {
        f"{source.alias}.{c.name}".lower()
        for c in part.find_all(exp.Column)
        if (source := query.owner(c)) is not None
    }
    if len(names) != 1 or part.find(exp.Query, exp.Or, exp.And):
        return None
    return names.pop()
