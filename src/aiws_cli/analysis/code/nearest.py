"""Which files of a folder a request is about: those it names, and those that hold what it names."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from pathlib import PurePath

_NAMED, _BY_NAME, _BY_STEM = 100.0, 80.0, 40.0
_DEFINED, _HELD, _WORD = 60.0, 10.0, 3.0
_IMPORTED = 20.0
_LATIN = re.compile(r"[A-Za-z_][A-Za-z0-9_]{2,}")
_HANGUL = re.compile(r"[가-힣]{2,}")
# Words of any request.
_COMMON = frozenset(
    "the and for with from that this into have has are was not all add change fix make write file files code test tests"
    " please should must when where each every also only new use using python sql script query function column".split()
)
_COMMON_KO = frozenset(
    "추가 수정 변경 파일 코드 쿼리 함수 테스트 결과 해줘 만들 바꿔 고쳐 그리고 지금 이제 모든 전체 내용 부분".split()
)


def nearest(request: str, files: Mapping[str, str]) -> tuple[tuple[str, float], ...]:
    """Paths of the `files` (path → text) that the request is about, with a score from 100 (named outright) down; best first."""
    scores = {path: _by_name(request, path) for path in files}
    names = {w for w in _LATIN.findall(request) if w.lower() not in _COMMON}
    for name in names:
        whole = re.compile(rf"(?<![A-Za-z0-9_]){re.escape(name)}(?![A-Za-z0-9_])", re.I)
        holding = [p for p, text in files.items() if whole.search(text)]
        weight = _rare(len(holding), len(files))
        for path in holding:
            defined = re.search(rf"\b(?:def|class)\s+{re.escape(name)}\b", files[path])
            is_name = "_" in name or name != name.lower() or defined
            scores[path] += (_DEFINED if defined else _HELD if is_name else _WORD) * weight
    for word in {w for w in _HANGUL.findall(request) if w[:2] not in _COMMON_KO}:
        stem, holding = _held(word, files)
        weight = _rare(len(holding), len(files))
        for path in holding:
            scores[path] += _WORD * weight * len(stem) / 2
    _follow_imports(scores, files)
    _follow_tables(scores, files)
    for path in files:
        # Prose and rows of data hold many words, and are seldom what is to change.
        if PurePath(path).suffix.lower() in (".md", ".txt", ".csv") and scores[path] < _BY_STEM:
            scores[path] *= 0.3
    ranked = sorted(((p, round(s, 2)) for p, s in scores.items() if s > 0), key=lambda r: (-r[1], r[0]))
    return tuple(ranked)


def named(request: str, path: str) -> bool:
    """Whether the request names this file outright."""
    return _by_name(request, path) >= _BY_NAME


def _by_name(request: str, path: str) -> float:
    name, stem = PurePath(path).name, PurePath(path).stem
    for text, score in ((path, _NAMED), (name, _BY_NAME)):
        if re.search(rf"(?<![\w/.-]){re.escape(text)}(?![A-Za-z0-9_])", request):
            return score
    if len(stem) >= 4 and re.search(rf"(?<![A-Za-z0-9_]){re.escape(stem)}(?![A-Za-z0-9_.])", request, re.I):
        # `branches` in a sentence of English may be just the word.
        return (
            _BY_STEM / 2
            if stem.isascii() and stem.isalpha() and stem.islower() and request.isascii()
            else _BY_STEM
        )
    # "the monthly card sales query" is monthly_card_sales.sql.
    parts = [part for part in re.split(r"[_\-. ]+", stem.lower()) if len(part) > 2 and part != "test"]
    held = [part for part in parts if re.search(rf"\b{re.escape(part.rstrip('s'))}", request.lower())]
    return _BY_STEM * len(held) / len(parts) if len(held) > 1 else 0.0


def _held(word: str, files: Mapping[str, str]) -> tuple[str, list[str]]:
    """The longest beginning of a Korean word, of two syllables or more, that files hold, and those files: particles fall away."""
    for length in range(len(word), 1, -1):
        stem = word[:length]
        holding = [p for p, text in files.items() if stem in text or stem in p]
        if holding:
            return stem, holding
    return word, []


def _rare(holding: int, of: int) -> float:
    """From 1 for what one file holds down to near 0.3 for what all do."""
    return 1.0 if holding <= 1 or of <= 1 else max(0.3, 1 - math.log(holding) / math.log(of + 1))


def _follow_tables(scores: dict[str, float], files: Mapping[str, str]) -> None:
    """What says which columns a table has belongs to the query that reads it."""
    best = max(scores.values(), default=0.0)
    queries = [p for p, s in scores.items() if p.endswith(".sql") and s > best / 3]
    read = {
        t.lower() for p in queries for t in re.findall(r"\b(?:from|join)\s+(?:\w+\.)*(\w+)", files[p], re.I)
    }
    for path, text in files.items():
        made = {
            t.lower()
            for t in re.findall(
                r"create\s+(?:or\s+replace\s+)?table\s+(?:if\s+not\s+exists\s+)?(?:\w+\.)*(\w+)", text, re.I
            )
        }
        if read & made:
            scores[path] += best / 3


def _follow_imports(scores: dict[str, float], files: Mapping[str, str]) -> None:
    """What a named file of Python imports, and the tests that import it, belong to it."""
    modules = {PurePath(p).stem: p for p in files if p.endswith(".py")}
    sure = [p for p, s in scores.items() if s >= _BY_STEM]
    for path, text in files.items():
        if not path.endswith(".py"):
            continue
        imported = {
            modules[m]
            for m in re.findall(r"^\s*(?:from|import)\s+[\w.]*?(\w+)\b", text, re.M)
            if m in modules
        }
        for other in imported - {path}:
            if path in sure:
                scores[other] += _IMPORTED
            elif other in sure and PurePath(path).stem.startswith("test_"):
                scores[path] += _IMPORTED / 2
