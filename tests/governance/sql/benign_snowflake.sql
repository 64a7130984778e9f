-- Statements an analyst writes for Snowflake. Each must pass the guard. One paragraph a statement.

SELECT * FROM card.customers

SELECT customer_id, name, region FROM CARD.CUSTOMERS WHERE gender = 'F' AND birth_year BETWEEN 1980 AND 1999 ORDER BY customer_id

SELECT region, COUNT(*) AS n, AVG(birth_year) AS born FROM card.customers GROUP BY region ORDER BY n DESC, region

SELECT c.region, SUM(t.amount) AS total FROM card.customers c JOIN card.transactions t ON t.customer_id = c.customer_id GROUP BY 1 ORDER BY 2 DESC

SELECT card.customers.region, COUNT(*) FROM card.customers GROUP BY card.customers.region ORDER BY 1

SELECT c.*, t.amount FROM card.customers AS c INNER JOIN card.transactions AS t USING (customer_id) WHERE t.amount > 300 ORDER BY t.tx_id

SELECT c.customer_id, g.grade FROM card.customers c LEFT OUTER JOIN card.grades g ON c.customer_id = g.customer_id AND g.grade = 'VIP' ORDER BY 1

SELECT customer_id, amount, ROW_NUMBER() OVER (PARTITION BY customer_id ORDER BY amount DESC, tx_id) AS rn FROM card.transactions ORDER BY 1, 3

SELECT customer_id, tx_id, amount FROM card.transactions QUALIFY RANK() OVER (PARTITION BY customer_id ORDER BY amount DESC, tx_id) <= 2 ORDER BY 1, 2

SELECT day, SUM(amount) OVER (ORDER BY day, tx_id ROWS BETWEEN 6 PRECEDING AND CURRENT ROW) AS week FROM card.transactions ORDER BY tx_id

SELECT tx_id, LAG(amount, 1, 0) OVER (ORDER BY tx_id) AS before, LEAD(amount) OVER (ORDER BY tx_id) AS after FROM card.transactions ORDER BY tx_id LIMIT 25

SELECT region, gender, COUNT(*) FROM card.customers GROUP BY GROUPING SETS ((region, gender), (region), ()) ORDER BY 1, 2

SELECT region, gender, COUNT(*) AS n, GROUPING(region) AS g FROM card.customers GROUP BY ROLLUP (region, gender) ORDER BY 1, 2, 3

SELECT region, COUNT(*) FROM card.customers GROUP BY ALL

SELECT DATE_TRUNC('month', day) AS month, SUM(amount) AS amount FROM card.transactions GROUP BY 1 ORDER BY 1

SELECT DATEADD(month, 1, day) AS m, DATEDIFF('day', day, '2026-09-30'::DATE) AS d, YEAR(day) AS y, MONTHNAME(day) AS mn, DAYNAME(day) AS dn FROM card.transactions ORDER BY tx_id LIMIT 10

SELECT TO_CHAR(day, 'YYYY-MM') AS ym, COUNT(*) AS n FROM card.transactions GROUP BY TO_CHAR(day, 'YYYY-MM') ORDER BY ym

SELECT LAST_DAY(day) AS l, ADD_MONTHS(day, -3) AS a, MONTHS_BETWEEN(day, '2026-01-01'::DATE) AS b, TIME_SLICE(day, 1, 'MONTH') AS s FROM card.transactions LIMIT 5

SELECT IFF(amount > 500, 'big', 'small') AS size, COUNT(*) FROM card.transactions GROUP BY 1 ORDER BY 1

SELECT ZEROIFNULL(birth_year) AS z, NVL(birth_year, 0) AS n, NVL2(birth_year, 1, 0) AS n2, NULLIFZERO(0) AS nz, DECODE(gender, 'F', 'female', 'male') AS g FROM card.customers ORDER BY customer_id

SELECT DIV0(amount, 0) AS d, ROUND(amount / 7, 2) AS r, TRUNC(amount) AS t, MOD(tx_id, 3) AS m, SQUARE(2) AS s FROM card.transactions LIMIT 5

SELECT name FROM card.customers WHERE name ILIKE ANY ('%1', '%2') ORDER BY name

SELECT name FROM card.customers WHERE name LIKE ANY ('%1', '%2') AND NOT name LIKE ALL ('x%', 'y%') ORDER BY 1

SELECT name FROM card.customers WHERE REGEXP_LIKE(name, '.*[12]$') OR name RLIKE '.*3' ORDER BY 1

SELECT LISTAGG(DISTINCT region, ',') WITHIN GROUP (ORDER BY region) AS regions FROM card.customers

SELECT ARRAY_AGG(customer_id) WITHIN GROUP (ORDER BY customer_id) AS ids FROM card.customers

SELECT PERCENTILE_CONT(0.5) WITHIN GROUP (ORDER BY amount) AS p, MEDIAN(amount) AS m, APPROX_PERCENTILE(amount, 0.9) AS a FROM card.transactions

SELECT MAX_BY(tx_id, amount) AS most, MIN_BY(tx_id, amount) AS least, COUNT_IF(amount > 500) AS n, ANY_VALUE(region) IS NOT NULL AS r FROM card.transactions

SELECT RATIO_TO_REPORT(SUM(amount)) OVER () AS share, region FROM card.transactions GROUP BY region ORDER BY region

SELECT c.customer_id, f.value::STRING AS tag FROM card.customers c, LATERAL FLATTEN(input => c.tags) f ORDER BY 1, 2

SELECT c.customer_id, f.index, f.value::VARCHAR AS tag FROM card.customers c, TABLE(FLATTEN(input => c.tags, outer => TRUE)) f ORDER BY 1, 2

SELECT detail:store::STRING AS store, detail:items[0]::INT AS first, profile:job::STRING AS job FROM card.customers ORDER BY customer_id

SELECT GET(detail, 'store')::STRING AS s, GET_PATH(detail, 'items[1]') AS i, ARRAY_SIZE(tags) AS n, ARRAY_CONTAINS('vip'::VARIANT, tags) AS v FROM card.customers ORDER BY customer_id

SELECT PARSE_JSON('{"a": 1}'):a::INT AS a, OBJECT_CONSTRUCT('k', 1, 'l', 'x') AS o, ARRAY_CONSTRUCT(1, 2, 3) AS r, {'a': 1} AS s, [1, 2] AS l

SELECT TRY_CAST(name AS INT) AS t, TRY_TO_NUMBER(name) AS n, TRY_TO_DATE(name) AS d, TO_DATE('2026-01-01', 'YYYY-MM-DD') AS e, TO_VARCHAR(customer_id) AS v FROM card.customers LIMIT 3

SELECT UPPER(name), LOWER(name), LENGTH(name), SUBSTR(name, 1, 2), LEFT(name, 1), RIGHT(name, 1), TRIM(name), REPLACE(name, 'x', 'y'), CONCAT(name, '-', region), SPLIT_PART(name, '-', 1), LPAD(name, 10, ' '), INITCAP(region), CHARINDEX('1', name) FROM card.customers ORDER BY customer_id

SELECT REGEXP_SUBSTR(name, '[0-9]+') AS n, REGEXP_REPLACE(name, '[0-9]', '#') AS r, REGEXP_COUNT(name, '[0-9]') AS c FROM card.customers ORDER BY 1

WITH m AS (SELECT DATE_TRUNC('month', day) AS month, SUM(amount) AS amount FROM card.transactions GROUP BY 1) SELECT month, amount, amount - LAG(amount) OVER (ORDER BY month) AS change FROM m ORDER BY month

WITH RECURSIVE days(d) AS (SELECT '2026-01-01'::DATE UNION ALL SELECT DATEADD(day, 1, d) FROM days WHERE d < '2026-01-10') SELECT d FROM days ORDER BY d

WITH customers AS (SELECT * FROM card.customers WHERE region = '서울') SELECT customers.name FROM customers ORDER BY 1

SELECT name FROM card.customers c WHERE EXISTS (SELECT 1 FROM card.transactions t WHERE t.customer_id = c.customer_id AND t.amount > 900) ORDER BY name

SELECT name, (SELECT MAX(amount) FROM card.transactions t WHERE t.customer_id = c.customer_id) AS most FROM card.customers c ORDER BY customer_id

SELECT name FROM card.customers WHERE region = '서울' UNION ALL SELECT name FROM bank.units ORDER BY name

SELECT customer_id FROM card.customers MINUS SELECT customer_id FROM card.grades ORDER BY 1

SELECT * EXCLUDE (phone, code) FROM card.customers ORDER BY customer_id

SELECT * EXCLUDE phone RENAME (name AS who) FROM card.customers LIMIT 3

SELECT * FROM card.customers SAMPLE (10)

SELECT TOP 5 name FROM card.customers ORDER BY customer_id

SELECT name FROM card.customers ORDER BY customer_id OFFSET 2 ROWS FETCH NEXT 3 ROWS ONLY

SELECT s.value AS part FROM TABLE(SPLIT_TO_TABLE('a,b,c', ',')) s

SELECT SEQ4() AS n FROM TABLE(GENERATOR(ROWCOUNT => 5))

SELECT v.column1, v.column2 FROM (VALUES (1, 'a'), (2, 'b')) AS v ORDER BY 1

SELECT t.tx_id, r.rate FROM card.transactions t ASOF JOIN bank.rates r MATCH_CONDITION (t.day >= r.day) ORDER BY t.tx_id LIMIT 10

SELECT "고객명", SUM("금액") AS "합계" FROM "영업"."실적" GROUP BY "고객명" ORDER BY "합계" DESC

SELECT FILTER(tags, t -> t = 'vip') AS v, TRANSFORM(tags, t -> UPPER(t)) AS u FROM card.customers

SELECT CONVERT_TIMEZONE('Asia/Seoul', CURRENT_TIMESTAMP()) AS now, CURRENT_DATE AS today, CURRENT_DATE() AS also, GETDATE() AS g

SELECT dept, COUNT(*) AS n, AVG(salary) AS pay FROM hr.salaries GROUP BY dept ORDER BY dept

SELECT dept, SUM(salary * 12) AS year FROM hr.salaries WHERE hired >= '2020-03-01' GROUP BY dept HAVING COUNT(*) > 5

SELECT HASH(name) AS h, MD5(name) AS m, SHA2(name) AS s, UUID_STRING() AS u, RANDOM() AS r FROM card.customers LIMIT 2

SELECT CASE WHEN amount < 200 THEN 'low' WHEN amount < 600 THEN 'mid' ELSE 'high' END AS band, COUNT(*) AS n FROM card.transactions GROUP BY 1 HAVING COUNT(*) > 1 ORDER BY n DESC NULLS LAST

SELECT d.day, COALESCE(SUM(t.amount), 0) AS s FROM bank.rates d LEFT JOIN card.transactions t ON t.day = d.day GROUP BY d.day ORDER BY d.day

SELECT EXTRACT(year FROM day) AS y, DATE_PART(month, day) AS m, QUARTER(day) AS q, WEEKOFYEAR(day) AS w FROM card.transactions LIMIT 3

SELECT OBJECT_KEYS(detail) AS k, TYPEOF(detail:n) AS t, IS_INTEGER(detail:n) AS i FROM card.customers LIMIT 3

SELECT amount::NUMBER(18, 4) AS a, amount::FLOAT AS f, CAST(tx_id AS VARCHAR) AS v, tx_id::STRING AS s FROM card.transactions LIMIT 3

SELECT TRY_CAST((SELECT MAX(note) FROM bank.accounts) AS NUMBER(10,0)) AS n

SELECT CAST(DATE_TRUNC('month', hired) AS DATE) AS month, COUNT(*) AS n FROM hr.salaries WHERE hired BETWEEN DATE '2020-01-01' AND DATE '2024-12-31' GROUP BY CAST(DATE_TRUNC('month', hired) AS DATE) ORDER BY month

SELECT DATE_TRUNC('year', hired) AS y, AVG(salary) AS a FROM hr.salaries GROUP BY 1 ORDER BY 1
