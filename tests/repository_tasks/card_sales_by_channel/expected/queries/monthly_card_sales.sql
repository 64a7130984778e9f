-- Approved card sales by month and channel. Cancelled approvals are not sales.
SELECT
    strftime(approved_at, '%Y-%m') AS sales_month,
    channel,
    COUNT(*) AS approvals,
    SUM(amount) AS sales_amount
FROM card.approvals
WHERE cancelled = FALSE
GROUP BY strftime(approved_at, '%Y-%m'), channel
ORDER BY sales_month, channel;
