"""Words of a question or a name, Korean and English: normalised, freed of particles, stemmed, cut into bigrams.

Korean is matched by pieces of two syllables and by containment, since compounds are written together or apart
at will (예금잔액, 예금 잔액). Particles are stripped by rule; the unstripped form is kept too, because a rule
can't tell the 가 of 고객가 from that of 평가.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from .plain_words import PARTICLES, STOP, STOP_EN, WEAK

_RUN = re.compile(r"[가-힣ㄱ-ㆎ]+|[a-z][a-z0-9_]*|\d+(?:\.\d+)?")
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")

# Longest first; a particle goes only where two syllables remain (평가, 금리, 나이 stay whole).
_PARTICLES = sorted(PARTICLES.split(), key=len, reverse=True)
_MIN_LEFT = 2
# What may follow a name as one syllable: a particle, or a suffix that makes a noun of a noun (유입액, 이용률).
_TAILS = frozenset(p for p in _PARTICLES if len(p) == 1) | frozenset("액률율수금형권건료비일값명점중시내간")
# Inflected verbs and adjectives: 오르면, 많았던, 늦게, 변했어. They rarely name data.
_VERB = re.compile(
    r"(?:았|었|였|했|됐|졌|갔|왔|렸|췄|났)(?:던|어|나|는지|습니까|을까|으면|다)?$|(?:[가-힣](?:거나|으면|려면|니까|어서|아서|지만|는지|면서|어야|아야))$|(?:늦게|내거나|낸|이긴|긴|높게|낮게|크게|많게|오르면|내리면|하면|되면|나면|줄면|늘면)$"
)

# Polite endings of verbs; of nouns they are stripped first (상품인가요).
_POLITE = re.compile(
    r"(?:나요|까요|에요|예요|어요|아요|해요|돼요|네요|군요|세요|습니까|습니다|니다|니까|지요|죠)$"
)
# Units of amounts and what people are counted in, with any ending: 8천만원, 몇 명인가요, 몇 개나.
_UNIT = re.compile(
    r"[천백십만억조]*(?:원|명|건|개|곳|대|장|종|번|회|팀|점|살|년|달|일|주|위|배|분|가지|군데|종목|개월|종류|퍼센트|프로|포인트)?"
    r"(?:이|인|나|은|는|을|를|도|씩|쯤|째|만|에|의|정도|이나|대|짜리|가량)*(?:가요?|지요?|야|에요|예요|이에요|죠|입니까|입니다|됐|되|돼)?"
)

# Words that say what to do with data, not which data.
_STOP = frozenset(STOP.split())
# Measures and generic nouns: they may name a column, but rarely choose a table.
_WEAK = frozenset(WEAK.split())
_STOP_EN = frozenset(STOP_EN.split())
# Nouns of two syllables that end like one with a particle.
_AS_THEY_ARE = frozenset("마을 가을 겨울 노을 개울 저울".split())


def normalise(text: str) -> str:
    """NFKC, lower case; full-width letters and decomposed Hangul become their usual forms."""
    return unicodedata.normalize("NFKC", text).lower()


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a question. `forms`: what to look for, the plainest first. `weight`: 1 content, less for generic words.

    `text` is the word as written (normalised), for people; `also` are business names it may stand for, less surely.
    """

    text: str
    forms: tuple[str, ...]
    weight: float = 1.0
    also: tuple[str, ...] = ()

    @property
    def hangul(self) -> bool:
        return "가" <= self.forms[0][0] <= "힣"


def words(text: str) -> tuple[Word, ...]:
    """The words of a question that can choose a table, in order, each once; stop words and bare numbers left out."""
    out: dict[str, Word] = {}
    flat = normalise(_CAMEL.sub(" ", unicodedata.normalize("NFKC", text)))
    for run in _RUN.finditer(flat):
        piece = run.group()
        if piece[0].isdigit():
            continue
        before = flat[run.start() - 1] if run.start() else " "
        if "a" <= before <= "z" and piece in _PARTICLES:
            continue  # ATM에서
        after_number = before.isdigit() or flat[: run.start()].rstrip().endswith("몇")
        word = _korean(piece, after_number) if piece[0] >= "가" else _english(piece)
        if word and word.forms[0] not in out:
            out[word.forms[0]] = word
    return tuple(out.values())


@lru_cache(maxsize=4096)
def strip_particles(word: str) -> str:
    """A Korean word without trailing particles and light-verb endings; two syllables always remain."""
    current = word
    for _ in range(3):
        for particle in _PARTICLES:
            if current.endswith(particle) and len(current) - len(particle) >= _MIN_LEFT:
                current = current[: -len(particle)]
                break
        else:
            break
    return current


def _korean(piece: str, after_number: bool) -> Word | None:
    if piece in _STOP or (after_number and _UNIT.fullmatch(piece)):
        return None
    bare = strip_particles(piece)
    if bare in _STOP:
        return None
    if _VERB.search(piece):
        return Word(piece, (piece,) if len(piece) < 3 else (bare, piece), 0.2)
    if _POLITE.search(bare) or (bare == piece.removesuffix("요") != piece and _POLITE.search(piece)):
        return Word(piece, (bare,), 0.2)
    if len(bare) == 2 and bare[1] in "은는을를" and bare not in _AS_THEY_ARE:
        bare = bare[0]
    if len(bare) == 1:
        return None if bare in _STOP else Word(piece, (bare,), 0.3)
    if after_number:
        # 1개월, 20대, 5년: a measure of the number before it.
        return None if len(bare) <= 2 else Word(piece, (bare,), 0.4)
    forms = (bare,) if bare == piece else (bare, piece)
    one = strip_once(piece)
    if one not in forms:
        forms = (bare, one, piece)
    return Word(piece, forms, 0.35 if bare in _WEAK else 1.0)


def strip_once(word: str) -> str:
    """The word without its last particle only: 신용평가를 → 신용평가, where stripping on would cut 평가."""
    for particle in _PARTICLES:
        if word.endswith(particle) and len(word) - len(particle) >= _MIN_LEFT:
            return word[: -len(particle)]
    return word


def _english(piece: str) -> Word | None:
    if piece in _STOP_EN or (len(piece) == 1):
        return None
    root = stem(piece) if "_" not in piece else " ".join(snake(piece))
    return Word(piece, (root,), 0.35 if root in _WEAK or piece in _WEAK else 1.0) if root else None


def snake(name: str) -> tuple[str, ...]:
    """The stems of a physical name's parts: `wrap_daily_navs` → wrap, daily, nav."""
    return tuple(stem(p) for p in re.split(r"[^a-z0-9]+", normalise(_CAMEL.sub("_", name))) if p)


@lru_cache(maxsize=8192)
def stem(word: str) -> str:
    """A light English stem: plurals, -ing, -ed; enough for names, never shorter than three letters."""
    if not word.isascii() or len(word) < 4:
        return word
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("sses", "xes", "ches", "shes")):
        return word[:-2]
    if word.endswith("s") and not word.endswith(("ss", "us", "is")):
        word = word[:-1]
    if word.endswith("ing") and len(word) > 6:
        word = word[:-3]
    elif word.endswith("ed") and len(word) > 5:
        word = word[:-2]
    if len(word) > 5 and word[-1] == word[-2] and word[-1] not in "lsz":
        word = word[:-1]
    return word[:-1] if word.endswith("e") and len(word) > 4 else word


@lru_cache(maxsize=8192)
def bigrams(word: str) -> tuple[str, ...]:
    """Overlapping pairs of a Hangul word; a single syllable stands for itself."""
    return tuple(word[i : i + 2] for i in range(len(word) - 1)) if len(word) > 1 else (word,)


def tokens(named: str) -> list[str]:
    """What the index holds of a `phrase`, in order and repeated: Hangul bigrams, English stems, numbers.

    The stems are taken as they are: stemmed once more, lease would be found under another token than it is asked by.
    """
    out: list[str] = []
    for run in _RUN.findall(named):
        if run[0] >= "가":
            out.extend(bigrams(run))
        else:
            out.append(run)
    return out


def phrase(text: str) -> str:
    """A name in the form searches compare: Hangul without spaces, English stems with single spaces around each."""
    out = ""
    for run in _RUN.findall(normalise(_CAMEL.sub(" ", text))):
        if run[0] >= "가":
            out += run
        else:
            out = f"{out.rstrip()} {' '.join(snake(run)) if '_' in run else stem(run)} "
    return out.strip()


_CHO, _JUNG = 588, 28


def jamo(word: str) -> str:
    """Hangul syllables taken apart into letters, for distances between near spellings (랩, 렙)."""
    out: list[str] = []
    for c in word:
        n = ord(c) - 0xAC00
        if 0 <= n < 11172:
            out.append(chr(0x1100 + n // _CHO))
            out.append(chr(0x1161 + n % _CHO // _JUNG))
            if n % _JUNG:
                out.append(chr(0x11A7 + n % _JUNG))
        else:
            out.append(c)
    return "".join(out)


def distance(a: str, b: str, most: int) -> int:
    """Edits (insert, delete, replace, swap neighbours) from a to b; `most + 1` as soon as it is more."""
    if abs(len(a) - len(b)) > most:
        return most + 1
    before: list[int] = []
    row = list(range(len(b) + 1))
    for i, ca in enumerate(a, 1):
        two, before, row = before, row, [i] + [0] * len(b)
        for j, cb in enumerate(b, 1):
            row[j] = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (ca != cb))
            if i > 1 and j > 1 and ca == b[j - 2] and a[i - 2] == cb:
                row[j] = min(row[j], two[j - 2] + 1)
        if min(row) > most:
            return most + 1
    return row[-1] if row[-1] <= most else most + 1


def spans(question: str) -> tuple[tuple[str, int, int], ...]:
    """Pieces of a question that may be a name in the glossary: (text as `phrase` writes it, start, end).

    A piece starts at a word and ends inside Hangul (a particle or another word follows), or ends a word and starts
    inside it (대출금리 has 금리); never so that a single syllable is left over (리스트 has no 리스). Positions count characters of the question's phrase.
    """
    flat, pieces = "", []
    for run in _RUN.findall(normalise(_CAMEL.sub(" ", question))):
        hangul = run[0] >= "가"
        text = run if hangul else (" ".join(snake(run)) if "_" in run else stem(run))
        if flat and not (hangul and pieces[-1][2]):
            flat += " "
        pieces.append((len(flat), len(flat) + len(text), hangul))
        flat += text
    out: dict[tuple[int, int], str] = {}
    for n, (start, _, _) in enumerate(pieces):
        for last_start, last_end, hangul in pieces[n : n + 6]:
            first = max(last_start + 1, start + 2) if hangul else last_end
            for end in range(first, last_end + 1):
                rest = flat[end:last_end]
                if end - start <= 40 and (len(rest) != 1 or rest in _TAILS):
                    out[start, end] = flat[start:end]
        start, end, hangul = pieces[n]
        if hangul:
            for stripped in {flat[start:end], strip_particles(flat[start:end]), strip_once(flat[start:end])}:
                for inside in range(start + 2, start + len(stripped) - 1):
                    out[inside, start + len(stripped)] = flat[inside : start + len(stripped)]
    return tuple((text, start, end) for (start, end), text in out.items())


def asked_tokens(question: str) -> dict[str, float]:
    """Tokens of a question with the weight they have when two questions are compared.

    Words that only ask count a little, not nothing: 상위 and 하위 must differ. Numbers count a little too.
    """
    out: dict[str, float] = {}
    for run in _RUN.findall(normalise(_CAMEL.sub(" ", question))):
        if run[0] >= "가":
            bare = strip_particles(run)
            stop = run in _STOP or bare in _STOP
            weight = 0.3 if stop else 0.6 if bare in _WEAK else 1.0
            pieces: tuple[str, ...] = bigrams(bare)
        elif run[0].isdigit():
            weight, pieces = 0.35, (run,)
        else:
            weight = 0.3 if run in _STOP_EN else 1.0
            pieces = snake(run) if "_" in run else (stem(run),)
        for piece in pieces:
            out[piece] = max(out.get(piece, 0.0), weight)
    return out


_NUMBERS = "one|two|three|four|five|six|seven|eight|nine|ten|twelve|fifteen|twenty|thirty|fifty|hundred"
_LISTED = (
    re.compile(r"([가-힣a-z]+?)별(?:로|로는|의|과|와)?(?![가-힣])"),
    re.compile(
        r"([가-힣a-z]+?)(?:은|는|이|가|을|를|의|과|와|들)?\s*(?:상위|하위|top)?\s*\d+\s*(?:개|곳|명|건|종|팀|사|군데|인)"
    ),
    re.compile(r"([가-힣a-z]+?)의?\s*(?:이름|명칭)(?:별|만|과|이랑|까지|을|도|하고)?"),
    re.compile(r"(?:어느|어떤) ([가-힣]+)"),
    re.compile(r"\b(?:by|per|each|every) ([a-z]+(?: [a-z]+)?)"),
    re.compile(rf"\b(?:which|the|top|these) (?:\d+|{_NUMBERS}) ([a-z]+(?: [a-z]+)?)"),
)


def listed(question: str) -> frozenset[str]:
    """Forms of the words a question wants listed by name: 영업점별, 펀드 5개, the ten branches, by card product."""
    flat = normalise(question)
    out: set[str] = set()
    for pattern in _LISTED:
        for found in pattern.findall(flat):
            for word in words(found):
                out.update(word.forms[:2])
    return frozenset(out)
