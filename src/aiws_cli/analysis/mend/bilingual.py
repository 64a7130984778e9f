"""Korean nouns of everyday data and the English words that name the same in tables and columns.

Warehouses with English names are asked in Korean. Only plain translations stand here, never a name of one database;
what a catalog says of its own tables (business names, synonyms) comes first and is not repeated.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import product

# A line each: Korean words, a colon, English words (singular, as columns spell them).
_PAIRS = """
이름 성명 명칭: name
성 : last surname family
중간이름: middle
제목 타이틀: title
나이 연령 연세 살: age
성별: gender sex
생년월일 생일 출생일: birth birthday birthdate dob
출생 태어난: birth born
출생연도 출생년도: birth year
국적: nationality citizenship nation country
시민권: citizenship
국가 나라: country nation
고향 출신: hometown
도시 시: city town
주 : state province
지역 권역: region area district
대륙: continent
주소: address
거리: street distance
우편번호: zip postcode postal
전화번호 전화: phone telephone mobile
휴대전화 휴대폰 핸드폰: cell mobile phone
집전화: home phone
이메일 메일: email mail
사람 인물 인원 개인: person people
학생: student pupil
고등학생: highschooler student
교사 선생님 선생: teacher
교수 교수진: professor faculty
직원 사원 종업원 임직원 스태프: employee staff worker
관리자 매니저: manager
감독: director directed coach manager
작가 저자: writer author written
가수: singer
배우: actor
선수: player athlete
지휘자: conductor
연주자 음악가: musician
고객: customer client
회원 멤버 멤버십: member membership
사용자 이용자: user
소유자 주인 소유주: owner
방문객 방문자 관람객: visitor
방문: visit
전문가: professional
참가자 출연자 후보 후보자: contestant participant candidate
투표 득표 표결: vote
친구: friend
좋아요: like
과목 강좌 강의 수업: course class
전공: major
지도교수 지도: advisor
학과 부서: department
학위: degree
학기: semester term
분반 섹션: section
성적표: transcript
등록 수강: enrolment enrollment registration registered
학교 고등학교 대학 대학교: school college university
학년 등급 성적: grade
등급 수준 레벨: level grade
순위 등수 랭킹: rank ranking
점수 득점 포인트: score point
평점 평가 등급: rating
평가: evaluation rating review
시험: exam test
문서: document
문단 단락: paragraph
템플릿 양식: template
유형 종류 타입: type kind category
분류 범주 카테고리: category
코드: code
번호: number no
아이디 식별자: id
설명: description
상세 세부 세부사항 세부정보 상세내용: detail
내용 텍스트 본문: text content
버전: version
상태: status state
날짜 일자 일시: date
시각 시간: time hour
연도 년도: year
월 : month
기간: period duration
시작 개시: start begin
종료 끝: end
개설 개업 개장 개관 오픈: open opening
설립 창립 창단: founded founding established
생성: created
발매 출시 공개: release released
방영 방송: air broadcast aired
가격 값 단가: price
비용 원가: cost
금액: amount
요금 수수료: fee charge
매출 판매액: sales revenue
판매: sale sold sales
수익 소득 상금 수입: earning income revenue profit earnings
이익 이윤: profit
급여 월급 연봉 임금: salary wage
상여 상여금 보너스: bonus
예산: budget
지출 지출액 소비: spent expense spending
잔액 잔고: balance
할인: discount
세금: tax
총액 합계 총합 총: total
수량 개수: quantity count
크기 사이즈 규모: size
용량: capacity volume
수용인원 수용: capacity
면적 넓이: area surface
인구: population
기대수명: life expectancy
길이: length
너비 폭: width
높이: height
키 신장: height
무게 몸무게 체중: weight
속도: speed
마력: horsepower
연비: mpg
가속: accelerate acceleration
배기량: displacement
실린더 기통: cylinder
회사 기업 업체: company firm
제조사 제조업체 메이커: maker manufacturer
음반사 음반회사 레코드회사: record company
브랜드: brand
산업 업종: industry
상점 가게 매장 점포: shop store
지점 영업점: branch
상품 제품: product
주문: order
결제 지불: payment
계좌: account
거래: transaction trade
계약: contract
채용 고용: hiring hire
배정 배치: arrange assignment
역할: role
직책 직위 직함: title position
언어: language
공용어 공식언어: official language
영어: english
프랑스어: french
스페인어: spanish
독재 정부형태 정부: government
수도: capital
채널: channel
만화 애니메이션: cartoon
시리즈: series
에피소드 회차 화: episode
프로그램: program programme
영화: film movie
노래 곡: song
앨범: album
콘서트 공연: concert performance show
공연: performance show concert
경기장 스타디움: stadium
관객 관중 관객수: attendance audience
오케스트라 교향악단: orchestra
테마 주제: theme
박물관 미술관: museum
티켓 입장권: ticket
표 : ticket vote
시청자: viewer
점유율: share
제작: production
음반: record
형식 포맷: format
장르: genre
책 도서: book
독자: reader
대출 대여: loan rental borrow
리뷰 후기 서평: review
도서관: library
쪽수 페이지: page
출판 출판사: publisher
동물 반려동물 애완동물: pet animal
개 강아지 반려견: dog
고양이: cat
품종 견종: breed
치료 진료: treatment
환자: patient
의사: doctor physician
병원: hospital
도착: arrival arrived arriving arrive destination
출발: departure departed departing source
도착지 목적지: destination dest
출발지: source origin
항공사: airline
공항: airport
항공편 비행편 비행: flight
약어 약칭: abbreviation
자동차 차 차량: car vehicle
모델 차종: model
전투 전쟁: battle war
배 선박 함선: ship
톤수: tonnage
지휘관 사령관: commander
사망 사망자: death killed
부상 부상자: injured injury
원인: cause caused
결과: result
경기 시합: match game
대회 토너먼트: tournament
승자 우승자 승리: winner win
패자: loser
주로 쓰는 손: hand
팀 구단: team
리그: league
시즌: season
부동산 매물: property
건물: building
방 : room
특징 시설: feature
호텔: hotel
음식점 식당 레스토랑: restaurant
메뉴: menu
영구: permanent
현재: current currently
최고 최대: max maximum best highest
최저 최소: min minimum lowest
평균: average avg mean
첫 첫번째: first
마지막: last
두번째: second
최종: final
"""
_PARTICLE = r"(?:들|별|수)?(?:은|는|이|가|을|를|의|에|에서|에게|로|으로|와|과|도|만|인|이고|이며|에는|에서는|이나|부터|까지)?"


@lru_cache(maxsize=1)
def _pairs() -> tuple[tuple[str, re.Pattern[str] | None, tuple[str, ...]], ...]:
    """(Korean word, how it stands where it is one syllable, English words), longest first."""
    table: dict[str, list[str]] = {}
    for line in _PAIRS.strip().splitlines():
        korean, _, english = line.partition(":")
        for word in korean.split():
            table.setdefault(word, []).extend(english.split())
    return tuple(
        (
            word,
            re.compile(rf"(?<![가-힣]){word}{_PARTICLE}(?![가-힣])") if len(word) == 1 else None,
            tuple(dict.fromkeys(english)),
        )
        for word, english in sorted(table.items(), key=lambda pair: -len(pair[0]))
    )


@lru_cache(maxsize=1)
def _korean() -> dict[str, tuple[str, ...]]:
    """English word → Korean words for it."""
    table: dict[str, list[str]] = {}
    for word, _, english in _pairs():
        for said in english:
            table.setdefault(said, []).append(word)
    return {said: tuple(words) for said, words in table.items()}


_PIECE = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")
_LINKS = frozenset("of the in for a an by".split())
_MOST_NAMES = 24


@lru_cache(maxsize=4096)
def in_korean(name: str) -> tuple[str, ...]:
    """What an English identifier may be called in Korean, word for word: `Conductor_Name` → 지휘자 이름.

    Empty where one of its words is not known, or where there are too many ways to say it. "a_of_b" is turned round.
    """
    words = [p.lower() for p in _PIECE.findall(name)]
    if "of" in words[1:-1]:
        at = words.index("of")
        words = [*words[at + 1 :], *words[:at]]
    said = [_of_either_number(w) for w in words if w not in _LINKS]
    ways = 1
    for choices in said:
        ways *= len(choices)
    if not said or not 0 < ways <= _MOST_NAMES:
        return ()
    return tuple(" ".join(choice) for choice in product(*said))


def _of_either_number(word: str) -> tuple[str, ...]:
    known = _korean()
    return (
        known.get(word)
        or known.get(word.removesuffix("s"))
        or known.get(word.removesuffix("ies") + "y")
        or ()
    )


@lru_cache(maxsize=2048)
def english_words(question: str) -> frozenset[str]:
    """English words for the Korean nouns of a question; a noun inside a longer one that is known does not count."""
    if not any("가" <= c <= "힣" for c in question):
        return frozenset()
    left = question
    out: set[str] = set()
    for word, alone, english in _pairs():
        found = list(alone.finditer(left)) if alone else list(re.finditer(r"\s?".join(word), left))
        if found:
            out.update(english)
            for match in found:
                left = left[: match.start()] + "\0" * (match.end() - match.start()) + left[match.end() :]
    return frozenset(out)
