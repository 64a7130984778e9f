"""The hosts that settings name: nothing else is ever contacted."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import parse_qs, urlsplit

from ..core.settings import Settings


@dataclass(frozen=True, slots=True)
class Contact:
    """A host (`name` or `name:port`, lower case) and what it is for: ollama, openai, warehouse, mirror, gitlab."""

    host: str
    purpose: str


def contacts(settings: Settings) -> tuple[Contact, ...]:
    """Hosts these settings would have aiws contact, in a fixed order. Raises SettingsError for what is no address."""
    out = []
    if settings.provider in ("auto", "ollama"):
        from .addresses import ollama_address

        out.append(Contact(_host(ollama_address(settings.ollama_host).url), "ollama"))
    if settings.openai_base_url and settings.provider in ("auto", "openai"):
        out.append(Contact(_host(settings.openai_base_url), "openai"))
    if settings.warehouse and not settings.warehouse.startswith("duckdb:") and "://" in settings.warehouse:
        out.append(Contact(_warehouse(settings.warehouse), "warehouse"))
    if settings.model_mirror and not settings.offline:
        out.append(Contact(_host(settings.model_mirror), "mirror"))
    if settings.gitlab_url:
        out.append(Contact(_host(settings.gitlab_url), "gitlab"))
    return tuple(out)


def _warehouse(url: str) -> str:
    """The host a warehouse's address means. A Snowflake account is a name below Snowflake's own unless `host=` says more."""
    parts = urlsplit(url)
    if parts.scheme != "snowflake":
        return _host(url)
    options = parse_qs(parts.query)
    host, port = options.get("host", [""])[0], options.get("port", [""])[0]
    name = (host or f"{parts.hostname}.snowflakecomputing.com").lower()
    return f"{name}:{port}" if port else name


def _host(url: str) -> str:
    parts = urlsplit(url if "://" in url else f"//{url}")
    name = (parts.hostname or url).lower()
    return f"{name}:{parts.port}" if parts.port else name
