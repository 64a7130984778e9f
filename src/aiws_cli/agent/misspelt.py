"""Whether a word that no text has is one that some text has, misspelt or cut short: balence, regoin, 잔엑, amt, seg."""

from __future__ import annotations

import re
from collections.abc import Iterable

from ..catalog.words import distance, jamo

# Vowels that are heard alike and written for one another.
_ALIKE = str.maketrans("ᅦᅨᅫᅬᅰ", "ᅢᅤᅬᅬᅬ")
_TOKEN = re.compile(r"[a-z]+|[가-힣]+")
# From so many letters on one may be wrong, and two from so many.
_ONE, _TWO = 5, 9
_SHORT = range(2, 5)
# So many Hangul syllables may miss a letter; of fewer, too many words differ by one.
_SYLLABLES = 3


def misspelt(forms: Iterable[str], texts: Iterable[str]) -> bool:
    """Is one form of a word (lower case) a near spelling, or an abbreviation, of a word in these texts?"""
    known = {t for text in texts for t in _TOKEN.findall(text.lower())}
    said = set(forms)
    return any(_near(word, k) or _short_for(word, k) for word in said for k in known - said)


def shortened(said: str, texts: Iterable[str]) -> bool:
    """Is a Korean wording of three syllables or more a name with syllables left out: 마동여부 of 마케팅동의여부?

    The first and the last syllable are the name's own, and the order is kept.
    """
    if len(said) < _SYLLABLES or not said[0] >= "가":
        return False
    known = {t for text in texts for t in _TOKEN.findall(text) if len(t) > len(said)}
    return any(k[0] == said[0] and k[-1] == said[-1] and _within(said, k) for k in known)


def _within(said: str, known: str) -> bool:
    """Are the letters of one all in the other, in that order?"""
    letters = iter(known)
    return all(c in letters for c in said)


def _near(word: str, known: str) -> bool:
    if word[0] < "가":
        length = max(len(word), len(known))
        if word[0] != known[0] or length < _ONE:
            return False
        if word.rstrip("s") == known.rstrip("s"):
            return True
        most = 2 if length >= _TWO else 1
        return distance(word, known, most) <= most
    if known[0] < "가" or abs(len(word) - len(known)) > 0:
        return False
    a, b = jamo(word).translate(_ALIKE), jamo(known).translate(_ALIKE)
    if a == b:
        return True
    # One letter for another makes another word of a short one (이자, 의자), hardly of a long one.
    sure = len(word) > _SYLLABLES or (len(word) == _SYLLABLES and len(a) != len(b))
    return sure and distance(a, b, 1) <= 1


def _short_for(word: str, known: str) -> bool:
    """amt, seg, txn: the beginning of a longer word, or its consonants from the first on."""
    if len(word) not in _SHORT or len(known) <= len(word) or word[0] >= "가" or word[0] != known[0]:
        return False
    if known.startswith(word):
        return len(word) > 2
    if len(known) < len(word) + 2 or any(c in "aeiou" for c in word[1:]):
        return False
    if known.rstrip("s")[-1:] != word.rstrip("s")[-1:]:
        return False
    return _within(word, known)
