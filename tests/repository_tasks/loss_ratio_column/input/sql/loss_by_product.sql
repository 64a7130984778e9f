-- Premiums and claims by product for the current year.
WITH premiums AS (
    SELECT product_code, SUM(premium) AS premiums
    FROM policies
    WHERE policy_year = 2026
    GROUP BY product_code
),
claims AS (
    SELECT product_code, SUM(paid_amount) AS claims
    FROM claims_paid
    WHERE paid_year = 2026
    GROUP BY product_code
)
SELECT
    p.product_code,
    p.product_name,
    COALESCE(pr.premiums, 0) AS premiums,
    COALESCE(c.claims, 0) AS claims
FROM products AS p
LEFT JOIN premiums AS pr ON pr.product_code = p.product_code
LEFT JOIN claims AS c ON c.product_code = p.product_code
ORDER BY p.product_code;
