"""One signed-in session on the real connector, driven from ordinary code: statements run on a thread with an event loop.

The connector's asynchronous face is the one whose statements can be given up: cancelling one sends the server an
abort for that very request. The calling thread waits in short steps, so that Ctrl-C reaches it.
"""

from __future__ import annotations

import asyncio
import concurrent.futures
import contextlib
import logging
import os
import threading
import time
import warnings
from collections.abc import AsyncIterator, Callable, Coroutine, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from ..core.errors import InterruptedByUser, SettingsError
from ..core.language import say
from .snowflake_errors import SnowflakeUnavailable, forgotten, translated
from .snowflake_url import Credentials, Target

T = TypeVar("T")
TICK_SECONDS = 0.05
GRACE_SECONDS = 1.5
"""How long a statement that was given up may take to say so to the server."""
LOGIN_SECONDS = 30
BROWSER_SECONDS = 180

SESSION = {
    # What the guard and the dialect build on, whatever the account's defaults are.
    "QUOTED_IDENTIFIERS_IGNORE_CASE": False,
    "TIMESTAMP_TYPE_MAPPING": "TIMESTAMP_NTZ",
    "WEEK_START": 0,
    "WEEK_OF_YEAR_POLICY": 0,
    "DATE_INPUT_FORMAT": "AUTO",
    "TIMESTAMP_INPUT_FORMAT": "AUTO",
    "DATE_OUTPUT_FORMAT": "YYYY-MM-DD",
    "BINARY_INPUT_FORMAT": "HEX",
    "JSON_INDENT": 0,
    # A process that is gone leaves no statement behind, and one request holds one statement.
    "ABORT_DETACHED_QUERY": True,
    "MULTI_STATEMENT_COUNT": 1,
    "CLIENT_TELEMETRY_ENABLED": False,
}


@dataclass(frozen=True, slots=True)
class Described:
    """A result's column: name, the connector's type code, precision and scale where numbers have them."""

    name: str
    code: int
    precision: int | None
    scale: int | None


Rows = AsyncIterator[Sequence[tuple[Any, ...]]]
Take = Callable[[Sequence[Described], Rows], Coroutine[Any, Any, T]]


def _run(loop: asyncio.AbstractEventLoop) -> None:
    """The loop until it is stopped, and the threads it started until they are done."""
    loop.run_forever()
    loop.run_until_complete(loop.shutdown_default_executor())
    loop.close()


class Session:
    """Opens when first needed; a session the server has forgotten is opened anew, once a statement.

    Not for two statements at a time. Raises what `snowflake_errors.translated` makes of the connector's errors.
    """

    def __init__(
        self, target: Target, credentials: Credentials, *, seconds: float, queued_seconds: float
    ) -> None:
        self._target, self._credentials = target, credentials
        self._seconds, self._queued = seconds, queued_seconds
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread: threading.Thread | None = None
        self._connection: Any = None
        self._running: concurrent.futures.Future[Any] | None = None
        self._lock = threading.RLock()

    def execute(self, sql: str, take: Take[T], *, seconds: float, tag: str = "") -> T:
        """Run one statement and hand its columns and batches of rows to `take`.

        `seconds` bounds statement and fetching; TimeoutError when they are up, the statement being given up by then.
        """
        with self._lock:
            opening = BROWSER_SECONDS if self._by_browser() else LOGIN_SECONDS
            if self._connection is None:
                self._wait(self._open(), opening + GRACE_SECONDS)
            try:
                return self._wait(self._execute(sql, take, seconds, tag), seconds + GRACE_SECONDS)
            except Exception as problem:
                if not forgotten(problem):
                    raise
            self._wait(self._shut(), GRACE_SECONDS)
            self._wait(self._open(), opening + GRACE_SECONDS)
            return self._wait(self._execute(sql, take, seconds, tag), seconds + GRACE_SECONDS)

    def cancel(self) -> None:
        """Give the running statement up, from any thread."""
        running = self._running
        if running is not None:
            running.cancel()

    def close(self) -> None:
        """Sign out, without waiting long; safe to call twice."""
        with self._lock:
            if self._connection is not None:
                with contextlib.suppress(Exception):
                    self._wait(self._shut(), GRACE_SECONDS * 2)
            loop, self._loop = self._loop, None
            if loop is not None:
                loop.call_soon_threadsafe(loop.stop)
            if self._thread is not None:
                # A thread that is still in the connector's C++ when Python ends takes the whole process with it (SIGABRT).
                self._thread.join(LOGIN_SECONDS)
                self._thread = None

    # ── on the calling thread ───────────────────────────────────────────────────────────────────────────────

    def _wait(self, work: Coroutine[Any, Any, T], seconds: float) -> T:
        if self._loop is None:
            self._start()
        assert self._loop is not None
        ended = threading.Event()

        async def watched() -> T:
            try:
                return await work
            finally:
                ended.set()

        future = self._running = asyncio.run_coroutine_threadsafe(watched(), self._loop)
        deadline = time.monotonic() + seconds
        try:
            while not future.done() and time.monotonic() < deadline:
                concurrent.futures.wait((future,), TICK_SECONDS)
            if not future.done():
                raise TimeoutError
            return future.result()
        except concurrent.futures.CancelledError:
            ended.wait(GRACE_SECONDS)
            raise InterruptedByUser from None
        except BaseException:
            if future.cancel():
                ended.wait(GRACE_SECONDS)
            raise
        finally:
            self._running = None

    def _start(self) -> None:
        loop = self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=_run, args=(loop,), name="snowflake", daemon=True)
        self._thread.start()

    # ── on the loop's thread ────────────────────────────────────────────────────────────────────────────────

    async def _open(self) -> None:
        connector = _connector()
        try:
            async with asyncio.timeout(BROWSER_SECONDS if self._by_browser() else LOGIN_SECONDS):
                self._connection = await connector.connect(**self._options())
                for statement in self._settling():
                    cursor = self._connection.cursor()
                    await cursor.execute(statement, num_statements=1)
        except TimeoutError:
            await self._shut()
            detail = say("snowflake.reach.slow")
            raise SnowflakeUnavailable(what="Snowflake", place=self._target.place, detail=detail) from None
        except BaseException:
            await self._shut()
            raise

    def _settling(self) -> list[str]:
        """The statements that fix role and place; every one of them must succeed before anything is read."""
        t = self._target
        out = [f"USE ROLE {identifier(t.role)}"] if t.role else []
        out.append("USE SECONDARY ROLES NONE")
        if t.warehouse:
            out.append(f"USE WAREHOUSE {identifier(t.warehouse)}")
        out.append(f"USE DATABASE {identifier(t.database)}")
        if t.schema:
            out.append(f"USE SCHEMA {identifier(t.database)}.{identifier(t.schema)}")
        out.append(f"ALTER SESSION SET STATEMENT_TIMEOUT_IN_SECONDS = {self._whole(self._seconds)}")
        out.append(f"ALTER SESSION SET STATEMENT_QUEUED_TIMEOUT_IN_SECONDS = {self._whole(self._queued)}")
        return out

    async def _execute(self, sql: str, take: Take[T], seconds: float, tag: str) -> T:
        parameters: dict[str, Any] = {
            "MULTI_STATEMENT_COUNT": 1,
            "STATEMENT_TIMEOUT_IN_SECONDS": self._whole(seconds),
            "STATEMENT_QUEUED_TIMEOUT_IN_SECONDS": self._whole(min(seconds, self._queued)),
        }
        if tag:
            parameters["QUERY_TAG"] = tag
        cursor = self._connection.cursor()
        async with asyncio.timeout(seconds):
            await cursor.execute(sql, _statement_params=parameters)
            columns = [Described(d.name, d.type_code, d.precision, d.scale) for d in cursor.description or ()]
            return await take(columns, _batches(cursor))

    async def _shut(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            with contextlib.suppress(Exception):
                async with asyncio.timeout(GRACE_SECONDS):
                    await connection.close(retry=False)

    @staticmethod
    def _whole(seconds: float) -> int:
        return max(1, int(seconds + 0.999))

    def _by_browser(self) -> bool:
        return self._credentials.way(self._target) == "EXTERNALBROWSER"

    def _options(self) -> dict[str, Any]:
        """What the connector is told. Raises SettingsError for a key or token file that can't be used."""
        t, c = self._target, self._credentials
        way = c.way(t)
        browser = way == "EXTERNALBROWSER"
        out: dict[str, Any] = {
            "account": t.account,
            "user": t.user,
            "authenticator": way,
            "database": t.database,
            "application": "aiws",
            "protocol": t.protocol,
            "secondary_roles": "NONE",
            "session_parameters": dict(SESSION),
            "login_timeout": BROWSER_SECONDS if browser else LOGIN_SECONDS,
            "connect_timeout": 10,
            "retry_max_attempts": 3,
            "request_timeout": LOGIN_SECONDS,
            "client_memory_limit": 256,
            "client_prefetch_threads": 2,
            "client_session_keep_alive": False,
            "server_session_keep_alive": False,
            "enable_server_session_keep_alive_auto_detection": False,
            # Only a sign-in in the browser is worth keeping: without it the browser would open for every command.
            "client_store_temporary_credential": browser,
            "disable_query_context_cache": True,
            "log_query_text": False,
            "use_proxy_env": not t.loopback,
        }
        for name, value in (
            ("schema", t.schema),
            ("warehouse", t.warehouse),
            ("role", t.role),
            ("host", t.host),
        ):
            if value:
                out[name] = value
        if t.port:
            out["port"] = t.port
        if way == "SNOWFLAKE_JWT":
            out["private_key_file"] = str(_own_file("AIWS_SNOWFLAKE_PRIVATE_KEY_FILE", c.private_key_file))
            if c.passphrase:
                out["private_key_password"] = c.passphrase
        elif way in ("OAUTH", "PROGRAMMATIC_ACCESS_TOKEN"):
            out["token"] = _token(c.token_file)
        elif way == "SNOWFLAKE":
            out["password"] = c.password
        return out


async def _batches(cursor: Any) -> Rows:
    """Rows as they come out of the server's Arrow chunks, some thousands at a time."""
    while rows := await cursor.fetchmany(2048):
        yield [tuple(row) for row in rows]


def _connector() -> Any:
    """The connector's asynchronous face, quiet: no probe of cloud metadata services, no line in anybody's log."""
    # Read by the connector's core; it would ask 169.254.169.254 and a name server where it runs.
    os.environ.setdefault("SNOWFLAKE_DISABLE_PLATFORM_DETECTION", "true")
    log = logging.getLogger("snowflake")
    log.setLevel(logging.CRITICAL + 1)
    log.propagate = False
    try:
        warnings.filterwarnings("ignore", category=FutureWarning, module=r"snowflake\.")
        import snowflake.connector.aio as connector
    except ImportError as problem:
        raise SettingsError(name="warehouse", detail=say("snowflake.missing")) from problem
    return connector


def identifier(name: str) -> str:
    """A name of the settings as it goes into a USE: in quotes unless it folds to itself."""
    if name.isidentifier() and name.isascii():
        return name
    return '"' + name.replace('"', '""') + '"'


def _own_file(setting: str, path: Any) -> Any:
    """A key that only its owner can read. Raises SettingsError."""
    try:
        mode = path.stat().st_mode
    except OSError as problem:
        raise SettingsError(
            name=setting, detail=say("snowflake.no_file", path=path, why=problem.strerror)
        ) from problem
    if os.name == "posix" and mode & 0o077:
        raise SettingsError(name=setting, detail=say("snowflake.open_file", path=path))
    return path


def _token(path: Any) -> str:
    try:
        token = path.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as problem:
        why = getattr(problem, "strerror", None) or "UTF-8"
        raise SettingsError(
            name="AIWS_SNOWFLAKE_TOKEN_FILE", detail=say("snowflake.no_file", path=path, why=why)
        ) from None
    if not token:
        raise SettingsError(name="AIWS_SNOWFLAKE_TOKEN_FILE", detail=say("snowflake.empty_file", path=path))
    return token


def ours(problem: BaseException, place: str, limits: Any = None) -> BaseException:
    """The error of ours for whatever came out of `Session.execute`; an error of ours as it is."""
    from ..core.errors import AiwsError

    if isinstance(problem, (AiwsError, KeyboardInterrupt, SystemExit)) or not isinstance(problem, Exception):
        return problem
    return translated(problem, place, limits)
