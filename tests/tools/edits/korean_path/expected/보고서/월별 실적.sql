SELECT branch_id, SUM(balance) AS total
FROM bank.loans
GROUP BY branch_id
