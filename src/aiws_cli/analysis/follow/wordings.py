"""The words with which a follow-up speaks of the result before it. Rows as in `compose/wordings`.

back      the result before itself, or what it shows
then      an opening that only leads on
swap      something takes the place of what was
instead   not that, but this: `before` or `after` the word that goes
without   left out: `before` or `after` the words that say what
only      nothing else stays
add       beside what is shown already
split     told apart further
whole     the groups of time go
timed     one of the months or days that rows are for
more      so many rows instead of those
figure    the figure the result shows, by no name of its own
sort      put in order, without saying which end comes first
all       no longer the first few only
reverse   the order turned round
condition what limits the rows, beside the value it keeps
"""

from __future__ import annotations

from ...core.patterns import when_needed
from ..compose.wordings import COUNTED, POLITE, ROLES, N, Role

# How a wish ends when a colleague is spoken to: (바꿔)봐, (쪼개서) 볼래요.
_WISHED = (
    r"(?:(?:볼|보여\s*줄|뽑을|알|받을)\s*수\s*(?:있을까|있을지|있나|있어|있니|있는지)|보여주라|줘봐|궁금|궁금해|궁금하네|보면|보자|보죠|보니|본다면|볼까|볼래|볼게|볼께|봐줘|봐|봅시다|보여줘|보여줄래|보여줄\s*수\s*있어|보여주세요|하면|하자|한다면|해줘|해\s*줄래|해봐|해\s*봐줘"
    r"|해\s*보면|해\s*보자|해\s*볼래|해\s*주세요|해주라|해줄\s*수\s*있어|할래|할게|할까|해도|해서|치면|따지면|환산하면|환산해\s*줘|환산해|계산하면|뽑으면|뽑아\s*보면"
    r"|놓고\s*보면|놓고|나오게|보이게|뜨게|돌려줘|돌려\s*봐|돌리면|돌려|가자|가줘|어떨까|한정하면|부탁드려요|부탁해|부탁|알려줄래|알려\s*줄\s*수\s*있어|알고\s*싶어|찍어줘|띄워줘)(?:요|용)?"
)

_WORDS: tuple[tuple[str, str, str], ...] = (
    # -- Korean
    (
        "back",
        "",
        r"(?:(?:그|이)\s*(?:중에서|중에|중)|(?:거기|여기)(?:에서|에다가|에다|서|에)?|(?:위|앞|방금|아까)(?:의)?\s*(?:결과|표|목록|것|거)?(?:에서|에|를|을)?"
        r"|(?:그|이)\s*(?:결과|표|목록|것|기준|조건)(?:에서|으로|에|를|을)?|그걸로?|이걸로?|그대로|그것만|(?:똑)?같은\s*(?:식|방식|방법|기준|조건|형식|형태)(?:으로)?|똑같이|마찬가지로)(?![가-힣])|(?:그|이들|그들)(?=\s)",
    ),
    (
        "then",
        "",
        r"(?:그럼|그러면|그렇다면|이번에는|이번엔|그리고|그런데|근데|자|음|또)(?![가-힣])[,]?",
    ),
    ("filler", "", r"(?:묶어서|모아서|나눠서|합쳐서)(?![가-힣])"),
    ("filler", "", r"(?:데|군데)(?:들)?(?:만|은|는|도)?(?:요)?(?![가-힣])"),
    (
        "filler",
        "",
        r"(?:넓히|좁히|늘리|줄이|한정하|확대하)(?:면|자|고|어서)?(?:요)?(?![가-힣])|(?:옆에|옆에다|어떤데|되는지도|되는지)(?:요)?(?![가-힣])",
    ),
    # 경기도만: the province by its full name.
    ("tail", "", r"(?:도만|도는|도의|시만|시는|시의)(?:요)?(?![가-힣])"),
    ("filler", "", r"(?:것|거|곳|사람|쪽)(?:들)?(?:만|은|는|을|를|으로|도|의)*(?![가-힣])"),
    ("filler", "", rf"{_WISHED}(?![가-힣])"),
    # 올해 발생한 것만: that it is there at all.
    (
        "filler",
        "",
        r"(?:발생한|발생했던|일어난|생긴|있었던|있던|나온|들어온|기록된|집계된|잡힌|해당하는|해당되는|해당)(?=\s)",
    ),
    ("filler", "", r"(?:말고는|말이야|말이에요|말입니다|말인데|얘기야|얘기)(?![가-힣])"),
    (
        "tail",
        "",
        r"(?:은요|는요|이요|가요|도요|만요|로요|으로요|엔요|엔|에선|에서만|에서만요|에서도요|쪽만|쪽은|쪽도|쪽|것만|거만|것만요|만큼은|한정)(?![가-힣])",
    ),
    ("each", "", r"별(?:로는요|로요|로도요|로도|로만|로만요|론|은요|은|도)(?![가-힣])"),
    ("count", "thing", rf"몇\s*{COUNTED}(?:인지|이었는지|였는지|씩인지)?(?=도)"),
    (
        "against",
        "",
        r"(?:비교(?:해서|해|하면|하여|했을\s*때|해\s*보면|해\s*보자|해\s*볼까|해\s*볼래|해\s*봐)|견주면|견줘\s*보면|견줘)\s*(?:줘|주세요)?(?:요)?(?![가-힣])",
    ),
    ("all", "", r"(?:다|전부|모두|전체|싹\s*다|싹)(?:를|을|로|의)?(?![가-힣])"),
    (
        "reverse",
        "",
        r"(?:반대로|거꾸로|역순으로|역순|뒤집어서|뒤집어|순서를?\s*바꿔서|순서를?\s*바꿔)(?![가-힣])",
    ),
    (
        "condition",
        "",
        r"(?:조건|제한|필터|한정)(?:은|을|를|만|도|이)?(?=\s*(?:빼|뺀|제외|없|풀|해제|지우|지워))",
    ),
    (
        "share",
        "",
        r"(?:전체\s*(?:중(?:에서)?|에서|대비)?\s*)?(?:퍼센트|백분율|비율|비중|점유율|구성비|프로|%)(?:으로|로)?(?=$|\s|도|만|은|는|요|[?.!])",
    ),
    # 완제된 건 빼고: what was said just before, once more.
    ("filler", "", r"(?:건|거|걸|것)들?(?:은|는|만)?(?=\s*(?:빼|뺀|제외|말고|따로|남))"),
    (
        "filler",
        "",
        r"(?:어땠|어떻게\s*되|어떻게\s*됐|어떤)(?:어요?|나요|는지|습니까|죠|지요?|을까요?|가요|니)(?![가-힣])",
    ),
    (
        "swap",
        "",
        rf"(?:바꿔서|바꾸어서|바꿔|바꾸면|바꾼|변경해서|변경해|넓혀서|넓혀|확대해서|확대해|변경|교체해|다시|새로)\s*{POLITE}(?![가-힣])",
    ),
    ("instead", "before", r"(?:말고|대신에|대신|(?:이|가)?\s*아니라|아닌)(?![가-힣])"),
    (
        "without",
        "before",
        rf"(?:빼고(?:서|요)?|빼면|뺀|빼|제외하고(?:서|요)?|제외하면|제외한|제외해서|제외해|제외시켜|제외)\s*{POLITE}(?![가-힣])",
    ),
    (
        "without",
        "before",
        rf"(?:없이|없애고|없애|풀어|풀고|해제하고|해제해|해제|지우고|지워|치우고|치워)\s*{POLITE}(?![가-힣])",
    ),
    (
        "only",
        "",
        rf"(?:남겨|남기고|추려|골라|걸러|좁혀|한정해|한정|필터링해|필터해|필터링)(?:서)?\s*{POLITE}(?![가-힣])",
    ),
    (
        "add",
        "",
        rf"(?:추가로|추가해서|추가해|추가|덧붙여|붙여|넣어|포함해서|포함해|같이|함께|더해|나란히)\s*{POLITE}(?![가-힣])",
    ),
    ("add", "", r"(?:한\s*번\s*)?더(?=\s*(?:나눠|나누|쪼개|세분|구분))"),
    ("split", "", rf"(?:나눠|나누어|쪼개|세분화해|세분해|구분해|더)(?:서도|서)?\s*{POLITE}(?![가-힣])"),
    ("whole", "", r"(?:전체\s*(?:기간|분기|월|연도)|기간\s*전체|통틀어|통째로)(?:로|에서|의)?(?![가-힣])"),
    ("timed", "", r"(?:달|월|분기|날|해)(?:은|는|이|을|만)?(?![가-힣])"),
    (
        "filler",
        "",
        r"(?:올리면|올려서|올려|높이면|높여서|높여|낮추면|낮춰서|낮춰|내리면|내려서|내려|바꾸면|바꿔서|잡으면|잡고|두면)(?:요)?(?:\s*(?:봐|보면|보자|줘|주세요))?(?![가-힣])",
    ),
    ("more", "", rf"(?:늘려|줄여|늘리|줄이)(?:서|면)?\s*(?:봐|보자|볼래|보면|{POLITE})(?:요)?(?![가-힣])"),
    ("number", "", rf"(?:처음|앞|맨\s*앞|맨\s*위)\s*{N}\s*{COUNTED}(?:만|까지|씩)?(?![가-힣])"),
    ("number", "", r"(?<![가-힣])(?P<n>하나|둘|셋|넷)(?:만|까지만?)(?![가-힣])"),
    ("filler", "", r"(?<![가-힣])(?:기간|시점)(?:을|은|만)?(?=\s)"),
    ("number", "", rf"(?!\d0대){N}\s*{COUNTED}(?:정도|쯤)?(?:로|으로|만|까지)?(?:요)?(?![가-힣])"),
    (
        "number",
        "",
        rf"(?<![가-힣])(?P<n>한|두|세|네|다섯|여섯|일곱|여덟|아홉|열|스무)\s*{COUNTED}(?:정도|쯤)?(?:로|으로|만|까지)?(?:요)?(?![가-힣])",
    ),
    ("each", "", r"별(?:로도|로만)(?![가-힣])"),
    ("tail", "", r"(?:로도|으로도|에서도|에서만|로만|으로만|에도|까지도)(?![가-힣])"),
    ("figure", "", r"(?:금액|수치|값|숫자|규모)"),
    # -- English
    ("all", "", r"(?:all(?: of (?:them|it))?|everything|every one)\b(?! (?:the )?\d)"),
    (
        "reverse",
        "",
        r"(?:the other way (?:round|around)|in reverse(?: order)?|revers(?:e|ed)(?: (?:it|the order|order|that))?|flip (?:it|the order|that))\b",
    ),
    ("condition", "", r"(?:condition|filter|restriction|limit|constraint)\b"),
    (
        "share",
        "",
        r"(?:(?:as|in) (?:a |the )?)?(?:%|percentages?|percent|shares?)(?: of (?:the )?(?:total|whole|all))?(?=$|[\s.?!,])(?! of)",
    ),
    (
        "filler",
        "",
        r"(?:how|what) does (?:it|that) look\b|\b(?:as|pls|plz|please|dont|don't|need|could you|would you|i meant|i mean|actually|hmm|great|nice|good|thanks|just)\b",
    ),
    (
        "back",
        "",
        r"(?:(?:of|from|among|out of|within|in)\s+(?:those|these|them|that|it)\b(?: (?:list|table|result|ones?)\b)?"
        r"|(?:keep|take|use) (?:that|the|this)(?: same)? (?:breakdown|list|table|result|ranking|split|view)\b"
        r"|(?:that|this|the same|the previous|the last) (?:breakdown|list|table|result|ranking|split|view|one)\b|the same\b|same\b|those\b|these\b|them\b|ones\b|one\b)",
    ),
    ("then", "", r"(?:(?:^and\b|(?:^|(?<=\s))(?:then|now|so|ok|okay|but)\b)[,]?|(?:what|how) about\b)"),
    ("instead", "after", r"(?:instead of|rather than)\b"),
    (
        "swap",
        "",
        r"(?:instead\b(?! of)|(?:switch|change) (?:it |that |this )?to\b|redo (?:it |that |this )?(?:for|with)?\b|again\b)",
    ),
    (
        "without",
        "after",
        r"(?:excluding|exclude|without|except(?: for)?|leave out|leaving out|drop|remove|not counting|ignoring|ignore)\b",
    ),
    ("only", "", r"(?:(?:keep|limit|restrict|narrow|filter)(?: (?:it|that|this|them))?(?: down)?(?: to)?)\b"),
    ("add", "", r"further\b"),
    ("without", "after", r"leave\b(?=[^.?!]*\bout\b)"),
    ("filler", "", r"(?:for |of |is )?each (?:one|of (?:them|those|these))\b"),
    ("then", "", r"(?:re)?group(?:ed)?(?= by\b)"),
    ("filler", "", r"(?:out|looks?|looked|like|other)\b"),
    ("add", "", r"(?:also|as well|too|add|including|include|along with|alongside|next to)\b"),
    (
        "split",
        "",
        r"(?:break(?: (?:it|that|this|them|those))? ?down\b|split (?:it|that|this|them)\b(?: up)?|group (?:it|that|this|them)\b)",
    ),
    (
        "whole",
        "",
        r"(?:for |over |across )?the (?:whole|entire|full) (?:period|quarter|year|month|time|range)\b|\boverall\b|\bin total\b",
    ),
    ("number", "", rf"(?:the )?first {N}\b"),
    ("filler", "", r"(?:sort(?:ed)?|order(?:ed)?)(?: (?:it|them|that|those))? in\b"),
    ("sort", "", r"(?:sort(?:ed)?|order(?:ed)?|rank(?:ed)?)(?: (?:it|them|that|those))?(?: by| on)?\b"),
    ("timed", "", r"(?:months?|quarters?|days?|years?)\b"),
    ("figure", "", r"(?:amount|value|figure)s?\b"),
)

FOLLOWING: tuple[Role, ...] = (
    *((role, says, when_needed(pattern)) for role, says, pattern in _WORDS),
    *ROLES,
)
MARKS = frozenset(
    ("back", "then", "swap", "only", "add", "split", "whole", "more", "all", "reverse", "condition")
)
"""Roles that say how a follow-up changes the result, and name nothing themselves."""
