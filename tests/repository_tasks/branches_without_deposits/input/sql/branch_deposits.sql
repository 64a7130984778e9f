-- 지점별 예금 잔액. 해지 계좌는 제외한다.
SELECT
    b.branch_code,
    b.branch_name,
    SUM(d.balance) AS balance
FROM branches b
JOIN deposits d
  ON d.branch_code = b.branch_code
WHERE d.closed_yn = 'N'
GROUP BY b.branch_code, b.branch_name
ORDER BY b.branch_code;
