-- Statements an analyst writes. Each must pass the guard and give the rows it gives without it. One paragraph a statement.

SELECT * FROM card.customers

SELECT customer_id, name, region FROM card.customers WHERE gender = 'F' AND birth_year BETWEEN 1980 AND 1999 ORDER BY customer_id

SELECT region, count(*) AS n, avg(birth_year) AS born FROM card.customers GROUP BY region ORDER BY n DESC, region

SELECT card.customers.region, count(*) FROM card.customers GROUP BY card.customers.region ORDER BY 1

SELECT c.region, sum(t.amount) AS total FROM card.customers c JOIN card.transactions t ON t.customer_id = c.customer_id GROUP BY 1 ORDER BY 2 DESC

SELECT c.*, t.amount FROM card.customers AS c JOIN card.transactions AS t USING (customer_id) WHERE t.amount > 90000 ORDER BY t.tx_id

SELECT * FROM card.customers NATURAL JOIN card.grades ORDER BY customer_id LIMIT 20

SELECT c.customer_id, g.grade FROM card.customers c LEFT JOIN card.grades g ON c.customer_id = g.customer_id AND g.grade = 'VIP' ORDER BY 1

SELECT coalesce(c.customer_id, b.customer_id) AS id, b.balance FROM card.customers c FULL OUTER JOIN bank.accounts b ON c.customer_id = b.customer_id ORDER BY 1, 2

SELECT card.customers.name, bank.customers.name FROM card.customers JOIN bank.customers ON card.customers.customer_id = bank.customers.customer_id ORDER BY 1

SELECT region FROM card.customers c SEMI JOIN card.transactions t USING (customer_id) ORDER BY customer_id

SELECT customer_id FROM card.customers c ANTI JOIN card.transactions t USING (customer_id) ORDER BY 1

SELECT t.tx_id, r.rate FROM card.transactions t ASOF JOIN bank.rates r ON t.tx_date >= r.day ORDER BY t.tx_id LIMIT 30

SELECT t.tx_id, r.rate FROM card.transactions t ASOF LEFT JOIN bank.rates r USING (day) ORDER BY 1 LIMIT 5

SELECT a.customer_id, b.customer_id FROM card.customers a CROSS JOIN card.customers b WHERE a.customer_id < b.customer_id AND a.region = b.region ORDER BY 1, 2 LIMIT 40

SELECT customer_id, amount, row_number() OVER (PARTITION BY customer_id ORDER BY amount DESC, tx_id) AS rn FROM card.transactions ORDER BY 1, 3

SELECT customer_id, tx_id, amount FROM card.transactions QUALIFY rank() OVER (PARTITION BY customer_id ORDER BY amount DESC, tx_id) <= 2 ORDER BY 1, 2

SELECT tx_date, sum(amount) OVER w AS running, avg(amount) OVER (ORDER BY tx_date, tx_id ROWS BETWEEN 6 PRECEDING AND CURRENT ROW) AS week FROM card.transactions WINDOW w AS (ORDER BY tx_date, tx_id) ORDER BY tx_id

SELECT tx_id, lag(amount, 1, 0) OVER (ORDER BY tx_id) AS before, lead(amount) OVER (ORDER BY tx_id) AS after, first_value(amount) OVER (ORDER BY tx_id) AS f FROM card.transactions ORDER BY tx_id LIMIT 25

SELECT tx_id, ntile(4) OVER (ORDER BY amount, tx_id) q, percent_rank() OVER (ORDER BY amount) p, cume_dist() OVER (ORDER BY amount) c, dense_rank() OVER (ORDER BY amount) d FROM card.transactions ORDER BY 1

SELECT tx_id, sum(amount) OVER (ORDER BY tx_date RANGE BETWEEN INTERVAL 7 DAY PRECEDING AND CURRENT ROW) s FROM card.transactions ORDER BY tx_id

SELECT region, gender, count(*) FROM card.customers GROUP BY GROUPING SETS ((region, gender), (region), ()) ORDER BY 1 NULLS LAST, 2 NULLS LAST

SELECT region, gender, count(*) n, grouping(region) g FROM card.customers GROUP BY ROLLUP (region, gender) ORDER BY 1, 2, 3

SELECT region, gender, count(*) n FROM card.customers GROUP BY CUBE (region, gender) ORDER BY 1, 2, 3

SELECT region, count(*) FILTER (WHERE gender = 'F') AS f, count(*) FILTER (WHERE gender = 'M') AS m FROM card.customers GROUP BY ALL ORDER BY ALL

SELECT DISTINCT ON (customer_id) customer_id, tx_id, amount FROM card.transactions ORDER BY customer_id, amount DESC, tx_id

SELECT count(DISTINCT customer_id) AS who, approx_count_distinct(region) >= 1 AS some FROM card.customers

SELECT median(amount), quantile_cont(amount, 0.9), quantile_disc(amount, [0.25, 0.75]), mode(channel), stddev_samp(amount)::DECIMAL(18,4) FROM card.transactions

SELECT max_by(tx_id, amount), min_by(tx_id, amount), arg_max(tx_id, amount, 3) FROM card.transactions

SELECT string_agg(DISTINCT region, ',' ORDER BY region) AS regions, list(customer_id ORDER BY customer_id)[1:3] AS first_three FROM card.customers

SELECT corr(amount, tx_id)::DECIMAL(10,6), covar_pop(amount, tx_id)::DECIMAL(20,2), regr_slope(amount, tx_id)::DECIMAL(18,4) FROM card.transactions

WITH m AS (SELECT date_trunc('month', tx_date) AS month, sum(amount) AS amount FROM card.transactions GROUP BY 1) SELECT month, amount, amount - lag(amount) OVER (ORDER BY month) AS change, round(100.0 * amount / sum(amount) OVER (), 2) AS share FROM m ORDER BY month

WITH a AS (SELECT customer_id, sum(amount) s FROM card.transactions GROUP BY 1), b AS (SELECT * FROM a WHERE s > 100000) SELECT c.name, b.s FROM b JOIN card.customers c USING (customer_id) ORDER BY b.s DESC, c.name

WITH customers AS (SELECT * FROM card.customers WHERE region = '서울') SELECT customers.name FROM customers ORDER BY 1

WITH transactions AS (SELECT customer_id, amount FROM card.transactions), customers AS (SELECT customer_id, name FROM card.customers) SELECT name, sum(amount) FROM customers JOIN transactions USING (customer_id) GROUP BY name ORDER BY 1

WITH a AS (SELECT 1 AS x), b AS (WITH a AS (SELECT 2 AS x) SELECT x FROM a) SELECT a.x AS outer_x, b.x AS inner_x FROM a, b

WITH RECURSIVE days(d) AS (SELECT DATE '2026-01-01' UNION ALL SELECT CAST(d + INTERVAL 1 DAY AS DATE) FROM days WHERE d < DATE '2026-01-10') SELECT d, count(t.tx_id) FROM days LEFT JOIN card.transactions t ON t.tx_date = d GROUP BY d ORDER BY d

WITH RECURSIVE tree AS (SELECT id, parent, name, 1 AS depth FROM bank.units WHERE parent IS NULL UNION ALL SELECT u.id, u.parent, u.name, tree.depth + 1 FROM bank.units u JOIN tree ON u.parent = tree.id) SELECT * FROM tree ORDER BY id

WITH x(a, b) AS (VALUES (1, 'one'), (2, 'two')) SELECT x.b, count(*) FROM x JOIN card.customers c ON c.customer_id % 2 + 1 = x.a GROUP BY ALL ORDER BY 1

WITH m AS MATERIALIZED (SELECT region, count(*) n FROM card.customers GROUP BY 1) SELECT * FROM m WHERE n = (SELECT max(n) FROM m) ORDER BY region

SELECT name FROM card.customers c WHERE EXISTS (SELECT 1 FROM card.transactions t WHERE t.customer_id = c.customer_id AND t.amount > 95000) ORDER BY name

SELECT name, (SELECT max(amount) FROM card.transactions t WHERE t.customer_id = customers.customer_id) AS most FROM card.customers ORDER BY customer_id

SELECT name FROM card.customers WHERE customer_id IN (SELECT customer_id FROM card.transactions GROUP BY 1 HAVING count(*) > 3) ORDER BY 1

SELECT name FROM card.customers WHERE (region, gender) IN (SELECT region, gender FROM card.customers WHERE birth_year < 1970) ORDER BY name

SELECT tx_id FROM card.transactions WHERE amount >= ALL (SELECT amount FROM card.transactions) OR amount = ANY (SELECT min(amount) FROM card.transactions) ORDER BY 1

SELECT c.name, l.amount FROM card.customers c, LATERAL (SELECT amount FROM card.transactions t WHERE t.customer_id = c.customer_id ORDER BY amount DESC LIMIT 1) AS l ORDER BY c.name

SELECT name FROM card.customers WHERE region = '서울' UNION ALL SELECT name FROM bank.customers ORDER BY name

(SELECT customer_id FROM card.customers INTERSECT SELECT customer_id FROM card.transactions) EXCEPT SELECT customer_id FROM bank.customers ORDER BY 1

SELECT customer_id, name FROM card.customers UNION BY NAME SELECT name, customer_id FROM bank.customers ORDER BY 1, 2

SELECT * EXCLUDE (name, birth_year) FROM card.customers ORDER BY customer_id

SELECT * REPLACE (upper(name) AS name) FROM card.customers ORDER BY customer_id

SELECT * RENAME (name AS who) FROM card.customers ORDER BY customer_id LIMIT 3

SELECT COLUMNS('.*_id') FROM card.transactions ORDER BY tx_id LIMIT 5

SELECT min(COLUMNS(* EXCLUDE (profile, tags))) FROM card.customers

SELECT max(COLUMNS(lambda c: c LIKE '%amount%')) FROM card.transactions

SELECT #1, #2 FROM card.grades ORDER BY 1

SELECT customers FROM card.customers ORDER BY customer_id LIMIT 2

SELECT * FROM card.grades g(who, what) ORDER BY who

FROM card.grades SELECT grade, count(*) GROUP BY grade ORDER BY grade

FROM card.grades ORDER BY customer_id

SELECT customer_id, unnest(tags) AS tag FROM card.customers ORDER BY 1, 2

SELECT c.customer_id, u.tag FROM card.customers c, unnest(c.tags) AS u(tag) ORDER BY 1, 2

SELECT customer_id, len(tags), list_contains(tags, 'vip'), list_sort(tags), array_to_string(tags, '|'), list_distinct(tags) FROM card.customers ORDER BY 1

SELECT customer_id, list_transform(tags, lambda t: upper(t)) AS u, list_filter(tags, lambda t: length(t) > 3) AS f, [t || '!' for t in tags if t <> 'vip'] AS c FROM card.customers ORDER BY 1

SELECT list_reduce([1, 2, 3], lambda a, b: a + b) AS s, list_sum([1, 2, 3]) AS t, list_aggregate([1, 2], 'max') AS m, list_zip([1, 2], ['a', 'b']) AS z, flatten([[1], [2]]) AS fl

SELECT customer_id, profile.job, profile.income, struct_extract(profile, 'job') AS j2 FROM card.customers WHERE profile.income > 3000 ORDER BY 1

SELECT {'a': 1, 'b': 'x'} AS s, {'a': 1}.a AS a, struct_pack(k := 1, v := 'z') AS p, row(1, 2) AS r, MAP {'k': 1, 'l': 2} AS m, MAP {'k': 1}['k'] AS mv

SELECT tx_id, detail->'$.items' AS items, detail->>'$.store' AS store, json_extract_string(detail, '$.store') AS s2 FROM card.transactions WHERE detail->>'$.store' = 'A' ORDER BY 1

SELECT tx_id, (detail->>'$.n')::INT + 1 AS n, json_array_length(detail, '$.items') AS k, json_keys(detail) AS ks FROM card.transactions ORDER BY 1 LIMIT 10

SELECT t.tx_id, j.key, j.value FROM card.transactions t, json_each(t.detail) j WHERE t.tx_id < 5 ORDER BY 1, 2

SELECT to_json({'a': [1, 2]}) AS j, json_object('k', 1) AS o, json_array(1, 'x') AS a, json_valid('{') AS v, json_type('[1]') AS t

SELECT tx_date, year(tx_date), month(tx_date), quarter(tx_date), dayofweek(tx_date), extract(week FROM tx_date), date_part('year', tx_date), dayname(tx_date), last_day(tx_date) FROM card.transactions ORDER BY tx_id

SELECT tx_date + INTERVAL 1 MONTH, tx_date - INTERVAL '7' DAY, tx_date - 30, date_diff('day', tx_date, DATE '2026-09-30'), datediff('month', tx_date, DATE '2026-09-30'), date_add(tx_date, INTERVAL 1 YEAR) FROM card.transactions ORDER BY tx_id LIMIT 20

SELECT strftime(tx_date, '%Y년 %m월') AS ym, count(*) FROM card.transactions GROUP BY 1 ORDER BY 1

SELECT strptime('2026-09-30', '%Y-%m-%d') AS t, make_date(2026, 9, 30) AS d, DATE '2026-09-30' - DATE '2026-01-01' AS n, time_bucket(INTERVAL 1 MONTH, DATE '2026-09-17') AS b, epoch(TIMESTAMP '2026-01-01 00:00:00') AS e

SELECT date_trunc('quarter', tx_date) AS q, date_trunc('week', tx_date) AS w, sum(amount) FROM card.transactions GROUP BY ALL ORDER BY 1, 2

SELECT age(DATE '2026-09-30', DATE '2020-01-15') AS a, TIMESTAMP '2026-01-01 10:00:00' AT TIME ZONE 'Asia/Seoul' AS z, DATE '2026-01-01' BETWEEN DATE '2025-01-01' AND DATE '2026-12-31' AS b

SELECT name, upper(name), lower(name), length(name), substr(name, 1, 2), substring(name, 2), left(name, 1), right(name, 1), trim(name), replace(name, '고객', 'X'), concat(name, '-', region), name || '/' || region, lpad(customer_id::VARCHAR, 6, '0'), reverse(name), split_part(name, '객', 1), strpos(name, '객') FROM card.customers ORDER BY customer_id

SELECT name FROM card.customers WHERE name LIKE '%1' OR name ILIKE 'x%' OR regexp_matches(name, '2$') OR name SIMILAR TO '.*3' OR name ~ '.*4' OR name GLOB '*5' ORDER BY 1

SELECT regexp_replace(name, '[0-9]+', '#', 'g'), regexp_extract(name, '([0-9]+)', 1), string_split(region, '') , printf('%05d', customer_id), format('{}-{}', region, customer_id), md5(region) FROM card.customers ORDER BY customer_id

SELECT CASE WHEN amount < 20000 THEN '소액' WHEN amount < 60000 THEN '중액' ELSE '고액' END AS 구간, count(*) AS 건수, sum(amount) AS 금액 FROM card.transactions GROUP BY 1 ORDER BY 2 DESC, 1

SELECT CASE channel WHEN 'ON' THEN '온라인' ELSE '오프라인' END AS 채널, if(amount > 50000, 1, 0) AS big, coalesce(NULL, amount), nullif(channel, 'ON'), ifnull(NULL, 1), greatest(1, amount), least(1, amount) FROM card.transactions ORDER BY tx_id

SELECT amount / 3, amount // 3, amount % 7, -amount, amount * 1.1, 2 ** 3, tx_id & 1, xor(5, 3), 7 << 1, abs(-5), round(amount / 7.0, 2), floor(1.7), ceil(1.2), sqrt(16), ln(10), log10(100), power(2, 5), sign(-3) FROM card.transactions ORDER BY tx_id LIMIT 10

SELECT 1 / 4 AS q, 7 / 2 AS r, 1e3 AS e, 0.1 + 0.2 AS d, 10::DECIMAL(10,2) / 3 AS dd, TRUE AND NOT FALSE AS b, 1 = 1.0 AS eq

SELECT TRY_CAST(region AS INTEGER) IS NULL AS bad, CAST(amount AS DECIMAL(18,2)) AS d, amount::VARCHAR AS v, '2026-01-01'::DATE AS dt, '[1,2]'::INTEGER[] AS l FROM card.transactions JOIN card.customers USING (customer_id) ORDER BY tx_id LIMIT 5

SELECT region, count(*) AS n FROM card.customers GROUP BY region HAVING count(*) > 1 ORDER BY n DESC, region LIMIT 2 OFFSET 1

SELECT customer_id FROM card.customers ORDER BY birth_year DESC NULLS LAST, customer_id ASC LIMIT 10

SELECT name FROM card.customers WHERE birth_year IS NOT NULL AND region IS DISTINCT FROM '서울' AND region NOT IN ('부산', '대구') AND NOT (gender = 'M') ORDER BY 1

SELECT d::DATE AS day, count(t.tx_id) AS n FROM generate_series(DATE '2026-01-01', DATE '2026-01-15', INTERVAL 1 DAY) AS g(d) LEFT JOIN card.transactions t ON t.tx_date = g.d GROUP BY 1 ORDER BY 1

SELECT r.i, r.i * r.i AS sq FROM range(5) r(i) ORDER BY 1

VALUES (1, 'a'), (2, 'b')

SELECT * FROM (VALUES (1, '가'), (2, '나')) AS v(n, s) ORDER BY n

SELECT 고객명, sum(금액) AS 합계 FROM 영업.실적 GROUP BY 고객명 ORDER BY 합계 DESC, 고객명

SELECT 실적.고객명, "실적 비고" FROM 영업.실적 WHERE 금액 >= 100 ORDER BY 1

SELECT "고객명" AS "고객 이름" FROM "영업"."실적" AS "내 실적" WHERE "내 실적"."금액" > 0 ORDER BY 1

SELECT count(*) FROM 실적

SELECT s.region, s.total, round(s.total * 100.0 / sum(s.total) OVER (), 1) AS pct FROM (SELECT region, sum(amount) AS total FROM card.customers JOIN card.transactions USING (customer_id) GROUP BY region) AS s ORDER BY s.total DESC

SELECT * FROM (card.customers c JOIN card.grades g USING (customer_id)) ORDER BY customer_id LIMIT 4

SELECT x.name.upper() AS n, x.customer_id FROM card.customers x ORDER BY 2 LIMIT 3

SELECT histogram(region) AS h, any_value(gender) IN ('F', 'M') AS g, bool_and(customer_id > 0) AS a, product(1) AS p, count_if(gender = 'F') AS f FROM card.customers

SELECT sum(amount) / nullif(count(*), 0) AS per, sum(CASE WHEN channel = 'ON' THEN amount END) * 1.0 / sum(amount) AS online FROM card.transactions

SELECT /* a comment */ region -- and another
FROM card.customers WHERE name <> 'it''s; DROP TABLE x --' ORDER BY customer_id

SELECT t.region FROM card.customers AS t WHERE t.customer_id = (SELECT min(customer_id) FROM card.customers)

TABLE card.grades

SELECT a.customer_id FROM card.customers a WHERE a.birth_year > (SELECT avg(b.birth_year) FROM card.customers b WHERE b.region = a.region) ORDER BY 1
