"""Which tables a question needs: few, joinable, and all of its words spoken for. No model involved."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from aiws_cli.core.ports import Catalog
from aiws_cli.core.tables import Hit, Metric, Table, Term, VerifiedHit

from .joins import bridges, shortest_path
from .schema_card import pick_columns
from .search import fit
from .stored import document
from .words import Word, words

# A verified query this near speaks of the same thing: its tables are taken over.
NEAR = 0.72
CONSIDERED = 12
# A further table must add about one well matched content word.
GAIN = 0.42
_FAR = 0.35


@dataclass(frozen=True, slots=True)
class Signals:
    """How sure the choice is. `best` is about the share of the question's weight the best table holds (0..2);
    `margin` its lead over the next, as a share; `unmatched` content words no chosen table answers to;
    `matched` those that some table does; `companies` are named in the question or found by `Catalog`.
    """

    best: float = 0.0
    margin: float = 0.0
    matched: tuple[str, ...] = ()
    unmatched: tuple[str, ...] = ()
    companies: tuple[str, ...] = ()


@dataclass(frozen=True)
class Linked:
    """What a question is about. `tables` are in order of importance, bridges last; `columns` maps a table to the
    lower-case columns worth showing. `hits` is the plain search result behind it.
    """

    tables: tuple[str, ...] = ()
    columns: Mapping[str, frozenset[str]] = field(default_factory=dict)
    bridges: tuple[str, ...] = ()
    terms: tuple[Term, ...] = ()
    metrics: tuple[Metric, ...] = ()
    verified: tuple[VerifiedHit, ...] = ()
    hits: tuple[Hit, ...] = ()
    signals: Signals = Signals()


def link(
    catalog: Catalog,
    question: str,
    *,
    workspace: str = "",
    limit: int = 4,
    previous: tuple[str, ...] = (),
    columns: int = 16,
    with_verified: bool = True,
) -> Linked:
    """Choose at most `limit` tables (bridges come on top) and their columns.

    The best hit leads; a further table is taken when it answers to words the chosen ones don't, nearer ones first.
    `previous` are the tables of the question before: they stay, and lead. Raises WorkspaceUnknownError.
    """
    terms = catalog.terms(question)
    metrics = catalog.metrics(question)
    verified = catalog.verified(question, workspace=workspace) if with_verified else ()
    hits = catalog.search(question, workspace=workspace, limit=CONSIDERED)
    asked = tuple(w for w in words(question) if w.weight >= 0.3)
    fits = _fits(catalog, asked, [h.table for h in hits])
    scores = {h.table.lower(): h.score for h in hits}

    chosen = _Chosen(catalog, asked, fits)
    for name in previous:
        chosen.take(name)
    if verified and verified[0].similarity >= NEAR:
        for name in verified[0].query.tables:
            chosen.take(name)
    if not chosen.tables and hits:
        chosen.take(_lead(hits, metrics))
    metrics = _in_reach(metrics, chosen.tables, workspace)
    for metric in metrics[:2]:
        # The best covered metric's tables are needed whatever the words say, unless the metric is from elsewhere.
        if len(chosen.tables) + len(metric.tables) <= limit + 1:
            for name in metric.tables:
                if name.lower() in scores or not hits:
                    chosen.take(name)
    while len(chosen.tables) < limit:
        name = chosen.next([h.table for h in hits], scores)
        if name is None:
            break
        chosen.take(name)
    between = bridges(catalog, chosen.tables)
    tables = tuple(
        t.name for n in dict.fromkeys((*chosen.tables, *between)) if (t := catalog.table(n)) is not None
    )
    wanted = _wanted(terms, metrics)
    shown = {
        name: pick_columns(
            t, question, columns, _keys_to(catalog, t, tables) | wanted.get(name.lower(), frozenset())
        )
        for name in tables
        if (t := catalog.table(name)) is not None
    }
    return Linked(
        tables=tables,
        columns=shown,
        bridges=tuple(t for t in tables if t.lower() in set(between)),
        terms=terms,
        metrics=metrics,
        verified=verified,
        hits=hits,
        signals=_signals(hits, asked, chosen, terms, metrics, tables),
    )


class _Chosen:
    """The tables taken so far and how well each word of the question is answered to."""

    def __init__(self, catalog: Catalog, asked: Sequence[Word], fits: dict[str, list[float]]) -> None:
        self.catalog = catalog
        self.asked = asked
        self.fits = fits
        self.tables: list[str] = []
        self.covered = [0.0] * len(asked)

    def take(self, name: str) -> None:
        """Add a table; unknown ones and repeats are passed over."""
        if name.lower() in {t.lower() for t in self.tables} or self.catalog.table(name) is None:
            return
        self.tables.append(name)
        if name.lower() not in self.fits:
            self.fits |= _fits(self.catalog, self.asked, [name])
        self.covered = [max(a, b) for a, b in zip(self.covered, self.fits[name.lower()], strict=True)]

    def next(self, names: Sequence[str], scores: Mapping[str, float]) -> str | None:
        """The table that adds most, None where none adds enough."""
        best: tuple[float, float, str] | None = None
        taken = {t.lower() for t in self.tables}
        for name in names:
            if name.lower() in taken:
                continue
            gain = sum(
                w.weight * max(0.0, f - c)
                for w, f, c in zip(self.asked, self.fits[name.lower()], self.covered, strict=True)
                if f >= 0.3 and f - c > 0.15
            )
            if gain < GAIN:
                continue
            gain *= self._nearness(name)
            if gain < GAIN:
                continue
            key = (gain, scores.get(name.lower(), 0.0), name)
            if best is None or key[:2] > best[:2]:
                best = key
        return best[2] if best else None

    def _nearness(self, name: str) -> float:
        """1 for a table that joins a chosen one directly, less with each hop, least where they never meet."""
        best = _FAR
        for table in self.tables:
            path = shortest_path(self.catalog, table, name, most_hops=3)
            if path is not None:
                best = max(best, {0: 1.0, 1: 1.0, 2: 0.8}.get(len(path), 0.55))
        return best


def _fits(catalog: Catalog, asked: Sequence[Word], names: Sequence[str]) -> dict[str, list[float]]:
    out: dict[str, list[float]] = {}
    for name in names:
        table = catalog.table(name)
        if table is None:
            continue
        d = document(table)
        out[name.lower()] = [fit(w, (d.names, d.columns, d.codes, d.about)) for w in asked]
    return out


def _lead(hits: Sequence[Hit], metrics: Sequence[Metric]) -> str:
    """The best hit; of hits nearly as good, one that a metric of the question is computed from."""
    named = {t.lower() for m in metrics[:2] for t in m.tables}
    for hit in hits:
        if hit.score < hits[0].score * 0.9:
            break
        if hit.table.lower() in named:
            return hit.table
    return hits[0].table


def _in_reach(metrics: Sequence[Metric], tables: Sequence[str], workspace: str) -> tuple[Metric, ...]:
    """Of several metrics said with the same word, those of the company the chosen tables are from; others stay."""
    schemas = {t.partition(".")[0].lower() for t in tables}
    scope = workspace.partition("/")[0].lower()
    mine = [m for m in metrics if not m.company or m.company.lower() in (schemas | {scope, "grp"})]
    said = {n for m in mine for n in m.names}
    others = [m for m in metrics if m not in mine and not (set(m.names) & said)]
    return (*mine, *others)


def _wanted(terms: Sequence[Term], metrics: Sequence[Metric]) -> dict[str, frozenset[str]]:
    """Columns that glossary terms and metrics name, by lower-case table."""
    out: dict[str, set[str]] = {}
    for name in [*(c for t in terms for c in t.columns), *(m.time_column for m in metrics if m.time_column)]:
        table, _, column = name.rpartition(".")
        out.setdefault(table.lower(), set()).add(column.lower())
    for m in metrics:
        for table in m.tables:
            text = f"{m.expression} {' '.join(m.filters)}".lower()
            out.setdefault(table.lower(), set()).update(
                "".join(c if c.isalnum() or c == "_" else " " for c in text).split()
            )
    return {t: frozenset(c) for t, c in out.items()}


def _keys_to(catalog: Catalog, table: Table, tables: Sequence[str]) -> frozenset[str]:
    """Columns of a table that join it to the other chosen ones."""
    chosen, me = {t.lower() for t in tables}, table.name.lower()
    out: set[str] = set()
    for rel in catalog.relationships(table.name):
        if rel.from_table.lower() in chosen and rel.to_table.lower() in chosen:
            out.update(
                c.lower() for c in (rel.from_columns if rel.from_table.lower() == me else rel.to_columns)
            )
    return frozenset(out)


def _signals(
    hits: Sequence[Hit],
    asked: Sequence[Word],
    chosen: _Chosen,
    terms: Sequence[Term],
    metrics: Sequence[Metric],
    tables: Sequence[str],
) -> Signals:
    best = hits[0].score if hits else 0.0
    margin = (best - hits[1].score) / best if len(hits) > 1 and best else (1.0 if hits else 0.0)
    spoken = {
        f
        for n in (*(n for t in terms for n in t.names), *(n for m in metrics for n in m.names))
        for w in words(n)
        for f in w.forms
    }
    spoken |= {f for t in terms for n in t.names for f in words(n.replace(" ", "")) for f in f.forms}
    found, missing = [], []
    corrected = {m for h in hits for m in h.matched}
    for word, covered in zip(asked, chosen.covered, strict=True):
        if word.weight < 0.9:
            continue
        if covered >= 0.25 or word.text in corrected or any(f in spoken for f in word.forms):
            found.append(word.text)
        else:
            missing.append(word.text)
    companies = dict.fromkeys(t.company for n in tables if (t := chosen.catalog.table(n)) is not None)
    return Signals(best, round(margin, 4), tuple(found), tuple(missing), tuple(companies))
