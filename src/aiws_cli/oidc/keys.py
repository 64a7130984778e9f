"""A provider's signing keys (JWKS), fetched anew by every process.

They are kept in no file: whoever may write that file could say who signs for whom, and it would be the asker's own.
"""

from __future__ import annotations

from urllib.parse import urlsplit

from ..core.errors import UnavailableError
from ..core.language import say

MAX_BYTES = 1024 * 1024


def fetch(url: str, *, timeout: float) -> bytes:
    """The key set at `url`.

    Proxies and the system's CA store are honoured, loopback is reached directly, redirects are not followed.
    Raises UnavailableError where the provider can't be reached or does not answer with a small document.
    """
    import ssl

    import httpx
    import truststore

    host = urlsplit(url).hostname or ""
    what = say("token.provider", host=host)
    data = bytearray()
    try:
        with (
            httpx.Client(
                verify=truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT),
                trust_env=host not in ("127.0.0.1", "::1", "localhost"),
                timeout=timeout,
                follow_redirects=False,
            ) as client,
            client.stream("GET", url, headers={"Accept": "application/json"}) as answer,
        ):
            if answer.status_code != 200:
                raise UnavailableError(what=what, detail=f"HTTP {answer.status_code}")
            for part in answer.iter_bytes():
                data += part
                if len(data) > MAX_BYTES:
                    raise UnavailableError(what=what, detail=f"> {MAX_BYTES} bytes")
    except (httpx.HTTPError, OSError) as problem:
        raise UnavailableError(what=what, detail=type(problem).__name__) from problem
    return bytes(data)
