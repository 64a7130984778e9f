-- What every company's file builds on. Nothing here stays in the warehouse: macros and tables are TEMP and
-- vanish with the connection that builds, so users see company tables only.
--
-- Rules that keep the data the same on every machine, thread count and DuckDB version:
--   * chance comes from u(), roll(), bell() below: integer arithmetic on (row number, salt); never random(), hash(), now().
--   * only + - * / floor, round and sqrt on DOUBLE (exact in IEEE 754); no ln, exp, pow, sin.
--   * sums and averages run over BIGINT or DECIMAL, since a sum of DOUBLE depends on its order.
--   * a list() or a window has a complete ORDER BY.
-- Row counts: {{n:50000}} becomes max(1, round(50000 * scale)); a plain number stays as it is.

CREATE SCHEMA aiws_meta;

-- ── time ────────────────────────────────────────────────────────────────────────────────────────────────
CREATE TEMP MACRO as_of() AS DATE '2026-09-30';
CREATE TEMP MACRO first_day() AS DATE '2024-10-01';                 -- 730 days of history, both ends included
CREATE TEMP MACRO days_ago(n) AS DATE '2026-09-30' - CAST(n AS INTEGER);

-- ── chance ──────────────────────────────────────────────────────────────────────────────────────────────
-- mix32: a 32-bit finaliser (xor-shift, multiply); constants below 2^31 keep every product inside BIGINT.
CREATE TEMP MACRO shake_a(x) AS (xor(x, x >> 16) * 2146121005) & 4294967295;
CREATE TEMP MACRO shake_b(x) AS (xor(x, x >> 15) * 830770091) & 4294967295;
CREATE TEMP MACRO mix(i, salt) AS
  shake_b(shake_a((CAST(i AS BIGINT) * 1640531527 + CAST(salt AS BIGINT) * 97911427 + 362437) & 4294967295));
CREATE TEMP MACRO u(i, salt) AS mix(i, salt) / 4294967296.0::DOUBLE;            -- DOUBLE in [0, 1)
CREATE TEMP MACRO roll(i, salt, n) AS (mix(i, salt) * CAST(n AS BIGINT)) >> 32; -- BIGINT in [0, n), n < 2^31
CREATE TEMP MACRO bell(i, salt) AS                                              -- mean 0, deviation 1, within ±3.46
  (u(i, salt) + u(i, salt + 50001) + u(i, salt + 50002) + u(i, salt + 50003) - 2.0) * 1.7320508;
CREATE TEMP MACRO pick(choices, x) AS choices[1 + CAST(floor(x * len(choices)) AS BIGINT)];  -- x in [0, 1); repeat a choice to weigh it
CREATE TEMP MACRO skewed(x) AS x * x * x;                    -- [0, 1) → [0, 1), most of it near 0
CREATE TEMP MACRO heavy(x) AS least(1.0 / sqrt(1.0 - x), 300.0);  -- Pareto-like multiplier from 1, median 1.4, tail to 300
CREATE TEMP MACRO won(x, unit) AS CAST(round(x / unit) AS BIGINT) * CAST(unit AS BIGINT);    -- an amount rounded to unit won

-- ── people: person p in [0, {{n:60000}}) is the same person in every company of the group ───────────────────
-- Company c with k-numbered customers in [0, n_c), n_c <= {{n:60000}}, meets person person_of(k, n_c).
CREATE TEMP MACRO person_of(k, company_size) AS (CAST(k AS BIGINT) * {{n:60000}}) // CAST(company_size AS BIGINT);
CREATE TEMP MACRO group_no(p) AS printf('G%07d', p);              -- group-wide customer number
CREATE TEMP MACRO person_name(p) AS printf('고객%06d', p);          -- plainly synthetic
CREATE TEMP MACRO person_birth_year(p) AS CAST(round(1979 + 13.5 * bell(p, 101)) AS INTEGER);  -- about 1933–2025
CREATE TEMP MACRO adult_birth_year(p) AS least(person_birth_year(p), 2006);
CREATE TEMP MACRO age_band(birth_year) AS
  CASE WHEN 2026 - birth_year < 30 THEN '20대이하' WHEN 2026 - birth_year < 40 THEN '30대' WHEN 2026 - birth_year < 50 THEN '40대'
       WHEN 2026 - birth_year < 60 THEN '50대' WHEN 2026 - birth_year < 70 THEN '60대' ELSE '70대이상' END;
CREATE TEMP MACRO person_gender(p) AS CASE WHEN u(p, 103) < 0.497 THEN 'M' ELSE 'F' END;
CREATE TEMP MACRO person_region(p) AS
  CASE WHEN u(p, 104) < 0.255 THEN '서울' WHEN u(p, 104) < 0.500 THEN '경기' WHEN u(p, 104) < 0.558 THEN '인천'
       WHEN u(p, 104) < 0.628 THEN '부산' WHEN u(p, 104) < 0.677 THEN '대구' WHEN u(p, 104) < 0.707 THEN '광주'
       WHEN u(p, 104) < 0.738 THEN '대전' WHEN u(p, 104) < 0.762 THEN '울산' WHEN u(p, 104) < 0.770 THEN '세종'
       WHEN u(p, 104) < 0.800 THEN '강원' WHEN u(p, 104) < 0.831 THEN '충북' WHEN u(p, 104) < 0.872 THEN '충남'
       WHEN u(p, 104) < 0.894 THEN '전북' WHEN u(p, 104) < 0.916 THEN '전남' WHEN u(p, 104) < 0.949 THEN '경북'
       WHEN u(p, 104) < 0.991 THEN '경남' ELSE '제주' END;
CREATE TEMP MACRO person_occupation(p) AS
  CASE WHEN 2026 - adult_birth_year(p) < 26 THEN pick(['학생', '학생', '학생', '직장인'], u(p, 105))
       WHEN 2026 - adult_birth_year(p) >= 63 THEN pick(['은퇴', '은퇴', '은퇴', '자영업', '주부'], u(p, 105))
       ELSE pick(['직장인', '직장인', '직장인', '직장인', '직장인', '직장인', '자영업', '자영업', '자영업', '전문직', '공무원', '주부', '주부'], u(p, 105)) END;
CREATE TEMP MACRO person_wealth(p) AS                        -- multiplier around 1; the same in every company
  heavy(u(p, 106)) * (0.45 + 0.012 * greatest(2026 - adult_birth_year(p) - 18, 0));
CREATE TEMP MACRO masked_rrn(birth_year, p) AS               -- looks like a resident number, never is one: day 00, tail masked
  printf('%02d%02d00-%d******', birth_year % 100, 1 + roll(p, 107, 12),
         CASE WHEN birth_year < 2000 THEN 1 ELSE 3 END + CASE WHEN person_gender(p) = 'F' THEN 1 ELSE 0 END);
CREATE TEMP MACRO fake_phone(p) AS printf('010-0000-%04d', roll(p, 108, 10000));
CREATE TEMP MACRO fake_email(p) AS CASE WHEN u(p, 109) < 0.82 THEN printf('cust%06d@example.com', p) END;  -- 18 % unknown

-- ── days ────────────────────────────────────────────────────────────────────────────────────────────────
CREATE TEMP TABLE holidays AS
SELECT unnest([
  DATE '2024-10-01', DATE '2024-10-03', DATE '2024-10-09', DATE '2024-12-25', DATE '2025-01-01', DATE '2025-01-27', DATE '2025-01-28',
  DATE '2025-01-29', DATE '2025-01-30', DATE '2025-03-03', DATE '2025-05-01', DATE '2025-05-05', DATE '2025-05-06', DATE '2025-06-03',
  DATE '2025-06-06', DATE '2025-08-15', DATE '2025-10-03', DATE '2025-10-06', DATE '2025-10-07', DATE '2025-10-08', DATE '2025-10-09',
  DATE '2025-12-25', DATE '2026-01-01', DATE '2026-02-16', DATE '2026-02-17', DATE '2026-02-18', DATE '2026-03-02', DATE '2026-05-01',
  DATE '2026-05-05', DATE '2026-05-25', DATE '2026-06-03', DATE '2026-08-17', DATE '2026-09-24', DATE '2026-09-25']) AS d;

-- calendar: n counts days from 0; bday counts business days from 0 (NULL on other days); month_start is the month's first day.
CREATE TEMP TABLE calendar AS
WITH days AS (
  SELECT CAST(r.range AS INTEGER) AS n, first_day() + CAST(r.range AS INTEGER) AS d FROM range(730) r),
flagged AS (
  SELECT n, d, isodow(d) AS weekday, CAST(date_trunc('month', d) AS DATE) AS month_start,
         isodow(d) <= 5 AND d NOT IN (SELECT h.d FROM holidays h) AS is_business_day
  FROM days)
SELECT *, CASE WHEN is_business_day THEN CAST(sum(CAST(is_business_day AS INTEGER)) OVER (ORDER BY n) - 1 AS INTEGER) END AS bday,
       last_day(d) AS month_end,
       is_business_day AND NOT coalesce(bool_or(is_business_day) OVER (
         PARTITION BY month_start ORDER BY n ROWS BETWEEN 1 FOLLOWING AND UNBOUNDED FOLLOWING), false) AS is_last_business_day
FROM flagged ORDER BY n;

CREATE TEMP TABLE months AS                                   -- 24 months; m counts from 0 (2024-10) to 23 (2026-09)
SELECT CAST(row_number() OVER (ORDER BY month_start) - 1 AS INTEGER) AS m, month_start, last_day(month_start) AS month_end,
       max(d) FILTER (is_business_day) AS last_business_day, CAST(count(*) FILTER (is_business_day) AS INTEGER) AS business_days
FROM calendar GROUP BY month_start ORDER BY month_start;

-- Day tables to draw a date from: join ON slot = roll(i, salt, 65536).
-- spend_days: people spending (weekends, December, May and holidays' eves up; slow growth over the two years).
-- office_days: business days only, heavier at the month's end and on pay days (10th, 25th).
CREATE TEMP TABLE spend_days AS
WITH weighted AS (
  SELECT n, d, CAST(round(1000 * [0.94, 0.93, 0.96, 1.00, 1.18, 1.24, 0.92][weekday]
                 * [0.97, 0.94, 0.99, 0.98, 1.07, 0.99, 1.02, 1.01, 1.03, 1.00, 1.01, 1.16][month(d)] * (0.94 + 0.00018 * n)) AS BIGINT) AS w
  FROM calendar),
stacked AS (SELECT n, d, sum(w) OVER (ORDER BY n) - w AS lo, sum(w) OVER (ORDER BY n) AS hi, sum(w) OVER () AS total FROM weighted)
SELECT CAST(unnest(range(CAST((lo * 65536 + total - 1) // total AS BIGINT), CAST((hi * 65536 + total - 1) // total AS BIGINT))) AS BIGINT) AS slot, d
FROM stacked ORDER BY slot;

CREATE TEMP TABLE office_days AS
WITH weighted AS (
  SELECT n, d, CAST(round(1000 * CASE WHEN is_last_business_day THEN 1.75 WHEN day(d) IN (10, 25) THEN 1.55 WHEN weekday = 1 THEN 1.12 ELSE 1.0 END
                 * [1.02, 0.93, 1.03, 1.00, 0.98, 1.03, 1.00, 0.95, 1.02, 1.00, 0.99, 1.08][month(d)] * (0.95 + 0.00015 * n)) AS BIGINT) AS w
  FROM calendar WHERE is_business_day),
stacked AS (SELECT n, d, sum(w) OVER (ORDER BY n) - w AS lo, sum(w) OVER (ORDER BY n) AS hi, sum(w) OVER () AS total FROM weighted)
SELECT CAST(unnest(range(CAST((lo * 65536 + total - 1) // total AS BIGINT), CAST((hi * 65536 + total - 1) // total AS BIGINT))) AS BIGINT) AS slot, d
FROM stacked ORDER BY slot;
