-- Hostile statements in DuckDB's dialect, one a line. `-- [expected] class` names the attack of the lines below it:
-- refused: the guard lets none of them through; harmless: it may, and no canary comes out, not in an error either.
-- \uXXXX and \n stand for characters, «text*N» for a text N times.
-- [refused] more than one statement, other statements
SELECT 1; SELECT * FROM vault.secrets
SELECT 1; DROP TABLE card.customers
SELECT 1;; ATTACH 'x.db'
DROP TABLE card.customers
DELETE FROM card.customers
UPDATE card.customers SET name = 'x'
INSERT INTO card.customers SELECT * FROM vault.secrets
INSERT INTO card.customers VALUES (1)
TRUNCATE card.customers
CREATE TABLE x AS SELECT * FROM vault.secrets
CREATE VIEW v AS SELECT * FROM vault.secrets
CREATE MACRO f() AS TABLE SELECT * FROM vault.secrets
CREATE TEMP TABLE x AS SELECT 1
ALTER TABLE card.customers ADD COLUMN x INT
MERGE INTO card.customers USING vault.secrets ON true WHEN MATCHED THEN DELETE
COPY card.customers TO '/tmp/x.csv'
COPY (SELECT * FROM vault.secrets) TO '/tmp/x.csv'
COPY card.customers FROM '/etc/passwd'
EXPORT DATABASE '/tmp/x'
IMPORT DATABASE '/tmp/x'
ATTACH '/tmp/x.db' AS x
DETACH memory
USE memory
SET memory_limit = '1GB'
SET enable_external_access = true
RESET ALL
PRAGMA database_list
PRAGMA table_info('vault.secrets')
CALL pragma_table_info('vault.secrets')
INSTALL httpfs
LOAD httpfs
CHECKPOINT
VACUUM
ANALYZE
BEGIN TRANSACTION
COMMIT
EXPLAIN SELECT * FROM vault.secrets
EXPLAIN ANALYZE SELECT * FROM card.customers
PREPARE p AS SELECT * FROM vault.secrets
EXECUTE p
DEALLOCATE p
DESCRIBE vault.secrets
DESCRIBE card.customers
SUMMARIZE card.customers
SUMMARIZE vault.secrets
SHOW TABLES
SHOW ALL TABLES
SHOW DATABASES
COMMENT ON TABLE card.customers IS 'x'
GRANT SELECT ON card.customers TO public
SELECT * FROM (DESCRIBE vault.secrets)
SELECT * FROM (SUMMARIZE vault.secrets)
SELECT * FROM (SHOW TABLES)
FROM (DESCRIBE card.customers)
-- [refused] writes inside a CTE, INTO
WITH x AS (INSERT INTO card.customers VALUES (1) RETURNING *) SELECT * FROM x
WITH x AS (DELETE FROM card.customers RETURNING *) SELECT * FROM x
WITH x AS (UPDATE card.customers SET name = 'a' RETURNING *) SELECT * FROM x
SELECT * INTO newtable FROM card.customers
SELECT * FROM card.customers FOR UPDATE
-- [refused] tables that are not in the catalog
SELECT * FROM vault.secrets
SELECT secret FROM secrets
SELECT * FROM "vault"."secrets"
SELECT * FROM VAULT.SECRETS
TABLE vault.secrets
FROM vault.secrets
SELECT (SELECT secret FROM vault.secrets LIMIT 1)
SELECT 1 WHERE EXISTS (FROM vault.secrets)
SELECT * FROM card.customers JOIN vault.secrets ON true
SELECT * FROM card.customers WHERE name IN (SELECT secret FROM vault.secrets)
SELECT name FROM card.customers UNION ALL SELECT secret FROM vault.secrets
WITH a AS (SELECT * FROM vault.secrets) SELECT * FROM a
WITH secrets AS (SELECT * FROM secrets) SELECT * FROM secrets
WITH secrets AS (SELECT * FROM vault.secrets) SELECT * FROM secrets
WITH a AS (WITH secrets AS (SELECT 1 AS x) SELECT * FROM secrets) SELECT * FROM secrets
(WITH hidden_main AS (SELECT 1 AS x) SELECT * FROM hidden_main) UNION ALL SELECT * FROM hidden_main
SELECT * FROM hidden_main
SELECT * FROM main.hidden_main
SELECT * FROM open_view
SELECT * FROM main.open_view
SELECT * FROM (WITH hidden_main AS (SELECT 1 AS a) SELECT 1 AS b) z, hidden_main
SELECT (WITH hidden_main AS (SELECT 1 AS a) SELECT max(a) FROM hidden_main), (SELECT max(secret) FROM hidden_main)
WITH b AS (SELECT * FROM hidden_main), hidden_main AS (SELECT 1 AS x) SELECT * FROM b
SELECT c.name, l.secret FROM card.customers c, LATERAL (SELECT secret FROM vault.secrets) l
SELECT list_transform([1], lambda x: (SELECT max(secret) FROM vault.secrets))
SELECT * FROM card.customers ORDER BY (SELECT max(secret) FROM vault.secrets)
SELECT * FROM card.customers LIMIT (SELECT length(max(secret)) FROM vault.secrets)
SELECT sum(amount) FILTER (WHERE region = (SELECT max(secret) FROM vault.secrets)) FROM card.transactions
SELECT * FROM card.customers QUALIFY row_number() OVER (ORDER BY (SELECT max(secret) FROM vault.secrets)) = 1
SELECT * FROM nope
SELECT * FROM aiws_meta.warehouse
-- [refused] the database's own name in front, system catalogs
SELECT * FROM warehouse.vault.secrets
SELECT * FROM warehouse.card.customers
SELECT * FROM memory.main.x
SELECT * FROM temp.main.x
SELECT * FROM system.main.duckdb_tables
SELECT * FROM information_schema.tables
SELECT * FROM information_schema.columns
SELECT * FROM pg_catalog.pg_tables
SELECT * FROM pg_tables
SELECT * FROM pg_class
SELECT * FROM sqlite_master
SELECT * FROM sqlite_schema
SELECT * FROM duckdb_tables
SELECT * FROM duckdb_columns()
SELECT * FROM duckdb_tables()
SELECT * FROM duckdb_settings()
SELECT * FROM duckdb_secrets()
SELECT * FROM duckdb_views()
SELECT * FROM duckdb_databases()
SELECT * FROM duckdb_functions()
SELECT * FROM duckdb_constraints()
SELECT * FROM duckdb_temporary_files()
SELECT * FROM pragma_table_info('vault.secrets')
SELECT * FROM pragma_storage_info('vault.secrets')
SELECT * FROM pragma_show('vault.secrets')
SELECT * FROM pragma_database_size()
-- [refused] files and the network
SELECT * FROM '/etc/passwd'
SELECT * FROM 'canary.csv'
SELECT * FROM "canary.csv"
SELECT * FROM 'https://example.com/x.parquet'
SELECT * FROM read_csv('/etc/passwd')
SELECT * FROM read_csv_auto('/etc/passwd')
SELECT * FROM READ_CSV('/etc/passwd', header = false)
SELECT * FROM read_text('/etc/passwd')
SELECT * FROM read_blob('/etc/passwd')
SELECT * FROM read_parquet('x.parquet')
SELECT * FROM parquet_scan('x.parquet')
SELECT * FROM parquet_metadata('x.parquet')
SELECT * FROM parquet_schema('x.parquet')
SELECT * FROM read_json('x.json')
SELECT * FROM read_json_auto('x.json')
SELECT * FROM read_ndjson_objects('x.json')
SELECT * FROM read_duckdb('x.duckdb')
SELECT * FROM sniff_csv('/etc/passwd')
SELECT * FROM glob('/etc/*')
SELECT * FROM which_secret('s3://x', 's3')
SELECT * FROM arrow_scan(1, 2, 3)
SELECT * FROM pandas_scan(1)
SELECT * FROM python_map_function(1)
SELECT * FROM seq_scan('vault.secrets')
SELECT content FROM read_text('/proc/self/environ')
-- [refused] functions that run, look up, wait, write or tell
SELECT * FROM query('SELECT * FROM vault.secrets')
SELECT * FROM query_table('vault.secrets')
SELECT * FROM query_table(['vault.secrets'])
SELECT * FROM json_execute_serialized_sql('{}')
SELECT json_serialize_sql('SELECT * FROM vault.secrets')
SELECT json_serialize_plan('SELECT * FROM vault.secrets')
SELECT json_deserialize_sql('{}')
SELECT getenv('HOME')
SELECT current_setting('memory_limit')
SELECT getvariable('x')
SELECT current_query()
SELECT current_database()
SELECT current_schema()
SELECT current_schemas(true)
SELECT current_user
SELECT session_user
SELECT version()
SELECT sleep_ms(1000)
SELECT pg_sleep(1)
SELECT error(name) FROM card.customers
SELECT error('x')
SELECT write_log('x')
SELECT nextval('seq')
SELECT currval('seq')
SELECT setseed(0.5)
SELECT stats(name) FROM card.customers
SELECT in_search_path('main', 'main')
SELECT has_table_privilege('vault.secrets', 'select')
SELECT pg_get_viewdef(1)
SELECT obj_description(1, 'x')
SELECT txid_current()
SELECT leak()
SELECT main.leak()
SELECT warehouse.main.leak()
SELECT * FROM leak_table()
SELECT * FROM main.leak_table()
SELECT * FROM repeat_row(1, num_rows = 10)
SELECT * FROM test_all_types()
SELECT * FROM summary((SELECT * FROM card.customers))
SELECT unknown_function(1)
SELECT "read_text"('/etc/passwd')
SELECT name.read_text() FROM card.customers
SELECT __internal_decompress_string('x')
SELECT * FROM checkpoint()
SELECT * FROM enable_logging()
SELECT * FROM duckdb_logs()
SELECT * FROM enable_profiling()
-- [refused] pivots, time travel, parameters, types and other constructs
PIVOT card.transactions ON region USING sum(amount)
SELECT * FROM (PIVOT card.transactions ON region USING sum(amount))
UNPIVOT card.customers ON name, region INTO NAME k VALUE v
SELECT * FROM card.transactions PIVOT (sum(amount) FOR region IN ('ON', 'OFF'))
SELECT * FROM card.customers AT (VERSION => 1)
SELECT * FROM card.customers AT (TIMESTAMP => TIMESTAMP '2026-01-01')
SELECT * FROM card.customers FOR SYSTEM_TIME AS OF '2026-01-01'
SELECT $1
SELECT ?
SELECT :name
SELECT $secret
SELECT 'vault.secrets'::regclass
SELECT CAST('x' AS vault.kind)
SELECT * FROM card.customers MATCH_RECOGNIZE (PATTERN (a) DEFINE a AS true)
SELECT name FROM IDENTIFIER('vault.secrets')
EXECUTE IMMEDIATE 'SELECT 1'
-- [refused] names and strings that a parser could take for something else
SELECT extract("year FROM day), getenv(1), extract(year" FROM day) FROM card.transactions
SELECT extract("year FROM day), (SELECT max(secret) FROM vault.secrets), extract(year" FROM day) FROM card.transactions
SELECT e'\' , (SELECT max(secret) FROM vault.secrets) --'
SELECT e'x'
SELECT x'41'
-- [refused] text that hides something, text that is too much
SELECT\u200b 1
SELECT 'a\u202eb'
SELECT 1 \u0000
SELECT 1 --\u2028 SELECT secret FROM vault.secrets
SELECT "na\ufeffme" FROM card.customers
SELECT name\u3164 FROM card.customers
SELECT 'x\u001b[31m'
SELECT 1 /* \u2066 */
-- [refused] what does not parse
\n
SELECT
SELECT * FROM
SELECT * FROM card.customers WHERE
SELECT FROM WHERE
SELECT 'unclosed
SELECT (1
SELEC 1
/* only a comment */
;
-- [refused] the names the guard itself uses
SELECT __aiws_unit_0_0 FROM hr.salaries
SELECT "__aiws_base".memo FROM card.customers
SELECT * FROM card.customers AS __aiws_base
SELECT "__AIWS_seen" FROM card.transactions
WITH "__aiws_rows" AS (SELECT 1 AS a) SELECT * FROM "__aiws_rows"
SELECT 1 AS "__aiws_x"
-- [runs] hidden columns, named and tested
SELECT name AS memo, memo FROM card.customers
-- [harmless] hidden columns, named and tested
SELECT memo FROM card.customers
SELECT "MEMO" FROM card.customers
SELECT c.memo FROM card.customers c
SELECT card.customers.memo FROM card.customers
SELECT 1 FROM card.customers WHERE memo LIKE 'CN%'
SELECT 1 FROM card.customers WHERE score > 0
SELECT customer_id FROM card.customers ORDER BY score
SELECT customer_id FROM card.customers ORDER BY memo DESC LIMIT 1
SELECT region, count(*) FROM card.customers GROUP BY region HAVING max(memo) > ''
SELECT row_number() OVER (ORDER BY memo) FROM card.customers
SELECT rank() OVER (PARTITION BY score) FROM card.customers
SELECT customer_id FROM card.customers QUALIFY row_number() OVER (ORDER BY score) = 1
SELECT count(*) FILTER (WHERE memo LIKE 'CNRY%') FROM card.customers
SELECT max(memo), min(score), list(memo), string_agg(memo, ',') FROM card.customers
SELECT DISTINCT ON (memo) customer_id FROM card.customers
SELECT customer_id FROM card.customers GROUP BY customer_id, memo
SELECT a.customer_id FROM card.customers a JOIN card.customers b USING (memo)
SELECT * FROM card.customers JOIN card.customers b USING (score)
SELECT (SELECT memo) FROM card.customers
SELECT (SELECT max(memo) FROM card.grades) FROM card.customers
SELECT x.m FROM card.customers c, LATERAL (SELECT c.memo AS m) x
SELECT g.grade FROM card.grades g WHERE EXISTS (SELECT 1 FROM card.customers c WHERE c.customer_id = g.customer_id AND c.memo > 'A')
SELECT unnest([memo]) FROM card.customers
SELECT list_transform([1], lambda x: memo) FROM card.customers
SELECT {'a': memo} FROM card.customers
SELECT CASE WHEN memo IS NULL THEN 1 ELSE 0 END FROM card.customers
SELECT coalesce(memo, name) FROM card.customers
SELECT memo AS name FROM card.customers
SELECT customers.memo FROM card.customers AS c
SELECT EXISTS (SELECT memo FROM card.grades)
SELECT * FROM card.customers WHERE (customer_id, memo) IN (SELECT customer_id, grade FROM card.grades)
-- [runs] the whole row, positions, columns by pattern
SELECT customers FROM card.customers
SELECT c FROM card.customers c
SELECT c.* FROM card.customers c
SELECT * FROM card.customers
SELECT row(c) FROM card.customers c
SELECT to_json(c) FROM card.customers c
SELECT row_to_json(c) FROM card.customers c
SELECT json_object('r', c) FROM card.customers c
SELECT c::VARCHAR FROM card.customers c
SELECT c::JSON FROM card.customers c
SELECT hash(c), md5(c::VARCHAR) FROM card.customers c
SELECT list(c) FROM card.customers c
SELECT max(c) FROM card.customers c
SELECT any_value(customers) FROM card.customers
SELECT struct_values(c) FROM card.customers c
SELECT struct_keys(c) FROM card.customers c
SELECT unnest(c) FROM card.customers c
SELECT unnest(c, recursive := true) FROM card.customers c
SELECT {'r': c} FROM card.customers c
SELECT [c] FROM card.customers c
SELECT MAP {'k': c} FROM card.customers c
SELECT c = c FROM card.customers c
SELECT struct_insert(c, x := 1) FROM card.customers c
SELECT * FROM card.customers ORDER BY #8
SELECT COLUMNS(*) FROM card.customers
SELECT COLUMNS('.*') FROM card.customers
SELECT max(COLUMNS(*)) FROM card.customers
SELECT * EXCLUDE (name) FROM card.customers
SELECT * RENAME (memo AS m) FROM card.customers
SELECT * SIMILAR TO 'm.*' FROM card.customers
SELECT * NOT LIKE 'n%' FROM card.customers
FROM card.customers
TABLE card.customers
SELECT * FROM card.customers NATURAL JOIN card.customers c2
SELECT * FROM card.customers POSITIONAL JOIN card.grades
SELECT * FROM card.customers UNION BY NAME SELECT * FROM card.grades
SELECT 'x' AS memo UNION ALL BY NAME SELECT * FROM card.customers
SELECT memo FROM (SELECT NULL AS memo UNION ALL BY NAME SELECT * FROM card.customers)
-- [harmless] the whole row, positions, columns by pattern
SELECT row(c.*) FROM card.customers c
SELECT struct_extract(c, 'memo') FROM card.customers c
SELECT c['memo'] FROM card.customers c
SELECT (c).memo FROM card.customers c
SELECT #1, #2, #3, #4, #5, #6, #7, #8, #9, #10, #11, #12 FROM card.customers
SELECT #11 FROM card.customers
SELECT COLUMNS('memo|score|risk') FROM card.customers
SELECT COLUMNS(lambda c: c LIKE 'm%') FROM card.customers
SELECT COLUMNS(['memo', 'name']) FROM card.customers
SELECT *COLUMNS(*) FROM card.customers
SELECT * EXCLUDE (memo) FROM card.customers
SELECT * REPLACE (memo AS name) FROM card.customers
SELECT * REPLACE (name AS memo) FROM card.customers
SELECT * LIKE 'm%' FROM card.customers
SELECT * GLOB 'm*' FROM card.customers
SELECT rowid, * FROM card.customers
SELECT * FROM card.customers c(a, b, d, e, f, g, h, i, j, k, l, m)
SELECT l FROM card.customers c(a, b, d, e, f, g, h, i, j, k, l)
SELECT * FROM (SELECT * FROM card.customers) WHERE memo IS NOT NULL
WITH c AS (SELECT * FROM card.customers) SELECT memo FROM c
WITH c AS MATERIALIZED (SELECT customers FROM card.customers) SELECT customers.memo FROM c
SELECT t.r.memo FROM (SELECT c AS r FROM card.customers c) t
-- [runs] fields and keys inside hidden columns
SELECT to_json(c) ->> '$.raw.k' FROM card.customers c
-- [harmless] fields and keys inside hidden columns
SELECT risk.level FROM card.customers
SELECT customers.risk.level FROM card.customers
SELECT card.customers.risk.level FROM card.customers
SELECT risk['level'] FROM card.customers
SELECT struct_extract(risk, 'level') FROM card.customers
SELECT risk.* FROM card.customers
SELECT unnest(risk) FROM card.customers
SELECT raw ->> '$.k' FROM card.customers
SELECT raw -> 'k' FROM card.customers
SELECT json_extract(raw, '$.k') FROM card.customers
SELECT raw.k FROM card.customers
SELECT raw:k FROM card.customers
SELECT j.value FROM card.customers c, json_each(c.raw) j
SELECT json_keys(raw) FROM card.customers
SELECT variant_extract(raw::VARIANT, 'k') FROM card.customers
-- [runs] the true value behind a mask
SELECT phone FROM card.customers
SELECT DISTINCT phone FROM card.customers
SELECT phone FROM card.customers WHERE phone LIKE 'CNRY%'
SELECT customer_id FROM card.customers WHERE phone = 'CNRY' || 'MASK1'
SELECT count(*) FROM card.customers WHERE substr(phone, 1, 4) = 'CNRY'
SELECT max(phone), min(phone), list(phone), mode(phone), histogram(phone) FROM card.customers
SELECT first(phone), last(phone), arg_max(phone, customer_id), approx_top_k(phone, 3) FROM card.customers
SELECT md5(phone), hash(phone), length(phone), ascii(phone), encode(phone) FROM card.customers
SELECT c.phone FROM card.customers c JOIN card.customers d ON c.phone = d.phone AND c.customer_id = d.customer_id
SELECT d.code FROM card.customers c JOIN card.customers d USING (phone) WHERE c.customer_id = 1 LIMIT 5
SELECT v.p FROM (VALUES ('CNRY' || 'MASK1')) v(p) JOIN card.customers c ON c.phone = v.p
SELECT customer_id, rank() OVER (ORDER BY phone) FROM card.customers
SELECT region, string_agg(phone, '/') FROM card.customers GROUP BY region
SELECT lag(phone) OVER (ORDER BY customer_id), nth_value(phone, 2) OVER () FROM card.customers
SELECT regexp_extract(phone, '[A-Z]+') FROM card.customers
SELECT phone FROM card.customers INTERSECT SELECT 'CNRY' || 'MASK' || i FROM range(40) r(i)
SELECT levenshtein(phone, name) FROM card.customers
SELECT customers.phone FROM card.customers ORDER BY customers.phone
SELECT * REPLACE (phone || '' AS name) FROM card.customers
SELECT p FROM card.customers c(a, b, d, e, f, p)
-- [harmless] the true value behind a mask
SELECT phone::INTEGER FROM card.customers
-- [runs] rows outside of the filter
SELECT * FROM card.transactions
SELECT note FROM card.transactions WHERE region = '제주' OR true
SELECT note FROM card.transactions WHERE region = '제주'
SELECT count(*) FROM card.transactions WHERE amount > 7000000
SELECT max(amount), sum(amount), max(note), list(note) FROM card.transactions
SELECT note FROM card.transactions ORDER BY region DESC LIMIT 40
SELECT note FROM card.transactions UNION ALL SELECT note FROM card.transactions
SELECT t.note FROM card.grades g FULL JOIN card.transactions t ON true
SELECT t.note FROM card.grades g LEFT JOIN card.transactions t ON t.region = '제주'
SELECT t.note FROM card.grades g CROSS JOIN card.transactions t
SELECT note FROM card.transactions t WHERE EXISTS (SELECT 1 FROM card.transactions u WHERE u.region = '제주')
SELECT EXISTS (SELECT 1 FROM card.transactions WHERE note LIKE 'CNRY%')
SELECT note FROM card.transactions TABLESAMPLE 100%
SELECT note FROM card.transactions USING SAMPLE 100 ROWS
SELECT note FROM card.transactions OFFSET 1
SELECT DISTINCT ON (region) note FROM card.transactions ORDER BY region, amount DESC
SELECT first(note ORDER BY amount DESC) FROM card.transactions
SELECT note, lead(note) OVER (ORDER BY tx_id) FROM card.transactions
SELECT a.note FROM card.transactions a ASOF JOIN card.transactions b ON a.tx_id >= b.tx_id
SELECT l.note FROM card.grades g, LATERAL (SELECT note FROM card.transactions t WHERE t.customer_id = g.customer_id) l
SELECT (SELECT note FROM card.transactions WHERE tx_id = 2)
SELECT state FROM card.transactions
SELECT DISTINCT state::VARCHAR FROM card.transactions
SELECT * FROM bank.accounts
SELECT note FROM bank.accounts WHERE account_id % 2 = 0
SELECT a.note FROM bank.accounts a RIGHT JOIN card.grades g ON a.account_id = g.customer_id * 2
SELECT max(balance), max(note) FROM bank.accounts
WITH RECURSIVE r AS (SELECT account_id, note FROM bank.accounts UNION SELECT a.account_id + 1, a.note FROM r a WHERE a.account_id < 60) SELECT * FROM r
-- [harmless] rows outside of the filter
SELECT m.who FROM bank.accounts a, m
SELECT who FROM bank.accounts
SELECT account_id FROM bank.accounts m WHERE m.who > ''
-- [runs] errors that would tell of rows outside of the filter
SELECT count(*) FROM card.transactions WHERE note::INTEGER >= 0
SELECT sum(note::INTEGER) FROM card.transactions
SELECT count(*) FROM bank.accounts WHERE note::INTEGER >= 0
SELECT count(*) FROM bank.accounts a JOIN range(60) r(i) ON a.note::INTEGER = r.i
SELECT count(*) FROM bank.accounts WHERE CASE WHEN note LIKE 'CNRY%' THEN ('x' || note)::INTEGER ELSE 1 END = 1
SELECT count(*) FROM bank.accounts WHERE regexp_matches('x', CASE WHEN note LIKE 'CNRY%' THEN '(' ELSE 'x' END)
SELECT count(*) FROM card.transactions WHERE (amount * 100000000000000000000)::DECIMAL(38,2) > 0
SELECT count(*) FROM card.transactions WHERE amount::SMALLINT > 0
SELECT count(*) FROM bank.accounts WHERE strptime(note, '%Y') IS NOT NULL OR true
SELECT count(*) FROM bank.accounts WHERE json_extract(note, '$.a') IS NULL
SELECT list_sort(list(note::INTEGER)) FROM bank.accounts
-- [harmless] errors that would tell of rows outside of the filter
SELECT max(note::DATE) FROM bank.accounts
-- [runs] rows of a table that is shown in groups
SELECT dept, count(*) FROM hr.salaries GROUP BY dept
SELECT dept, sum(salary) FROM hr.salaries GROUP BY 1 HAVING count(*) < 10
SELECT dept, gender, avg(salary) FROM hr.salaries GROUP BY CUBE (dept, gender)
SELECT sum(bonus), avg(bonus), count(bonus) FROM hr.salaries
SELECT avg(bonus) FROM hr.salaries WHERE gender = 'M'
SELECT sum(salary) FROM hr.salaries WHERE emp_id = 41
SELECT sum(salary) FROM hr.salaries WHERE emp_id IN (41, 1, 2)
SELECT emp_id, sum(salary) FROM hr.salaries GROUP BY emp_id
SELECT dept, count(*) FROM hr.salaries WHERE dept LIKE 'CNRY%' GROUP BY dept
SELECT salary, count(*) FROM hr.salaries GROUP BY salary
SELECT CASE WHEN emp_id = 41 THEN 'x' ELSE 'y' END AS k, sum(salary) FROM hr.salaries GROUP BY k
SELECT * FROM (SELECT dept, sum(salary) AS s FROM hr.salaries GROUP BY dept) WHERE s > 6000000
SELECT * FROM (SELECT emp_id, sum(salary) AS s FROM hr.salaries GROUP BY emp_id) WHERE CASE WHEN s > 880000 THEN s::VARCHAR || 'x' ELSE '1' END::INTEGER = 1
SELECT count(*) FROM hr.salaries WHERE CASE WHEN salary > 880000 THEN 'x' ELSE '1' END::INTEGER = 1
SELECT count(*) FROM hr.salaries WHERE salary::USMALLINT > 0
SELECT sum(salary * 1000000) FROM hr.salaries WHERE emp_id = 41
SELECT (SELECT sum(salary) FROM hr.salaries s WHERE s.emp_id = g.customer_id) FROM card.grades g
SELECT g.customer_id FROM card.grades g WHERE g.customer_id IN (SELECT emp_id FROM hr.salaries GROUP BY emp_id)
SELECT dept, first_value(sum(salary)) OVER (ORDER BY count(*)) FROM hr.salaries GROUP BY dept
SELECT DISTINCT dept FROM hr.salaries GROUP BY dept
SELECT count(*), dept FROM hr.salaries JOIN card.grades ON customer_id = emp_id GROUP BY ROLLUP (dept)
SELECT s.dept, sum(s.salary) FROM hr.salaries s LEFT JOIN card.grades g ON g.customer_id = s.emp_id GROUP BY ALL
SELECT s.emp_id, sum(salary) FROM hr.salaries s JOIN card.customers c ON TRUE GROUP BY s.emp_id
SELECT count(DISTINCT salary) FROM hr.salaries WHERE emp_id < 12
SELECT dept, sum(salary) FROM hr.salaries GROUP BY dept HAVING sum(salary) = 13201320
SELECT corr(salary, bonus) FROM hr.salaries
SELECT count(*) FROM hr.salaries s, hr.salaries t WHERE s.emp_id = 41 AND t.emp_id > 0
-- [harmless] rows of a table that is shown in groups
SELECT dept FROM hr.salaries GROUP BY dept ORDER BY max(dept)
SELECT 1 FROM hr.salaries HAVING sum(salary) > 0
-- [refused] single rows of a table that is shown in groups
SELECT * FROM hr.salaries
FROM hr.salaries
TABLE hr.salaries
SELECT salary FROM hr.salaries
SELECT s FROM hr.salaries s
SELECT s.* FROM hr.salaries s
SELECT to_json(s) FROM hr.salaries s
SELECT #4 FROM hr.salaries
SELECT COLUMNS(*) FROM hr.salaries
SELECT COLUMNS(*) FROM hr.salaries GROUP BY ALL
SELECT DISTINCT dept FROM hr.salaries
SELECT DISTINCT ON (dept) salary FROM hr.salaries
SELECT dept, salary FROM hr.salaries GROUP BY dept
SELECT max(salary) FROM hr.salaries
SELECT min(dept), max(dept) FROM hr.salaries
SELECT dept, max(salary) FROM hr.salaries GROUP BY dept
SELECT list(salary) FROM hr.salaries
SELECT string_agg(dept, ',') FROM hr.salaries
SELECT any_value(salary) FROM hr.salaries
SELECT first(salary) FROM hr.salaries
SELECT mode(salary) FROM hr.salaries
SELECT median(salary) FROM hr.salaries
SELECT quantile_cont(salary, 0.5) FROM hr.salaries
SELECT quantile_disc(salary, 1.0) FROM hr.salaries
SELECT arg_max(emp_id, salary) FROM hr.salaries
SELECT max_by(emp_id, salary) FROM hr.salaries
SELECT histogram(salary) FROM hr.salaries
SELECT approx_top_k(salary, 5) FROM hr.salaries
SELECT approx_quantile(salary, 1) FROM hr.salaries
SELECT bit_or(emp_id) FROM hr.salaries
SELECT product(salary) FROM hr.salaries
SELECT kurtosis(salary) FROM hr.salaries
SELECT reservoir_quantile(salary, 1) FROM hr.salaries
SELECT sum(salary) FILTER (WHERE emp_id = 41) FROM hr.salaries
SELECT sum(CASE WHEN emp_id = 41 THEN salary END) FROM hr.salaries
SELECT sum(if(emp_id = 41, salary, 0)) FROM hr.salaries
SELECT sum(salary * (emp_id = 41)::INTEGER) FROM hr.salaries
SELECT sum(salary // 800000) FROM hr.salaries
SELECT sum(salary % 1000) FROM hr.salaries
SELECT sum(1 / (emp_id - 41)) FROM hr.salaries
SELECT sum(salary / emp_id) FROM hr.salaries
SELECT sum(power(salary, 20)) FROM hr.salaries
SELECT sum(greatest(salary, 800000)) FROM hr.salaries
SELECT sum(nullif(salary, 880000 + 88)) FROM hr.salaries
SELECT sum(coalesce(bonus, 0)) FROM hr.salaries
SELECT sum(salary * 100000000000) FROM hr.salaries
SELECT count(CASE WHEN salary > 800000 THEN 1 END) FROM hr.salaries
SELECT sum(bonus * salary * emp_id * emp_id) FROM hr.salaries
SELECT avg(DISTINCT CASE WHEN emp_id = 41 THEN salary END) FROM hr.salaries
SELECT count(DISTINCT (emp_id, salary)) FROM hr.salaries
SELECT sum(salary) OVER () FROM hr.salaries
SELECT row_number() OVER (ORDER BY salary), dept FROM hr.salaries
SELECT dept, sum(max(salary)) OVER () FROM hr.salaries GROUP BY dept
SELECT dept, count(*) FROM hr.salaries GROUP BY dept ORDER BY max(salary)
SELECT dept, count(*) FROM hr.salaries GROUP BY dept HAVING max(salary) > 880000
SELECT dept, count(*) FROM hr.salaries GROUP BY dept QUALIFY max(salary) > 1
SELECT dept, (SELECT max(s.salary)) FROM hr.salaries s GROUP BY dept
SELECT dept, (SELECT max(i) FROM range(9) r(i) WHERE i < s.salary) FROM hr.salaries s GROUP BY dept
SELECT count(*) FROM hr.salaries s WHERE EXISTS (SELECT 1 WHERE s.salary::UTINYINT > 0)
SELECT count(*) FROM hr.salaries s WHERE (SELECT s.salary::UTINYINT) > 0
SELECT count(*) FROM hr.salaries s WHERE upper(s.dept) IN (SELECT name FROM card.customers)
SELECT name FROM card.customers WHERE customer_id IN (SELECT emp_id FROM hr.salaries WHERE salary > 5000)
SELECT name FROM card.customers c WHERE EXISTS (SELECT 1 FROM hr.salaries s WHERE s.emp_id = c.customer_id)
SELECT c.name FROM card.customers c SEMI JOIN hr.salaries s ON s.emp_id = c.customer_id
SELECT c.name FROM card.customers c ANTI JOIN hr.salaries s ON s.emp_id = c.customer_id
SELECT c.name, s.salary FROM card.customers c JOIN hr.salaries s ON s.emp_id = c.customer_id
SELECT c.name, s.salary FROM card.customers c ASOF JOIN hr.salaries s ON s.emp_id >= c.customer_id
SELECT salary FROM card.grades POSITIONAL JOIN hr.salaries
SELECT sum(s.salary * v.w) FROM hr.salaries s JOIN (VALUES (41, 1)) v(id, w) ON v.id = s.emp_id
SELECT avg(s.salary) FROM hr.salaries s JOIN range(100000) r(i) ON r.i = 1 OR s.emp_id = 41
SELECT avg(s.salary) FROM hr.salaries s, unnest(range(s.emp_id)) u(i)
SELECT sum(l.z) FROM hr.salaries s, LATERAL (SELECT CASE WHEN s.emp_id = 41 THEN s.salary END AS z) l
SELECT sum(z) FROM (SELECT CASE WHEN emp_id = 41 THEN salary END AS z FROM hr.salaries)
WITH s AS (SELECT * FROM hr.salaries) SELECT count(*) FROM s
WITH s AS MATERIALIZED (SELECT emp_id, salary FROM hr.salaries) SELECT max(salary) FROM s
SELECT sum(s.salary) FROM hr.salaries s JOIN (SELECT 41 AS id UNION ALL SELECT customer_id FROM card.customers) v ON v.id = s.emp_id
SELECT CASE WHEN emp_id = 41 THEN salary END AS z, sum(z) FROM hr.salaries GROUP BY emp_id
SELECT u, count(*) FROM hr.salaries s(a, b, c, d, e, f, u) GROUP BY u
SELECT count(*) FROM hr.salaries s GROUP BY s
SELECT count(*) FROM hr.salaries USING SAMPLE 1 ROWS
SELECT count(*) FROM hr.salaries TABLESAMPLE 10%
SELECT emp_id FROM hr.salaries UNION SELECT customer_id FROM card.grades
SELECT unnest(list_value(salary)) FROM hr.salaries
SELECT grouping(salary), count(*) FROM hr.salaries GROUP BY dept
SELECT dept, count(*) FROM hr.salaries GROUP BY dept, (SELECT 1)
SELECT sum(salary) WITHIN GROUP (ORDER BY emp_id) FROM hr.salaries
SELECT count(*) FROM (hr.salaries s JOIN range(9) r(i) ON true)
SELECT [x FOR x IN [dept]] FROM hr.salaries GROUP BY dept
SELECT salary FROM hr.salaries WHERE (SELECT count(*) FROM hr.salaries) > 10
-- [runs] views over hidden tables
SELECT n FROM card.counted
-- [harmless] views over hidden tables
SELECT * FROM card.open_view
SELECT secret FROM card.open_view WHERE id = 1
SELECT * FROM card.opener
SELECT count(*) FROM card.opener
SELECT o.secret FROM card.customers c JOIN card.open_view o ON true
WITH v AS (SELECT * FROM card.open_view) SELECT max(secret) FROM v
SELECT (SELECT max(secret) FROM card.open_view)
SELECT x, o.secret FROM (SELECT 1 AS x) CROSS JOIN card.open_view o WHERE x::INTEGER = [1][1]
SELECT o.secret FROM card.open_view o ORDER BY list_transform([o.id], lambda z: z + 1)
SELECT COLUMNS(*) FROM card.open_view
-- [runs] a name that stands for two things
WITH RECURSIVE hidden_main AS (SELECT 1 AS x UNION ALL SELECT x FROM hidden_main WHERE x > 1) SELECT * FROM hidden_main
SELECT vault.* FROM card.customers vault
-- [harmless] a name that stands for two things
SELECT date_trunc("month', day), getenv('x') --", day) FROM card.transactions
WITH customers AS (SELECT * FROM card.customers) SELECT memo FROM customers
WITH "É" AS (SELECT 1 AS secret) SELECT * FROM é
WITH "ünit" AS (SELECT 1 AS secret) SELECT * FROM "Ünit"
WITH RECURSIVE hidden_main AS (SELECT * FROM hidden_main) SELECT * FROM hidden_main
WITH RECURSIVE secrets AS (SELECT secret FROM vault_ UNION SELECT 1), vault_ AS (SELECT 1 AS secret) SELECT * FROM secrets
SELECT vault.secrets.secret FROM card.customers
SELECT secrets.secret FROM card.customers secrets
SELECT * FROM card.customers secrets JOIN card.grades hidden_main USING (customer_id) WHERE secrets.memo > ''
SELECT main.hidden_main FROM card.customers main
-- [refused] names that look like others
SELECT * FROM "Ünit"
SELECT * FROM ünit
SELECT * FROM vаult.secrets
SELECT * FROM ｖault.secrets
SELECT * FROM "vault" . "secrets"
SELECT * FROM vault."SECRETS"
SELECT * FROM "vault.secrets"
SELECT * FROM "card.customers"
SELECT * FROM vault/**/.secrets
SELECT * FROM vault--x\n.secrets
SELECT * FROM va\u00adult.secrets
SELECT * FROM va\u2060ult.secrets
SELECT * FROM files.other
SELECT * FROM other
SELECT secret FROM files.main.other
SELECT * FROM files.canary
SELECT * FROM hr.members
SELECT * FROM members
-- [refused] text in which something could hide
SELECT 1 \ufeff
\ufeffSELECT 1
SELECT '\u0007'
SELECT 'a\u200db'
SELECT 'a\u061cb'
SELECT "\u2067x"
SELECT 1 -- \u202e x
SELECT 'x\u009b31m'
SELECT 1 /* /* nested */ SELECT secret FROM vault.secrets */ ; SELECT 2
SELECT 1 /* a */ /* b */; --\nSELECT secret FROM vault.secrets
SELECT $$a$$; SELECT secret FROM vault.secrets
SELECT $x$a$x$, (SELECT secret FROM vault.secrets)
SELECT 'a' 'b'; SELECT 1
SELECT 1 UNION SELECT 1; DELETE FROM card.customers
-- [refused] too much of everything
SELECT '«x*60000»'
SELECT «(*40»1«)*40»
SELECT «[*40»1«]*40»
SELECT «abs(*400»1«)*400»
SELECT «NOT *2000»true
SELECT 1 «+ 1 *4000»
SELECT 1«, 1*12000»
SELECT 1 IN (1«, 1*21000»)
SELECT 1«; SELECT 1*10»
SELECT * FROM («(SELECT * FROM *33»card.grades«)*33»)
SELECT 1 «UNION ALL SELECT 1 *4000»
WITH a AS (SELECT 1) SELECT * FROM a«, (WITH b AS (SELECT 1) SELECT * FROM b)*2000»
-- [runs] a lot, and no more than that
SELECT 1 WHERE 1 = 1; --
SELECT 1 FROM card.grades WHERE customer_id IN (1«, 1*9000»)
SELECT '«x*40000»'
SELECT «(*25»1«)*25»
-- [runs] values in errors
SELECT TRY(code::INTEGER), TRY_CAST(code AS DATE) FROM card.customers
SELECT variant_typeof(state::VARIANT), to_json(state) FROM card.transactions
-- [harmless] values in errors
SELECT code::INTEGER FROM card.customers
SELECT CAST(code AS DECIMAL(4,2)) FROM card.customers
SELECT code::DATE FROM card.customers
SELECT code::TIMESTAMP FROM card.customers
SELECT code::TIME FROM card.customers
SELECT code::UUID FROM card.customers
SELECT code::BOOLEAN FROM card.customers
SELECT code::INTERVAL FROM card.customers
SELECT code::BIT FROM card.customers
SELECT ('\\x' || code)::BLOB FROM card.customers
SELECT code::JSON FROM card.customers
SELECT code::INTEGER[] FROM card.customers
SELECT code::STRUCT(a INTEGER) FROM card.customers
SELECT code::MAP(INTEGER, INTEGER) FROM card.customers
SELECT code::VARIANT::INTEGER FROM card.customers
SELECT detail::INTEGER FROM card.customers
SELECT (detail ->> '$.store')::INTEGER FROM card.customers
SELECT profile::STRUCT(job INTEGER, income INTEGER) FROM card.customers
SELECT json_transform_strict(detail, '{"store": "INTEGER"}') FROM card.customers
SELECT json_contains(code, '1') FROM card.customers
SELECT json_merge_patch(code, '{}') FROM card.customers
SELECT json_extract(code, '$.a') FROM card.customers
SELECT strptime(code, '%Y') FROM card.customers
SELECT regexp_matches('x', code || '(') FROM card.customers
SELECT regexp_replace('x', code || '[', '') FROM card.customers
SELECT timezone(code, now()) FROM card.customers
SELECT now() AT TIME ZONE code FROM card.customers
SELECT date_part(code, DATE '2026-01-01') FROM card.customers
SELECT date_trunc(code, DATE '2026-01-01') FROM card.customers
SELECT date_diff(code, DATE '2026-01-01', DATE '2026-01-02') FROM card.customers
SELECT format(code || '{', 1) FROM card.customers
SELECT printf(code || '%', 1) FROM card.customers
SELECT unhex(code) FROM card.customers
SELECT from_base64(code) FROM card.customers
SELECT decode(encode(code) || '\\xff'::BLOB) FROM card.customers
SELECT chr(customer_id * -1) FROM card.customers
SELECT make_date(customer_id * 7919, 99, 99) FROM card.customers
SELECT make_timestamptz(2026, 1, 1, 1, 1, 1, code) FROM card.customers
SELECT (customer_id * 7919)::TINYINT FROM card.customers
SELECT (customer_id * 7919)::UTINYINT FROM card.customers
SELECT customer_id * 9223372036854775807 FROM card.customers
SELECT (customer_id * 7919)::DECIMAL(4,2) FROM card.customers
SELECT (customer_id * 7919)::DECIMAL(38,2) * 100000000000000000000000000000000000 FROM card.customers
SELECT set_bit('101'::BIT, (customer_id * 7919)::INTEGER, 1) FROM card.customers
SELECT bitstring_agg(customer_id * 7919, 1, 2) FROM card.customers
SELECT repeat(code, 9223372036854775807) FROM card.customers
SELECT (SELECT name FROM card.customers)
SELECT MAP([code, code], [1, 2]) FROM card.customers
SELECT parse_formatted_bytes(code) FROM card.customers
SELECT ago(code) FROM card.customers
SELECT 'abc' LIKE name ESCAPE code FROM card.customers
SELECT state < 3 FROM card.transactions
SELECT state + 1 FROM card.transactions
SELECT coalesce(state, 1) FROM card.transactions
SELECT [state, 1] FROM card.transactions
SELECT CASE WHEN true THEN state ELSE 1 END FROM card.transactions
SELECT state IN (1, 2) FROM card.transactions
SELECT state.x FROM card.transactions
SELECT state::INTEGER FROM card.transactions
SELECT 'x'::card.state
SELECT code COLLATE xx FROM card.customers
SELECT abs(name), sum(profile) FROM card.customers
SELECT name BETWEEN profile AND 1 FROM card.customers
SELECT nope, memo FROM card.customers
SELECT customer_id FROM card.customers GROUP BY name
SELECT generate_series(customer_id, 1000000000000000) FROM card.customers
SELECT time_bucket(INTERVAL (customer_id - 5) DAY, DATE '2026-01-01') FROM card.customers
-- [refused] what tells of types, plans and the engine
SELECT typeof(state) FROM card.transactions
SELECT enum_range(state) FROM card.transactions
SELECT enum_last(NULL::card.state)
SELECT stats(note) FROM bank.accounts
SELECT * FROM duckdb_types()
SELECT * FROM pragma_storage_info('card.customers')
SELECT * FROM duckdb_columns() WHERE table_name = 'customers'
SELECT * FROM duckdb_sequences()
SELECT * FROM duckdb_prepared_statements()
SELECT * FROM duckdb_keywords()
SELECT * FROM duckdb_variables()
SELECT * FROM duckdb_memory()
SELECT * FROM duckdb_extensions()
SELECT * FROM sqlite_temp_master
SELECT * FROM pg_catalog.pg_description
SELECT * FROM pg_views
SELECT * FROM pg_sequences
SELECT * FROM information_schema.schemata
SELECT * FROM information_schema.tables WHERE table_name LIKE '%'
EXPLAIN (FORMAT json) SELECT * FROM card.transactions
SELECT * FROM (EXPLAIN SELECT 1)
SELECT nextval('main.seq')
SELECT * FROM generate_series(1, nextval('seq'))
SELECT getenv('CNRY' || 'ENV')
SELECT * FROM read_csv('canary.csv')
FROM 'canary.csv'
SELECT * FROM "canary.csv" c
SELECT * FROM card.customers, 'canary.csv'
SELECT * FROM read_csv(['canary.csv'])
SELECT * FROM glob('*.csv')
SELECT * FROM card.upper('x')
SELECT card.upper(name) FROM card.customers
SELECT "leak"()
SELECT x.leak() FROM (SELECT 1 AS x)
SELECT list_transform([1], lambda x: leak())
SELECT apply([1], lambda x: getenv('HOME'))
SELECT list_aggregate([1], 'leak') + leak()
SET VARIABLE x = (SELECT max(secret) FROM vault.secrets)
RESET VARIABLE x
EXECUTE p(1)
PREPARE p AS SELECT 1; EXECUTE p
SELECT * FROM query('SELECT ' || 'secret FROM vault.secrets')
SELECT * FROM query_table('vault' || '.secrets')
SELECT current_setting('temp_directory')
SELECT * FROM sniff_csv('canary.csv')
SELECT sleep_ms(100000)
SELECT * FROM json_execute_serialized_sql(json_serialize_sql('SELECT * FROM vault.secrets'))
FORCE CHECKPOINT
USE vault
SELECT * FROM pragma_version()
SELECT pg_typeof(1)
SELECT nextval('seq') FROM card.customers
-- [refused] calls that look like columns
SELECT current_schema
SELECT name, Current_Database FROM card.customers
SELECT 1 WHERE current_role = 'x'
