"""Signed tokens (OIDC JWT, GitLab CI `id_tokens`) checked against the keys the policy names.

The keys are named by the policy, not by the settings: whoever may write the policy decides whom it believes.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from ...core.errors import DeniedError, SettingsError
from ...core.files import read_file
from ...core.language import say
from .policy import TokenRules

# Asymmetric only: with a shared secret whoever can check a token can write one, and `none` is no signature.
ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA")
LEEWAY_SECONDS = 60
_KINDS = {"RS": "RSA", "PS": "RSA", "ES": "EC", "Ed": "OKP"}
MAX_TOKEN_BYTES = 64 * 1024
MAX_KEYS_BYTES = 1024 * 1024

Fetch = Callable[[str], bytes]
"""The bytes behind an https address. Raises UnavailableError."""


class TokenRefused(DeniedError):
    """The token does not prove who is asking. Slots: detail (never the token itself)."""

    code = "token_refused"
    ends_turn = True


class TokensNotConfigured(SettingsError):
    """A token is given, and the policy does not say whose tokens it believes. Slots: policy."""

    code = "tokens_not_configured"


@dataclass(frozen=True, slots=True)
class Claims:
    """What a token proves: the user, the groups, and attributes (each a tuple of texts), until `expires` (seconds since 1970)."""

    user: str
    groups: tuple[str, ...]
    attributes: Mapping[str, tuple[str, ...]]
    expires: float = field(default=0.0, compare=False)


def read_token(path: Path) -> str:
    """The token in a file. Raises SettingsError where the file can't be read or is no token file."""
    try:
        text = read_file(path, MAX_TOKEN_BYTES).decode("ascii").strip()
    except (OSError, UnicodeDecodeError) as problem:
        detail = (problem.strerror or str(problem)) if isinstance(problem, OSError) else say("token.no_token")
        raise SettingsError(name="identity_token_file", detail=f"{path}: {detail}") from None
    if not text:
        raise SettingsError(name="identity_token_file", detail=f"{path}: {say('token.no_token')}")
    return text


def verify(token: str, rules: TokenRules, *, policy_folder: Path, fetch: Fetch) -> Claims:
    """The claims of a token that holds: signature by a key of the set, issuer, audience, not expired.

    `fetch` is used where the key set is an https address; a file is read relative to `policy_folder`.
    Raises TokenRefused, SettingsError (the key set can't be read), UnavailableError (its address can't be reached).
    """
    import jwt

    if len(token) > MAX_TOKEN_BYTES:
        raise TokenRefused(detail=say("token.invalid"))
    keys = _key_set(rules.jwks, policy_folder, fetch)
    try:
        header = jwt.get_unverified_header(token)
        algorithm = str(header.get("alg"))
        if algorithm not in ALGORITHMS:
            raise TokenRefused(detail=say("token.algorithm", algorithm=algorithm[:20]))
        if "crit" in header:
            # What it lists must be understood by whoever accepts the token, and none of it is.
            raise TokenRefused(detail=say("token.invalid"))
        claims = jwt.decode(
            token,
            _key(keys, header),
            algorithms=[algorithm],
            audience=rules.audience,
            issuer=rules.issuer,
            leeway=LEEWAY_SECONDS,
            options={"require": ["exp", "iss", "aud"]},
        )
    except (jwt.PyJWTError, ValueError, TypeError, KeyError, ArithmeticError, RecursionError) as problem:
        # What is no token, or a key that is none, a library may meet with an error of Python's own.
        kind = type(problem).__name__
        raise TokenRefused(detail=say(f"token.{kind}", default=say("token.invalid"))) from None
    user = claims.get(rules.user_claim)
    if not isinstance(user, str) or not user.strip() or not user.isprintable():
        raise TokenRefused(detail=say("token.no_claim", claim=rules.user_claim))
    attributes = {
        name: found for name, claim in rules.attributes.items() if (found := _texts(claims.get(claim)))
    }
    groups = _texts(claims.get(rules.groups_claim)) if rules.groups_claim else ()
    return Claims(user.strip(), groups, attributes, float(claims["exp"]) + LEEWAY_SECONDS)


def _texts(value: Any) -> tuple[str, ...]:
    values = value if isinstance(value, list) else [value]
    return tuple(str(v) for v in values if isinstance(v, (str, int)) and not isinstance(v, bool))


def _key_set(place: str, policy_folder: Path, fetch: Fetch) -> list[dict[str, Any]]:
    if "://" in place:
        if not _trusted(place):
            raise SettingsError(name="identity.jwks", detail=say("token.https", place=place))
        data = fetch(place)
    else:
        path = policy_folder / place
        try:
            data = read_file(path, MAX_KEYS_BYTES)
        except OSError as problem:
            raise SettingsError(
                name="identity.jwks", detail=f"{path}: {problem.strerror or problem}"
            ) from problem
    try:
        keys = json.loads(data)["keys"]
        if not isinstance(keys, list) or not all(isinstance(k, dict) for k in keys):
            raise ValueError
    except (ValueError, KeyError, TypeError, RecursionError):
        raise SettingsError(name="identity.jwks", detail=say("token.no_key_set", place=place)) from None
    return keys


def _trusted(place: str) -> bool:
    """Whether what an address answers can't be changed on the way."""
    try:
        address = urlsplit(place)
        host = address.hostname or ""
    except ValueError:
        return False
    if not host or address.username is not None:
        return False
    return address.scheme == "https" or (
        address.scheme == "http" and host in ("127.0.0.1", "localhost", "::1")
    )


def _key(keys: list[dict[str, Any]], header: Mapping[str, Any]) -> Any:
    """The one key the header means; where it names none, the only one of its kind."""
    import jwt

    named = [k for k in keys if k.get("kid") == header.get("kid")] if header.get("kid") else keys
    algorithm = str(header.get("alg"))
    fitting = [
        k
        for k in named
        if k.get("kty") == _KINDS[algorithm[:2]]
        and k.get("use", "sig") == "sig"
        and k.get("alg", algorithm) == algorithm
    ]
    if len(fitting) != 1:
        raise TokenRefused(detail=say("token.no_key"))
    return jwt.PyJWK(fitting[0], algorithm=algorithm).key
