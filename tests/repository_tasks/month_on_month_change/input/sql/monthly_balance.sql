-- 지점별 월말 수신 잔액 (2026년)
SELECT branch_code, base_month, balance
FROM month_end_balance
WHERE base_month BETWEEN '202601' AND '202612'
ORDER BY branch_code, base_month;
