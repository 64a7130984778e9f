-- The card company. Card customer k in [1, {{n:6000}}] was the k-th to join, so numbers grow with the join date and
-- "who was a customer on that day" is arithmetic; transactions need no look-back and stream from range().

CREATE SCHEMA card;

-- ── what the transactions draw from (small; all TEMP) ───────────────────────────────────────────────────
CREATE TEMP MACRO card_joined_before() AS greatest({{n:6000}} * 85 // 100, 1);       -- customers older than the history
CREATE TEMP MACRO card_joined_since() AS greatest({{n:6000}} - greatest({{n:6000}} * 85 // 100, 1), 1);
CREATE TEMP MACRO card_customers_on(n) AS                                            -- n: day number from first_day()
  least(card_joined_before() + n * card_joined_since() // 690, {{n:6000}});
CREATE TEMP MACRO card_liveliness(k) AS roll(k, 2001, 100);                          -- 0 hardly ever pays, 99 daily
CREATE TEMP MACRO card_is_check(card_id) AS roll(card_id, 2002, 100) >= 82;
CREATE TEMP MACRO card_product_no(card_id) AS
  CASE WHEN card_is_check(card_id) THEN 21 + roll(card_id, 2003, 4)
       ELSE 1 + CAST(floor(20 * u(card_id, 2004) * sqrt(u(card_id, 2005))) AS BIGINT) END;

CREATE TEMP TABLE card_people AS
WITH persons AS (
  SELECT CAST(r.range AS BIGINT) AS k, person_of(r.range - 1, {{n:6000}}) AS p FROM range(1, {{n:6000}} + 1) r),
described AS (
  SELECT k, p, adult_birth_year(p) AS birth_year, 2026 - adult_birth_year(p) AS age, person_occupation(p) AS occupation_type,
         least(person_wealth(p), 12.0) AS wealth,
         CASE WHEN k <= card_joined_before() THEN DATE '2012-03-05' + CAST((k - 1) * 4590 // card_joined_before() AS INTEGER)
              ELSE first_day() + CAST((k - card_joined_before()) * 690 // card_joined_since() AS INTEGER) END AS join_date
  FROM persons)
SELECT *, replace(age_band(birth_year), '20대이하', '20대') AS age_band,
       -- how many in a hundred payments are made online
       CAST(least(greatest(
         CASE WHEN age < 30 THEN 60 WHEN age < 40 THEN 55 WHEN age < 50 THEN 42 WHEN age < 60 THEN 30 ELSE 17 END
         + CASE occupation_type WHEN '학생' THEN 7 WHEN '직장인' THEN 4 WHEN '주부' THEN 5 WHEN '자영업' THEN -7 WHEN '은퇴' THEN -4 ELSE 0 END
         + CAST(round(11 * bell(k, 2011)) AS BIGINT), 2), 93) AS BIGINT) AS online_percent,
       CAST(55 + round(22 * least(wealth, 8.0)) AS BIGINT) AS spend_percent,
       CASE WHEN k <= card_joined_before() AND u(k, 2012) < 0.11 THEN 3
            WHEN k <= card_joined_before() AND u(k, 2012) < 0.42 THEN 2 ELSE 1 END AS live_cards
FROM described ORDER BY k;

CREATE TABLE card.merchant_categories AS
SELECT mcc, category_name, category_group, online_category, CAST(fee_rate AS DECIMAL(5,2)) AS fee_rate
FROM (VALUES
  ('5411', '대형마트·슈퍼', '생활', 'N', 1.80), ('5499', '편의점', '생활', 'N', 1.50), ('5812', '일반음식점', '외식', 'N', 1.30),
  ('5814', '카페·제과점', '외식', 'N', 1.30), ('5541', '주유소', '자동차', 'N', 1.50), ('8011', '병의원', '의료', 'N', 1.70),
  ('5912', '약국', '의료', 'N', 1.40), ('4111', '대중교통', '교통', 'N', 1.50), ('4121', '택시', '교통', 'N', 1.50),
  ('5311', '백화점', '쇼핑', 'N', 2.00), ('5651', '의류·잡화', '쇼핑', 'N', 1.90), ('8299', '학원·교육', '교육', 'N', 1.70),
  ('7230', '미용실', '생활', 'N', 1.30), ('7832', '영화·공연장', '여가', 'N', 1.80), ('7011', '숙박', '여행', 'N', 1.90),
  ('4900', '공과금', '납부', 'N', 0.80), ('6300', '보험료', '납부', 'N', 0.90), ('7992', '골프·스포츠', '여가', 'N', 2.00),
  ('5964', '온라인 종합몰', '온라인쇼핑', 'Y', 2.00), ('5310', '특가·공동구매몰', '온라인쇼핑', 'Y', 2.00),
  ('5691', '온라인 패션몰', '온라인쇼핑', 'Y', 2.10), ('5462', '온라인 장보기', '온라인쇼핑', 'Y', 1.90),
  ('5811', '배달앱', '배달', 'Y', 1.80), ('5815', '디지털 콘텐츠·구독', '디지털', 'Y', 2.20), ('4722', '항공·여행 예약', '여행', 'Y', 2.10),
  ('5942', '온라인 서점', '문화', 'Y', 1.80), ('5732', '온라인 가전', '온라인쇼핑', 'Y', 2.00), ('7922', '티켓 예매', '여가', 'Y', 2.00)
) AS t(mcc, category_name, category_group, online_category, fee_rate);

-- typical_amount: won of an ordinary payment; weight: share of payments among offline (or online) ones
CREATE TEMP TABLE card_shops AS
WITH kinds AS (
  SELECT * FROM (VALUES
    ('5411', 46000, 14), ('5499', 8200, 18), ('5812', 31000, 20), ('5814', 9400, 15), ('5541', 61000, 8), ('8011', 36000, 6), ('5912', 13500, 5),
    ('4111', 11000, 5), ('4121', 13500, 5), ('5311', 142000, 3), ('5651', 86000, 4), ('8299', 255000, 3), ('7230', 51000, 3), ('7832', 27000, 2),
    ('7011', 132000, 2), ('4900', 105000, 3), ('6300', 148000, 2), ('7992', 118000, 2),
    ('5964', 45000, 30), ('5310', 32000, 14), ('5691', 66000, 10), ('5462', 51000, 12), ('5811', 25500, 18), ('5815', 14900, 14),
    ('4722', 305000, 3), ('5942', 26500, 4), ('5732', 380000, 2), ('7922', 55000, 3)) AS t(mcc, typical_amount, weight)),
stacked AS (
  SELECT k.mcc, c.online_category AS is_online, k.typical_amount,
         sum(weight) OVER (PARTITION BY c.online_category ORDER BY k.mcc) - weight AS lo,
         sum(weight) OVER (PARTITION BY c.online_category ORDER BY k.mcc) AS hi,
         sum(weight) OVER (PARTITION BY c.online_category) AS total
  FROM kinds k JOIN card.merchant_categories c ON c.mcc = k.mcc),
numbered AS (
  SELECT r.range AS m, CASE WHEN r.range % 4 = 0 THEN 'Y' ELSE 'N' END AS is_online, roll(r.range, 2021, 1000000) AS dice
  FROM range(1, 4 * {{n:500}} + 1) r)
SELECT CAST(n.m AS BIGINT) AS merchant_id, s.mcc, n.is_online, CAST(s.typical_amount AS BIGINT) AS typical_amount
FROM numbered n JOIN stacked s ON s.is_online = n.is_online AND n.dice >= s.lo * 1000000 // s.total AND n.dice < s.hi * 1000000 // s.total
ORDER BY n.m;

CREATE TABLE card.merchants AS
SELECT s.merchant_id, printf('가맹점%05d', s.merchant_id) AS merchant_name, s.mcc, s.is_online,
       CASE WHEN s.is_online = 'Y' THEN NULL ELSE person_region(s.merchant_id + 700000) END AS region,
       pick(['영세', '영세', '영세', '중소', '중소', '중소', '일반', '일반', '대형'], u(s.merchant_id, 2022)) AS merchant_size,
       DATE '2008-01-02' + CAST(roll(s.merchant_id, 2023, 6100) AS INTEGER) AS contract_date,
       CASE WHEN u(s.merchant_id, 2024) < 0.03 THEN 'SUSPENDED' ELSE 'ACTIVE' END AS merchant_status
FROM card_shops s ORDER BY s.merchant_id;

-- ── transactions: one pass over range(), ids and times growing together ─────────────────────────────────
CREATE TABLE card.transactions AS
WITH dated AS (
  SELECT i.range AS i, d.d, d.d - first_day() AS n
  FROM range({{n:1000000}}) i JOIN spend_days d ON d.slot = (i.range * 65536) // {{n:1000000}}),
two_candidates AS (
  SELECT i, d, 1 + roll(i, 2031, card_customers_on(n)) AS a, 1 + roll(i, 2032, card_customers_on(n)) AS b FROM dated),
payer AS (
  SELECT i, d, CASE WHEN card_liveliness(a) >= card_liveliness(b) THEN a ELSE b END AS k FROM two_candidates),
bought AS (
  SELECT x.i, x.d, x.k, c.spend_percent, x.k * 10 + roll(x.i, 2033, c.live_cards) AS card_id,
         roll(x.i, 2034, 100) < c.online_percent + CASE WHEN month(x.d) IN (11, 12) THEN 4 ELSE 0 END AS online
  FROM payer x JOIN card_people c ON c.k = x.k),
shopped AS (
  SELECT i, d, k, spend_percent, card_id, online,
         CASE WHEN online THEN 4 * (1 + CAST(floor({{n:500}} * u(i, 2035) * u(i, 2035)) AS BIGINT))
              ELSE 1 + (CAST(floor(3 * {{n:500}} * u(i, 2035) * u(i, 2035)) AS BIGINT) // 3) * 4 + roll(i, 2036, 3) END AS merchant_id
  FROM bought),
paid AS (
  SELECT s.*, m.mcc,
         greatest(m.typical_amount * (30 + roll(i, 2037, 170)) * (30 + roll(i, 2038, 170)) * spend_percent // 1000000
                  * CASE WHEN roll(i, 2039, 100) = 0 THEN 4 ELSE 1 END // 100 * 100, 1000) AS amount
  FROM shopped s JOIN card_shops m ON m.merchant_id = s.merchant_id)
SELECT i + 1 AS transaction_id, card_id, k AS card_customer_id, merchant_id, mcc,
       d + INTERVAL 1 SECOND * CAST(
         3600 * CASE WHEN online THEN [0, 1, 7, 8, 9, 10, 11, 12, 12, 13, 14, 15, 16, 17, 18, 19, 20, 20, 21, 21, 22, 22, 23, 23][1 + roll(i, 2040, 24)]
                     ELSE [7, 8, 8, 9, 10, 11, 11, 12, 12, 12, 13, 13, 14, 15, 16, 17, 18, 18, 19, 19, 19, 20, 21, 22][1 + roll(i, 2040, 24)] END
         + roll(i, 2041, 3600) AS BIGINT) AS approved_at,
       amount, CASE WHEN online THEN 'Y' ELSE 'N' END AS is_online,
       CAST(CASE WHEN amount >= 50000 AND NOT card_is_check(card_id) AND roll(i, 2042, 100) < CASE WHEN amount >= 300000 THEN 46 ELSE 14 END
                 THEN [2, 2, 3, 3, 3, 5, 6, 6, 10, 12][1 + roll(i, 2043, 10)] ELSE 0 END AS INTEGER) AS installment_months,
       CASE WHEN roll(i, 2044, 1000) < 22 THEN 'CANCELED' WHEN roll(i, 2044, 1000) < 36 THEN 'DECLINED' ELSE 'APPROVED' END AS status
FROM paid;

CREATE TABLE card.customer_usage_monthly AS
SELECT card_customer_id, CAST(date_trunc('month', approved_at) AS DATE) AS base_month,
       CAST(sum(amount) AS BIGINT) AS total_amount,
       CAST(coalesce(sum(amount) FILTER (is_online = 'Y'), 0) AS BIGINT) AS online_amount,
       CAST(coalesce(sum(amount) FILTER (is_online = 'N'), 0) AS BIGINT) AS offline_amount,
       CAST(round(CAST(coalesce(sum(amount) FILTER (is_online = 'Y'), 0) AS DOUBLE) / CAST(sum(amount) AS DOUBLE), 4) AS DECIMAL(6,4)) AS online_ratio,
       count(*) AS txn_count,
       count(*) FILTER (is_online = 'Y') AS online_txn_count,
       CAST(coalesce(sum(amount) FILTER (NOT card_is_check(card_id)), 0) AS BIGINT) AS credit_amount,
       CAST(coalesce(sum(amount) FILTER (card_is_check(card_id)), 0) AS BIGINT) AS check_amount,
       CAST(coalesce(sum(amount) FILTER (installment_months > 0), 0) AS BIGINT) AS installment_amount
FROM card.transactions WHERE status = 'APPROVED'
GROUP BY ALL ORDER BY base_month, card_customer_id;

-- ── products ────────────────────────────────────────────────────────────────────────────────────────────
CREATE TABLE card.card_products AS
SELECT product_id, product_name, card_type, card_grade, CAST(annual_fee AS INTEGER) AS annual_fee, main_benefit,
       CAST(target_age_min AS INTEGER) AS target_age_min, CAST(target_age_max AS INTEGER) AS target_age_max, target_occupation,
       CAST(online_discount_rate AS DECIMAL(5,2)) AS online_discount_rate, CAST(offline_discount_rate AS DECIMAL(5,2)) AS offline_discount_rate,
       CAST(monthly_discount_cap AS INTEGER) AS monthly_discount_cap, CAST(min_monthly_spend AS INTEGER) AS min_monthly_spend,
       benefits, launch_date, sale_status
FROM (VALUES
  ('CP001', '데일리 온', '신용', '일반', 15000, '온라인쇼핑', 20, 39, '직장인', 7.00, 1.00, 25000, 300000, ['온라인 종합몰 7%', '배달앱 5%', '간편결제 추가 1%'], DATE '2021-03-02', 'ON'),
  ('CP002', '심플 원', '신용', '일반', 10000, '전가맹점', 20, 69, '전체', 1.00, 1.00, 50000, 0, ['전 가맹점 1%', '실적 조건 없음'], DATE '2018-06-01', 'ON'),
  ('CP003', '클릭 플러스', '신용', '일반', 18000, '온라인쇼핑', 20, 49, '전체', 5.00, 0.50, 20000, 400000, ['온라인 쇼핑 5%', '디지털 구독 10%'], DATE '2020-09-14', 'ON'),
  ('CP004', '마트 앤 홈', '신용', '일반', 15000, '마트·생활', 30, 59, '주부', 2.00, 5.00, 30000, 400000, ['대형마트 5%', '학원 3%', '공과금 2%'], DATE '2019-04-08', 'ON'),
  ('CP005', '출근길', '신용', '일반', 15000, '교통·통신', 20, 49, '직장인', 2.00, 3.00, 20000, 300000, ['대중교통 10%', '통신요금 10%', '카페 5%'], DATE '2022-01-10', 'ON'),
  ('CP006', '오일 드라이브', '신용', '일반', 20000, '주유', 30, 69, '자영업', 1.00, 4.00, 30000, 500000, ['주유 리터당 80원', '정비 5%'], DATE '2017-05-15', 'ON'),
  ('CP007', '사장님 파트너', '신용', '일반', 20000, '사업경비', 30, 69, '자영업', 1.50, 2.50, 50000, 1000000, ['식자재 2.5%', '공과금 2%', '세무 서비스'], DATE '2020-02-03', 'ON'),
  ('CP008', '캠퍼스 라이프', '신용', '일반', 5000, '외식·문화', 20, 29, '학생', 4.00, 3.00, 10000, 150000, ['카페 5%', '영화 3천원', '온라인 서점 5%'], DATE '2023-02-20', 'ON'),
  ('CP009', '트래블 마일', '신용', '골드', 50000, '마일리지', 30, 59, '전문직', 1.50, 1.50, 100000, 500000, ['1천원당 1.5마일', '공항 라운지 연 2회'], DATE '2019-10-01', 'ON'),
  ('CP010', '스마트 오피스', '신용', '일반', 20000, '온라인쇼핑', 25, 44, '직장인', 6.00, 1.50, 30000, 400000, ['온라인 쇼핑 6%', '점심 외식 5%', '구독 20%'], DATE '2024-03-18', 'ON'),
  ('CP011', '헬스 케어', '신용', '일반', 15000, '의료', 50, 79, '은퇴', 0.50, 4.00, 20000, 200000, ['병의원 5%', '약국 5%'], DATE '2018-11-05', 'ON'),
  ('CP012', '공무원 복지', '신용', '일반', 10000, '복지', 25, 59, '공무원', 3.00, 2.00, 30000, 300000, ['복지포인트 연동', '온라인 3%'], DATE '2016-07-01', 'ON'),
  ('CP013', '홈 라이프 장보기', '신용', '일반', 12000, '온라인장보기', 30, 59, '주부', 5.00, 2.00, 25000, 300000, ['새벽배송 5%', '온라인 종합몰 3%'], DATE '2022-08-22', 'ON'),
  ('CP014', '구독 올인', '신용', '일반', 12000, '디지털구독', 20, 39, '전체', 4.50, 0.50, 15000, 200000, ['구독 50%(월 1만원)', '온라인 4.5%'], DATE '2023-09-11', 'ON'),
  ('CP015', '골드 패밀리', '신용', '골드', 60000, '가족', 40, 64, '전체', 2.00, 2.50, 60000, 1000000, ['학원 7%', '마트 5%', '병원 5%'], DATE '2018-03-12', 'ON'),
  ('CP016', '플래티넘 비즈', '신용', '플래티넘', 120000, '마일리지', 35, 64, '전문직', 2.00, 2.00, 150000, 1500000, ['1천원당 2마일', '라운지 무제한', '골프 월 2회'], DATE '2017-09-04', 'ON'),
  ('CP017', '시니어 안심', '신용', '일반', 8000, '의료·생활', 60, 89, '은퇴', 0.50, 3.00, 20000, 100000, ['약국 5%', '마트 3%', '보이스피싱 보상'], DATE '2021-10-25', 'ON'),
  ('CP018', '더 시그니처', '신용', '프리미엄', 300000, '프리미엄', 40, 74, '전문직', 2.50, 2.50, 300000, 2000000, ['호텔 바우처', '항공 업그레이드', '컨시어지'], DATE '2020-05-18', 'ON'),
  ('CP019', '그린 무브', '신용', '일반', 15000, '친환경', 20, 59, '전체', 2.50, 3.00, 20000, 300000, ['전기차 충전 30%', '공유 모빌리티 10%'], DATE '2022-06-07', 'STOP'),
  ('CP020', '클래식 포인트', '신용', '일반', 10000, '포인트', 30, 79, '전체', 0.70, 1.00, 40000, 0, ['전 가맹점 0.7~1% 적립'], DATE '2012-04-02', 'END'),
  ('CP021', '체크 온', '체크', '일반', 0, '온라인쇼핑', 20, 39, '학생', 3.00, 1.00, 8000, 200000, ['온라인 3%', '편의점 5%'], DATE '2021-03-02', 'ON'),
  ('CP022', '월급 체크', '체크', '일반', 0, '생활', 20, 59, '직장인', 1.50, 1.50, 10000, 300000, ['급여이체 시 추가 0.5%'], DATE '2017-02-13', 'ON'),
  ('CP023', '비즈 체크', '체크', '일반', 0, '사업경비', 30, 69, '자영업', 0.50, 1.00, 15000, 300000, ['사업용 경비 분류'], DATE '2019-08-19', 'ON'),
  ('CP024', '청춘 체크', '체크', '일반', 0, '교통', 20, 34, '전체', 2.00, 2.00, 6000, 100000, ['대중교통 10%', '배달앱 3%'], DATE '2023-04-03', 'ON')
) AS t(product_id, product_name, card_type, card_grade, annual_fee, main_benefit, target_age_min, target_age_max, target_occupation,
       online_discount_rate, offline_discount_rate, monthly_discount_cap, min_monthly_spend, benefits, launch_date, sale_status);

-- ── customers and their segments: what they did in the last six months decides ──────────────────────────
CREATE TEMP TABLE card_habits AS
WITH recent AS (
  SELECT card_customer_id AS k, sum(total_amount) AS total, sum(online_amount) AS online
  FROM card.customer_usage_monthly WHERE base_month >= DATE '2026-04-01' GROUP BY 1)
SELECT p.k, p.age_band, p.occupation_type, coalesce(r.total, 0) AS total, coalesce(r.online, 0) AS online,
       CASE WHEN coalesce(r.total, 0) = 0 THEN '낮음' WHEN r.online * 10 >= r.total * 6 THEN '높음'
            WHEN r.online * 10 >= r.total * 3 THEN '보통' ELSE '낮음' END AS online_level
FROM card_people p LEFT JOIN recent r ON r.k = p.k ORDER BY p.k;

CREATE TABLE card.customer_segments AS
WITH grouped AS (
  SELECT age_band, occupation_type, online_level, count(*) AS customer_count, sum(total) AS total, sum(online) AS online
  FROM card_habits GROUP BY ALL)
SELECT printf('SG%03d', row_number() OVER (ORDER BY age_band, occupation_type, array_position(['높음', '보통', '낮음'], online_level))) AS segment_id,
       age_band || ' ' || occupation_type || ' 온라인 ' || online_level AS segment_name,
       age_band, occupation_type, online_level, customer_count,
       CAST(round(CAST(online AS DOUBLE) / greatest(CAST(total AS DOUBLE), 1.0), 4) AS DECIMAL(6,4)) AS online_ratio,
       CAST(total // (6 * customer_count) AS BIGINT) AS avg_monthly_amount,
       as_of() AS base_date
FROM grouped ORDER BY segment_id;

CREATE TABLE card.customers AS
SELECT c.k AS card_customer_id, group_no(c.p) AS group_customer_no, person_name(c.p) AS customer_name,
       c.birth_year, c.age, c.age_band, person_gender(c.p) AS gender, c.occupation_type, person_region(c.p) AS region,
       CASE WHEN u(c.k, 2051) < 0.88 THEN
         CASE WHEN c.wealth < 1.0 THEN '3천만원 미만' WHEN c.wealth < 1.5 THEN '3천~5천만원' WHEN c.wealth < 2.6 THEN '5천~8천만원' ELSE '8천만원 이상' END END AS income_band,
       CASE WHEN u(c.k, 2052) < 0.96 THEN CAST(least(greatest(round(815 + 75 * bell(c.k, 2053) + 10 * least(c.wealth, 6.0)), 350), 1000) AS INTEGER) END AS credit_score,
       CASE WHEN u(c.k, 2054) < 0.97 THEN printf('010-****-%04d', roll(c.p, 108, 10000)) END AS phone_masked,
       CASE WHEN u(c.k, 2055) < 0.63 THEN 'Y' ELSE 'N' END AS marketing_consent,
       c.join_date, s.segment_id
FROM card_people c JOIN card_habits h ON h.k = c.k
JOIN card.customer_segments s ON s.age_band = h.age_band AND s.occupation_type = h.occupation_type AND s.online_level = h.online_level
ORDER BY c.k;

CREATE TABLE card.cards AS
WITH issued AS (
  SELECT p.k, p.join_date, p.wealth, CAST(j.range AS BIGINT) AS slot, p.k * 10 + j.range AS card_id, j.range < p.live_cards AS live
  FROM card_people p, range(4) j
  WHERE j.range < p.live_cards OR (j.range = p.live_cards AND p.k <= card_joined_before() * 9 // 10 AND u(p.k, 2061) < 0.16)),
dated AS (
  SELECT *, CASE WHEN slot = 0 THEN join_date ELSE join_date + CAST(roll(card_id, 2062, greatest(DATE '2024-06-30' - join_date, 1)) AS INTEGER) END AS issue_date FROM issued)
SELECT card_id, k AS card_customer_id, printf('CP%03d', card_product_no(card_id)) AS product_id,
       printf('9999-%02d**-****-%04d', roll(card_id, 2063, 100), roll(card_id, 2064, 10000)) AS card_no_masked,
       issue_date,
       CAST(date_trunc('month', greatest(issue_date, DATE '2022-01-01') + INTERVAL 1 MONTH * CAST(60 + roll(card_id, 2065, 24) AS INTEGER)) AS DATE) AS expiry_month,
       CASE WHEN NOT live AND u(card_id, 2066) < 0.15 THEN 'LOST' WHEN NOT live THEN 'CLOSED' ELSE 'ACTIVE' END AS card_status,
       CASE WHEN NOT live THEN issue_date + CAST(roll(card_id, 2067, greatest(DATE '2024-09-30' - issue_date, 1)) AS INTEGER) END AS closed_date,
       CASE WHEN NOT card_is_check(card_id) THEN won(least(1500000 + 2600000 * wealth * (0.5 + u(card_id, 2068)), 60000000), 100000) END AS credit_limit,
       CASE WHEN slot = 0 THEN 'Y' ELSE 'N' END AS is_main_card
FROM dated ORDER BY card_id;

-- fit_score = age (0–25) + occupation (0–25) + online (0–35) + spending (0–15); the catalog states the rule
CREATE TABLE card.product_fit AS
WITH parts AS (
  SELECT s.segment_id, p.product_id,
         CASE WHEN a.middle BETWEEN p.target_age_min AND p.target_age_max THEN 25
              WHEN a.middle BETWEEN p.target_age_min - 10 AND p.target_age_max + 10 THEN 10 ELSE 0 END AS age_score,
         CASE WHEN p.target_occupation = s.occupation_type THEN 25 WHEN p.target_occupation = '전체' THEN 12 ELSE 0 END AS occupation_score,
         round(CAST(s.online_ratio AS DOUBLE) * CAST(p.online_discount_rate AS DOUBLE) / 7 * 35, 1) AS online_score,
         CASE WHEN s.avg_monthly_amount < p.min_monthly_spend THEN 0 ELSE 8 END
         + round((1 - CAST(s.online_ratio AS DOUBLE)) * CAST(p.offline_discount_rate AS DOUBLE) / 5 * 7, 1) AS spending_score
  FROM card.customer_segments s CROSS JOIN card.card_products p
  JOIN (VALUES ('20대', 25), ('30대', 35), ('40대', 45), ('50대', 55), ('60대', 65), ('70대이상', 75)) AS a(age_band, middle) ON a.age_band = s.age_band
  WHERE p.sale_status = 'ON'),
scored AS (
  SELECT *, CAST(age_score + occupation_score + online_score + spending_score AS DECIMAL(5,1)) AS fit_score FROM parts)
SELECT segment_id, product_id, CAST(age_score AS DECIMAL(5,1)) AS age_score, CAST(occupation_score AS DECIMAL(5,1)) AS occupation_score,
       CAST(online_score AS DECIMAL(5,1)) AS online_score, CAST(spending_score AS DECIMAL(5,1)) AS spending_score, fit_score,
       CAST(row_number() OVER (PARTITION BY segment_id ORDER BY fit_score DESC, product_id) AS INTEGER) AS fit_rank,
       as_of() AS base_date
FROM scored ORDER BY segment_id, fit_rank;

-- ── bills, arrears, points, campaigns ───────────────────────────────────────────────────────────────────
CREATE TABLE card.billings AS
WITH bills AS (
  SELECT card_customer_id AS k, CAST(base_month + INTERVAL 1 MONTH AS DATE) AS billing_month, credit_amount,
         CAST(card_customer_id * 100 + m.m AS BIGINT) AS id
  FROM card.customer_usage_monthly g JOIN months m ON m.month_start = g.base_month
  WHERE base_month BETWEEN DATE '2025-09-01' AND DATE '2026-08-01' AND credit_amount > 0),
revolved AS (
  SELECT *, u(k, 2071) < 0.045 AS revolving, roll(id, 2072, 1000) AS dice,
         credit_amount + CASE WHEN u(k, 2071) < 0.045 THEN credit_amount * 14 // 1000 ELSE 0 END AS billed_amount,
         CAST(billing_month + INTERVAL 13 DAY AS DATE) AS due_date
  FROM bills),
settled AS (
  SELECT *, CASE WHEN dice < 935 THEN 0 WHEN dice < 972 THEN 1 + roll(id, 2073, 9) WHEN dice < 989 THEN 10 + roll(id, 2073, 25)
                 WHEN dice < 996 THEN 30 + roll(id, 2073, 70) ELSE 9999 END AS days_late
  FROM revolved)
SELECT id AS billing_id, k AS card_customer_id, billing_month, due_date, billed_amount,
       CASE WHEN due_date + CAST(days_late AS INTEGER) > as_of() THEN 0
            WHEN revolving THEN billed_amount * (10 + 5 * roll(k, 2074, 7)) // 100 // 100 * 100 ELSE billed_amount END AS paid_amount,
       CASE WHEN due_date + CAST(days_late AS INTEGER) <= as_of() THEN due_date + CAST(days_late AS INTEGER) END AS paid_date,
       CASE WHEN due_date + CAST(days_late AS INTEGER) > as_of() THEN 'UNPAID' WHEN days_late > 0 THEN 'LATE'
            WHEN revolving THEN 'REVOLVING' ELSE 'PAID' END AS payment_status,
       CASE WHEN revolving THEN 'Y' ELSE 'N' END AS is_revolving,
       CASE WHEN revolving AND due_date + CAST(days_late AS INTEGER) <= as_of()
            THEN billed_amount - billed_amount * (10 + 5 * roll(k, 2074, 7)) // 100 // 100 * 100 ELSE 0 END AS revolving_balance
FROM settled ORDER BY billing_month, k;

CREATE TABLE card.delinquencies AS
WITH late AS (
  SELECT *, CAST(coalesce(paid_date, as_of()) - due_date AS INTEGER) AS overdue_days FROM card.billings WHERE payment_status IN ('LATE', 'UNPAID'))
SELECT CAST(row_number() OVER (ORDER BY due_date, billing_id) AS BIGINT) AS delinquency_id, billing_id, card_customer_id,
       due_date + 1 AS overdue_start_date, billed_amount AS overdue_amount, overdue_days,
       CASE WHEN overdue_days < 30 THEN 'D1' WHEN overdue_days < 60 THEN 'D30' WHEN overdue_days < 90 THEN 'D60' ELSE 'D90' END AS overdue_stage,
       paid_date AS resolved_date, CASE WHEN paid_date IS NULL THEN 'OPEN' ELSE 'RESOLVED' END AS delinquency_status
FROM late ORDER BY delinquency_id;

CREATE TABLE card.points_monthly AS
WITH moves AS (
  SELECT card_customer_id AS k, base_month, total_amount * 7 // 1000 AS earned,
         CASE WHEN roll(card_customer_id * 100 + month(base_month), 2081, 10) < 4 THEN total_amount * 7 // 1000 * (40 + roll(card_customer_id * 100 + month(base_month), 2082, 60)) // 100 ELSE 0 END AS used,
         CASE WHEN roll(card_customer_id * 100 + month(base_month), 2083, 20) = 0 THEN total_amount * 7 // 1000 * 3 // 100 ELSE 0 END AS expired
  FROM card.customer_usage_monthly WHERE base_month >= DATE '2025-10-01')
SELECT k AS card_customer_id, base_month, earned AS earned_points, least(used, earned - expired) AS used_points, expired AS expired_points,
       CAST(roll(k, 2084, 40000) + sum(earned - least(used, earned - expired) - expired) OVER (PARTITION BY k ORDER BY base_month) AS BIGINT) AS balance_points
FROM moves ORDER BY base_month, k;

CREATE TABLE card.campaigns AS
WITH planned AS (
  SELECT r.range AS j, CAST(m.month_start + INTERVAL 1 DAY * CAST(1 + roll(r.range, 2091, 12) AS INTEGER) AS DATE) AS start_date,
         1 + roll(r.range, 2092, 18) AS product_no, 2000 + 500 * roll(r.range, 2093, 37) AS target_count,
         pick(['APP_PUSH', 'APP_PUSH', 'SMS', 'EMAIL', 'TM', 'SNS'], u(r.range, 2094)) AS channel
  FROM range(48) r JOIN months m ON m.m = r.range // 2),
measured AS (
  SELECT *, target_count * CASE channel WHEN 'APP_PUSH' THEN 92 WHEN 'SMS' THEN 97 WHEN 'EMAIL' THEN 84 WHEN 'TM' THEN 41 ELSE 100 END // 100 AS sent_count,
         CASE channel WHEN 'APP_PUSH' THEN 60 WHEN 'SMS' THEN 35 WHEN 'EMAIL' THEN 18 WHEN 'TM' THEN 140 ELSE 25 END + roll(j, 2095, 40) AS response_permille
  FROM planned)
SELECT printf('CM%04d', j + 1) AS campaign_id,
       printf('%d년 %d월 ', year(start_date), month(start_date)) || p.product_name || pick([' 신규 발급', ' 재이용 감사', ' 캐시백', ' 온라인 결제', ' 연회비 면제'], u(j, 2096)) AS campaign_name,
       p.product_id, m.channel AS campaign_channel, p.target_occupation, m.start_date, m.start_date + CAST(13 + 7 * roll(j, 2097, 4) AS INTEGER) AS end_date,
       m.target_count, m.sent_count, m.sent_count * response_permille // 1000 AS response_count,
       m.sent_count * response_permille // 1000 * (12 + roll(j, 2098, 25)) // 100 AS issued_count,
       m.sent_count * CASE channel WHEN 'TM' THEN 1900 WHEN 'SMS' THEN 25 WHEN 'EMAIL' THEN 8 WHEN 'SNS' THEN 420 ELSE 6 END + 3000000 AS cost_amount
FROM measured m JOIN card.card_products p ON p.product_id = printf('CP%03d', m.product_no)
ORDER BY campaign_id;
