-- VIP customers who agreed to marketing, for the campaign list.
SELECT c.customer_id, c.customer_name, g.grade
FROM customers AS c
JOIN customer_grades AS g ON g.customer_id = c.customer_id
WHERE c.marketing_consent
  AND g.grade IN ('VIP', 'VVIP')
ORDER BY c.customer_id;
