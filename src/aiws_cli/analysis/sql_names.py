"""Names as SQL spells them: in quotes where a bare name would be read as something else."""

from __future__ import annotations


def bare(table: str) -> str:
    """The table's name without its schema."""
    return table.rpartition(".")[2]


def whole(table: str) -> str:
    """The table's name with its schema, each part in quotes where it needs them."""
    return ".".join(quoted(part) for part in table.split("."))


def quoted(name: str) -> str:
    """A name in quotes where it is no plain identifier, or a word of SQL."""
    return name if name.isidentifier() and name.lower() not in RESERVED else f'"{name}"'


# Words of SQL that no name may be without quotes; schemas speak them in their tables' names too.
RESERVED = frozenset(
    "all analyse analyze and any array as asc both case cast check collate column constraint create cross default"
    " deferrable desc describe distinct do else end except false fetch for foreign freeze from full glob grant group"
    " having ilike in inner intersect into is join lateral leading left like limit natural not null offset on only or"
    " order outer pivot positional primary qualify references returning right select semi show similar some summarize"
    " table then to trailing true union unique unpivot user using values when where window with".split()
)
