"""Where a model server listens, and how to get there: loopback directly, everything else as the system says."""

from __future__ import annotations

import ipaddress
import socket
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import SplitResult, urlsplit

from ..core.errors import SettingsError
from ..core.language import say

if TYPE_CHECKING:
    import httpx

_PORTS = {"http": 80, "https": 443}
OLLAMA_PORT = 11434


@dataclass(frozen=True, slots=True)
class Address:
    """A server's base address. `path` is without trailing slash, empty or starting with one."""

    scheme: str
    host: str
    port: int
    path: str = ""

    @property
    def url(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{self.scheme}://{host}:{self.port}{self.path}"

    @property
    def loopback(self) -> bool:
        """True for this machine itself, by name or number."""
        if self.host == "localhost" or self.host.endswith(".localhost"):
            return True
        try:
            return ipaddress.ip_address(self.host).is_loopback
        except ValueError:
            return False

    def listens(self, timeout: float) -> bool:
        """Whether something accepts a TCP connection. On loopback a closed port says so at once."""
        try:
            with socket.create_connection((self.host, self.port), timeout=timeout):
                return True
        except OSError:
            return False


def ollama_address(host: str) -> Address:
    """Read OLLAMA_HOST as ollama does: `1.2.3.4`, `:5678`, `http://name`, `https://name:1/path`, or nothing.

    Without a scheme the port is 11434. The unspecified address (0.0.0.0, ::), which tells the *server* to listen
    everywhere, means loopback to a client. Raises SettingsError for what is no address.
    """
    scheme, separator, rest = host.strip().partition("://")
    if not separator:
        scheme, rest = "http", host.strip()
    default = _PORTS.get(scheme, OLLAMA_PORT) if separator else OLLAMA_PORT
    parts, given = _split("ollama_host", host, scheme, f"//{rest}")
    name = parts.hostname or "127.0.0.1"
    if name == "0.0.0.0":
        name = "127.0.0.1"
    elif name == "::":
        name = "::1"
    path = parts.path.strip("/")
    return Address(scheme, name, given or default, f"/{path}" if path else "")


def server_address(url: str, setting: str = "openai_base_url") -> Address:
    """Read the base URL of an OpenAI-compatible server; a trailing `/v1` is kept as part of the path.

    Raises SettingsError, naming `setting`, for what is no address.
    """
    full = url.strip() if "://" in url else f"http://{url.strip()}"
    parts, given = _split(setting, url, full.partition("://")[0], full)
    port = given or _PORTS.get(parts.scheme, 80)
    path = parts.path.strip("/")
    return Address(parts.scheme, parts.hostname or "127.0.0.1", port, f"/{path}" if path else "")


def _split(name: str, value: str, scheme: str, full: str) -> tuple[SplitResult, int | None]:
    """The parts of an address and its port. Raises SettingsError naming the setting `name` and its `value`."""
    try:
        parts = urlsplit(full)
        port = parts.port
    except ValueError:
        scheme = ""
    if scheme.lower() not in _PORTS:
        raise SettingsError(name=name, detail=say("models.bad_address", value=value.strip()))
    return parts, port


def import_httpx() -> Any:
    """Import httpx without its command line, which would pull in click, rich and pygments (150 of its 200 ms).

    httpx itself treats a missing `httpx._main` as "command line not installed".
    """
    if "httpx" not in sys.modules:
        sys.modules["httpx._main"] = None  # type: ignore[assignment]
        try:
            import httpx
        finally:
            sys.modules.pop("httpx._main", None)
    import httpx

    return httpx


def client_options(address: Address) -> dict[str, Any]:
    """Keyword arguments of `httpx.Client` for this address.

    Loopback ignores proxy variables and needs no certificates; elsewhere proxies come from the environment and
    trust from the system's own CA store. Redirects are not followed: a model server has no reason to send one,
    and following it could carry a prompt to another host.
    """
    if address.loopback:
        return {
            "trust_env": False,
            "verify": system_trust() if address.scheme == "https" else False,
        } | _COMMON
    verify = system_trust() if address.scheme == "https" else False
    # Through a proxy even http may be reached over TLS (an https:// proxy), so only a plain path skips the CA store.
    if address.scheme == "http" and _any_proxy():
        verify = system_trust()
    return {"trust_env": True, "verify": verify} | _COMMON


_COMMON: dict[str, Any] = {"follow_redirects": False}


def system_trust() -> Any:
    """A TLS context that trusts what the operating system trusts: a company's own CA is then known."""
    import ssl

    import truststore

    return truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)


def _any_proxy() -> bool:
    from urllib.request import getproxies

    return any(name in getproxies() for name in ("http", "https", "all"))


def timeouts(connect: float, first_token: float) -> httpx.Timeout:
    """httpx's own timeouts: it guards connecting and the wait for headers; `patience` guards the rest."""
    made: httpx.Timeout = import_httpx().Timeout(
        connect=connect, read=first_token, write=max(connect, 30.0), pool=connect
    )
    return made
