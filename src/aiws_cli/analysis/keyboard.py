"""How Hangul is typed: which letters share a key or lie side by side, what a text means that was typed in the other mode."""

from __future__ import annotations

from itertools import product

_ROWS = ("ㅂㅈㄷㄱㅅㅛㅕㅑㅐㅔ", "ㅁㄴㅇㄹㅎㅗㅓㅏㅣ", "ㅋㅌㅊㅍㅠㅜㅡ")
_SHIFTED = dict(zip("ㅂㅈㄷㄱㅅㅐㅔ", "ㅃㅉㄸㄲㅆㅒㅖ", strict=True))
_LATIN_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_SOUND = ("ㅐㅔ", "ㅒㅖ", "ㅙㅚㅞ", "ㅐㅒ", "ㅔㅖ", "ㄱㄲㅋ", "ㄷㄸㅌ", "ㅂㅃㅍ", "ㅈㅉㅊ", "ㅅㅆ")

_FIRST = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ"
_MIDDLE = "ㅏㅐㅑㅒㅓㅔㅕㅖㅗㅘㅙㅚㅛㅜㅝㅞㅟㅠㅡㅢㅣ"
_LAST = " ㄱㄲㄳㄴㄵㄶㄷㄹㄺㄻㄼㄽㄾㄿㅀㅁㅂㅄㅅㅆㅇㅈㅊㅋㅌㅍㅎ"
_TWO = {
    "ㅗㅏ": "ㅘ", "ㅗㅐ": "ㅙ", "ㅗㅣ": "ㅚ", "ㅜㅓ": "ㅝ", "ㅜㅔ": "ㅞ", "ㅜㅣ": "ㅟ", "ㅡㅣ": "ㅢ",
    "ㄱㅅ": "ㄳ", "ㄴㅈ": "ㄵ", "ㄴㅎ": "ㄶ", "ㄹㄱ": "ㄺ", "ㄹㅁ": "ㄻ", "ㄹㅂ": "ㄼ", "ㅂㅅ": "ㅄ", "ㄹㅎ": "ㅀ",
}  # fmt: skip


def _places(letter: str) -> tuple[str, ...]:
    """A letter as it stands in `jamo`: at the beginning, in the middle, at the end of a syllable."""
    out = []
    if letter in _FIRST:
        out.append(chr(0x1100 + _FIRST.index(letter)))
    if letter in _MIDDLE:
        out.append(chr(0x1161 + _MIDDLE.index(letter)))
    if letter in _LAST:
        out.append(chr(0x11A7 + _LAST.index(letter)))
    return tuple(out)


def _pairs(a: str, b: str) -> set[frozenset[str]]:
    return {
        frozenset(p)
        for p in product(_places(a), _places(b))
        if len({(ord(c) >= 0x1161) + (ord(c) >= 0x11A7) for c in p}) == 1 and p[0] != p[1]
    }


def _alike() -> frozenset[frozenset[str]]:
    out: set[frozenset[str]] = set()
    for group in _SOUND:
        for a, b in product(group, group):
            if a != b:
                out |= _pairs(a, b)
    return frozenset(out)


def _near() -> frozenset[frozenset[str]]:
    at = {c: (r, i + 0.25 * r) for r, row in enumerate(_ROWS) for i, c in enumerate(row)}
    at |= {shifted: at[plain] for plain, shifted in _SHIFTED.items()}
    out: set[frozenset[str]] = set()
    for a, b in product(at, at):
        if a != b and abs(at[a][0] - at[b][0]) <= 1 and abs(at[a][1] - at[b][1]) <= 1:
            out |= _pairs(a, b)
    return frozenset(out)


ALIKE = _alike()
"""Pairs of letters, as `catalog.words.jamo` gives them, that sound alike or share a key."""
NEAR = _near()
"""Pairs of letters whose keys lie side by side."""

_KEYS = {
    latin: c for row, keys in zip(_ROWS, _LATIN_ROWS, strict=True) for c, latin in zip(row, keys, strict=True)
}


def typed_in_latin(text: str) -> str:
    """What was meant by lower-case letters typed with the keyboard in the wrong mode: rhror → 고객; "" where no Hangul.

    Every letter must end up in a whole syllable.
    """
    letters = [_KEYS.get(c, "") for c in text]
    if not all(letters):
        return ""
    out, i = [], 0
    while i < len(letters):
        first = letters[i]
        if first not in _FIRST or i + 1 >= len(letters) or letters[i + 1] not in _MIDDLE:
            return ""
        middle, i = letters[i + 1], i + 2
        if i < len(letters) and (two := _TWO.get(middle + letters[i])) and two in _MIDDLE:
            middle, i = two, i + 1
        last = " "
        if i < len(letters) and letters[i] in _LAST and not _vowel(letters, i + 1):
            last, i = letters[i], i + 1
            if (
                i < len(letters)
                and _TWO.get(last + letters[i], "") in _LAST[1:]
                and not _vowel(letters, i + 1)
            ):
                two = _TWO.get(last + letters[i])
                if two:
                    last, i = two, i + 1
        code = (_FIRST.index(first) * 21 + _MIDDLE.index(middle)) * 28 + _LAST.index(last)
        out.append(chr(0xAC00 + code))
    return "".join(out)


def _vowel(letters: list[str], i: int) -> bool:
    return i < len(letters) and letters[i] in _MIDDLE


USUAL = frozenset(
    """
    가각간갈감갑값갔강갖같갚개객갠갤갯갱거건걷걸검것게겠겨격견결겹겼경계고곡곤곧골곱곳공과관괄광교구국군굴궁권귀규균그극근글긁금급긋기긴길깁깃깊까깎깐깔깨깬깼꺼껏께꼭꼴꽃꽉꽤꾸꾼꿀꿈꿉꿍꿔꿨뀌끄끈
    끊끔끝끼낀낌나낙난날남납났낮낱내낸낼냅냈냐냥너넉넋넌널넓넘넣네넷녀녁년녕노녹논놀농높놓놔누눈눠뉘느는늘늙늠능늦니닉닌님닙다닥단닫달닭담답당닻닿대댄댓더던덜덟덤덧덮데델도독돈돌돕돗동돼됐되된될됨
    됩두둔둘둡둬뒤뒷듀드득든들듭등디딘딜딧딩따딱땅때땠땡떠떤떨떻떼또똑뛰뛴뛸뜬뜯뜻띄라락란랄람랍랐랑래랙랜램랩랫랭략량러럭런럼럿렀렇레렉렌려력련렬렴렸령례로록론롬료루룩룰룹뤄류륙률르른를름릅릎리릭
    린릴림립링마막만많맏말맘맙맛망맞맡매맥맨맴맷맹머먹먼멈멍메멘며면멸몃명몇모목몰몸못무묵묶문묻물뭐뭔뭘뮤뮬므미민믿밀밋및밑바박밖반받발밝밟밥방배백밴밸뱅버번벌범법벗베벤벨벳벼벽변별병볕보복본볼봄
    봅봇봉봐부북분불붙뷰브블비빈빌빗빙빚빛빠빨빴빵빼뺀뺐뼈뽑뿌뿐사삭산살삼삽상새색샐샘생서석섞선설섬섯성세섹센셀셈셉셋션셨셰소속손솟송쇄쇼수숙순술숨숫숲쉬쉰슈스슨슬습슷승시식신실심십싱싶싸싹싼쌀쌌
    쌍쌓써썬썼쎈쏘쏙쏴쓰쓴쓸씀씁씨씩씬아악안앉않알암압앗았앙앞애액앤앨앱앴야약얄양어억언얹얻얼엄업없엇었엌에엔엘엠여역연열였영옆예옛오옥온올옮옴옵옹와완왈왓왔왕왜외요욕욤용우운울움웁웃워원월웠웨웰
    웹위윈윗유육윤율융윷으은을음읍응의이익인일읽잃임입잇있잊자작잔잘잠잡장재잰잽쟁저적전절젊점접정젖제젝젠젤져졌조족존졸좀좁종좋좌죄죠주죽준줄줌줍중줘줬쥐즈즌즘증지직진질짐집짓징짚짜짝짧째쩍쪼쪽쫓
    쫙쬐쭉쯤찌찍차착찬찰참창찾채책챔챕챗챙처척천철첨첩첫청체쳐쳤초촉촌총최추축춘출춤춥충춰췄취츠측층치칙친칠침칩칭카칸칼캐캘캠커컨컬컴컸케켓켜코콘콜콥쿠쿼큐크큰클큼큽키킨킬킵킷킹타탁탄탈탐탑탕태택
    터턴털테텍텐텔템토톡톤톨톱통퇴투튀트특튼틀티팀팅파판팔팥패팩팬퍼펀펌페펴편펼평폐포폭폰폴폼표푸풀품풉풍퓨프픈플피픽핀필핑하학한할함합항해핵핸햇했행향허험헤헬혀혁현혈협형혜호혹혼홈홉홍화확환활황
    회획횟효후훅훈훨휘휠휴흐흑흔흘흡흥흩희히힌힘힙힣
    """.replace("\n", "").replace(" ", "")
)
"""Syllables that Korean words have often; any other in a word of two is a slip."""
