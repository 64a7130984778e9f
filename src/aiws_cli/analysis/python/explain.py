"""What a script does, in a line: read off its calls, so that it is true of the code that ran."""

from __future__ import annotations

import ast
from collections.abc import Sequence

from ...core.language import Language, say
from .scene import method, texts
from .script import Column, parsed

# A call and what it is told as; the order is that of telling.
TOLD: tuple[tuple[str, frozenset[str]], ...] = (
    ("gaps", frozenset("dropna fillna ffill bfill".split())),
    ("corr", frozenset("corr corrcoef".split())),
    ("least_squares", frozenset("polyfit lstsq LinearRegression".split())),
    (
        "random",
        frozenset(
            "normal uniform choice default_rng seed rand randn sample integers lognormal triangular".split()
        ),
    ),
    ("pivot", frozenset("pivot_table pivot crosstab unstack".split())),
    ("melt", frozenset("melt stack".split())),
    ("turn", frozenset(("transpose",))),
    ("groups", frozenset(("groupby", "resample"))),
    ("quantile", frozenset("quantile percentile describe".split())),
    ("change", frozenset("pct_change diff".split())),
    ("running", frozenset("cumsum rolling expanding ewm".split())),
    ("spread", frozenset("std var".split())),
    ("average", frozenset(("mean", "median"))),
    ("total", frozenset(("sum",))),
    ("order", frozenset("sort_values nlargest nsmallest rank".split())),
)


def explained(body: str, columns: Sequence[Column], language: Language) -> str:
    """One sentence: which columns it reads and what it computes. Empty where the code says neither."""
    tree = parsed(body)
    if tree is None:
        return ""
    names = {str(t.value) for n in ast.walk(tree) for t in texts(n)}
    read = [c.label or c.name for c in columns if c.name in names]
    called = {method(n) for n in ast.walk(tree)} | {
        n.attr for n in ast.walk(tree) if isinstance(n, ast.Attribute) and n.attr == "T"
    }
    does = [
        say(f"python.does.{key}", language)
        for key, calls in TOLD
        if called & (calls | ({"T"} if key == "turn" else set()))
    ]
    if not does and not read:
        return ""
    return say(
        "python.told.script" if does else "python.told.columns",
        language,
        columns=", ".join(read) or say("python.all_columns", language),
        does=", ".join(does),
    )
