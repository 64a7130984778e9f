"""What a column holds of people: told by its name, else by its comment, else by a few of its values."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ..privacy.cells import find_in
from ..privacy.redaction import PUBLIC
from .personal_columns import named_kind

_SHARE = 0.2
"""So many of the values must hold something: one telephone number in a column of remarks makes no column of numbers."""


@dataclass(frozen=True, slots=True)
class Classified:
    """`classification` is personal, sensitive or empty for no opinion; `kind` what it is (phone, name, resident_no, …)."""

    classification: str = ""
    kind: str = ""


def classify_column(
    name: str, type_: str = "", comment: str = "", samples: Sequence[str] = (), *, table: str = ""
) -> Classified:
    """What a column called `name` of the table `table` (its bare name) holds. `type_` is the warehouse's type text.

    `comment` is the warehouse's remark on the column. `samples` are values as text; none of them comes out of here.
    """
    if "BOOL" in type_.upper():
        return Classified()
    found = named_kind(name, table) or (named_kind(comment, table) if len(comment) <= 40 else None)
    if found is not None:
        return Classified(found.classification, found.name)
    filled = [s for s in samples if s]
    hits: dict[str, set[int]] = {}
    for position, finding in find_in(f"{name} {comment}".strip(), filled):
        if finding.confidence != "low" and finding.kind not in PUBLIC:
            hits.setdefault(finding.kind, set()).add(position)
    if not hits:
        return Classified()
    kind = max(hits, key=lambda k: len(hits[k]))
    return Classified("personal", kind) if len(hits[kind]) >= _SHARE * len(filled) else Classified()


def holds_personal(name: str, samples: Sequence[str]) -> bool:
    """Whether any of the values holds personal data or a secret: such a column's values are not written into files."""
    return any(f.confidence != "low" for _, f in find_in(name, samples))
