"""Where in a text a question wants its letters: starting with, ending in; LIKE with the wildcard on the right side."""

from __future__ import annotations

import re

from sqlglot import exp

from .scene import Scene
from .scope import own, queries

_TEXT = r"['\"‘“`]?(?P<{name}>[^\s'\"’”`,.?]+)['\"’”`]?"


def _said_at(verb: str, affix: str, korean: str) -> re.Pattern[str]:
    """Wordings of where the letters stand: the English verb before them, the Korean one behind."""
    return re.compile(
        rf"\b(?:{verb})\w*\s+(?:with|in|by)\s+(?:the\s+)?(?:letters?|{affix}|words?|characters?|string)?\s*"
        + _TEXT.format(name="en")
        + "|"
        + _TEXT.format(name="ko")
        + rf"(?:으로|로)\s*{korean}",
        re.IGNORECASE,
    )


_STARTS = _said_at("start|begin", "prefix", "시작")
_ENDS = _said_at("end", "suffix", "끝")


def mend_pattern(tree: exp.Expr, scene: Scene) -> tuple[exp.Expr, tuple[str, ...]]:
    """`LIKE '%a%'` where the question says "ending with a" or "a로 시작하는": the wildcard on one side only.

    Letters that the question wants at both ends, or in the middle too, stay as they are.
    """
    starts, ends = _said(_STARTS, scene.question), _said(_ENDS, scene.question)
    if not starts | ends:
        return tree, ()
    reasons: list[str] = []
    for query in queries(tree, scene.catalog):
        for like in (*own(query.select, exp.Like), *own(query.select, exp.ILike)):
            pattern = like.expression
            if not isinstance(pattern, exp.Literal) or not re.fullmatch(r"%[^%_]+%", pattern.name):
                continue
            text = pattern.name.strip("%")
            first, last = text.lower() in starts, text.lower() in ends
            if first == last:
                continue
            new = f"{text}%" if first else f"%{text}"
            reasons.append(scene.reason("pattern", old=pattern.name, new=new))
            pattern.replace(exp.Literal.string(new))
    return tree, tuple(reasons)


def _said(wanted: re.Pattern[str], question: str) -> set[str]:
    return {(m["en"] or m["ko"]).lower() for m in wanted.finditer(question)}
