"""Settings in layers, each value remembering which layer it came from.

Strongest first: managed file (root-owned) > flags > environment > user config > project > defaults.
The project's file only narrows: it may lower limits and choose language and workspace, nothing else.
"""

from __future__ import annotations

import difflib
import os
import re
import stat
import sys
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

import platformdirs
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from .errors import SettingsError
from .files import read_file
from .language import say

Layer = Literal["managed", "flag", "environment", "user", "project", "default"]


_MAX_BYTES = 1024 * 1024


class Settings(BaseModel):
    """Effective settings. Times in seconds, sizes in the unit of the name. Empty text means "not set".

    `identity` says what is believed of who asks: the operating system's user, or a signed token alone.
    `sandbox` is what holds code that is run: the strongest that there is, or one by name. `none-allowed` lets code run
    unheld where there is none; only the administrator's file may say that.
    `permissions` are standing rules of what tools may do (`publish=deny, run_python=allow`).
    `trusted_folders` are those, parted by commas, whose memory files and commands are the person's own word; no project can name itself.
    `model_values` false lets no value of a row reach a model: it sees names, types and reviewed codes. `dense` adds search by meaning to the catalog's (the extra `dense` must be installed).
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    home: Path = Path()
    config: Path = Path()
    warehouse: str = ""
    snowflake_private_key_file: str = ""
    snowflake_token_file: str = ""
    catalog: str = ""
    policy: str = ""
    identity: Literal["os", "token"] = "os"
    identity_token_file: str = ""
    role: str = ""
    workspace: str = ""
    provider: Literal["auto", "ollama", "openai", "embedded"] = "auto"
    model: str = ""
    ollama_host: str = ""
    openai_base_url: str = ""
    openai_api_key: str = Field(default="", repr=False)
    gguf: str = ""
    model_mirror: str = ""
    audit_anchor: str = ""
    gitlab_url: str = ""
    gitlab_token: str = Field(default="", repr=False)
    gitlab_project: str = ""
    lang: Literal["", "ko", "en"] = ""
    editing_mode: Literal["emacs", "vi"] = "emacs"
    offline: bool = False
    permissions: str = ""
    trusted_folders: str = ""
    sandbox: Literal["auto", "bubblewrap", "landlock", "none-allowed"] = "auto"
    dense: bool = False
    model_values: bool = True

    num_ctx: int = Field(default=8192, ge=2048, le=1_048_576)
    keep_alive: str = "30m"
    think: bool = False
    threads: int = Field(default=0, ge=0, le=1024)
    connect_timeout: float = Field(default=5.0, gt=0)
    first_token_timeout: float = Field(default=600.0, gt=0)
    between_tokens_timeout: float = Field(default=60.0, gt=0)
    max_tokens: int = Field(default=700, ge=16, le=32_768)
    max_turns: int = Field(default=12, ge=1, le=200)
    max_seconds: float = Field(default=900.0, gt=0)
    limit_rows: int = Field(default=10_000, ge=1)
    limit_seconds: float = Field(default=60.0, gt=0)
    limit_memory_mb: int = Field(default=2_048, ge=64)
    retention_days: int = Field(default=90, ge=1, le=36_500)
    prefix_cache_mb: int = Field(default=512, ge=0)


SECRETS = frozenset({"openai_api_key", "gitlab_token"})
_IN_ADDRESS = re.compile(
    r"(?P<user>://[^/?#@:\s]*):[^/?#@\s]*@|(?P<option>[?&][^=&\s]*(?:pass|token|secret|key|pwd)[^=&\s]*)=[^&#\s]*",
    re.IGNORECASE,
)


def shown(value: str) -> str:
    """A setting as people are shown it: what should not stand in an address (a password, a token) is left out."""
    return _IN_ADDRESS.sub(lambda m: f"{m['user']}:***@" if m["user"] else f"{m['option']}=***", value)


_ENVIRONMENT: dict[str, str] = {
    "home": "AIWS_HOME",
    "config": "AIWS_CONFIG",
    "warehouse": "AIWS_WAREHOUSE",
    "catalog": "AIWS_CATALOG",
    "policy": "AIWS_POLICY",
    "identity": "AIWS_IDENTITY",
    "identity_token_file": "AIWS_IDENTITY_TOKEN_FILE",
    "role": "AIWS_ROLE",
    "workspace": "AIWS_WORKSPACE",
    "provider": "AIWS_PROVIDER",
    "model": "AIWS_MODEL",
    "ollama_host": "OLLAMA_HOST",
    "openai_base_url": "AIWS_OPENAI_BASE_URL",
    "openai_api_key": "AIWS_OPENAI_API_KEY",
    "gguf": "AIWS_GGUF",
    "model_mirror": "AIWS_MODEL_MIRROR",
    "gitlab_url": "AIWS_GITLAB_URL",
    "gitlab_token": "AIWS_GITLAB_TOKEN",
    "gitlab_project": "AIWS_GITLAB_PROJECT",
    "lang": "AIWS_LANG",
    "offline": "AIWS_OFFLINE",
    "dense": "AIWS_DENSE",
}
# Every other setting answers to AIWS_<NAME> too.
ENVIRONMENT: dict[str, str] = {
    name: _ENVIRONMENT.get(name, f"AIWS_{name.upper()}") for name in Settings.model_fields
}

_PROJECT_CHOOSES = frozenset({"lang", "workspace"})
_PROJECT_LOWERS = frozenset(
    {"limit_rows", "limit_seconds", "limit_memory_mb", "max_turns", "max_seconds", "max_tokens"}
)
# A project may close what is open, never open what is closed.
_PROJECT_CLOSES = frozenset({"model_values"})

_UNHELD = "none-allowed"


@dataclass(frozen=True)
class Resolved:
    """Settings, the layer of each value, and the project keys that were ignored because they would widen."""

    settings: Settings
    origins: Mapping[str, Layer]
    ignored: tuple[str, ...] = ()
    files: Mapping[Layer, Path] = field(default_factory=dict)


def managed_file() -> Path:
    """The administrator's file: `/etc/aiws/config.toml`, on macOS `/Library/Application Support/aiws/config.toml`.

    A `policy.yaml` beside it is the policy in force, unless the file itself names another one.
    """
    if sys.platform == "darwin":
        return Path("/Library/Application Support/aiws/config.toml")
    return Path("/etc/aiws/config.toml")


def default_home() -> Path:
    """Where all state lives unless AIWS_HOME says otherwise, by the platform's conventions."""
    return Path(platformdirs.user_data_dir("aiws", appauthor=False))


def resolve(
    flags: Mapping[str, Any] | None = None,
    *,
    environ: Mapping[str, str] | None = None,
    project_dir: Path | None = None,
    managed: Path | None = None,
) -> Resolved:
    """Put the layers together.

    `flags` holds only what the command line gave (None values are skipped). `project_dir` is searched upwards
    for `.aiws/config.toml`. Raises SettingsError naming the file or variable, the key, and a near name for a typo.
    """
    env = os.environ if environ is None else environ
    layers: list[tuple[Layer, dict[str, Any], str]] = []
    files: dict[Layer, Path] = {}

    managed_path = managed or managed_file()
    ruled: dict[str, Any] = {}
    managed_policy = managed_path.with_name("policy.yaml")
    for path in (managed_policy, managed_path):
        about = _managed_stat(path)
        if about is None:
            continue
        if managed is None and os.name == "posix" and about.st_uid != 0:
            raise SettingsError(name=str(path), detail=say("settings.managed_not_root"))
        if managed is None and os.name == "posix" and about.st_mode & 0o022:
            raise SettingsError(name=str(path), detail=say("settings.managed_open"))
        files["managed"] = path
        ruled |= {"policy": str(path)} if path == managed_policy else _read(path)
    if ruled:
        layers.append(("managed", ruled, str(managed_path)))
    layers.append(("flag", {k: v for k, v in (flags or {}).items() if v is not None}, say("settings.flags")))
    layers.append(("environment", {k: env[v] for k, v in ENVIRONMENT.items() if env.get(v, "") != ""}, ""))

    above = {k: v for _, values, _ in reversed(layers) for k, v in values.items()}
    home = _folder("home", str(above.get("home") or default_home()))
    user_path = _folder("config", str(above["config"])) if above.get("config") else home / "config.toml"
    if user_path.is_file():
        layers.append(("user", _read(user_path), str(user_path)))
        files["user"] = user_path
    elif above.get("config"):
        raise SettingsError(name="config", detail=say("settings.no_file", path=user_path))

    ignored: list[str] = []
    project_path = _project_file(project_dir or Path.cwd())
    project: dict[str, Any] = {}
    if project_path is not None and project_path.resolve() != user_path.resolve():
        files["project"] = project_path
        for key, value in _read(project_path, project_path.parent.parent).items():
            if key in _PROJECT_CHOOSES | _PROJECT_LOWERS or (key in _PROJECT_CLOSES and value is False):
                project[key] = value
            else:
                ignored.append(key)

    values: dict[str, Any] = {}
    origins: dict[str, Layer] = dict.fromkeys(Settings.model_fields, "default")
    sources: dict[str, str] = {}
    for layer, layer_values, source in reversed(layers):
        for key, value in layer_values.items():
            if key not in Settings.model_fields:
                raise SettingsError(name=key, detail=_unknown(key, source))
            values[key], origins[key] = value, layer
            sources[key] = source or ENVIRONMENT[key]
    values.setdefault("home", home)
    values["home"], values["config"] = home, user_path
    settings = _validated(values, sources)
    if settings.sandbox == _UNHELD and origins["sandbox"] != "managed":
        raise _only_managed(sources["sandbox"])

    lowered: dict[str, Any] = {}
    for key, value in project.items():
        if key in _PROJECT_CHOOSES and origins[key] == "default":
            lowered[key] = value
        elif key in _PROJECT_CLOSES:
            lowered[key] = False
        elif key in _PROJECT_LOWERS and isinstance(value, (int, float)) and value < getattr(settings, key):
            lowered[key] = value
    if lowered:
        settings = _validated({**values, **lowered}, {**sources, **dict.fromkeys(lowered, str(project_path))})
        origins.update(dict.fromkeys(lowered, "project"))
    return Resolved(settings, origins, tuple(ignored), files)


def _managed_stat(path: Path) -> os.stat_result | None:
    """What stands at an administrator's path, links followed; None only where nothing does.

    Raises SettingsError for what can't be looked at and for what is no file: to pass over it would be to obey nobody.
    """
    try:
        about = path.stat()
    except (FileNotFoundError, NotADirectoryError):
        if not path.is_symlink():
            return None
        raise SettingsError(name=str(path), detail=say("settings.managed_no_file")) from None
    except OSError as problem:
        raise SettingsError(name=str(path), detail=problem.strerror or str(problem)) from problem
    if not stat.S_ISREG(about.st_mode):
        raise SettingsError(name=str(path), detail=say("settings.managed_no_file"))
    return about


def read_user(path: Path, name: str) -> str:
    """What the user's config file itself says of a key; empty where it says nothing, or is not there. Raises SettingsError."""
    return str(_read(path).get(name, "")) if path.is_file() else ""


def write_user(path: Path, name: str, value: str) -> None:
    """Set one key of the user's config file, as `write_user_all` does."""
    write_user_all(path, {name: value})


def write_user_all(path: Path, values: Mapping[str, str]) -> None:
    """Set these keys of the user's config file together, keeping every other line as it is.

    Validates first; raises SettingsError for an unknown key or a value that does not fit, OSError. Written whole,
    then renamed, with mode 0600.
    """
    lines = path.read_text(encoding="utf-8").splitlines() if path.is_file() else []
    for name, value in values.items():
        line = f"{name} = {_toml(_parsed(path, name, value))}"
        for i, old in enumerate(lines):
            if old.split("=", 1)[0].strip() == name:
                lines[i] = line
                break
        else:
            lines.append(line)
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_suffix(".toml.new")
    try:
        fresh.touch(mode=0o600)
        fresh.write_text("\n".join(lines) + "\n", encoding="utf-8")
        fresh.replace(path)
    finally:
        fresh.unlink(missing_ok=True)


def _parsed(path: Path, name: str, value: str) -> Any:
    if name not in Settings.model_fields or name in ("home", "config"):
        raise SettingsError(name=name, detail=_unknown(name, str(path)))
    if (name, value) == ("sandbox", _UNHELD):
        raise _only_managed(str(path))
    settings = _validated({name: value}, {name: str(path)})
    kind = Settings.model_fields[name].annotation
    return getattr(settings, name) if kind in (int, float, bool) else value


def _toml(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, float)):
        return str(value)
    escaped = str(value).replace("\\", "\\\\").replace('"', '\\"')
    return '"' + "".join(f"\\u{ord(c):04x}" if c < " " or c == "\x7f" else c for c in escaped) + '"'


def _folder(name: str, value: str) -> Path:
    """`value` with `~` filled in. Raises SettingsError where nobody has that home."""
    try:
        return Path(value).expanduser()
    except RuntimeError as problem:
        raise SettingsError(name=name, detail=say("settings.no_user", path=value)) from problem


def _read(path: Path, within: Path | None = None) -> dict[str, Any]:
    try:
        return tomllib.loads(read_file(path, _MAX_BYTES, within=within).decode("utf-8"))
    except RecursionError as problem:
        raise SettingsError(name=str(path), detail=say("settings.too_deep")) from problem
    except OSError as problem:
        raise SettingsError(name=str(path), detail=problem.strerror or str(problem)) from problem
    except ValueError as problem:
        # TOML that is none, text that is none, a number of more digits than Python reads.
        raise SettingsError(name=str(path), detail=str(problem)) from problem


def _project_file(start: Path) -> Path | None:
    for folder in (start, *start.parents):
        candidate = folder / ".aiws" / "config.toml"
        if candidate.is_file():
            return candidate
        if (folder / ".git").exists():
            return None
    return None


def _only_managed(source: str) -> SettingsError:
    return SettingsError(
        name="sandbox", detail=say("settings.only_managed", source=source, value=_UNHELD, path=managed_file())
    )


def _unknown(key: str, source: str) -> str:
    near = difflib.get_close_matches(key, list(Settings.model_fields), n=1)
    return say("settings.unknown", source=source, near=near[0] if near else "aiws config show")


def _validated(values: Mapping[str, Any], sources: Mapping[str, str]) -> Settings:
    try:
        return Settings.model_validate(dict(values))
    except ValidationError as problem:
        first = problem.errors()[0]
        name = str(first["loc"][0]) if first["loc"] else "?"
        context: dict[str, Any] = {k: str(v) for k, v in first.get("ctx", {}).items()}
        wanted = say(f"settings.wanted.{first['type']}", default=str(first["msg"]), **context)
        raise SettingsError(
            name=name,
            detail=say(
                "settings.bad_value", source=sources.get(name, ""), value=first["input"], wanted=wanted
            ),
        ) from problem
