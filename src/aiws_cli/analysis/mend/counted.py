"""What a question counts: "number of transfers", "how many customers", 고객 수, 이체가 가장 많은, 문단이 두 개 이상인."""

from __future__ import annotations

import re
from functools import lru_cache

from ...core.tables import Table
from .bilingual import english_words
from .words import pieces, plain, related, without_particle

_BETWEEN = r"(?:(?:number|amount|count|of|the|all|different|distinct|commonly|used|by|in|any|other|its|their|total)\s+)*"
_COUNTED = re.compile(
    rf"(?:#\s*(?:of\b)?|\bno\.?\s+of\b|\bnum of\b|\bheadcount of\b)\s*{_BETWEEN}((?:[\w'-]+\s*){{1,4}})"
    rf"|\b(?:numbers? of|amount of|how many|counts? of|count(?= the\b)|most|fewest|(?:at least|more than|less than|fewer than|over|exactly)"
    rf"\s+(?:\d+|a|an|one|two|three|four|five|six|seven|eight|nine|ten))\s+{_BETWEEN}((?:[\w'-]+\s*){{1,4}})",
    re.IGNORECASE,
)
_UNIT = r"(?:개|명|건|곳|군데|마리|편|대|권|장|회|번|과목|가지|종류?|인|쌍|학교|팀|채널)"
_NUMBER = r"(?:\d[\d,]*|한|두|세|네|다섯|여섯|일곱|여덟|아홉|열)"
_COUNTED_KO = re.compile(
    r"([가-힣A-Za-z0-9 ]+?)\s*(?:(?<=[가-힣A-Za-z]\s)수(?:는|를|가|와|도|\b)|(?<=[가-힣])수(?:는|를|가|와|도|\b)|건수|개수|인원|"
    rf"몇\s*{_UNIT}|(?:가장|제일)\s*(?:많|적)|{_NUMBER}\s*{_UNIT}\s*(?:이상|이하|초과|미만|보다|을 넘))"
)
_ADVERBS = frozenset("모두 전부 총 전체 다 각 각각".split())
_MOST_KO = re.compile(r"(?<![이가]\s)(?:가장|제일)\s*(?:많은|적은)\s*(?:수의\s*)?([가-힣A-Za-z]+)")


def counts_table(question: str, table: Table | None) -> bool:
    """The question counts this table's rows, by its own name."""
    if table is None:
        return False
    english, korean, translated = counted_phrases(question)
    bare = pieces(table.name.rpartition(".")[2])
    names = [plain(n) for n in (table.business_name, *table.synonyms) if len(plain(n)) >= 2]
    return (
        any(_begins(p, bare) for p in english)
        or any(said.endswith(n) for said in korean for n in names)
        or any(bare[-1] in head and set(bare) <= head | before for head, before in translated)
    )


@lru_cache(maxsize=512)
def counted_phrases(
    question: str,
) -> tuple[list[tuple[str, ...]], list[str], list[tuple[frozenset[str], frozenset[str]]]]:
    """What the question counts: English phrases as words, the counted one first; Korean ones as plain text, ending
    with it; English words of the Korean last word, and of the last two."""
    english = [pieces(found[1] or found[2]) for found in _COUNTED.finditer(question)]
    korean: list[str] = []
    translated: list[tuple[frozenset[str], frozenset[str]]] = []
    for found in (*_COUNTED_KO.finditer(question), *_MOST_KO.finditer(question)):
        words = [w for w in found[1].split() if w not in _ADVERBS]
        for last in without_particle(words[-1]) if words else ():
            korean.append(plain(" ".join((*words[:-1], last))))
            head = english_words(last)
            # Of two words both may be the name: "치료 유형".
            translated.append((head, english_words(" ".join((*words[-2:-1], last)))))
    return english, korean, [pair for pair in translated if pair[0]]


def _begins(phrase: tuple[str, ...], bare: tuple[str, ...]) -> bool:
    return len(phrase) >= len(bare) and all(
        a == b or (len(b) > 4 and related(a, b)) for a, b in zip(phrase, bare, strict=False)
    )
