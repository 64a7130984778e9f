"""`snowflake://user@account/database/schema?warehouse=WH&role=ROLE&authenticator=…`: where to sign in, and never a secret."""

from __future__ import annotations

import difflib
import ipaddress
import re
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

from ..core.errors import SettingsError
from ..core.language import say

FORM = "snowflake://USER@ACCOUNT/DATABASE/SCHEMA?warehouse=WH&role=ROLE&authenticator=keypair"
_ACCOUNT = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]*")
_KEYS = ("warehouse", "role", "authenticator", "host", "port", "protocol")
_SECRETS = re.compile(r"pass|token|secret|key|pwd", re.IGNORECASE)
WAYS = {
    "keypair": "SNOWFLAKE_JWT",
    "snowflake_jwt": "SNOWFLAKE_JWT",
    "oauth": "OAUTH",
    "pat": "PROGRAMMATIC_ACCESS_TOKEN",
    "programmatic_access_token": "PROGRAMMATIC_ACCESS_TOKEN",
    "externalbrowser": "EXTERNALBROWSER",
    "password": "SNOWFLAKE",
    "snowflake": "SNOWFLAKE",
}


@dataclass(frozen=True, slots=True)
class Target:
    """Where a session goes. `authenticator` is the connector's word, empty where the URL leaves it open."""

    account: str
    user: str
    database: str
    schema: str = ""
    warehouse: str = ""
    role: str = ""
    authenticator: str = ""
    host: str = ""
    port: int = 0
    protocol: str = "https"

    @property
    def place(self) -> str:
        """What people are shown: account and database."""
        return f"{self.account}/{self.database}"

    @property
    def loopback(self) -> bool:
        """Whether the host is this machine: then no proxy stands between."""
        return _is_loopback(self.host)


@dataclass(frozen=True, slots=True)
class Credentials:
    """What proves who signs in. Files are read when a session is opened, so that rotated ones count; reprs hold nothing."""

    private_key_file: Path | None = None
    passphrase: str = field(default="", repr=False)
    token_file: Path | None = None
    password: str = field(default="", repr=False)

    def way(self, target: Target) -> str:
        """The URL's way to sign in, else the first there is something for. Raises SettingsError naming what is missing."""
        chosen = target.authenticator
        if not chosen:
            if self.private_key_file is not None:
                chosen = "SNOWFLAKE_JWT"
            elif self.token_file is not None:
                chosen = "OAUTH"
            else:
                chosen = "SNOWFLAKE" if self.password else "EXTERNALBROWSER"
        missing = {
            "SNOWFLAKE_JWT": self.private_key_file is None and "AIWS_SNOWFLAKE_PRIVATE_KEY_FILE",
            "OAUTH": self.token_file is None and "AIWS_SNOWFLAKE_TOKEN_FILE",
            "PROGRAMMATIC_ACCESS_TOKEN": self.token_file is None and "AIWS_SNOWFLAKE_TOKEN_FILE",
            "SNOWFLAKE": not self.password and "AIWS_SNOWFLAKE_PASSWORD",
        }.get(chosen)
        if missing:
            raise SettingsError(
                name="warehouse", detail=say("snowflake.needs", what=missing, way=chosen.lower())
            )
        return chosen


def parsed(url: str) -> Target:
    """The URL's parts. Raises SettingsError for one with a secret in it (never repeating it), a wrong part or a missing one."""
    if _holds_secret(url):
        raise _wrong("snowflake.url.secret")
    try:
        parts = urlsplit(url)
        user, port = unquote(parts.username or ""), parts.port
        pairs = parse_qsl(parts.query, keep_blank_values=True, strict_parsing=bool(parts.query))
    except ValueError:
        raise _wrong("snowflake.url.form", form=FORM) from None
    path = [unquote(p) for p in parts.path.split("/") if p]
    account = parts.netloc.rpartition("@")[2].partition(":")[0]
    if (
        parts.scheme != "snowflake"
        or not _ACCOUNT.fullmatch(account)
        or not 1 <= len(path) <= 2
        or parts.fragment
    ):
        raise _wrong("snowflake.url.form", form=FORM)
    options = dict(pairs)
    if len(options) != len(pairs) or port is not None:
        raise _wrong("snowflake.url.form", form=FORM)
    for name in options:
        if name not in _KEYS:
            near = difflib.get_close_matches(name, _KEYS, n=1)
            raise _wrong("snowflake.url.option", name=name, near=near[0] if near else ", ".join(_KEYS))
    way = options.get("authenticator", "").lower()
    if way and way not in WAYS:
        raise _wrong(
            "snowflake.url.way",
            value=way,
            ways=", ".join(("keypair", "oauth", "pat", "externalbrowser", "password")),
        )
    host = options.get("host", "")
    protocol = options.get("protocol", "https").lower()
    if protocol not in ("https", "http") or (protocol == "http" and not _is_loopback(host)):
        raise _wrong("snowflake.url.clear")
    number = options.get("port", "")
    if (host and not _ACCOUNT.fullmatch(host)) or (
        number and not (number.isdigit() and 0 < int(number) < 65536)
    ):
        raise _wrong("snowflake.url.form", form=FORM)
    if not user and WAYS.get(way) != "OAUTH":
        raise _wrong("snowflake.url.user", form=FORM)
    return Target(
        account=account,
        user=user,
        database=path[0],
        schema=path[1] if len(path) > 1 else "",
        warehouse=options.get("warehouse", ""),
        role=options.get("role", ""),
        authenticator=WAYS.get(way, ""),
        host=host,
        port=int(number) if number else 0,
        protocol=protocol,
    )


def _holds_secret(url: str) -> bool:
    parts = url.partition("://")[2]
    netloc = re.split(r"[/?#]", parts, maxsplit=1)[0]
    if ":" in netloc.rpartition("@")[0]:
        return True
    query = url.partition("?")[2].partition("#")[0]
    return any(
        _SECRETS.search(name) or (name == "authenticator" and "://" in value)
        for name, _, value in (pair.partition("=") for pair in query.split("&"))
    )


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _wrong(key: str, **slots: str) -> SettingsError:
    return SettingsError(name="warehouse", detail=say(key, **slots))
