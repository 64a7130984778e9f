"""What stands around the point of a question: why it is asked, for whom, greetings, thanks, haste.

`point` blanks whole clauses of that kind ("보고해야 해서 그런데", "for my report tomorrow") before anything is read, since
they may name days, people and papers of their own. `AROUND` are single words that say nothing, as rows of `WORDINGS`.
A clause is blanked only where every word of it is one of those below.
"""

from __future__ import annotations

import re

from ...core.patterns import when_needed

_WHO = (
    r"(?:(?:팀|부|차|과|본부|지점|센터|파트|실)장님?|상무님?|전무님?|이사님?|대표님?|회장님|임원(?:분들?|진|들)?|윗분들?|윗선|위|경영진|이사회|감사(?:팀|실)?"
    r"|금감원|감독원|당국|상사|선배님?|동료|고객님?|손님|매니저님?|제|저희|우리|누가|다들)"
)
_WHAT = (
    r"(?:(?:주간|월간|분기|연간|정기|내부|임원|경영|팀|부서|본부|실적|영업|월례|긴급)?\s*(?:보고서?|회의|미팅|발표|점검|공유회)(?:\s*자료)?"
    r"|자료|ppt|피피티|피티|장표|슬라이드|대시보드|메일|공시|기획안?|제안서?|리포트|레포트|엑셀|과제|숙제|마감|업무|브리핑|컨콜)"
)
_WHEN = r"(?:이번에?|오늘|내일|모레|이번\s*주|다음\s*주|[월화수목금]요일|아침|오전|오후|점심|저녁|지금|방금|갑자기|급하게|급히|잠깐|잠시|곧|좀|뭐\s*좀|하나|한번|바로|당장|빨리|다음)"
_WITH = r"(?:들?(?:이|가|께서|께|께도|한테|에게|에서|에|을|를|용으로|용|때문에|건으로|건|관련해서?|관련|쪽에서|쪽|으로|로|까지|전에|때|좀|도|는|은))?"
_MUST = (
    r"(?:해야|올려야|내야|넣어야|써야|만들어야|드려야|드려\s*야|채워야|준비해야|작성해야|정리해야|확인해야|제출해야|전달해야|공유해야|설명해야|말씀드려야|보내야|답해야|가져가야|들어가야|알아야)"
    r"\s*(?:해서|하는데|합니다만?|되서|돼서|되는데|할\s*거\s*같아서|할\s*것\s*같아서|하거든|하니까?|한다고\s*해서|한대서|할\s*일이\s*있어서|해요)"
)
_BUSY = (
    r"(?:준비|작성|정리|검토|확인|분석|보고|취합|업데이트|점검|참고)\s*(?:중인데|중이라서?|중입니다만?|하는\s*중인데|하고\s*있는데|하고\s*있어서|하다가|하려는데|하려고(?:\s*하는데)?"
    r"|차|할\s*게\s*있어서|할\s*일이\s*있어서|하느라|하기\s*위해서?|할\s*건데|할\s*거라서?|드릴\s*게\s*있어서|드리려고|드릴\s*건데)"
)
_ASKED = (
    r"(?:물어보(?:셔서|시는데|셨는데|시길래|길래|시네)|물어봐서|묻길래|찾(?:으셔서|으시는데|으셨는데|으시네|길래)|궁금해하(?:셔서|시는데)|말씀하(?:셔서|시는데)"
    r"|달라고\s*(?:하셔서|하시는데|하셨는데|해서|하네)|달라(?:셔서|시는데|는데)|시켜서|시키셔서|요청(?:하셔서|하시는데|받아서|이\s*(?:와서|들어와서|있어서|왔는데))"
    r"|문의(?:하셔서|가?\s*(?:와서|들어와서|있어서|왔는데))|전화가?\s*와서|연락이?\s*와서)"
)
_NEEDED = (
    r"(?:(?:만드는|쓰는|적는|채우는|하는|보는|돌리는|짜는)\s*중(?:인데|이라서?|입니다만?)|필요(?:해서|한데|하거든|하다고\s*해서|하시다고|하신데)|급(?:해서|한데|하거든)|만들(?:고\s*있는데|고\s*있어서|다가|려고(?:\s*하는데)?|려는데)|쓸\s*(?:건데|거라서?|데가\s*있어서|일이\s*있어서)"
    r"|쓰(?:려고(?:\s*하는데)?|려는데|다가)|넣(?:으려고|으려는데|을\s*건데|을\s*거라서?)|들어갈\s*(?:건데|거라서?)|궁금해서|헷갈려서|까먹어서|기억이\s*안\s*나서|몰라서|보다가|보려고|볼\s*게\s*있어서"
    r"|보내(?:려고|려는데)|올리(?:려고|려는데))"
)
# A meeting is held, a report is due: only right behind the word for it.
_HELD = rf"{_WHAT}(?:이|가|는)?\s*(?:있어서|있는데|있거든|잡혀서|잡혀\s*있어서|시작되는데|인데|이라서|라서|이어서|여서|앞두고)"
_SO = r"요?(?![가-힣])(?:\s*(?:그런데|그러는데|그래서|그러니까?|근데|말인데|말이야|그렇습니다|하는데)요?(?![가-힣]))?[\s,.~]*"
_REASON = when_needed(
    rf"(?<![가-힣])(?:(?:{_WHO}|{_WHAT}|{_WHEN}){_WITH}\s*){{0,6}}(?:{_MUST}|{_BUSY}|{_ASKED}|{_NEEDED}|{_HELD}){_SO}"
)
_I_AM = when_needed(
    r"^\s*(?:안녕하(?:세요|십니까|신가요)[\s,.!~]*)?(?:저는\s*|저\s*|여기\s*)?(?:[가-힣]{2,6}\s*)?(?:팀장|담당자?|설계사|직원|신입|지점장|매니저|분석가|애널리스트|본부장|심사역|행원|주임|대리|과장|차장)"
    r"(?:인데요?|입니다만?|이에요|예요|인데용)[\s,.!]*"
)
_FOR_IT = when_needed(
    rf"(?<![가-힣])(?:(?:{_WHEN})\s*)?(?:{_WHO}\s*)?{_WHAT}(?:에|용으로)\s*(?:넣을|쓸|올릴|들어갈|필요한|보고할)\s*(?:거|것|건데|거라서?|용도?|숫자|수치|데이터|자료)?(?:야|예요|인데|입니다|라서|임|로|이에요)?(?:요)?(?![가-힣])[\s,.]*"
    rf"|(?<![가-힣])(?:{_WHEN}\s*)?{_WHAT}용(?:으로|이에요|입니다|임|이야|인데요?)?(?![가-힣])[\s,.]*"
)
_PAPER = (
    r"(?:(?:board|weekly|monthly|quarterly|annual|team|management|internal|status|sales|investor|client|committee|exec(?:utive)?|performance|ops|regulatory) )*"
    r"(?:report|reporting|deck|presentation|meeting|slides?|board|review|dashboard|e-?mail|memo|call|audit|town hall|briefing|committee|newsletter)"
)
_TO_KNOW = r"(?:know|tell me|show me|give me|get me|send me|let me know|check|pull(?: up)?(?: for me)?|help me(?: (?:with|find|see|understand|get))?|find(?: out)?(?: for me)?|look up|share|see|understand|figure out|confirm|have|get)"
_CLAUSE_EN = when_needed(
    rf"\bfor (?:my|the|a|an|our|his|her|tomorrow[’']s|today[’']s|next week[’']s|this week[’']s|monday[’']s) {_PAPER}(?: (?:tomorrow|today|this week|this afternoon|later|next week|tonight))?\b(?=\s*(?:$|[,.?!:;-]|(?:i|we|please|pls|can|could|what|how|which|show|give|do|thanks)\b))[,.]?"
    r"|\bfor (?:my|our) (?:boss|manager|director|ceo|cfo|client|team)\b[,.]?"
    r"|\b(?:my|the|our) (?:boss|manager|team lead|team leader|director|ceo|cfo|head|client|customer|vp) (?:wants?|needs?|is asking|asked|asks|would like)(?: (?:me|us))?(?: (?:to (?:know|see|have|check)|for|about))?\b"
    rf"|\b(?:i(?:[’']m| am) |we(?:[’']re| are) )?(?:preparing|working on|writing|making|putting together) (?:a|the|my|our|this) {_PAPER}(?:(?: and| so)?(?: (?:i|we))? (?:need|want)(?: to (?:know|see))?)?\b[,.]?"
    rf"|\b(?:i|we) (?:have|got) (?:a|the|this|another) {_PAPER}(?: (?:tomorrow|today|soon|this week|this afternoon|later|next week|coming up|in an hour))?(?: (?:and|so)(?: (?:i|we))? (?:need|want)(?: to (?:know|see))?)?\b[,.]?"
    r"|\b(?:thanks|thank you|thx|cheers)(?: (?:in advance|a lot|so much|very much|a million|again))?\b[!.]*"
    r"|\b(?:if (?:possible|you (?:can|could|don[’']t mind|have time|know))|when(?:ever)? you (?:get a chance|can|have (?:time|a (?:minute|moment|sec|second)))|as soon as possible|asap)\b[,.]?"
    r"|^\s*(?:hi|hey|hello|good (?:morning|afternoon|evening))(?: (?:there|team|all|guys|folks|everyone))?\b[,.!]*"
    r"|\b(?:quick|one|just a(?: quick)?|another|a quick|small|simple) (?:question|one|q|thing|check|ask)\b[:,.!-]*"
    rf"|\b(?:i was |i[’']m |i am |we were )?(?:just )?(?:curious|wondering)(?: (?:about|to know))?(?:,? (?:if|whether) (?:you|i|we) (?:could|can|might)(?: (?:please|possibly))?(?: {_TO_KNOW})?)?\b[:,]?"
    rf"|\b(?:do|would|could|can|might) (?:you|i|we|someone|anyone|anybody)(?: (?:please|possibly|happen to|kindly|just|quickly|maybe)){{0,2}} {_TO_KNOW}\b"
    rf"|\b(?:any (?:idea|chance|clue)(?: (?:of|on|about|you know|you can {_TO_KNOW}))?|would it be possible to {_TO_KNOW}|is it possible to {_TO_KNOW})\b"
    rf"|\b(?:i|we)(?:[’']d| would)? ?(?:need|want|wanna|like|love)(?: to {_TO_KNOW})?\b"
    r"|\b(?:i[’']m|i am|we[’']re|we are) (?:looking (?:for|at|to (?:know|see|find|get))|trying to (?:find(?: out)?|see|figure out|get|understand|know)|after|interested in)\b"
    rf"|\b(?:need|want|wanna|looking) to {_TO_KNOW}\b|\blooking for\b|\b(?:please )?let me (?:know|see)\b|\bplease (?:advise|help)\b"
)
_WHOLE = (_I_AM, _REASON, _FOR_IT, _CLAUSE_EN)

_END = r"(?:나요|나|니|냐|는지요?|는가요?|을까요?|습니까|지요?|죠|던가요?|더라고?요?|음|네요?|는데요?|을지요?|어요?|었어요?|었나요?|었는지)"
AROUND: tuple[tuple[str, str, str], ...] = (
    (
        "filler",
        "",
        r"(?:알려|보여|뽑아|찾아|말해|가르쳐|조회해|정리해|집계해|계산해|확인해|체크해|검색해|산정해|추려|내|보내|공유해|제공해|설명해|띄워|불러|말씀해|봐|돌려|전달해|답변해|답해|구해|골라|적어|나열해|비교해|그려|만들어)\s*"
        r"(?:줘요?|주세요|주십시오|줘용|주셈|줄래요?|주라|주렴|주길|주시길|주셔요|주시죠|주시지요|주실까요?|주실\s*수\s*있(?:을까요?|나요|는지요?|을지요?|으실까요?|으신가요?|으세요|어요)|줄\s*수\s*있(?:어요?|나요?|니|을까요?|는지|음)"
        r"|주면\s*(?:돼요?|좋겠\S{1,3}|고맙겠\S{1,3}|감사하겠\S{1,3}|안\s*될까요?|안\s*되나요?|안\s*돼요?)|주시면\s*(?:감사\S{1,6}|고맙\S{1,5}|좋겠\S{1,3}|됩니다|돼요|될\s*것\s*같\S{1,3})|주시기\s*(?:바랍니다|부탁\S{1,4})|주시면|주심|주었으면\s*(?:해요|합니다|좋겠\S{1,3})|줬음\s*(?:해요?|좋겠\S{1,3})"
        r"|줘\s*봐요?|봐\s*줘요?|봐\s*주세요|봐\s*줄래요?|봐요?|봐라|보자|볼래요?|볼까요?|보세요|봅시다|놔줘|둬|달라고|주라고|줘라|다오|주이소|주십쇼|줍쇼|드려|드림|바람|주길\s*바람)(?![가-힣])",
    ),
    (
        "filler",
        "",
        r"(?:알|볼|확인할|조회할|받아\s*볼|받을|얻을)\s*수\s*있(?:을까요?|나요?|는지요?|을지요?|습니까|어요?|으려나요?|을런지요?|음)(?![가-힣])|(?:조회|확인|파악|집계)\s*(?:가능(?:한가요?|할까요?|한지요?|합니까|해요?|하나요?)|되나요|될까요|부탁\S{0,5})(?![가-힣])",
    ),
    (
        "filler",
        "",
        r"(?:아시나요|아세요|아십니까|알아요?|아니\?|아나요?|알려나|아는지요?|알고\s*(?:싶음|싶슴다|싶다|싶네|싶은데|싶습니다만|있나요|계신가요)|보고\s*(?:싶음|싶슴다|싶다|싶네)|궁금(?:함|하다|하네|한데요?|했어요|해서요?|하군요|하긴\s*한데)|알고\s*싶은\s*게)(?![가-힣])",
    ),
    (
        "filler",
        "",
        r"부탁\s*(?:드릴게요|드리겠습니다|드려도\s*될까요|드려용|드립니당|할게요?|하겠습니다|해용|좀|함|여|요)(?![가-힣])|(?:요망|바랍니다|바라요|플리즈|플리스|ㅂㅌ)(?![가-힣])",
    ),
    (
        "filler",
        "",
        r"(?:감사(?:합니다|해요|드립니다|하겠습니다|요)?|고맙습니다|고마워요?|땡큐|수고(?:하세요|하십니다|하십쇼|많으십니다|많으세요)|안녕하(?:세요|십니까)|죄송(?:한데요?|하지만|합니다만)|실례(?:지만|합니다만?)|미안한데|저기요?|있잖아요?|그니까|다름이?\s*아니(?:라|고)|급(?:해요|합니다|함|한데요?|하게요?)|질문(?:이요|있어요|있습니다|인데요?|드려요|드립니다|드릴게요|하나)|여쭤(?:볼게요|봅니다|봐요|보려고요?)|물어볼게요?)(?![가-힣])",
    ),
    # Came to, turned out: what a figure did is no more than what it is.
    (
        "filler",
        "",
        rf"(?:되고\s*있|되었|됐|나오|나오고\s*있|나왔|찍혔|찍히|잡혔|잡히|집계됐|집계되|집계되었|기록했|달했|달하|이르렀|있었|계시|계셨|였)(?:었|였)?{_END}(?![가-힣])|(?:되는지요|됨|됐음|되남|되려나|될까|될지|된대요?|됩니까|되는\s*거예요|되는\s*건가요?|나옴|나와요?|나올까요?|나온\s*(?:거|건)(?:가요|야|지|예요)?|나옵니까|왔(?:나요|어요?|는지)|갔는지)(?![가-힣])",
    ),
    (
        "filler",
        "",
        r"(?:들어온|접수된|신청된|들어왔던|있는)\s*(?:것|거|건)(?:들)?(?=\s*(?:중|가운데))|(?:난|나온|된|한|받은|맞은|당한|인)\s*(?:것|거|게|건)(?:들)?(?:이|은|는|도)?(?![가-힣])",
    ),
    (
        "filler",
        "",
        r"(?:으로|로)?\s*(?:보면|봤을\s*때|보았을\s*때|따지면|따져\s*보면|놓고\s*보면|쳐서|치면)(?:은|요)?(?![가-힣])|(?:어떻게|얼마나|얼마까지)\s*(?:나오고|나와|왔)(?:\s*있)?(?:나요|어요?|는지요?|습니까|니)?(?![가-힣])",
    ),
    (
        "filler",
        "",
        r"(?:(?:a |the )?(?:full |complete )?break ?down (?:of|for)|into|in terms of|based on|with respect to|regarding|concerning|when it comes to|for the month of|the month of|overall|please give me|a list of|the following)\b",
    ),
    (
        "filler",
        "",
        r"(?:정리해|집계해|취합해|계산해|조회해|확인해|요약해|뽑아|추려|찾아|골라|만들어)서?(?=\s+[가-힣]{1,4}\s*(?:주|줘|줄|달|드))",
    ),
    ("filler", "", r"꼴(?:로|인가요?|이야|인지|임|이에요|이죠|일까요?|이\s*되나요|이\s*돼요?)?(?![가-힣])"),
    (
        "filler",
        "",
        r"(?:숫자|수치|지표값|통계|내용|넘버)(?:들|만|로|는|를|을|가|도|좀|상|상으로|상으론)?(?![가-힣])|(?:정도|쯤|가량)(?:나|는|일까요?|인가요?|인지|이야|되나요|될까요)?(?![가-힣])",
    ),
    (
        "filler",
        "",
        r"(?:우리|저희)(?:가|의|네|쪽)?(?![가-힣])|(?:조금|쫌|살짝|간단히|간단하게|간략히|깔끔하게|표로|정확하게|빠르게|빨랑|얼른|자세히|자세하게|상세히|구체적으로|한눈에|일목요연하게|다시|한\s*번|딱|바로|대충|얼추|종합적으로|우선|먼저|참고로|가능하면|가능하시면|될\s*수\s*있으면|되도록|되시면|시간\s*되시면|괜찮으시면)(?![가-힣])|(?:에\s*(?:대해서?|대한|관해서?|관한)|관련(?:해서?|된|한)?)(?![가-힣])|(?<=[가-힣])(?:쪽|측)(?:은|에서|의|이|으로|에|만)?(?![가-힣부])",
    ),
    ("filler", "", r"(?:좀|혹시나?|일단|그냥)(?:요|만|은|도)?(?![가-힣])"),
    (
        "filler",
        "",
        r"(?:got|gets?|come|comes|came|my|mine|some|any|these|those|provide|share|pull(?: up)?|kindly|roughly|approximately|approx|exactly|actually|basically|maybe|perhaps|possible|urgent(?:ly)?|btw|fyi|so|well|right|numbers?(?: (?:on|for))|figures? (?:on|for)|stats?(?: (?:on|for))?|data(?: (?:on|for))?|info(?: on)?|look like|looks like|looking|end up|ended up|amount(?:s|ed)? to|stand at|stands at|stood at|add up to|turn out|exact|quick|up to now|as it stands|s)\b",
    ),
    (
        "filler",
        "",
        r"people(?= (?:spend|spent|pay|paid|borrow|borrowed|buy|bought|use|used|claim|claimed|put|make|made)\b)",
    ),
)


def point(text: str) -> str:
    """The question, flat, with what only stands around its point blanked; each place stays where it was.

    Where nothing would be left the text stands as it is.
    """
    left = text
    for pattern in _WHOLE:
        left = pattern.sub(lambda m: " " * len(m[0]), left)
    return left if re.search(r"[^\W_]{2}", left) else text
