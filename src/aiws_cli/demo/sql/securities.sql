-- The securities company. Instruments first, then people and accounts, then what the accounts hold, and at the end
-- the mart that risk staff read: how much of each account sits in long bonds.

CREATE SCHEMA securities;

CREATE TABLE securities.pb_centers AS
SELECT pb_center_id, center_name, region, open_date, CAST(staff_count AS INTEGER) AS staff_count
FROM (VALUES
  ('PB01', '강남PB센터', '서울', DATE '2003-04-14', 24), ('PB02', '여의도PB센터', '서울', DATE '2001-09-03', 28), ('PB03', '광화문PB센터', '서울', DATE '2005-06-20', 19),
  ('PB04', '잠실PB센터', '서울', DATE '2009-03-09', 15), ('PB05', '목동PB센터', '서울', DATE '2011-10-17', 11), ('PB06', '판교PB센터', '경기', DATE '2014-05-12', 17),
  ('PB07', '분당PB센터', '경기', DATE '2006-02-13', 14), ('PB08', '수원PB센터', '경기', DATE '2012-08-06', 9), ('PB09', '일산PB센터', '경기', DATE '2010-11-22', 8),
  ('PB10', '송도PB센터', '인천', DATE '2016-04-25', 8), ('PB11', '부산해운대PB센터', '부산', DATE '2008-07-07', 16), ('PB12', '부산서면PB센터', '부산', DATE '2004-10-11', 10),
  ('PB13', '대구범어PB센터', '대구', DATE '2007-01-15', 12), ('PB14', '광주상무PB센터', '광주', DATE '2013-09-02', 7), ('PB15', '대전둔산PB센터', '대전', DATE '2011-05-30', 8),
  ('PB16', '울산PB센터', '울산', DATE '2015-06-15', 6), ('PB17', '전주PB센터', '전북', DATE '2018-03-19', 5), ('PB18', '제주PB센터', '제주', DATE '2020-11-09', 4)
) AS t(pb_center_id, center_name, region, open_date, staff_count);

-- ── instruments ─────────────────────────────────────────────────────────────────────────────────────────
-- Yield: 2.6 % for short government bonds, more with years and with credit risk. The modified duration is that of a bond
-- priced near par, paying twice a year: (1 - 1/(1 + y/2)^(2T)) / y. The power is built by squaring, because pow() may differ
-- between machines in the last digit.
CREATE TEMP MACRO half_years(d) AS greatest(CAST(round((d - as_of()) / 182.625) AS BIGINT), 1);
CREATE TEMP MACRO bit_power(x, n) AS                                    -- x to the whole power n in [0, 64)
  CASE WHEN n & 1 > 0 THEN x ELSE 1.0 END * CASE WHEN n & 2 > 0 THEN x * x ELSE 1.0 END
  * CASE WHEN n & 4 > 0 THEN (x * x) * (x * x) ELSE 1.0 END
  * CASE WHEN n & 8 > 0 THEN ((x * x) * (x * x)) * ((x * x) * (x * x)) ELSE 1.0 END
  * CASE WHEN n & 16 > 0 THEN (((x * x) * (x * x)) * ((x * x) * (x * x))) * (((x * x) * (x * x)) * ((x * x) * (x * x))) ELSE 1.0 END
  * CASE WHEN n & 32 > 0 THEN ((((x * x) * (x * x)) * ((x * x) * (x * x))) * (((x * x) * (x * x)) * ((x * x) * (x * x))))
                            * ((((x * x) * (x * x)) * ((x * x) * (x * x))) * (((x * x) * (x * x)) * ((x * x) * (x * x)))) ELSE 1.0 END;

CREATE TABLE securities.bonds AS
WITH kinds AS (
  SELECT r.range AS j,
         CASE WHEN r.range % 10 < 3 THEN '국채' WHEN r.range % 10 = 3 THEN '지방채' WHEN r.range % 10 = 4 THEN '특수채'
              WHEN r.range % 10 < 7 THEN '금융채' ELSE '회사채' END AS issuer_type,
         roll(r.range, 3001, 6) AS who, roll(r.range, 3002, 100) AS dice
  FROM range(120) r),
dated AS (
  SELECT *, as_of() + CAST(CASE issuer_type
              WHEN '국채' THEN [700, 1100, 1830, 2560, 3650, 3650, 7300, 7300, 10950, 10950][1 + j // 10 % 10] - 30 - roll(j, 3003, 240)
              WHEN '지방채' THEN 500 + roll(j, 3003, 1600) WHEN '특수채' THEN 500 + roll(j, 3003, 4200)
              WHEN '금융채' THEN 200 + roll(j, 3003, 1300) ELSE 250 + roll(j, 3003, 1450) END AS INTEGER) AS maturity_date,
         CASE issuer_type WHEN '국채' THEN 'AAA' WHEN '지방채' THEN 'AAA' WHEN '특수채' THEN 'AAA'
              WHEN '금융채' THEN ['AAA', 'AAA', 'AA+', 'AA'][1 + who % 4] ELSE ['AA+', 'AA', 'AA-', 'A+', 'A', 'BBB+'][1 + who] END AS credit_rating
  FROM kinds),
priced AS (
  SELECT *, maturity_date - CAST(round(((maturity_date - as_of()) // 365 + 1 + roll(j, 3004, 3)) * 365.25) AS INTEGER) AS issue_date,
         round(0.0262 + 0.00011 * least((maturity_date - as_of()) / 365.25, 20.0)
           + CASE credit_rating WHEN 'AAA' THEN CASE WHEN issuer_type = '국채' THEN 0.0 ELSE 0.0022 END WHEN 'AA+' THEN 0.0041 WHEN 'AA' THEN 0.0049
                                WHEN 'AA-' THEN 0.0058 WHEN 'A+' THEN 0.0092 WHEN 'A' THEN 0.0121 ELSE 0.0315 END
           + 0.0002 * (dice % 5), 5) AS y
  FROM dated),
named AS (
  SELECT *, CASE WHEN issuer_type = '국채' THEN '대한민국'
                 WHEN issuer_type = '지방채' THEN ['서울특별시', '경기도', '부산광역시', '인천광역시', '대구광역시', '경상남도'][1 + who]
                 WHEN issuer_type = '특수채' THEN ['한빛전력공사', '누리도로공사', '새솔주택공사', '한빛가스공사', '누리철도공단', '새솔수자원공사'][1 + who]
                 WHEN issuer_type = '금융채' THEN ['가람은행', '나래은행', '다온캐피탈', '라온카드', '가람증권', '나래캐피탈'][1 + who]
                 ELSE ['가온전자', '한울화학', '도담건설', '미르중공업', '아라해운', '해솔유통'][1 + who] END AS issuer_name,
         greatest(round((y + 0.001 * (roll(j, 3005, 21) - 10)) * 800) / 800, 0.01) AS coupon
  FROM priced)
SELECT printf('BD%03d', j + 1) AS instrument_id,
       CASE issuer_type WHEN '국채' THEN printf('국고 %05d-%02d%02d', CAST(round(coupon * 100000) AS BIGINT), year(maturity_date) % 100, month(maturity_date))
            ELSE issuer_name || printf(' %d', 10 + j) END AS bond_name,
       issuer_type, issuer_name, credit_rating, CAST(coupon * 100 AS DECIMAL(6,3)) AS coupon_rate, CAST(y * 100 AS DECIMAL(6,3)) AS ytm,
       issue_date, maturity_date,
       CAST(round((1.0 - 1.0 / bit_power(1.0 + y / 2, half_years(maturity_date) & 63)) / y, 2) AS DECIMAL(5,2)) AS modified_duration,
       CASE WHEN issuer_type = '금융채' AND dice < 30 THEN 'Y' ELSE 'N' END AS is_subordinated,
       CAST([50, 100, 200, 300, 500, 1000][1 + dice % 6] AS BIGINT) * 1000000000 AS issue_amount
FROM named ORDER BY j;

CREATE TABLE securities.stocks AS
WITH firms AS (
  SELECT r.range AS j, r.range // 5 % 16 AS h, r.range % 5 AS t, roll(r.range, 3012, 1000) AS dice
  FROM range(80) r)
SELECT printf('ST%03d', j + 1) AS instrument_id, printf('9%05d', 100 * (j + 1)) AS stock_code,
       ['가온', '한울', '도담', '미르', '아라', '해솔', '나래', '다온', '라온', '마루', '바름', '새솔', '온새', '자람', '차오름', '푸른'][1 + h]
         || ['전자', '바이오', '화학', '금융지주', '소프트'][1 + t] AS stock_name,
       CASE WHEN j % 3 = 2 THEN 'KOSDAQ' ELSE 'KOSPI' END AS market, ['전기전자', '제약·바이오', '화학', '금융', '소프트웨어'][1 + t] AS sector,
       CAST(won(6000 * heavy(u(j, 3013)) + 9000 + 120 * dice, 50) AS BIGINT) AS listed_price,
       CAST(round(2000000 * heavy(u(j, 3014))) AS BIGINT) * 10 AS shares_outstanding,
       CASE WHEN dice < 860 THEN CAST(round(6 + 30 * u(j, 3015) * u(j, 3016) + CASE t WHEN 1 THEN 22 WHEN 4 THEN 12 ELSE 0 END, 2) AS DECIMAL(6,2)) END AS per,
       CAST(round(CASE WHEN dice % 4 = 0 THEN 0 ELSE 0.5 + 4.5 * u(j, 3017) END, 2) AS DECIMAL(5,2)) AS dividend_yield
FROM firms ORDER BY j;

-- Daily returns in hundredths of a percent add up to a level around the listed price; a floor keeps it positive.
CREATE TABLE securities.prices_daily AS
WITH steps AS (
  SELECT s.instrument_id, s.listed_price, c.d, c.n, substr(s.instrument_id, 3)::BIGINT * 1000 + c.bday AS id,
         CAST(round((150 + 20 * (s.listed_price % 7)) * bell(substr(s.instrument_id, 3)::BIGINT * 1000 + c.bday, 3021)) AS BIGINT)
           + CAST(round(70 * bell(c.bday, 3022)) AS BIGINT) + 3 AS step
  FROM securities.stocks s CROSS JOIN calendar c WHERE c.is_business_day),
levels AS (
  SELECT *, greatest(10000 + sum(step) OVER (PARTITION BY instrument_id ORDER BY n), 2500) AS level FROM steps),
closes AS (
  SELECT *, CAST(greatest(listed_price * level // 10000 // 10 * 10, 100) AS BIGINT) AS close_price FROM levels)
SELECT instrument_id, d AS price_date, close_price,
       CAST(round((CAST(close_price AS DOUBLE) / lag(close_price) OVER (PARTITION BY instrument_id ORDER BY n) - 1) * 100, 2) AS DECIMAL(7,2)) AS daily_return_rate,
       CAST(round(4000 * heavy(u(id, 3023)) * heavy(u(instrument_id[3:]::BIGINT, 3024))) AS BIGINT) AS volume
FROM closes ORDER BY price_date, instrument_id;

CREATE TABLE securities.instruments AS
SELECT instrument_id, bond_name AS instrument_name, 'BOND' AS instrument_type, 'KRW' AS currency,
       CASE WHEN credit_rating IN ('AAA', 'AA+') AND modified_duration < 5 THEN 6 WHEN credit_rating LIKE 'A%' THEN 5 ELSE 3 END AS risk_grade,
       CAST(round(10000 * (1 + (CAST(coupon_rate AS DOUBLE) - CAST(ytm AS DOUBLE)) / 100 * CAST(modified_duration AS DOUBLE))) AS BIGINT) AS last_price
FROM securities.bonds
UNION ALL
SELECT s.instrument_id, s.stock_name, 'STOCK', 'KRW', CASE WHEN s.market = 'KOSDAQ' THEN 1 ELSE 2 END, p.close_price
FROM securities.stocks s JOIN securities.prices_daily p ON p.instrument_id = s.instrument_id AND p.price_date = as_of()
UNION ALL
SELECT printf('FD%03d', r.range + 1),
       ['가람', '나래', '다온', '새솔'][1 + r.range % 4] || [' 단기채', ' 글로벌주식', ' 혼합형', ' 배당주', ' 중기국공채', ' 미국테크', ' TDF2040', ' 리츠', ' 하이일드', ' 커버드콜'][1 + r.range // 4] || ' 펀드',
       'FUND', CASE WHEN r.range // 4 IN (1, 5) THEN 'USD' ELSE 'KRW' END, [5, 2, 4, 3, 5, 1, 3, 3, 3, 2][1 + r.range // 4], 900 + roll(r.range, 3031, 900)
FROM range(40) r
ORDER BY instrument_id;

CREATE TABLE securities.els_products AS
WITH drafts AS (
  SELECT r.range AS j, first_day() + CAST(r.range * 12 + roll(r.range, 3041, 6) AS INTEGER) AS issue_date, roll(r.range, 3042, 4) AS basket,
         [40, 45, 45, 50, 50, 55][1 + roll(r.range, 3043, 6)] AS barrier, roll(r.range, 3044, 100) AS dice
  FROM range(60) r)
SELECT printf('ELS%04d', 1200 + j) AS els_id, printf('제%d회 주가연계증권', 1200 + j) AS els_name,
       [['KOSPI200', 'S&P500', 'EUROSTOXX50'], ['KOSPI200', 'NIKKEI225', 'S&P500'], ['HSCEI', 'KOSPI200', 'S&P500'], ['가온전자', '한울화학']][1 + basket] AS underlyings,
       CAST(barrier AS DECIMAL(5,1)) AS knock_in_barrier,
       CAST(round(2.5 + 0.1 * barrier + CASE WHEN basket = 3 THEN 4.5 WHEN basket = 2 THEN 1.2 ELSE 0 END + 0.01 * dice, 2) AS DECIMAL(5,2)) AS annual_coupon_rate,
       issue_date, CAST(issue_date + INTERVAL 3 YEAR AS DATE) AS maturity_date,
       CAST((3 + roll(j, 3045, 60)) AS BIGINT) * 500000000 AS issue_amount,
       CASE WHEN issue_date + 184 > as_of() THEN 'ON' WHEN dice < 58 THEN 'EARLY' WHEN dice < 66 THEN 'KI' ELSE 'ON' END AS els_status,
       CASE WHEN issue_date + 184 <= as_of() AND dice < 58
            THEN CAST(issue_date + INTERVAL 1 MONTH * (6 * CAST(1 + roll(j, 3046, greatest((as_of() - issue_date) // 184, 1)) AS INTEGER)) AS DATE) END AS redemption_date
FROM drafts ORDER BY j;

CREATE TABLE securities.rate_scenarios AS
SELECT scenario_id, scenario_name, CAST(rate_change_bp AS INTEGER) AS rate_change_bp, CAST(rate_change_bp / 10000.0 AS DECIMAL(6,4)) AS rate_change, is_base, description
FROM (VALUES
  ('UP50', '금리 50bp 상승', 50, 'N', '완만한 긴축을 가정한 시나리오'),
  ('UP100', '금리 100bp 상승', 100, 'Y', '내부 위험관리의 기준 시나리오. 예상 손실률은 따로 말이 없으면 이것으로 계산'),
  ('UP200', '금리 200bp 상승', 200, 'N', '금리 급등 스트레스 시나리오'),
  ('DOWN50', '금리 50bp 하락', -50, 'N', '완만한 완화를 가정한 시나리오'),
  ('DOWN100', '금리 100bp 하락', -100, 'N', '경기 침체에 따른 금리 인하 시나리오')
) AS t(scenario_id, scenario_name, rate_change_bp, is_base, description);

-- ── people and accounts ─────────────────────────────────────────────────────────────────────────────────
CREATE TEMP TABLE securities_people AS
SELECT CAST(r.range AS BIGINT) AS k, person_of(r.range - 1, {{n:3000}}) AS p, adult_birth_year(person_of(r.range - 1, {{n:3000}})) AS birth_year,
       least(person_wealth(person_of(r.range - 1, {{n:3000}})), 60.0) AS wealth,
       DATE '2008-01-07' + CAST(roll(r.range, 3051, 6400) AS INTEGER) AS join_date
FROM range(1, {{n:3000}} + 1) r ORDER BY k;

CREATE TABLE securities.customers AS
SELECT k AS securities_customer_id, group_no(p) AS group_customer_no, person_name(p) AS customer_name, birth_year, 2026 - birth_year AS age,
       replace(age_band(birth_year), '20대이하', '20대') AS age_band, person_gender(p) AS gender, person_region(p) AS region,
       CASE WHEN u(k, 3052) < 0.95 THEN
         CASE WHEN u(k, 3053) + (2026 - birth_year) * 0.006 < 0.40 THEN '공격투자형' WHEN u(k, 3053) + (2026 - birth_year) * 0.006 < 0.62 THEN '적극투자형'
              WHEN u(k, 3053) + (2026 - birth_year) * 0.006 < 0.88 THEN '위험중립형' WHEN u(k, 3053) + (2026 - birth_year) * 0.006 < 1.12 THEN '안정추구형' ELSE '안정형' END END AS risk_type,
       CASE WHEN wealth >= 8 THEN 'VVIP' WHEN wealth >= 3 THEN 'VIP' WHEN wealth >= 1.6 THEN 'GOLD' ELSE 'BASIC' END AS customer_grade,
       join_date
FROM securities_people ORDER BY k;

CREATE TABLE securities.accounts AS
WITH opened AS (
  SELECT r.range AS a, CASE WHEN r.range <= {{n:3000}} THEN r.range ELSE 1 + roll(r.range, 3061, {{n:3000}}) END AS k FROM range(1, {{n:3000}} + {{n:1200}} + 1) r)
SELECT printf('SA%06d', o.a) AS account_id, o.k AS securities_customer_id,
       CASE WHEN o.a <= {{n:3000}} THEN pick(['위탁', '위탁', '위탁', '위탁', 'CMA', 'ISA', '랩'], u(o.a, 3062)) ELSE pick(['연금저축', 'IRP', 'ISA', '위탁', 'CMA'], u(o.a, 3062)) END AS account_type,
       CASE WHEN u(o.k, 3063) < CASE WHEN p.wealth >= 3 THEN 0.93 WHEN p.wealth >= 1.6 THEN 0.62 ELSE 0.30 END
            THEN printf('PB%02d', 1 + CAST(floor(18 * u(o.k, 3064) * (0.4 + 0.6 * u(o.k, 3065))) AS BIGINT)) END AS pb_center_id,
       CASE WHEN o.a <= {{n:3000}} THEN p.join_date ELSE p.join_date + CAST(roll(o.a, 3066, greatest(as_of() - p.join_date, 1)) AS INTEGER) END AS open_date,
       CASE WHEN u(o.a, 3067) < 0.04 THEN 'DORMANT' ELSE 'ACTIVE' END AS account_status
FROM opened o JOIN securities_people p ON p.k = o.k ORDER BY o.a;

-- ── holdings and trades ─────────────────────────────────────────────────────────────────────────────────
CREATE TABLE securities.holdings AS
WITH owners AS (
  SELECT a.account_id, substr(a.account_id, 3)::BIGINT AS a, p.wealth, a.account_type,
         (2026 - p.birth_year) AS age
  FROM securities.accounts a JOIN securities_people p ON p.k = a.securities_customer_id WHERE a.account_status = 'ACTIVE'),
counted AS (
  SELECT *, CASE WHEN account_type IN ('랩', 'CMA') OR u(a, 3071) < 0.35 - 0.004 * age THEN 0 ELSE 1 + roll(a, 3072, 1 + age // 18) END AS bonds,
         CASE WHEN account_type = 'CMA' THEN 0 ELSE roll(a, 3073, 6) END AS stocks, 1 + roll(a, 3074, 3) AS funds
  FROM owners),
lots AS (
  SELECT a, account_id, wealth, 'BOND' AS instrument_type, printf('BD%03d', 1 + (roll(a, 3075, 120) + j.range * 7) % 120) AS instrument_id, j.range AS j
  FROM counted, range(8) j WHERE j.range < bonds
  UNION ALL
  SELECT a, account_id, wealth, 'STOCK', printf('ST%03d', 1 + (CAST(floor(80 * u(a, 3076) * u(a, 3077)) AS BIGINT) + j.range * 7) % 80), 10 + j.range FROM counted, range(8) j WHERE j.range < stocks
  UNION ALL
  SELECT a, account_id, wealth, 'FUND', printf('FD%03d', 1 + (roll(a, 3078, 40) + j.range * 7) % 40), 20 + j.range FROM counted, range(4) j WHERE j.range < funds),
sized AS (
  SELECT l.*, i.last_price, greatest(CAST(round(l.wealth * 4500000 * (0.3 + 1.6 * u(a * 32 + j, 3079)) / i.last_price) AS BIGINT), 1) AS quantity,
         CAST(greatest(round(i.last_price * (1.0 - CASE instrument_type WHEN 'BOND' THEN 0.015 WHEN 'STOCK' THEN 0.22 ELSE 0.10 END * (bell(a * 32 + j, 3080) * 0.6 + 0.2))), 1) AS BIGINT) AS avg_buy_price
  FROM lots l JOIN securities.instruments i USING (instrument_id, instrument_type))
SELECT account_id, instrument_id, as_of() AS base_date, instrument_type, quantity, avg_buy_price, last_price AS market_price,
       quantity * last_price AS market_value, quantity * (last_price - avg_buy_price) AS unrealized_pnl
FROM sized ORDER BY account_id, instrument_id;

CREATE TABLE securities.trades AS
WITH orders AS (
  SELECT t.range AS t, roll(t.range, 3081, 65536) AS slot, 1 + roll(t.range, 3082, {{n:3000}} + {{n:1200}}) AS a, roll(t.range, 3083, 100) AS dice
  FROM range({{n:40000}}) t),
placed AS (
  SELECT o.t, o.dice, d.d AS trade_date, 'SA' || lpad(CAST(o.a AS VARCHAR), 6, '0') AS account_id
  FROM orders o JOIN office_days d ON d.slot = o.slot),
chosen AS (
  SELECT p.*, CASE WHEN p.dice < 78 THEN printf('ST%03d', 1 + CAST(floor(80 * u(p.t, 3084) * u(p.t, 3085)) AS BIGINT))
                   WHEN p.dice < 90 THEN printf('BD%03d', 1 + roll(p.t, 3084, 120)) ELSE printf('FD%03d', 1 + roll(p.t, 3084, 40)) END AS instrument_id
  FROM placed p JOIN securities.accounts a ON a.account_id = p.account_id
  WHERE a.open_date <= p.trade_date AND a.account_status = 'ACTIVE'),
priced AS (
  SELECT c.*, coalesce(q.close_price, CAST(round(i.last_price * (1 + 0.01 * bell(c.t, 3086))) AS BIGINT)) AS price
  FROM chosen c JOIN securities.instruments i ON i.instrument_id = c.instrument_id
  LEFT JOIN securities.prices_daily q ON q.instrument_id = c.instrument_id AND q.price_date = c.trade_date),
filled AS (
  SELECT *, greatest(CAST(round(600000 * heavy(u(t, 3087)) / price) AS BIGINT), 1) AS quantity FROM priced)
SELECT row_number() OVER (ORDER BY trade_date, t) AS trade_id, account_id, instrument_id, trade_date,
       CASE WHEN u(t, 3088) < 0.53 THEN 'BUY' ELSE 'SELL' END AS side, quantity, price, quantity * price AS trade_amount,
       CAST(quantity * price * CASE WHEN pick(['MTS', 'MTS', 'MTS', 'MTS', 'MTS', 'MTS', 'HTS', 'HTS', 'BRANCH', 'CALL'], u(t, 3089)) IN ('BRANCH', 'CALL') THEN 40 ELSE 2 END // 10000 AS BIGINT) AS fee_amount,
       pick(['MTS', 'MTS', 'MTS', 'MTS', 'MTS', 'MTS', 'HTS', 'HTS', 'BRANCH', 'CALL'], u(t, 3089)) AS trade_channel
FROM filled ORDER BY trade_id;

-- One row an account on the base date. Ratios are fractions of the account's whole value; durations are weighted by market value.
CREATE TABLE securities.account_bond_summary AS
WITH sums AS (
  SELECT h.account_id, h.base_date, CAST(sum(h.market_value) AS BIGINT) AS total_value,
         CAST(coalesce(sum(h.market_value) FILTER (h.instrument_type = 'BOND'), 0) AS BIGINT) AS bond_value,
         CAST(coalesce(sum(h.market_value) FILTER (b.modified_duration >= 5), 0) AS BIGINT) AS long_duration_value,
         sum(h.market_value * CAST(b.modified_duration * 100 AS BIGINT)) AS weighted, count(b.instrument_id) AS bond_count
  FROM securities.holdings h LEFT JOIN securities.bonds b ON b.instrument_id = h.instrument_id
  GROUP BY h.account_id, h.base_date)
SELECT account_id, base_date, total_value, bond_value, CAST(bond_count AS INTEGER) AS bond_count,
       CAST(round(CAST(bond_value AS DOUBLE) / total_value, 4) AS DECIMAL(6,4)) AS bond_ratio,
       long_duration_value, CAST(round(CAST(long_duration_value AS DOUBLE) / total_value, 4) AS DECIMAL(6,4)) AS long_duration_ratio,
       CASE WHEN bond_value > 0 THEN CAST(round(CAST(weighted AS DOUBLE) / bond_value / 100, 2) AS DECIMAL(5,2)) END AS avg_duration,
       CASE WHEN bond_value > 0 THEN CAST(-CAST(round(CAST(weighted AS DOUBLE) / bond_value / 100, 2) AS DECIMAL(5,2)) * r.rate_change AS DECIMAL(7,4)) END AS expected_loss_ratio,
       CASE WHEN bond_value > 0 THEN CAST(round(-CAST(round(CAST(weighted AS DOUBLE) / bond_value / 100, 2) AS DECIMAL(5,2)) * r.rate_change * bond_value) AS BIGINT) ELSE 0 END AS expected_loss_amount
FROM sums CROSS JOIN securities.rate_scenarios r WHERE r.is_base = 'Y'
ORDER BY account_id;
