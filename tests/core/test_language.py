"""Messages: both languages, the same slots, and particles that fit the word before them."""

from __future__ import annotations

import re
import string

import pytest

from aiws_cli.core import errors
from aiws_cli.core.language import _texts, of_text, particle, say

PARTICLES = [
    ("고객", "을", "를", "을"),
    ("카드", "을", "를", "를"),
    ("서울", "으로", "로", "로"),
    ("부산", "으로", "로", "으로"),
    ("대구", "으로", "로", "로"),
    ("3", "이", "가", "이"),
    ("2", "이", "가", "가"),
    ("SQL", "은", "는", "은"),
    ("API", "은", "는", "는"),
    ("PER", "은", "는", "은"),
    ("user", "이", "가", "가"),
    ("power_user", "은", "는", "는"),
    ("admin", "이", "가", "이"),
    ("analyst", "이", "가", "가"),
    ("ranking", "으로", "로", "으로"),
    ("role", "으로", "로", "로"),
    ("role", "을", "를", "을"),
    ("customer_name", "이", "가", "이"),
    ("branch_id", "이", "가", "가"),
    ("r", "을", "를", "을"),
    ("(예금)", "과", "와", "과"),
    ("", "이", "가", "가"),
]


@pytest.mark.parametrize(("word", "consonant", "vowel", "fits"), PARTICLES)
def test_particle(word: str, consonant: str, vowel: str, fits: str) -> None:
    assert particle(word, consonant, vowel) == fits


def _slots(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.mark.parametrize("key", sorted(_texts()))
def test_both_languages_have_the_same_slots(key: str) -> None:
    korean, english = _texts()[key]
    assert _slots(korean) == _slots(english)
    assert bool(korean) == bool(english)
    assert not re.search("[가-힣]", re.sub(r"[‘“].*?[’”]|`.*?`", "", english)) or "한국어" in english


def _all(kind: type[errors.AiwsError]) -> list[type[errors.AiwsError]]:
    return [kind, *(k for sub in kind.__subclasses__() for k in _all(sub))]


def test_every_error_has_its_texts() -> None:
    import aiws_cli.agent.conversation
    import aiws_cli.analysis.steps
    import aiws_cli.app
    import aiws_cli.core.safe_git
    import aiws_cli.governance.warehouse
    import aiws_cli.models.choose
    import aiws_cli.models.sources
    import aiws_cli.warehouses.duckdb  # noqa: F401

    for kind in _all(errors.AiwsError):
        assert f"error.{kind.code}" in _texts() or "message" in vars(kind), kind
        assert f"error.{kind.code}.hint" in _texts() or kind.hint is not errors.AiwsError.hint, kind
        assert kind.exit_code in (1, 2, 3, 4, 5, 6, 7, 75, 130), kind
        assert kind.exit_code != 0


def test_an_unknown_key_is_a_fault() -> None:
    with pytest.raises(KeyError):
        say("no.such.key")


@pytest.mark.parametrize(
    ("text", "language"),
    [("예금 잔액", "ko"), ("deposit 잔액", "ko"), ("ㅇㅇ", "ko"), ("balance", "en"), ("", "en")],
)
def test_of_text(text: str, language: str) -> None:
    assert of_text(text) == language
