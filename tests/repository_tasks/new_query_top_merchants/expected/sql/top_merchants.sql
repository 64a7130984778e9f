-- The five merchants with the highest approved sales in September 2026.
SELECT
    m.merchant_name,
    SUM(a.amount) AS sales_amount
FROM approvals AS a
JOIN merchants AS m ON m.merchant_id = a.merchant_id
WHERE a.status = 'APPROVED'
  AND a.approved_on BETWEEN DATE '2026-09-01' AND DATE '2026-09-30'
GROUP BY m.merchant_name
ORDER BY sales_amount DESC
LIMIT 5;
