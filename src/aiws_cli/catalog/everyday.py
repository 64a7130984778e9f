"""What people say for what catalogs call by its trade name: 월급 is 급여, 손님 is 고객, a shop is a merchant.

Each line gives everyday wordings before the colon, business names after it. A wording ending in `~` takes any verb
ending; a noun of one syllable takes a particle; a longer one takes a particle or a compound's rest (월급통장).
Both languages stand on a line, since a catalog may be written in either.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache

from .words import Word, normalise, phrase, strip_particles, words

# An everyday wording is less sure than the name itself, and where it adds a word of its own, less than one written.
_WEIGHT = 0.75
_SPOKEN_FOR = 0.2

_EVERYDAY = """
손님, 단골, client, shopper : 고객, customer
부자, 자산가, 큰손, 돈 많은, wealthy, rich, affluent : 우수고객, 최우수, VIP, private banking
직원, 사원, staff, worker, personnel, headcount : 임직원 수, 직원 수, 운용인원, employee, staff, member
또래, 몇 살, 나이, 젊은, age group, age bracket, generation, how old : 연령대, 나이, age band, age
동네, 사는 곳, 사는 데, 어디 사는, 소재, located, living in, live in : 지역, 거주지역, 소재 지역, region
남자, 여자, 남녀, man, woman, men, women : 성별, 남성, 여성, gender
직장, 하는 일, job, profession : 직업, occupation
가게, 상점, 매장, 상가, shop, store, retailer : 가맹점, merchant
가게 종류, 식당, 밥집, 음식점, 카페, 커피, 주유소, 약국, 편의점, 마트, 백화점, restaurant, dining, cafe, coffee, petrol station, gas station, fuel station, pharmacy, supermarket, grocery, groceries, department store, kind of shop, type of shop, 배달, 쇼핑몰, 숙박, 호텔, 항공사, 택시, 학원, 미용실, 영화관, 빵집, 서점, hotel, airline, taxi, cinema, bakery, food delivery : 업종, 업종명, 가맹점 업종, merchant category
창구, teller, 점포 : 영업점, branch
월급, 봉급, 급료, wage, paycheck, payroll : 급여, salary
저금, saving, depositor, saver : 예금, 적금, deposit
통장, bank account : 예금계좌, deposit account
맡긴~, 맡겨~, 맡기~, entrust~ : 수탁, 일임, 신탁, mandate, trust
빌려~, 빌린~, 빌릴~, 빌렸~, 꿔~, 꾼 돈, 빚, borrow~, lend~, lent, debt : 대출, 여신, loan
차 빌려~, 차 사~, 차 살~, 차 산~, 차 구매~, 자동차 사~, 자동차 살~, 자동차 대출, 차 대출, car loan, car finance, auto loan, buy a car, 오토론, 자동차론, car lease, vehicle lease : 오토금융 계약, 할부금융, 오토금융, auto finance
차, 자동차, 승용차, 자가용, car, automobile : 차량, 금융차량, 오토금융, vehicle
찻값, car price : 차량가격, vehicle price
집 사~, 집 살~, 집 산~, 집 담보~, 집담보, 내 집, home loan, house loan, housing loan, buy a house, buy a home : 주택담보대출, 주담대, mortgage
전셋집, 전세금, 전월세 : 전세자금대출, jeonse loan
갚~, repay~, pay back, paid back, pay off : 상환, 납부, payment
밀린~, 밀려~, 밀리~, 못 갚~, 안 갚~, 못 낸~, 안 낸~, 못 내~, 안 내~, 늦게 낸~, 늦게 내~, 제때 안~, 제때 못~, 제때 내지~, behind on, late payment, late repayment, missed payment, not paid, past due, in arrears, default~ : 연체, 미납, 지연납부, 납부상태, delinquency, overdue, unpaid
떼인~, 떼먹~, 못 돌려받~, bad loan, bad debt, 부실, 부실률, charge-off, charged off, write-off, nonperforming, non-performing, 못 받은 돈, 못 받은 금액, 받을 돈, money owed to us : 연체, 상각, 부실, written off
부친~, 부치~, 송금, send money, sent money, remit~, wire transfer : 이체, transfer
뽑은 돈, 돈 뽑~, 돈 찾~, 돈 뺀~, 돈 빼~, 현금 뽑~, 현금 찾~, 인출, took out cash : 출금, 출금 거래, withdrawal
빠져나간~, 빠져나가~, 빼 간~, 빼간~, 나간 돈, money left, money out, pulled out, left : 유출액, 환매액, 출금, outflow, redemption
net flow, net inflow, net new money, 순유출입 : 순설정액, 순설정, 순유입, net subscription, net inflow
들어온 돈, 들어오는 돈, money in, came in, fresh money, new money : 유입액, 입금, 설정액, inflow, subscription
현금지급기, 현금인출기, 자동화기기, cash machine, cash dispenser : ATM
스마트폰, 휴대폰, 핸드폰, 폰뱅킹, smartphone, phone app, 폰, 아이폰, 갤럭시, 안드로이드, 스마트뱅킹, 모바일뱅킹, iphone, android, mobile banking : 모바일앱, 모바일, 비대면 접속이력, mobile app
컴퓨터, 노트북, 홈페이지, website, 온라인뱅킹, web site, online banking : 인터넷뱅킹, 웹, 웹사이트, 디지털 채널, PC, internet banking
들어와 본, log in, logged in, login, logon, 로그인, 들어온 사람, 들어온 손님, 들어와 있~, 방문, visit~ : 접속, digital session
전화, phone call, hotline, telephone : 콜센터, 텔레마케팅, 전화, call centre, telemarketing
긁은~, 긁는~, 쓴 돈, 쓴 금액, 쓴, 썼~, 쓰는 돈, 돈 쓰~, 지출, 소비, 씀씀이, spend~, spent, expenditure : 이용금액, 승인 금액, 카드 승인 내역, 사용액, monthly spending, card transaction
카드값, 카드 값, 카드 대금, 고지서, card bill, card statement : 카드대금, 결제대금, 청구 금액, billing
나눠 낸~, 나눠 내~, 나눠서 낸~, 나눠서 내~, 나누어 낸~, 나누어 내~, 나눠 갚~, 나눠 결제~, 쪼개~, in instalments, in installments, installment : 할부, 할부 이용금액, instalment
다음 달로 미룬~, 다음 달로 미루~, 다음 달로 넘긴~, 다음 달로 넘기~, 미룬~, 미뤄~, carry over, carried over, roll over, 돌려막~, 최소만 낸~, 최소만 내~, 최소 금액만, minimum payment, revolver : 이월, 리볼빙, revolving
적립금, 마일리지, 리워드, reward, loyalty : 포인트, 포인트 적립, points
날아간~, 사라진~, 없어진~, 못 쓰고~, 기한 지난~ : 소멸, 만료, expired
잃어버린~, 잃어버~, lost card, stolen : 분실, lost
권할~, 권하~, 추천, 어울리~, 어울릴~, 알맞~, 잘 맞는~, 딱 맞는~, recommend~, suggest~, suitable, suits : 적합도, 카드 추천, 상품 적합도, product fit
행사, 판촉, 광고, 홍보, 이벤트, ad, advertising, promo, 푸시 알림, 알림톡, 문자 보낸~, 반응 좋은, 먹힌~, 먹히~, push notification, mailing, mailer, take-up : 캠페인, 마케팅, campaign
광고 받~, 광고 보내~, 광고 문자, 마케팅 문자, 홍보 문자, 연락해도 되~, opt in, opted in : 마케팅 동의 여부, 광고 수신 동의, marketing consent
깬, 깨~, 깼~, 그만둔~, 그만두~, 떠난~, quit, walk away, gave up, 만기 전에, ended before, ended early, terminated early, early termination, cancellation, cancel~ : 해지, 해약, 중도해지, surrender, cancelled
아파~, 아픈~, 다친~, 다쳐~, 사고, 치료, accident, hospital, sick, injur~, 병원비, 진료비, 입원비, 수술비, 암 걸~, 병 걸~, surgery, illness, medical bill : 보험금 청구, 보험금, 입원, 통원, claim
타 간~, 타간~, 받아 간~, 받아간~, 내준~, payout, paid out : 지급 금액, 지급, paid amount
퇴짜, 안 준~, 거절된~, 거절당한~, reject~, refus~, turned down, 못 받은 보험금, knocked back : 부지급, 거절, denied, declined
보험 든~, 보험 들~, 보험 가입~, 보험 판~, 보험 팔~, 팔린 보험, 팔리는 보험, 판매된 보험, buy insurance, took out insurance, insurance sold : 보험 계약, 신계약, 보유계약, policy
덧붙~, 옵션, 얹~, 끼워~, add-on, addon, option, extra cover : 특약, 가입 특약, 계약 특약, rider
보험 파는~, 모집인, 영업사원, salesperson, 설계사, 보험설계사, insurance agent, agent : 모집 채널, 전속설계사, sales channel
어떤 경로~, 어느 경로~, 경로, sold through, sold by : 판매 채널, 모집 채널, 거래경로, channel
전화 권유~, 전화로 권유~, 전화로 판~, 전화로 팔~, 전화 영업, 권유, sold by phone, sold over the phone, cold call : 텔레마케팅, 모집 채널, 판매 채널, telemarketing, sales channel
계속 유지~, 끝까지 내~, stay with, keep paying, retain~, 유지되~, 안 깨고~, 안 깨는~, still in force, stay in force : 유지율, 계약 유지, persistency
묻는~, 물어~, 물은~, 궁금해하~, 문의, ask about, asked about, inquir~, enquir~ : 상담 FAQ, 자주 묻는 질문, 상담 질문, FAQ
노후, 퇴직, retire~, old age : 퇴직연금, 연금, 은퇴, pension
물려주~, 물려줄~, 상속, 유언, 죽은 뒤, 죽고 나서, 사망 후, inherit~, heir, after death : 유언대용신탁, 상속신탁, living trust
빌려 타~, 빌려 탄~, 렌탈, rental car : 장기렌터카, 렌터카, 오토리스, rental
대리점, 차 파는~, car seller, dealership, 소개~, 데려온~, introduc~, referr~, car dealer : 제휴딜러, 딜러, dealer
오른, 올랐~, 뛴, 급등, 내린, 내렸~, 떨어진~, 떨어졌~, 빠진, 빠졌~, 급락, gainer, surge~, plung~ : 등락률, 일간수익률, 일간 수익률, daily return
주식 값, 주식값, share price : 주가, 종가, 주식 일별 시세, stock price
상장사, 상장회사, listed company, listed companies : 상장주식, 주식, stock
팔린~, 팔았~, 파는, 판, sell, sold, selling, 사갔~, 사 갔~, 사 간~, 사간~ : 판매, 판매실적, 판매금액, sale
사들인~, 사들이~, 주식 산~, 주식 사~, 많이 산, 사고판~, 사고 판~, 사고팔~, 사고 팔~, bought, buying : 매수, 매입, buy
굴려~, 굴리~, 굴린~ : 운용, 투자일임, 운용자산, mandate
벌어~, 번 돈, 벌었~, 벌고~, 남는 장사, make money, makes money, profitable, earning : 영업이익, 영업수익, 손익, profit, revenue
손해, 잃은~, 까먹~, lose money, losing money, lost money : 손실, 평가손실, 예상 손실률, loss
금리 뛰~, 금리 오르~, 금리 올라~, 금리 급등~, rate hike, rates rise, rates go up, rising rates, rate shock, what if, 시뮬레이션, 금리 가정 : 금리 시나리오, 예상 손실률, 금리 충격, 계좌 금리위험, rate scenario, expected loss
담긴~, 담겨~, 담은~, 담아~, 들고 있~, 쥐고 있~, invested in, made up of, 포트폴리오, portfolio, position : 보유종목, 보유 종목, 편입종목, 보유 잔고, holdings
나라에서~, 정부, treasury, sovereign : 국채, 발행자 구분, government
찍은 채권, 찍어낸~, 발행한~ : 발행, 발행자, 발행 금액, issuer
신용도, 믿을 만한~, creditworth~ : 신용등급, credit rating
appetite, risk tolerance : 투자성향, 위험성향, risk profile
쉬는 날, 노는 날, 빨간 날, 연휴, 휴무, 명절, 추석, 설날, 쉬었~, 쉰 날, 문 여는 날, 문 닫는 날, day off, days off, working day, bank holiday, 주말, 평일, weekend, weekday : 휴일, 공휴일, 영업일, 영업일 달력, business calendar, holiday
불만, 항의, complain~ : 민원, 고객 민원 건수, complaint
식구, 어떤 회사~, 어느 회사~, 회사들, 회사 이름, group company, group companies, sister company, affiliate : 계열사, 자회사, 그룹 회사, subsidiaries
어느 사업~, 사업별, 비즈니스, business line, line of business, business unit, division, 사업부 : 사업부문, 부문, 부문별 실적, business segment
예산, budget : 계획, 목표, plan
overdue, arrears, late payer, delinquent : 연체, delinquency
holder, cardholder, cardmember : 회원, 고객, customer
policyholder : 계약자, 보험 고객, insurance customer
commission, charge : 수수료, fee
turnover : 거래대금, 거래량, trade amount, volume
outlet, office : 영업점, branch
originat~, disburs~, newly granted, new lending : 신규취급액, 대출취급액, 취급액, origination, new loan
outstanding, 남은 돈, 남아 있~, money still owed : 잔액, 잔고, balance
lapsed, lapse : 실효, lapse, surrender
앱, 어플, app : 모바일앱, 앱 이용, 비대면 접속이력, mobile app
외제차, foreign car : 수입차, imported
월급쟁이, 회사원, 샐러리맨, employed, white collar : 직장인, 직업, office worker
사장님, 소상공인, 자영업자, small business, business owner : 자영업, 개인사업자, self-employed, sole proprietor
어르신, 고령, 노인, 시니어, 청년, elderly, young : 연령대, age band
새 손님, 새 고객, new client : 신규고객수, 신규 고객, 신규 고객 수, new customer
새로 만든, 새로 연, 만든, opened, 새로 튼, 새로 트~ : 개설일, 발급일, 발급 카드, opening date, issue date
없앤, 닫은, shut : 해지, 폐점, closed
마이너스통장, 마통 : 신용대출, unsecured loan
아파트, 빌딩, 건물, 땅, 부동산, real estate, property, collateral : 담보, 담보종류, 부동산, collateral
stop paying, stopped paying, not paying, unpaid : 연체, 미납, delinquency, unpaid
손실 난, 손해 본, 물린, 물려 있~, 마이너스 난, 마이너스 난~, underwater, unrealized loss, 수익 낸~, 이익 본~, 재미 본~, in profit, paper gain, paper loss, sitting on a loss : 평가손실, 평가손익, unrealised profit or loss
rates climb, rates increase, higher rates, stress test, 금리 민감~, 금리 인상 : 금리 시나리오, 예상 손실률, 계좌 금리위험, expected loss
purchase, ticket : 카드 승인 내역, 승인 금액, transaction
pension money, institutional money, 기관 돈, 기관 자금, 국민연금, 연금공단, 공제회, institutional client, institution : 연기금, 기관자금, mandate
배당, 배당금, payout ratio : 배당수익률, dividend yield
만기 되는, 만기 돌아오~, 곧 끝나~, come due, comes due, due soon, running out, expiring, expire~, maturing : 만기일, 만기, maturity date
쌓은, 쌓인, 모은 포인트 : 적립, 적립 포인트, earned
잘 나가는, 수익 좋은, 성적, best performing, worst performing : 수익률, 월수익률, return
얼마나 걸려~, 얼마나 걸리~, 걸린 시간, 걸린 날, how long, take to process : 처리 일수, 처리기간, processing days
만족도, 만족, satisfaction : 순추천고객지수, NPS, KPI
목표 채운~, 목표 못~, 목표 달성, hit target, missed target, on target, behind plan : 계획 달성률, 목표, 계획, target, plan
인건비, 운영비, 유지비, 경비, running cost, overhead : 판매관리비, 비용, 운영비, 사업비, operating expense, cost
노후자금, 연금계좌, pension account : 연금저축, 퇴직연금, IRP, pension
세금, 절세, tax saving, tax free : 절세, 세금
차주, borrower : 대출, 대출 고객, loan
개미, investor, retail investor, trader : 증권 고객, 투자자, securities customer
주식 주문, buy order, sell order, brokerage commission, trading commission : 매매 체결, 체결, 매매 수수료, 주문 채널, trade
brokerage, stockbroking : 증권, 증권 계좌, 매매 체결, securities
연봉, 벌이, 소득 수준, earner, income level : 소득, 소득 구간, income band, income
집값 대비, 시세 대비, 담보 대비, loan to value : LTV, 담보, loan to value
소득 대비, 연봉 대비, 연봉에 비해, debt to income, debt service : DSR, 대출, debt service ratio
잠자~, 잠든~, 묵혀~, 방치~, dormant, inactive, sleeping : 휴면, 계좌상태, 카드 상태, dormant
저평가, 고평가, 싼 주식, undervalued, overvalued, price to earnings : 주가수익비율, PER, 주식
미리 돌려준~, 조기에 돌려~, 일찍 갚은~, 일찍 상환~, redeemed early, called early, autocall~ : 조기상환, ELS, early redemption
원금 손실 구간, 녹인, 주가연계, equity-linked, equity linked, structured note, structured product, knock-in : ELS, ELS 상품, 낙인, knock-in barrier
보수적, 공격적, 안전 지향, 안정 지향, 위험 감수, conservative, aggressive, cautious : 투자성향, 위험성향, risk type, risk profile
아이 보험, 애들 보험, 자녀 보험, 아이들 보험, child cover, kids : 어린이보험, 어린이, 보험 상품, child
렌트비, 리스료, 할부금, 월 납입금, car payment, lease payment : 납입내역, 월납입금, 납부상태, 청구금액, payment
안 들어온~, 덜 들어온~, 못 걷~, 안 걷~, uncollected : 미납, 연체, 납부상태, unpaid
전기차, 친환경차, 하이브리드차, 디젤차, 경유차, 휘발유차, ev, electric vehicle, electric car, hybrid car, petrol car, diesel car : 연료, 금융차량, 차량, fuel type, vehicle
화물차, 트럭, 승합차, 경차, 세단, truck, van, sedan : 차급, 금융차량, 차량, vehicle class, vehicle
친환경, 지속 가능~, 착한 투자, sustainable, green, ethical : ESG, ESG펀드여부
매니저, 운용역, 펀드매니저, manager, fund manager, portfolio manager : 운용팀, 운용인원, team
부서, department : 운용팀, 영업본부, 부문, team
운용보수, 보수 비싼, 보수 싼, expense ratio, management fee : 총보수율, 보수율, 연간보수율, fee rate
mutual fund, unit trust : 펀드, 공모펀드, fund
담배, smoke~, smoking, cigarette : 흡연 여부, 흡연, smoker
돌려받~, 돌려준 돈, 환급, refund, cash value, cash-in value : 해지환급금, 환급금, surrender value
캐시백, 공짜 혜택, perk, cashback, freebie : 대표 혜택, 혜택 목록, 할인율, benefit
회비, yearly fee, membership fee : 연회비, annual fee
긁을 수 있는~, 쓸 수 있는 한도, spending limit : 이용 한도, credit limit
이자 제일~, 이자 가장~, 이자 많이~, 이자 센, 이자 쎈, 이자 높은, 고금리, best rate, highest rate, best interest : 최고금리, 기본금리, 약정금리, 예금상품, base rate, maximum rate
수시입출금, 입출금 통장, 파킹통장, checking account, current account, checking : 요구불예금, 예금종류, demand deposit
연락처, 전화번호, 이메일 주소, contact details, phone number, email address : 휴대전화번호, 휴대전화, 이메일, 고객, phone
투자 등급, 투기등급, junk bond, investment grade, high yield, rated : 신용등급, 채권, credit rating
equities, shares : 주식, stock
종신, 평생 보장, whole life, term life, annuity : 종신보험, 정기보험, 연금보험, 보험 상품, life product
보장 금액, 보장금, sum assured, cover amount, face amount : 보험가입금액, 가입금액, insured amount
적자, 흑자, 밑진~, 밑지~, in the red, in the black, loss-making : 당기순이익, 영업이익, 손익, net income
days late, days past due, 며칠 밀린~, 며칠 밀려~, 며칠 늦~ : 연체일수, 연체 일수, 납부상태, overdue days
지주, 모회사, holding company, parent company : 금융지주, 지주 지분율, 그룹 회사, holding
활성 이용자, 활동 고객, active user : MAU, 핵심지표, KPI
온라인으로 번~, online revenue, digital revenue : 디지털 채널, 기여 수익, 채널 기여, digital channel
wealth management, 자산관리 : WM, WM 판매상품, 종합자산관리, wealth
"""

# How finely a question looks at time: a table kept at that grain says so in its name, or in that of a column.
_GRAINS = (
    (
        re.compile(
            r"월별|매월|매달|월마다|달마다|월간|[월년] ?말|전월 ?대?비|\bmonthly\b|\bmonth-end\b|\bmom\b"
            r"|\b(?:by|each|per|every|month over) month\b"
        ),
        ("월별", "monthly"),
        ("월말", "기준월", "base month"),
    ),
    (
        re.compile(r"분기|\bquarter(?:ly|s)?\b|\bq[1-4]\b"),
        ("분기", "quarterly"),
        ("회계분기", "fiscal quarter"),
    ),
    (
        re.compile(r"일별|날짜별|일자별|매일|하루|\bdaily\b|\b(?:by|each|per|every) day\b"),
        ("일별", "daily"),
        (),
    ),
)
_GRAIN = 0.5

# Ages by tens are said as numbers alone: 20대가, 30대 여성, in their forties; a bare number may count cars (차량 20대).
_TENS = re.compile(
    r"(?<!\d)[1-8]0대(?:(?:가|는|의|와|에서|에게|만|도|별|들|초반|중반|후반|부터|까지)(?![가-힣])"
    r"|\s*(?:남|여|고객|회원|손님|직장인|자영업|학생|주부|투자자|가입자|계약자|차주|인구|사람))"
    r"|\b[2-8]0s\b|\b(?:twent|thirt|fort|fift|sixt|sevent)ies\b"
)
_AGES = ("연령대", "age band")
_AGE = 0.75

# Where a word begins.
_START = re.compile(r"(?<![가-힣])[가-힣]|(?<![a-z])[a-z]")
_TAIL = r"[가-힣]*"
_AFTER_VOWEL, _AFTER_CONSONANT = "가|는|를|로|와|랑|라", "이|은|을|으로|과|이랑|이라"
_AFTER_ANY = "의|에|에서|도|만|들|들이|들은|들을|까지|마다|부터"
# Between the words of one wording a particle may stand, and a space or none (금리가 뛰면, 금리 뛰면).
_BETWEEN = rf"(?:{_AFTER_VOWEL}|{_AFTER_CONSONANT}|{_AFTER_ANY})?\s*"


@cache
def _lexicon() -> dict[str, tuple[tuple[str, tuple[str, ...]], ...]]:
    """Wordings by their first letter, longer ones first: (wording, the forms it stands for)."""
    out: dict[str, list[tuple[str, tuple[str, ...]]]] = {}
    for line in _EVERYDAY.strip().splitlines():
        said, _, meant = line.partition(" : ")
        forms = tuple(dict.fromkeys(p for m in meant.split(",") if (p := phrase(m))))
        for wording in said.split(","):
            out.setdefault(wording.strip()[0], []).append((wording.strip(), forms))
    return {k: tuple(sorted(v, key=lambda w: (-len(w[0].rstrip("~")), w))) for k, v in out.items()}


@cache
def _pattern(wording: str) -> re.Pattern[str]:
    if wording[0] >= "가":
        parts = [p.removesuffix("~") + (_TAIL if p.endswith("~") else "") for p in wording.split()]
        short = wording[-1] != "~" and len(parts[-1]) == 1
        return re.compile(_BETWEEN.join(parts) + (_particle(parts[-1]) if short else _TAIL))
    parts = [p.removesuffix("~") + ("[a-z]*" if p.endswith("~") else "(?:e?s)?") for p in wording.split()]
    return re.compile(" +".join(parts) + "(?![a-z])")


def _particle(syllable: str) -> str:
    """The end of a word of one syllable: nothing, or a particle that suits its last sound (차가, never 차이)."""
    fits = _AFTER_CONSONANT if (ord(syllable) - ord("가")) % 28 else _AFTER_VOWEL
    return rf"(?:{fits}|{_AFTER_ANY})?(?![가-힣])"


def _other_noun(said: str, wording: str) -> bool:
    """Is it another noun, made by a suffix: 손해율 of 손해, 광고비 of 광고?"""
    if wording.endswith("~") or " " in said or not "가" <= wording[0] <= "힣" or len(wording) < 2:
        return False
    return len(strip_particles(said)) == len(wording) + 1


def everyday(text: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The everyday wordings of a question, in order: (as written, the names it may go by in a catalog)."""
    flat, lexicon, out, at = normalise(text)[:2000], _lexicon(), [], 0
    for start in _START.finditer(flat):
        if start.start() < at:
            continue
        for wording, forms in lexicon.get(start.group(), ()):
            # Most are ruled out by their first word, without a pattern.
            first = wording.partition(" ")[0].removesuffix("~")
            if not flat.startswith(first, start.start()):
                continue
            found = _pattern(wording).match(flat, start.start())
            if found and not _other_noun(found.group(), wording):
                out.append((found.group(), forms))
                at = found.end()
                break
    return tuple(out)


def asked_words(text: str) -> tuple[Word, ...]:
    """`words`, each with the business names it may stand for; what is no word of its own comes last, so does the grain of time."""
    out = list(words(text))
    for said, names in everyday(text):
        runs = said.split()
        places = [i for i, w in enumerate(out) if w.text in runs]
        if not places:
            out.append(Word(said, names, _WEIGHT))
            continue
        first, *rest = places
        word = out[first]
        out[first] = replace(word, weight=max(word.weight, _WEIGHT), also=(*word.also, *names))
        for i in rest:  # the wording speaks for them: the group of age group is no group
            out[i] = replace(out[i], weight=min(out[i].weight, _SPOKEN_FOR))
    flat = normalise(text)
    for pattern, names, also in _GRAINS:
        if pattern.search(flat):
            out = [w for w in out if w.forms[0] not in names]
            out.append(Word(names[0], names, _GRAIN, also))
    if _TENS.search(flat) and not any(_AGES[0] in (*w.forms, *w.also) for w in out):
        out.append(Word(_AGES[0], _AGES, _AGE))
    return tuple(out)
