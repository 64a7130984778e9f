"""What reads as one letter though it is several characters: syllables in pieces, marks, joined emoji, flags."""

from __future__ import annotations

import unicodedata

_JOINER = "\u200d"


def last_letter(text: str) -> int:
    """How many characters the last letter of `text` has; 0 for an empty text.

    A syllable that came decomposed (as macOS names files) is one letter, and so is an emoji of a family.
    """
    at = len(text)
    if not at:
        return 0
    at = _base(text, at)
    while at >= 2 and text[at - 1] == _JOINER:
        at = _base(text, at - 1)
    if "\U0001f1e6" <= text[at] <= "\U0001f1ff":
        before = 0
        while at - before > 0 and "\U0001f1e6" <= text[at - before - 1] <= "\U0001f1ff":
            before += 1
        at -= before % 2
    return len(text) - at


def _base(text: str, at: int) -> int:
    """Where the letter begins that ends before `at`, joiners not looked at."""
    at -= 1
    while at > 0 and _adds(text[at]):
        at -= 1
    if _final(text[at]) and at > 0 and (_vowel(text[at - 1]) or "가" <= text[at - 1] <= "힣"):
        at -= 1
    if _vowel(text[at]) and at > 0 and _initial(text[at - 1]):
        at -= 1
    return at


def _adds(char: str) -> bool:
    return unicodedata.category(char) in ("Mn", "Me") or "\U0001f3fb" <= char <= "\U0001f3ff"


def _initial(char: str) -> bool:
    return "\u1100" <= char <= "\u115f" or "\ua960" <= char <= "\ua97c"


def _vowel(char: str) -> bool:
    return "\u1160" <= char <= "\u11a7" or "\ud7b0" <= char <= "\ud7c6"


def _final(char: str) -> bool:
    return "\u11a8" <= char <= "\u11ff" or "\ud7cb" <= char <= "\ud7fb"
