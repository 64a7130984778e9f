"""Dictionary entries out of glossary text as people write it: lines, or sentences that run into one another."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..core.tables import Term

_ABBREVIATION = r"[A-Z][a-z]{0,2}[A-Z][A-Za-z0-9&]{0,8}|[A-Z]{2,10}"
_EQUALS = r"\s*(?:=|:=)\s*"
_OPENERS = (
    "To|Always|Never|When|Whenever|If|Truncate|Recall|Remember|Note|Use|Analyze|Identify|Utilize|Match|Ensure|Weekend|"
    "Last|For"
)
# A new entry that began without a full stop before it. After an article the name belongs to the sentence it is in.
_RUN_ON = re.compile(
    r"(?<![\s,;(=+*/-])(?<!\bthe)(?<!\ba)(?<!\ban)(?<!\bof)(?<!\bby)(?<!\band)(?<!\bor)(?<!\bis)(?<!\bnot)\s+"
    rf"(?=[\"“]?(?:(?:{_ABBREVIATION})(?:\s*\([^()]*\))?{_EQUALS}|(?:{_OPENERS})\s+\w))"
)
_SENTENCE = re.compile(
    r"(?<=[.!?。])(?<!e\.g\.)(?<!i\.e\.)(?<!vs\.)(?<!etc\.)(?<!Inc\.)\s+(?=[\"“`'(]?[A-Z가-힣])"
)
_BULLET = re.compile(r"^\s*(?:[-*•·]+\s+|\d{1,2}[.)]\s+)?[\"“]?")
_RULE_WORDS = re.compile(
    r"(?:to|always|never|when|whenever|if|note|please|remember|recall|so|for|there|it|this|these|that|they|use|join)\b",
    re.IGNORECASE,
)

_DEFINED = re.compile(
    rf"(?P<name>[^=:()]{{1,60}}?)\s*(?:\((?P<other>[^()]+)\))?(?:{_EQUALS}|\s*:\s+)(?P<meaning>\S.*)",
    re.DOTALL,
)
_WITHIN = re.compile(rf"\b(?:the|a|an)\s+(?P<name>{_ABBREVIATION}){_EQUALS}(?P<meaning>\S.*)", re.DOTALL)
_NAMED = re.compile(rf"(?P<long>[\w'-]+(?:\s+[\w'-]+){{0,6}})\s*\((?P<name>{_ABBREVIATION})\)")
_SAID = re.compile(
    r"(?P<name>[^,.:;()=]{2,50}?)\s+(?:is|are|means?|refers?\s+to|stands?\s+for|denotes?)\s+(?P<meaning>\S.*)",
    re.DOTALL,
)
_SAID_KOREAN = re.compile(
    r"(?P<name>[^,.:;()=]{1,30}?)(?:이란|란|은|는)\s+(?P<meaning>\S.*(?:말|뜻|의미|가리|이다|입니다|한다|합니다).*)",
    re.DOTALL,
)
_AIM = re.compile(r"(?:To\s+\w+|For)\s+(?P<aim>[^,.;:]{3,120}),\s*\S")
_WHEN = re.compile(r"(?:When|Whenever)\s+\w+ing\s+(?P<things>.+)", re.DOTALL)
_ARTICLE = re.compile(
    r"(?:(?:the|a|an|each|any|all|insights? (?:on|into)|analysis of|list of|number of)\s+)+", re.IGNORECASE
)
_NARROWED = re.compile(
    r"\s+(?:per|for|in|within|over|during|across|of each|by each|made by|that|who|which)\s+.*", re.I
)
_MOST_NAME_WORDS = 5


def entries(text: str) -> tuple[Term, ...]:
    """The entries of a text, in its order; of two with one name the first.

    `NAME (long name) = meaning`, `NAME: meaning`, `Long Name (NAME) is …` and `Name means …` name their term. A rule
    ("To get the X, …", "When using X, …") goes by what it is about; one that is about nothing by its first words.
    The definition is the meaning, or the whole sentence where the name is part of it.
    """
    found: dict[str, Term] = {}
    for sentence in _sentences(text):
        term = _named(sentence) or _rule(sentence)
        if term is not None:
            found.setdefault(term.term.casefold(), term)
    return tuple(found.values())


def _sentences(text: str) -> Iterator[str]:
    for line in text.splitlines():
        for sentence in _SENTENCE.split(_BULLET.sub("", line).strip()):
            for part in _RUN_ON.split(sentence):
                whole = part.strip().strip('"“”').strip()
                # What ends with a colon only announces what comes.
                if any(c.isalnum() for c in whole) and not whole.endswith(":"):
                    yield whole


def _named(sentence: str) -> Term | None:
    match = _DEFINED.fullmatch(sentence)
    if match and _is_name(match["name"]):
        name, other, meaning = match["name"].strip(), (match["other"] or "").strip(), match["meaning"].strip()
        if other and _is_abbreviation(other) and not _is_abbreviation(name):
            name, other = other, name
        others = dict.fromkeys(
            o for o in (other, _spelled_out(name, meaning)) if o and o.lower() != name.lower()
        )
        return Term(term=name, synonyms=tuple(others), definition=meaning)
    match = _WITHIN.search(sentence)
    if match:
        spelled = _spelled_out(match["name"], match["meaning"])
        return Term(term=match["name"], synonyms=(spelled,) if spelled else (), definition=match["meaning"])
    for match in _NAMED.finditer(sentence):
        long = _long_before(match["name"], match["long"])
        if long:
            return Term(term=match["name"], synonyms=(long,), definition=sentence)
    match = _SAID.fullmatch(sentence) or _SAID_KOREAN.fullmatch(sentence)
    if match and _is_name(match["name"]):
        return Term(term=match["name"].strip(), definition=sentence)
    return None


def _rule(sentence: str) -> Term | None:
    match = _AIM.match(sentence)
    if match:
        whole = _ARTICLE.sub("", match["aim"].strip(), count=1)
        short = _NARROWED.sub("", whole)
        # One word is in every question about that table.
        name = short if len(short.split()) > 1 else whole
        if len(name.split()) > 1:
            return Term(term=name, synonyms=(whole,) if whole != name else (), definition=sentence)
    match = _WHEN.match(sentence)
    if match:
        things = _things(match["things"])
        if things:
            return Term(term=things[0], synonyms=things[1:], definition=sentence)
    bare = re.sub(
        r"^(?:please|note that|recall that|remember that|always)\s+", "", sentence, flags=re.IGNORECASE
    )
    first = " ".join(bare.split()[:_MOST_NAME_WORDS]).rstrip(".,;:")
    return Term(term=first, definition=sentence) if first else None


def _things(text: str) -> tuple[str, ...]:
    """ "makes, model names and year, match …" → the things listed before the sentence says what to do with them."""
    out: list[str] = []
    parts = [p.strip() for p in text.split(",")[:-1]]
    if len(parts) == 1:
        whole = _ARTICLE.sub("", parts[0], count=1)
        short = _NARROWED.sub("", whole)
        return tuple(dict.fromkeys(w for w in (short, whole) if w))
    for part in parts:
        if len(part.split()) > 2 * _MOST_NAME_WORDS:
            break
        out += [_ARTICLE.sub("", w.strip(), count=1) for w in re.split(r"(?:^|\s+)and\s+", part)]
        if re.search(r"\band\b", part):
            break
    return tuple(dict.fromkeys(w for w in out if w))


def _is_name(text: str) -> bool:
    words = text.split()
    plain = not any(c in text for c in "`'\"<>") or _is_abbreviation(text.strip())
    return 0 < len(words) <= _MOST_NAME_WORDS and plain and _RULE_WORDS.match(text.strip()) is None


def _is_abbreviation(text: str) -> bool:
    return re.fullmatch(_ABBREVIATION, text) is not None


def _spelled_out(name: str, meaning: str) -> str:
    """The words a meaning begins with, where their initials are the name: `GMV`, "gross merchandise value of …"."""
    if not _is_abbreviation(name):
        return ""
    wanted, got = name.lower(), ""
    for match in re.finditer(r"\w+", meaning):
        got += match[0][0].lower()
        if got == wanted:
            return meaning[: match.end()] if re.fullmatch(r"[\w\s'-]+", meaning[: match.end()]) else ""
        if not wanted.startswith(got):
            return ""
    return ""


def _long_before(name: str, words: str) -> str:
    """The last of these words, as many as spell the name by their initials."""
    parts = words.split()
    for n in range(1, len(parts) + 1):
        tail = " ".join(parts[-n:])
        if "".join(w[0] for w in re.findall(r"\w+", tail)).lower() == name.lower():
            return tail
    return ""
