-- Time deposits that mature within 30 days of the base date.
SELECT deposit_no, maturity_date, amount
FROM deposits
WHERE maturity_date >= $base_date::DATE
  AND maturity_date < $base_date::DATE + INTERVAL 30 DAY
ORDER BY maturity_date, deposit_no
