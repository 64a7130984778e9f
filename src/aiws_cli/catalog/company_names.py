"""How people name the companies of a group: by id, by title, by the title without the group's name."""

from __future__ import annotations

from collections.abc import Sequence

from .folder import Company
from .problems import WorkspaceUnknownError
from .search import Scope
from .words import normalise, phrase


def scope_of(companies: Sequence[Company], workspace: str) -> Scope:
    """A workspace as people write it: ids or titles, `card`, `카드/매출`. Raises WorkspaceUnknownError, which names `companies`."""
    if not workspace.strip():
        return Scope()
    first, _, second = (normalise(p).strip() for p in workspace.partition("/"))
    for company, names in _names(companies):
        if first not in names:
            continue
        if not second:
            return Scope(company.id)
        for d in company.domains:
            if second in {normalise(n) for n in (d.id, d.title_ko, d.title_en) if n}:
                return Scope(company.id, d.id)
    known = [c.id for c in companies] + [f"{c.id}/{d.id}" for c in companies for d in c.domains]
    raise WorkspaceUnknownError(name=workspace, known=", ".join(known) or "-")


def named_in(companies: Sequence[Company], question: str) -> tuple[str, ...]:
    """Ids of the companies a question names, in the order of the catalog."""
    said = f" {phrase(question)} "
    out = []
    for company, names in _names(companies):
        for n in names:
            if len(n) > 1 and (n in said if n[0] >= "가" else f" {phrase(n)} " in said):
                out.append(company.id)
                break
    return tuple(out)


def _names(companies: Sequence[Company]) -> list[tuple[Company, frozenset[str]]]:
    ko = [normalise(c.title_ko) for c in companies]
    en = [normalise(c.title_en) for c in companies]
    shared_ko, shared_en = _shared(ko), _shared(en)
    return [
        (
            c,
            frozenset(n for n in (normalise(c.id), k, e, k[shared_ko:].strip(), e[shared_en:].strip()) if n),
        )
        for c, k, e in zip(companies, ko, en, strict=True)
    ]


def _shared(titles: list[str]) -> int:
    """Length of the beginning that most titles share: the group's name. 0 where there is none."""
    titles = [t for t in titles if t]
    if len(titles) < 2:
        return 0
    best = 0
    for length in range(1, min(map(len, titles))):
        starts = [t[:length] for t in titles]
        if max(starts.count(s) for s in set(starts)) == len(titles):
            best = length
    return best
