"""Patterns compiled when needed are right, and find what the same pattern compiled at once finds."""

from __future__ import annotations

import gc
import importlib
import pkgutil
import re

import pytest

import aiws_cli
from aiws_cli.core.patterns import _WhenNeeded, when_needed

SAID = (
    "지점별 잔액",
    "Branch별 BALANCE",
    "여신 잔액은?",
    "KB국민 지점",
    "가나다ABC힣",
    "",
    "no hangul at all",
)


def test_every_pattern_of_the_program_compiles() -> None:
    for module in pkgutil.walk_packages(aiws_cli.__path__, "aiws_cli."):
        if module.name.split(".")[1] in ("agent", "analysis", "catalog"):
            importlib.import_module(module.name)
    waiting = [o for o in gc.get_objects() if type(o) is _WhenNeeded]
    assert len(waiting) > 400
    for pattern in waiting:
        assert pattern.groups >= 0


def test_a_wrong_pattern_is_told_at_its_first_use() -> None:
    pattern = when_needed("(")
    with pytest.raises(re.error):
        pattern.search("a")


@pytest.mark.parametrize(
    "text",
    [
        r"[가-힣]+별",
        r"(?<![가-힣])잔액",
        r"[^가-힣]+",
        r"branch[가-힣]|balance(?![가-힣])",
        r"[가-힣a-c]+",
        r"(?P<said>[가-힣]{2,})\s",
    ],
)
@pytest.mark.parametrize("flags", [0, re.IGNORECASE])
def test_it_finds_what_the_plain_pattern_finds(text: str, flags: int) -> None:
    at_once, later = re.compile(text, flags), when_needed(text, flags)
    for said in SAID:
        assert [(m.span(), m.groupdict()) for m in later.finditer(said)] == [
            (m.span(), m.groupdict()) for m in at_once.finditer(said)
        ]
