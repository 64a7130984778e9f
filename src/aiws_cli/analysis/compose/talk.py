"""How people put a question in a chat: words around the point, verbs that only tie one thing to another, short endings.

Rows as in `wordings`, which adds them to its own. Roles of these rows besides those there:

verb     what is done with a figure that is named as well (낸 수수료, 물어온 계약); only beside one
held     that somebody has what is named (국채 들고 있는 계좌); never of rows that happen and are over
again    the figure once more, by no name of its own (딜러명이랑 금액); only of an amount
"""

from __future__ import annotations

_ASKS = r"(?:는지요?|나요?|어요?|습니까|습니다|을까요?|던가요?|던데|는데요?|음|니|냐|지요?|죠|네|군)?"
TALK: tuple[tuple[str, str, str], ...] = (
    # -- endings
    (
        "filler",
        "",
        r"(?:찍어|띄워|꼽아|추려|불러|던져|뽑아다|보내|공유해|짚어|살펴|체크해|봐|내려|제출해|작성해|만들어|부탁|가르쳐|일러|챙겨|세워|늘어놔|늘어놓아)\s*(?:줘요?|주세요|주라|주삼|주쇼|줄래요?|줄\s*수\s*있\S*|주실\s*수\s*있\S*|주실래요|봐요?|보세요|주십시오|달라\S*|다오|놔|드려요?)(?![가-힣])",
    ),
    (
        "filler",
        "",
        r"(?:볼|알|받을|뽑을|구할|확인할|조회할|파악할|찾을|해\s*줄|해\s*주실)\s*수\s*(?:있|없)(?:나요?|을까요?|어요?|을지요?|니|냐|습니까|는지요?|을런지요?|나여|음|는가요?)(?![가-힣])",
    ),
    (
        "filler",
        "",
        r"(?:필요(?:합니다|해요?|한데요?|함|하네요|해서요?|하다고\s*함)|봐야\s*(?:합니다|해요?|함|돼요?)|알아야\s*(?:합니다|해요?|함)|보여\s*주시면\s*(?:감사하겠습니다|됩니다|돼요|좋겠습니다)|알려\s*주시면\s*(?:감사하겠습니다|됩니다|돼요|좋겠습니다)|감사(?:합니다|해요|드립니다)|고마워요?|고맙습니다)(?![가-힣])",
    ),
    (
        "filler",
        "",
        r"(?:얼만지|얼만가|얼만데|얼마임|얼마일지|얼마죵|얼마래|얼마쯤|얼마정도|얼마\s*정도)(?:요)?(?![가-힣])",
    ),
    (
        "filler",
        "",
        r"(?:어딘지|누군지|뭔지|뭐가|뭐뭐|누가|어디어디|어디일까요?|누구누구|누구일까요?|무엇이|무엇인지)(?:요)?(?![가-힣])",
    ),
    ("tail", "", r"(?:이요|이여|이에여|임다|입니당|인디|라네|이라네|만요|가지고|님들|분들|쯤)(?![가-힣])"),
    (
        "filler",
        "",
        r"(?<![가-힣])(?:다|모조리|몽땅|한꺼번에|한눈에|일목요연하게|깔끔하게|순수하게|딱|바로|쪼르륵|주르륵)(?=\s)",
    ),
    ("filler", "", r"(?:걸|거|건|게)(?:로|만|까지|들|는|도|를)?(?=\s|[?.,!)]|$)"),
    ("filler", "", r"(?<![가-힣])데(?:가|는|를|요|야|들|만)?(?=\s|[?.,!]|$)"),
    ("filler", "", r"쪽(?:에서|으로|은|에|의|이|만|을)?(?![가-힣])"),
    ("filler", "", r"(?<![가-힣])우리(?:가|의|는)?(?=\s)"),
    ("filler", "", r"(?<![가-힣])(?:사람|분|인원|애)(?:들)?(?:은|이|의|을|가)?(?=\s*(?:몇|얼마|수|중|총))"),
    (
        "filler",
        "",
        r"(?:리스트업|나열|순위표|랭킹표|표로|표|테이블로|숫자로|숫자만|엑셀로|목록으로|리스트로)(?=\s|$)",
    ),
    # -- verbs that tie
    (
        "holds",
        "",
        r"(?:물려|엮여|묶여|걸려|들어가|껴|끼어)\s*있(?:는|나요?|는지|음|어요?)(?![가-힣])|(?:물린|엮인|묶인|걸린|끼어든|딸린|들어있는)(?=\s)",
    ),
    (
        "held",
        "",
        r"(?:들고|물고|쥐고|끼고|안고|갖고|가지고|품고|보유\s*하고)\s*(?:있는|계신|있던|있나요?|있는지|있음|있어요?)(?![가-힣])",
    ),
    (
        "filler",
        "",
        r"(?:사는|거주하는|거주|살고\s*있는|사시는|위치한|위치|소재한|소속된|소속의|소속|속해\s*있는|근무하는|해당하는|해당되는|관련된|관련)(?=\s)",
    ),
    (
        "verb",
        "",
        r"(?:물어|따|끌어|데려|가져|받아|벌어|모아|들여|따내|몰고|불러|유치해)\s*(?:온|왔던)(?=\s)"
        r"|(?:나간|나갔던|나온|들어온|통한|거친|통해|거쳐|의한|유치한|체결한|체결된|맺은|성사시킨|발생시킨|발생한|일으킨|처리한|다룬|취급한|굴리는|운용\s*중인|담당\s*중인|쓰는|이용하는|이용한|사용한|사용하는|타는|찾는|선호하는)(?=\s)",
    ),
    (
        "verb",
        "amount",
        r"(?:낸|냈던|걷은|걷힌|거둔|거둬들인|받은|받았던|올린|기록한|벌어들인|찍은|쌓인)(?=\s)",
    ),
    (
        "verb",
        "amount",
        rf"(?:벌었|벌렸|들어왔|나갔|나왔|걷혔|찍혔|찍었|쌓였|모였|거뒀|올렸|기록했|유치했|발생했|냈|걷었|맺었|체결했|체결됐|이뤄졌)(?:었|었던)?{_ASKS}(?![가-힣])",
    ),
    (
        "verb",
        "",
        r"(?:새로|신규로|새롭게)\s*(?:나간|생긴|맺은|들어온|체결된|체결한|가입한|가입된|계약한|계약된|맺어진|유입된|취급한|취급된|실행된|실행한)(?=\s)",
    ),
    # -- figures
    (
        "measure",
        "sum",
        r"(?:(?:다|전부|모두|몽땅|싹\s*다)\s*)?(?:합치면|합쳐서|합쳐|합하면|합해서|합한|더하면|더해서|더한|토탈|통틀어서?|도합)(?![가-힣])",
    ),
    ("measure", "sum", r"합(?=$|[\s?.,!]|(?:이|은|을|만|좀|요|이요)(?![가-힣]))"),
    ("measure", "avg", r"(?:평균치|평균값|평균적인|평균으로|평균내서|평균\s*내서|에버리지)(?![가-힣])"),
    (
        "count",
        "thing",
        r"몇\s*갠(?:지요?|가요?|데요?)?(?![가-힣])|몇\s*(?:개|건|명|곳)(?:쯤|정도)(?:\s*(?:되나요?|돼요?|됨|되는지|있나요?|있음))?(?![가-힣])|머릿수",
    ),
    # 센터 이름 기준으로, 지역 기준: for each, behind what groups; of a figure or a time it says nothing.
    (
        "each",
        "",
        r"이름(?:별로?|\s*기준(?:으로|으로는)?|으로(?=\s*(?:보여|알려|뽑|나오|정리|표시|부탁|찍|나눠|묶)))(?![가-힣])",
    ),
    ("basis", "", r"기준(?:으로|으로는)?(?![가-힣])"),
    (
        "again",
        "",
        r"(?:해당\s*)?(?:금액|액수|수치|숫자|규모)(?=$|[\s?.,!도을를만])",
    ),
    # -- orders
    ("order", "desc", r"(?:순위|랭킹|등수)(?:표)?(?:로|대로|를|을|가|는)?(?=$|[\s?.,!])"),
    (
        "order",
        "desc",
        r"(?:많은|높은|큰|비싼|긴)\s*(?:순번|차례|순대로|순위)(?:로|대로)?(?![가-힣])|(?:많이|크게)\s*(?:[가-힣]{1,3}\s*)?순(?:으로|서로|서대로)?(?![가-힣])",
    ),
    ("most", "desc", r"(?:1|일)\s*(?:빠|순위)(?:는|은|로|인)?(?![가-힣\d])"),
    ("most", "desc", r"(?P<n>\d{1,2})\s*(?:손가락|등|위)\s*안에\s*(?:드는|들어가는|든)(?![가-힣])"),
    # -- English
    (
        "filler",
        "",
        r"(?:pulling|putting together|preparing|working on|needs|needed|asap|guys|team|folks|morning|kindly|basically|roughly|ballpark|stuff"
        r"|wanna|gonna|lemme|let me|know|grab|fetch|dump|send|i'd|i'm|im|looking (?:at|for)|curious|wondering|if possible|appreciated|cheers|exactly|actually|really|also|too"
        r"|quick (?:one|question)|sorry|hello|dear|for (?:a|the|my|our)(?: \w+)? (?:deck|slide|slides|report|meeting|review|qbr|presentation|boss|memo|email))\b",
    ),
    (
        "filler",
        "",
        r"(?:quoted|denominated|priced|based|located|situated|living|residing|coming|belonging|booked|recorded)(?: (?:in|at|from|to|by|with))?\b",
    ),
    (
        "verb",
        "",
        r"(?:brought|brings?|bringing|generat(?:e|es|ed|ing)|produc(?:e|es|ed|ing)|manag(?:e|es|ed|ing)|sign(?:s|ed)|got|gets?|introduc(?:e|es|ed)|contribut(?:e|es|ed)|held by|owned by|through|via|originat(?:e|es|ed))(?: in| by| from| through)?\b",
    ),
    ("verb", "amount", r"(?:earn(?:s|ed|ing)|rak(?:e|es|ed|ing) in|collect(?:s|ed|ing))\b"),
    (
        "order",
        "desc",
        r"(?:biggest|largest|highest|most|top|best) (?:to|->|→) (?:smallest|lowest|least|bottom|worst)\b|(?:from )?high to low\b|(?:biggest|largest|highest) (?:on top|at the top)\b|desc\b|(?:sort(?:ed)?|order(?:ed)?) (?:by )?(?=(?:desc|descending)\b)",
    ),
    (
        "order",
        "asc",
        r"(?:smallest|lowest|least|bottom|worst) (?:to|->|→) (?:biggest|largest|highest|top|best)\b|(?:from )?low to high\b|asc\b",
    ),
    ("and", "", r"[+](?=\s)"),
)
