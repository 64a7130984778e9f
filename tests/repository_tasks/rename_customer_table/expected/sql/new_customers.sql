-- 이번 달 신규 고객
SELECT cust_id, cust_name
FROM customer_master
WHERE join_month = '202609'
ORDER BY cust_id;
