"""A provider's signing keys (JWKS), fetched and kept for a while."""

from __future__ import annotations

import hashlib
import os
import time
from contextlib import suppress
from pathlib import Path
from urllib.parse import urlsplit

from ..core.errors import UnavailableError
from ..core.language import say

KEPT_SECONDS = 3600.0
MAX_BYTES = 1024 * 1024


def fetch(url: str, folder: Path, *, timeout: float) -> bytes:
    """The key set at `url`, from `folder` where it was fetched within the hour.

    Proxies and the system's CA store are honoured, loopback is reached directly, redirects are not followed.
    Raises UnavailableError where the provider can't be reached or does not answer with a small document.
    """
    kept = folder / f"jwks-{hashlib.sha256(url.encode()).hexdigest()[:16]}.json"
    with suppress(OSError):
        if 0 <= time.time() - kept.stat().st_mtime < KEPT_SECONDS:
            return kept.read_bytes()
    data = _get(url, timeout)
    with suppress(OSError):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        fresh = kept.with_name(f"{kept.name}.{os.getpid()}")
        fresh.touch(mode=0o600)
        fresh.write_bytes(data)
        fresh.replace(kept)
    return data


def _get(url: str, timeout: float) -> bytes:
    import ssl

    import httpx
    import truststore

    host = urlsplit(url).hostname or ""
    what = say("token.provider", host=host)
    try:
        with httpx.Client(
            verify=truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT),
            trust_env=host not in ("127.0.0.1", "::1", "localhost"),
            timeout=timeout,
            follow_redirects=False,
        ) as client:
            answer = client.get(url, headers={"Accept": "application/json"})
    except (httpx.HTTPError, OSError) as problem:
        raise UnavailableError(what=what, detail=type(problem).__name__) from problem
    if answer.status_code != 200 or len(answer.content) > MAX_BYTES:
        raise UnavailableError(what=what, detail=f"HTTP {answer.status_code}")
    return answer.content
