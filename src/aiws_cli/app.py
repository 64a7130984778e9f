"""The only place that builds concrete things out of settings. Imports nothing heavy until a part is first used."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import datetime, timedelta
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, ClassVar

from .core.errors import Actor, AiwsError, SettingsError
from .core.identity import Identity
from .core.language import say
from .core.prompts import data_folder
from .core.results import Limits
from .core.settings import Resolved, Settings

if TYPE_CHECKING:
    from .agent.checkpoints import Checkpoints
    from .agent.conversation import Conversation
    from .agent.feedback import FeedbackStore
    from .agent.memory import MemoryFile
    from .agent.permissions import Grounds
    from .agent.sessions import SessionStore
    from .agent.turn import Surroundings
    from .catalog.index import IndexedCatalog
    from .core.deeds import Effect
    from .core.ports import GuardedWarehouse, Model, Warehouse
    from .core.results import ResultColumn
    from .core.tables import Table
    from .governance.audit.log import Audit
    from .governance.privacy.files import FileFinding
    from .governance.rights.access import PolicyAccess
    from .governance.rights.permitted import PermittedCatalog
    from .governance.rights.policy import Policy
    from .governance.warehouse import Guarded
    from .sandbox.choose import Chosen
    from .tools.bench import Bench
    from .tools.registry import Tool


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

    def __init__(
        self,
        resolved: Resolved,
        *,
        notify: Callable[[str], None],
        role: str | None = None,
        policy: Policy | None = None,
    ) -> None:
        self.resolved = resolved
        self.settings = resolved.settings
        self.notify = notify
        self.clock = SystemClock()
        self.beginning = False
        """`aiws init` makes the policy: while it does, the one that is named need not be there yet."""
        self._role = role or self.settings.role
        self._given_policy = policy
        self._proved_until: float | None = None
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

    @cached_property
    def policy(self) -> Policy:
        """Who may see what: the policy given, configured, or the demo group's over its own data.

        Raises PolicyMissing (nothing is permitted), PolicyError, TokensUnmanaged; for the demo group's, what opening the
        warehouse raises.
        """
        if self._given_policy is not None:
            return self._given_policy
        from .governance.rights.identify import TokensUnmanaged
        from .governance.rights.policy_file import PolicyMissing, load

        origins = self.resolved.origins
        if self.settings.identity == "token" and origins.get("identity") == "managed" != origins.get(
            "policy"
        ):
            # The keys that are believed stand in the policy: in one of the asker's own they would be the asker's.
            from .core.settings import managed_file

            raise TokensUnmanaged(path=managed_file().with_name("policy.yaml"))
        path = self.policy_path
        if path is None:
            raise PolicyMissing()
        return load(path)

    @property
    def policy_path(self) -> Path | None:
        """The policy's file: as configured, else the demo group's over the demo group's catalog and data; None for neither.

        Raises what opening the warehouse raises, where it has to be asked whether it is the demo's.
        """
        configured = self.settings.policy
        if configured:
            return Path(configured).expanduser()
        if self.settings.catalog or not self._on_demo_data:
            return None
        return data_folder("policies") / "demo.yaml"

    @cached_property
    def _on_demo_data(self) -> bool:
        """Whether the data is the demo group's: everybody may see that, and nobody else's."""
        if self.dialect != "duckdb":
            return False
        if not self.settings.warehouse or self.warehouse_path == demo_path(self.settings):
            return True
        from .warehouses.duckdb import DuckDBWarehouse

        engine = self.raw_warehouse
        return isinstance(engine, DuckDBWarehouse) and engine.is_demo()

    @cached_property
    def identity(self) -> Identity:
        """Who asks. Raises PolicyMissing, PolicyError, and where the policy does not take them DeniedError."""
        from .governance.rights.identify import RoleNotYours, identify

        policy, token = self.policy, self.settings.identity_token_file
        fixed = self.settings.role
        if self.resolved.origins.get("role") == "managed" and self._role.lower() != fixed.lower():
            raise RoleNotYours(role=self._role, roles=fixed)
        if policy.suite:
            return identify(policy, _os_user(), source="suite", role=self._role)
        if token or self.settings.identity == "token":
            found, self._proved_until = self._by_token(policy, token)
            return found
        return identify(policy, _os_user(), groups=_os_groups(), role=self._role)

    def _by_token(self, policy: Policy, file: str) -> tuple[Identity, float]:
        """Who the token says is asking, and until when that holds (seconds since 1970)."""
        from .governance.rights.identify import TokenNeeded, identify
        from .governance.rights.tokens import TokensNotConfigured, read_token, verify

        if not file:
            raise TokenNeeded()
        if policy.tokens is None:
            raise TokensNotConfigured(policy=policy.source)
        claims = verify(
            read_token(Path(file).expanduser()),
            policy.tokens,
            policy_folder=Path(policy.source).parent,
            fetch=self._fetch_keys,
        )
        found = identify(
            policy,
            claims.user,
            source="token",
            groups=claims.groups,
            claimed=claims.attributes,
            role=self._role,
        )
        return found, claims.expires

    @cached_property
    def in_force(self) -> Callable[[], None]:
        """Called before each act: raises where policy or identity are not what they were when they were read (InForce)."""
        from .governance.rights.in_force import InForce

        if self._given_policy is not None:
            return lambda: None
        policy, identity, token = self.policy, self.identity, self.settings.identity_token_file
        return InForce(
            policy,
            identity,
            lambda: self.clock.now().timestamp(),
            until=self._proved_until,
            again=lambda: self._by_token(policy, token),
        )

    def _fetch_keys(self, url: str) -> bytes:
        from .oidc.keys import fetch

        return fetch(url, timeout=self.settings.connect_timeout)

    @property
    def dialect(self) -> str:
        """The warehouse's SQL, known without opening it."""
        return "snowflake" if self.settings.warehouse.startswith("snowflake:") else "duckdb"

    @cached_property
    def access(self) -> PolicyAccess:
        from .governance.rights.access import PolicyAccess

        catalog = self.catalog  # A broken catalog is told before a missing policy: it has to be mended first.
        return PolicyAccess(self.policy, catalog, dialect=self.dialect)

    @cached_property
    def permitted(self) -> PermittedCatalog:
        """The catalog as the asker may know it."""
        from .governance.rights.permitted import PermittedCatalog

        return PermittedCatalog(self.catalog, self.access, self.identity)

    @cached_property
    def user(self) -> str:
        """Who asks, by name; before there is a policy the operating system's user, who has no role then.

        Raises what `identity` raises; PolicyMissing only where one is named and gone.
        """
        from .governance.rights.policy_file import PolicyMissing

        try:
            return self.identity.user
        except PolicyMissing:
            self._before_policy()
            return _os_user()

    def _before_policy(self) -> None:
        """Raises PolicyMissing again, where there was to be one: what is gone is no beginning."""
        from .governance.rights.policy_file import PolicyMissing

        if self.settings.identity == "token" or (self.policy_path is not None and not self.beginning):
            raise PolicyMissing(path=self.policy_path or "")

    @property
    def who(self) -> dict[str, Any]:
        """What an audit record says of the asker outside of a query: user, and role and policy where there is one."""
        from .governance.rights.policy_file import PolicyMissing

        try:
            role, policy = self.identity.role, self.policy.about()
        except PolicyMissing:
            self._before_policy()
            return {"user": self.user, "role": "", "policy": None}
        return {"user": self.user, "role": role, "policy": policy}

    @property
    def audit_folder(self) -> Path:
        """Where every user's audit file lies."""
        return self.settings.home / "audit"

    @property
    def examiner(self) -> bool:
        """Whether the asker's role may read true literals in an evidence bundle."""
        return self.policy.roles[self.identity.role].examiner

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

        return DuckDBWarehouse(self.warehouse_path, limits=self._bounds, threads=self.settings.threads)

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
        return SnowflakeWarehouse(parsed(s.warehouse), credentials, limits=self._bounds)

    @cached_property
    def audit(self) -> Audit:
        from .governance.audit.log import Audit, file_name
        from .governance.privacy.redaction import is_secret, personal

        path = self.audit_folder / f"{file_name(self.user)}.jsonl"
        return Audit(
            path, self.clock, self.notify, find=personal, every_string=self._every_string, secret=is_secret
        )

    @property
    def _every_string(self) -> bool:
        """Whether the log keeps no string literal of a statement in the open."""
        from .governance.rights.policy_file import PolicyMissing

        try:
            return self.policy.literals == "tokenised"
        except PolicyMissing:
            return False

    @cached_property
    def warehouse(self) -> Guarded:
        from .governance.warehouse import Guarded

        return Guarded(
            self.raw_warehouse,
            self.access,
            self.identity,
            self.audit,
            self.limits,
            self.clock,
            in_force=self.in_force,
        )

    @cached_property
    def spoken(self) -> GuardedWarehouse:
        """The warehouse as the catalog's queries, the rules and the model speak to it: in DuckDB's SQL."""
        if self.dialect == "duckdb":
            return self.warehouse
        from .analysis.spoken import Spoken

        return Spoken(self.warehouse, self.catalog)

    def sent(self, sql: str) -> str:
        """A statement of the catalog as it is sent to the warehouse. Raises NotInDialect, SqlSyntaxError."""
        if self.dialect == "duckdb":
            return sql
        from .analysis.spoken import Spoken

        return Spoken(self.warehouse, self.catalog).sent(sql)

    @property
    def schema_only(self) -> bool:
        """Whether no value of a row may reach a model: by the role's policy, or by the settings."""
        return self.policy.roles[self.identity.role].model_sees == "schema" or not self.settings.model_values

    @property
    def limits(self) -> Limits:
        """The settings' bounds, narrowed by the role's."""
        role = self.policy.roles[self.identity.role]
        return self._bounds.narrowed(max_rows=role.max_rows or None, seconds=role.seconds or None)

    @property
    def _bounds(self) -> Limits:
        s = self.settings
        return replace(Limits(), seconds=s.limit_seconds, max_rows=s.limit_rows, memory_mb=s.limit_memory_mb)

    @property
    def model(self) -> Model:
        """The model in use, chosen on first use; says what it picked. It is told no personal data and no secrets."""
        from .governance.privacy.redacted_model import RedactedModel

        if self._given_model is not None:
            return RedactedModel(self._given_model)
        if self._model is None:
            from .models.choose import choose

            self._model = choose(self.settings, notify=self.notify)
        return RedactedModel(self._model)

    @cached_property
    def sessions(self) -> SessionStore:
        from .agent.sessions import SessionStore

        return SessionStore(self.settings.home / "sessions")

    def session_records(self, session_id: str) -> tuple[dict[str, Any], ...]:
        """A saved conversation as the asker may read it now: turns under another role or policy come without rows."""
        from .agent.state import under, withheld

        return withheld(self.sessions.load(session_id), under(self.identity, self.policy.digest))

    @cached_property
    def feedback(self) -> FeedbackStore:
        from .agent.feedback import FeedbackStore
        from .governance.audit.log import file_name

        return FeedbackStore(self.settings.home / "feedback", f"{file_name(self.user)}.jsonl")

    def use_model(self, model: Model) -> None:
        """Answer with this model rather than the one the settings choose. It stays its owner's to close."""
        self._given_model = model

    def choose_model(self, provider: str, model: str, *, gguf: str = "") -> None:
        """Answer with this model from now on, of this provider and no other; `gguf` is the file of an embedded one.

        Raises what choosing a model raises; the one before stays in use then.
        """
        settings = self._with_model(provider, model, gguf)
        from .models.choose import choose

        made = choose(settings, notify=self.notify)
        if self._model is not None:
            self._model.close()
        self._model, self.settings = made, settings

    @contextmanager
    def other_model(self, provider: str, model: str, *, gguf: str = "") -> Iterator[None]:
        """A block in which this model answers. Raises what choosing a model raises, before the block."""
        from .models.choose import choose

        before, self._model = self._model, choose(self._with_model(provider, model, gguf), notify=self.notify)
        try:
            yield
        finally:
            self._model.close()
            self._model = before

    def _with_model(self, provider: str, model: str, gguf: str) -> Settings:
        return self.settings.model_copy(
            update={"provider": provider, "model": model, "gguf": gguf or self.settings.gguf}
        )

    def in_role(self, role: str) -> Application:
        """An application as this one for another of the asker's roles. Raises what `identity` raises."""
        made = Application(
            replace(self.resolved, settings=self.settings),
            notify=self.notify,
            role=role,
            policy=self._given_policy,
        )
        _ = made.identity
        return made

    def take_model(self, other: Application) -> None:
        """Take over the model another application has loaded: it is this one's to close from now on."""
        self._model, other._model = other._model, None
        self._given_model = other._given_model

    def model_with_memory(self, folder: Path, *, replay_only: bool = False, fresh: bool = False) -> Model:
        """The model in use behind a cache of replies in `folder`: for evaluation, where a greedy reply is a fact."""
        from .models.reply_cache import CachedModel

        return CachedModel(self.model, folder, replay_only=replay_only, fresh=fresh)

    @cached_property
    def grounds(self) -> Grounds:
        """What decisions about tools rest on: the folder one is in, what is protected in it, hosts, rules.

        Raises SettingsError for standing rules that are none.
        """
        from .agent.patterns import standing_rules
        from .agent.permissions import Grounds
        from .core.settings import managed_file
        from .models.contacts import contacts

        s = self.settings
        weights = (Path(s.gguf).expanduser(),) if s.gguf else ()
        return Grounds(
            who=self.who,
            audit=self.audit,
            folder=Path.cwd(),
            protected=(*self._own_places(), managed_file().parent, *weights),
            hosts=frozenset(c.host for c in contacts(s)),
            standing=standing_rules(s.permissions),
            permits=self._permits,
            in_force=self.in_force,
            remember=self._remember_rule,
        )

    def _remember_rule(self, pattern: str) -> None:
        """Keep a yes for good, in the person's own settings."""
        from .agent.patterns import with_rule
        from .core.settings import read_user, write_user

        # Only what that file says itself: a rule of one process (a variable, a flag) is none for good.
        rules = with_rule(read_user(self.settings.config, "permissions"), pattern, "allow")
        write_user(self.settings.config, "permissions", rules)

    def _permits(self, tool: str, effect: Effect) -> bool:
        """What the policy says of a tool for the asker's role."""
        role = self.policy.roles[self.identity.role]
        named = "*" in role.tools or tool in role.tools
        return named and (effect != "publish" or role.publish)

    @property
    def tools(self) -> tuple[Tool, ...]:
        """What there is for a model to call; which of them the role may use is the grounds' to say."""
        from .tools.kit import HEAD

        return HEAD

    def _own_places(self) -> tuple[Path, ...]:
        """Where our state, the settings, the policy, secrets and the warehouse's file lie."""
        s = self.settings
        named = (s.policy, s.identity_token_file, s.snowflake_private_key_file, s.snowflake_token_file)
        own = [s.home, s.config, *(Path(n).expanduser() for n in named if n)]
        with suppress(AiwsError):
            own.append(self.warehouse_path)
        return tuple(own)

    @property
    def hidden_places(self) -> tuple[Path, ...]:
        """What code in the sandbox must never read."""
        more = [Path(self.settings.catalog).expanduser()] if self.settings.catalog else []
        return (*self._own_places(), *more, Path("~/.ssh").expanduser())

    @cached_property
    def sandbox(self) -> Chosen:
        """Where code runs: probed now, by trying to get out. What is weaker than it could be is told and written down.

        Raises SandboxMissing, and AuditError where it can't be written down.
        """
        from .sandbox.choose import choose, tell

        chosen = choose(self.settings.sandbox, self.hidden_places)
        tell(chosen, lambda about: self.audit.append("sandbox", {**self.who, **about}), self.notify)
        return chosen

    def _withheld(self, question: str, workspace: str) -> Table | None:
        """The first table a question is about that the asker may know of and not read; None where there is none."""
        from .catalog.link import link
        from .governance.rights.permitted import PermittedCatalog

        if not self.policy.roles[self.identity.role].discoverable:
            return None
        known = PermittedCatalog(self.catalog, self.access, self.identity, by_name=True)
        about = link(known, question, workspace=workspace, with_verified=False).tables
        return next((known.table(t) for t in about if self.permitted.table(t) is None), None)

    def check_export(self) -> None:
        """Raises ExportDenied where the role may not take results out into files."""
        from .governance.rights.access import ExportDenied

        self.in_force()
        if not self.policy.roles[self.identity.role].export:
            raise ExportDenied(role=self.identity.role)

    def scan_file(self, path: Path) -> tuple[FileFinding, ...]:
        """Personal data and secrets in a file that is about to leave; what can't be read is told too. Raises OSError."""
        from .governance.privacy.files import scan_file
        from .warehouses.file_pages import pages

        return scan_file(path, pages)

    @property
    def trusted_folders(self) -> tuple[Path, ...]:
        """Folders of projects whose word the person takes for their own."""
        named = (Path(f.strip()).expanduser() for f in self.settings.trusted_folders.split(",") if f.strip())
        # A relative one would trust wherever one happens to be.
        return tuple(folder for folder in named if folder.is_absolute())

    def checkpoints(self, session_id: str) -> Checkpoints:
        """What the turns of a session changed in the folder one is in."""
        from .agent.checkpoints import Checkpoints

        return Checkpoints(self.settings.home / "checkpoints", Path.cwd(), session_id)

    def surroundings(self) -> Surroundings:
        """What a conversation works with."""
        from .agent.turn import Surroundings
        from .tools.folder import Folder

        return Surroundings(
            catalog=self.permitted,
            warehouse=self.spoken,
            model=lambda: self.model,
            sessions=self.sessions,
            identity=self.identity,
            clock=self.clock,
            limits=self.limits,
            max_tokens=self.settings.max_tokens,
            max_turns=self.settings.max_turns,
            max_seconds=self.settings.max_seconds,
            grounds=self.grounds,
            policy=self.policy.digest,
            withheld=self._withheld,
            tools=self._permitted(self.tools),
            more_tools=self._permitted(self.more_tools),
            bench=self._bench(),
            folder=Folder(Path.cwd(), protected=self._own_places()),
            memory=self.memory,
            checkpoints=self.checkpoints,
            schema_only=self.schema_only,
        )

    def memory(self) -> tuple[MemoryFile, ...]:
        """The memory files that hold for the folder one is in, the nearest last."""
        from .agent.memory import find

        return find(Path.cwd(), self.own_memory, trusted=self.trusted_folders)

    @property
    def own_memory(self) -> Path:
        """The person's own memory file, beside their settings; it need not be there."""
        return self.settings.config.with_name("AIWS.md")

    @property
    def more_tools(self) -> tuple[Tool, ...]:
        """What a model reaches through `call_tool`."""
        from .tools.kit import MORE

        return MORE

    def _permitted(self, tools: tuple[Tool, ...]) -> tuple[Tool, ...]:
        return tuple(t for t in tools if self._permits(t.name, t.effect))

    def _bench(self) -> Bench:
        from .core.runs import RunLimits
        from .tools.bench import Bench

        default, own = RunLimits(), self.limits
        return Bench(
            sandbox=lambda: self.sandbox.sandbox,
            write_table=_write_table,
            audit=self.audit,
            who=lambda: self.who,
            program=Path(__file__).parent / "sandbox" / "with_tables.py",
            runs=self.settings.home / "runs",
            limits=replace(
                default,
                seconds=min(default.seconds, own.seconds),
                memory_mb=min(default.memory_mb, own.memory_mb),
            ),
        )

    def conversation(self, *, session_id: str | None = None, workspace: str = "") -> Conversation:
        """A new conversation, or the saved one with that id taken up again."""
        from .agent.conversation import Conversation

        self._forget_old_sessions()
        # A yes for this conversation is none for the next one.
        self.grounds.granted.clear()
        made = Conversation(
            self.surroundings(),
            session_id or self.sessions.create(self.clock.now()),
            workspace=workspace or self.settings.workspace,
        )
        if session_id is not None:
            made.resume()
        return made

    def _forget_old_sessions(self) -> None:
        """Rows are not kept longer than the settings say. A question is answered all the same where that fails."""
        before = self.clock.now() - timedelta(days=self.settings.retention_days)
        try:
            self.sessions.prune(before)
        except AiwsError as problem:
            self.notify(problem.message())


def build(
    resolved: Resolved,
    *,
    notify: Callable[[str], None],
    role: str | None = None,
    policy: Policy | None = None,
) -> Application:
    """The application for these settings. `notify` takes short lines for the person (stderr). `role` only narrows.

    `policy` stands in for the configured one: a suite's own databases come with theirs.
    """
    return Application(resolved, notify=notify, role=role, policy=policy)


def _write_table(path: Path, columns: Sequence[ResultColumn], rows: Sequence[Sequence[Any]]) -> Path:
    from .drawing.tables import save

    return save(path, columns, rows)


def _os_user() -> str:
    """The user the process runs as. Not what the environment calls it: that is the asker's to set."""
    import pwd

    try:
        return pwd.getpwuid(os.getuid()).pw_name
    except KeyError:
        return f"uid-{os.getuid()}"


def _os_groups() -> tuple[str, ...]:
    """Names of the groups the process is in; those without a name are left out."""
    import grp

    names = []
    for group in sorted({os.getgid(), *os.getgroups()}):
        with suppress(KeyError):
            names.append(grp.getgrgid(group).gr_name)
    return tuple(names)
