"""First and last names: 성을 뺀 이름 is the first name alone, 성을 알려줘 the last name alone."""

from __future__ import annotations

import re

from sqlglot import exp

from .scene import Scene
from .words import pieces

_LASTS = frozenset({("last", "name"), ("surname",), ("lname",), ("family", "name"), ("lastname",)})
_FIRSTS = frozenset({("first", "name"), ("forename",), ("fname",), ("given", "name"), ("firstname",)})
_MIDDLES = frozenset({("middle", "name"), ("mname",), ("middlename",)})
_WITHOUT_LAST = re.compile(r"(?<![가-힣])성(?:씨)?(?:은|을)?\s*(?:제외|빼|뺀|말고)|퍼스트\s*네임")
# 성 as a word of its own: neither 성별 nor 성적.
_LAST = re.compile(r"(?<![가-힣])(?:성씨|성)(?:은|을|이|만|의|순|이랑|과|도)?(?=$|[\s.,?!)])")
_NAME = re.compile(r"이름|성명|성함|네임|미들")
_SENTENCE = re.compile(r"(?<=[.?!])\s+")


def mend_name_parts(tree: exp.Expr, scene: Scene) -> tuple[exp.Expr, tuple[str, ...]]:
    """Shows the part of a person's name that a Korean question asks for, and no other part beside it.

    Left alone: queries without columns for both parts, and questions that name both.
    """
    if not isinstance(tree, exp.Select):
        return tree, ()
    kinds = [(_part(e), e) for e in tree.expressions]
    if _WITHOUT_LAST.search(scene.question):
        wanted = "first"
    elif _last_alone(scene.question):
        wanted = "last"
    else:
        return tree, ()
    if not any(kind == wanted for kind, _ in kinds):
        return tree, ()
    gone = [e for kind, e in kinds if kind not in ("", wanted)]
    gone = [e for e in gone if not (_part(e) == "middle" and re.search("중간|미들", scene.question))]
    if not gone:
        return tree, ()
    tree.set("expressions", [e for _, e in kinds if not any(e is g for g in gone)])
    names = ", ".join(e.unalias().name for e in gone)
    return tree, (scene.reason("shown", columns=names),)


def _last_alone(question: str) -> bool:
    """The sentence that says what to show asks for the last name, and for no other name."""
    last = _SENTENCE.split(question.strip())[-1]
    return bool(_LAST.search(last)) and not _NAME.search(last)


def _part(expression: exp.Expr) -> str:
    column = expression.unalias()
    if not isinstance(column, exp.Column):
        return ""
    name = pieces(column.name)
    return "last" if name in _LASTS else "first" if name in _FIRSTS else "middle" if name in _MIDDLES else ""
