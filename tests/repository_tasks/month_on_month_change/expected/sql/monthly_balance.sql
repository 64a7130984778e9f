-- 지점별 월말 수신 잔액과 전월 대비 증감 (2026년)
WITH changes AS (
    SELECT
        branch_code,
        base_month,
        balance,
        balance - LAG(balance) OVER (PARTITION BY branch_code ORDER BY base_month) AS balance_change
    FROM month_end_balance
)
SELECT branch_code, base_month, balance, balance_change
FROM changes
WHERE base_month BETWEEN '202601' AND '202612'
ORDER BY branch_code, base_month;
