"""Keys, tokens and passwords in text, by rule. Offline: nothing that is found is ever tried anywhere.

`detect-secrets` brings the forms that many vendors' tokens have, and upkeep for them; our own rules (`secret_rules`) add
what this house uses and what words say. Its plugins can ask a vendor whether a key is live: that code is not called.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

from .findings import CONFIDENCES, Finding, without_overlaps

# Words and marks without which none of our own rules can match; most text has none of them.
_MARKS = re.compile(
    r"passw|pwd|passphrase|secret|token|key|credential|authorization|identified|비밀번호|암호|비번|토큰|시크릿|인증키|접속키|접근키"
    r"|://|sig(?:nature)?=|-----BEGIN|eyJ|gl[a-z]{2,5}-|gh[pousr]_|AKIA|ASIA|A3T|ABIA|ACCA|AIza|GOCSPX|ya29|sk-|[sr]k_|hf_|npm_|pypi-|dapi|hvs\."
    r"|dckr_|glsa_|dop_v1|ATATT|AKC|xkeysib|SG\.|ncp_|lin_api|xox|xapp|GR1348941|PuTTY",
    re.IGNORECASE,
)
_LONG = re.compile(
    r"(?<![A-Za-z0-9+/_=.:-])(?=[A-Za-z+/_=.:-]*\d)(?=[0-9+/_=.:-]*[A-Za-z])[A-Za-z0-9+/_=.:-]{16,}"
)
_MADE_OF_WORDS = re.compile(
    r"(?:[A-Za-z]+\d{0,4}|\d{1,8})(?:[+/_=.:-]+(?:[A-Za-z]+\d{0,4}|\d{1,8}))*[+/_=.:-]*\Z"
)
_PLAIN_HASH = re.compile(
    r"(?:sha\d+[:=-])?(?:[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}|[0-9a-f]{16,128})[.:,-]*\Z"
)
_ABOUT_KEYS = re.compile(r"key|token|pass|pwd|secret|auth|softlayer|cos", re.IGNORECASE)
_AROUND = 120
_PLUGINS = (
    "aws.AWSKeyDetector",
    "azure_storage_key.AzureStorageKeyDetector",
    "cloudant.CloudantDetector",
    "discord.DiscordBotTokenDetector",
    "github_token.GitHubTokenDetector",
    "gitlab_token.GitLabTokenDetector",
    "ibm_cloud_iam.IbmCloudIamDetector",
    "ibm_cos_hmac.IbmCosHmacDetector",
    "mailchimp.MailchimpDetector",
    "npm.NpmDetector",
    "openai.OpenAIDetector",
    "pypi_token.PypiTokenDetector",
    "sendgrid.SendGridDetector",
    "slack.SlackDetector",
    "softlayer.SoftlayerDetector",
    "square_oauth.SquareOAuthDetector",
    "stripe.StripeDetector",
    "telegram_token.TelegramBotTokenDetector",
    "twilio.TwilioKeyDetector",
)
"""Those that go by form. Left out: by words and by entropy (ours mind Korean and placeholders), e-mail-like and address ones."""


def find(text: str) -> tuple[Finding, ...]:
    """All secrets in a text, in order, none overlapping another. Kinds: those of `secret_rules`, and `vendor_key`."""
    found: list[tuple[int, int, int, Finding]] = []
    for rank, finding in (*_by_our_rules(text), *_by_library(text)):
        found.append((-CONFIDENCES.index(finding.confidence), rank, finding.start, finding))
    found.sort(key=lambda f: f[:3])
    return without_overlaps(f for *_, f in found)


def _by_our_rules(text: str) -> Iterator[tuple[int, Finding]]:
    if _MARKS.search(text) is None and _LONG.search(text) is None:
        return
    from .secret_rules import RULES

    for rank, rule in enumerate(RULES):
        for match in rule.pattern.finditer(text):
            confidence = rule.check(match)
            if confidence is not None:
                start, end = match.span("v")
                yield rank, Finding(start, end, rule.kind, confidence)


def _by_library(text: str) -> Iterator[tuple[int, Finding]]:
    last = 0
    for long in _LONG.finditer(text):
        start, end = long.span()
        if start < last or _MADE_OF_WORDS.match(long[0]):
            continue
        before = text[max(0, start - _AROUND) : start]
        if _PLAIN_HASH.match(long[0]) and not _ABOUT_KEYS.search(before.rpartition("\n")[2]):
            continue
        begin = max(text.rfind("\n", 0, start) + 1, start - _AROUND)
        stop = text.find("\n", end)
        stop = min(len(text) if stop < 0 else stop, end + _AROUND)
        last = stop
        piece = text[begin:stop]
        for plugin in _library():
            for secret in plugin.analyze_string(piece):
                at = piece.find(secret)
                if len(secret) >= 8 and at >= 0:
                    yield 100, Finding(begin + at, begin + at + len(secret), "vendor_key", "high")


@cache
def _library() -> tuple[Any, ...]:
    from importlib import import_module

    made = []
    for name in _PLUGINS:
        module, _, plugin = name.partition(".")
        made.append(getattr(import_module(f"detect_secrets.plugins.{module}"), plugin)())
    return tuple(made)
