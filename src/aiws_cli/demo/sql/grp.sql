-- The holding company: what its planning staff sees of the companies. Amounts are won at the size of a whole company,
-- not sums of the sample the other schemas hold. Every segment belongs to one company and its name is unique.

CREATE SCHEMA grp;

CREATE TABLE grp.companies AS
SELECT company_id, company_name, company_name_en, industry, established_date, CAST(ownership_rate AS DECIMAL(5,2)) AS ownership_rate, CAST(employee_count AS INTEGER) AS employee_count
FROM (VALUES
  ('bank', '은행', 'Bank', '은행', DATE '1969-05-12', 100, 12850), ('card', '카드', 'Card', '여신전문', DATE '2003-11-03', 100, 1980),
  ('securities', '증권', 'Securities', '금융투자', DATE '1985-06-17', 100, 2740), ('life', '생명보험', 'Life insurance', '보험', DATE '1990-09-24', 100, 1620),
  ('capital', '캐피탈', 'Capital', '여신전문', DATE '1995-02-20', 92.15, 860), ('am', '자산운용', 'Asset management', '금융투자', DATE '2000-04-10', 75, 310),
  ('grp', '금융지주', 'Holding company', '지주회사', DATE '2005-12-01', NULL, 190)
) AS t(company_id, company_name, company_name_en, industry, established_date, ownership_rate, employee_count);

-- monthly_revenue: won; margin: operating profit per mille of revenue; digital: per mille of revenue earned through digital channels in 2024-10
CREATE TEMP TABLE group_segment_plan AS
SELECT * FROM (VALUES
  ('S01', 'bank', '개인금융', 'Retail banking', 412, 385, 330, 1), ('S02', 'bank', '기업금융', 'Corporate banking', 366, 402, 120, 2),
  ('S03', 'bank', '자산관리', 'Wealth management', 88, 310, 210, 3), ('S04', 'bank', '자금시장', 'Treasury', 61, 455, 20, 4),
  ('S05', 'card', '신용판매', 'Card payments', 142, 165, 410, 5), ('S06', 'card', '카드금융', 'Card loans', 78, 238, 520, 6), ('S07', 'card', '결제플랫폼', 'Payment platform', 19, -62, 760, 7),
  ('S08', 'securities', '위탁매매', 'Brokerage', 74, 342, 780, 8), ('S09', 'securities', '투자은행', 'Investment banking', 58, 396, 15, 9), ('S10', 'securities', '운용·트레이딩', 'Trading', 47, 288, 25, 10),
  ('S11', 'life', '보장성보험', 'Protection insurance', 118, 176, 180, 11), ('S12', 'life', '저축·연금보험', 'Savings and annuities', 96, 92, 90, 12),
  ('S13', 'capital', '자동차금융', 'Auto finance', 69, 214, 350, 13), ('S14', 'capital', '기업여신', 'Commercial lending', 38, 262, 40, 14),
  ('S15', 'am', '공모펀드', 'Public funds', 16, 288, 240, 15), ('S16', 'am', '대체투자', 'Alternative investments', 21, 431, 5, 16)
) AS t(segment_id, company_id, segment_name, segment_name_en, monthly_revenue, margin, digital, no);

CREATE TABLE grp.business_segments AS
SELECT segment_id, segment_name, segment_name_en, company_id, CASE WHEN digital >= 150 THEN '개인' ELSE '기업·시장' END AS customer_focus
FROM group_segment_plan ORDER BY segment_id;

CREATE TABLE grp.digital_channels AS
SELECT channel_id, channel_name, channel_name_en, channel_type, owner_company_id, launch_date
FROM (VALUES
  ('D01', '그룹 슈퍼앱', 'Group super app', '앱', 'grp', DATE '2022-11-01'), ('D02', '모바일뱅킹', 'Mobile banking', '앱', 'bank', DATE '2010-04-05'),
  ('D03', '인터넷뱅킹', 'Internet banking', '웹', 'bank', DATE '2000-07-03'), ('D04', '카드앱', 'Card app', '앱', 'card', DATE '2012-02-20'),
  ('D05', 'MTS', 'Mobile trading system', '앱', 'securities', DATE '2011-09-19'), ('D06', '보험 다이렉트', 'Direct insurance', '웹', 'life', DATE '2016-06-01'),
  ('D07', '제휴 플랫폼', 'Partner platforms', '제휴', 'grp', DATE '2021-03-15'), ('D08', '챗봇 상담', 'Chatbot', '상담', 'grp', DATE '2019-05-27')
) AS t(channel_id, channel_name, channel_name_en, channel_type, owner_company_id, launch_date);

CREATE TABLE grp.calendar AS
SELECT d AS calendar_date, CAST(year(d) AS INTEGER) AS year, CAST(quarter(d) AS INTEGER) AS quarter, CAST(month(d) AS INTEGER) AS month, month_start AS base_month,
       ['월', '화', '수', '목', '금', '토', '일'][weekday] AS weekday_name, CASE WHEN weekday > 5 THEN 'Y' ELSE 'N' END AS is_weekend,
       CASE WHEN d IN (SELECT h.d FROM holidays h) THEN 'Y' ELSE 'N' END AS is_holiday, CASE WHEN is_business_day THEN 'Y' ELSE 'N' END AS is_business_day,
       CASE WHEN d = month_end THEN 'Y' ELSE 'N' END AS is_month_end
FROM calendar ORDER BY d;

CREATE TABLE grp.segment_results_monthly AS
WITH drawn AS (
  SELECT m.month_start AS base_month, m.m, s.*, s.no * 100 + m.m AS id,
         [98, 93, 104, 99, 101, 103, 100, 97, 102, 100, 101, 108][month(m.month_start)] AS season
  FROM months m CROSS JOIN group_segment_plan s),
earned AS (
  SELECT *, CAST(round(monthly_revenue * 10000.0 * season * (1.0 + CASE WHEN digital > 300 THEN 0.006 ELSE 0.002 END * m)
                 * (1.0 + CASE WHEN company_id IN ('securities', 'am') THEN 0.09 ELSE 0.03 END * bell(id, 7001)) / 1000.0) AS BIGINT) * 1000000 AS revenue,
         CAST(round(monthly_revenue * 10000.0 * season * (1.0 + CASE WHEN digital > 300 THEN 0.007 ELSE 0.003 END * m) / 1000.0 * (0.99 + 0.04 * u(no * 10 + m // 12, 7002))) AS BIGINT) * 1000000 AS revenue_plan,
         margin + CAST(round(22 * bell(id, 7003)) AS BIGINT) AS margin_now
  FROM drawn),
kept AS (
  SELECT *, revenue * margin_now // 1000000 * 1000 AS operating_profit, revenue_plan * (margin - 9 + roll(no, 7004, 19)) // 1000000 * 1000 AS operating_profit_plan FROM earned)
SELECT base_month, company_id, segment_id, segment_name, revenue, operating_profit,
       CAST(CASE WHEN operating_profit > 0 THEN operating_profit * 75 // 100 ELSE operating_profit END AS BIGINT) AS net_income,
       revenue_plan, operating_profit_plan
FROM kept ORDER BY base_month, segment_id;

-- share: how a segment's digital revenue splits between the channels, per mille; what a segment never uses has no row
CREATE TABLE grp.channel_contributions_monthly AS
WITH shares AS (
  SELECT segment_id, channel_id, share FROM (VALUES
    ('S01', [220, 480, 110, 0, 0, 0, 130, 60]), ('S02', [60, 250, 620, 0, 0, 0, 40, 30]), ('S03', [310, 430, 120, 0, 0, 0, 60, 80]), ('S04', [0, 0, 1000, 0, 0, 0, 0, 0]),
    ('S05', [190, 0, 0, 560, 0, 0, 210, 40]), ('S06', [150, 0, 0, 610, 0, 0, 190, 50]), ('S07', [260, 0, 0, 420, 0, 0, 320, 0]), ('S08', [120, 0, 0, 0, 790, 0, 70, 20]),
    ('S09', [0, 0, 0, 0, 700, 0, 300, 0]), ('S10', [0, 0, 0, 0, 1000, 0, 0, 0]), ('S11', [170, 0, 0, 0, 0, 560, 190, 80]), ('S12', [150, 240, 0, 0, 0, 490, 60, 60]),
    ('S13', [160, 0, 0, 180, 0, 0, 620, 40]), ('S14', [0, 0, 0, 0, 0, 0, 850, 150]), ('S15', [210, 340, 60, 0, 320, 0, 70, 0]), ('S16', [300, 0, 0, 0, 500, 0, 200, 0])
  ) AS t(segment_id, shares), (SELECT unnest(['D01', 'D02', 'D03', 'D04', 'D05', 'D06', 'D07', 'D08']) AS channel_id) c,
  LATERAL (SELECT shares[substr(c.channel_id, 3)::BIGINT] AS share) s WHERE share > 0),
weighted AS (
  SELECT r.base_month, m.m, r.segment_id, r.segment_name, r.revenue, p.digital, p.no, x.channel_id, substr(x.channel_id, 3)::BIGINT AS c, x.share,
         -- the super app and partners grow fastest, the web shrinks; digital as a whole gains half a point a month
         x.share * (1000 + m.m * CASE x.channel_id WHEN 'D01' THEN 28 WHEN 'D07' THEN 16 WHEN 'D08' THEN 12 WHEN 'D03' THEN -12 WHEN 'D02' THEN 4 ELSE 8 END)
           * (960 + roll(p.no * 10000 + m.m * 100 + substr(x.channel_id, 3)::BIGINT, 7011, 81)) AS weight
  FROM grp.segment_results_monthly r JOIN months m ON m.month_start = r.base_month
  JOIN group_segment_plan p ON p.segment_id = r.segment_id JOIN shares x ON x.segment_id = r.segment_id),
split AS (
  SELECT *, CAST(revenue AS HUGEINT) * (digital * 1000 + m * digital * 9) // 1000000 * weight // CAST(sum(weight) OVER (PARTITION BY base_month, segment_id) AS HUGEINT) // 1000 * 1000 AS contributed FROM weighted)
SELECT s.base_month, s.segment_id, s.segment_name, s.channel_id, d.channel_name, s.revenue AS segment_revenue, CAST(s.contributed AS BIGINT) AS contributed_revenue,
       CAST(round(CAST(s.contributed AS DOUBLE) / CAST(s.revenue AS DOUBLE), 4) AS DECIMAL(6,4)) AS contribution_ratio,
       CAST(s.contributed // (7000000 + 900000 * s.c) AS BIGINT) AS new_customers,
       CAST(s.contributed // (41000 + 3000 * s.c) AS BIGINT) AS transaction_count,
       CAST(s.contributed * (90 + 15 * s.c) // 1000000 * 1000 AS BIGINT) AS channel_cost
FROM split s JOIN grp.digital_channels d ON d.channel_id = s.channel_id
ORDER BY s.base_month, s.segment_id, s.channel_id;

CREATE TABLE grp.company_financials_quarterly AS
WITH quarters AS (
  SELECT company_id, CAST(date_trunc('quarter', base_month) AS DATE) AS q, sum(revenue) AS revenue, sum(operating_profit) AS operating_profit, sum(net_income) AS net_income
  FROM grp.segment_results_monthly GROUP BY ALL),
numbered AS (
  SELECT *, year(q) * 10 + quarter(q) AS id, (year(q) - 2024) * 4 + quarter(q) AS step,
         CASE company_id WHEN 'bank' THEN 1 WHEN 'card' THEN 2 WHEN 'securities' THEN 3 WHEN 'life' THEN 4 WHEN 'capital' THEN 5 ELSE 6 END AS c FROM quarters),
sized AS (                                                -- assets and equity: trillion won at the start, growing each quarter
  SELECT *, CAST(revenue * ([412, 358, 476, 232, 318, 421][c] + roll(id * 10 + c, 7021, 31) - 15) // 1000000 * 1000 AS BIGINT) AS operating_expense,
         CAST(round([265.0, 41.0, 62.0, 84.0, 21.0, 1.6][c] * (1.0 + 0.0035 * step) * 1000) AS BIGINT) * 1000000000 AS total_assets,
         CAST(round([27.4, 3.9, 5.6, 4.1, 2.4, 0.55][c] * (1.0 + 0.006 * step) * 1000) AS BIGINT) * 1000000000 AS total_equity
  FROM numbered)
SELECT company_id, CAST(q + INTERVAL 3 MONTH - INTERVAL 1 DAY AS DATE) AS base_date, printf('%dQ%d', year(q), quarter(q)) AS fiscal_quarter,
       CAST(revenue AS BIGINT) AS revenue, operating_expense, CAST(operating_profit AS BIGINT) AS operating_profit, CAST(net_income AS BIGINT) AS net_income,
       total_assets, total_equity,
       CAST(round(CAST(net_income * 400 AS DOUBLE) / CAST(total_equity AS DOUBLE), 2) AS DECIMAL(6,2)) AS roe,
       CAST(round(CAST(operating_expense * 100 AS DOUBLE) / CAST(revenue AS DOUBLE), 2) AS DECIMAL(6,2)) AS cir,
       CASE c WHEN 4 THEN CAST(192 + 0.5 * roll(id * 10 + c, 7022, 30) AS DECIMAL(6,2)) WHEN 6 THEN NULL WHEN 3 THEN CAST(490 + 1.0 * roll(id * 10 + c, 7022, 60) AS DECIMAL(6,2))
              ELSE CAST(14.8 + 0.04 * roll(id * 10 + c, 7022, 40) + 1.2 * (c % 3) AS DECIMAL(6,2)) END AS capital_adequacy_rate
FROM sized ORDER BY base_date, c;

CREATE TABLE grp.group_kpis AS
WITH kpis AS (
  SELECT * FROM (VALUES
    ('K01', '슈퍼앱 월간 활성 이용자 수', '명', 3850000, 62000, 'UP', 1, 1), ('K02', '디지털 신규 고객 수', '명', 148000, 2100, 'UP', 2, 1),
    ('K03', '교차판매율', '%', 21.40, 0.22, 'UP', 3, 0.01), ('K04', '비이자이익 비중', '%', 28.30, 0.17, 'UP', 4, 0.01),
    ('K05', '고객 민원 건수', '건', 2360, -18, 'DOWN', 5, 1), ('K06', '그룹 연체율', '%', 0.61, 0.005, 'DOWN', 6, 0.01),
    ('K07', '고정이하여신비율', '%', 0.49, 0.003, 'DOWN', 7, 0.01), ('K08', '순추천고객지수', '점', 34.5, 0.4, 'UP', 8, 0.1)
  ) AS t(kpi_id, kpi_name, unit, start_value, step, better, no, unit_step))
SELECT m.month_start AS base_month, k.kpi_id, k.kpi_name, k.unit, k.better AS better_direction,
       -- unit_step: the smallest difference worth showing, so ratios keep four decimals and counts none
       CAST(round((k.start_value + k.step * m.m + k.start_value * 0.018 * bell(k.no * 100 + m.m, 7031)) / k.unit_step) * k.unit_step AS DECIMAL(18,4)) AS actual_value,
       CAST(round(k.start_value + k.step * (m.m // 12 * 12 + 11) * 1.02, 4) AS DECIMAL(18,4)) AS target_value
FROM months m CROSS JOIN kpis k ORDER BY base_month, k.kpi_id;
