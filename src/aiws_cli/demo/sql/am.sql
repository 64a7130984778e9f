-- The asset manager: public funds, institutional mandates and the teams that run them.
-- Amounts are won (BIGINT), rates are percent, history runs from 2024-10-01 to 2026-09-30.

CREATE SCHEMA am;

CREATE TABLE am.teams AS
SELECT team_id, team_name, strategy, CAST(member_count AS INTEGER) AS member_count, CAST(founded_date AS DATE) AS founded_date
FROM (VALUES
  ('TM01', '국내주식운용1팀', '성장주', 9, '2003-05-01'), ('TM02', '국내주식운용2팀', '가치·배당', 8, '2005-09-01'), ('TM03', '글로벌주식운용팀', '해외주식', 11, '2011-03-02'),
  ('TM04', '채권운용1팀', '국내채권', 10, '2002-01-02'), ('TM05', '채권운용2팀', '해외채권·크레딧', 7, '2013-07-01'), ('TM06', '자산배분팀', '멀티에셋·TDF', 8, '2016-01-04'),
  ('TM07', '인덱스운용팀', '지수추종', 6, '2008-04-01'), ('TM08', '단기자금팀', 'MMF', 4, '2004-02-02'), ('TM09', '부동산운용팀', '부동산·인프라', 12, '2014-10-01'), ('TM10', '헤지전략팀', '절대수익', 5, '2018-06-01'))
  AS t(team_id, team_name, strategy, member_count, founded_date);

-- index_no: the index in bank.sql a style follows; beta: percent of its move; drift and noise: millionths a day.
CREATE TEMP TABLE style_plan AS
SELECT * FROM (VALUES
  (1, '01', 'TM01', '국내 성장주', '코스피', 'home', 1, 108, 10, 2300), (2, '01', 'TM02', '배당 가치주', '코스피200', 'home', 2, 86, 60, 1700), (3, '02', 'TM03', '글로벌 우량주', 'MSCI 세계지수', 'world', 6, 96, 10, 1800),
  (4, '02', 'TM03', '미국 혁신성장', '나스닥100', 'world', 5, 104, -20, 2600), (5, '03', 'TM04', '국공채', 'KIS 종합채권지수', 'bond', 8, 100, 0, 120), (6, '03', 'TM05', '글로벌 크레딧', '글로벌 종합채권지수', 'bond', 9, 105, 5, 260),
  (7, '04', 'TM06', '자산배분', '혼합 60/40 지수', 'mixed', 10, 95, 10, 700), (8, '04', 'TM06', 'TDF', '혼합 60/40 지수', 'mixed', 10, 104, 5, 650), (9, '01', 'TM07', '코스피200 인덱스', '코스피200', 'home', 2, 100, -3, 150),
  (10, '05', 'TM08', 'MMF', NULL, 'cash', 8, 0, 110, 6), (11, '06', 'TM09', '오피스 부동산', NULL, 'alt', 1, 8, 170, 260), (12, '07', 'TM10', '절대수익 전략', NULL, 'alt', 1, 20, 160, 900))
  AS t(style_no, fund_type, team_id, style_name, benchmark_name, market, index_no, beta, drift, noise);

CREATE TEMP TABLE fund_plan AS
SELECT CAST(f.range AS INTEGER) AS no, s.*, printf('AF%03d', f.range + 1) AS fund_id,
       CASE WHEN s.style_name = 'TDF' THEN 'TDF ' || (2030 + 5 * (f.range // 12)) ELSE s.style_name END
         || CASE s.fund_type WHEN '01' THEN ' 주식' WHEN '02' THEN ' 해외주식' WHEN '03' THEN ' 채권' WHEN '04' THEN ' 혼합' WHEN '05' THEN '' WHEN '06' THEN ' 투자' ELSE ' 혼합' END || ' ' || (1 + f.range // 12) || '호' AS fund_name,
       days_ago(260 + floor(u(f.range, 801) * 4200)) AS inception_date, won(6000000000.0 + 90000000000.0 * skewed(u(f.range, 802)) * CASE s.fund_type WHEN '05' THEN 9.0 WHEN '03' THEN 3.0 ELSE 1.6 END, 1000000) AS base_amount,
       CAST(round(240 * bell(f.range, 803)) AS BIGINT) AS lean, CAST(round(60 * bell(f.range, 804)) AS BIGINT) AS alpha, 90 + roll(f.range, 805, 20) AS beta_scale,
       CASE WHEN f.range % 23 = 19 THEN 'CLOSED' WHEN f.range % 11 = 7 THEN 'SOFT' ELSE 'OPEN' END AS fund_status
FROM range(96) f JOIN style_plan s ON s.style_no = 1 + f.range % 12 ORDER BY no;

CREATE TABLE am.funds AS
SELECT fund_id, fund_name, fund_type, team_id, benchmark_name, inception_date, CAST(CASE market WHEN 'home' THEN 2 WHEN 'world' THEN 2 WHEN 'mixed' THEN 4 WHEN 'bond' THEN 5 WHEN 'cash' THEN 6 ELSE 3 END AS INTEGER) AS risk_grade,
       CAST(CASE fund_type WHEN '05' THEN 0.12 WHEN '03' THEN 0.35 WHEN '04' THEN 0.72 WHEN '06' THEN 1.10 ELSE 0.85 END + 0.05 * roll(no, 806, 7) AS DECIMAL(5, 2)) AS total_fee_rate,
       CASE WHEN no % 6 = 0 THEN 'Y' ELSE 'N' END AS esg_yn, fund_status
FROM fund_plan ORDER BY no;

-- Funds follow the same indices the bank publishes, so a benchmark has one history in the whole group.
CREATE TEMP TABLE fund_day AS
WITH day_of_market AS (
  SELECT i.no AS index_no, i.bday, i.d, i.move, x.close_price FROM index_move i JOIN bank.index_prices_daily x ON x.index_id = i.index_id AND x.price_date = i.d),
moved AS (
  SELECT f.no, f.fund_id, f.market, f.base_amount, f.lean, f.fund_type, f.fund_status, k.bday, k.d, CASE WHEN f.market IN ('alt', 'cash') THEN NULL ELSE k.close_price END AS index_close,
         f.drift + k.move * f.beta // 100 * f.beta_scale // 100 + f.alpha * CAST(f.market <> 'cash' AS INTEGER) + CAST(round(f.noise * bell(f.no * 1000 + k.bday, 821)) AS BIGINT) AS move,
         k.bday = min(k.bday) OVER (PARTITION BY f.no) AS is_first
  FROM fund_plan f JOIN day_of_market k ON k.index_no = f.index_no AND k.d >= f.inception_date),
pathed AS (
  SELECT *, 100000 + 2000 * (no % 9) + 100000 * CAST(sum(CASE WHEN is_first THEN 0 ELSE move END) OVER (PARTITION BY no ORDER BY bday) AS BIGINT) // 1000000 AS price_100
  FROM moved),
flowing AS (
  SELECT *, CASE WHEN fund_status = 'CLOSED' AND d > DATE '2025-12-31' THEN 0
                 ELSE won(base_amount * 1.0 * (CASE fund_type WHEN '05' THEN 0.0110 ELSE 0.0026 END + greatest(lean, 0) * 0.000002) * (0.2 + 1.6 * u(no * 1000 + bday, 822)), 10000) END AS subscription_amount,
         won(base_amount * 1.0 * (CASE fund_type WHEN '05' THEN 0.0108 ELSE 0.0024 END + greatest(-lean, 0) * 0.000001) * (0.2 + 1.6 * u(no * 1000 + bday, 823)), 10000) AS redemption_amount
  FROM pathed),
counted AS (
  SELECT *, base_amount * 100 // min_by(price_100, bday) OVER (PARTITION BY no) + CAST(sum((subscription_amount - redemption_amount) * 100 // price_100) OVER (PARTITION BY no ORDER BY bday) AS BIGINT) AS units
  FROM flowing)
SELECT no, fund_id, market, bday, d, price_100, index_close, subscription_amount, redemption_amount, CAST(greatest(units, 1000000) * price_100 // 100 AS BIGINT) AS net_asset_amount FROM counted ORDER BY no, bday;

CREATE TABLE am.fund_nav_daily AS
SELECT fund_id, d AS nav_date, CAST(CAST(price_100 AS DECIMAL(18, 0)) / 100 AS DECIMAL(12, 2)) AS nav_price,
       CAST(round(100.0 * (price_100 - lag(price_100) OVER w) / lag(price_100) OVER w, 4) AS DECIMAL(9, 4)) AS daily_return_rate,
       CAST(round(100.0 * CAST(index_close - lag(index_close) OVER w AS DOUBLE) / CAST(lag(index_close) OVER w AS DOUBLE), 4) AS DECIMAL(9, 4)) AS benchmark_daily_return_rate, net_asset_amount
FROM fund_day WINDOW w AS (PARTITION BY no ORDER BY bday) ORDER BY no, bday;

CREATE TABLE am.fund_flows AS
SELECT fund_id, d AS flow_date, subscription_amount, redemption_amount FROM fund_day ORDER BY no, bday;

CREATE TABLE am.fund_performance_monthly AS
WITH closed AS (
  SELECT f.no, f.fund_id, f.market, c.month_start, max_by(price_100, f.bday) AS close_100, min_by(price_100, f.bday) AS open_100, max_by(index_close, f.bday) AS index_close, min_by(index_close, f.bday) AS index_open,
         CAST(sum(subscription_amount) AS BIGINT) AS subscription_amount, CAST(sum(redemption_amount) AS BIGINT) AS redemption_amount, max_by(net_asset_amount, f.bday) AS net_asset_amount
  FROM fund_day f JOIN calendar c ON c.d = f.d GROUP BY f.no, f.fund_id, f.market, c.month_start),
chained AS (
  SELECT *, coalesce(lag(close_100) OVER w, open_100) AS base_100, coalesce(lag(index_close) OVER w, index_open) AS index_base FROM closed WINDOW w AS (PARTITION BY no ORDER BY month_start)),
rated AS (
  SELECT *, CAST(round(100.0 * (close_100 - base_100) / base_100, 4) AS DECIMAL(9, 4)) AS return_rate,
         CAST(round(100.0 * CAST(index_close - index_base AS DOUBLE) / CAST(index_base AS DOUBLE), 4) AS DECIMAL(9, 4)) AS benchmark_return_rate
  FROM chained)
SELECT fund_id, month_start AS base_month, return_rate, benchmark_return_rate, CAST(return_rate - benchmark_return_rate AS DECIMAL(9, 4)) AS excess_return_rate,
       subscription_amount, redemption_amount, subscription_amount - redemption_amount AS net_subscription_amount, net_asset_amount
FROM rated ORDER BY no, month_start;

CREATE TABLE am.fund_holdings AS                                     -- what each fund held on four quarter ends; weights sum to 100
WITH dates AS (SELECT unnest([DATE '2025-12-31', DATE '2026-03-31', DATE '2026-06-30', DATE '2026-09-30']) AS base_date),
drawn AS (
  SELECT f.no, f.fund_id, f.market, d.base_date, r.range AS seat, 100 + roll(f.no * 100 + r.range, 831, 400) * (20 - r.range) // 8 + roll(f.no * 100 + r.range, 832 + year(d.base_date) * 12 + month(d.base_date), 60) AS raw
  FROM fund_plan f, dates d, range(15) r WHERE f.inception_date < d.base_date),
shared AS (
  SELECT *, raw * 10000 // CAST(sum(raw) OVER w AS BIGINT) AS share, CAST(sum(raw) OVER w AS BIGINT) AS total FROM drawn WINDOW w AS (PARTITION BY no, base_date)),
exact AS (
  SELECT *, CASE WHEN seat = 0 THEN 10000 - CAST(sum(CASE WHEN seat > 0 THEN share ELSE 0 END) OVER (PARTITION BY no, base_date) AS BIGINT) ELSE share END AS weight_100 FROM shared),
valued AS (SELECT fund_id, d, net_asset_amount FROM fund_day)
SELECT e.fund_id, e.base_date, CAST(e.seat + 1 AS INTEGER) AS holding_no,
       CASE WHEN seat = 14 THEN '현금성자산' WHEN market IN ('bond', 'cash') THEN CASE WHEN market = 'cash' THEN '단기채 ' WHEN seat % 3 = 0 THEN '국고채 ' WHEN seat % 3 = 1 THEN '회사채 ' ELSE '금융채 ' END || printf('%02d호', 1 + roll(e.no + seat, 833, 30))
            WHEN market = 'home' THEN printf('국내종목 %03d', 1 + roll(e.no // 12 * 7 + seat, 834, 60)) WHEN market = 'world' THEN printf('해외종목 %03d', 1 + roll(e.no // 12 * 7 + seat, 835, 60))
            WHEN market = 'alt' THEN printf('대체자산 %02d', 1 + roll(e.no + seat, 836, 25)) WHEN seat % 2 = 0 THEN printf('글로벌주식 편입펀드 %02d', 1 + seat) ELSE printf('채권 편입펀드 %02d', 1 + seat) END AS holding_name,
       CASE WHEN seat = 14 THEN '현금' WHEN market IN ('bond', 'cash') THEN '채권' WHEN market = 'home' THEN '국내주식' WHEN market = 'world' THEN '해외주식' WHEN market = 'alt' THEN '대체투자' WHEN seat % 2 = 0 THEN '해외주식' ELSE '채권' END AS asset_class,
       CAST(CAST(weight_100 AS DECIMAL(9, 0)) / 100 AS DECIMAL(5, 2)) AS weight_rate, CAST(v.net_asset_amount * weight_100 // 10000 AS BIGINT) AS valuation_amount
FROM exact e JOIN valued v ON v.fund_id = e.fund_id AND v.d = e.base_date ORDER BY e.no, e.base_date, e.seat;

CREATE TABLE am.mandates AS
WITH drawn AS (
  SELECT range AS i, pick(['01', '01', '02', '02', '02', '03', '03', '03', '03', '04'], u(range, 841)) AS client_type, days_ago(30 + floor(u(range, 842) * 2400)) AS contract_date FROM range(140))
SELECT printf('MD%04d', i + 1) AS mandate_id, printf('기관고객 %03d', 1 + roll(i, 843, 85)) AS client_name, client_type, printf('TM%02d', 1 + roll(i, 844, 10)) AS team_id,
       CASE WHEN u(i, 845) < 0.78 THEN '일임' ELSE '자문' END AS mandate_type, contract_date, CAST(contract_date + to_years(CAST(1 + roll(i, 846, 6) AS INTEGER)) AS DATE) AS end_date,
       won(3000000000.0 * heavy(u(i, 847)) * CASE client_type WHEN '01' THEN 6.0 WHEN '02' THEN 4.0 ELSE 1.0 END, 100000000) AS contract_amount, CAST(round(0.08 + 0.4 * u(i, 848), 2) AS DECIMAL(5, 2)) AS fee_rate,
       CASE WHEN contract_date + to_years(CAST(1 + roll(i, 846, 6) AS INTEGER)) <= as_of() THEN 'ENDED' ELSE 'ACTIVE' END AS mandate_status
FROM drawn ORDER BY i;
