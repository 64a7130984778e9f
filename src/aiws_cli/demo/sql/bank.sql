-- The bank: customers and branches, deposits, loans, wealth management, digital channels.
-- Amounts are won (BIGINT), rates are percent (1.25 means 1.25 %), history runs from 2024-10-01 to 2026-09-30.

CREATE SCHEMA bank;

-- ── channels and branches ───────────────────────────────────────────────────────────────────────────────
CREATE TABLE bank.channels AS
SELECT * FROM (VALUES
  ('01', '영업점', '대면', 'Y'), ('02', '인터넷뱅킹', '비대면', 'N'), ('03', '모바일앱', '비대면', 'N'),
  ('04', 'ATM', '비대면', 'N'), ('05', '콜센터', '비대면', 'N'), ('06', 'PB센터', '대면', 'Y'))
  AS t(channel_code, channel_name, channel_group, face_to_face_yn);

CREATE TEMP TABLE branch_plan AS
SELECT * FROM (VALUES
  ('서울', ['강남', '여의도', '압구정PB센터', '명동', '종로', '광화문', '역삼', '선릉', '삼성', '서초', '잠실', '송파', '목동', '마포', '홍대', '신촌', '용산', '이태원',
            '성수', '왕십리', '건대', '노원', '상계', '수유', '미아', '불광', '구로', '가산', '신림', '사당', '노량진', '천호', '한남PB센터', '반포PB센터', '대치PB센터']),
  ('경기', ['분당', '판교', '수원', '광교', '동탄', '용인', '수지', '기흥', '일산', '정발산', '부천', '안양', '평촌', '과천', '안산', '시흥', '화성', '평택', '의정부',
            '구리', '하남', '남양주', '김포', '파주', '이천', '분당PB센터']),
  ('인천', ['송도', '구월', '부평', '계양', '청라', '주안', '연수', '검단']),
  ('부산', ['서면', '해운대', '센텀', '남포', '동래', '연산', '사상', '하단', '해운대PB센터']),
  ('대구', ['범어', '동성로', '수성', '성서', '칠곡', '수성PB센터']),
  ('광주', ['상무', '충장로', '첨단', '수완']), ('대전', ['둔산', '유성', '은행동', '노은']), ('울산', ['삼산', '무거', '북울산']), ('세종', ['세종']),
  ('강원', ['춘천', '원주', '강릉']), ('충북', ['청주', '오창', '충주']), ('충남', ['천안', '아산', '당진', '서산']), ('전북', ['전주', '익산', '군산']),
  ('전남', ['순천', '목포']), ('경북', ['포항', '구미', '경주']), ('경남', ['창원', '김해', '진주', '양산']), ('제주', ['제주', '서귀포']))
  AS t(region, places);

CREATE TEMP TABLE branch_seat AS                                   -- seat 0 of a region is its largest branch
WITH flat AS (
  SELECT region, unnest(places) AS place, unnest(range(len(places))) AS seat, len(places) AS seats FROM branch_plan)
SELECT region, place, seat, seats, contains(place, 'PB센터') AS is_pb,
       row_number() OVER (ORDER BY seat, region, place) AS no
FROM flat ORDER BY no;

CREATE TABLE bank.branches AS
SELECT printf('BR%03d', no) AS branch_id,
       CASE WHEN is_pb THEN place ELSE place || '지점' END AS branch_name,
       CASE WHEN is_pb THEN '02' WHEN no % 17 = 5 THEN '03' ELSE '01' END AS branch_type,
       region,
       CASE WHEN region = '서울' AND seat % 2 = 0 THEN '서울강남본부' WHEN region = '서울' THEN '서울강북본부' WHEN region IN ('경기', '인천', '강원') THEN '경인본부'
            WHEN region IN ('대전', '세종', '충북', '충남') THEN '충청본부' WHEN region IN ('광주', '전북', '전남', '제주') THEN '호남제주본부' ELSE '영남본부' END AS regional_hq,
       DATE '1985-03-04' + CAST(roll(no, 201, 12800) AS INTEGER) AS open_date,
       CASE WHEN no IN (87, 101, 114) THEN DATE '2026-03-31' - CAST(roll(no, 202, 300) AS INTEGER) END AS close_date,
       CASE WHEN no IN (87, 101, 114) THEN 'N' ELSE 'Y' END AS active_yn
FROM branch_seat ORDER BY no;

-- ── customers ───────────────────────────────────────────────────────────────────────────────────────────
CREATE TEMP TABLE bank_person AS
SELECT k, p, region, birth_year, wealth, join_date, printf('BR%03d', b.no) AS branch_id,
       CASE WHEN wealth > 9.0 THEN 'PB' WHEN wealth > 4.0 THEN 'VIP' WHEN wealth > 2.0 THEN 'GOLD' ELSE 'BASIC' END AS segment
FROM (
  SELECT k, p, person_region(p) AS region, adult_birth_year(p) AS birth_year, person_wealth(p) AS wealth,
         days_ago(floor(u(p, 211) * sqrt(u(p, 212)) * least(7900, greatest(365 * (2026 - adult_birth_year(p) - 17), 400)))) AS join_date
  FROM (SELECT range AS k, person_of(range, {{n:50000}}) AS p FROM range({{n:50000}}))) c
JOIN (SELECT region, count(*) AS seats FROM branch_seat WHERE NOT is_pb GROUP BY region) s USING (region)
JOIN (SELECT region, no, row_number() OVER (PARTITION BY region ORDER BY seat) - 1 AS place_no FROM branch_seat WHERE NOT is_pb) b
  ON b.region = c.region AND b.place_no = CAST(floor(s.seats * u(p, 213) * u(p, 213)) AS BIGINT)
ORDER BY k;

CREATE TABLE bank.customers AS
SELECT printf('B%07d', k + 1) AS customer_id, group_no(p) AS group_customer_no, person_name(p) AS customer_name,
       masked_rrn(birth_year, p) AS resident_no_masked, fake_phone(p) AS phone_no, fake_email(p) AS email,
       person_gender(p) AS gender, CAST(birth_year AS INTEGER) AS birth_year, age_band(birth_year) AS age_band, person_occupation(p) AS occupation,
       c.region, segment, branch_id,
       CASE WHEN segment = 'PB' THEN printf('BR%03d', x.pb_list[1 + roll(p, 215, len(x.pb_list))]) END AS pb_branch_id,
       join_date, CASE WHEN u(p, 216) < 0.61 THEN 'Y' ELSE 'N' END AS marketing_consent_yn,
       CASE WHEN u(p, 217) < 0.74 - 0.006 * greatest(2026 - birth_year - 50, 0) THEN days_ago(floor(skewed(u(p, 218)) * 365)) END AS last_login_date
FROM bank_person c, (SELECT list(no ORDER BY no) AS pb_list FROM branch_seat WHERE is_pb) x
ORDER BY k;

-- ── deposits ────────────────────────────────────────────────────────────────────────────────────────────
CREATE TABLE bank.deposit_products AS
SELECT product_id, product_name, deposit_type, CAST(term_months AS INTEGER) AS term_months, CAST(base_rate AS DECIMAL(5, 2)) AS base_rate,
       CAST(base_rate + bonus AS DECIMAL(5, 2)) AS max_rate, low_cost_yn, CAST(launch_date AS DATE) AS launch_date, sale_status
FROM (VALUES
  ('DP001', '주거래 입출금통장', '01', NULL, 0.10, 0.40, 'Y', '2012-04-02', 'ON'), ('DP002', '급여이체 통장', '01', NULL, 0.10, 0.90, 'Y', '2015-03-02', 'ON'),
  ('DP003', '사업자 통장', '01', NULL, 0.10, 0.20, 'Y', '2013-07-01', 'ON'), ('DP004', '청년 첫통장', '01', NULL, 0.20, 1.80, 'Y', '2021-01-04', 'ON'),
  ('DP005', '모바일 파킹통장', '04', NULL, 1.80, 0.40, 'Y', '2022-09-01', 'ON'), ('DP006', '머니마켓 예금', '04', NULL, 1.20, 0.60, 'Y', '2016-05-02', 'ON'),
  ('DP007', '정기예금 6개월', '02', 6, 2.35, 0.30, 'N', '2014-01-02', 'ON'), ('DP008', '정기예금 12개월', '02', 12, 2.55, 0.40, 'N', '2014-01-02', 'ON'),
  ('DP009', '정기예금 24개월', '02', 24, 2.50, 0.35, 'N', '2014-01-02', 'ON'), ('DP010', '비대면 전용 정기예금', '02', 12, 2.70, 0.35, 'N', '2020-06-01', 'ON'),
  ('DP011', '시니어 우대예금', '02', 12, 2.60, 0.50, 'N', '2018-10-01', 'ON'), ('DP012', '금리연동 정기예금', '02', 36, 2.30, 0.20, 'N', '2011-02-01', 'STOP'),
  ('DP013', '특판 정기예금 2024', '02', 12, 3.60, 0.30, 'N', '2024-02-01', 'END'), ('DP014', '자유적립 적금', '03', 12, 2.60, 1.00, 'N', '2014-01-02', 'ON'),
  ('DP015', '매일모아 적금', '03', 6, 2.80, 1.70, 'N', '2023-03-02', 'ON'), ('DP016', '아이사랑 적금', '03', 24, 2.90, 1.40, 'N', '2019-05-01', 'ON'),
  ('DP017', '청년도약 적금', '03', 36, 4.00, 1.50, 'N', '2023-06-15', 'ON'), ('DP018', '목돈마련 적금', '03', 36, 2.70, 0.60, 'N', '2012-09-03', 'STOP'),
  ('DP019', '여행적금', '03', 12, 2.50, 1.20, 'N', '2017-07-03', 'END'), ('DP020', '주택청약 종합저축', '05', NULL, 2.30, 0.80, 'N', '2009-05-06', 'ON'))
  AS t(product_id, product_name, deposit_type, term_months, base_rate, bonus, low_cost_yn, launch_date, sale_status);

-- Every customer has one everyday account (number below {{n:50000}}); the rest are savings of chosen customers.
CREATE TEMP TABLE account_seed AS
SELECT i, k, CASE WHEN i < {{n:50000}} THEN
         CASE WHEN 2026 - birth_year < 30 AND u(i, 221) < 0.5 THEN 4 WHEN u(i, 221) < 0.42 THEN 1 WHEN u(i, 221) < 0.80 THEN 2 WHEN u(i, 221) < 0.88 THEN 3 ELSE 5 END
       ELSE CAST(pick([5, 5, 6, 7, 8, 8, 8, 8, 9, 10, 10, 10, 11, 12, 13, 14, 14, 15, 15, 16, 17, 18, 19, 20, 20, 20], u(i, 222)) AS INTEGER) END AS product_no,
       CASE WHEN i < {{n:50000}} THEN join_date
            ELSE join_date + CAST(floor(u(i, 223) * date_diff('day', join_date, as_of())) AS INTEGER) END AS open_date,
       branch_id, wealth
FROM (SELECT range AS i, CASE WHEN range < {{n:50000}} THEN range ELSE roll(range, 224, {{n:50000}}) END AS k FROM range({{n:88000}}))
JOIN bank_person USING (k) ORDER BY i;

CREATE TEMP TABLE account_life AS
WITH dated AS (
  SELECT a.*, p.product_id, p.deposit_type, p.max_rate, p.base_rate, p.term_months,
         CASE WHEN term_months IS NOT NULL THEN open_date + to_months(p.term_months) END::DATE AS first_maturity
  FROM account_seed a JOIN bank.deposit_products p ON p.product_id = printf('DP%03d', a.product_no)),
ended AS (
  SELECT *,
         CASE WHEN first_maturity <= as_of() AND u(i, 225) < 0.58 THEN first_maturity            -- paid out at maturity; the rest renew
              WHEN u(i, 226) < CASE WHEN term_months IS NULL THEN 0.05 ELSE 0.07 END             -- closed early
                THEN open_date + CAST(floor((0.1 + 0.9 * u(i, 227)) * date_diff('day', open_date, as_of())) AS INTEGER) END AS close_date,
         CASE WHEN first_maturity <= as_of() THEN CAST(first_maturity + to_months(CAST(term_months * (1 + date_diff('month', first_maturity, as_of()) // term_months) AS INTEGER)) AS DATE)
              ELSE first_maturity END AS current_maturity
  FROM dated)
SELECT *, won(wealth * (0.35 + 1.3 * u(i, 228)) * 2.9 *
              CASE deposit_type WHEN '01' THEN 3200000.0 WHEN '02' THEN 16000000.0 WHEN '03' THEN 3800000.0 WHEN '04' THEN 9500000.0 ELSE 4200000.0 END, 1000) AS full_balance
FROM ended ORDER BY i;

CREATE TABLE bank.deposit_accounts AS
SELECT printf('DA%08d', i + 1) AS account_id, printf('B%07d', k + 1) AS customer_id, product_id, branch_id, open_date,
       coalesce(least(close_date, first_maturity), current_maturity) AS maturity_date, close_date,
       CASE WHEN close_date IS NOT NULL THEN '02' WHEN deposit_type = '01' AND u(i, 229) < 0.035 THEN '03' ELSE '01' END AS account_status,
       CASE WHEN close_date IS NOT NULL THEN 0 ELSE full_balance END AS balance_amount,
       CAST(round(base_rate + (max_rate - base_rate) * u(i, 230), 2) AS DECIMAL(5, 2)) AS contract_rate,
       CASE WHEN date_diff('year', open_date, as_of()) > 9 THEN pick(['01', '01', '01', '06'], u(i, 231)) ELSE pick(['01', '01', '02', '03', '03', '03', '03', '06'], u(i, 231)) END AS open_channel_code,
       CASE WHEN u(i, 233) < 0.37 THEN 'Y' ELSE 'N' END AS auto_transfer_yn
FROM account_life ORDER BY i;

UPDATE bank.deposit_accounts SET maturity_date = NULL WHERE product_id IN (SELECT product_id FROM bank.deposit_products WHERE term_months IS NULL);

CREATE TABLE bank.deposit_transactions AS
WITH drawn AS (
  SELECT t.range AS i, roll(t.range, 241, {{n:50000}}) AS account_no, s.d, u(t.range, 242) AS kind, u(t.range, 243) AS size
  FROM range({{n:330000}}) t JOIN spend_days s ON s.slot = roll(t.range, 244, 65536)),
typed AS (
  SELECT i, d, account_no, size,
         CASE WHEN kind < 0.10 THEN 'SALARY' WHEN kind < 0.27 THEN 'TRANSFER_IN' WHEN kind < 0.30 THEN 'CASH_IN' WHEN kind < 0.32 THEN 'INTEREST'
              WHEN kind < 0.60 THEN 'TRANSFER_OUT' WHEN kind < 0.74 THEN 'CARD_BILL' WHEN kind < 0.86 THEN 'UTILITY' WHEN kind < 0.96 THEN 'CASH_OUT' ELSE 'FEE' END AS detail
  FROM drawn)
SELECT CAST(i + 1 AS BIGINT) AS transaction_id, printf('DA%08d', account_no + 1) AS account_id, d AS transaction_date,
       CAST(d AS TIMESTAMP) + to_seconds(CAST(7 * 3600 + floor((u(i, 245) + u(i, 246)) * 0.5 * 16 * 3600) AS BIGINT)) AS transaction_at,
       CASE WHEN detail IN ('SALARY', 'TRANSFER_IN', 'CASH_IN') THEN '01' WHEN detail = 'INTEREST' THEN '03' WHEN detail = 'FEE' THEN '04' ELSE '02' END AS transaction_type,
       detail AS transaction_detail,
       CASE detail WHEN 'SALARY' THEN won(2100000 + 1900000 * skewed(size) + 900000 * wealth, 10) WHEN 'INTEREST' THEN won(300 + 9000 * wealth * size, 1)
                   WHEN 'FEE' THEN 500 * (1 + roll(i, 247, 3)) WHEN 'CARD_BILL' THEN won((150000 + 900000 * size) * (0.6 + 0.3 * wealth), 10)
                   WHEN 'UTILITY' THEN won(18000 + 210000 * size, 10) WHEN 'CASH_OUT' THEN won(30000 + 470000 * skewed(size), 10000) WHEN 'CASH_IN' THEN won(50000 + 950000 * skewed(size), 10000)
                   ELSE won((20000 + 900000 * skewed(size)) * heavy(u(i, 248)), 1000) END AS amount,
       CASE WHEN detail IN ('SALARY', 'INTEREST', 'CARD_BILL', 'UTILITY') THEN NULL
            WHEN detail IN ('CASH_IN', 'CASH_OUT') THEN pick(['04', '04', '04', '01'], u(i, 249))
            ELSE pick(['03', '03', '03', '03', '03', '02', '02', '01', '05'], u(i, 249)) END AS channel_code
FROM typed t JOIN (SELECT i AS account_no, open_date, close_date, wealth FROM account_life WHERE i < {{n:50000}}) a USING (account_no)
WHERE d >= open_date AND (close_date IS NULL OR d < close_date)
ORDER BY i;

CREATE TABLE bank.deposit_trend_monthly AS
WITH held AS (
  SELECT m.m, m.month_start, a.deposit_type, a.open_date, m.month_end,
         a.full_balance * (1170 - 170 * m.m // 23 + CASE WHEN m.m = 23 THEN 0 ELSE roll(a.i, 2500 + m.m, 60) - 30 END) // 1000 AS balance
  FROM account_life a JOIN months m ON a.open_date <= m.month_end AND (a.close_date IS NULL OR a.close_date > m.month_end))
SELECT month_start AS base_month, deposit_type, count(*) AS account_count,
       count(*) FILTER (open_date >= month_start) AS new_account_count, CAST(sum(balance) AS BIGINT) AS month_end_balance
FROM held GROUP BY month_start, deposit_type ORDER BY month_start, deposit_type;

-- ── loans ───────────────────────────────────────────────────────────────────────────────────────────────
CREATE TABLE bank.loan_products AS
SELECT loan_product_id, loan_product_name, loan_type, rate_type, CAST(spread_rate AS DECIMAL(5, 2)) AS spread_rate,
       CAST(max_term_months AS INTEGER) AS max_term_months, sale_status
FROM (VALUES
  ('LP001', '내집마련 담보대출', '01', 'V', 1.45, 420, 'ON'), ('LP002', '장기고정 담보대출', '01', 'F', 1.75, 480, 'ON'), ('LP003', '생활안정 담보대출', '01', 'V', 1.95, 360, 'STOP'),
  ('LP004', '직장인 신용대출', '02', 'V', 2.60, 60, 'ON'), ('LP005', '전문직 신용대출', '02', 'V', 2.05, 60, 'ON'), ('LP006', '비상금 대출', '02', 'V', 3.90, 12, 'ON'),
  ('LP007', '마이너스 통장', '02', 'V', 3.10, 12, 'ON'), ('LP008', '버팀 전세대출', '03', 'V', 1.25, 24, 'ON'), ('LP009', '청년 전세대출', '03', 'F', 0.95, 24, 'ON'),
  ('LP010', '소호 운전자금대출', '04', 'V', 2.25, 36, 'ON'), ('LP011', '소호 시설자금대출', '04', 'F', 2.05, 120, 'ON'), ('LP012', '사업자 햇살대출', '04', 'F', 3.30, 60, 'END'))
  AS t(loan_product_id, loan_product_name, loan_type, rate_type, spread_rate, max_term_months, sale_status);

CREATE TEMP TABLE loan_seed AS
WITH drawn AS (
  SELECT range AS i, roll(range, 301, {{n:50000}}) AS k, CAST(pick([1, 1, 1, 1, 2, 2, 3, 4, 4, 4, 4, 5, 6, 6, 7, 7, 7, 8, 8, 8, 9, 9, 10, 10, 11, 12], u(range, 302)) AS INTEGER) AS product_no
  FROM range({{n:30000}})),
sized AS (
  SELECT i, k, branch_id, wealth, p.*,
         days_ago(floor(u(i, 303) * CASE loan_type WHEN '01' THEN 3000 WHEN '02' THEN 1500 WHEN '03' THEN 1250 ELSE 2000 END)) AS drawn_date,
         CASE loan_type WHEN '01' THEN 120 + 60 * roll(i, 305, 6) WHEN '02' THEN 12 * (1 + roll(i, 305, 5)) WHEN '03' THEN 24 ELSE 12 * (1 + roll(i, 305, 7)) END AS wanted_months,
         won(CASE loan_type WHEN '01' THEN 90000000 + 230000000 * u(i, 306) WHEN '02' THEN 5000000 + 45000000 * skewed(u(i, 306)) WHEN '03' THEN 60000000 + 160000000 * u(i, 306)
                            ELSE 20000000 + 230000000 * skewed(u(i, 306)) END * (0.50 + 0.32 * least(wealth, 6.0)), 1000000) AS loan_amount
  FROM drawn JOIN bank_person USING (k) JOIN bank.loan_products p ON p.loan_product_id = printf('LP%03d', product_no)),
dated AS (
  SELECT *, CASE WHEN isodow(drawn_date) > 5 THEN drawn_date - 2 ELSE drawn_date END AS contract_date FROM sized)
SELECT *, CAST(contract_date + to_months(CAST(least(wanted_months, max_term_months) AS INTEGER)) AS DATE) AS maturity_date
FROM dated ORDER BY i;

-- Balance left on a day: housing and business-facility loans amortise in a line, the others are bullets.
CREATE TEMP MACRO loan_left(amount, kind, start_day, end_day, on_day) AS
  CASE WHEN on_day >= end_day THEN 0
       WHEN kind IN ('01', '04') THEN amount * date_diff('day', on_day, end_day) // date_diff('day', start_day, end_day)
       ELSE amount END;

CREATE TEMP TABLE loan_episode AS                                  -- at most one spell of arrears a loan, any time in its life
SELECT i, start_date, CASE WHEN start_date + days < as_of() THEN start_date + days END AS end_date, u(i, 311) < 0.35 AS may_write_off
FROM (
  SELECT i, CAST(5 + floor(skewed(u(i, 312)) * 420) AS INTEGER) AS days, contract_date + 40 + CAST(floor(u(i, 313) * open_days) AS INTEGER) AS start_date
  FROM (SELECT *, date_diff('day', contract_date + 40, least(as_of(), maturity_date)) AS open_days FROM loan_seed)
  WHERE open_days > 0
    AND u(i, 315) < least(open_days / 365.0 * CASE loan_type WHEN '01' THEN 0.018 WHEN '02' THEN 0.046 WHEN '03' THEN 0.016 ELSE 0.055 END, 0.35))
WHERE start_date + days >= first_day()
ORDER BY i;

CREATE TEMP TABLE loan_state AS
SELECT l.*, e.start_date AS overdue_from, e.end_date AS overdue_to,
       CASE WHEN e.i IS NOT NULL AND e.end_date IS NULL AND may_write_off AND date_diff('day', e.start_date, as_of()) > 180 THEN '03'
            WHEN e.i IS NOT NULL AND e.end_date IS NULL THEN '02' WHEN l.maturity_date <= as_of() THEN '04' ELSE '01' END AS loan_status
FROM loan_seed l LEFT JOIN loan_episode e USING (i) ORDER BY i;

CREATE TABLE bank.loans AS
SELECT printf('LN%07d', i + 1) AS loan_id, printf('B%07d', k + 1) AS customer_id, loan_product_id, loan_type, branch_id, contract_date, maturity_date,
       loan_amount, CASE WHEN loan_status IN ('03', '04') THEN 0 WHEN loan_status = '02' THEN greatest(loan_left(loan_amount, loan_type, contract_date, maturity_date, as_of()), loan_amount // 20)
                         ELSE loan_left(loan_amount, loan_type, contract_date, maturity_date, as_of()) END AS balance_amount,
       CAST(round(spread_rate + CASE WHEN contract_date < DATE '2022-01-01' THEN 1.30 WHEN contract_date < DATE '2025-01-01' THEN 3.05 ELSE 2.45 END + 0.6 * u(i, 321) - 0.12 * least(wealth, 4.0), 2) AS DECIMAL(5, 2)) AS interest_rate,
       rate_type,
       CASE loan_type WHEN '01' THEN pick(['01', '01', '01', '02'], u(i, 322)) WHEN '03' THEN '03' WHEN '04' THEN pick(['02', '04', '00'], u(i, 322)) ELSE '00' END AS collateral_type,
       CASE WHEN loan_type = '01' THEN CAST(round(38 + 9 * bell(i, 323) + 10 * u(i, 324), 1) AS DECIMAL(5, 1)) END AS ltv_ratio,
       CASE WHEN u(i, 325) > 0.04 THEN CAST(round(greatest(24 + 7.5 * bell(i, 326), 3.0), 1) AS DECIMAL(5, 1)) END AS dsr_ratio,
       loan_status
FROM loan_state ORDER BY i;

CREATE TABLE bank.loan_payments AS                                  -- due on the contract's day of month, last six months
SELECT printf('LN%07d', l.i + 1) AS loan_id, due_date,
       CASE WHEN overdue_from <= due_date AND (overdue_to IS NULL OR overdue_to > due_date) THEN overdue_to
            WHEN u(l.i, 3300 + m.m) < 0.02 AND due_date + 6 <= as_of() THEN due_date + CAST(1 + roll(l.i, 3330 + m.m, 5) AS INTEGER) ELSE due_date END AS paid_date,
       CASE WHEN loan_type IN ('01', '04') THEN loan_amount // greatest(date_diff('month', contract_date, maturity_date), 1) ELSE 0 END AS principal_amount,
       CAST(loan_left(loan_amount, loan_type, contract_date, maturity_date, due_date) * (CAST(spread_rate * 100 AS BIGINT) + 250) // 120000 AS BIGINT) AS interest_amount
FROM loan_state l JOIN months m ON m.m >= 18
CROSS JOIN LATERAL (SELECT m.month_start + CAST(least(day(l.contract_date), 28) - 1 AS INTEGER) AS due_date) x
WHERE due_date > contract_date AND due_date <= least(maturity_date, as_of())
ORDER BY l.i, due_date;

ALTER TABLE bank.loan_payments ADD COLUMN payment_status VARCHAR;
UPDATE bank.loan_payments SET payment_status = CASE WHEN paid_date IS NULL THEN '03' WHEN paid_date > due_date THEN '02' ELSE '01' END;

CREATE TABLE bank.loan_delinquencies AS
SELECT printf('DQ%07d', row_number() OVER (ORDER BY overdue_from, i)) AS delinquency_id, printf('LN%07d', i + 1) AS loan_id, overdue_from AS start_date, overdue_to AS end_date,
       CAST(date_diff('day', overdue_from, coalesce(overdue_to, as_of())) AS INTEGER) AS overdue_days,
       greatest(loan_left(loan_amount, loan_type, contract_date, maturity_date, overdue_from), loan_amount // 20) AS overdue_balance,
       CASE WHEN date_diff('day', overdue_from, coalesce(overdue_to, as_of())) < 30 THEN '01' WHEN date_diff('day', overdue_from, coalesce(overdue_to, as_of())) < 90 THEN '02' ELSE '03' END AS overdue_bucket,
       CASE WHEN loan_status = '03' THEN '03' WHEN overdue_to IS NULL THEN '01' ELSE '02' END AS delinquency_status
FROM loan_state WHERE overdue_from IS NOT NULL ORDER BY overdue_from, i;

CREATE TABLE bank.loan_trend_monthly AS
WITH held AS (
  SELECT m.month_start, l.loan_type,
         CASE WHEN l.loan_status = '02' AND m.m = 23 THEN greatest(loan_left(loan_amount, loan_type, contract_date, maturity_date, m.month_end), loan_amount // 20)
              WHEN l.loan_status = '03' AND m.month_end >= l.overdue_from + 180 THEN 0
              ELSE loan_left(loan_amount, loan_type, contract_date, maturity_date, m.month_end) END AS balance,
         CASE WHEN l.contract_date >= m.month_start THEN l.loan_amount ELSE 0 END AS new_amount,
         CASE WHEN overdue_from <= m.month_end - 30 AND (overdue_to IS NULL OR overdue_to > m.month_end) THEN true ELSE false END AS is_overdue
  FROM loan_state l JOIN months m ON l.contract_date <= m.month_end AND (l.maturity_date > m.month_start OR l.loan_status = '02'))
SELECT month_start AS base_month, loan_type, count(*) FILTER (balance > 0) AS loan_count, CAST(sum(balance) AS BIGINT) AS month_end_balance,
       CAST(sum(new_amount) AS BIGINT) AS new_loan_amount, CAST(coalesce(sum(balance) FILTER (is_overdue), 0) AS BIGINT) AS overdue_balance
FROM held GROUP BY month_start, loan_type ORDER BY month_start, loan_type;

CREATE TABLE bank.branch_performance_monthly AS
WITH seats AS (SELECT b.branch_id, b.no_in_list, b.close_date, b.open_date, coalesce(c.customers, 0) AS customers
  FROM (SELECT *, row_number() OVER (ORDER BY branch_id) AS no_in_list FROM bank.branches) b
  LEFT JOIN (SELECT branch_id, count(*) AS customers FROM bank_person GROUP BY branch_id) c USING (branch_id)),
loaned AS (SELECT branch_id, CAST(sum(loan_amount) AS BIGINT) AS lent FROM loan_state GROUP BY branch_id),
joined AS (
  SELECT branch_id, CAST(date_trunc('month', join_date) AS DATE) AS month_start, count(*) AS new_customer_count
  FROM bank_person WHERE join_date >= first_day() GROUP BY ALL)
SELECT m.month_start AS base_month, s.branch_id, CAST(coalesce(j.new_customer_count, 0) AS INTEGER) AS new_customer_count,
       coalesce(l.lent, 0) * (640 + 6 * m.m + roll(no_in_list, 3400 + m.m, 30)) // 1000 AS average_earning_assets,
       coalesce(l.lent, 0) * (640 + 6 * m.m) // 1000 * (395 - 2 * m.m + roll(no_in_list, 3430 + m.m, 22)) // 120000 AS interest_income,
       coalesce(l.lent, 0) * (640 + 6 * m.m) // 1000 * (222 - 2 * m.m + roll(no_in_list, 3460 + m.m, 16)) // 120000 AS interest_expense,
       (s.customers + 40) * (2600 + roll(no_in_list, 3490 + m.m, 1500) + CASE WHEN month(m.month_start) IN (3, 12) THEN 500 ELSE 0 END) AS fee_income
FROM seats s JOIN months m ON s.close_date IS NULL OR m.month_start <= s.close_date
LEFT JOIN loaned l USING (branch_id) LEFT JOIN joined j ON j.branch_id = s.branch_id AND j.month_start = m.month_start
ORDER BY m.month_start, s.branch_id;

-- ── wealth management: indices, fund wraps, trusts, product shelf ───────────────────────────────────────
CREATE TEMP TABLE index_plan AS
SELECT * FROM (VALUES
  (1, 'IX01', '코스피', '국내주식', 'KRW', 2600.00, 400, 1.00, 0.15, 0.35), (2, 'IX02', '코스피200', '국내주식', 'KRW', 345.00, 440, 1.05, 0.15, 0.25),
  (3, 'IX03', '코스닥', '국내주식', 'KRW', 765.00, 300, 1.20, 0.10, 0.75), (4, 'IX04', 'S&P500', '해외주식', 'USD', 5760.00, 330, 0.15, 0.95, 0.25),
  (5, 'IX05', '나스닥100', '해외주식', 'USD', 20050.00, 450, 0.15, 1.25, 0.40), (6, 'IX06', 'MSCI 세계지수', '해외주식', 'USD', 3720.00, 300, 0.25, 0.90, 0.20),
  (7, 'IX07', 'MSCI 신흥국지수', '해외주식', 'USD', 1170.00, 240, 0.55, 0.55, 0.45), (8, 'IX08', 'KIS 종합채권지수', '국내채권', 'KRW', 300.00, 130, -0.03, -0.02, 0.10),
  (9, 'IX09', '글로벌 종합채권지수', '해외채권', 'USD', 495.00, 150, -0.02, 0.06, 0.16), (10, 'IX10', '혼합 60/40 지수', '혼합', 'KRW', 1000.00, 230, 0.35, 0.40, 0.12))
  AS t(no, index_id, index_name, asset_class, currency, base_price, drift, home_beta, world_beta, own);

CREATE TABLE bank.benchmark_indices AS
SELECT index_id, index_name, asset_class, currency, CAST(first_day() AS DATE) AS base_date FROM index_plan ORDER BY no;

-- Daily moves in millionths. Prices are base * (1 + sum of moves), so a path is a sum of integers and the same everywhere.
CREATE TEMP TABLE market_move AS
SELECT bday, d,
       CAST(round(7200 * bell(bday, 401)) AS BIGINT) + CASE WHEN bday BETWEEN 118 AND 128 THEN -7500 WHEN bday BETWEEN 129 AND 150 THEN 2600 WHEN bday BETWEEN 405 AND 418 THEN -3800 ELSE 0 END AS home,
       CAST(round(6800 * bell(bday, 402)) AS BIGINT) + CASE WHEN bday BETWEEN 116 AND 126 THEN -8200 WHEN bday BETWEEN 127 AND 155 THEN 3000 WHEN bday BETWEEN 440 AND 448 THEN -3000 ELSE 0 END AS world
FROM calendar WHERE is_business_day ORDER BY bday;

CREATE TEMP TABLE index_move AS
SELECT p.no, p.index_id, v.bday, v.d, CASE WHEN v.bday = 0 THEN 0 ELSE
         CAST(drift AS BIGINT) + (v.home * CAST(home_beta * 100 AS BIGINT) + v.world * CAST(world_beta * 100 AS BIGINT)) // 100 + CAST(round(own * 6000 * bell(v.bday, 410 + p.no)) AS BIGINT) END AS move
FROM index_plan p, market_move v ORDER BY p.no, v.bday;

CREATE TABLE bank.index_prices_daily AS
WITH pathed AS (
  SELECT index_id, d, no, CAST(sum(move) OVER (PARTITION BY no ORDER BY bday) AS BIGINT) AS total FROM index_move),
priced AS (
  SELECT index_id, d, CAST((CAST(base_price * 100 AS BIGINT) * (1000000 + total)) // 1000000 AS DECIMAL(18, 0)) / 100 AS close_price FROM pathed JOIN index_plan USING (index_id, no))
SELECT index_id, d AS price_date, CAST(close_price AS DECIMAL(18, 2)) AS close_price,
       CAST(round(100.0 * (close_price - lag(close_price) OVER w) / lag(close_price) OVER w, 4) AS DECIMAL(9, 4)) AS daily_return_rate
FROM priced WINDOW w AS (PARTITION BY index_id ORDER BY d) ORDER BY index_id, d;

-- alpha: yearly excess return in percent; base_aum in 100 million won; lean: net flow a day in millionths of the assets.
CREATE TEMP TABLE wrap_plan AS
SELECT CAST(row_number() OVER (ORDER BY wrap_id) AS INTEGER) AS no, * FROM (VALUES
  ('FW001', '글로벌 성장주 랩', '02', 2, 'IX06', '2019-03-04', 'ON', NULL, 3.2, 1850, 620), ('FW002', '미국 테크 랩', '02', 1, 'IX05', '2020-06-01', 'ON', NULL, 4.5, 2640, 1150),
  ('FW003', '미국 배당 성장 랩', '02', 3, 'IX04', '2021-02-15', 'ON', NULL, 1.1, 980, 540), ('FW004', '국내 대형 가치주 랩', '01', 2, 'IX02', '2017-09-01', 'ON', NULL, 2.0, 760, -180),
  ('FW005', '국내 중소형 성장 랩', '01', 1, 'IX03', '2018-05-14', 'ON', NULL, -2.6, 310, -450), ('FW006', '코스피 배당주 랩', '01', 2, 'IX01', '2019-11-11', 'ON', NULL, 1.6, 540, 320),
  ('FW007', '신흥국 기회 랩', '02', 1, 'IX07', '2022-04-04', 'ON', NULL, -1.4, 260, -120), ('FW008', '글로벌 채권 인컴 랩', '03', 5, 'IX09', '2020-10-05', 'ON', NULL, 0.6, 1320, 260),
  ('FW009', '국내 우량채 랩', '03', 5, 'IX08', '2016-03-02', 'ON', NULL, 0.4, 1540, 180), ('FW010', '글로벌 자산배분 60/40 랩', '04', 4, 'IX10', '2018-01-08', 'ON', NULL, 0.9, 2210, 410),
  ('FW011', '안정 자산배분 랩', '04', 5, 'IX10', '2019-06-03', 'ON', NULL, -0.7, 890, -90), ('FW012', 'AI 반도체 랩', '02', 1, 'IX05', '2024-01-15', 'ON', NULL, 7.8, 1170, 1900),
  ('FW013', '글로벌 헬스케어 랩', '02', 2, 'IX06', '2021-08-17', 'ON', NULL, -3.1, 420, -520), ('FW014', '글로벌 친환경 랩', '02', 2, 'IX06', '2021-05-03', 'ON', NULL, -2.2, 370, -380),
  ('FW015', '은퇴설계 TDF 2035 랩', '04', 4, 'IX10', '2022-09-19', 'ON', NULL, 0.5, 680, 480), ('FW016', '은퇴설계 TDF 2045 랩', '04', 3, 'IX10', '2022-09-19', 'ON', NULL, 0.8, 590, 560),
  ('FW017', '월지급 인컴 랩', '04', 4, 'IX09', '2023-03-06', 'ON', NULL, 1.2, 1010, 730), ('FW018', '코스닥 벤처 랩', '01', 1, 'IX03', '2023-07-10', 'ON', NULL, 3.7, 210, 240),
  ('FW019', '미국 대형주 지수 랩', '02', 2, 'IX04', '2025-03-17', 'ON', NULL, -0.2, 340, 1800), ('FW020', '글로벌 인프라 랩', '05', 3, 'IX06', '2025-06-09', 'ON', NULL, 1.9, 180, 1500),
  ('FW021', '단기채 파킹 랩', '03', 6, 'IX08', '2025-11-03', 'ON', NULL, 0.7, 620, 2100), ('FW022', '밸류업 국내주식 랩', '01', 2, 'IX02', '2026-02-02', 'ON', NULL, 5.1, 240, 2600),
  ('FW023', '중국 소비 랩', '02', 1, 'IX07', '2018-10-15', 'STOP', '2026-01-30', -5.2, 190, -900), ('FW024', '국내 그룹주 랩', '01', 2, 'IX02', '2016-07-04', 'STOP', '2025-09-26', -1.1, 280, -420),
  ('FW025', '하이일드 채권 랩', '03', 3, 'IX09', '2019-02-18', 'STOP', '2026-04-17', 1.5, 430, -310), ('FW026', '글로벌 리츠 랩', '05', 2, 'IX06', '2019-08-05', 'STOP', '2025-12-19', -3.9, 260, -640),
  ('FW027', '유럽 우량주 랩', '02', 2, 'IX06', '2020-01-13', 'STOP', '2026-06-26', -0.9, 150, -200), ('FW028', '원자재 전략 랩', '05', 1, 'IX07', '2022-02-07', 'STOP', '2026-03-20', 2.3, 120, -380),
  ('FW029', '일본 주식 랩', '02', 2, 'IX06', '2021-11-22', 'STOP', '2026-08-14', 1.4, 330, 60), ('FW030', '메타버스 테마 랩', '02', 1, 'IX05', '2021-12-06', 'END', '2025-03-31', -8.4, 90, -1500),
  ('FW031', '브라질 국채 랩', '03', 2, 'IX09', '2015-04-06', 'END', '2025-05-30', -4.1, 110, -1200), ('FW032', '목표전환 1호 랩', '04', 3, 'IX10', '2024-03-04', 'END', '2025-08-29', 0.4, 150, -900),
  ('FW033', '베트남 성장 랩', '02', 1, 'IX07', '2018-03-12', 'END', '2025-10-31', -2.8, 140, -1100), ('FW034', '공모주 알파 랩', '01', 3, 'IX01', '2020-09-07', 'END', '2026-02-27', 1.9, 170, -700))
  AS t(wrap_id, wrap_name, wrap_type, risk_grade, index_id, launch_date, sale_status, sale_end_date, alpha, base_aum, lean);

CREATE TABLE bank.fund_wraps AS
SELECT wrap_id, wrap_name, wrap_type, CAST(risk_grade AS INTEGER) AS risk_grade, index_id, CAST(launch_date AS DATE) AS launch_date, sale_status,
       CAST(sale_end_date AS DATE) AS sale_end_date, CAST((0.6 + 0.1 * (6 - risk_grade)) + 0.1 * roll(no, 421, 5) AS DECIMAL(5, 2)) AS fee_rate,
       CAST(10000000 * (1 + roll(no, 422, 5)) AS BIGINT) AS minimum_amount
FROM wrap_plan ORDER BY no;

CREATE TEMP TABLE wrap_day AS                                       -- one row a wrap and business day since its launch
WITH moved AS (
  SELECT p.no, p.wrap_id, i.bday, i.d, p.base_aum, p.lean, p.sale_status, CAST(p.sale_end_date AS DATE) AS sale_end_date,
         CASE WHEN i.bday = min(i.bday) OVER (PARTITION BY p.no) THEN 0
              ELSE i.move * (88 + roll(p.no, 423, 22)) // 100 + CAST(round(p.alpha * 40) AS BIGINT)
                   + CAST(round(CASE p.wrap_type WHEN '03' THEN 350 WHEN '04' THEN 1100 ELSE 2600 END * bell(p.no * 1000 + i.bday, 424)) AS BIGINT) END AS move
  FROM wrap_plan p JOIN index_move i ON i.index_id = p.index_id AND i.d >= CAST(p.launch_date AS DATE)),
priced AS (
  SELECT *, 100000 + 100000 * CAST(sum(move) OVER (PARTITION BY no ORDER BY bday) AS BIGINT) // 1000000
            + CASE WHEN min(bday) OVER (PARTITION BY no) = 0 THEN 3000 + 100 * roll(no, 425, 420) ELSE 0 END AS price_100
  FROM moved),
flowing AS (
  SELECT *, CASE WHEN sale_end_date IS NOT NULL AND d > sale_end_date THEN 0
                 ELSE won(base_aum * 100000000.0 * (0.0024 + greatest(lean, 0) * 0.000001) * (0.35 + 1.3 * u(no * 1000 + bday, 426)) * CASE WHEN month(d) IN (1, 4) THEN 1.25 WHEN month(d) = 8 THEN 0.85 ELSE 1.0 END, 10000) END AS inflow_amount,
            won(base_aum * 100000000.0 * CASE WHEN sale_end_date IS NOT NULL AND d > sale_end_date THEN 0.0011 ELSE 0.0023 + greatest(-lean, 0) * 0.0000006 END
                * (0.35 + 1.3 * u(no * 1000 + bday, 427)) * CASE WHEN day(d) >= 24 AND month(d) IN (6, 12) THEN 1.5 ELSE 1.0 END, 10000) AS outflow_amount
  FROM priced),
counted AS (
  SELECT *, CAST(base_aum AS BIGINT) * 10000000000 // min_by(price_100, bday) OVER (PARTITION BY no)
            + CAST(sum((inflow_amount - outflow_amount) * 100 // price_100) OVER (PARTITION BY no ORDER BY bday) AS BIGINT) AS units
  FROM flowing)
SELECT no, wrap_id, bday, d, price_100, inflow_amount, outflow_amount, greatest(units, 1000) * price_100 // 100 AS aum FROM counted ORDER BY no, bday;

CREATE TABLE bank.wrap_nav_daily AS
SELECT wrap_id, d AS nav_date, CAST(CAST(price_100 AS DECIMAL(18, 0)) / 100 AS DECIMAL(12, 2)) AS nav_price,
       CAST(round(100.0 * (price_100 - lag(price_100) OVER w) / lag(price_100) OVER w, 4) AS DECIMAL(9, 4)) AS daily_return_rate, CAST(aum AS BIGINT) AS aum_amount
FROM wrap_day WINDOW w AS (PARTITION BY no ORDER BY bday) ORDER BY no, bday;

CREATE TABLE bank.wrap_flows AS
SELECT wrap_id, d AS flow_date, inflow_amount, outflow_amount FROM wrap_day ORDER BY no, bday;

-- Name, sale status and benchmark are repeated here on purpose: the mart answers the everyday question without a join.
CREATE TABLE bank.wrap_performance_monthly AS
WITH monthly AS (
  SELECT w.no, w.wrap_id, w.bday, c.month_start, CAST(c.month_start - INTERVAL 1 DAY AS DATE) AS before, p.index_id, w.d, w.price_100, w.aum, w.inflow_amount, w.outflow_amount, x.close_price
  FROM wrap_day w JOIN calendar c ON c.d = w.d JOIN wrap_plan p ON p.no = w.no JOIN bank.index_prices_daily x ON x.index_id = p.index_id AND x.price_date = w.d),
closed AS (
  SELECT no, wrap_id, month_start, max_by(price_100, d) AS close_100, min_by(price_100, d) AS open_100, max_by(close_price, d) AS index_close, min_by(close_price, d) AS index_open,
         CAST(sum(inflow_amount) AS BIGINT) AS inflow_amount, CAST(sum(outflow_amount) AS BIGINT) AS outflow_amount, max_by(aum, d) AS aum
  FROM monthly GROUP BY no, wrap_id, month_start),
chained AS (
  SELECT *, coalesce(lag(close_100) OVER w, open_100) AS base_100, coalesce(lag(index_close) OVER w, index_open) AS index_base FROM closed WINDOW w AS (PARTITION BY no ORDER BY month_start)),
rated AS (
  SELECT *, CAST(round(100.0 * (close_100 - base_100) / base_100, 4) AS DECIMAL(9, 4)) AS return_rate,
         CAST(round(100.0 * CAST(index_close - index_base AS DOUBLE) / CAST(index_base AS DOUBLE), 4) AS DECIMAL(9, 4)) AS benchmark_return_rate
  FROM chained)
SELECT r.wrap_id, p.wrap_name, p.sale_status, month_start AS base_month, return_rate, x.index_name AS benchmark_name, benchmark_return_rate, CAST(return_rate - benchmark_return_rate AS DECIMAL(9, 4)) AS excess_return_rate,
       inflow_amount, outflow_amount, inflow_amount - outflow_amount AS net_inflow_amount, CAST(aum AS BIGINT) AS aum_amount
FROM rated r JOIN wrap_plan p ON p.no = r.no JOIN bank.benchmark_indices x ON x.index_id = p.index_id ORDER BY r.no, month_start;

CREATE TABLE bank.trusts AS
WITH drawn AS (
  SELECT range AS i, roll(range, 431, {{n:50000}}) AS k, pick(['01', '01', '01', '01', '02', '03', '03', '03', '04'], u(range, 432)) AS trust_type,
         days_ago(floor(u(range, 433) * sqrt(u(range, 434)) * 1700)) AS contract_date FROM range({{n:3200}}))
SELECT printf('TR%06d', i + 1) AS trust_id, printf('B%07d', k + 1) AS customer_id, branch_id, trust_type, contract_date,
       CASE WHEN trust_type IN ('01', '02') THEN CAST(contract_date + to_months(CAST(6 * (1 + roll(i, 435, 10)) AS INTEGER)) AS DATE) END AS maturity_date,
       won((8000000 + 26000000 * u(i, 436)) * wealth * heavy(u(i, 437)), 1000000) + 1000000 AS principal_amount,
       CAST((won((8000000 + 26000000 * u(i, 436)) * wealth * heavy(u(i, 437)), 1000000) + 1000000) * (1000 + CAST(round(28 * bell(i, 438)) AS BIGINT) + date_diff('day', contract_date, as_of()) // 14) // 1000 AS BIGINT) AS valuation_amount,
       CASE WHEN trust_type IN ('01', '02') AND contract_date + to_months(CAST(6 * (1 + roll(i, 435, 10)) AS INTEGER)) <= as_of() THEN '02' WHEN u(i, 439) < 0.03 THEN '03' ELSE '01' END AS trust_status
FROM drawn JOIN bank_person USING (k) ORDER BY i;

CREATE TABLE bank.wm_products AS
WITH plan AS (
  SELECT CAST(range AS INTEGER) AS i, ['펀드', '펀드', '펀드', '펀드', 'ELS', 'ELS', '채권', '채권', '방카', '방카', '방카', '신탁'][1 + range % 12] AS product_category FROM range(60)),
named AS (
  SELECT *, CASE product_category
         WHEN '펀드' THEN ['국내주식', '미국주식', '글로벌채권', '인도주식', '배당주', '단기채', '공모주', '글로벌자산배분', '금 실물', '국내채권'][1 + i % 10] || ' 펀드 ' || (1 + i // 12) || '호'
         WHEN 'ELS' THEN ['지수연계 조기상환', '지수연계 리자드', '원금보장형'][1 + (i + i // 12) % 3] || ' ELS ' || (301 + i) || '회'
         WHEN '채권' THEN ['국고채', '우량 회사채', '미국 국채', '은행 후순위채'][1 + (i + i // 12) % 4] || ' 편입형 ' || (1 + i // 12) || '호'
         WHEN '방카' THEN ['연금저축보험', '저축보험', '즉시연금', '변액연금'][1 + (i + i // 12) % 4] || ' ' || (1 + i // 12) || '종' || chr(CAST(65 + i % 3 AS INTEGER))
         ELSE ['특정금전신탁 단기형', '유언대용신탁', '증여신탁', '금전채권신탁', '상장지수 신탁'][1 + i // 12] END AS product_name
  FROM plan)
SELECT printf('WP%03d', i + 1) AS wm_product_id, product_name, product_category,
       CAST(CASE product_category WHEN '펀드' THEN 1 + roll(i, 441, 5) WHEN 'ELS' THEN 2 + roll(i, 441, 2) WHEN '채권' THEN 4 + roll(i, 441, 2) WHEN '방카' THEN 5 ELSE 4 END AS INTEGER) AS risk_grade,
       CASE product_category WHEN '펀드' THEN CASE WHEN i % 3 = 0 THEN ['적립식', '온라인전용'] WHEN i % 3 = 1 THEN ['적립식', 'ESG'] ELSE ['거치식'] END
                             WHEN 'ELS' THEN ['거치식', '조기상환'] WHEN '채권' THEN CASE WHEN i % 2 = 0 THEN ['거치식', '월이자'] ELSE ['거치식', '절세'] END
                             WHEN '방카' THEN ['절세', '장기'] ELSE ['고액자산가', '상속'] END AS tags,
       CAST(json_object('currency', CASE WHEN contains(product_name, '미국') THEN 'USD' ELSE 'KRW' END, 'term_months', CASE product_category WHEN 'ELS' THEN 36 WHEN '채권' THEN 24 WHEN '방카' THEN 120 END,
            'early_redemption', product_category <> '방카') AS JSON) AS attributes,
       CAST(round(0.3 + 1.1 * u(i, 442), 2) AS DECIMAL(5, 2)) AS fee_rate, days_ago(200 + floor(u(i, 443) * 2600)) AS launch_date,
       CASE WHEN u(i, 444) < 0.70 THEN 'ON' WHEN u(i, 444) < 0.85 THEN 'STOP' ELSE 'END' END AS sale_status
FROM named ORDER BY i;

CREATE TABLE bank.wm_sales AS
WITH drawn AS (
  SELECT t.range AS i, s.d, CAST(floor(60 * u(t.range, 451) * sqrt(u(t.range, 452))) AS INTEGER) AS product_no, roll(t.range, 453, {{n:50000}}) AS k
  FROM range({{n:18000}}) t JOIN office_days s ON s.slot = roll(t.range, 454, 65536))
SELECT CAST(i + 1 AS BIGINT) AS sale_id, d AS sale_date, printf('B%07d', k + 1) AS customer_id, p.wm_product_id, b.branch_id,
       CASE WHEN b.segment = 'PB' THEN '06' ELSE pick(['01', '01', '01', '03', '03', '02'], u(i, 455)) END AS channel_code,
       won((1000000 + 14000000 * u(i, 456)) * (0.5 + 0.8 * least(b.wealth, 40.0)), 100000) AS sale_amount,
       CAST(won((1000000 + 14000000 * u(i, 456)) * (0.5 + 0.8 * least(b.wealth, 40.0)), 100000) * CAST(p.fee_rate * 100 AS BIGINT) // 10000 AS BIGINT) AS fee_amount
FROM drawn JOIN bank.wm_products p ON p.wm_product_id = printf('WP%03d', 60 - product_no) AND d >= p.launch_date JOIN bank_person b USING (k)
ORDER BY i;

-- ── digital ─────────────────────────────────────────────────────────────────────────────────────────────
CREATE TABLE bank.digital_sessions AS
WITH drawn AS (
  SELECT t.range AS i, s.d, roll(t.range, 461, {{n:50000}}) AS k, CASE WHEN u(t.range, 462) < 0.62 + 0.0002 * date_diff('day', first_day(), s.d) THEN '03' ELSE '02' END AS channel_code
  FROM range({{n:60000}}) t JOIN spend_days s ON s.slot = roll(t.range, 463, 65536))
SELECT CAST(i + 1 AS BIGINT) AS session_id, printf('B%07d', k + 1) AS customer_id, channel_code, d AS session_date,
       CAST(d AS TIMESTAMP) + to_seconds(CAST(floor((0.25 + 0.375 * (u(i, 464) + u(i, 465))) * 86399) AS BIGINT)) AS started_at,
       CAST(20 + floor(skewed(u(i, 466)) * 1500) AS INTEGER) AS duration_seconds, CAST(1 + floor(skewed(u(i, 467)) * 40) AS INTEGER) AS page_views,
       CASE WHEN channel_code = '02' THEN 'PC' ELSE pick(['ANDROID', 'ANDROID', 'ANDROID', 'IOS', 'IOS'], u(k, 468)) END AS device_type,
       CASE WHEN u(i, 469) < 0.46 THEN NULL ELSE pick(['이체', '이체', '이체', '조회', '조회', '상품가입', '대출신청', '카드납부'], u(i, 470)) END AS main_task
FROM drawn JOIN bank_person USING (k) WHERE d >= join_date ORDER BY i;
