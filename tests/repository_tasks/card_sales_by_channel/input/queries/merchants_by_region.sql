-- Active merchants by region.
SELECT region, COUNT(*) AS merchants
FROM card.merchants
WHERE closed_on IS NULL
GROUP BY region
ORDER BY merchants DESC, region;
