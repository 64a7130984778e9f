-- VIP customers who agreed to marketing, for the campaign list. The latest grade of each counts.
WITH latest AS (
    SELECT customer_id, MAX(base_month) AS base_month
    FROM customer_grades
    GROUP BY customer_id
)
SELECT c.customer_id, c.customer_name, g.grade
FROM customers AS c
JOIN latest AS l ON l.customer_id = c.customer_id
JOIN customer_grades AS g ON g.customer_id = l.customer_id AND g.base_month = l.base_month
WHERE c.marketing_consent
  AND g.grade IN ('VIP', 'VVIP')
ORDER BY c.customer_id;
