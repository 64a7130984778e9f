-- Statements the guard must refuse. One a line; lines that start with -- are comments, \uXXXX stands for that character.
-- more than one statement, other statements
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
-- writes inside a CTE, INTO
WITH x AS (INSERT INTO card.customers VALUES (1) RETURNING *) SELECT * FROM x
WITH x AS (DELETE FROM card.customers RETURNING *) SELECT * FROM x
WITH x AS (UPDATE card.customers SET name = 'a' RETURNING *) SELECT * FROM x
SELECT * INTO newtable FROM card.customers
SELECT * FROM card.customers FOR UPDATE
-- tables that are not in the catalog
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
SELECT sum(amount) FILTER (WHERE channel = (SELECT max(secret) FROM vault.secrets)) FROM card.transactions
SELECT * FROM card.customers QUALIFY row_number() OVER (ORDER BY (SELECT max(secret) FROM vault.secrets)) = 1
SELECT * FROM nope
SELECT * FROM aiws_meta.warehouse
-- the database's own name in front, system catalogs
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
-- files and the network
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
-- functions that run, look up, wait, write or tell
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
-- pivots, time travel, parameters, types and other constructs
PIVOT card.transactions ON channel USING sum(amount)
SELECT * FROM (PIVOT card.transactions ON channel USING sum(amount))
UNPIVOT card.customers ON name, region INTO NAME k VALUE v
SELECT * FROM card.transactions PIVOT (sum(amount) FOR channel IN ('ON', 'OFF'))
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
-- names and strings that a parser could take for something else
SELECT extract("year FROM day), getenv(1), extract(year" FROM day) FROM card.transactions
SELECT extract("year FROM day), (SELECT max(secret) FROM vault.secrets), extract(year" FROM day) FROM card.transactions
SELECT e'\' , (SELECT max(secret) FROM vault.secrets) --'
SELECT e'x'
SELECT x'41'
SELECT date_trunc("month', day), getenv('x') --", day) FROM card.transactions
-- text that hides something, text that is too much
SELECT\u200b 1
SELECT 'a\u202eb'
SELECT 1 \u0000
SELECT 1 --\u2028 SELECT secret FROM vault.secrets
SELECT "na\ufeffme" FROM card.customers
SELECT name\u3164 FROM card.customers
SELECT 'x\u001b[31m'
SELECT 1 /* \u2066 */
-- what does not parse

SELECT
SELECT * FROM
SELECT * FROM card.customers WHERE
SELECT FROM WHERE
SELECT 'unclosed
SELECT (1
SELEC 1
/* only a comment */
;
