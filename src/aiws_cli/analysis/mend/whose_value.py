"""Values in the wrong place: a text that another column holds, and a value made longer than the question says it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sqlglot import exp

from ...core.tables import Column, Table
from .joining import join_table, named
from .links import Link, Links
from .literals import comparisons, is_number, is_text
from .named import spans
from .scene import Scene
from .scope import Query, Source, queries
from .unasked_values import labels
from .words import plain, spoken, without_particle

_SHORTEST = 2


def mend_value_column(tree: exp.Expr, scene: Scene) -> tuple[exp.Expr, tuple[str, ...]]:
    """`city = 'Hawaii'` where no city is called so and one other column of the sources has the value: that column.

    Only values the question speaks of, and only where every literal of the comparison has the same new home.
    """
    if scene.values is None:
        return tree, ()
    reasons: list[str] = []
    for query in queries(tree, scene.catalog):
        for reference, literals in _compared(query):
            source = query.owner(reference)
            if source is None or source.table is None or source not in query.sources:
                continue
            said = [_bare(v) for v in literals]
            if not all(_asked(v, scene) for v in said):
                continue
            meaning = source.table.column(reference.name)
            if meaning is not None and is_text(meaning):
                known = scene.values(source.table.name, reference.name)
                if not known or any(_holds(known, v, literals[0]) for v in said):
                    continue
            homes = list(_homes(query, source, said, literals[0], scene))
            was = reference.sql(dialect=scene.dialect)
            if not homes:
                away = _away(query, source, reference, said, literals[0], scene)
                if away is None:
                    continue
                new = named(*away)
            elif len(homes) == 1:
                home, column = homes[0]
                new = named(home.alias, column) if reference.table else exp.column(column)
            else:
                continue
            reference.replace(new)
            reasons.append(
                scene.reason(
                    "value_column", column=was, value=", ".join(said), new=new.sql(dialect=scene.dialect)
                )
            )
    return tree, tuple(reasons)


def mend_value_asked(tree: exp.Expr, scene: Scene) -> tuple[exp.Expr, tuple[str, ...]]:
    """A literal the question does not say, beside a real value of the column that it does say: that value is meant."""
    if scene.values is None or not scene.question.strip():
        return tree, ()
    reasons: list[str] = []
    for query in queries(tree, scene.catalog):
        for reference, literal in list(comparisons(query)):
            column = query.meaning(reference)
            source = query.owner(reference)
            if column is None or source is None or source.table is None or not is_text(column):
                continue
            instead = _only_said(column, source.table, literal, scene)
            if instead is not None and instead not in {v.name for _, v in comparisons(query)}:
                reasons.append(scene.reason("value", column=reference.sql(), old=literal.name, new=instead))
                literal.replace(exp.Literal.string(instead))
                continue
            if column.code_values:
                continue
            if not isinstance(literal.parent, exp.EQ | exp.NEQ) or _asked(literal.name, scene):
                continue
            known = scene.values(source.table.name, column.name)
            said = [v for v in known if len(plain(v)) > _SHORTEST and _said_outright(v, scene.question)]
            longest = [v for v in said if not any(v != o and plain(v) in plain(o) for o in said)]
            taken = {v.name for _, v in comparisons(query)}
            if len(longest) != 1 or longest[0] in taken:
                continue
            reasons.append(scene.reason("value", column=reference.sql(), old=literal.name, new=longest[0]))
            literal.replace(exp.Literal.string(longest[0]))
    return tree, tuple(reasons)


def _only_said(column: Column, table: Table, literal: exp.Expr, scene: Scene) -> str | None:
    """The one value of the column that the question says, where the literal is none of its values and is not said."""
    assert scene.values is not None
    if not isinstance(literal.parent, exp.EQ) or not literal.is_string:
        return None
    known = tuple(column.code_values) or scene.values(table.name, column.name)
    names = {v: labels(column, v) for v in known}
    if not known or any(plain(n) == plain(literal.name) for own in names.values() for n in own):
        return None
    wanted = plain(literal.name)
    if not wanted or wanted in plain(scene.question) or wanted.isdigit():
        return None
    said = [v for v in known if any(_stands(n, scene.question) for n in names[v])]
    longest = [v for v in said if not any(v != o and plain(v) in plain(o) for o in said)]
    return longest[0] if len(longest) == 1 else None


def _stands(name: str, question: str) -> bool:
    """The name is a word of the question; of one syllable, one that stands alone (랩 of 랩 계좌)."""
    if len(plain(name)) < _SHORTEST:
        return bool("가" <= name <= "힣" and re.search(rf"(?<![가-힣]){name}(?![가-힣])", question))
    return any(True for _ in spans(question, name))


def _compared(query: Query) -> Iterator[tuple[exp.Column, list[exp.Expr]]]:
    """(text column, its literals) of each comparison with one or several literals."""
    groups: dict[int, tuple[exp.Column, list[exp.Expr]]] = {}
    for reference, literal in comparisons(query):
        column = query.meaning(reference)
        # A number's column holds no name: `author_id = 'Han Kang'`.
        odd = column is not None and is_number(column) and not re.fullmatch(r"[\s\d.,+-]*", literal.name)
        if (
            column is not None
            and (is_text(column) or odd)
            and not _is_code(column, literal)
            and literal.is_string
        ):
            groups.setdefault(id(reference), (reference, []))[1].append(literal)
    yield from list(groups.values())


def _is_code(column: Column, literal: exp.Expr) -> bool:
    """A coded column's own code or label, which may be spelled loosely; a pattern may be of any of them."""
    if not column.code_values:
        return False
    said = plain(_bare(literal))
    if not said or not isinstance(literal.parent, exp.EQ | exp.NEQ | exp.In):
        return True
    known = [plain(p) for code, label in column.code_values.items() for p in (code, *label.split("|"))]
    return any(said in k or k in said for k in known if k)


def _homes(
    query: Query, source: Source, said: list[str], pattern: exp.Expr, scene: Scene
) -> Iterator[tuple[Source, str]]:
    """Columns that hold all these values: of the same source, else of the others; of several the ones asked about."""
    assert scene.values is not None
    for among in ([source], [s for s in query.sources if s is not source]):
        found = [
            (s, c.name)
            for s in among
            if s.table is not None
            for c in s.table.columns
            if is_text(c) and all(_holds(scene.values(s.table.name, c.name), v, pattern) for v in said)
        ]
        asked = [(s, c) for s, c in found if spoken(scene.question, c)]
        if found:
            yield from asked if len(asked) == 1 else found
            return


def _away(
    query: Query, source: Source, reference: exp.Column, said: list[str], pattern: exp.Expr, scene: Scene
) -> tuple[str, str] | None:
    """`ticker_id = 'AMZN'`: a key compared with a text of the table it refers to; that table joined, (alias, column).

    Only where the key's own link leads there and one text column of that table has the values.
    """
    assert scene.values is not None and source.table is not None
    found: list[tuple[Link, Table, str]] = []
    for link in Links(scene, [source.table.name]).of(source.table.name):
        far = scene.catalog.table(link.other(source.table.name))
        mine = [c.lower() for c in link.columns_of(source.table.name)]
        if far is None or mine != [reference.name.lower()] or link.many.lower() != source.table.name.lower():
            continue
        if any(s.table is not None and s.table.name == far.name for s in query.sources):
            continue
        found += [
            (link, far, c.name)
            for c in far.columns
            if is_text(c) and all(_holds(scene.values(far.name, c.name), v, pattern) for v in said)
        ]
    if len(found) != 1:
        return None
    link, far, column = found[0]
    alias = join_table(query, (link,), far)
    return (alias, column) if alias is not None else None


def _holds(known: tuple[str, ...], value: str, literal: exp.Expr) -> bool:
    wanted = plain(value)
    if isinstance(literal.parent, exp.Like | exp.ILike):
        return any(wanted in plain(k) for k in known)
    return any(plain(k) == wanted for k in known)


def _bare(literal: exp.Expr) -> str:
    return str(literal.name).strip("%").strip()


def _asked(value: str, scene: Scene) -> bool:
    wanted = plain(value)
    if (
        wanted.isascii()
        and not wanted.isdigit()
        and scene.language == "ko"
        and not re.search("[A-Za-z]", scene.question)
    ):
        return True  # 하와이 is Hawaii: a name said in Hangul cannot be looked for
    return len(wanted) >= _SHORTEST and any(
        plain(w) in plain(scene.question) for w in without_particle(value)
    )


def _said_outright(value: str, question: str) -> bool:
    """The value stands in the question as whole words."""
    return (
        re.search(rf"(?<![A-Za-z0-9]){re.escape(value)}(?![A-Za-z0-9])", question, re.IGNORECASE) is not None
    )
