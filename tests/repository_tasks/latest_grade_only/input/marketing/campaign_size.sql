-- How many customers agreed to marketing.
SELECT COUNT(*) AS customers
FROM customers
WHERE marketing_consent;
