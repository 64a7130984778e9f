-- 고객별 거래 합계
SELECT customer_id, SUM(amount) AS total
FROM transactions
GROUP BY customer_id
ORDER BY customer_id;
