-- 장기 연체 대출 목록: 기준일 현재 90일 이상 연체, 상각 제외
SELECT l.loan_id,
       b.branch_name,
       l.balance_amount,
       l.overdue_days
FROM bank.loans AS l
JOIN bank.branches AS b ON b.branch_id = l.branch_id
WHERE l.overdue_days >= 90
  AND l.loan_status <> 'WRITTEN_OFF'
ORDER BY l.overdue_days DESC, l.loan_id;
