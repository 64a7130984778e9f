"""One statement out of the grammar. What needs to know names (FROM, CTEs, set operations, groups) is made here."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from .tables import GROUPED, GROUPED_COLUMNS, KINDS, TABLES, Columns
from .words import Source, Words

_JOINS = ("JOIN", "JOIN", "LEFT JOIN", "INNER JOIN", "RIGHT JOIN", "FULL OUTER JOIN")
_JOINS_DUCKDB = (*_JOINS, "SEMI JOIN", "ANTI JOIN", "ASOF JOIN", "POSITIONAL JOIN")


class Maker(Words):
    """Makes statements of one dialect. `poison` 0 makes only what an analyst may write."""

    def statement(self) -> str:
        return self._make("statement")

    def _query(self, kind: str) -> str:
        """A query; with a kind, of that one column."""
        return self._queried((kind,) if kind else None)[0]

    def _subquery(self, kind: str) -> str:
        text, _ = self._queried((kind,), single=True)
        return f"({text})"

    def _queried(self, kinds: tuple[str, ...] | None, *, single: bool = False) -> tuple[str, Columns]:
        """The text and its columns; none of them known for `*` and the like."""
        self._depth += 2
        before = len(self._ctes)
        with_ = "" if single or self._shallow or not self._maybe(0.12) else self._with()
        roll = self._rng.random()
        if single or self._shallow or roll < 0.8:
            text, columns = self._select(kinds, single=single)
        elif roll < 0.95:
            text, columns = self._set_operation(kinds)
        elif roll < 0.98:
            text, columns = self._select(kinds)
            text = f"({text})"
        else:
            kinds = kinds or ("num", "text")
            text = f"VALUES ({', '.join(self._make(k) for k in kinds)}), ({', '.join(self._literal(k) for k in kinds)})"
            columns = tuple((f"col{i}", k) for i, k in enumerate(kinds))
        del self._ctes[before:]
        self._depth -= 2
        return with_ + text, columns

    def _with(self) -> str:
        made = []
        recursive = self._maybe(0.25)
        for _ in range(self._rng.choice((1, 1, 2))):
            name = self._rng.choice(
                ("secrets", "hidden_main", "customers", "q", self._new_name("c"), self._new_name("c"))
            )
            kinds = tuple(self._rng.choice(("num", "text", "date")) for _ in range(self._rng.choice((1, 2))))
            if recursive and self._maybe(0.7):
                made.append(self._recursive(name))
                continue
            with self._no_outer():
                text, columns = self._queried(kinds)
            hint = self._rng.choice(("", "", "", "MATERIALIZED ")) if self._dialect == "duckdb" else ""
            if self._maybe(0.3) and columns:
                columns = tuple((f"k{i}", k) for i, (_, k) in enumerate(columns))
                made.append(f"{name}({', '.join(n for n, _ in columns)}) AS {hint}({text})")
            else:
                made.append(f"{name} AS {hint}({text})")
            self._ctes.append(Source(name, columns))
        return f"WITH {'RECURSIVE ' if recursive else ''}{', '.join(made)} "

    def _recursive(self, name: str) -> str:
        self._ctes.append(Source(name, (("n", "num"),)))
        bound = self._rng.choice((3, 10))
        all_ = self._rng.choice(("ALL ", "ALL ", ""))
        more = "" if not self._maybe(0.3) else f", {self._base('')} b"
        return f"{name}(n) AS (SELECT {self._make('integer')} UNION {all_}SELECT n + 1 FROM {name}{more} WHERE n < {bound})"

    def _set_operation(self, kinds: tuple[str, ...] | None) -> tuple[str, Columns]:
        kinds = kinds or tuple(
            self._rng.choice(("num", "text", "date")) for _ in range(self._rng.choice((1, 2)))
        )
        words = ["UNION ALL", "UNION", "EXCEPT", "INTERSECT"]
        if self._dialect == "duckdb":
            words += ["UNION ALL BY NAME", "UNION BY NAME", "EXCEPT ALL", "INTERSECT ALL"]
        left, columns = self._select(kinds, tail=False)
        right, _ = self._select(kinds, tail=False)
        return f"{left} {self._rng.choice(words)} {right}" + (
            " ORDER BY 1" if self._maybe(0.3) else ""
        ), columns

    @contextmanager
    def _no_outer(self) -> Iterator[None]:
        kept, self._scopes = self._scopes, []
        yield
        self._scopes = kept

    def _select(
        self, kinds: tuple[str, ...] | None, *, single: bool = False, tail: bool = True
    ) -> tuple[str, Columns]:
        self._scopes.append([])
        grouped = self._maybe(0.12) and not self._shallow
        from_ = f"{GROUPED} {self._salaries()}" if grouped else self._from("")
        if grouped and self._maybe(0.2):
            from_ += self._joined()
        summed = grouped or single or (not self._shallow and self._maybe(0.25))
        where = f" WHERE {self._make('bool')}" if not self._shallow and self._maybe(0.45) else ""
        if summed:
            text, columns = self._summed(kinds, from_, where, single=single)
        else:
            text, columns = self._plain(kinds, from_, where)
        if tail and not single and self._maybe(0.3):
            text += f" ORDER BY {self._make('order')}"
        if tail and not single:
            text += f" {self._make('tail')}".rstrip()
        self._scopes.pop()
        return text, columns

    def _plain(self, kinds: tuple[str, ...] | None, from_: str, where: str) -> tuple[str, Columns]:
        if kinds is None and self._maybe(0.5):
            known = tuple(c for s in self._scopes[-1] for c in s.columns)
            items = self._make("items")
            return f"SELECT {items} FROM {from_}{where}", known if items == "*" else ()
        kinds = kinds or tuple(
            self._rng.choice((*KINDS, "any")) for _ in range(self._rng.choice((1, 1, 2, 3)))
        )
        shown = [self._make("window" if self._maybe(0.12) else k) for k in kinds]
        items, columns = self._named(shown, kinds)
        distinct = "DISTINCT " if self._maybe(0.08) else ""
        text = f"SELECT {distinct}{items} FROM {from_}{where}"
        if self._maybe(0.06):
            text += f" QUALIFY {self._make('window')} {self._make('comparison')} {self._make('integer')}"
        return text, columns

    def _summed(
        self, kinds: tuple[str, ...] | None, from_: str, where: str, *, single: bool
    ) -> tuple[str, Columns]:
        kinds = kinds or tuple(
            self._rng.choice(("num", "num", "text")) for _ in range(self._rng.choice((1, 2)))
        )
        keyed = not single and self._maybe(0.7)
        keys = [self._column(self._rng.choice(("text", "any")))] if keyed else []
        if keys and self._maybe(0.3):
            keys.append(self._make(self._rng.choice(("text", "num", "date"))))
        shown = [
            self._make(f"agg_{k}") if f"agg_{k}" in self._grammar else f"max({self._make(k)})" for k in kinds
        ]
        lead = keys if self._maybe(0.8) and len(kinds) != 1 else []
        if self._maybe(0.08):
            shown[-1] = f"rank() OVER (ORDER BY {shown[-1]})"
        items, columns = self._named([*lead, *shown], (*("any" for _ in lead), *kinds))
        text = f"SELECT {items} FROM {from_}{where}"
        self._group_keys = ", ".join(keys)
        if keys:
            text += f" GROUP BY {self._make('group')}"
        if self._maybe(0.2):
            text += f" HAVING {self._make('agg_num')} {self._make('comparison')} {self._make('integer')}"
        return text, columns

    def _keys(self, _rest: str) -> str:
        return self._group_keys

    def _named(self, shown: list[str], kinds: tuple[str, ...]) -> tuple[str, Columns]:
        items: list[str] = []
        columns: list[tuple[str, str]] = []
        for text, kind in zip(shown, kinds, strict=True):
            if self._maybe(0.75):
                name = (
                    self._new_name("a")
                    if self._maybe(0.95)
                    else self._rng.choice(('"이름"', '"A b"', "secret"))
                )
                items.append(f"{text} AS {name}")
                columns.append((name, kind))
            else:
                items.append(text)
        return ", ".join(items), tuple(columns)

    # ── FROM ────────────────────────────────────────────────────────────────────────────────────────────────

    def _from(self, _rest: str) -> str:
        if not self._scopes:
            self._scopes.append([])
        text = self._source()
        while not self._shallow and self._maybe(0.22):
            text += self._joined()
        return text

    def _joined(self) -> str:
        before = {n for s in self._scopes[-1] for n, _ in s.columns}
        roll = self._rng.random()
        if roll < 0.15:
            return f", {self._source()}"
        if roll < 0.22:
            return f" CROSS JOIN {self._source()}"
        source = self._source()
        shared = [n for n, _ in self._scopes[-1][-1].columns if n in before]
        if roll < 0.28:
            return f" NATURAL JOIN {source}"
        joins = _JOINS_DUCKDB if self._dialect == "duckdb" else _JOINS
        join = self._rng.choice(joins)
        if join.startswith("POSITIONAL"):
            return f" {join} {source}"
        if self._hostile():
            return f" {join} {source} USING (memo)"
        if shared and self._maybe(0.45):
            return f" {join} {source} USING ({self._rng.choice(shared)})"
        left, right = self._scopes[-1][0], self._scopes[-1][-1]
        pairs = [
            (f"{left.alias}.{a}", f"{right.alias}.{b}")
            for a, k in left.columns
            for b, k2 in right.columns
            if k == k2 and left.alias and right.alias
        ]
        if pairs and self._maybe(0.8):
            a, b = self._rng.choice(pairs)
            return f" {join} {source} ON {a} {'>=' if 'ASOF' in join else '='} {b}"
        return f" {join} {source} ON {self._make('bool')}"

    def _source(self) -> str:
        """The text of one source; what it brings is added to the innermost scope."""
        roll = self._rng.random()
        if self._poison and self._maybe(self._poison * 1.5):
            self._scopes[-1].append(Source("", ()))
            return self._make("forbidden source")
        if self._ctes and roll < 0.5:
            cte = self._rng.choice(self._ctes)
            return self._placed(cte.alias, cte.columns, cte.alias)
        if self._shallow or roll < 0.78:
            name = self._rng.choice(list(TABLES))
            return self._table(name)
        if roll < 0.88:
            with self._no_outer():
                text, columns = self._queried(None if self._maybe(0.3) else ("num", "text"))
            return self._placed(f"({text})", columns, "")
        if roll < 0.92:
            text, columns = self._queried(("text", "num"))
            return self._placed(f"LATERAL ({text})", columns, "")
        self._made_up = Source("", ())
        text = self._make("made up")
        self._scopes[-1].append(self._made_up)
        return text

    def _table(self, name: str) -> str:
        columns = TABLES[name]
        written, bare = name, name.split(".")[1]
        if self._maybe(0.12) and bare.isascii():
            written = name.upper() if self._maybe(0.5) else bare
        if self._maybe(0.05) and bare.isascii() and self._dialect == "duckdb":
            schema = name.split(".")[0]
            written = self._rng.choice((f'"{schema}"."{bare}"', f'{schema}."{bare.title()}"'))
        return self._placed(f"{written}", columns, bare)

    def _placed(self, text: str, columns: Columns, own: str) -> str:
        """The source with an alias, sometimes with names for its columns, in the scope."""
        if own and self._maybe(0.4):
            self._scopes[-1].append(Source(own, columns))
            return text
        alias = (
            self._new_name("t")
            if self._maybe(0.93)
            else self._rng.choice(('"별칭"', '"T x"', "secrets", "memo"))
        )
        if columns and self._maybe(0.06):
            columns = tuple((f"z{i}", k) for i, (_, k) in enumerate(columns))
            self._scopes[-1].append(Source(alias, columns))
            return f"{text} AS {alias}({', '.join(n for n, _ in columns)})"
        self._scopes[-1].append(Source(alias, columns))
        sample = "" if text.startswith(("(", "LATERAL")) else self._make("sample")
        return (
            f"{text} AS {alias} {sample}".rstrip()
            if not sample.startswith(("AT", "FOR", "BEF", "CH"))
            else f"{text} {sample} {alias}"
        )

    def _salaries(self) -> str:
        alias = self._new_name("t")
        self._scopes[-1].append(Source(alias, GROUPED_COLUMNS))
        return alias
