"""Words that carry little: particles, stop words, generic nouns; Korean and English."""

# Particles and light-verb endings that cling to a noun. Two syllables always remain (평가, 금리, 나이 stay whole).
PARTICLES = """
에서는 에서의 에서도 에서만 으로는 으로의 으로만 까지의 부터의 이라는 라는 별로는 별로의 들에게 들에서 들별로 들의 들은 들이 들을 들과 들별 들 별로 별 에서 에게서 에게 으로
로 부터 까지 마다 처럼 보다 만 도 은 는 이 가 을 를 의 에 과 와 이나 이며 이고 이란 란 이랑 랑 하고 하는 하여 해서 했던 했는지 하던 하기 한 할 함 되는 되어 되고
된 됐던 될 했나 인지 인가 인데 중인 중 상의 상 당 씩 째 님 해줘 해주세요 해봐 해볼래 해라 하라 하자 할래 하세요 합니다 입니다 인가요 하나요 되나요 됐나요 했나요 이야 야
요 줘 주세요 인가요 입니까 이에요 예요 이죠 이지 일까 일까요 인데 인데요 였나요 이었나요 이라고 라고 이라도 라도 이든 든지 한테 한테서 께 밖에 조차 마저 뿐 대로 만큼 같은 같이
"""

# Words that say what to do with data, or when, not which data.
STOP = """
않은 않는 않고 않았 내지 제때 달째 수를 수는 수가 수와 수의 달 달에 달의 달이 달은 을 를 못 안 곳을 개를 명을 건을 원을 년에 월에 일에 일주일 이상인 이하인 미만인 초과인 해 해줘 줘 알려 알려줘 알려주세요
보여 보여줘 보여주세요 분석 분석해줘 분석하고 추출 추출하고 추출해줘 뽑아 뽑아줘 찾아 찾아줘 구해줘 구해 정리 정리해줘 계산 계산해줘 비교해줘 매칭 매칭해줘 더해줘 추가해줘 추가
조회 조회해줘 출력 출력해줘 만들어줘 작성해줘 나눠줘 나누어 나눈 따라 따른 그리고 또는 혹은 및 이들 이들에게 그 이 저 것 거 수 때 좀 제발 한번 다시 또 더 각 각각 각자
모든 전체 전부 해당 관련 대한 대해 대해서 위한 위해 통해 있는 있나 있어 있습니까 없는 없나 어떤 어느 무엇 뭐 뭐가 뭐야 누구 누가 어디 어디서 언제 왜 어떻게 어때 얼마
얼마나 얼마야 몇 몇개 몇건 몇명 가장 제일 많은 많이 적은 적게 높은 낮은 큰 작은 긴 짧은 좋은 나쁜 순 순으로 순서 순서대로 내림차순 오름차순 상위 하위 이상 이하 초과 미만
넘는 넘은 사이 정도 최근 이번 지난 현재 지금 오늘 어제 올해 금년 작년 전년 내년 이번달 지난달 당월 전월 당일 전일 금월 이달 지난해 상반기 하반기 분기 기간 동안 이후 이전
부터 까지 년 월 일 주 개월 년도 매일 매주 데이터 정보 자료 현황 목록 리스트 내용 결과 표 차트 그래프 대비 기준 기준으로 기준의 경우 제외 제외하고 우리 우리의 개 건 명
원 위 퍼센트 프로 하는 하고 되는 인 된 한 중 후 전 내 별 로 과 와 의 사람 사람들 곳 쪽 부탁 부탁해 궁금 궁금해 싶어 중인 때문 가지 중에 중에서 중에는 가진 가지고
요즘 요새 방금 이제 아직 벌써 이미 계속 항상 늘 자주 가끔 먼저 우선 일단 대략 약 대충 거의 정말 진짜 꽤 매우 아주 너무 훨씬 특히 그냥 혹시 그럼 그러면 그런데 근데 그래서 하지만
같이 함께 나란히 놓고 두고 보고 볼 봐 봐줘 볼래 볼게 보는 보면 보니 보자 볼까 싶은 싶은데 싶습니다 싶어요 싶고 싶네 돼 돼요 되지 되나 되니 됩니까 됐어 됐나 나오는 나와 나오게 나온
뭐예요 뭔가요 뭔지 뭐지 뭐죠 뭐니 뭘까 뭘까요 뭘 뭔가 무엇인가요 무엇입니까 무엇인지 무엇을 무슨 뭐래 뭐가요 어때요 어떤가요 어떤지 어떻게돼 있나요 있어요 있습니까 있을까 있을까요 있는지 있지 있음 있었 없나요 없어요 없는지 없이
얼마예요 얼마인가요 얼마인지 얼마죠 얼만지 얼마였 누구예요 누구야 누군지 어디예요 어디야 어딘지 어딘가요 언제예요 언제야 언젠지 몇이야 인지 줄래 줄래요 달라 말해줘 말해 가르쳐줘 불러줘 띄워줘 나열 나열해줘 적어줘 써줘 골라 골라줘 골라서 골라내
추려 추려줘 추려서 걸러 걸러줘 정렬 정렬해줘 챙겨줘 뽑고 뽑아서 비교하면 비교해 비교 나눠 나눠서 묶어 묶어서 빼고 빼줘 넣어줘 붙여줘 하나 둘 셋 모두 다들 전체적으로 전반적으로 총정리 그때 그동안 여태 여태까지 지금까지 이런 저런 그런 이렇게
보유한 보유하고 위주 관하여 확인 확인해줘 집계 집계해줘 나타내줘 제시해줘 묶어줘 요약 요약해줘 설명해줘 산출 산출해줘 구하고 보고 싶다 기간별 월간 연간 주간 일간
"""

# Measures and generic nouns: they may name a column, but rarely choose a table.
WEAK = """
회사 그룹 월별 일별 월말 연도별 분기별 매월 추이 monthly daily quarterly 기간 차지 합계 총 총액 평균 건수 개수 인원 인원수 수량 금액 비율 비중 변화 증감
증가 감소 분포 순위 랭킹 비교 최대 최소 최고 최저 중앙값 누적 성과 실적 대 세대 상태 종류 유형 구분 이름 명칭 번호 코드 일자 날짜 비교 리포트 보고서 규모 수준 흐름 total
sum average avg mean number count amount rate ratio share percentage trend ranking rank max min name
id code type status date
"""

# The same for English.
STOP_EN = """
compare third second fourth six seven eight nine often best worst latest longest shortest come came through beat rise rose fall fell million billion largest earn earned go went change changed across ago start end since until held holding hold half
a an the of in on at for to from by with and or not is are was were be been do does did has have had
what which who whom whose when where how many much show list give me find get tell display return
compute calculate all any each every per than more less most least top bottom highest lowest largest
smallest biggest greater between over under above below during last this that these those their its
our my we i you it there please current currently recent month months year years day days quarter
quarters week weeks yearly data information as if into out up down can could should would will about
also both only one two three four five ten first same different customers' s
whether while among within without via versus vs per so far yet still just only even ever never very quite rather really around along near next previous prior ago later soon now then here there
has having get got gets getting make made makes let see view want need like know look looking see whats let's sitting broken split grouped group sorted order ordered rank ranked per-cent percent pct
us them him her his hers mine yours someone anyone everyone each other another such many few several lot lots
"""
