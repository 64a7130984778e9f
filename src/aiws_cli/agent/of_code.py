"""Whether a request is about code and files, by its words alone."""

from __future__ import annotations

import re

from ..core.patterns import when_needed

# No question of data names one of these: a file of code, an option of a command. Particles follow in Hangul.
_NAMES_CODE = when_needed(
    r"[\w)]\.(?:py|sql|ipynb|ya?ml|toml|ini|cfg|sh)(?![A-Za-z0-9_])"
    r"|(?<!\S)[`'\"]?--[a-z][a-z-]+[`'\"]?\s*(?:옵션|인자|플래그|options?\b|flags?\b)",
    re.I,
)
_THINGS = r"파일|함수|메서드|스크립트|모듈|매개변수|파라미터|docstring|독스트링|리드미|폴더|디렉터리|저장소|소스\s?코드|파이썬\s?코드"
_CHANGED = r"고쳐|고치|수정|바꿔|바꾸|바뀌|추가|넣어|빼|제외|지워|지우|삭제|옮겨|옮기|나눠|나누|합쳐|만들|작성|써\s?(?:줘|주)|정리"
_TESTED = (
    r"테스트(?:가|는|를|도|들이|\s?코드\S?|\s?케이스\S?)?\s.{0,20}(?:실패|통과|깨[지져집졌]|작성|추가|만들)"
)
_DOES = r"fix|edit|open|change|rename|refactor|remove|delete|move|split|update|add|extend"
_OBJECTS = r"code|scripts?|files?|functions?|methods?|modules?|parameters?|arguments?|docstrings?|repo(?:sitory)?|readme|unit tests?|config(?:uration)?"
_CHANGES_CODE = when_needed(
    rf"(?:{_THINGS}).{{0,40}}?(?:{_CHANGED})|{_TESTED}"
    rf"|\b(?:{_DOES})\b.{{0,40}}?\b(?:{_OBJECTS})\b|\b(?:{_OBJECTS})\b.{{0,60}}?\b(?:{_DOES})\b"
    r"|\btests?\b.{0,40}?\bfail(?:s|ed|ing)?\b|\bfail(?:s|ed|ing)\b.{0,30}?\btests?\b"
    r"|[\w)]\.(?:md|csv|tsv|json|txt)(?![A-Za-z0-9_])",
    re.I | re.S,
)
# A query may be the one that was just run, or one that stands in a file.
_CHANGES_A_QUERY = when_needed(
    rf"(?:쿼리|리포트|보고서).{{0,60}}?(?:{_CHANGED}|나오게|나오도록)|\b(?:quer(?:y|ies)|reports?)\b.{{0,120}}?\b(?:{_DOES}|break|group|sort|use)\b"
    rf"|\b(?:{_DOES})\b.{{0,60}}?\b(?:quer(?:y|ies)|reports?)\b",
    re.I | re.S,
)


def names_code(question: str) -> bool:
    """It names code outright, so that nothing else can be meant."""
    return _NAMES_CODE.search(question) is not None


def changes_code(question: str) -> bool:
    """It says that code or a file is to be changed, or names a file."""
    return _CHANGES_CODE.search(question) is not None


def changes_a_query(question: str) -> bool:
    """It wants a query to be otherwise: work where queries stand in files and none was run before."""
    return _CHANGES_A_QUERY.search(question) is not None
