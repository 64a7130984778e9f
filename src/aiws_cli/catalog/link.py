"""Which tables a question needs: few, joinable, and all of its words spoken for. No model involved."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from aiws_cli.core.ports import Catalog
from aiws_cli.core.tables import Hit, Metric, Table, Term, VerifiedHit

from .everyday import asked_words
from .joins import bridges, hops
from .levels import is_level, kept_over_time, of_several_times
from .own_terms import homes, meant
from .schema_card import pick_columns
from .search import _MEANT, fit, match
from .stored import document, phrases
from .words import Word, listed, phrase

# A verified query this near speaks of the same thing: its tables are taken over.
NEAR = 0.72
CONSIDERED = 12
LEADS = 8
# What a further table costs, in units of one well matched content word, and what it must bring beyond that.
EACH = 0.4
GAIN = 0.05
# What of it must be words that no chosen table has; else two tables of the same thing come together.
NEW = 0.2
# A table is let go again when the others answer to all but this of what it does.
_REDUNDANT = 0.05
# Further cost by the number of joins to the nearest chosen table; the last where they never meet.
_APART = (0.0, 0.0, 0.12, 0.4, 1.1)
_METRIC = 0.25
_TERM = 0.25
_PRIOR = 0.6
_OTHERS = 0.6
# A table of a company that the question does not name, where it names some.
_ELSEWHERE = 0.3
# How well any table of a company answers to the company's name.
_HOME = 0.9
# A fit that leaves little to be desired: a column called so will do, the table need not be.
_ENOUGH = 0.8
_REST = 0.2
# How far a level that is kept for today alone answers to one asked month by month.
_TODAY_ONLY = 0.3


@dataclass(frozen=True, slots=True)
class Signals:
    """How sure the choice is. `best` is about the share of the question's weight the best table holds (0..2);
    `margin` its lead over the next, as a share; `unmatched` content words no chosen table answers to;
    `matched` those that some table does; `companies` are ids of those the question names.
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
    past: bool = False,
) -> Linked:
    """Choose at most `limit` tables (bridges come on top) and their columns.

    A table is taken when it answers to words the others don't, near ones first; a thing to be listed by name
    (영업점별, 펀드 5개) needs its own table or a column of its name.
    `previous` are the tables of the question before: they stay, and lead; so does a table that a word of the asker's
    own names outright. `past`: the time the question names is over. Raises WorkspaceUnknownError.
    """
    terms = catalog.terms(question)
    metrics = catalog.metrics(question)
    verified = catalog.verified(question, workspace=workspace) if with_verified else ()
    hits = catalog.search(question, workspace=workspace, limit=CONSIDERED)
    question = meant(question, terms)
    asked = tuple(_with_other_names(w, terms) for w in asked_words(question) if w.weight >= 0.2)
    namer = getattr(catalog, "companies_named", None)  # the indexed catalog knows titles; others may not
    named = tuple(namer(question)) if namer else ()
    choice = _Choice(
        catalog, asked, listed(question), hits, metrics, terms, named, of_several_times(question, past=past)
    )
    near = verified[0].query.tables if verified and verified[0].similarity >= NEAR else ()
    own = [t for t in homes(terms) if not workspace or _in_scope(t.lower(), hits)]
    chosen = choice.best([*previous, *own, *near], limit)
    metrics = _in_reach(metrics, chosen, workspace)
    between = bridges(catalog, chosen)
    tables = tuple(t.name for n in dict.fromkeys((*chosen, *between)) if (t := catalog.table(n)) is not None)
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
        signals=_signals(hits, asked, choice.covered(chosen), terms, metrics, named),
    )


class _Choice:
    """Looks for the set of tables that answers to most of the question with least: greedily, from each of the best hits."""

    def __init__(
        self,
        catalog: Catalog,
        asked: Sequence[Word],
        listed_forms: frozenset[str],
        hits: Sequence[Hit],
        metrics: Sequence[Metric],
        terms: Sequence[Term],
        companies: Sequence[str] = (),
        over_time: bool = False,
    ) -> None:
        self.catalog = catalog
        self.levels = [over_time and is_level(w) for w in asked]
        self.companies = {c.lower() for c in companies}
        namer = getattr(catalog, "companies_named", None)
        self.homes = [
            frozenset(c.lower() for c in namer(w.text)) if companies and namer else frozenset() for w in asked
        ]
        self.asked = asked
        self.named = [bool(listed_forms.intersection(w.forms)) for w in asked]
        self.scores = {h.table.lower(): h.score for h in hits}
        self.metrics = [
            frozenset(t.lower() for t in m.tables) for m in metrics if m.tables and self._tells(m.tables)
        ]
        self.terms = [
            frozenset(
                [*(t.lower() for t in term.tables), *(c.rpartition(".")[0].lower() for c in term.columns)]
            )
            for term in terms
            if (term.tables or term.columns)
            and self._tells([*term.tables, *(c.rpartition(".")[0] for c in term.columns)])
        ]
        self.fits: dict[str, list[float]] = {}
        for hit in hits:
            self._learn(hit.table)
        # A metric's tables compete even where the words alone did not find them.
        for table in sorted({t for m in self.metrics[:3] for t in m}):
            if hits and _in_scope(table, hits):
                self._learn(table)
        self.weights = self._weights()
        self._hops: dict[tuple[str, str], int] = {}

    def best(self, given: Sequence[str], limit: int) -> tuple[str, ...]:
        """The best set, in order of importance; `given` tables are in it and lead."""
        start = []
        for name in given:
            table = self.catalog.table(name)
            if table is not None and table.name.lower() not in start:
                self._learn(table.name)
                start.append(table.name.lower())
        if start:
            return self._grown(start, max(limit, len(start)))
        ranked = sorted(self.fits, key=lambda t: -self.scores.get(t, 0.0))
        found = [self._grown([lead], limit) for lead in ranked[:LEADS]]
        best = self._needed(max(found, key=self._value, default=()))
        return tuple(sorted(best, key=lambda t: -self.scores.get(t, 0.0)))

    def covered(self, tables: Sequence[str]) -> list[float]:
        """How well each word is answered to by these tables, 0..1."""
        columns = [self.fits[t.lower()] for t in tables if t.lower() in self.fits]
        return [max(c) for c in zip(*columns, strict=True)] if columns else [0.0] * len(self.asked)

    def _learn(self, name: str) -> None:
        table = self.catalog.table(name)
        if table is not None and table.name.lower() not in self.fits:
            d = document(table)
            fields = (d.names, d.columns, d.codes, d.about)
            schema = table.name.partition(".")[0].lower()
            short = _TODAY_ONLY if any(self.levels) and not kept_over_time(table) else 1.0
            self.fits[table.name.lower()] = [
                _answered(
                    max(_names_it(w, table, d.codes) if named else fit(w, fields), _HOME * (schema in home))
                    * (short if level else 1.0)
                )
                for w, named, home, level in zip(self.asked, self.named, self.homes, self.levels, strict=True)
            ]

    def _tells(self, tables: Sequence[str]) -> bool:
        """False where levels of several times are asked for and one of these tables holds today's only."""
        if not any(self.levels):
            return True
        return all(t is None or kept_over_time(t) for t in map(self.catalog.table, tables))

    def _weights(self) -> list[float]:
        """A word's weight: its own, more where few of the tables answer to it."""
        n = len(self.fits) or 1
        out = []
        for i, word in enumerate(self.asked):
            k = sum(f[i] >= 0.4 for f in self.fits.values())
            out.append(word.weight * (0.55 + 0.75 * math.log((n + 1) / (k + 1)) / math.log(n + 1)))
        return out

    def _grown(self, start: list[str], limit: int) -> tuple[str, ...]:
        chosen = list(start)
        while len(chosen) < limit:
            before = self._value(chosen)
            spoken = self._spoken_for(chosen)
            gains = [
                (self._value([*chosen, t]) - before, t)
                for t in self.fits
                if t not in chosen and self._spoken_for([*chosen, t]) - spoken >= NEW
            ]
            gain, table = max(gains, default=(0.0, ""))
            if gain < GAIN:
                break
            chosen.append(table)
        return tuple(chosen)

    def _needed(self, chosen: Sequence[str]) -> tuple[str, ...]:
        """The chosen tables without those whose words later ones took over."""
        kept = list(chosen)
        for table in sorted(chosen, key=lambda t: self.scores.get(t, 0.0)):
            rest = [t for t in kept if t != table]
            if rest and self._worth(kept) - self._worth(rest) < _REDUNDANT:
                kept = rest
        return tuple(kept)

    def _value(self, tables: Sequence[str]) -> float:
        value = self._worth(tables)
        value -= EACH * (len(tables) - 1)
        for i, table in enumerate(tables[1:], 1):
            value -= _APART[min(min(self._hops_between(table, t) for t in tables[:i]), 4)]
        if self.companies:
            value -= _ELSEWHERE * sum(t.partition(".")[0] not in self.companies for t in tables)
        top = max(self.scores.values(), default=1.0) or 1.0
        value += _PRIOR * self.scores.get(tables[0], 0.0) / top
        return value + _OTHERS * sum(self.scores.get(t, 0.0) for t in tables[1:]) / top

    def _worth(self, tables: Sequence[str]) -> float:
        """What the tables answer to: words, metrics, terms."""
        inside = set(tables)
        value = self._spoken_for(tables)
        value += _METRIC * sum(metric <= inside for metric in self.metrics[:3])
        return value + _TERM * sum(bool(term & inside) for term in self.terms[:4])

    def _spoken_for(self, tables: Sequence[str]) -> float:
        return sum(w * c for w, c in zip(self.weights, self.covered(tables), strict=True))

    def _hops_between(self, a: str, b: str) -> int:
        key = (a, b) if a < b else (b, a)
        if key not in self._hops:
            far = hops(self.catalog, a, b, most_hops=3)
            self._hops[key] = 9 if far is None else far
        return self._hops[key]


def _with_other_names(word: Word, terms: Sequence[Term]) -> Word:
    """A word that is a term's name stands for its other names too: 주담대 for 주택담보대출."""
    other: list[str] = []
    for term in terms:
        names = [phrase(n) for n in term.names]
        if any(form in names for form in word.forms):
            other += [n for n in names if n and n not in word.forms and n not in word.also]
    return replace(word, also=(*word.also, *dict.fromkeys(other))) if other else word


def _answered(share: float) -> float:
    return (1 - _REST) * min(1.0, share / _ENOUGH) + _REST * share


def _in_scope(table: str, hits: Sequence[Hit]) -> bool:
    return table.partition(".")[0] in {h.table.partition(".")[0].lower() for h in hits}


def _names_it(word: Word, table: Table, codes: str) -> float:
    """How well a table can list a thing by name, 0..1: as its own subject, by a column of it; a bare key says little."""
    keys = {c.lower() for r in table.relationships for c in r.from_columns}
    best = 0.0
    bare = table.name.rpartition(".")[2]
    for title in (table.business_name, table.business_name_en, bare.replace("_", " "), *table.synonyms):
        title = phrase(title)
        for form, sure in (*((f, 1.0) for f in word.forms), *((f, _MEANT) for f in word.also)):
            if title == form:
                best = max(best, sure)
            elif title.endswith(form):
                best = max(best, 0.9 * sure)
            elif form in title:
                best = max(best, 0.25 * sure)
    for column in table.columns:
        names = phrases((column.name, column.business_name, column.business_name_en, *column.synonyms))
        found = max(match(form, names) for form in word.forms)
        named = column.name.lower().endswith("name") or column.business_name.endswith("명")
        best = max(best, found * (0.3 if column.name.lower() in keys else 0.9 if named else 0.62))
    return max(best, 0.5 * max(match(form, codes) for form in word.forms))


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
    covered: Sequence[float],
    terms: Sequence[Term],
    metrics: Sequence[Metric],
    companies: Sequence[str],
) -> Signals:
    best = hits[0].score if hits else 0.0
    margin = (best - hits[1].score) / best if len(hits) > 1 and best else (1.0 if hits else 0.0)
    said = [*(n for t in terms for n in t.names), *(n for m in metrics for n in m.names)]
    spoken = "|" + "|".join(map(phrase, said)) + "|"
    anywhere = {m for h in hits for m in h.matched}
    found, missing = [], []
    for word, share in zip(asked, covered, strict=True):
        if word.weight < 0.9:
            continue
        known = share >= 0.25 or word.text in anywhere or any(match(f, spoken) >= 0.6 for f in word.forms)
        (found if known else missing).append(word.text)
    return Signals(best, round(margin, 4), tuple(found), tuple(missing), tuple(companies))
