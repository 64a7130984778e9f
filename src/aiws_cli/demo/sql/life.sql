-- The life insurer. A policy's fate is drawn once (when, if ever, it ends); premiums, persistency, surrenders and the
-- monthly underwriting mart all follow from it, so they agree with each other.

CREATE SCHEMA life;

CREATE TABLE life.sales_channels AS
SELECT channel_id, channel_name, channel_type, open_date, is_face_to_face
FROM (VALUES
  ('CH01', '전속설계사 수도권', 'FC', DATE '1998-03-02', 'Y'), ('CH02', '전속설계사 지방', 'FC', DATE '1999-04-01', 'Y'),
  ('CH03', 'GA 대형', 'GA', DATE '2009-07-01', 'Y'), ('CH04', 'GA 중소형', 'GA', DATE '2011-01-03', 'Y'),
  ('CH05', '방카슈랑스 그룹은행', 'BANCA', DATE '2004-09-01', 'Y'), ('CH06', '텔레마케팅', 'TM', DATE '2005-05-02', 'N'),
  ('CH07', '홈쇼핑', 'HOMESHOP', DATE '2007-10-01', 'N'), ('CH08', '모바일 다이렉트', 'CM', DATE '2016-06-01', 'N')
) AS t(channel_id, channel_name, channel_type, open_date, is_face_to_face);

CREATE TABLE life.products AS
SELECT product_id, product_name, product_type, coverage_class, is_variable, CAST(min_age AS INTEGER) AS min_age, CAST(max_age AS INTEGER) AS max_age,
       CAST(payment_years AS INTEGER) AS payment_years, CAST(coverage_years AS INTEGER) AS coverage_years, CAST(base_premium AS INTEGER) AS base_premium,
       CAST(crediting_rate AS DECIMAL(5,2)) AS crediting_rate, launch_date, sale_status
FROM (VALUES
  ('LP01', '든든 종신보험', '종신', '보장성', 'N', 20, 70, 20, NULL, 165000, 2.25, DATE '2016-04-01', 'ON'),
  ('LP02', '평생약속 종신보험', '종신', '보장성', 'N', 20, 65, 10, NULL, 240000, 2.50, DATE '2021-07-01', 'ON'),
  ('LP03', '변액유니버설 종신보험', '종신', '보장성', 'Y', 20, 65, 20, NULL, 210000, NULL, DATE '2017-09-01', 'ON'),
  ('LP04', '심플 정기보험', '정기', '보장성', 'N', 20, 65, 10, 20, 32000, 2.00, DATE '2018-02-01', 'ON'),
  ('LP05', '다이렉트 정기보험', '정기', '보장성', 'N', 20, 60, 10, 10, 21000, 2.00, DATE '2019-05-02', 'ON'),
  ('LP06', '올케어 건강보험', '건강', '보장성', 'N', 20, 75, 20, 40, 78000, 2.25, DATE '2019-11-01', 'ON'),
  ('LP07', '간편고지 건강보험', '건강', '보장성', 'N', 40, 80, 20, 30, 96000, 2.25, DATE '2020-06-01', 'ON'),
  ('LP08', '수술입원 보장보험', '건강', '보장성', 'N', 20, 70, 20, 30, 54000, 2.00, DATE '2018-08-01', 'STOP'),
  ('LP09', '암 집중 보장보험', '암', '보장성', 'N', 20, 75, 20, 40, 62000, 2.25, DATE '2020-01-02', 'ON'),
  ('LP10', '표적항암 암보험', '암', '보장성', 'N', 20, 70, 20, 30, 48000, 2.25, DATE '2022-03-02', 'ON'),
  ('LP11', '모바일 암보험', '암', '보장성', 'N', 20, 60, 10, 20, 19000, 2.00, DATE '2022-10-04', 'ON'),
  ('LP12', '치매간병 보장보험', '간병', '보장성', 'N', 40, 75, 20, 50, 88000, 2.25, DATE '2019-03-04', 'ON'),
  ('LP13', '시니어 간병보험', '간병', '보장성', 'N', 50, 80, 15, 30, 104000, 2.25, DATE '2023-02-01', 'ON'),
  ('LP14', '아이사랑 어린이보험', '어린이', '보장성', 'N', 20, 45, 20, 30, 69000, 2.25, DATE '2018-05-02', 'ON'),
  ('LP15', '행복연금보험', '연금', '저축성', 'N', 20, 65, 15, NULL, 280000, 2.60, DATE '2017-01-02', 'ON'),
  ('LP16', '변액연금보험', '연금', '저축성', 'Y', 20, 65, 15, NULL, 320000, NULL, DATE '2018-10-01', 'ON'),
  ('LP17', '세액공제 연금저축보험', '연금', '저축성', 'N', 20, 60, 10, NULL, 250000, 2.55, DATE '2016-09-01', 'ON'),
  ('LP18', '목돈마련 저축보험', '저축', '저축성', 'N', 20, 65, 5, 10, 300000, 2.75, DATE '2019-02-01', 'ON'),
  ('LP19', '방카 저축보험', '저축', '저축성', 'N', 20, 70, 5, 10, 400000, 2.90, DATE '2020-09-01', 'ON'),
  ('LP20', '달러 종신보험', '종신', '보장성', 'N', 20, 65, 10, NULL, 230000, 3.20, DATE '2020-11-02', 'END')
) AS t(product_id, product_name, product_type, coverage_class, is_variable, min_age, max_age, payment_years, coverage_years, base_premium, crediting_rate, launch_date, sale_status);

CREATE TABLE life.riders AS
SELECT rider_id, rider_name, rider_type, CAST(rider_premium AS INTEGER) AS rider_premium, CAST(coverage_amount AS BIGINT) AS coverage_amount, is_renewable
FROM (VALUES
  ('RD01', '재해사망특약', '사망', 3200, 100000000, 'N'), ('RD02', '암진단특약', '진단', 9800, 30000000, 'N'), ('RD03', '유사암진단특약', '진단', 3100, 6000000, 'N'),
  ('RD04', '뇌혈관질환진단특약', '진단', 7400, 20000000, 'N'), ('RD05', '허혈성심장질환진단특약', '진단', 6900, 20000000, 'N'), ('RD06', '질병수술특약', '수술', 5600, 1000000, 'Y'),
  ('RD07', '재해수술특약', '수술', 2800, 1000000, 'Y'), ('RD08', '질병입원일당특약', '입원', 6100, 30000, 'Y'), ('RD09', '상급종합병원입원특약', '입원', 4300, 100000, 'Y'),
  ('RD10', '골절진단특약', '진단', 1900, 500000, 'Y'), ('RD11', '간병인사용특약', '간병', 8700, 150000, 'Y'), ('RD12', '치매진단특약', '간병', 7700, 20000000, 'N'),
  ('RD13', '납입면제특약', '납입면제', 4100, 0, 'N'), ('RD14', '응급실내원특약', '통원', 1500, 50000, 'Y')
) AS t(rider_id, rider_name, rider_type, rider_premium, coverage_amount, is_renewable);

CREATE TABLE life.customers AS
WITH persons AS (SELECT CAST(r.range AS BIGINT) AS k, person_of(r.range - 1, {{n:4200}}) AS p FROM range(1, {{n:4200}} + 1) r)
SELECT k AS life_customer_id, group_no(p) AS group_customer_no, person_name(p) AS customer_name, adult_birth_year(p) AS birth_year,
       2026 - adult_birth_year(p) AS age, replace(age_band(adult_birth_year(p)), '20대이하', '20대') AS age_band,
       person_gender(p) AS gender, person_occupation(p) AS occupation_type, person_region(p) AS region,
       CASE WHEN u(k, 4001) < 0.91 THEN CASE WHEN u(k, 4002) < CASE person_gender(p) WHEN 'M' THEN 0.29 ELSE 0.06 END THEN 'Y' ELSE 'N' END END AS is_smoker,
       CASE WHEN u(k, 4003) < 0.58 THEN 'Y' ELSE 'N' END AS marketing_consent
FROM persons ORDER BY k;

-- ends_after: whole months from the contract until the policy ends; NULL when nothing ends it. by_death: what ends it is the insured's death
CREATE TEMP TABLE life_fates AS
WITH drawn AS (
  SELECT j.range AS j, CASE WHEN j.range <= {{n:4200}} THEN j.range ELSE 1 + roll(j.range, 4011, {{n:4200}}) END AS k,
         CASE WHEN u(j.range, 4012) < 0.80 THEN as_of() - CAST(roll(j.range, 4013, 1480) AS INTEGER)
              ELSE as_of() - CAST(1480 + roll(j.range, 4013, 1400) AS INTEGER) END AS contract_date,
         1 + roll(j.range, 4014, 100) AS product_dice, roll(j.range, 4015, 1000) AS channel_dice
  FROM range(1, {{n:4200}} + {{n:1800}} + 1) j),
sold AS (
  SELECT *, printf('LP%02d', [1, 1, 2, 2, 3, 4, 4, 5, 6, 6, 6, 7, 7, 8, 9, 9, 10, 10, 11, 12, 13, 14, 14, 15, 16, 17, 18, 19, 19, 20][1 + product_dice * 30 // 101]) AS wanted,
         CASE WHEN channel_dice < 210 THEN 'CH01' WHEN channel_dice < 360 THEN 'CH02' WHEN channel_dice < 590 THEN 'CH03' WHEN channel_dice < 690 THEN 'CH04'
              WHEN channel_dice < 810 THEN 'CH05' WHEN channel_dice < 880 THEN 'CH06' WHEN channel_dice < 920 THEN 'CH07' ELSE 'CH08' END AS channel_id
  FROM drawn),
launched AS (                                             -- nothing is sold before its launch: the oldest product of the same class steps in
  SELECT s.*, CASE WHEN p.launch_date <= s.contract_date THEN s.wanted WHEN p.coverage_class = '저축성' THEN 'LP15' ELSE 'LP01' END AS product_id
  FROM sold s JOIN life.products p ON p.product_id = s.wanted),
fates AS (
  SELECT *, CASE channel_id WHEN 'CH01' THEN 125 WHEN 'CH02' THEN 140 WHEN 'CH03' THEN 150 WHEN 'CH04' THEN 190 WHEN 'CH05' THEN 95 WHEN 'CH06' THEN 235 WHEN 'CH07' THEN 265 ELSE 110 END AS early,
         roll(j, 4016, 1000) AS fate
  FROM launched)
SELECT j, k, contract_date, product_id, channel_id,
       CASE WHEN fate < early THEN 2 + roll(j, 4017, 10) WHEN fate < early + 110 THEN 13 + roll(j, 4017, 11) WHEN fate < early + 230 THEN 25 + roll(j, 4017, 36)
            WHEN fate >= 991 THEN 3 + roll(j, 4017, 60) END AS ends_after,
       fate >= 991 AS by_death
FROM fates ORDER BY j;

CREATE TABLE life.policies AS
WITH joined AS (
  SELECT f.*, c.age, p.product_type, p.payment_years, p.coverage_years, p.base_premium, p.coverage_class,
         CASE WHEN f.ends_after IS NOT NULL AND f.contract_date + INTERVAL 1 MONTH * CAST(f.ends_after AS INTEGER) <= as_of()
              THEN CAST(f.contract_date + INTERVAL 1 MONTH * CAST(f.ends_after AS INTEGER) AS DATE) END AS ended
  FROM life_fates f JOIN life.customers c ON c.life_customer_id = f.k JOIN life.products p ON p.product_id = f.product_id),
priced AS (
  SELECT *, won(base_premium * (0.6 + 0.8 * u(j, 4021)) * CASE coverage_class WHEN '보장성' THEN 0.55 + age * 0.011 ELSE 1.0 END, 100) AS monthly_premium FROM joined)
SELECT printf('P%08d', j) AS policy_id, k AS life_customer_id, product_id, channel_id, contract_date,
       CASE WHEN coverage_years IS NOT NULL THEN CAST(contract_date + INTERVAL 1 YEAR * coverage_years AS DATE) END AS maturity_date,
       payment_years, monthly_premium,
       won(monthly_premium * CASE product_type WHEN '종신' THEN 420.0 WHEN '정기' THEN 1900.0 WHEN '암' THEN 520.0 WHEN '건강' THEN 380.0 WHEN '간병' THEN 300.0 WHEN '어린이' THEN 420.0
                                               ELSE 12.0 * payment_years END, 1000000) AS insured_amount,
       pick(['계좌이체', '계좌이체', '계좌이체', '카드납', '급여이체'], u(j, 4022)) AS payment_method,
       CASE WHEN ended IS NULL THEN 'ACTIVE' WHEN by_death THEN 'DEATH' WHEN u(j, 4023) < 0.36 THEN 'LAPSED' ELSE 'SURRENDERED' END AS policy_status,
       ended AS status_date
FROM priced ORDER BY j;

CREATE TABLE life.policy_riders AS
WITH counted AS (
  SELECT p.policy_id, substr(p.policy_id, 2)::BIGINT AS j, p.contract_date FROM life.policies p JOIN life.products d ON d.product_id = p.product_id WHERE d.coverage_class = '보장성')
SELECT c.policy_id, printf('RD%02d', 1 + (roll(c.j, 4031, 14) + r.range * 3) % 14) AS rider_id, c.contract_date AS attach_date,
       won(d.rider_premium * (0.7 + 0.7 * u(c.j * 8 + r.range, 4032)), 10) AS rider_premium,
       CASE WHEN u(c.j * 8 + r.range, 4033) < 0.05 THEN 'REMOVED' ELSE 'ACTIVE' END AS rider_status
FROM counted c, range(4) r JOIN life.riders d ON true
WHERE r.range < roll(c.j, 4034, 4) AND d.rider_id = printf('RD%02d', 1 + (roll(c.j, 4031, 14) + r.range * 3) % 14)
ORDER BY c.policy_id, rider_id;

-- one row a policy and month in which a premium was due, inside the 24 months
CREATE TABLE life.premiums AS
WITH due AS (
  SELECT p.policy_id, substr(p.policy_id, 2)::BIGINT * 32 + m.m AS id, m.month_start AS base_month, p.monthly_premium,
         CAST((year(m.month_start) - year(p.contract_date)) * 12 + month(m.month_start) - month(p.contract_date) + 1 AS INTEGER) AS payment_no, p.payment_years,
         CAST(least(m.month_start + INTERVAL 1 DAY * CAST(day(p.contract_date) - 1 AS INTEGER), m.month_end) AS DATE) AS due_date
  FROM life.policies p JOIN months m
    ON m.month_start >= date_trunc('month', p.contract_date) AND (p.status_date IS NULL OR m.month_start < date_trunc('month', p.status_date))),
paid AS (
  SELECT *, CASE WHEN roll(id, 4041, 1000) < 945 THEN 0 WHEN roll(id, 4041, 1000) < 985 THEN 1 + roll(id, 4042, 25) ELSE 9999 END AS days_late
  FROM due WHERE payment_no <= payment_years * 12)
SELECT policy_id, base_month, payment_no, due_date, monthly_premium AS premium_amount,
       CASE WHEN due_date + CAST(days_late AS INTEGER) <= as_of() THEN due_date + CAST(days_late AS INTEGER) END AS paid_date,
       CASE WHEN due_date + CAST(days_late AS INTEGER) > as_of() THEN 'UNPAID' WHEN days_late > 0 THEN 'LATE' ELSE 'PAID' END AS payment_status
FROM paid ORDER BY base_month, policy_id;

CREATE TABLE life.claims AS
WITH drafts AS (
  SELECT c.range AS c, printf('P%08d', 1 + roll(c.range, 4051, {{n:4200}} + {{n:1800}})) AS policy_id, u(c.range, 4052) AS x FROM range({{n:5000}}) c),
dated AS (
  SELECT d.c, d.policy_id, p.monthly_premium, p.insured_amount, greatest(p.contract_date + 60, first_day()) AS lo, coalesce(p.status_date - 1, as_of()) AS hi, d.x
  FROM drafts d JOIN life.policies p ON p.policy_id = d.policy_id JOIN life.products q ON q.product_id = p.product_id
  -- term insurance pays on death only, whole life, cancer and child policies claim less often
  WHERE q.coverage_class = '보장성' AND q.product_type <> '정기' AND (q.product_type NOT IN ('종신', '암', '어린이') OR u(d.c, 4062) < 0.6)),
filed AS (
  SELECT *, lo + CAST(floor(x * (hi - lo + 1)) AS INTEGER) AS claim_date,
         pick(['통원', '통원', '통원', '통원', '통원', '통원', '입원', '입원', '입원', '입원', '수술', '수술', '수술', '진단', '진단', '장해'], u(c, 4053)) AS usual_type
  FROM dated WHERE hi >= lo),
typed AS (
  SELECT c, policy_id, insured_amount, monthly_premium, claim_date, usual_type AS claim_type FROM filed
  UNION ALL                                               -- a death ends its policy, so its claim comes from there
  SELECT 90000000 + substr(policy_id, 2)::BIGINT, policy_id, insured_amount, monthly_premium, status_date, '사망' FROM life.policies
  WHERE policy_status = 'DEATH' AND status_date >= first_day()),
handled AS (
  SELECT *, CASE claim_type WHEN '사망' THEN 50 ELSE roll(c, 4055, 100) END AS dice, CAST(2 + roll(c, 4056, 9) * CASE WHEN u(c, 4057) < 0.15 THEN 4 ELSE 1 END AS INTEGER) AS days FROM typed),
sized AS (
  SELECT *, CASE claim_type WHEN '사망' THEN insured_amount ELSE
           won(CASE claim_type WHEN '통원' THEN 90000.0 WHEN '입원' THEN 620000.0 WHEN '수술' THEN 1150000.0 WHEN '진단' THEN 4800000.0 ELSE 3800000.0 END
               * (0.4 + 1.2 * u(c, 4058)) * least(heavy(u(c, 4059)), 4.0) / 1.6
               * least(monthly_premium / 100000.0, 2.2), 1000) END AS claimed_amount,
         CASE WHEN claim_date + days > as_of() THEN 'REVIEW' WHEN dice < 6 THEN 'DENIED' ELSE 'PAID' END AS claim_status
  FROM handled)
SELECT printf('CL%07d', row_number() OVER (ORDER BY claim_date, c)) AS claim_id, policy_id, claim_date, claim_type,
       CASE WHEN u(c, 4060) < 0.94 THEN CASE WHEN claim_type = '사망' THEN pick(['암', '암', '심장', '뇌혈관', '호흡기', '재해'], u(c, 4061)) WHEN claim_type = '진단' THEN pick(['암', '암', '뇌혈관', '심장', '골절'], u(c, 4061))
            ELSE pick(['근골격계', '근골격계', '소화기', '호흡기', '호흡기', '비뇨기', '피부', '안과', '암'], u(c, 4061)) END END AS disease_group,
       claimed_amount, CASE claim_status WHEN 'PAID' THEN CASE WHEN dice < 25 THEN won(claimed_amount * 0.7, 1000) ELSE claimed_amount END ELSE 0 END AS paid_amount,
       claim_status, CASE WHEN claim_status = 'PAID' THEN claim_date + days END AS paid_date,
       CASE WHEN claim_status <> 'REVIEW' THEN days END AS processing_days
FROM sized ORDER BY claim_id;

CREATE TABLE life.surrenders AS
WITH ended AS (
  SELECT *, substr(policy_id, 2)::BIGINT AS j,
         CAST((year(status_date) - year(contract_date)) * 12 + month(status_date) - month(contract_date) AS INTEGER) AS paid_months
  FROM life.policies WHERE policy_status IN ('LAPSED', 'SURRENDERED'))
SELECT printf('SR%06d', row_number() OVER (ORDER BY status_date, policy_id)) AS surrender_id, policy_id, status_date AS event_date,
       CASE policy_status WHEN 'LAPSED' THEN 'LAPSE' ELSE 'SURRENDER' END AS event_type,
       CASE policy_status WHEN 'LAPSED' THEN '보험료 미납' ELSE CASE WHEN u(j, 4071) < 0.93 THEN pick(['경제사정', '경제사정', '경제사정', '타사 전환', '타사 전환', '보장 불만', '단순 변심', '목돈 필요', '목돈 필요'], u(j, 4072)) END END AS reason,
       paid_months, monthly_premium * paid_months AS paid_premium_total,
       won(monthly_premium * paid_months * least(0.012 * paid_months, 0.92), 100) AS surrender_value
FROM ended ORDER BY surrender_id;

-- Of the policies signed 12 (24) months before the base month, how many are still in force: the 13th (25th) premium was due.
CREATE TABLE life.persistency_monthly AS
WITH cohorts AS (
  SELECT m.month_start AS base_month, p.channel_id,
         date_trunc('month', p.contract_date) = m.month_start - INTERVAL 12 MONTH AS is_13,
         p.status_date IS NULL OR date_trunc('month', p.status_date) > m.month_start AS kept
  FROM months m JOIN life.policies p
    ON date_trunc('month', p.contract_date) IN (m.month_start - INTERVAL 12 MONTH, m.month_start - INTERVAL 24 MONTH)),
counted AS (
  SELECT base_month, channel_id, count(*) FILTER (is_13) AS contracts_13m, count(*) FILTER (is_13 AND kept) AS kept_13m,
         count(*) FILTER (NOT is_13) AS contracts_25m, count(*) FILTER (NOT is_13 AND kept) AS kept_25m
  FROM cohorts GROUP BY ALL)
SELECT base_month, channel_id, contracts_13m, kept_13m,
       CASE WHEN contracts_13m > 0 THEN CAST(round(CAST(kept_13m AS DOUBLE) * 100 / contracts_13m, 2) AS DECIMAL(5,2)) END AS persistency_rate_13m,
       contracts_25m, kept_25m,
       CASE WHEN contracts_25m > 0 THEN CAST(round(CAST(kept_25m AS DOUBLE) * 100 / contracts_25m, 2) AS DECIMAL(5,2)) END AS persistency_rate_25m
FROM counted ORDER BY base_month, channel_id;

CREATE TABLE life.underwriting_monthly AS
WITH income AS (
  SELECT r.base_month, p.product_id, sum(r.premium_amount) FILTER (r.payment_status <> 'UNPAID') AS premium_income
  FROM life.premiums r JOIN life.policies p ON p.policy_id = r.policy_id GROUP BY ALL),
paid AS (
  SELECT CAST(date_trunc('month', c.paid_date) AS DATE) AS base_month, p.product_id, sum(c.paid_amount) AS claim_amount
  FROM life.claims c JOIN life.policies p ON p.policy_id = c.policy_id WHERE c.claim_status = 'PAID' GROUP BY ALL),
signed AS (
  SELECT CAST(date_trunc('month', contract_date) AS DATE) AS base_month, product_id, count(*) AS contracts, sum(monthly_premium) AS premium FROM life.policies GROUP BY ALL)
SELECT m.month_start AS base_month, d.product_id, CAST(coalesce(i.premium_income, 0) AS BIGINT) AS premium_income,
       CAST(coalesce(i.premium_income, 0) * CASE d.coverage_class WHEN '보장성' THEN 55 ELSE 6 END // 100 AS BIGINT) AS risk_premium,
       CAST(coalesce(c.claim_amount, 0) AS BIGINT) AS claim_amount,
       CAST(coalesce(i.premium_income, 0) * (9 + substr(d.product_id, 3)::BIGINT % 4) // 100 + coalesce(s.premium, 0) * 3 AS BIGINT) AS expense_amount,
       coalesce(s.contracts, 0) AS new_contract_count, CAST(coalesce(s.premium, 0) * 12 AS BIGINT) AS ape_amount
FROM months m CROSS JOIN life.products d
LEFT JOIN income i ON i.base_month = m.month_start AND i.product_id = d.product_id
LEFT JOIN paid c ON c.base_month = m.month_start AND c.product_id = d.product_id
LEFT JOIN signed s ON s.base_month = m.month_start AND s.product_id = d.product_id
ORDER BY base_month, d.product_id;

CREATE TABLE life.consultation_faq AS
SELECT printf('FAQ%03d', row_number() OVER (ORDER BY f.no)) AS faq_id, f.category, f.product_type, f.question, f.answer,
       40 + CAST(round(320 * (least(heavy(u(f.no, 4081)), 12.0) - 0.95)) AS BIGINT) AS view_count,
       CAST(round((40 + 320 * (least(heavy(u(f.no, 4081)), 12.0) - 0.95)) * (0.25 + 0.5 * u(f.no, 4082))) AS BIGINT) AS helpful_count,
       days_ago(15 + roll(f.no, 4083, 700)) AS updated_date, CASE WHEN f.no % 12 = 11 THEN 'N' ELSE 'Y' END AS is_active
FROM (VALUES
  (1, '보험금 청구', NULL, '보험금은 어떻게 청구하나요?', '모바일 앱이나 홈페이지의 보험금 청구 메뉴에서 사고 유형을 고르고 서류 사진을 올리면 됩니다. 고객센터 방문과 우편 접수도 가능합니다.'),
  (2, '보험금 청구', NULL, '보험금 청구에는 어떤 서류가 필요한가요?', '청구서와 신분증 사본이 기본이며, 입원은 입퇴원확인서, 수술은 수술확인서, 진단은 진단서와 검사결과지가 필요합니다.'),
  (3, '보험금 청구', NULL, '보험금은 청구 후 며칠 만에 지급되나요?', '서류 접수일의 다음 날부터 3영업일 이내에 지급하며, 조사가 필요하면 30영업일까지 걸릴 수 있습니다.'),
  (4, '보험금 청구', NULL, '보험금 청구에도 기한이 있나요?', '보험금 청구권은 사유가 발생한 날부터 3년 안에 행사해야 합니다.'),
  (5, '보험금 청구', '암', '암 진단비는 언제부터 보장되나요?', '일반적으로 계약일부터 90일이 지난 다음 날부터 보장하며, 갑상선암 같은 유사암은 가입금액의 일부를 지급합니다.'),
  (6, '보험금 청구', '건강', '통원 치료비도 청구할 수 있나요?', '통원 보장 특약에 가입했다면 영수증과 처방전으로 청구할 수 있습니다.'),
  (7, '보험금 청구', '간병', '치매 진단 보험금은 어떤 기준으로 지급되나요?', '임상치매척도(CDR) 점수와 전문의 진단에 따라 경도, 중등도, 중증으로 나누어 지급합니다.'),
  (8, '보험금 청구', '종신', '사망보험금 수익자는 누가 되나요?', '계약에서 지정한 수익자가 받으며, 지정이 없으면 법정상속인이 받습니다.'),
  (9, '보험료 납입', NULL, '보험료를 내지 못하면 어떻게 되나요?', '납입을 두 달 연속 하지 않으면 납입최고 후 계약이 실효됩니다. 실효 후 3년 안에는 부활을 신청할 수 있습니다.'),
  (10, '보험료 납입', NULL, '실효된 계약을 되살릴 수 있나요?', '실효일부터 3년 이내에 연체 보험료와 이자를 내고 부활을 청약하면 심사 후 효력이 되살아납니다.'),
  (11, '보험료 납입', NULL, '자동이체 계좌는 어떻게 바꾸나요?', '앱의 납입정보 변경 메뉴에서 본인 명의 계좌로 바꿀 수 있으며 다음 이체일부터 적용됩니다.'),
  (12, '보험료 납입', NULL, '보험료를 카드로 낼 수 있나요?', '보장성 상품은 카드 납입이 가능하나 저축성 상품은 계좌이체만 가능합니다.'),
  (13, '보험료 납입', NULL, '보험료 납입을 잠시 멈출 수 있나요?', '유니버설 기능이 있는 상품은 의무납입기간이 지난 뒤 납입을 일시 중지할 수 있습니다.'),
  (14, '보험료 납입', NULL, '납입면제는 언제 되나요?', '납입면제 특약에 가입하고 50% 이상 장해나 암 진단을 받으면 이후 보험료가 면제됩니다.'),
  (15, '해지·환급', NULL, '보험을 해지하면 얼마를 돌려받나요?', '해지환급금은 납입 기간과 상품에 따라 다르며 초기에는 납입 보험료보다 적거나 없을 수 있습니다. 앱에서 미리 조회할 수 있습니다.'),
  (16, '해지·환급', NULL, '해지하지 않고 돈을 마련하는 방법이 있나요?', '해지환급금 범위에서 보험계약대출을 받거나 중도인출, 감액 제도를 이용할 수 있습니다.'),
  (17, '해지·환급', NULL, '청약을 철회할 수 있나요?', '보험증권을 받은 날부터 15일 이내(청약일부터 30일 한도)에는 조건 없이 철회할 수 있습니다.'),
  (18, '해지·환급', '저축', '저축보험을 중간에 해지하면 세금이 붙나요?', '10년 미만 유지한 저축성 보험은 차익에 이자소득세가 부과됩니다.'),
  (19, '해지·환급', '연금', '연금저축보험을 해지하면 불이익이 있나요?', '세액공제를 받은 금액과 운용수익에 기타소득세 16.5%가 부과됩니다.'),
  (20, '해지·환급', '종신', '종신보험을 연금으로 바꿀 수 있나요?', '연금전환 특약이 있으면 해지환급금을 재원으로 연금을 받을 수 있습니다. 이때 사망보장은 끝나거나 줄어듭니다.'),
  (21, '계약 변경', NULL, '수익자를 바꾸려면 어떻게 하나요?', '계약자가 피보험자의 동의를 받아 앱 또는 고객센터에서 변경할 수 있습니다.'),
  (22, '계약 변경', NULL, '주소와 연락처는 어디서 바꾸나요?', '앱의 내 정보 메뉴에서 바꾸면 모든 계약에 함께 적용됩니다.'),
  (23, '계약 변경', NULL, '보장을 줄여 보험료를 낮출 수 있나요?', '감액을 신청하면 줄어든 부분은 해지한 것으로 보아 환급금을 지급하고 이후 보험료가 낮아집니다.'),
  (24, '계약 변경', NULL, '특약만 따로 해지할 수 있나요?', '대부분의 선택 특약은 주계약을 유지하면서 해지할 수 있으며 의무 특약은 제외됩니다.'),
  (25, '계약 변경', '어린이', '어린이보험의 계약자를 자녀로 바꿀 수 있나요?', '자녀가 성년이 되면 계약자 변경이 가능하며 증여세 문제가 생길 수 있어 확인이 필요합니다.'),
  (26, '가입 상담', '건강', '병력이 있어도 건강보험에 가입할 수 있나요?', '간편고지 상품은 최근 3개월 의사 소견, 2년 내 입원·수술, 5년 내 암 진단만 묻고 심사합니다.'),
  (27, '가입 상담', '정기', '정기보험과 종신보험은 무엇이 다른가요?', '정기보험은 정해진 기간만, 종신보험은 평생 사망을 보장합니다. 같은 보장이면 정기보험의 보험료가 훨씬 낮습니다.'),
  (28, '가입 상담', '암', '갱신형과 비갱신형 암보험 중 무엇이 유리한가요?', '갱신형은 초기 보험료가 낮지만 갱신 때 오를 수 있고, 비갱신형은 처음 보험료가 끝까지 같습니다.'),
  (29, '가입 상담', '연금', '변액연금은 원금이 보장되나요?', '펀드 수익에 따라 달라지며, 최저연금적립금 보증이 있는 상품은 연금 개시 때 납입원금을 보증합니다.'),
  (30, '가입 상담', NULL, '고지의무를 어기면 어떻게 되나요?', '중요한 사항을 사실과 다르게 알리면 계약이 해지되거나 보험금이 지급되지 않을 수 있습니다.'),
  (31, '가입 상담', NULL, '모바일 다이렉트 상품은 왜 저렴한가요?', '설계사 수수료와 점포 비용이 들지 않아 같은 보장의 보험료가 낮습니다.'),
  (32, '대출', NULL, '보험계약대출 한도는 얼마인가요?', '상품에 따라 해지환급금의 50~95%까지 받을 수 있으며 별도 심사가 없습니다.'),
  (33, '대출', NULL, '보험계약대출 이자를 내지 않으면 어떻게 되나요?', '이자가 원금에 더해지고, 원리금이 해지환급금을 넘으면 계약이 해지될 수 있습니다.'),
  (34, '세금·연말정산', '연금', '연금저축보험의 세액공제 한도는 얼마인가요?', '연금저축은 연 600만원, 퇴직연금과 합하면 연 900만원까지 공제 대상입니다.'),
  (35, '세금·연말정산', NULL, '보장성 보험료도 연말정산에서 공제되나요?', '근로자는 보장성 보험료 연 100만원까지 12% 세액공제를 받을 수 있습니다.'),
  (36, '디지털 이용', NULL, '앱 로그인이 되지 않을 때는 어떻게 하나요?', '인증서를 다시 등록하거나 본인인증으로 비밀번호를 재설정하면 됩니다. 계속 안 되면 고객센터로 연락해 주세요.')
) AS f(no, category, product_type, question, answer)
ORDER BY faq_id;
