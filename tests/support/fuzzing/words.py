"""Expands symbols of the grammar; columns of what is in scope, literals and calls are made here."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass

from .grammar import Alternative, grammar
from .tables import TABLES, Columns, Signature, kind_of, signatures

_SIZES = ((2, 8), (3, 16), (4, 30), (6, 60), (9, 140))
"""Levels and symbols after which only the shortest alternatives are taken: one of these for a statement."""
_OWN_COLUMNS = ("profile", "detail", "region")
"""Columns the grammar names itself."""
_LITERALS = {"bool": "true", "list": "[1]", "struct": "NULL", "json": "NULL", "any": "NULL"}


@dataclass(frozen=True, slots=True)
class Source:
    """One thing in FROM: the name its columns are called by (empty: none), and them."""

    alias: str
    columns: Columns


class Words:
    """What stands inside of clauses, in one dialect, from one source of chance. `poison`: how likely it is hostile where
    it may be."""

    def __init__(self, rng: random.Random, dialect: str, poison: float = 0.0) -> None:
        self._rng, self._dialect, self._poison = rng, dialect, poison
        self._grammar = grammar(dialect)
        self._good, self._bad = signatures(dialect)
        self._scopes: list[list[Source]] = []
        self._ctes: list[Source] = []
        self._names = 0
        self._group_keys = "1"
        self._made_up = Source("", ())
        self._depth = self._parts = 0
        self._levels, self._symbols = rng.choice(_SIZES)

    # ── the grammar ─────────────────────────────────────────────────────────────────────────────────────────

    @property
    def _shallow(self) -> bool:
        return self._depth > self._levels or self._parts > self._symbols

    def _make(self, symbol: str) -> str:
        rule = symbol.replace(" ", "_")
        if rule in self._grammar:
            self._parts += 1
            self._depth += 1
            chosen = self._chosen(rule)
            text = "".join(self._make(p) if i % 2 else p for i, p in enumerate(chosen.parts))
            self._depth -= 1
            return text
        word, _, rest = symbol.partition(" ")
        made: str = getattr(self, f"_{word}")(rest)
        return made

    def _chosen(self, rule: str) -> Alternative:
        """An alternative, most often one that speaks of columns there are."""
        for _ in range(4):
            chosen = self._grammar.choose(rule, self._rng, poison=self._poison, shallow=self._shallow)
            if chosen.hostile or not any(word in chosen.parts[0] for word in _OWN_COLUMNS):
                break
            if any(
                name in _OWN_COLUMNS
                for s in (self._scopes[-1] if self._scopes else ())
                for name, _ in s.columns
            ):
                break
        return chosen

    def _maybe(self, share: float) -> bool:
        return self._rng.random() < share

    def _hostile(self) -> bool:
        return self._maybe(self._poison)

    def _new_name(self, letter: str) -> str:
        self._names += 1
        return f"{letter}{self._names}"

    # ── names ───────────────────────────────────────────────────────────────────────────────────────────────

    def _column(self, kind: str) -> str:
        if self._hostile():
            return self._make("hidden column")
        scopes = self._scopes
        if not scopes:
            return self._literal(kind)
        scope = self._rng.choice(scopes) if len(scopes) > 1 and self._maybe(0.15) else scopes[-1]
        found = [(s, name) for s in scope for name, k in s.columns if kind in ("any", k)]
        if not found:
            return self._literal(kind)
        source, name = self._rng.choice(found)
        again = sum(n == name for s in scope for n, _ in s.columns) > 1
        name = self._spelled(name)
        if source.alias and (again or self._maybe(0.35)):
            return f"{source.alias}.{name}"
        return name

    def _spelled(self, name: str) -> str:
        how = self._rng.random()
        if how < 0.85 or name.startswith('"'):
            return name
        if self._dialect == "snowflake":
            return f'"{name.upper()}"' if how < 0.95 else name.upper()
        return f'"{name}"' if how < 0.93 else name.upper() if how < 0.97 else f'"{name.title()}"'

    def _literal(self, kind: str) -> str:
        if kind == "num":
            return self._make("integer")
        if kind == "text":
            return self._make("string")
        return "DATE '2026-01-01'" if kind == "date" else _LITERALS[kind]

    def _whole(self, _rest: str) -> str:
        named = [s.alias for s in (self._scopes[-1] if self._scopes else ()) if s.alias.isidentifier()]
        return self._rng.choice(named) if named else "NULL"

    def _alias(self, _rest: str) -> str:
        return self._whole("")

    def _new(self, rest: str) -> str:
        """`AS r1(a)`: a source of one column of that kind, which the FROM around it takes in."""
        name = self._new_name("r")
        self._made_up = Source(name, (("a", rest.split(" ")[-1]),))
        return f"AS {name}(a)"

    def _base(self, _rest: str) -> str:
        return self._rng.choice(list(TABLES))

    def _hidden(self, what: str) -> str:
        return self._make(f"hidden {what}")

    # ── calls ───────────────────────────────────────────────────────────────────────────────────────────────

    def _call(self, kind: str) -> str:
        return self._called(self._one_of(kind, self._good))

    def _one_of(self, kind: str, signatures: Mapping[str, tuple[Signature, ...]]) -> Signature:
        """Each function is as likely as any other, however many forms it has."""
        for _ in range(30):
            forms = signatures[self._rng.choice(list(signatures))]
            fitting = [s for s in forms if kind in ("any", s.kind)]
            if fitting:
                break
        return self._rng.choice(fitting or forms)

    def _forbidden(self, _rest: str) -> str:
        if not self._bad or self._maybe(0.1):
            name = self._make("forbidden names snowflake") if self._dialect == "snowflake" else "leak"
            return f"{name}({self._make('any') if self._maybe(0.7) else ''})"
        return self._called(self._one_of("any", self._bad))

    def _called(self, one: Signature) -> str:
        arguments = ", ".join(self._argument(a) for a in one.arguments)
        name = one.name.upper() if self._maybe(0.1) else one.name
        return f"{name}({arguments})"

    def _argument(self, type_: str) -> str:
        if type_ == "LAMBDA":
            return "lambda x: x"
        kind = kind_of(type_)
        made = self._make(kind)
        exact = kind in ("num", "date") and type_ not in ("DECIMAL", "BIGNUM")
        return f"CAST({made} AS {type_})" if exact and self._maybe(0.7) else made
