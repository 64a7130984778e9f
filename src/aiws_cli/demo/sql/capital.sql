-- The captive finance company: car leases, instalment loans and long rentals through dealers.
-- Amounts are won (BIGINT), rates are percent, history runs from 2024-10-01 to 2026-09-30.

CREATE SCHEMA capital;

CREATE TABLE capital.dealers AS
SELECT printf('DL%03d', range + 1) AS dealer_id, printf('제휴딜러 %03d', range + 1) AS dealer_name,
       person_region(range + 7000) AS region, pick(['01', '01', '01', '02', '02', '03'], u(range, 701)) AS dealer_type,
       days_ago(400 + floor(u(range, 702) * 3300)) AS partner_since, CASE WHEN u(range, 703) < 0.08 THEN 'N' ELSE 'Y' END AS active_yn
FROM range(90) ORDER BY range;

CREATE TEMP TABLE car_plan AS
SELECT CAST(row_number() OVER (ORDER BY weight_order) - 1 AS INTEGER) AS no, * FROM (VALUES
  (1, '국산 A사', '중형세단 G', '02', '01', 31000000, 'N'), (2, '국산 A사', '중형SUV S', '04', '03', 38000000, 'N'), (3, '국산 B사', '준중형SUV K', '04', '01', 29000000, 'N'),
  (4, '국산 A사', '준대형세단 R', '03', '03', 42000000, 'N'), (5, '국산 B사', '대형승합 C', '05', '02', 36000000, 'N'), (6, '국산 A사', '전기SUV I5', '04', '04', 52000000, 'N'),
  (7, '국산 C사', '대형세단 G8', '03', '01', 68000000, 'N'), (8, '국산 B사', '경차 M', '01', '01', 15000000, 'N'), (9, '수입 D사', '중형세단 D5', '02', '01', 71000000, 'Y'),
  (10, '수입 E사', '중형세단 E3', '02', '03', 73000000, 'Y'), (11, '수입 F사', '전기세단 T3', '02', '04', 56000000, 'Y'), (12, '국산 B사', '전기SUV E6', '04', '04', 54000000, 'N'),
  (13, '국산 A사', '소형트럭 P', '06', '02', 22000000, 'N'), (14, '수입 F사', '전기SUV TY', '04', '04', 61000000, 'Y'), (15, '수입 D사', '대형SUV X7', '04', '02', 128000000, 'Y'),
  (16, '수입 E사', '대형세단 S7', '03', '03', 156000000, 'Y'))
  AS t(weight_order, maker_name, model_name, vehicle_class, fuel_type, list_price, imported_yn);

CREATE TEMP TABLE lease_seed AS
WITH drawn AS (
  SELECT range AS i, person_of(roll(range, 711, {{n:14000}}), {{n:14000}}) AS p, days_ago(floor(u(range, 712) * 1600)) AS drawn_date,
         CAST(floor(16 * u(range, 713) * sqrt(u(range, 714))) AS INTEGER) AS car_no, u(range, 715) AS kind
  FROM range({{n:20000}}))
SELECT d.i, d.p, CASE WHEN isodow(drawn_date) = 7 THEN drawn_date - 1 ELSE drawn_date END AS contract_date, c.*,
       CASE WHEN kind < 0.36 - 0.06 * CAST(imported_yn = 'N' AS INTEGER) THEN 'LEASE' WHEN kind < 0.74 THEN 'INSTALLMENT' ELSE 'RENT' END AS contract_type,
       12 * CAST(pick([2, 3, 3, 3, 4, 4, 4, 5, 5], u(i, 716)) AS INTEGER) AS term_months, CAST(floor(90 * u(i, 717) * u(i, 718)) AS INTEGER) AS dealer_no
FROM drawn d JOIN car_plan c ON c.no = d.car_no ORDER BY d.i;

CREATE TABLE capital.vehicles AS
SELECT printf('VH%07d', i + 1) AS vehicle_id, maker_name, model_name, vehicle_class, fuel_type, CAST(year(contract_date) AS INTEGER) AS model_year,
       won(list_price * (0.94 + 0.16 * u(i, 721)), 10000) AS vehicle_price, imported_yn
FROM lease_seed ORDER BY i;

CREATE TEMP TABLE lease_state AS
WITH priced AS (
  SELECT l.*, v.vehicle_price, CAST(contract_date + to_months(CAST(term_months AS INTEGER)) AS DATE) AS maturity_date,
         CASE WHEN u(i, 722) < 0.028 THEN contract_date + 90 + CAST(floor(u(i, 723) * term_months * 24) AS INTEGER) END AS cancel_day,
         won(v.vehicle_price * (1.0 - CAST(pick([0, 10, 10, 20, 20, 30, 30], u(i, 724)) AS INTEGER) / 100.0), 10000) AS financed_amount
  FROM lease_seed l JOIN capital.vehicles v ON v.vehicle_id = printf('VH%07d', l.i + 1)),
overdue AS (
  SELECT *, contract_date + 45 + CAST(floor(u(i, 731) * greatest(date_diff('day', contract_date + 45, least(as_of(), maturity_date)), 1)) AS INTEGER) AS overdue_from,
         CAST(4 + floor(skewed(u(i, 732)) * 330) AS INTEGER) AS overdue_days,
         date_diff('day', contract_date + 45, least(as_of(), maturity_date)) > 0 AND u(i, 733) < date_diff('day', contract_date, least(as_of(), maturity_date)) / 365.0 * CASE contract_type WHEN 'INSTALLMENT' THEN 0.062 WHEN 'RENT' THEN 0.040 ELSE 0.032 END AS has_overdue
  FROM priced)
SELECT i, p, contract_date, contract_type, term_months, dealer_no, imported_yn, fuel_type, vehicle_price, financed_amount, maturity_date,
       CASE WHEN cancel_day < least(as_of(), maturity_date) AND NOT has_overdue THEN cancel_day END AS cancel_date,
       CASE WHEN has_overdue THEN overdue_from END AS overdue_from,
       CASE WHEN has_overdue AND overdue_from + overdue_days < as_of() THEN overdue_from + overdue_days END AS overdue_to,
       financed_amount * (1000 + CASE contract_type WHEN 'RENT' THEN 180 ELSE 95 END * term_months // 36) // 1000 // term_months // 10 * 10 AS monthly_amount
FROM overdue ORDER BY i;

-- Principal left on a day: rentals and leases keep a residual of 30 %, instalments run to nothing.
CREATE TEMP MACRO lease_left(amount, kind, start_day, end_day, stop_day, on_day) AS
  CASE WHEN on_day >= end_day OR on_day >= stop_day THEN 0
       ELSE amount * CASE kind WHEN 'INSTALLMENT' THEN 0 ELSE 3 END // 10
          + amount * CASE kind WHEN 'INSTALLMENT' THEN 10 ELSE 7 END // 10 * date_diff('day', on_day, end_day) // date_diff('day', start_day, end_day) END;

CREATE TABLE capital.contracts AS
SELECT printf('CT%07d', i + 1) AS contract_id, group_no(p) AS group_customer_no, contract_type, printf('VH%07d', i + 1) AS vehicle_id, printf('DL%03d', dealer_no + 1) AS dealer_id,
       CASE WHEN u(p, 741) < 0.22 THEN '02' WHEN u(p, 741) < 0.34 THEN '03' ELSE '01' END AS customer_type, person_region(p) AS region, contract_date, maturity_date, cancel_date,
       CAST(term_months AS INTEGER) AS term_months, financed_amount,
       lease_left(financed_amount, contract_type, contract_date, maturity_date, coalesce(cancel_date, DATE '9999-12-31'), as_of()) AS balance_amount, monthly_amount,
       CAST(round(4.1 + CASE contract_type WHEN 'INSTALLMENT' THEN 0.9 WHEN 'RENT' THEN 1.2 ELSE 0.4 END + 1.6 * u(i, 742) + CASE WHEN imported_yn = 'Y' THEN 0.3 ELSE 0 END, 2) AS DECIMAL(5, 2)) AS interest_rate,
       CASE WHEN cancel_date IS NOT NULL THEN '03' WHEN maturity_date <= as_of() THEN '04' WHEN overdue_from IS NOT NULL AND overdue_to IS NULL THEN '02' ELSE '01' END AS contract_status
FROM lease_state ORDER BY i;

CREATE TABLE capital.payments AS                                     -- instalments due in the last eight months
SELECT printf('CT%07d', l.i + 1) AS contract_id, due_date, l.monthly_amount AS billed_amount,
       CASE WHEN overdue_from <= due_date AND (overdue_to IS NULL OR overdue_to > due_date) THEN CASE WHEN overdue_to IS NULL THEN 0 ELSE l.monthly_amount END ELSE l.monthly_amount END AS paid_amount,
       CASE WHEN overdue_from <= due_date AND (overdue_to IS NULL OR overdue_to > due_date) THEN overdue_to
            WHEN u(l.i, 7500 + m.m) < 0.025 AND due_date + 7 <= as_of() THEN due_date + CAST(1 + roll(l.i, 7530 + m.m, 6) AS INTEGER) ELSE due_date END AS paid_date
FROM lease_state l JOIN months m ON m.m >= 16
CROSS JOIN LATERAL (SELECT m.month_start + CAST(CASE roll(l.i, 751, 3) WHEN 0 THEN 4 WHEN 1 THEN 14 ELSE 24 END AS INTEGER) AS due_date) x
WHERE due_date > contract_date AND due_date <= least(maturity_date, as_of(), coalesce(cancel_date, as_of()))
ORDER BY l.i, due_date;

ALTER TABLE capital.payments ADD COLUMN payment_status VARCHAR;
UPDATE capital.payments SET payment_status = CASE WHEN paid_date IS NULL THEN '03' WHEN paid_date > due_date THEN '02' ELSE '01' END;

CREATE TABLE capital.delinquencies AS
SELECT printf('CD%06d', row_number() OVER (ORDER BY overdue_from, i)) AS delinquency_id, printf('CT%07d', i + 1) AS contract_id, overdue_from AS start_date, overdue_to AS end_date,
       CAST(date_diff('day', overdue_from, coalesce(overdue_to, as_of())) AS INTEGER) AS overdue_days,
       lease_left(financed_amount, contract_type, contract_date, maturity_date, DATE '9999-12-31', overdue_from) AS overdue_balance,
       CASE WHEN overdue_to IS NULL THEN 'OPEN' ELSE 'CURED' END AS delinquency_status
FROM lease_state WHERE overdue_from IS NOT NULL AND coalesce(overdue_to, as_of()) >= first_day() ORDER BY overdue_from, i;

CREATE TABLE capital.monthly_performance AS
WITH held AS (
  SELECT m.month_start, l.contract_type,
         lease_left(financed_amount, contract_type, contract_date, maturity_date, coalesce(cancel_date, DATE '9999-12-31'), m.month_end) AS balance,
         CASE WHEN contract_date >= m.month_start THEN 1 ELSE 0 END AS is_new, l.financed_amount,
         overdue_from <= m.month_end - 30 AND (overdue_to IS NULL OR overdue_to > m.month_end) AS is_overdue
  FROM lease_state l JOIN months m ON l.contract_date <= m.month_end AND l.maturity_date > m.month_start)
SELECT month_start AS base_month, contract_type, CAST(sum(is_new) AS INTEGER) AS new_contract_count, CAST(sum(is_new * financed_amount) AS BIGINT) AS new_amount,
       CAST(count(*) FILTER (balance > 0) AS INTEGER) AS active_contract_count, CAST(sum(balance) AS BIGINT) AS month_end_balance, CAST(coalesce(sum(balance) FILTER (is_overdue), 0) AS BIGINT) AS overdue_balance
FROM held GROUP BY month_start, contract_type ORDER BY month_start, contract_type;
