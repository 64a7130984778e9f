-- 고객별 거래 합계
SELECT cust_no, SUM(amount) AS total
FROM transactions
GROUP BY cust_no
ORDER BY cust_no;
