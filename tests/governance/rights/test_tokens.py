"""Signed tokens: real keys, real signatures, a real key set behind a real server."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import os
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from jwt.algorithms import ECAlgorithm, OKPAlgorithm, RSAAlgorithm

from aiws_cli.core.errors import SettingsError, UnavailableError
from aiws_cli.governance.rights.policy import TokenRules
from aiws_cli.governance.rights.tokens import MAX_TOKEN_BYTES, Claims, TokenRefused, read_token, verify
from aiws_cli.oidc.keys import MAX_BYTES, fetch
from support.http_server import CalmServer

ISSUER, AUDIENCE = "https://gitlab.bank.example", "aiws"
RULES = TokenRules("keys.json", ISSUER, AUDIENCE)


@cache
def key(kind: str, number: int = 1) -> Any:
    if kind == "RSA":
        return rsa.generate_private_key(public_exponent=65537, key_size=2048)
    if kind == "OKP":
        return ed25519.Ed25519PrivateKey.generate()
    return ec.generate_private_key(ec.SECP256R1())


def public(kind: str, kid: str = "", number: int = 1, **more: Any) -> dict[str, Any]:
    algorithm: Any = {"RSA": RSAAlgorithm, "EC": ECAlgorithm, "OKP": OKPAlgorithm}[kind]
    about = json.loads(algorithm.to_jwk(key(kind, number).public_key()))
    about.pop("key_ops", None)
    return {**about, **({"kid": kid} if kid else {}), **more}


def claims(**more: Any) -> dict[str, Any]:
    now = int(time.time())
    return {"iss": ISSUER, "aud": AUDIENCE, "sub": "kim", "iat": now, "exp": now + 300, **more}


def token(
    about: Mapping[str, Any] | None = None,
    *,
    signer: str = "RSA",
    number: int = 1,
    algorithm: str = "RS256",
    **header: Any,
) -> str:
    return jwt.encode(dict(about or claims()), key(signer, number), algorithm, headers=header or None)


def raw(header: Any, about: Any, sign: Callable[[bytes], bytes] = lambda _: b"") -> str:
    """A token whose parts are whatever they are."""

    def part(value: Any) -> bytes:
        data = value if isinstance(value, bytes) else json.dumps(value).encode()
        return base64.urlsafe_b64encode(data).rstrip(b"=")

    head = part(header) + b"." + part(about)
    return (head + b"." + part(sign(head))).decode()


def nobody(url: str) -> bytes:
    raise AssertionError(f"asked for {url}")


@pytest.fixture
def holds(tmp_path: Path) -> Callable[..., Claims]:
    """Check a token against these keys, in a file beside the policy."""

    def check(written: str, *keys: Any, rules: TokenRules = RULES) -> Claims:
        (tmp_path / "keys.json").write_text(json.dumps({"keys": list(keys) or [public("RSA", "k1")]}))
        return verify(written, rules, policy_folder=tmp_path, fetch=nobody)

    return check


Check = Callable[..., Claims]


@pytest.mark.parametrize(
    ("signer", "algorithm"),
    [("RSA", "RS256"), ("RSA", "PS384"), ("RSA", "RS512"), ("EC", "ES256"), ("OKP", "EdDSA")],
)
def test_a_token_that_holds(holds: Check, signer: str, algorithm: str) -> None:
    found = holds(
        token(signer=signer, algorithm=algorithm, kid="k1"), public(signer, "k1"), public("RSA", "k2", 2)
    )
    assert found == Claims("kim", (), {})


def test_a_pipelines_token(holds: Check) -> None:
    rules = TokenRules(
        "keys.json", ISSUER, AUDIENCE, "user_login", "groups_direct", {"project": "project_id", "ref": "ref", "tags": "tags", "none": "absent"}
    )  # fmt: skip
    about = claims(
        sub="project_path:data/reports:ref_type:branch:ref:main",
        aud=["other", AUDIENCE],
        user_login="kim.cs",
        project_id=42,
        ref="main",
        ref_protected=True,
        groups_direct=["data/risk", 7, None, {"a": 1}, True],
        tags=[],
    )
    found = holds(token(about, kid="k1"), rules=rules)
    assert found == Claims("kim.cs", ("data/risk", "7"), {"project": ("42",), "ref": ("main",)})


def test_one_key_needs_no_name(holds: Check) -> None:
    assert holds(token(), public("RSA"), public("EC")).user == "kim"
    assert holds(token(kid="k1"), public("RSA", "k1"), public("RSA", "k2", 2)).user == "kim"


NOW = int(time.time())
REFUSED: dict[str, Callable[[], tuple[Any, ...]]] = {
    "expired": lambda: (token(claims(exp=NOW - 120), kid="k1"),),
    "not yet": lambda: (token(claims(nbf=int(time.time()) + 900), kid="k1"),),
    "issued in the future": lambda: (token(claims(iat=int(time.time()) + 900), kid="k1"),),
    "another audience": lambda: (token(claims(aud="other"), kid="k1"),),
    "another issuer": lambda: (token(claims(iss=ISSUER + "/"), kid="k1"),),
    "no audience": lambda: (token({k: v for k, v in claims().items() if k != "aud"}, kid="k1"),),
    "no issuer": lambda: (token({k: v for k, v in claims().items() if k != "iss"}, kid="k1"),),
    "no end": lambda: (token({k: v for k, v in claims().items() if k != "exp"}, kid="k1"),),
    "an end that is no time": lambda: (token(claims(exp="soon"), kid="k1"),),
    "an end without end": lambda: (token(claims(exp=float("inf")), kid="k1"),),
    "no user": lambda: (token(claims(sub=" "), kid="k1"),),
    "a user that is no text": lambda: (raw_signed(claims(sub=7)),),
    "a user with what nobody sees": lambda: (token(claims(sub="kim\u200b"), kid="k1"),),
    "a user that steers a terminal": lambda: (token(claims(sub="\x1b[2Jkim"), kid="k1"),),
    "another key of the same name": lambda: (token(number=2, kid="k1"),),
    "a key nobody knows": lambda: (token(kid="k9"),),
    "two keys of one name": lambda: (token(kid="k1"), public("RSA", "k1"), public("RSA", "k1", 2)),
    "no name and two keys": lambda: (token(), public("RSA", "k1"), public("RSA", "k2", 2)),
    "a key for encryption": lambda: (token(kid="k1"), public("RSA", "k1", use="enc")),
    "a key for another algorithm": lambda: (token(kid="k1"), public("RSA", "k1", alg="PS256")),
    "a key of another kind": lambda: (token(kid="k1"), public("EC", "k1")),
    "a key that is none": lambda: (token(kid="k1"), {"kty": "RSA", "kid": "k1"}),
    "a key that is noise": lambda: (token(kid="k1"), {"kty": "RSA", "kid": "k1", "n": "!", "e": {}}),
    "a key of a curve nobody knows": lambda: (token(signer="EC", algorithm="ES256", kid="k1"), public("EC", "k1", crv="X")),
    "no keys": lambda: (token(kid="k1"), {}),
    "not signed": lambda: (raw({"alg": "none", "typ": "JWT"}, claims()),),
    "not signed, said otherwise": lambda: (raw({"alg": "nOnE"}, claims()),),
    "no signature": lambda: (raw({"alg": "RS256", "kid": "k1"}, claims()),),
    "the public key as a secret": lambda: (raw({"alg": "HS256", "kid": "k1"}, claims(), with_public_key), public("RSA", "k1")),
    "a shared secret in the set": lambda: (raw({"alg": "HS256", "kid": "k1"}, claims(), with_public_key), {"kty": "oct", "kid": "k1", "k": "c2VjcmV0"}),
    "a key brought along": lambda: (token(number=2, jwk=public("RSA", "", 2)), public("RSA", "k1")),
    "a key brought along by name": lambda: (token(number=2, kid="k2", jwk=public("RSA", "k2", 2)), public("RSA", "k1")),
    "keys from elsewhere": lambda: (token(number=2, jku="https://evil.example/keys", x5u="https://evil.example/c"), public("RSA", "k1")),
    "what must be understood": lambda: (token(kid="k1", crit=["b64"], b64=False),),
    "what must be understood, nothing": lambda: (raw_signed(claims(), {"crit": []}),),
    "a name that is a list": lambda: (raw({"alg": "RS256", "kid": ["k1"]}, claims()),),
    "an algorithm that is a list": lambda: (raw({"alg": ["RS256"]}, claims()),),
    "no algorithm": lambda: (raw({"kid": "k1"}, claims()),),
    "a header that is a list": lambda: (raw([], claims()),),
    "a header without end": lambda: (raw(b"[" * 20_000, claims()),),
    "claims that are a list": lambda: (raw_signed([1]),),
    "claims that are noise": lambda: (raw_signed(b"\xff\xfe"),),
    "no token": lambda: ("hello",),
    "nothing": lambda: ("",),
    "dots": lambda: ("...",),
    "too long": lambda: (token(claims(more="x" * MAX_TOKEN_BYTES), kid="k1"),),
    "a changed claim": lambda: (changed(token(kid="k1")),),
}  # fmt: skip


def raw_signed(about: Any, header: Mapping[str, Any] | None = None) -> str:
    signer = RSAAlgorithm(RSAAlgorithm.SHA256)
    return raw(
        {"alg": "RS256", "kid": "k1", **(header or {})}, about, lambda head: signer.sign(head, key("RSA"))
    )


def with_public_key(head: bytes) -> bytes:
    pem = (
        key("RSA")
        .public_key()
        .public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
    )
    return hmac.new(pem, head, hashlib.sha256).digest()


def changed(written: str) -> str:
    head, _, signature = written.split(".")
    return f"{head}.{raw({}, claims(sub='lee')).split('.')[1]}.{signature}"


@pytest.mark.parametrize("made", REFUSED.values(), ids=REFUSED.keys())
def test_a_token_that_does_not_hold(holds: Check, made: Callable[[], tuple[Any, ...]]) -> None:
    written, *keys = made()
    with pytest.raises(TokenRefused) as raised:
        holds(written, *keys)
    for language in ("ko", "en"):
        said = raised.value.message(language) + raised.value.hint(language)
        assert "token." not in said
        # Never the token, nor what it says.
        assert not written or written not in said
        assert "kim" not in said
    assert raised.value.exit_code == 4


def test_the_key_set_is_read_anew(holds: Check) -> None:
    old, new = token(kid="k1"), token(number=2, kid="k2")
    assert holds(old).user == "kim"
    with pytest.raises(TokenRefused):
        holds(new)
    assert holds(new, public("RSA", "k2", 2)).user == "kim"
    with pytest.raises(TokenRefused):
        holds(old, public("RSA", "k2", 2))


@pytest.mark.parametrize(
    ("jwks", "content"),
    [
        ("absent.json", None),
        (".", None),
        ("keys.json", ""),
        ("keys.json", "[]"),
        ("keys.json", "{}"),
        ("keys.json", '{"keys": {}}'),
        ("keys.json", '{"keys": [1]}'),
        ("keys.json", "[" * 100_000),
        ("keys.json", '{"keys": ["' + "x" * 2_000_000 + '"]}'),
        ("http://idp.bank.example/keys", None),
        ("http://127.0.0.1.evil.example/keys", None),
        ("http://localhost.evil.example/keys", None),
        ("http://localhost@evil.example/keys", None),
        ("http://127.0.0.1@evil.example/keys", None),
        ("https://user:secret@idp.example/keys", None),
        ("https://", None),
        ("https://[", None),
        ("file:///etc/passwd", None),
        ("ftp://idp.example/keys", None),
    ],
)
def test_a_key_set_that_is_none(tmp_path: Path, jwks: str, content: str | None) -> None:
    if content is not None:
        (tmp_path / jwks).write_text(content)
    rules = TokenRules(jwks, ISSUER, AUDIENCE)
    with pytest.raises(SettingsError) as raised:
        verify(token(kid="k1"), rules, policy_folder=tmp_path, fetch=nobody)
    assert raised.value.exit_code == 3


def test_a_file_that_holds_a_token(tmp_path: Path) -> None:
    path = tmp_path / "token"
    path.write_text("  abc.def.ghi\n")
    assert read_token(path) == "abc.def.ghi"


@pytest.mark.parametrize(
    "content", [None, b"", b"  \n", b"\xff", "토큰".encode(), b"x" * (MAX_TOKEN_BYTES + 1)]
)
def test_a_file_that_holds_none(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "token"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(SettingsError) as raised:
        read_token(path)
    assert str(path) in raised.value.message("en")


def test_a_pipe_is_no_token_file(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "token")
    with pytest.raises(SettingsError):
        read_token(tmp_path / "token")


# ── a key set behind an address ─────────────────────────────────────────────────────────────────────────────


@dataclass
class Provider:
    """A provider of keys on loopback. `answer` is (status, headers, body)."""

    answer: tuple[int, dict[str, str], bytes] = (200, {}, b"{}")
    asked: list[str] = field(default_factory=list)
    port: int = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/keys"


@pytest.fixture
def provider() -> Iterator[Provider]:
    own = Provider()

    class Answers(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            own.asked.append(self.path)
            status, headers, body = own.answer
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: Any) -> None:
            pass

    with CalmServer(("127.0.0.1", 0), Answers) as server:
        own.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever, args=(0.02,))
        thread.start()
        yield own
        server.shutdown()
        thread.join()


def ask(url: str) -> bytes:
    return fetch(url, timeout=5)


@pytest.mark.loopback
def test_keys_come_from_the_providers_address_each_time(
    provider: Provider, tmp_path: Path, aiws_home: Path
) -> None:
    rules = TokenRules(provider.url, ISSUER, AUDIENCE)
    for kid, number in (("k1", 1), ("k2", 2)):
        provider.answer = (200, {}, json.dumps({"keys": [public("RSA", kid, number)]}).encode())
        written = token(number=number, kid=kid)
        assert verify(written, rules, policy_folder=tmp_path, fetch=ask).user == "kim"
    assert provider.asked == ["/keys", "/keys"]
    # What is kept in the asker's folder, the asker could write.
    assert [p for p in aiws_home.rglob("*") if p.is_file()] == []


@pytest.mark.loopback
@pytest.mark.parametrize(
    "answer",
    [
        (500, {}, b"{}"),
        (404, {}, b'{"keys": []}'),
        (302, {"Location": "http://127.0.0.1:1/"}, b""),
        (200, {}, b"x" * (MAX_BYTES + 1)),
        (200, {"Content-Length": "50"}, b"{"),
        (200, {"Content-Encoding": "gzip"}, b"not gzip"),
    ],
)
def test_a_provider_that_does_not_answer_well(
    provider: Provider, answer: tuple[int, dict[str, str], bytes]
) -> None:
    provider.answer = answer
    with pytest.raises(UnavailableError) as raised:
        ask(provider.url)
    assert raised.value.exit_code == 75
    assert "127.0.0.1" in raised.value.message("en")
    assert provider.asked == ["/keys"]


@pytest.mark.loopback
def test_a_provider_that_is_down(provider: Provider, tmp_path: Path) -> None:
    rules = TokenRules("http://127.0.0.1:9/keys", ISSUER, AUDIENCE)
    with pytest.raises(UnavailableError):
        verify(token(kid="k1"), rules, policy_folder=tmp_path, fetch=ask)


@pytest.mark.loopback
def test_loopback_is_reached_without_a_proxy(provider: Provider, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    provider.answer = (200, {}, b'{"keys": []}')
    assert ask(provider.url) == b'{"keys": []}'
