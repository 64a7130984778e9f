"""What secrets look like: our own rules, for what this house uses and for words that say "password". Group `v` is the secret."""

from __future__ import annotations

import base64
import binascii
import json
import math
import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

Check = Callable[[re.Match[str]], Literal["high", "medium", "low"] | None]


@dataclass(frozen=True)
class Rule:
    """`check` says how sure a match is; None: it is none after all."""

    kind: str
    pattern: re.Pattern[str]
    check: Check


def entropy(text: str) -> float:
    """Shannon's, in bits a character."""
    counts = Counter(text)
    return -sum(n / len(text) * math.log2(n / len(text)) for n in counts.values()) if text else 0.0


def _sure(_match: re.Match[str]) -> Literal["high"]:
    return "high"


def _random(least: float) -> Check:
    """High where the secret is as irregular as made ones are; a sample like glpat-xxxxxxxxxxxx is not."""

    def check(match: re.Match[str]) -> Literal["high"] | None:
        return "high" if entropy(match["v"]) >= least else None

    return check


def _jwt(match: re.Match[str]) -> Literal["high"] | None:
    head = match["v"].split(".", 1)[0]
    try:
        value = json.loads(base64.urlsafe_b64decode(head + "=" * (-len(head) % 4)))
    except (binascii.Error, ValueError):
        return None
    return "high" if isinstance(value, dict) and "alg" in value else None


_PLACEHOLDER = re.compile(
    r"x{3,}|\*+|\.{2,}|-+|_+|\W*$|[<\[({%$].*|.*[<>{}].*|.*\$\(.*|your.*|my[_-].*|.*change.?me.*|.*example.*|.*sample.*|dummy.*"
    r"|placeholder.*|insert.*|replace.*|todo.*|none|null|nil|true|false|undefined|redacted|removed|hidden|masked|secret\w*"
    r"|passw(?:or)?d\w{0,2}|token\w{0,2}|string|optional|required|(.)\1+|os\.environ.*|env[.:].*|process\.env.*|settings\..*|config\..*"
    r"|vault:.*|keyring:.*|@.*|!.*Ref.*|\w+\(.*",
    re.IGNORECASE,
)
_NOT_THE_SECRET = re.compile(
    r"(?:path|file|filename|url|uri|name|names|type|kind|len|length|size|count|counts|expires?|expiry|ttl|field|column|header|polic(?:y|ies)"
    r"|hint|regex|pattern|min|max|label|prefix|suffix|format|version|at|index|ids?|arn|env|var|key_?names?|endpoint|window|limit|s|usage"
    r"|sha256|hash|digest|fingerprint|required|enabled|classification|style|class|spec)$",
    re.IGNORECASE,
)
_PLACE = re.compile(r"(?:https?:|file:|s3:|\.{0,2}/|~/|[A-Za-z]:\\)")
_LOWER, _UPPER, _DIGIT = re.compile("[a-z]"), re.compile("[A-Z]"), re.compile("[0-9]")
_IDENTIFIER = re.compile(r"[A-Za-z_]\w*(?:(?:\.|::|->)[A-Za-z_]\w*)*\Z")
_WORDY = re.compile(r"[A-Za-z]+(?:[ _./:-][A-Za-z]+)*\Z")


def _assigned(match: re.Match[str]) -> Literal["high", "medium"] | None:
    key, value, quoted = match["k"], match["v"], match["q"] in ('"', "'", "`")
    least = 6 if _PASSWORD_KEY.search(key) else 8
    if (
        len(value) < least
        or _NOT_THE_SECRET.search(key)
        or _PLACEHOLDER.fullmatch(value)
        or _PLACE.match(value)
    ):
        return None
    letters, digits = any(c.isalpha() for c in value), any(c.isdigit() for c in value)
    symbols = any(c in "!@#$%^&*?~+=" for c in value)
    if entropy(value) < 2.2:
        return None
    if not letters:
        # Digits alone are a password where a quote or a colon gives them as one; a token's count never is.
        return "medium" if least == 6 and digits and value.isdigit() and len(value) <= 12 else None
    if not digits and not symbols:
        return None
    if _WORDY.match(value) or (" " in value):
        return None
    if not quoted and match.string[match.end() : match.end() + 1] in ("(", "[") and _IDENTIFIER.match(value):
        return None
    made = (
        len(value) >= 20
        and entropy(value) >= 3.5
        and _LOWER.search(value)
        and _UPPER.search(value)
        and digits
    )
    if not quoted and not made and _IDENTIFIER.match(value) and not _in_settings(match):
        # password=Spring_8079 in a log: no variable ends in so many digits.
        return (
            "medium"
            if least == 6 and re.search(r"\d{3}[A-Za-z]{0,2}\Z", value) and "." not in value
            else None
        )
    return "high" if entropy(value) >= 3 and digits else "medium"


def _beside(match: re.Match[str]) -> Literal["medium"] | None:
    """비밀번호Qwer!2345입니다: without a sign between them only what looks like a password and like nothing else."""
    value = match["v"]
    mixed = _DIGIT.search(value) and _LOWER.search(value) and re.search(r"[!@#$%^&*~+=?]|[A-Z].*\d{3}", value)
    return "medium" if mixed and len(value) >= 6 and not _PLACEHOLDER.fullmatch(value) else None


def _in_settings(match: re.Match[str]) -> bool:
    """Whether an unquoted word is a value (KEY=word, key: word, on a line of its own) and not the name of a variable."""
    value, operator = match["v"], match.groupdict().get("o") or "="
    line = match.string.rfind("\n", 0, match.start()) + 1
    if not _LINE_OF_SETTINGS.match(match.string[line : match.start()]) or "." in value or _CLASS.match(value):
        return False
    return operator in ("=", ":=", ":", ": ") and entropy(value) >= 2.8 and any(map(str.isdigit, value))


def _in_url(match: re.Match[str]) -> Literal["high"] | None:
    value = match["v"]
    if _PLACEHOLDER.fullmatch(value) or len(value) < 4 or value.lower() in ("user", "pass", "pwd", "port"):
        return None
    return "high"


def _class(char: str) -> str:
    return "a" if char.islower() else "A" if char.isupper() else "0" if char.isdigit() else "."


def _by_chance(value: str, least: float) -> bool:
    """Letters, capitals and digits change at nearly every step of what was made by chance, and seldom in namesLikeThis."""
    if not (_LOWER.search(value) and _UPPER.search(value) and _DIGIT.search(value)) or entropy(value) < least:
        return False
    return sum(_class(a) != _class(b) for a, b in pairwise(value)) >= 0.45 * len(value)


def _irregular(match: re.Match[str]) -> Literal["medium", "low"] | None:
    value = match["v"]
    if not _by_chance(value, 4.0):
        return None
    before = match.string[max(0, match.start("v") - 60) : match.start("v")]
    if _CHECKSUM.search(before) or value.count("/") > len(value) / 12 or "." in value.strip("."):
        return None
    return "medium" if _SECRET_WORD.search(before.rpartition("\n")[2]) else "low"


_CLASS = re.compile(r"(?:[A-Z][a-z]+\d*){2,}\Z")
_LINE_OF_SETTINGS = re.compile(r"[ \t]*(?:- |export |ENV |set |\$env:)?[\w.-]*\Z", re.IGNORECASE)
_PASSWORD_KEY = re.compile(r"passw|pwd|passphrase|비밀번호|암호|비번|identified", re.IGNORECASE)
_SECRET_WORD = re.compile(
    r"key|token|secret|auth|bearer|credential|signature|\bsig\b|cert|passw|pwd|비밀|암호|토큰|인증",
    re.IGNORECASE,
)
_CHECKSUM = re.compile(
    r"sha-?\d+[-=:\"' ]*$|integrity|checksum|digest|md5|etag|hash(?:es)?\b|fingerprint|nonce=|public|data:\w+/",
    re.IGNORECASE,
)
_WORDS = (
    r"passw(?:or)?d|passwd|pwd|passphrase|secret|token|api[_-]?key|apikey|access[_-]?key|private[_-]?key|auth[_-]?key|signing[_-]?key"
    r"|encryption[_-]?key|account[_-]?key|storage[_-]?key|shared[_-]?key|license[_-]?key|credentials?"
    r"|비밀번호|암호|비번|인증키|접속키|접근키|토큰|시크릿"
)
# Hangul ends it: what follows a word of ours without a space is a particle.
_VALUE = r"(?P<v>[^\s\"'`,;<>(){}\[\]|\\&ㄱ-ㆎ가-힣]{4,512})"


def _rule(kind: str, pattern: str, check: Check = _sure, flags: int = 0) -> Rule:
    return Rule(kind, re.compile(pattern, flags), check)


_TOKEN = r"[A-Za-z0-9_-]"
RULES: tuple[Rule, ...] = (
    _rule(
        "private_key",
        r"(?P<v>-----BEGIN [A-Z0-9 ]{0,24}PRIVATE KEY(?: BLOCK)?-----(?=(?:\\r|\\n|[\s\"'+|>])*[A-Za-z0-9+/=:, -]{24})"
        r"(?:(?!-----BEGIN )[\s\S]){40,12000}?(?:-----END [A-Z0-9 ]{0,24}PRIVATE KEY(?: BLOCK)?-----|\Z))",
    ),
    _rule(
        "private_key",
        r"private[_-]?key\w{0,12}[\"']?[ \t]*[:=][ \t]*[|>]?[+-]?[\"']?\s{0,40}(?P<v>MI[IGH][A-Za-z0-9+/]{20,}(?:\s{1,24}[A-Za-z0-9+/=]{16,}){0,80}={0,2})",
        flags=re.IGNORECASE,
    ),
    _rule("putty_key", r"(?P<v>PuTTY-User-Key-File-\d: [\s\S]{0,6000}?Private-MAC: [0-9a-f]+)"),
    _rule(
        "gitlab_token",
        rf"(?<![A-Za-z0-9_-])(?P<v>(?:glpat|gldt|glrt|glrtr|glcbt|glptt|glft|glsoat|glimt|glagent|gloas|glffct|glwt)-{_TOKEN}{{16,1024}}(?:\.[A-Za-z0-9_.-]+)?)",
        _random(3.0),
    ),
    _rule("gitlab_token", r"(?<![A-Za-z0-9])(?P<v>GR1348941[A-Za-z0-9_-]{20,50})", _random(3.0)),
    _rule(
        "github_token",
        r"(?<![A-Za-z0-9_])(?P<v>gh[pousr]_[A-Za-z0-9]{36,255}|github_pat_[A-Za-z0-9_]{60,})",
        _random(3.0),
    ),
    _rule("jwt", r"(?<![A-Za-z0-9_.-])(?P<v>eyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]*)", _jwt),
    _rule(
        "aws_key",
        r"(?<![A-Za-z0-9])(?P<v>(?:A3T[A-Z0-9]|ABIA|ACCA|AKIA|ASIA)[A-Z0-9]{16})(?![A-Za-z0-9])",
        _random(2.8),
    ),
    _rule(
        "google_key",
        r"(?<![A-Za-z0-9_-])(?P<v>AIza[A-Za-z0-9_-]{35}|GOCSPX-[A-Za-z0-9_-]{28}|ya29\.[A-Za-z0-9_-]{30,})",
        _random(3.2),
    ),
    _rule(
        "api_key",
        r"(?<![A-Za-z0-9_-])(?P<v>sk-(?:proj-|ant-|svcacct-|or-v1-)?[A-Za-z0-9_-]{24,200}|hf_[A-Za-z0-9]{30,40}|npm_[A-Za-z0-9]{36}|pypi-[A-Za-z0-9_-]{50,}"
        r"|dapi[0-9a-f]{32}|hvs\.[A-Za-z0-9_-]{24,}|dckr_pat_[A-Za-z0-9_-]{20,}|glsa_[A-Za-z0-9]{32}_[0-9a-f]{8}|dop_v1_[0-9a-f]{64}"
        r"|ATATT3x[A-Za-z0-9_=-]{30,}|AKC[A-Za-z0-9]{60,}|xkeysib-[0-9a-f]{64}-\w{16}|SG\.[A-Za-z0-9_-]{22}\.[A-Za-z0-9_-]{43}"
        r"|(?:sk|rk)_(?:live|test)_[A-Za-z0-9]{24,}|ncp_iam_[A-Za-z0-9]{20,}|lin_api_[A-Za-z0-9]{40})",
        _random(3.2),
    ),
    _rule(
        "slack_token",
        r"(?<![A-Za-z0-9])(?P<v>xox[abposre]-[A-Za-z0-9-]{20,}|xapp-\d-[A-Za-z0-9-]{30,})",
        _random(3.0),
    ),
    _rule(
        "webhook",
        r"(?P<v>https://(?:[A-Za-z0-9-]+\.webhook\.office\.com/webhookb2/|outlook\.office(?:365)?\.com/webhook/"
        r"|hooks\.slack\.com/(?:services|workflows|triggers)/|(?:\w+\.)?discord(?:app)?\.com/api/webhooks/\d+/|wh\.jandi\.com/connect-api/webhook/"
        r"|hooks\.zapier\.com/hooks/catch/\d+/|hooks\.dooray\.com/services/)[^\s\"'<>`)\]]{16,})",
        _random(3.0),
    ),
    _rule(
        "webhook",
        r"(?P<v>https://[^\s\"'<>`]{4,120}(?:logic\.azure\.com|api\.powerplatform\.com|azure-apim\.net)[^\s\"'<>`]{0,400}?[?&]sig=[A-Za-z0-9_%+/=-]{16,})",
    ),
    _rule("sas_token", r"[?&](?:sig|Signature|X-Amz-Signature)=(?P<v>[A-Za-z0-9%+/=_-]{24,})", _random(3.2)),
    _rule(
        "password_in_url",
        r"://[^\s/\"'<>@:]{0,64}:(?P<v>[^\s/\"'<>@]{2,256})@(?=[A-Za-z0-9\[])",
        _in_url,
    ),
    _rule(
        "password",
        rf"[?&](?P<k>[A-Za-z_]{{0,20}}(?:password|passwd|pwd|token|secret|api_?key|access_?key))=(?P<q>){_VALUE}",
        _assigned,
        re.IGNORECASE,
    ),
    _rule(
        "password",
        rf"(?P<k>(?:{_WORDS})(?:[A-Za-z0-9-]|_){{0,20}})[\"'`\]]{{0,2}}(?P<o>[ \t]{{0,8}}(?:=>|:=|:[ \t]*str[ \t]*=|==?|:|<>|!=|[ \t]\|[ \t]|은|는|이|가)[ \t]{{0,8}})"
        rf"[rbfu]?(?P<q>[\"'`]?){_VALUE}",
        _assigned,
        re.IGNORECASE,
    ),
    _rule("password", rf"(?P<k>비밀번호|비번|암호)[ \t]?(?P<q>[\"'`]?){_VALUE}", _beside),
    _rule(
        "password",
        rf"(?P<k>--(?:[a-z]+-)?(?:password|passwd|passphrase|token|api-key|secret))[ =](?P<q>[\"']?){_VALUE}",
        _assigned,
        re.IGNORECASE,
    ),
    _rule(
        "password",
        rf"(?P<k>identified[ \t]+by|\bpassword|\bpwd)[ \t]+(?P<q>['\"]){_VALUE}",
        _assigned,
        re.IGNORECASE,
    ),
    _rule(
        "authorization",
        r"(?:authorization|proxy-authorization)[\"']?[ \t]*[:=][ \t]*[\"']?(?:Bearer|Basic|Token)[ \t]+(?P<v>[A-Za-z0-9_.~+/=-]{12,})",
        _random(2.8),
        re.IGNORECASE,
    ),
    _rule(
        "high_entropy",
        r"(?<![A-Za-z0-9+/_=.-])(?P<v>[A-Za-z0-9+/_-]{24,512}={0,2})(?![A-Za-z0-9+/_=-])",
        _irregular,
    ),
)
