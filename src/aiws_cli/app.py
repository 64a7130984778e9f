"""The only place that builds concrete things out of settings. Imports nothing heavy until a part is first used."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, ClassVar

from .core.errors import Actor, AiwsError, DeniedError, SettingsError
from .core.identity import Identity
from .core.language import say
from .core.prompts import data_folder
from .core.results import Limits
from .core.settings import Resolved, Settings

if TYPE_CHECKING:
    from .agent.conversation import Conversation, Surroundings
    from .agent.feedback import FeedbackStore
    from .agent.permissions import Grounds
    from .agent.sessions import SessionStore
    from .catalog.index import IndexedCatalog
    from .core.ports import Model, Warehouse
    from .governance.audit import Audit
    from .governance.warehouse import Guarded

ROLES = ("user", "power_user", "analyst", "data_scientist")


class NoWarehouseError(AiwsError):
    """No warehouse is configured and the demo one is not built."""

    code: ClassVar[str] = "no_warehouse"
    exit_code: ClassVar[int] = 3
    actor: ClassVar[Actor] = "user"


class SystemClock:
    """The machine's clock, with its time zone."""

    def now(self) -> datetime:
        return datetime.now().astimezone()

    def monotonic(self) -> float:
        return time.monotonic()


def demo_path(settings: Settings) -> Path:
    """Where `aiws demo build` puts the demo group's warehouse."""
    return settings.home / "demo" / "demo_group.duckdb"


class Application:
    """Everything one command needs; each part is built when it is first asked for. Close it, or use it with `with`."""

    def __init__(self, resolved: Resolved, *, notify: Callable[[str], None], role: str | None = None) -> None:
        self.resolved = resolved
        self.settings = resolved.settings
        self.notify = notify
        self.clock = SystemClock()
        self.identity = _identity(role or self.settings.role)
        self._model: Model | None = None
        self._given_model: Model | None = None

    def __enter__(self) -> Application:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """End the worker process and free the model."""
        if "raw_warehouse" in self.__dict__:
            self.raw_warehouse.close()
        if self._model is not None:
            self._model.close()
            self._model = None

    @property
    def warehouse_path(self) -> Path:
        """The DuckDB file in use. Raises NoWarehouseError when none is configured and the demo one is missing."""
        configured = self.settings.warehouse
        if not configured:
            path = demo_path(self.settings)
            if not path.is_file():
                raise NoWarehouseError()
            return path
        if configured.startswith("duckdb:"):
            return Path(configured.removeprefix("duckdb:").removeprefix("//")).expanduser()
        if "://" not in configured and configured.endswith((".duckdb", ".db")):
            return Path(configured).expanduser()
        raise SettingsError(
            name="warehouse", detail=say("settings.warehouse_kind", value=configured.split(":", 1)[0])
        )

    @property
    def catalog_folder(self) -> Path:
        """The catalog's folder: as configured, else the demo catalog shipped with aiws."""
        if self.settings.catalog:
            return Path(self.settings.catalog).expanduser()
        return data_folder("catalog_index")

    @cached_property
    def catalog(self) -> IndexedCatalog:
        from .catalog.index import open_catalog

        catalog = open_catalog(self.catalog_folder, self.settings.home, dense=self.settings.dense)
        for notice in catalog.notices:
            self.notify(notice)
        return catalog

    @property
    def audit_path(self) -> Path:
        """The asker's own audit file."""
        return self.audit.path

    @cached_property
    def raw_warehouse(self) -> Warehouse:
        """The engine itself: for the guard, and for `catalog check` and `doctor`, which look at its metadata only."""
        if self.settings.warehouse.startswith("snowflake:"):
            return self._snowflake()
        from .warehouses.duckdb import DuckDBWarehouse

        return DuckDBWarehouse(self.warehouse_path, limits=self.limits, threads=self.settings.threads)

    def _snowflake(self) -> Warehouse:
        """The account the settings name. A password and a key's passphrase come from the environment alone."""
        from .warehouses.snowflake import SnowflakeWarehouse
        from .warehouses.snowflake_url import Credentials, parsed

        s = self.settings
        credentials = Credentials(
            private_key_file=Path(s.snowflake_private_key_file).expanduser()
            if s.snowflake_private_key_file
            else None,
            passphrase=os.environ.get("AIWS_SNOWFLAKE_PASSPHRASE", ""),
            token_file=Path(s.snowflake_token_file).expanduser() if s.snowflake_token_file else None,
            password=os.environ.get("AIWS_SNOWFLAKE_PASSWORD", ""),
        )
        return SnowflakeWarehouse(parsed(s.warehouse), credentials, limits=self.limits)

    @cached_property
    def audit(self) -> Audit:
        from .governance.audit import Audit, file_name

        return Audit(
            self.settings.home / "audit" / f"{file_name(self.identity.user)}.jsonl", self.clock, self.notify
        )

    @cached_property
    def warehouse(self) -> Guarded:
        from .governance.warehouse import Guarded

        return Guarded(self.raw_warehouse, self.catalog, self.identity, self.audit, self.limits, self.clock)

    @property
    def limits(self) -> Limits:
        s = self.settings
        return replace(Limits(), seconds=s.limit_seconds, max_rows=s.limit_rows, memory_mb=s.limit_memory_mb)

    @property
    def model(self) -> Model:
        """The model in use, chosen on first use; says what it picked."""
        if self._given_model is not None:
            return self._given_model
        if self._model is None:
            from .models.choose import choose

            self._model = choose(self.settings, notify=self.notify)
        return self._model

    @cached_property
    def sessions(self) -> SessionStore:
        from .agent.sessions import SessionStore

        return SessionStore(self.settings.home / "sessions")

    @cached_property
    def feedback(self) -> FeedbackStore:
        from .agent.feedback import FeedbackStore
        from .governance.audit import file_name

        return FeedbackStore(self.settings.home / "feedback", f"{file_name(self.identity.user)}.jsonl")

    def use_model(self, model: Model) -> None:
        """Answer with this model rather than the one the settings choose. It stays its owner's to close."""
        self._given_model = model

    def model_with_memory(self, folder: Path, *, replay_only: bool = False, fresh: bool = False) -> Model:
        """The model in use behind a cache of replies in `folder`: for evaluation, where a greedy reply is a fact."""
        from .models.reply_cache import CachedModel

        return CachedModel(self.model, folder, replay_only=replay_only, fresh=fresh)

    @cached_property
    def grounds(self) -> Grounds:
        """What decisions about tools rest on: the folder one is in, what is protected in it, hosts, rules.

        Raises SettingsError for standing rules that are none.
        """
        from .agent.permissions import Grounds, standing_rules
        from .core.settings import managed_file
        from .models.contacts import contacts

        s = self.settings
        named = (s.policy, s.identity_token_file, s.gguf)
        own = [s.home, s.config, managed_file().parent, *(Path(n).expanduser() for n in named if n)]
        with suppress(AiwsError):
            own.append(self.warehouse_path)
        return Grounds(
            identity=self.identity,
            audit=self.audit,
            folder=Path.cwd(),
            protected=tuple(own),
            hosts=frozenset(c.host for c in contacts(s)),
            standing=standing_rules(s.permissions),
        )

    def surroundings(self) -> Surroundings:
        """What a conversation works with."""
        from .agent.conversation import Surroundings

        return Surroundings(
            catalog=self.catalog,
            warehouse=self.warehouse,
            model=lambda: self.model,
            sessions=self.sessions,
            identity=self.identity,
            clock=self.clock,
            limits=self.limits,
            max_tokens=self.settings.max_tokens,
            max_turns=self.settings.max_turns,
            max_seconds=self.settings.max_seconds,
            grounds=self.grounds,
        )

    def conversation(self, *, session_id: str | None = None, workspace: str = "") -> Conversation:
        """A new conversation, or the saved one with that id taken up again."""
        from .agent.conversation import Conversation

        made = Conversation(
            self.surroundings(),
            session_id or self.sessions.create(self.clock.now()),
            workspace=workspace or self.settings.workspace,
        )
        if session_id is not None:
            made.resume()
        return made


def build(resolved: Resolved, *, notify: Callable[[str], None], role: str | None = None) -> Application:
    """The application for these settings. `notify` takes short lines for the person (stderr). `role` only narrows."""
    return Application(resolved, notify=notify, role=role)


def _identity(role: str) -> Identity:
    import getpass

    try:
        user = getpass.getuser()
    except (KeyError, OSError):
        user = "unknown"
    if role and role not in ROLES:
        raise DeniedError(reason=say("app.no_role", role=role, roles=", ".join(ROLES)))
    return Identity(user=user, role=role or "analyst", roles=ROLES)
