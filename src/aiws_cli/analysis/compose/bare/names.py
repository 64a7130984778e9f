"""What tables and columns with English names are called in Korean."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import product

from ....core.tables import Column, Table
from ...mend.bilingual import korean_for
from ...mend.words import pieces

_MOST_WAYS = 160
# Names that are no sum of their words.
_FIRST = "이름/성 제외 이름/퍼스트 네임"
_LAST = "성/성씨/라스트 네임/패밀리 네임"
_WHOLE = (
    *((n, _FIRST) for n in ("first name", "fname", "forename", "given name", "firstname")),
    *((n, _LAST) for n in ("last name", "lname", "surname", "family name", "lastname")),
    ("middle name", "중간 이름/미들 네임"),
    ("email address", "이메일/메일 주소"),
    ("mail", "이메일"),
    ("phone number", "전화번호/전화"),
    ("contact number", "연락처"),
    ("phone", "연락처"),
    ("cell number", "휴대폰/휴대전화/휴대폰 번호/휴대전화 번호"),
    ("mobile number", "휴대폰/휴대전화/휴대폰 번호/휴대전화 번호"),
    ("cell mobile number", "휴대폰/휴대전화/휴대폰 번호/휴대전화 번호/전화번호"),
    ("cell phone", "휴대폰/휴대전화/휴대폰 번호/휴대전화 번호"),
    ("mobile phone", "휴대폰/휴대전화/휴대폰 번호/휴대전화 번호"),
    ("home phone", "집 전화/집전화/집 전화번호"),
    ("birth date", "생년월일/생일"),
    ("date of birth", "생년월일/생일"),
    ("zip code", "우편번호"),
    ("postal code", "우편번호"),
    ("post code", "우편번호"),
    ("zip postcode", "우편번호"),
    ("area code", "지역 번호/지역 코드"),
    ("home town", "고향"),
    ("life expectancy", "기대 수명"),
    ("surface area", "면적"),
    ("year of work", "경력/경력 연수/근무 연수/근속 연수"),
    ("work year", "경력/경력 연수/근무 연수/근속 연수"),
    ("year experience", "경력/경력 연수"),
    ("other detail", "기타 세부 정보/기타 상세 정보/기타 정보"),
)
_LINKS = frozenset("of the in for a an by to".split())
_COUNTS = frozenset("num number no count cnt".split())
_KINDS = frozenset("date year time number name code type id day month".split())
_KINDS_KO = ("날짜", "일자", "연도", "년도", "시각", "이름", "명칭", "번호")
_SHORT = (
    (" 이름", "명"),
    (" 날짜", "일"),
    (" 일자", "일"),
    (" 날짜", "일자"),
    (" 시각", "시간"),
    (" 시각", " 일시"),
    (" 아이디", " id"),
    (" 코드", " code"),
    (" 금액", "액"),
    (" 비용", "비"),
    (" 날짜", ""),
    (" 일자", ""),
)


@dataclass
class Named:
    """What a Korean phrase may name: tables, and columns as (table, column); all as the catalog spells them."""

    tables: set[str] = field(default_factory=set)
    columns: set[tuple[str, str]] = field(default_factory=set)


@dataclass(frozen=True)
class Names:
    """Every phrase, without its spaces, with what it names and where spaces may stand in it."""

    said: dict[str, Named]
    spaces: dict[str, set[int]]
    longest: int

    @classmethod
    def of(cls, tables: Iterable[Table]) -> Names:
        said: dict[str, Named] = {}
        spaces: dict[str, set[int]] = {}
        for phrase, table, column in _all(tuple(tables)):
            run = phrase.replace(" ", "").lower()
            found = said.setdefault(run, Named())
            at = 0
            for word in phrase.split(" "):
                at += len(word)
                spaces.setdefault(run, set()).add(at)
            if column is None:
                found.tables.add(table.name)
            else:
                found.columns.add((table.name, column.name))
        return cls(said, spaces, max(map(len, said), default=0))

    def ends(self, text: str, at: int) -> list[tuple[int, Named]]:
        """Where names that begin at `at` may end, with what they name, the longest first."""
        out: list[tuple[int, Named]] = []
        run = ""
        gaps: set[int] = set()
        while at < len(text) and len(run) < self.longest:
            if text[at] == " ":
                gaps.add(len(run))
            else:
                run += text[at].lower()
                found = self.said.get(run)
                if found is not None and gaps <= self.spaces[run]:
                    out.append((at + 1, found))
            at += 1
        return out[::-1]


def _all(tables: Iterable[Table]) -> Iterator[tuple[str, Table, Column | None]]:
    for table in tables:
        bare = table.name.rpartition(".")[2]
        for phrase in in_korean(bare):
            yield phrase, table, None
        named: set[str] = set()
        for column in table.columns:
            for phrase in column_names(column.name, bare):
                named.add(phrase)
                yield phrase, table, column
        called = name_of(table)
        if called is not None and "이름" not in named:
            for phrase in (
                "이름",
                *(f"{t} 이름" for t in in_korean(bare)),
                *(f"{t}명" for t in in_korean(bare)),
            ):
                yield phrase, table, called


def name_of(table: Table) -> Column | None:
    """The column that holds what a row is called, where it is not called `name`: `title`, or the table's own word."""
    bare = pieces(table.name.rpartition(".")[2])
    for column in table.columns:
        own = pieces(column.name)
        if own == bare and column.type.upper().startswith(("VARCHAR", "CHAR", "TEXT", "STRING")):
            return column
    titles = [c for c in table.columns if pieces(c.name)[-1:] == ("title",)]
    return titles[0] if len(titles) == 1 else None


@lru_cache(maxsize=8192)
def column_names(name: str, table: str) -> tuple[str, ...]:
    """A column's Korean names, with and without the table's own word in front."""
    own, of_table = pieces(name), pieces(table)
    out: list[str] = []
    for order in _orders(list(own)):
        rest = order
        out += in_korean("_".join(rest))
        while len(rest) > 1 and rest[0] in of_table:
            rest = rest[1:]
            out += in_korean("_".join(rest))
    out += _counted(list(own))
    out += _FIRST.split("/") if own[-1:] == ("fname",) else ()
    out += _LAST.split("/") if own[-1:] == ("lname",) else ()
    for common, said in _WHOLE:
        if own == tuple(common.split()):
            out += said.split("/")
    return tuple(dict.fromkeys(out))


@lru_cache(maxsize=8192)
def in_korean(name: str) -> tuple[str, ...]:
    """The Korean ways to say an English identifier, word for word; a word that is not known stays as it is.

    Empty where no word of it is known.
    """
    words = [w for w in pieces(name) if w not in _LINKS] if "_of_" not in name.lower() else list(pieces(name))
    out: list[str] = []
    for order in (_with_compounds(o) for o in _orders(words)):
        # TV and URL are said as they are, too.
        said = [(*korean_for(w), w) if len(w) < 4 else korean_for(w) or (w,) for w in order]
        if not any(korean_for(w) for w in order):
            continue
        ways = 1
        for choices in said:
            ways *= len(choices)
        if ways <= _MOST_WAYS:
            out += [" ".join(choice) for choice in product(*said)]
    out += _counted(words)
    for phrase in list(out):
        for long, short in _SHORT:
            head = phrase.removesuffix(long)
            # 생년월일 says that it is a day without another word.
            if head != phrase and (short or head.endswith("일")):
                out.append(head + short)
    return tuple(dict.fromkeys(out))


def _with_compounds(words: list[str]) -> list[str]:
    """Two words that have a name of their own as one: `record_company`."""
    for n in range(len(words) - 1):
        pair = f"{words[n]}_{words[n + 1]}"
        if korean_for(pair):
            return [*words[:n], pair, *words[n + 2 :]]
    return words


def _orders(words: list[str]) -> list[list[str]]:
    """`year_of_founded`, `date_arrived`: what is of what, in Korean order."""
    if "of" in words[1:-1]:
        at = words.index("of")
        words = [*words[at + 1 :], *words[:at]]
    words = [w for w in words if w not in _LINKS]
    orders = [words] if words else []
    if len(words) > 1 and words[0] in _KINDS:
        orders.append([*words[1:], words[0]])
    return orders


def _counted(words: list[str]) -> list[str]:
    """`num_of_staff`, `staff_count`: 직원 수."""
    rest = [w for w in words if w not in _LINKS]
    if len(rest) < 2:
        return []
    if rest[0] in _COUNTS:
        thing = rest[1:]
    elif rest[-1] in ("count", "cnt"):
        thing = rest[:-1]
    else:
        return []
    said = [korean_for(w) or (w,) for w in thing]
    if not any(korean_for(w) for w in thing):
        return []
    return [f"{' '.join(choice)} {n}" for choice in product(*said) for n in ("수", "개수")]
