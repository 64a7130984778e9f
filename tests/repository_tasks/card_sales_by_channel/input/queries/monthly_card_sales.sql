-- Approved card sales by month. Cancelled approvals are not sales.
SELECT
    strftime(approved_at, '%Y-%m') AS sales_month,
    COUNT(*) AS approvals,
    SUM(amount) AS sales_amount
FROM card.approvals
WHERE cancelled = FALSE
GROUP BY strftime(approved_at, '%Y-%m')
ORDER BY sales_month;
