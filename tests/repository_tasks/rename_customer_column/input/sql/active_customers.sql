-- 최근 3개월 거래 고객
SELECT DISTINCT c.cust_no, c.customer_name
FROM customers c
JOIN transactions t ON t.cust_no = c.cust_no
WHERE t.transaction_date >= DATE '2026-07-01'
ORDER BY c.cust_no;
