-- 최근 3개월 거래 고객
SELECT DISTINCT c.customer_id, c.customer_name
FROM customers c
JOIN transactions t ON t.customer_id = c.customer_id
WHERE t.transaction_date >= DATE '2026-07-01'
ORDER BY c.customer_id;
