-- 합병 전 고객 번호(cust_no_old)와의 대응
SELECT cust_no_old, customer_id
FROM customers
WHERE cust_no_old IS NOT NULL
ORDER BY cust_no_old;
