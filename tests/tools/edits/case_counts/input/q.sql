SELECT branch_id, SUM(balance) AS total
FROM bank.deposits
GROUP BY branch_id
