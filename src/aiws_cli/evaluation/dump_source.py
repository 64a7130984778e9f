"""A Postgres dump (CREATE TABLE, INSERT or COPY, keys, comments) carried out in DuckDB, with the clock stopped."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import duckdb
from sqlglot import exp

from ..core.language import say
from .database_errors import SuiteDatabaseBroken, SuiteStatementUnreadable
from .introspection import Declared, ForeignKey, quoted
from .postgres import CLOCK, in_duckdb, parsed, parts

_SERIAL = {
    exp.DType.SERIAL: "INT",
    exp.DType.BIGSERIAL: "BIGINT",
    exp.DType.SMALLSERIAL: "SMALLINT",
}
_COPY = re.compile(
    r"^COPY\s+(?P<table>[^\s(;]+)\s*(?:\((?P<columns>[^;]*?)\))?\s+FROM\s+stdin\b[^;]*;[ \t]*\n(?P<rows>.*?)^\\\.[ \t]*$",
    re.IGNORECASE | re.MULTILINE | re.DOTALL,
)
_A_TABLE = re.compile(r"CREATE\s+(UNLOGGED\s+)?TABLE\b|INSERT\b|COPY\b", re.IGNORECASE)
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
_ESCAPES = {"t": "\t", "n": "\n", "r": "\r", "b": "\b", "f": "\f", "v": "\v"}


def load_dump(source: Path, connection: duckdb.DuckDBPyConnection, as_of: date | None) -> Declared:
    """Run the dump and say which keys and comments it declares; they are not made constraints of the tables.

    The day the dump was read on is kept as the warehouse's own (schema `aiws_meta`). Statements that change no row
    (owners, rights, indexes, settings) are passed over. Raises SuiteDatabaseBroken, SuiteStatementUnreadable.
    """
    day = as_of or CLOCK
    try:
        text = source.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as e:
        raise SuiteDatabaseBroken(file=source, detail=say("evaluation.db_not_text")) from e
    dump = _Dump(connection, day)
    for line, statement, rows in _pieces(source, text.replace("\r\n", "\n")):
        try:
            if rows is None:
                dump.take(parsed(statement))
            else:
                dump.copy(statement, rows)
        except (ValueError, duckdb.Error) as e:
            raise SuiteStatementUnreadable(
                file=source,
                line=line,
                statement=" ".join(statement.split())[:60],
                detail=str(e).splitlines()[0],
            ) from e
    connection.execute("CREATE SCHEMA aiws_meta")
    connection.execute("CREATE TABLE aiws_meta.warehouse (as_of DATE, scale DOUBLE, version VARCHAR)")
    connection.execute("INSERT INTO aiws_meta.warehouse VALUES (?, 1, '1')", [day])
    return dump.declared()


def _pieces(source: Path, text: str) -> Iterator[tuple[int, str, str | None]]:
    """(line, statement, rows of a COPY or None) in the order of the file."""
    at = 0
    for block in [*_COPY.finditer(text), None]:
        # Lines with a backslash are for the client that reads the dump. Emptied, so that lines keep their numbers.
        sql = re.sub(r"^\\.*$", "", text[at : block.start() if block else len(text)], flags=re.MULTILINE)
        before = text.count("\n", 0, at)
        try:
            for line, statement in parts(sql):
                yield before + line, statement, None
        except ValueError as e:
            raise SuiteStatementUnreadable(file=source, line=before + 1, statement="", detail=str(e)) from e
        if block:
            head = f"INSERT INTO {block['table']} {'(' + block['columns'] + ')' if block['columns'] else ''}"
            yield text.count("\n", 0, block.start()) + 1, f"{head} SELECT 1", block["rows"]
            at = block.end()


class _Dump:
    """The statements of a dump, one by one, and what they declare."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, day: date) -> None:
        self._connection, self._day = connection, day
        self._primary: dict[str, tuple[str, ...]] = {}
        self._foreign: list[ForeignKey] = []
        self._notes: dict[tuple[str, str], str] = {}

    def declared(self) -> Declared:
        return Declared(self._primary, tuple(self._foreign), frozenset(), self._notes)

    def take(self, tree: exp.Expr) -> None:
        """Carry out one statement. Raises ValueError and duckdb.Error."""
        if isinstance(tree, exp.Create):
            self._create(tree)
        elif isinstance(tree, exp.Alter):
            self._alter(tree)
        elif isinstance(tree, exp.Comment):
            self._comment(tree)
        elif isinstance(tree, exp.Insert | exp.Update | exp.Delete | exp.Drop):
            self._run(tree)
        elif isinstance(tree, exp.Command) and _A_TABLE.match(f"{tree.name} {tree.text('expression')}"):
            raise ValueError(say("evaluation.db_statement_unknown"))

    def copy(self, statement: str, rows: str) -> None:
        """The rows of a COPY block, tabs between values; `statement` is an INSERT that names table and columns."""
        target = parsed(statement).this
        table = _table(target)
        kinds = {
            name.lower(): kind
            for name, kind, *_ in self._connection.execute(f"DESCRIBE {quoted(table.name)}").fetchall()
        }
        columns = [c.name for c in target.expressions] if isinstance(target, exp.Schema) else list(kinds)
        split = [list(map(_copied, line.split("\t"))) for line in rows.split("\n")[:-1]]
        if any(len(values) != len(columns) for values in split) or any(
            c.lower() not in kinds for c in columns
        ):
            raise ValueError(say("evaluation.db_copy_shape"))
        if split:
            given = ", ".join(
                f"unnest(${i}::VARCHAR[])::{kinds[c.lower()]}" for i, c in enumerate(columns, 1)
            )
            self._connection.execute(
                f"INSERT INTO {quoted(table.name)} ({', '.join(map(quoted, columns))}) SELECT {given}",
                [list(values) for values in zip(*split, strict=True)],
            )

    def _run(self, tree: exp.Expr) -> None:
        self._connection.execute(in_duckdb(tree, self._day))

    def _create(self, tree: exp.Create) -> None:
        kind = str(tree.args.get("kind") or "").upper()
        if kind == "TABLE" and isinstance(tree.this, exp.Schema):
            self._create_table(tree)
        elif kind in {"TABLE", "VIEW", "TYPE"} or (kind == "SCHEMA" and _table(tree).db != "public"):
            self._run(tree)

    def _create_table(self, tree: exp.Create) -> None:
        table = tree.this.this.name
        kept: list[exp.Expr] = []
        for part in tree.this.expressions:
            if not isinstance(part, exp.ColumnDef):
                self._constraint(table, part)
                continue
            said = [c.strip() for node in part.walk() for c in (node.comments or ()) if c.strip()]
            if said:
                self._notes[table, part.name] = " ".join(said)
            kept.append(self._column(table, part))
        tree.this.set("expressions", kept)
        tree.set("properties", None)
        self._run(tree)

    def _column(self, table: str, column: exp.ColumnDef) -> exp.ColumnDef:
        counted = column.kind is not None and column.kind.this in _SERIAL
        if column.kind is not None and counted:
            column.set("kind", exp.DataType.build(_SERIAL[column.kind.this]))
        kept = []
        for constraint in column.args.get("constraints") or ():
            kind = constraint.kind
            if isinstance(kind, exp.PrimaryKeyColumnConstraint):
                self._primary[table] = (column.name,)
            elif isinstance(kind, exp.Reference):
                self._refers(table, (column.name,), kind)
            elif isinstance(kind, exp.GeneratedAsIdentityColumnConstraint):
                counted = True
            elif isinstance(
                kind, exp.NotNullColumnConstraint | exp.DefaultColumnConstraint
            ) and not kind.find(exp.ObjectIdentifier):
                kept.append(constraint)
        if counted:
            sequence = f"{table}_{column.name}_seq"
            self._connection.execute(f"CREATE SEQUENCE IF NOT EXISTS {quoted(sequence)}")
            following = exp.Anonymous(this="nextval", expressions=[exp.Literal.string(quoted(sequence))])
            kept.append(exp.ColumnConstraint(kind=exp.DefaultColumnConstraint(this=following)))
        column.set("constraints", kept)
        return column

    def _constraint(self, table: str, constraint: exp.Expr) -> None:
        key = constraint.find(exp.PrimaryKey)
        if key is not None:
            self._primary[table] = tuple(c.name for c in key.expressions)
        for foreign in constraint.find_all(exp.ForeignKey):
            self._refers(table, tuple(c.name for c in foreign.expressions), foreign.args["reference"])

    def _refers(self, table: str, columns: tuple[str, ...], reference: exp.Expr) -> None:
        target = reference.this
        there = tuple(c.name for c in target.expressions) if isinstance(target, exp.Schema) else ()
        self._foreign.append(ForeignKey(table, columns, _table(reference).name, there))

    def _alter(self, tree: exp.Alter) -> None:
        actions = tree.args.get("actions") or []
        if any(isinstance(a, exp.AddConstraint) for a in actions):
            for action in actions:
                self._constraint(tree.this.name, action)
        elif not all(isinstance(a, exp.AlterColumn) and a.args.get("default") is not None for a in actions):
            self._run(tree)

    def _comment(self, tree: exp.Comment) -> None:
        if isinstance(tree.this, exp.Column) and tree.expression is not None:
            self._notes[tree.this.table, tree.this.name] = tree.expression.name


def _table(tree: exp.Expr) -> exp.Table:
    """The table a statement or reference is about. Raises ValueError where it names none."""
    found = tree.find(exp.Table)
    if found is None:
        raise ValueError(say("evaluation.db_statement_unknown"))
    return found


def _copied(value: str) -> str | None:
    if value == "\\N":
        return None
    return _ESCAPED.sub(lambda m: _ESCAPES.get(m[1], m[1]), value) if "\\" in value else value
