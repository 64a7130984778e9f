"""The words that are no names: what they ask for. A new wording is a row of `WORDINGS`, or a word more in one.

Each row gives the role, what it says within the role, and a pattern that is matched where a word, or the rest of one,
begins. `chat` has more rows. Roles:

filler   says nothing that changes the answer (polite words, question words, copulas)
among    of the things named before; only behind a name
tail     a particle or ending, only directly behind something else
and      joins two things of one kind; `or` two values
every    each of what follows (각 지점), where that tells rows apart
each     makes a dimension of what stands before it (지점별); `by` of what follows (by branch)
grain    a row for each month, quarter, year, day
count    how many: behind the thing counted (건수, 몇 명) or before it (number of)
measure  how a figure is put together: avg, sum, min, max
most     the one with the most; with a number, so many of them. `asc`, `desc`
adjective  what goes with it: 많은, 높은; alone it says nothing definite
order    sorted, all of them
split    what is to be told apart: counted, where no figure is named
number   how many rows: 5곳, five
list     the things themselves, by name
share    as a part of the whole, in percent; `of` only where the part is named (여성 비율); `percent`: beside a rate
         it only says the unit (연체율은 몇 %); `over`: of another figure (paid as a percentage of billed)
per_head divided by the number of people, of rows, or of the things named `before` or `after` it
running  added up from the beginning; `moving` an average of the last months; `step` against the month before
trend    over time
change   the difference of two times, in percent or not; `against` only beside two times
now      as things stand
bound    a comparison with a number; `none` and `no`: there is nothing to pay of what stands before, or after
truth    a flag that holds, or does not; only beside one
holds    has an element of a list: 태그가 붙은, tagged; only with one. `spread`: each element by itself
fresh    that began in the period; only where rows are counted
when     asks for a date; only beside one
gain     what an amount among the elements is of: 카페 할인
"""

from __future__ import annotations

import re
from decimal import Decimal

from ...core.patterns import when_needed
from .around import AROUND
from .chat import CHAT
from .talk import TALK

_N_EN = "one|two|three|four|five|six|seven|eight|nine|ten|twelve|fifteen|twenty"
NUMBERS = {
    **{w: i + 1 for i, w in enumerate("one two three four five six seven eight nine ten".split())},
    **{"twelve": 12, "fifteen": 15, "twenty": 20},
    **{"한": 1, "두": 2, "세": 3, "네": 4, "다섯": 5, "열": 10},
    **{"여섯": 6, "일곱": 7, "여덟": 8, "아홉": 9, "스무": 20},
    **{"하나": 1, "둘": 2, "셋": 3, "넷": 4},
}
N = rf"(?P<n>\d{{1,3}}|{_N_EN})"
COUNTED = r"(?:회차|개사|개월|군데|종목|가지|종류|사람|개|곳|명|건|종|팀|사|대|장|위|인|좌|회|분)"
_DO = (
    r"(?:알려|알랴|얄려|갈켜|보여|뽑아|구해|찾아|말해|가르쳐|조회해|정리해|나눠|나누어|집계해|계산해|출력해|산출해|합산해|묶어|나열해|제시해|뽑아서|추출해"
    r"|구분해|나눠서|따로|확인해|정렬해|세어|세|적어|골라)"
)
POLITE = r"(?:줘용|줘여|주삼|주쇼|죠|조|줌|줘요?|주세요|주세여|주세용|주셈|주시겠어요|주실\s*수\s*있나요|주십시오|줄래요?|주실래요|달라|다오|줬으면|봐줘?|보여줘|보여주세요|주라|주겠니|주겠어요?|주면\s*(?:돼요?|됩니다|좋겠(?:어요?|습니다))|주실래|줄\s*수\s*있(?:어요?|나요|을까요)|라|주)?"

_PERCENT = r"몇\s*(?:%|퍼센트|프로|퍼)(?:나|씩|쯤|정도)?"
_MOVED = (
    r"(?:늘었|늘어났|줄었|줄어들었|증가했|감소했|올랐|내렸|변했|변화했|변동했|달라졌|움직였|상승했|하락했|커졌|떨어졌)"
    r"(?:나요|나|니|냐|어요?|는지요?|습니까|을까요?|지요?|죠|던가요?)?"
)
_DIFFERS = r"(?:나는지|나나요|나요|나|날까요?|납니까|났는지|났나요|났나|났어요?|있는지|있나요|있어요?)"

_MADE = r"(?:만든|만들어진|연|튼|개설(?:한|된)|발급(?:한|된)|가입(?:한|된)|들어온|생긴|계약(?:한|된)|맺은|체결(?:한|된)|나간|등록(?:한|된)|취급(?:한|된)|실행(?:한|된)|든|온)"
_NEW = rf"(?:신규(?:로)?|새로)(?:\s*{_MADE})?(?![가-힣])|새로운(?![가-힣])|새(?=\s)|new(?:ly)?(?: (?:opened|issued|signed|joined|acquired|originated))?\b"

WORDINGS: tuple[tuple[str, str, str], ...] = (
    # -- Korean
    ("filler", "", rf"{_DO}\s*{POLITE}(?![가-힣])"),
    ("filler", "", r"(?:조회|정리|출력|집계|계산|확인)(?:\s*(?:부탁\S*|좀|요))?(?![가-힣])"),
    (
        "filler",
        "",
        r"(?:(?:알|보|받아\s*보|뽑아\s*보|확인하|알아보|파악하)고\s*(?:싶|싶어|싶은데|싶네)(?:어요?|습니다|은데요?|네요|요)?|쭉|쫙|싹|죄다|혹시|일단|그냥|정확히|대략|빨리|급하게)(?![가-힣])",
    ),
    (
        "filler",
        "",
        r"(?:궁금(?:해요?|합니다|하네요|해서요?|한데요?|함)|부탁(?:해요?|합니다|드립니다|드려요|드릴게요|좀요?|요)?|원해요?|원합니다|싶어요?|싶습니다|좀|씩|전부|전체|모두|총괄|한번"
        r"|데이터|자료|현황|정보|결과|(?<![가-힣])값|기준|기준으로|순수)(?:은|는|이|가|을|를|의|로|으로|에서)?(?![가-힣])",
    ),
    (
        "filler",
        "",
        r"(?:뭔|어딘|누군|얼만)(?:가요|지요?|가|데요?)(?:\s*(?:좀|요))?(?![가-힣])|(?:얼마(?:나|씩)?|뭐|뭘|무엇|누구|어디|어떻게|어때|어떤가요)(?:야|예요|에요|인가요|인지|이었나요|였나요|이었어요|였어요|이었어|였어|이었지|였지|였죠|였더라|였는지|였습니까|였음|이야|죠|입니까|인가|인데|이지|지|요|임|니|냐|되나요|돼|됩니까|되지|될까)*"
        r"(?:\s*(?:되나요|돼요?|됩니까|되니|되는지|될까요?|있나요|있어요?|했나요|했어))?(?![가-힣])",
    ),
    ("filler", "", r"(?:나란히|함께)(?![가-힣])|(?:알고|보고)\s*싶(?:어요?|습니다|은데요?)(?![가-힣])"),
    (
        "filler",
        "",
        r"(?:매겨|매겨서)\s*(?:줘요?|주세요|달라)(?![가-힣])|(?:뭔가요|뭔지|뭐였지|뭐였나요|뭐였어|어땠(?:나요|어요?|는지|습니까|을까요?)|내\s*(?:줘요?|주세요|달라))(?![가-힣])"
        r"|(?:흘러\s*왔|흘러\s*갔|변화해\s*왔|이어져\s*왔|바뀌어\s*왔|달라져\s*왔)(?:나요|어요?|는지|습니까|을까요?|던가요?)(?![가-힣])"
        r"|(?:것|거)만(?![가-힣])",
    ),
    (
        "filler",
        "",
        r"(?:동안|기간|사이|들어서|들어)(?:에|의|은)?(?![가-힣])|(?:곳|것|순위|순)(?:은|는|이|을|를)?(?![가-힣])|(?:움직였|변했|변해왔|바뀌었|되어\s*있)(?:나요|어|는지|습니까|을까요?)?(?![가-힣])|(?:있(?:나요|어요?|습니까|는지|을까요?|니|지|음|는)|되(?:나요|는지|니|지)|됩니까|돼요?|됐(?:나요|어요?|습니까|는지)|했(?:나요|어요?|습니까|는지)"
        r"|인가요|인지|입니까|이야|야|임)(?![가-힣])",
    ),
    (
        "tail",
        "",
        r"(?:에서는|에서의|에서|에게서|에게|에는|으로는|으로의|으로|로는|로|까지의|까지|은|는|이|가|을|를|의|에|도|만|인|들의|들은|들이|들을|들"
        r"|중인|중에서|중에|중|된|한|하는|되는|되어|했던|하던|됐던|한지|인가요|인가|이야|야|입니까|이에요|예요|에요|이죠|죠|인지|일까요|일까|임|이지|지|요"
        r"|씩|님|인데)(?![가-힣])|(?:인가요|입니까|이야|인지|은|는|이|가|을|를|의|에)(?=$|\s|\W)",
    ),
    ("filler", "", r"(?:같이|함께)(?![가-힣])"),
    # Ties one thing to another that the tables tie as well: 고객이 가진 예금, 팀이 맡은 펀드.
    (
        "filler",
        "",
        r"(?:가진|지닌|가지고\s*있는|갖고\s*있는|갖는|보유\s*(?:한|하고\s*있는|하는|중인)|맡은|맡는|맡고\s*있는|담당(?:한|하는|하고\s*있는)|운용(?:하는|하고\s*있는)"
        r"|관리(?:하는|하고\s*있는))(?![가-힣])",
    ),
    # 유지 중인 건 몇 건: what was said just before, once more.
    ("filler", "", r"어떻게\s*(?:다른|차이\s*나는)(?:가요?|지요?|데)?(?![가-힣])"),
    ("filler", "", r"(?:건|게|거|것)(?:들|만|들만)?(?=\s*(?:,|\s(?:몇|얼마|뭐|뭔|어디|어느|누구|무엇|총)))"),
    ("among", "", r"(?:가운데(?:에서는|에서|에|서)?|중에서는|중에서|중에는|중에|중인|중)(?![가-힣])"),
    ("and", "", r"[x×](?=\s)"),
    ("and", "", r"(?:과|와|이랑|랑|하고)(?![가-힣])|(?:및|그리고)(?![가-힣])|[,·/&]"),
    ("or", "", r"(?:이나|또는|혹은|나)(?![가-힣])"),
    # 연령대와 성별로 나눠서, 두 가지 기준으로 나눠.
    (
        "each",
        "",
        rf"(?:(?:두|세|네|2|3|4)\s*가지\s*)?(?:기준\s*)?(?:으로|로)\s*(?:나눈|쪼갠|구분한|묶은|분류한|구분하여|(?:나눠|나누어|쪼개|구분해|묶어|분류해)(?:서|\s*{POLITE}))(?![가-힣])",
    ),
    ("each", "", r"에\s*따(?:라서?|른)(?![가-힣])|(?:으로|로)\s*(?:본|볼\s*때)(?![가-힣])"),
    ("each", "", r"(?:두|세|네|2|3|4)\s*가지\s*기준(?:으로)?(?![가-힣])"),
    ("each", "", r"별(?!도)(?=[가-힣]{2})"),
    ("each", "", r"(?:별(?:로는|로의|로|의|에|와|과)?|마다|단위로|단위)(?![가-힣])"),
    ("every", "", r"각(?!각|기|자)(?=\s*[가-힣])"),
    (
        "grain",
        "month",
        r"(?:월\s?별|매월|매달|월마다|달마다|다달이|월\s*단위|각\s*월)(?:로는|로|의|에)?(?:(?![가-힣])|(?=이?랑|과|와|하고))",
    ),
    (
        "grain",
        "quarter",
        r"(?:분기\s?별|매\s*분기|분기마다|분기\s*단위|각\s*분기)(?:로는|로|의)?(?:(?![가-힣])|(?=이?랑|과|와|하고))",
    ),
    ("grain", "year", r"(?:연도별|년도별|연별|매년|해마다)(?:로는|로|의)?(?![가-힣])"),
    ("grain", "day", r"(?:일별|일자별|날짜별|매일)(?:로는|로|의)?(?![가-힣])"),
    (
        "count",
        "thing",
        rf"몇\s*{COUNTED}(?:꼴|정도|쯤|가량|씩|이나|나|(?:이었|였)(?:나요|어요?|지|죠|습니까|는지|더라|음)|이니|이냐|인데|됨|에요|에용|예용|인가욤|인가요|인지|이야|야|이에요|예요|입니까|일까요|이지|임|은|는|이|을|를|인가|이죠|죠|이고|고|이며)*(?![가-힣])",
    ),
    (
        "count",
        "thing",
        r"(?:건수|개수|갯수|대수|인원수|인원|명수|회수|횟수|수)(?=$|[\s,.?]|(?:와|과|는|은|가|이|를|을|의|별|로|도|랑|이랑|인가요|야|이야|예요|만|좀|임|요|상위|순)(?![가-힣])|(?:알려|보여|뽑아|구해|찾아|얼마|몇|궁금|부탁))",
    ),
    # 수입보험료가 가장 높았던 달, 제일 많이 쓴 달은 언제야.
    (
        "grain",
        "month",
        r"(?:어느|무슨|어떤)\s*달(?:이|에|은)?(?![가-힣])|(?<=[던은큰린쓴] )달(?:은|이|을)?(?:\s*언제\S*)?(?:이야|인가요|이었지|이었나요|임)?(?![가-힣])",
    ),
    ("measure", "avg", r"평균(?:적으로)?"),
    (
        "measure",
        "sum",
        r"(?:총합계|총합|합계액|합계|총계|총액|합산|합친|총)|(?:(?:다|모두|전부)\s*)?(?:합쳐서?|합해서?|합치면|합하면|더해서|더하면)(?![가-힣])|통틀어서?(?![가-힣])",
    ),
    ("measure", "max", r"(?:최대값|최댓값|최대|최고값|최고)(?![가-힣]{2})"),
    ("measure", "min", r"(?:최소값|최솟값|최소|최저값|최저)(?![가-힣]{2})"),
    (
        "most",
        "desc",
        r"(?:1|일)\s*(?:위|등)(?:는|은|를|을|인)?(?:\s*(?:한|차지한|차지하는|기록한))?(?![가-힣\d])|최다(?![가-힣])",
    ),
    ("most", "asc", r"(?:꼴찌|꼴등|최하위)(?:는|은|인)?(?![가-힣])"),
    ("most", "desc", rf"(?:(?:1|일)\s*위\s*부터\s*)?{N}\s*위\s*까지(?![가-힣])"),
    ("most", "desc", rf"(?:상위|top|톱|탑|베스트|best)\s*{N}(?:\s*{COUNTED})?(?:까지)?"),
    ("most", "asc", rf"(?:하위|워스트|worst)\s*{N}(?:\s*{COUNTED})?(?:까지)?"),
    (
        "most",
        "",
        r"(?:가장|제일)(?![가-힣])|(?:가장|제일|젤로|젤루|젤)\s*(?=(?:많|마니|만은|높|노픈|큰|적|낮|작|좋|비싼|싼|긴|짧))",
    ),
    (
        "order",
        "desc",
        r"(?:많은|높은|큰|비싼|긴|오래된|좋은)\s*(?:(?:것|거|쪽|데|곳)부터|순서대로|순서로|순으로|순서|순)(?![가-힣])|내림차순(?:으로)?",
    ),
    # 잔액 순으로, 건수순: the largest first.
    (
        "order",
        "desc",
        r"(?:(?<=[액수료율익고])|(?<=[액수료율익고] ))순(?:으로|서대로|서로|서)?(?![가-힣])",
    ),
    (
        "order",
        "asc",
        r"(?:적은|낮은|작은|싼|저렴한|짧은|나쁜)\s*(?:(?:것|거|쪽|데|곳)부터|순서대로|순서로|순으로|순서|순)(?![가-힣])|오름차순(?:으로)?",
    ),
    (
        "adjective",
        "desc",
        r"(?:많이|마니|크게)\s*(?:낸|거둔|올린|벌어들인|나온|발생한|기록한|쌓인|몰린)(?![가-힣])|(?:많은|많이|마니|만은|높은|노픈|큰|비싼|긴|오래\s*(?:걸리는|걸린)|좋은|많았던|높았던|컸던)(?![가-힣])",
    ),
    ("adjective", "asc", r"(?:적은|적게|낮은|작은|싼|저렴한|짧은|나쁜|적었던|낮았던|작았던)(?![가-힣])"),
    (
        "number",
        "",
        rf"(?!\d0대)(?P<n>\d{{1,3}}|(?<![가-힣])(?:한|두|세|네|다섯|여섯|일곱|여덟|아홉|열))\s*{COUNTED}(?:만요?|까지만?|씩|정도)?(?=$|[\s,.?]|은|는|이|가|을|를|의|야|인|요)",
    ),
    ("number", "", r"(?P<n>하나)(?:씩만|씩|만)(?![가-힣])(?!\s*(?:풀어|펼쳐))"),
    ("list", "", r"(?:목록|리스트|명단|이름|명칭)"),
    (
        "list",
        "which",
        r"(?:어떤|어느|무슨)(?:\s*(?:것|게|거)(?:들)?(?:이|인가요|이야|야|인지|이\s*있\S*)*)?(?![가-힣])",
    ),
    ("share", "", r"(?:비중|점유율|구성비)"),
    ("share", "percent", r"몇\s*(?:%|퍼센트|프로|퍼)(?:씩|이나|나|쯤|정도)?(?=$|[\s야인이일임예였,.?될되])"),
    ("share", "of", r"비율"),
    (
        "filler",
        "share",
        r"(?:먹는|가져가는|점하는|담당하는)(?![가-힣])|차지(?:하고\s*있(?:는지요?|나요|어요?|습니까)|하는|하나요|하는지|합니까|해|하나|하지|할까)?(?![가-힣])",
    ),
    ("per_head", "person", r"(?:(?:1|한|일)\s*(?:인|명|사람)\s*당|인당)(?:의|으로|은|는)?(?![가-힣])"),
    ("per_head", "row", r"(?:1|한)?\s*건\s*당(?:의|으로|은|는)?(?![가-힣])"),
    (
        "per_head",
        "before",
        r"(?:(?:1|한|하나)\s*(?:개|장|곳|좌|대|점|군데|종목|팀|계좌)\s*)?당(?:의|으로|은|는)?(?![가-힣])",
    ),
    ("running", "", r"(?:누적\s*합계|누적\s*합|누적|누계)"),
    ("moving", "", r"\d{1,2}\s*개월\s*이동\s*평균"),
    ("trend", "", r"(?:추이|흐름|추세|변화\s*추이|트렌드|동향)"),
    (
        "change",
        "",
        r"(?:증감액|증가액|감소액|증가분|감소분|증감분|증감폭|변화폭|변동폭|변화량|증감률|증가율|감소율|성장률|신장률|변화율|변동률|증감|차액)"
        rf"|(?:얼마나|얼마만큼|{_PERCENT})\s*(?:더\s*)?{_MOVED}(?![가-힣])"
        r"|(?:%|퍼센트|프로)로(?![가-힣])"
        rf"|(?:얼마나\s*)?차이(?:가|는)?\s*{_DIFFERS}(?![가-힣])|차이",
    ),
    ("change", "risen", r"(?:많이|크게)?\s*(?:늘어난|증가한|성장한|상승한|오른|커진)(?![가-힣])"),
    (
        "against",
        "",
        rf"(?:비교해서|비교해|비교하면|비교하여|비교)\s*{POLITE}(?![가-힣])|(?:대비|보다|각각|각기)(?:는|도)?(?![가-힣])",
    ),
    ("now", "", r"(?:현재|지금|현시점|최근\s*기준)"),
    (
        "truth",
        "no",
        r"(?:불가능|불가)(?:한|하고|하며|합니다)?(?![가-힣])|안\s*(?:되는|되고|됨)(?![가-힣])|(?:되지|가능하지|허용하지|허용되지|지원하지|지원되지|할\s*수)\s*(?:않는|않은|없는)(?![가-힣])",
    ),
    (
        "truth",
        "yes",
        r"(?:가능|허용)(?:한|하는|되는|된)?(?![가-힣])|(?:되는|지원하는|지원되는|할\s*수\s*있는)(?![가-힣])",
    ),
    (
        "holds",
        "",
        r"(?:(?:붙어|달려|들어|담겨|포함되어|포함돼|편입되어|편입돼)\s*있(?:는|나요|어|는지)|붙은|달린|들어간|들어가는|담긴|담은|속한|하는|(?:포함|편입)(?:된|한|하는|되는|하고|됐는지|되었는지|되는지|되나요|됐나요))(?![가-힣])",
    ),
    ("fresh", "", _NEW),
    ("spread", "", r"(?:하나씩\s*)?(?:풀어서|풀어|펼쳐서|펼쳐)(?:\s*(?:서|놓고))?(?![가-힣])"),
    ("gain", "", r"(?:할인|적립|캐시백)(?:되는|해주는|받는)?(?=$|\W|이|을|를|도|의)"),
    (
        "bound",
        "",
        r"(?P<number>\d[\d,]*(?:\.\d+)?)\s*(?P<scale>천만|백만|십만|천|백|만|억|조)?\s*(?P<unit>%|퍼센트|원|명|건|개월|개|곳|점|년|세|살|배|일|대|회|개사)?"
        r"(?:이|을|를|가)?\s*(?P<sign>이상|이하|초과|미만|넘는|넘은|넘게|안\s*되는|안\s*넘는|보다\s*(?:큰|높은|많은|비싼|긴|작은|낮은|적은|짧은|싼))(?:인|의|이|은|는|한|으로|면\s*되는|만)?",
    ),
    # 위험등급이 2등급인, 계약기간이 12개월인, 연회비 3만원짜리: behind the name of a number.
    (
        "bound",
        "",
        r"(?P<number>\d[\d,]*(?:\.\d+)?)\s*(?P<scale>천만|백만|십만|천|백|만|억|조)?\s*(?P<unit>등급|급|개월|년|회차|세|살|%|퍼센트|프로|원|점|명)?\s*(?P<sign>인|짜리)(?=\s)",
    ),
    # -- English
    ("measure", "sum", r"(?:the )?(?:overall |combined )?(?:total|sum)(?: of)?\b|\bin total\b|\bcombined\b"),
    ("measure", "avg", r"(?:the )?(?:average|avg|mean)(?: of)?\b"),
    ("measure", "max", r"(?:maximum|max)(?: of)?\b"),
    ("measure", "min", r"(?:minimum|min)(?: of)?\b"),
    ("count", "of", r"(?:# ?of|no\. of)\b"),
    ("count", "thing", r"count(?! of)\b"),
    ("count", "of", r"(?:the )?(?:total )?(?:number|count)s? of\b|\bhow many\b"),
    ("filler", "", rf"^list (?=(?:the )?(?:(?:top|bottom) )?{N}\b)"),
    ("most", "desc", rf"(?:the )?{N} most expensive\b|(?:the )?most expensive\b"),
    ("most", "desc", rf"(?:the )?(?:top|largest|highest|biggest) {N}\b"),
    ("most", "desc", rf"(?:the )?{N} (?:largest|highest|biggest|top)\b"),
    ("most", "asc", rf"(?:the )?(?:bottom|lowest|smallest) {N}\b"),
    ("most", "asc", rf"(?:the )?{N} (?:lowest|smallest)\b"),
    ("most", "desc", r"(?:the )?(?:most|highest|largest|biggest|greatest|longest)\b(?!\s+recent)(?! first)"),
    ("most", "desc", r"(?:the )?(?:best)\b"),
    ("most", "asc", r"(?:the )?(?:worst)\b"),
    ("most", "asc", r"(?:the )?(?:fewest|lowest|smallest|least|shortest|cheapest)\b(?! first)"),
    ("order", "desc", r"(?:highest|largest|biggest|most) first\b|(?:in )?descending(?: order)?\b"),
    ("order", "desc", r"rank(?:ed|ing)?\b(?: all)?(?! (?:of|within|among|in)\b)"),
    ("order", "asc", r"(?:lowest|smallest|fewest|least) first\b|(?:in )?ascending(?: order)?\b"),
    ("number", "", rf"{N}\b(?! (?:million|billion|percent|thousand))"),
    (
        "grain",
        "month",
        r"(?:(?:in )?(?:which|what)|the) month (?:with|had|has|did|was|saw|recorded)\b|(?:in )?(?:which|what) month\b",
    ),
    ("grain", "month", r"(?:on a )?monthly basis\b|month[- ]?wise\b"),
    ("grain", "quarter", r"(?:on a )?quarterly basis\b|quarter[- ]?wise\b"),
    ("grain", "month", r"(?:by|per|each|every|for each|for every) month\b|\bmonth by month\b|\bmonthly\b"),
    (
        "grain",
        "quarter",
        r"(?:by|per|each|every|for each|for every) quarter\b|\bquarter by quarter\b|\bquarterly\b",
    ),
    ("grain", "year", r"(?:by|per|each|every|for each|for every) year\b|\byear by year\b|\byearly\b"),
    ("grain", "day", r"(?:by|per|each|every|for each|for every) (?:day|date)\b|\bdaily\b"),
    ("per_head", "person", r"(?:per (?:head|capita|person)|a head)\b"),
    (
        "per_head",
        "after",
        r"per(?= (?:customer|client|member|employee|user|cardholder|policyholder|sale|transaction|trade|loan|account|policy|contract|claim|card|order|payment|purchase|visit|session|campaign)\b)",
    ),
    (
        "by",
        "",
        r"(?:(?:broken down|split|grouped|split up) by|by|per|for each|for every|in each|within each|of each|across(?! all)|each|every)\b",
    ),
    ("list", "which", r"(?:which|what are the names? of|whose)\b"),
    ("list", "", rf"(?:names?(?: of)?|list(?: of)?)\b(?! (?:the )?(?:(?:top|bottom) )?{N}\b)"),
    ("share", "", r"(?:percentage|percent|share) breakdown(?: of)?\b"),
    ("share", "of", r"(?:proportion|portion|what fraction)\b"),
    ("filler", "", r"out of(?: all)?\b"),
    ("share", "over", r"as (?:a|the) (?:percentage|percent|share|proportion|fraction) of(?: the)?\b"),
    ("share", "", r"(?:what |which )?(?:%|pct)(?=\s+of\b)"),
    ("share", "percent", r"(?:what|how many) percent\b(?=[\s,]*(?:is|are|was|were)\b)"),
    ("share", "", r"(?:share|percentage|percent)(?: of(?: the)? total)?\b"),
    ("running", "", r"(?:cumulative|running total(?: of)?)\b"),
    ("moving", "", r"(?:\d{1,2}|two|three|four|six)[- ]month (?:moving|rolling) average(?: of)?\b"),
    ("trend", "", r"trend(?: of| in)?\b"),
    ("now", "", r"(?:currently|current|right now|now|as of today)\b"),
    (
        "bound",
        "",
        r"(?P<sign>at least|no less than|over|above|more than|greater than|exceeding|under|below|less than|at most|no more than)"
        r" (?:krw |₩)?(?P<number>\d[\d,]*(?:\.\d+)?)\s*(?P<scale>thousand|million|billion|trillion|k|m|bn)?\s*(?P<unit>%|percent|won|krw|years?|days?|months?|people|points?)?(?![a-z0-9])",
    ),
    (
        "change",
        "",
        r"(?:growth rate|growth|change|increase|decrease|difference)(?: in)?\b|(?:by )?(?:how much|what percent(?:age)?) (?:did|has|have)\b(?=.*\b(?:gr[eo]w|change|increase|decrease|ris|rose|f[ae]ll|drop|mov|declin|up\b|down\b))",
    ),
    (
        "change",
        "moved",
        r"(?:grown?|grew|increased?|decreased?|rose|risen|rise|fell|fallen|fall|dropped|drop|changed|moved|move|(?<!were )(?<!was )(?<!been )(?<!are )(?<!get )(?<!got )(?<!gets )(?<!being )declined?)\b",
    ),
    ("filler", "", r"(?:how (?:has|have|did)|so far|over time|by how much|went|gone)\b"),
    (
        "truth",
        "no",
        r"(?:that |which )?(?:do not|does not|don[’']t|doesn[’']t|cannot|can[’']t|not) (?:allow(?:ing)?|permit(?:ting)?|support(?:ing)?|offer(?:ing)?)\b|without\b",
    ),
    ("truth", "yes", r"(?:that |which )?(?:allow|permit|support|offer)(?:s|ing|ting)?\b"),
    (
        "holds",
        "",
        r"(?:that |which )?(?:(?:are |is )?tagged(?: (?:as|with))?|carry(?:ing)?|carries|includ(?:e|es|ing)|contain(?:s|ing)?|featur(?:e|es|ing)|hold(?:s|ing)?(?! the (?:most|largest|highest|biggest|greatest|smallest|lowest|least|fewest)\b))\b",
    ),
    ("gain", "", r"(?:discounts?|cashback)\b"),
    (
        "filler",
        "",
        r"(?:hold(?:s|ing)?|carr(?:y|ies)|own(?:s)?)(?= the (?:most|largest|highest|biggest|greatest|smallest|lowest|least|fewest)\b)",
    ),
    # Break down customers by region: what is to be told apart, and by what. Where no figure is named, they are counted.
    ("split", "", r"(?:^|(?<=please )|(?<=you ))(?:break down|split up|split|segment|group)(?= [a-z])"),
    ("against", "", r"(?:compared (?:with|to)|compare|versus|vs\.?|against)\b"),
    ("and", "", r"(?:and|as well as|plus)\b"),
    (
        "filler",
        "",
        r"(?:what|what's|how much|is|are|was|were|be|the|a|an|of|in|on|at|for|to|from|show|give|tell|get|find|display|calculate|compute|report|see"
        r"|me|us|i|we|you|our|their|its|it|there|they|that|please|can|could|do|does|did|have|has|had|with|who|want|need|like|all|only|just|value|values|figure|figures"
        r"|respectively|s|by the end|whole|entire|every one of|across all|been|being|reported|recorded|broken|down|ytd|year to date|is there|are there|made|sold|sells?|by far|went|through|exist)\b",
    ),
    (
        "filler",
        "",
        r"(?:pls|plz|gimme|among|amongst|whats|r|u|ur|hey|hi|thanks|thx|quickly|ok|want to know|would like to know|let)\b",
    ),
    ("filler", "", r"still\b"),
    ("filler", "", r"[.?!:;^\u1100-\u11ffㄱ-ㆎ'\"“”‘’()~…-]+"),
)

Role = tuple[str, str, re.Pattern[str]]
ROLES: tuple[Role, ...] = tuple(
    (role, says, when_needed(pattern)) for role, says, pattern in (*CHAT, *WORDINGS, *AROUND, *TALK)
)

SCALES = {
    **{"백": 100, "천": 1_000, "만": 10_000, "십만": 100_000, "백만": 1_000_000, "천만": 10_000_000},
    **{"억": 100_000_000, "조": 1_000_000_000_000},
    **{"thousand": 1_000, "k": 1_000, "million": 1_000_000, "m": 1_000_000},
    **{"billion": 1_000_000_000, "bn": 1_000_000_000, "trillion": 1_000_000_000_000},
}
_SIGNS = (
    (("이상", "at least", "no less than"), ">="),
    (("이하", "at most", "no more than", "안 넘", "안넘"), "<="),
    (("안 되", "안되"), "<"),
    (("초과", "넘", "over", "above", "more than", "greater than", "exceeding"), ">"),
    (("인", "짜리"), "="),
    (("미만", "under", "below", "less than"), "<"),
)
_GREATER = ("큰", "높은", "많은", "비싼", "긴")


def number_of_bound(match: re.Match[str]) -> Decimal:
    """The number of a bound's words, with its scale: 3천만 → 30000000."""
    return Decimal(match["number"].replace(",", "")) * SCALES.get(match["scale"] or "", 1)


def sign_of(words: str) -> str:
    """The comparison a bound's words stand for: `>=`, `<=`, `>`, `<` or `=`."""
    for starts, sign in _SIGNS:
        if words.startswith(starts):
            return sign
    return ">" if words.endswith(_GREATER) else "<"
