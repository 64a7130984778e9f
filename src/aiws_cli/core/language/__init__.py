"""Everything a person reads, in Korean and English, side by side so that neither goes stale.

Texts live in the modules of this package, one a room, each a dict `TEXTS: key → (ko, en)`.
Slots are `{name}`; a Korean particle that depends on the word before it is written in the slot:
`{table:을/를}` becomes "고객을" or "카드를", `{file:으로/로}` minds the final ㄹ.
"""

from __future__ import annotations

import contextvars
import os
import string
from functools import cache
from importlib import import_module
from typing import Any, Literal

Language = Literal["ko", "en"]

_ROOMS = (
    "common",
    "settings",
    "models",
    "catalog",
    "sql",
    "audit",
    "policy",
    "analysis",
    "mend",
    "agent",
    "permissions",
    "plan",
    "explain",
    "cli",
    "completion",
    "screens",
    "slash",
    "shell",
    "doctor",
    "demo",
    "evaluation",
    "evaluation_page",
    "feedback",
    "terms",
    "personal",
    "python",
    "importing",
    "starting",
    "exporting",
    "snowflake",
    "sandbox",
    "editing",
)
_current: contextvars.ContextVar[Language | None] = contextvars.ContextVar("aiws_language", default=None)


def current() -> Language:
    """The language of messages: what `use` set, else AIWS_LANG, else the locale; Korean only where one says so."""
    chosen = _current.get()
    if chosen is not None:
        return chosen
    for name in ("AIWS_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        value = os.environ.get(name, "")
        if value:
            return "ko" if value.lower().startswith("ko") else "en"
    return "en"


def use(language: Language | None) -> None:
    """Set the language of messages in this context; None goes back to the environment."""
    _current.set(language)


def of_text(text: str) -> Language:
    """The language a person wrote in: Korean as soon as there is one Hangul syllable or jamo."""
    return "ko" if any("가" <= c <= "힣" or "ㄱ" <= c <= "ㆎ" for c in text) else "en"


def say(key: str, /, language: Language | None = None, *, default: str | None = None, **slots: Any) -> str:
    """The text of `key` with its slots filled. KeyError for an unknown key unless `default` is given."""
    pair = _texts().get(key)
    if pair is None:
        if default is not None:
            return default
        raise KeyError(key)
    text = pair[0] if (language or current()) == "ko" else pair[1]
    return _Formatter().vformat(text, (), slots)


@cache
def _texts() -> dict[str, tuple[str, str]]:
    out: dict[str, tuple[str, str]] = {}
    for room in _ROOMS:
        texts: dict[str, tuple[str, str]] = import_module(f"{__name__}.{room}").TEXTS
        twice = out.keys() & texts.keys()
        if twice:
            raise ValueError(f"text keys defined twice: {sorted(twice)}")
        out.update(texts)
    return out


class _Formatter(string.Formatter):
    """str.format with Korean particles as format specs ("은/는", "이/가", "을/를", "과/와", "으로/로", "이나/나", …)."""

    def format_field(self, value: Any, format_spec: str) -> str:
        if "/" in format_spec and any("가" <= c <= "힣" for c in format_spec):
            word = str(value)
            return word + particle(word, *format_spec.split("/", 1))
        return str(super().format_field(value, format_spec))


def particle(word: str, after_consonant: str, after_vowel: str) -> str:
    """The particle that fits `word`: by its last syllable's final consonant, digits and Latin letters as they are read.

    "으로/로" takes the vowel form after ㄹ too (Korean orthography, 한글 맞춤법 on the particle 로).
    """
    final = _final_consonant(word)
    if after_consonant == "으로" and final == "ㄹ":
        return after_vowel
    return after_consonant if final else after_vowel


# How digits and Latin letters end when read aloud in Korean: 0 영, 1 일, 3 삼, 6 육, 7 칠, 8 팔; L 엘, M 엠, N 엔, R 알.
_READ_FINAL = {
    "0": "ㅇ",
    "1": "ㄹ",
    "3": "ㅁ",
    "6": "ㄱ",
    "7": "ㄹ",
    "8": "ㄹ",
    "l": "ㄹ",
    "m": "ㅁ",
    "n": "ㄴ",
    "r": "ㄹ",
}


# How an English word ends in Korean, where it does not end as its last letter: user 유저, ranking 랭킹, role 롤, name 네임.
_WORD_FINAL = ((("r", "re"), ""), (("ng",), "ㅇ"), (("le",), "ㄹ"), (("me", "ne"), "ㄴ"))


def _final_consonant(word: str) -> str:
    for at in range(len(word) - 1, -1, -1):
        c = word[at]
        if "가" <= c <= "힣":
            index = (ord(c) - 0xAC00) % 28
            return "ㄹ" if index == 8 else ("x" if index else "")
        if c.isascii() and c.isalnum():
            read = word[: at + 1]
            if read[-2:].isascii() and read[-2:].isalpha() and read[-2:].islower() and len(read) > 1:
                for ends, final in _WORD_FINAL:
                    if read.endswith(ends):
                        return final
            return _READ_FINAL.get(c.lower(), "")
    return ""
