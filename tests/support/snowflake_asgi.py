"""fakesnow as a Snowflake account that tests can question: an ASGI app, run by uvicorn in fakesnow's own environment.

It adds what the connector 5 asks for and fakesnow lacks (a master token, answers to USE ROLE, SECONDARY ROLES, EXPLAIN,
keys, tags, semantic views, policies), says of names what Snowflake says, remembers every login and statement with its parameters, and misbehaves when
told to: `POST /_test/behave` takes rules `{"match": regex, "do": …, "times": n}`. Nothing of the project is imported.
"""

from __future__ import annotations

import asyncio
import base64
import gzip
import importlib
import json
import re
from typing import Any

# The package has a function of that name, too.
fake: Any = importlib.import_module("fakesnow.server")

ANSWERED = re.compile(
    r"\s*(?:USE\s+(?:ROLE|SECONDARY\s+ROLES|WAREHOUSE)\b|ALTER\s+SESSION\b|GRANT\b|REVOKE\b|CREATE\s+(?:OR\s+REPLACE\s+)?"
    r"(?:MASKING|ROW\s+ACCESS|AGGREGATION|PROJECTION)\s+POLICY\b|ALTER\s+TABLE\s+\S+\s+(?:MODIFY|ADD|DROP)\b.*POLICY"
    r"|CREATE\s+(?:OR\s+REPLACE\s+)?SEMANTIC\s+VIEW\b)",
    re.IGNORECASE | re.DOTALL,
)
EXPLAIN = re.compile(r"\s*EXPLAIN\s+USING\s+JSON\s+(.*)", re.IGNORECASE | re.DOTALL)
SCAN = re.compile(r"SCAN", re.IGNORECASE)

recorded: list[dict[str, Any]] = []
rules: list[dict[str, Any]] = []
tables: dict[str, list[list[Any]]] = {"tags": [], "semantic": []}
aborted: dict[str, asyncio.Event] = {}
expired: set[str] = set()


async def app(scope: Any, receive: Any, send: Any) -> None:
    if scope["type"] != "http":
        await fake.app(scope, receive, send)
        return
    raw = await _body(receive)
    path = scope["path"]
    headers = dict(scope["headers"])
    body = gzip.decompress(raw) if headers.get(b"content-encoding") == b"gzip" else raw
    if path.startswith("/_test/"):
        try:
            answer = _control(path, json.loads(body or b"null"))
        except Exception as problem:  # noqa: BLE001 (the test is told, in its own words)
            answer = {"failed": f"{type(problem).__name__}: {problem}"}
        await _json(send, answer)
        return
    query = {k: v for k, _, v in (p.partition("=") for p in scope["query_string"].decode().split("&"))}
    said = json.loads(body) if body[:1] == b"{" else {}
    if path.endswith("/login-request"):
        await _login(scope, raw, said, query, send)
    elif path.endswith("/query-request"):
        await _statement(scope, raw, said, query, headers, receive, send)
    elif path.endswith("/abort-request"):
        recorded.append({"kind": "abort", "request": said.get("requestId", "")})
        aborted.setdefault(said.get("requestId", ""), asyncio.Event()).set()
        await _json(send, {"success": True, "data": None, "code": None, "message": None})
    elif path.endswith("/token-request"):
        recorded.append({"kind": "token"})
        await _refuse(send, 390114, "Authentication token has expired.  The user must authenticate again.")
    else:
        recorded.append({"kind": "other", "path": path})
        await _forward(scope, raw, send)


def _control(path: str, said: Any) -> Any:
    if path == "/_test/recorded":
        return recorded
    if path == "/_test/clear":
        recorded.clear()
        rules.clear()
        expired.clear()
    elif path == "/_test/behave":
        rules.extend({"times": 1, **r} for r in said)
    elif path == "/_test/tables":
        tables.update(said)
    elif path == "/_test/load":
        _load(said["file"], said["database"])
    elif path == "/_test/sql":
        connection = fake.shared_fs.connect(said.get("database"), said.get("schema"))
        for sql in said["statements"]:
            connection.cursor().execute(sql)
    elif path == "/_test/expire":
        expired.update(fake.sessions)
    return True


def _load(file: str, database: str) -> None:
    """Every table of a DuckDB file into the account, its names folded to upper case."""
    fake.shared_fs.connect(database, "PUBLIC")
    duck = fake.shared_fs.duck_conn
    duck.execute(f"ATTACH '{file}' AS source (READ_ONLY)")
    try:
        found = duck.execute(
            "SELECT schema_name, table_name, list(column_name ORDER BY column_index), list(data_type ORDER BY column_index)"
            " FROM duckdb_columns() WHERE database_name = 'source' AND NOT internal GROUP BY ALL"
        ).fetchall()
        for schema, table, columns, kinds in found:
            place = f'"{database}"."{schema.upper()}"'
            duck.execute(f"CREATE SCHEMA IF NOT EXISTS {place}")
            picked = ", ".join(
                (f'to_json("{c}")' if k.startswith("STRUCT") or k.endswith("]") else f'"{c}"')
                + f' AS "{c.upper()}"'
                for c, k in zip(columns, kinds, strict=True)
            )
            duck.execute(
                f'CREATE OR REPLACE TABLE {place}."{table.upper()}" AS SELECT {picked} FROM source."{schema}"."{table}"'
            )
    finally:
        duck.execute("DETACH source")


async def _login(scope: Any, raw: bytes, said: Any, query: Any, send: Any) -> None:
    data = said.get("data", {})
    recorded.append({"kind": "login", "data": data, "query": query})
    rule = _rule("login")
    if rule is not None and await _misbehave(rule, send):
        return
    if data.get("PASSWORD") == "wrong" or data.get("TOKEN") == "wrong":
        await _refuse(send, 390100, "Incorrect username or password was specified: [secret-value].")
        return
    status, out = await _asked(scope, raw)
    answer = json.loads(out)
    answer["data"] |= {
        "masterToken": "master-" + answer["data"]["token"],
        "sessionId": len(fake.sessions),
        "validityInSeconds": 3600,
        "masterValidityInSeconds": 14400,
    }
    await _bytes(send, json.dumps(answer).encode(), status)


async def _statement(
    scope: Any, raw: bytes, said: Any, query: Any, headers: Any, receive: Any, send: Any
) -> None:
    sql = said.get("sqlText", "")
    recorded.append({"kind": "statement", "sql": sql, "parameters": said.get("parameters", {})})
    token = headers.get(b"authorization", b"").decode()[17:-1]
    if token in expired:
        await _refuse(send, 390112, "Your session has expired. Please login again.")
        return
    rule = _rule(sql)
    if rule is not None:
        if rule["do"] == "delay":
            gone = await _wait(float(rule["seconds"]), query.get("requestId", ""), receive)
            if gone:
                recorded.append({"kind": "gone", "sql": sql})
                await _refuse(send, 604, "SQL execution canceled", "57014")
                return
        elif await _misbehave(rule, send):
            return
    parameters = said.get("parameters") or {}
    if int(parameters.get("MULTI_STATEMENT_COUNT", 1) or 1) == 1 and _several(sql):
        await _refuse(send, 8, "Actual statement count 2 did not match the desired statement count 1.")
        return
    if ANSWERED.match(sql):
        await _rows(send, ["status"], [["Statement executed successfully."]])
        return
    explained = EXPLAIN.match(sql)
    if explained is not None:
        await _explain(send, token, explained[1])
        return
    if re.search(r"\bTAG_REFERENCES\b", sql):
        await _rows(
            send, ["OBJECT_SCHEMA", "OBJECT_NAME", "COLUMN_NAME", "TAG_NAME", "TAG_VALUE"], tables["tags"]
        )
        return
    if re.search(r"SYSTEM\$READ_YAML_FROM_SEMANTIC_VIEW", sql):
        await _rows(send, ["YAML"], tables["semantic"])
        return
    shown = re.match(r"\s*SHOW\s+(PRIMARY|IMPORTED)\s+KEYS\s+IN\s+DATABASE", sql, re.IGNORECASE)
    if shown is not None:
        await _rows(send, *_keys(shown[1].upper(), token))
        return
    await _forward(scope, raw, send)


def _several(sql: str) -> bool:
    return len([p for p in re.sub(r"'(?:[^']|'')*'|\"[^\"]*\"", "", sql).split(";") if p.strip()]) > 1


async def _explain(send: Any, token: str, sql: str) -> None:
    """The plan of the DuckDB behind, in the form Snowflake gives: it knows what a view reads, and no parser of ours."""
    connection = fake.sessions[token]
    cursor = connection.cursor()
    try:
        await asyncio.to_thread(cursor.execute, sql, server=True)
        plan = await asyncio.to_thread(
            lambda: connection._duck_conn.execute(f"EXPLAIN (FORMAT JSON) {cursor._last_sql}").fetchall()
        )
    except Exception as problem:  # noqa: BLE001 (what the engine says is the answer)
        text = str(getattr(problem, "msg", problem))
        named = _in_snowflake_s_words(text) or (getattr(problem, "errno", None) or 1003, text)
        await _refuse(send, *named)
        return
    operations: list[dict[str, Any]] = [{"id": 0, "operation": "Result"}]

    def walk(node: dict[str, Any]) -> None:
        table = str(node.get("extra_info", {}).get("Table", ""))
        if table and SCAN.search(str(node.get("name", ""))):
            operations.append({"id": len(operations), "operation": "TableScan", "objects": [table]})
        for child in node.get("children", ()):
            walk(child)

    for node in json.loads(plan[0][1]):
        walk(node)
    answer = {"GlobalStats": {"partitionsTotal": 1}, "Operations": [operations]}
    await _rows(send, ["content"], [[json.dumps(answer)]])


BINDER = (
    (re.compile(r'Referenced column "([^"]+)" not found'), 904, "invalid identifier '{}'"),
    (
        re.compile(r'(?:Table|Values list) "([^"]+)" does not have a column named "([^"]+)"'),
        904,
        "invalid identifier '{}.{}'",
    ),
    (re.compile(r'Referenced table "([^"]+)" not found'), 904, "invalid identifier '{}'"),
    (
        re.compile(r'column "([^"]+)" must appear in the GROUP BY'),
        979,
        "[{}] is not a valid group by expression",
    ),
    (re.compile(r'Ambiguous reference to column name "([^"]+)"'), 2028, "ambiguous column name '{}'"),
)


def _in_snowflake_s_words(message: str) -> tuple[int, str] | None:
    """What DuckDB says of a name as Snowflake would: number and text, as its documentation and forums show them."""
    for pattern, number, text in BINDER:
        found = pattern.search(message)
        if found is not None:
            about = text.format(*(g.upper() for g in found.groups()))
            return number, f"SQL compilation error: error line 1 at position 7\n{about}"
    return None


def _keys(kind: str, token: str) -> tuple[list[str], list[list[Any]]]:
    duck = fake.sessions[token]._duck_conn
    database = str(fake.sessions[token].database)
    found = duck.execute(
        "SELECT schema_name, table_name, constraint_type, constraint_column_names, referenced_table,"
        " referenced_column_names, constraint_index FROM duckdb_constraints() WHERE database_name = ?",
        [database],
    ).fetchall()
    out: list[list[Any]] = []
    for schema, table, what, columns, to_table, to_columns, index in found:
        if kind == "PRIMARY" and what == "PRIMARY KEY":
            out += [
                ["", database, schema, table, c, n + 1, f"PK{index}", "false", ""]
                for n, c in enumerate(columns)
            ]
        elif kind == "IMPORTED" and what == "FOREIGN KEY":
            out += [
                [
                    "",
                    database,
                    schema,
                    to_table,
                    y,
                    database,
                    schema,
                    table,
                    x,
                    n + 1,
                    "",
                    "",
                    f"FK{index}",
                    "",
                    "",
                    "",
                    "",
                ]
                for n, (x, y) in enumerate(zip(columns, to_columns, strict=True))
            ]
    width = 9 if kind == "PRIMARY" else 17
    return [f"c{i}" for i in range(width)], out


def _rule(text: str) -> dict[str, Any] | None:
    for rule in rules:
        if rule["times"] > 0 and re.search(rule["match"], text):
            rule["times"] -= 1
            return rule
    return None


async def _misbehave(rule: dict[str, Any], send: Any) -> bool:
    """True where the request has been dealt with."""
    match rule["do"]:
        case "status":
            await _bytes(send, b"{}", int(rule["status"]))
        case "drop":
            # A response that promises more than comes: the server closes the connection under the client.
            await send(
                {"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"1000")]}
            )
            await send({"type": "http.response.body", "body": b"{", "more_body": True})
            raise ConnectionResetError("told to")
        case "refuse":
            await _refuse(send, int(rule["number"]), str(rule["message"]))
        case "rows":
            await _rows(send, rule["names"], rule["rows"])
        case _:
            return False
    return True


async def _wait(seconds: float, request: str, receive: Any) -> bool:
    """Wait; True as soon as the request was aborted or the client went away."""
    event = aborted.setdefault(request, asyncio.Event())
    listening = asyncio.ensure_future(receive())
    waiting = asyncio.ensure_future(event.wait())
    done, pending = await asyncio.wait(
        (listening, waiting), timeout=seconds, return_when=asyncio.FIRST_COMPLETED
    )
    for one in pending:
        one.cancel()
    return bool(done)


async def _body(receive: Any) -> bytes:
    out = b""
    while True:
        message = await receive()
        out += message.get("body", b"")
        if not message.get("more_body"):
            return out


async def _asked(scope: Any, raw: bytes) -> tuple[int, bytes]:
    """What fakesnow itself answers."""
    given, status, out = False, 500, b""

    async def receive() -> Any:
        nonlocal given
        if given:
            return {"type": "http.disconnect"}
        given = True
        return {"type": "http.request", "body": raw, "more_body": False}

    async def send(message: Any) -> None:
        nonlocal status, out
        if message["type"] == "http.response.start":
            status = message["status"]
        else:
            out += message.get("body", b"")

    await fake.app(scope, receive, send)
    return status, out


async def _forward(scope: Any, raw: bytes, send: Any) -> None:
    status, out = await _asked(scope, raw)
    if b"Binder Error" in out:
        answer = json.loads(out)
        named = _in_snowflake_s_words(str(answer.get("message")))
        if named is not None:
            await _refuse(send, *named)
            return
    await _bytes(send, out, status)


async def _rows(send: Any, names: list[str], rows: list[list[Any]]) -> None:
    rowtype = [
        {"name": n, "type": "text", "nullable": True, "length": 16777216, "byteLength": 16777216}
        | {"database": "", "schema": "", "table": "", "precision": None, "scale": None}
        for n in names
    ]
    data = {
        "parameters": [],
        "rowtype": rowtype,
        "rowset": [[None if v is None else str(v) for v in row] for row in rows],
        "total": len(rows),
        "returned": len(rows),
        "queryId": base64.b32encode(str(len(recorded)).encode()).decode(),
        "queryResultFormat": "json",
        "statementTypeId": 4096,
        "sqlState": "00000",
    }
    await _json(send, {"data": data, "success": True, "code": None, "message": None})


async def _refuse(send: Any, number: int, message: str, state: str = "42000") -> None:
    data = {"errorCode": f"{number:06d}", "sqlState": state, "queryId": "01b2-refused"}
    await _json(send, {"data": data, "code": f"{number:06d}", "message": message, "success": False})


async def _json(send: Any, value: Any) -> None:
    await _bytes(send, json.dumps(value).encode(), 200)


async def _bytes(send: Any, out: bytes, status: int) -> None:
    headers = [(b"content-type", b"application/json"), (b"content-length", str(len(out)).encode())]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": out})
