-- Time deposits that mature within 30 days of the base date.
SELECT deposit_no, maturity_date, amount
FROM deposits
WHERE maturity_date >= DATE '2026-09-30'
  AND maturity_date < DATE '2026-09-30' + INTERVAL 30 DAY
ORDER BY maturity_date, deposit_no
