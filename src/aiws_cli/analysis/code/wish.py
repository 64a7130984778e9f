"""What is wanted of the files, read from the request alone."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ...core.patterns import when_needed


@dataclass(frozen=True, slots=True)
class CodeWish:
    """`changes`: files are to be made or changed. `failing`: a test that fails is to pass. `removes`: something is to go.

    `everywhere`: in all files, `kinds` their endings where
    it is all files of a kind. `further`: more than that is asked for (words, a commit, a run), so that a change alone
    does not end it. `rename` are the old name and the new one where that is all,
    `move` the old path of a file and the new one.
    """

    changes: bool
    failing: bool
    removes: bool
    everywhere: bool
    kinds: tuple[str, ...]
    further: bool
    rename: tuple[str, str] | None = None
    move: tuple[str, str] | None = None


_CHANGES = when_needed(
    r"고치|고쳐|수정|바꿔|바꾸|변경|추가|넣어|지워|삭제|제거|없애|빼|만들|작성|짜\s?줘|리팩|옮겨|나눠|합쳐|통일|맞춰|적용|반영|교체|변환"
    r"|늘려|줄여|달아|붙여|채워|정리해|업데이트|처리하(?:게|도록)|하도록|[게록]\s?(?:해|바꿔|고쳐)\s?(?:줘|주)|되게|되도록|나오게"
    r"|\b(?:fix|add|change|edit|create|write|make|remove|delete|drop|update|refactor|rename|implement|replace|convert|insert"
    r"|extend|split|move|append|call|should|must|need|set|put|use|let|handle|round|sort|exclude|include|limit|correct|repair)\b",
    re.I,
)
_FAILING = when_needed(
    r"테스트.{0,20}(?:실패|깨|안\s?되|통과|오류|에러)|(?:실패|깨진).{0,12}테스트"
    r"|\bfail(?:s|ing|ed)?\b.{0,30}\btests?\b|\btests?\b.{0,40}\b(?:fail(?:s|ing|ed)?|broken|pass)\b",
    re.I,
)
_OF_TESTS = when_needed(
    r"기대\s?값|expected values?|테스트(?:가|는)?\s*(?:틀렸|잘못)|tests? (?:is|are) wrong", re.I
)
_REMOVES = when_needed(
    r"지워|지우|삭제|제거|없애|빼|줄여|합쳐|나눠|옮겨|통일|정리|\b(?:remove|delete|drop|shorten|merge|split|move|clean)",
    re.I,
)
_EVERYWHERE = when_needed(
    r"모든\s?(?:\w+\s)?(?:파일|곳|쿼리|코드)|전체\s?(?:파일|코드)|파일\s?전체|전부|모두|다\s?바꿔|\b(?:everywhere|all files|across|every file|throughout|all queries)\b",
    re.I,
)
_KINDS: tuple[tuple[re.Pattern[str], tuple[str, ...]], ...] = (
    (when_needed(r"모든\s?(?:sql\s?파일|쿼리)|\ball (?:the )?(?:sql files|queries)\b", re.I), (".sql",)),
    (when_needed(r"모든\s?(?:파이썬|python|py)\s?파일|\ball (?:the )?python files\b", re.I), (".py",)),
)
_FURTHER = when_needed(
    r"커밋|브랜치|푸시|설명해|알려\s?(?:줘|주)|요약해|보여\s?(?:줘|주)|실행해|돌려\s?(?:줘(?!서)|봐|보|주세)|비교해"
    r"|(?<![A-Za-z_])(?:commit|push|branch)(?![A-Za-z_])|\b(?:explain|describe|summari[sz]e|(?:tell|show) (?:me|us)|run it|then run|and run|execute)\b",
    re.I,
)
# What is answered in words, not in files.
_ASKS = when_needed(
    r"설명|알려|확인|살펴|(?<!고쳐)(?<!고쳐 )봐\s?(?:줘|주)|조회|계산|분석|구해|세어|비교|그려|요약|보여|읽어|찾아|리뷰|검토|뭐|무엇|무슨|왜|어떻게|어디|어느|누가|언제|인가요?|나요|까\??$|\?\s*$"
    # English words of asking are asked with where a sentence begins.
    r"|(?:^|[.!?:]\s+|\b(?:please|and|then|can you|could you)\s+)"
    r"(?:explain|describe|summari[sz]e|tell|read|review|list|find|show|compute|calculate|count|compare|analy[sz]e|plot|what|why|how|where|which|who|when)\b"
    r"|커밋|브랜치|(?<![A-Za-z_])(?:commit|push|branch|diff|log|status)(?![A-Za-z_])|실행|돌려\s?(?:줘|봐|보)|\brun\b",
    re.I,
)
_RUN_OF_TESTS = when_needed(
    r"테스트(?:를|도|까지)?\s*(?:다시\s*)?(?:돌려|실행해?)\s?(?:줘|봐|보)?|\brun (?:the )?tests?\b", re.I
)
# A name, and no word that stands for one.
_ID = (
    r"(?!(?:the|a|an|it|that|this|them|function|variable|column|parameter|argument|class|method|field|constant|name|key|file|sql|to)\b)"
    r"[A-Za-z_][A-Za-z0-9_]*"
)
_ID_ = r"[A-Za-z][A-Za-z0-9]*_[A-Za-z0-9_]+"
_Q = "[`'\"‘’“”]?"
_RENAME_EN = when_needed(
    rf"\brename\s+(?:the\s+|our\s+)?(?:(?:function|variable|column|parameter|argument|class|method|field|constant|name)s?\s+)?"
    rf"{_Q}({_ID})(?:\(\))?{_Q}\s+(?:(?:function|variable|column|parameter|argument|class|method|field|constant)\s+)?"
    rf"(?:(?:everywhere|across [a-z ]+|in all [a-z]+)\s+)?(?:to|into|as)\s+{_Q}({_ID})(?:\(\))?{_Q}(?![A-Za-z0-9_.])",
    re.I,
)
_RENAME_KO = when_needed(
    rf"{_Q}(?<![A-Za-z0-9_.])({_ID})(?:\(\))?{_Q}(?![.])(?=[^A-Za-z]{{0,40}}(?:이름|함수|변수|컬럼|열|클래스|메서드|인자|파라미터|상수|모두|모든|전부|전체|곳))"
    rf"[^A-Za-z.,\n]{{1,40}}?{_Q}({_ID})(?:\(\))?{_Q}(?:으로|로)\s*(?:이름을?\s*)?(?:모두\s*|다\s*|전부\s*)?(?:바꿔|바꾸|바뀌|변경|고쳐|수정|통일)",
    re.I,
)
_RENAME_CALL = when_needed(
    rf"{_Q}\b({_ID_})\b{_Q}[^\n]{{0,80}}\b(?:call|rename) (?:it|that|the [a-z]+)(?: to)? {_Q}({_ID})(?:\(\))?{_Q}(?![A-Za-z0-9_])",
    re.I,
)
_RENAME_KO_LATE = when_needed(
    rf"(?:이름|함수|변수|컬럼|열|클래스|메서드|인자|파라미터|상수|모든|전부|전체)[^A-Za-z\n]{{0,20}}"
    rf"{_Q}(?<![A-Za-z0-9_.])({_ID})(?:\(\))?{_Q}(?:을|를|이|가|에서)?[^A-Za-z.,\n]{{1,20}}?{_Q}({_ID})(?:\(\))?{_Q}(?:으로|로)\s*"
    rf"(?:이름을?\s*)?(?:모두\s*|다\s*|전부\s*)?(?:바꿔|바꾸|바뀌|변경|고쳐|수정|통일)",
    re.I,
)


_PATH = r"[\w가-힣./-]*[\w가-힣-]\.[A-Za-z0-9]{1,6}"
_MOVE = when_needed(
    rf"({_PATH})(?:\s*파일)?(?:의)?(?:\s*이름)?(?:을|를)?\s+({_PATH})(?:으로|로)\s*(?:이름을?\s*)?(?:바꿔|바꾸|변경|고쳐|옮겨|이동)"
    rf"|\b(?:rename|move)\s+(?:the file\s+)?({_PATH})\s+to\s+({_PATH})(?![A-Za-z0-9_])",
    re.I,
)


def wish(request: str) -> CodeWish:
    """Read a request. Nothing is looked up."""
    rest = _RUN_OF_TESTS.sub(" ", request)
    rename = next(
        (
            (found[1], found[2])
            for pattern in (_RENAME_EN, _RENAME_KO, _RENAME_KO_LATE, _RENAME_CALL)
            for found in pattern.finditer(request)
            if found[1] != found[2]
        ),
        None,
    )
    moved = _MOVE.search(request)
    move = (
        next(((a, b) for a, b in ((moved[1], moved[2]), (moved[3], moved[4])) if a), None) if moved else None
    )
    return CodeWish(
        # Who speaks of files and asks nothing wants them otherwise, in whatever words.
        changes=bool(rename or _CHANGES.search(rest) or not _ASKS.search(request)),
        failing=bool(_FAILING.search(request)) and not _OF_TESTS.search(request),
        removes=bool(_REMOVES.search(request)),
        everywhere=bool(_EVERYWHERE.search(request)),
        kinds=tuple(e for pattern, endings in _KINDS if pattern.search(request) for e in endings),
        further=bool(_FURTHER.search(rest)),
        move=move if move is None or _nothing_else(request, move) else None,
        rename=rename if rename is None or _nothing_else(request, rename) else None,
    )


_RENAMING = frozenset("rename 바꿔 바꾸 바뀌 변경 고쳐 수정 통일 use change call 옮겨 move".split())


def _nothing_else(request: str, rename: tuple[str, str]) -> bool:
    """Whether a rename is all: another clause may ask for what no rule knows."""
    rest = request
    for name in rename:
        rest = rest.replace(name, " ")
    verbs = {m.group().lower() for m in _CHANGES.finditer(rest)}
    return verbs <= _RENAMING
