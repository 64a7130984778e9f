-- Hostile statements in Snowflake's dialect, one a line; see duckdb.sql for how they are written.
-- [refused] stages and files
SELECT * FROM @stage
SELECT $1, $2 FROM @stage/file.csv
SELECT t.$1 FROM @~/x t
SELECT t.$1 FROM @%customers (FILE_FORMAT => 'f') t
SELECT * FROM @vault.s3_stage
SELECT METADATA$FILENAME FROM @stage
SELECT * FROM DIRECTORY(@stage)
SELECT * FROM TABLE(INFER_SCHEMA(LOCATION => '@stage', FILE_FORMAT => 'f'))
SELECT * FROM 's3://bucket/x'
PUT file:///etc/passwd @stage
GET @stage file:///tmp/x
LIST @stage
LS @~
REMOVE @stage
COPY INTO @stage FROM card.customers
COPY INTO card.customers FROM @stage
SELECT GET_PRESIGNED_URL(@stage, 'x')
SELECT BUILD_STAGE_FILE_URL(@stage, 'x')
SELECT BUILD_SCOPED_FILE_URL(@stage, 'x')
SELECT TO_FILE('@stage/x')
SELECT GET_STAGE_LOCATION(@stage)
-- [refused] results, history and metadata
SELECT * FROM TABLE(RESULT_SCAN(LAST_QUERY_ID()))
SELECT * FROM TABLE(RESULT_SCAN('01a-b'))
SELECT LAST_QUERY_ID()
SELECT LAST_QUERY_ID(-1)
SELECT LAST_TRANSACTION()
SELECT * FROM TABLE(INFORMATION_SCHEMA.QUERY_HISTORY())
SELECT * FROM TABLE(INFORMATION_SCHEMA.TAG_REFERENCES('x', 'table'))
SELECT * FROM TABLE(INFORMATION_SCHEMA.POLICY_REFERENCES(POLICY_NAME => 'x'))
SELECT * FROM INFORMATION_SCHEMA.TABLES
SELECT * FROM SNOWFLAKE.ACCOUNT_USAGE.QUERY_HISTORY
SELECT * FROM SNOWFLAKE.ACCOUNT_USAGE.ACCESS_HISTORY
SELECT * FROM SNOWFLAKE_SAMPLE_DATA.TPCH_SF1.CUSTOMER
SELECT * FROM db.INFORMATION_SCHEMA.VIEWS
SELECT GET_DDL('table', 'vault.secrets')
SELECT GET_OBJECT_REFERENCES(DATABASE_NAME => 'x')
SELECT SYSTEM$TYPEOF(name) FROM card.customers
SELECT SYSTEM$GET_TAG('x', 'card.customers', 'table')
SELECT SYSTEM$CLUSTERING_INFORMATION('vault.secrets')
SELECT SYSTEM$EXPLAIN_PLAN_JSON('SELECT * FROM vault.secrets')
SELECT SYSTEM$WAIT(100)
SELECT SYSTEM$CANCEL_ALL_QUERIES(1)
SELECT SYSTEM$ALLOWLIST()
SELECT CURRENT_STATEMENT()
SELECT CURRENT_USER()
SELECT CURRENT_USER
SELECT CURRENT_ROLE()
SELECT CURRENT_ACCOUNT()
SELECT CURRENT_SESSION()
SELECT CURRENT_IP_ADDRESS()
SELECT CURRENT_AVAILABLE_ROLES()
SELECT CURRENT_DATABASE(), CURRENT_SCHEMA(), CURRENT_WAREHOUSE()
SELECT IS_ROLE_IN_SESSION('ACCOUNTADMIN')
SELECT INVOKER_ROLE(), INVOKER_SHARE()
SELECT POLICY_CONTEXT(x => 1)
SHOW GRANTS
SHOW SCHEMAS IN DATABASE x
DESC VIEW vault.v
DESCRIBE RESULT LAST_QUERY_ID()
-- [refused] names made at run time
SELECT * FROM IDENTIFIER('vault.secrets')
SELECT * FROM IDENTIFIER($t)
SELECT IDENTIFIER('memo') FROM card.customers
SELECT c.IDENTIFIER('memo') FROM card.customers c
SELECT * FROM TABLE('vault.secrets')
SELECT * FROM TABLE($t)
SELECT * FROM TABLE(vault.secrets)
SELECT * FROM TABLE(IDENTIFIER('vault.secrets'))
SELECT IDENTIFIER('GET_DDL')('table', 'x')
SELECT $x
SELECT $1 FROM card.customers
SELECT t.$2 FROM card.customers t
SELECT $1 FROM (VALUES (1))
SELECT :x
SELECT ?
SELECT * FROM card.customers WHERE name = :x
SET t = 'vault.secrets'
UNSET t
EXECUTE IMMEDIATE 'SELECT * FROM vault.secrets'
EXECUTE IMMEDIATE $$ SELECT 1 $$
EXECUTE IMMEDIATE FROM @stage/x.sql
EXECUTE TASK t
DECLARE c CURSOR FOR SELECT * FROM vault.secrets; BEGIN OPEN c; END
BEGIN LET x := (SELECT MAX(secret) FROM vault.secrets); RETURN x; END
BEGIN RETURN 1; END;
WITH p AS PROCEDURE () RETURNS INT LANGUAGE SQL AS $$ BEGIN RETURN 1; END $$ CALL p()
CALL vault.p()
CREATE TEMPORARY FUNCTION f() RETURNS INT AS $$ 1 $$
ALTER SESSION SET QUERY_TAG = 'x'
USE ROLE ACCOUNTADMIN
USE SECONDARY ROLES ALL
USE DATABASE x
USE WAREHOUSE x
-- [refused] functions somebody else wrote
SELECT f(name) FROM card.customers
SELECT public.f(name) FROM card.customers
SELECT db.public.f(name) FROM card.customers
SELECT public.UPPER(name) FROM card.customers
SELECT db.public.LENGTH(name) FROM card.customers
SELECT "upper"(name) FROM card.customers
SELECT SNOWFLAKE.CORTEX.COMPLETE('m', name) FROM card.customers
SELECT AI_COMPLETE('m', name) FROM card.customers
SELECT AI_CLASSIFY(name, ['a']) FROM card.customers
SELECT SNOWFLAKE.ML.FORECAST(name) FROM card.customers
SELECT m!PREDICT(name) FROM card.customers
SELECT SEARCH(name, 'x') FROM card.customers
SELECT * FROM TABLE(f(1))
SELECT * FROM TABLE(vault.f(1))
SELECT x.* FROM card.customers c, TABLE(f(c.name)) x
SELECT x.* FROM card.customers c, LATERAL f(c.name) x
SELECT seq.NEXTVAL
SELECT vault.seq.NEXTVAL
SELECT s.nextval FROM TABLE(GETNEXTVAL(vault.seq)) s
SELECT ENCRYPT(name, 'x') FROM card.customers
SELECT RANDSTR(5, RANDOM()) || GET_DDL('table', 'x')
SELECT XMLGET(PARSE_XML('<a/>'), 'a')
SELECT NOTIFICATION_HISTORY()
SELECT * FROM TABLE(EXTERNAL_FUNCTIONS_HISTORY())
-- [refused] time travel, streams, and other ways to read a table
SELECT * FROM card.customers AT (OFFSET => -60)
SELECT * FROM card.customers AT (TIMESTAMP => '2026-01-01'::TIMESTAMP)
SELECT * FROM card.customers AT (STATEMENT => 'x')
SELECT * FROM card.customers BEFORE (STATEMENT => 'x')
SELECT * FROM card.customers AT (STREAM => 's')
SELECT * FROM card.customers CHANGES (INFORMATION => DEFAULT) AT (OFFSET => -60)
SELECT * FROM card.customers CHANGES (INFORMATION => APPEND_ONLY) AT (OFFSET => -60) END (OFFSET => -1)
SELECT * FROM card.customers PIVOT (MAX(code) FOR region IN ('x'))
SELECT * FROM card.customers UNPIVOT (v FOR k IN (name, region))
SELECT * FROM card.customers MATCH_RECOGNIZE (ORDER BY customer_id MEASURES FIRST(name) AS f PATTERN (a) DEFINE a AS TRUE)
SELECT * FROM card.customers START WITH customer_id = 1 CONNECT BY PRIOR customer_id = birth_year
SELECT * FROM SEMANTIC_VIEW(v METRICS m)
SELECT * FROM card.customers FOR UPDATE
SELECT name INTO :x FROM card.customers
SELECT 1 ->> SELECT * FROM $1
INSERT ALL INTO x SELECT * FROM card.customers
UNDROP TABLE x
CREATE TABLE x CLONE vault.secrets
CREATE STAGE s
CREATE TASK t AS SELECT 1
SELECT * FROM card.customers, vault.secrets
SELECT * FROM (card.customers JOIN vault.secrets ON TRUE)
SELECT * FROM card.customers c, LATERAL (SELECT secret FROM vault.secrets) l
SELECT * FROM card.customers ASOF JOIN vault.secrets MATCH_CONDITION (customer_id >= id)
-- [refused] databases other than the session's
SELECT * FROM db.card.customers
SELECT * FROM "DB".card.customers
SELECT * FROM db..customers
SELECT * FROM demo..customers
SELECT * FROM "demo".card.customers
SELECT * FROM SNOWFLAKE.card.customers
SELECT * FROM demo.vault.secrets
SELECT * FROM DEMO.information_schema.tables
-- [refused] what case means
SELECT * FROM "card"."customers"
SELECT * FROM card."customers"
SELECT * FROM "card".customers
SELECT * FROM "Card"."Customers"
WITH SECRETS AS (SELECT 1 AS x) SELECT * FROM "secrets"
WITH "secrets" AS (SELECT 1 AS x) SELECT * FROM secrets
WITH "Secrets" AS (SELECT 1 AS x) SELECT * FROM "SECRETS"
WITH "É" AS (SELECT 1 AS x) SELECT * FROM é
WITH r AS (SELECT 1 AS n UNION ALL SELECT n + 1 FROM r WHERE n < 3) SELECT n FROM r
-- [refused] comments, quotes and hints
SELECT 1; -- SELECT\n SELECT * FROM vault.secrets
SELECT 1 // \n ; SELECT * FROM vault.secrets
SELECT 1 /* */ ; /* */ SELECT * FROM vault.secrets
SELECT 'a\\' , (SELECT MAX(secret) FROM vault.secrets) --'
SELECT $$a$$, (SELECT MAX(secret) FROM vault.secrets), $$b$$
SELECT "a"", (SELECT MAX(secret) FROM vault.secrets) AS ""b" FROM vault.secrets
SELECT /*+ HINT */ * FROM vault.secrets
SELECT READ_CSV /* sqlglot.anonymous */ ('x')
SELECT GET_DDL('table', 'x') /* sqlglot.anonymous */
SELECT x'41'
-- [refused] single rows of a table that is shown in groups
SELECT SUM(IFF(emp_id = 41, salary, 0)) FROM hr.salaries
SELECT COUNT_IF(salary > 800000) FROM hr.salaries
SELECT SUM(ZEROIFNULL(bonus)) FROM hr.salaries
SELECT SUM(DIV0(salary, emp_id - 41)) FROM hr.salaries
SELECT MAX_BY(emp_id, salary) FROM hr.salaries
SELECT MODE(salary) FROM hr.salaries
SELECT PERCENTILE_CONT(1) WITHIN GROUP (ORDER BY salary) FROM hr.salaries
SELECT APPROX_PERCENTILE(salary, 1) FROM hr.salaries
SELECT OBJECT_AGG(dept, salary) FROM hr.salaries
SELECT HASH_AGG(salary) FROM hr.salaries
SELECT OBJECT_CONSTRUCT(*) FROM hr.salaries
SELECT ARRAY_UNIQUE_AGG(salary) FROM hr.salaries
SELECT RATIO_TO_REPORT(salary) OVER () FROM hr.salaries
SELECT COUNT(*) FROM hr.salaries WHERE salary::NUMBER(4) > 0
SELECT COUNT(*) FROM hr.salaries WHERE TO_NUMBER(dept) > 0
SELECT COUNT(*) FROM hr.salaries WHERE 1 / (emp_id - 41) > 0
SELECT COUNT(*) FROM hr.salaries WHERE salary * 1e37 > 0
SELECT COUNT(*) FROM hr.salaries, LATERAL FLATTEN(input => [1, 2]) f
SELECT COUNT(*) FROM hr.salaries, TABLE(GENERATOR(ROWCOUNT => 9)) g
SELECT COUNT(*) FROM hr.salaries SAMPLE (1)
SELECT DISTINCT dept FROM hr.salaries
SELECT * EXCLUDE (salary) FROM hr.salaries
SELECT salary FROM hr.salaries QUALIFY ROW_NUMBER() OVER (ORDER BY salary) = 1
-- [harmless] hidden columns and whole rows
SELECT 'a\\'' , (SELECT MAX(secret) FROM vault.secrets) --'
SELECT "Count"(name) FROM card.customers
SELECT * FROM card.customers
SELECT c.* FROM card.customers c
SELECT OBJECT_CONSTRUCT(*) AS o FROM card.customers
SELECT OBJECT_CONSTRUCT(c.*) AS o FROM card.customers c
SELECT HASH(*) AS h FROM card.customers
SELECT * ILIKE '%memo%' FROM card.customers
SELECT * EXCLUDE (name) FROM card.customers
SELECT * REPLACE (memo AS name) FROM card.customers
SELECT * RENAME (memo AS m) FROM card.customers
SELECT risk:level FROM card.customers
SELECT risk['level'] FROM card.customers
SELECT c.risk:level::STRING FROM card.customers c
SELECT GET_PATH(risk, 'level') FROM card.customers
SELECT raw:k FROM card.customers
SELECT f.value FROM card.customers c, LATERAL FLATTEN(input => c.raw) f
SELECT f.value FROM card.customers c, TABLE(FLATTEN(input => c.memo)) f
SELECT f.this FROM card.customers c, LATERAL FLATTEN(input => c.tags) f
SELECT OBJECT_CONSTRUCT(*):MEMO AS m FROM card.customers
SELECT * FROM card.customers NATURAL JOIN card.grades
SELECT phone FROM card.customers QUALIFY ROW_NUMBER() OVER (ORDER BY phone) = 1
SELECT LISTAGG(phone, ',') FROM card.customers
SELECT MAX(phone), MIN(phone), MODE(phone) FROM card.customers
SELECT note FROM card.transactions ORDER BY amount DESC
SELECT note FROM card.transactions QUALIFY ROW_NUMBER() OVER (ORDER BY amount DESC) = 1
SELECT TRY_TO_NUMBER(note) FROM bank.accounts
SELECT MAX(TO_NUMBER(note)) FROM bank.accounts
SELECT m.who FROM bank.accounts m
SELECT IFF(memo IS NULL, 1, 0) FROM card.customers
SELECT y.n, x.memo FROM card.customers x, (SELECT COUNT(*) AS n FROM card.customers) y
SELECT METADATA$ROW_ID FROM card.customers
SELECT dept, COUNT(*) AS n FROM hr.salaries GROUP BY dept QUALIFY ROW_NUMBER() OVER (ORDER BY COUNT(*)) = 1
SELECT dept, COUNT(DISTINCT salary) FROM hr.salaries WHERE salary > 800000 GROUP BY dept
-- [runs] harmless where the session's own database stands in front
SELECT COUNT(*) AS n FROM demo.card.customers
SELECT COUNT(*) AS n FROM DEMO.CARD.CUSTOMERS
SELECT demo.card.customers.name FROM demo.card.customers
-- [refused] calls that look like columns
SELECT CURRENT_ROLE
SELECT current_warehouse, name FROM card.customers
WITH r AS (SELECT Current_Account UNION SELECT r) SELECT r FROM r
SELECT 1 WHERE CURRENT_STATEMENT LIKE '%note%'
SELECT 'female'.seq.NEXTVAL
SELECT (1).NEXTVAL FROM card.customers
-- [harmless] conversions of queries
SELECT TRY_CAST((SELECT note FROM bank.accounts) AS FLOAT)
SELECT TRY_CAST((SELECT rank() OVER (ORDER BY 1) FROM 실적 WHERE t2.금액 > 1) AS INTEGER)
-- [refused] more of Snowflake's own words
SELECT * FROM card.customers AS c AT (OFFSET => -60)
SELECT * FROM (SELECT * FROM card.customers) AT (OFFSET => -60)
SELECT SUM(salary) FROM hr.salaries AT(OFFSET => -60*5)
SELECT c.name FROM card.customers c CHANGES(INFORMATION => DEFAULT)
SELECT $1:memo FROM card.customers
SELECT customers.$7 FROM card.customers
SELECT * FROM card.customers@stage
SELECT * FROM card.customers, @~
SELECT * FROM IDENTIFIER('card.' || 'customers')
SELECT * FROM TABLE(TO_QUERY('SELECT * FROM vault.secrets'))
SELECT * FROM TABLE(TO_QUERY(SQL => 'SELECT 1'))
SELECT * FROM TABLE(DEMO.INFORMATION_SCHEMA.LOGIN_HISTORY())
SELECT * FROM INFORMATION_SCHEMA.LOAD_HISTORY
SELECT * FROM TABLE(VALIDATE(card.customers, JOB_ID => '_last'))
SELECT * FROM TABLE(DATA_METRIC_FUNCTION_REFERENCES(METRIC_NAME => 'x'))
SELECT * FROM LAST_QUERY_ID()
SELECT RESULT_SCAN('x')
SHOW TABLES ->> SELECT * FROM $1
SHOW TABLES
SELECT GETVARIABLE('X')
SELECT * FROM card.customers WHERE name = $T
SELECT SYS_CONTEXT('SNOWFLAKE$SESSION', 'ROLE')
SELECT CURRENT_REGION()
SELECT CURRENT_SECONDARY_ROLES()
SELECT ALL_USER_NAMES()
SELECT IS_DATABASE_ROLE_IN_SESSION('x')
SELECT SYSTEM$SEND_EMAIL('i', 'a@b', 's', 'b')
CALL SYSTEM$SEND_EMAIL('i', 'a@b', 's', name)
SELECT DATA_AGENT_RUN('x')
SELECT * FROM TABLE(SNOWFLAKE.CORTEX.SEARCH_PREVIEW('x'))
SELECT SNOWFLAKE.CORTEX.TRANSLATE(name, 'en', 'ko') FROM card.customers
SELECT name FROM card.customers CONNECT BY PRIOR customer_id = birth_year
SELECT CONNECT_BY_ROOT name FROM card.customers
SELECT SYS_CONNECT_BY_PATH(name, '/') FROM card.customers
SELECT * FROM card.customers MATCH_RECOGNIZE(PARTITION BY region ORDER BY customer_id MEASURES LAST(memo) AS m ALL ROWS PER MATCH PATTERN (a+) DEFINE a AS memo IS NOT NULL)
SELECT * FROM (SELECT * FROM card.customers) PIVOT(MAX(memo) FOR region IN (ANY))
SELECT * FROM card.customers PIVOT(COUNT(code) FOR region IN (SELECT secret FROM vault.secrets))
SELECT * FROM SEMANTIC_VIEW(v DIMENSIONS d METRICS m)
SELECT * FROM TABLE(card.customers!x())
SELECT * FROM vault.model!PREDICT(1)
SELECT * REPLACE ((SELECT MAX(secret) FROM vault.secrets) AS name) FROM card.customers
SELECT TRANSFORM(tags, x -> (SELECT MAX(secret) FROM vault.secrets)) FROM card.customers
SELECT f.value FROM TABLE(FLATTEN(INPUT => (SELECT ARRAY_AGG(secret) FROM vault.secrets))) f
SELECT * FROM LATERAL FLATTEN(SELECT ARRAY_AGG(secret) FROM vault.secrets)
SELECT f.value FROM TABLE(FLATTEN(INPUT => card.f(1))) f
SELECT * FROM VALUES ((SELECT MAX(secret) FROM vault.secrets)) v(x)
WITH RECURSIVE r AS (SELECT 1 AS n UNION ALL SELECT n + 1 FROM r, vault.secrets) SELECT * FROM r
BEGIN SELECT 1; END
DECLARE x INT; BEGIN x := 1; RETURN x; END
EXECUTE IMMEDIATE $$BEGIN RETURN TABLE(x); END$$
EXPLAIN USING TEXT SELECT 1
SELECT name AS "__AIWS_SEEN" FROM bank.accounts
SELECT U&"__aiws_rows".note FROM bank.accounts
-- [refused] more of single rows of a table that is shown in groups
SELECT COUNT(* ILIKE 'bonus') FROM hr.salaries
SELECT COUNT(* EXCLUDE (salary, dept)) FROM hr.salaries
SELECT COUNT(* RENAME (bonus AS b)) FROM hr.salaries
SELECT COUNT(salaries.*) FROM hr.salaries
SELECT COUNT(DISTINCT *) FROM hr.salaries
SELECT ARRAY_AGG(OBJECT_CONSTRUCT(*)) FROM hr.salaries
SELECT HLL(*) FROM hr.salaries
SELECT HASH_AGG(*) FROM hr.salaries
SELECT AVG(salary) OVER (PARTITION BY emp_id) FROM hr.salaries
SELECT dept FROM hr.salaries GROUP BY dept HAVING BOOLOR_AGG(salary > 800000)
SELECT AVG(salary) FROM hr.salaries WHERE IFF(salary > 800000, dept, '1')::INT = 1
-- [harmless] more of hidden columns and whole rows
SELECT COUNT(*), COUNT(c.*), COUNT(DISTINCT c.*) FROM card.customers c
SELECT COUNT(* ILIKE '%memo%') FROM card.customers
SELECT HASH(c.*), HASH(*) FROM card.customers c
SELECT HASH_AGG(*), HASH_AGG(DISTINCT *) FROM card.customers
SELECT ARRAY_AGG(OBJECT_CONSTRUCT(*)) WITHIN GROUP (ORDER BY name) FROM card.customers
SELECT ARRAY_AGG(OBJECT_CONSTRUCT(* EXCLUDE name)) FROM card.customers
SELECT OBJECT_CONSTRUCT_KEEP_NULL(*) FROM card.customers
SELECT {*}, {* EXCLUDE name}, {* ILIKE 'm%'} FROM card.customers
SELECT {'a': memo} FROM card.customers
SELECT [c.*] FROM card.customers c
SELECT GET(OBJECT_CONSTRUCT(*), 'MEMO') FROM card.customers
SELECT OBJECT_KEYS(OBJECT_CONSTRUCT(*)) FROM card.customers
SELECT phone:a, phone['a'], GET(phone, 0), GET_PATH(phone, 'a') FROM card.customers
SELECT phone:"a b"::STRING FROM card.customers
SELECT c:memo FROM card.customers c
SELECT (c).memo FROM card.customers c
SELECT f.key, f.value, f.path, f.this FROM card.customers c, LATERAL FLATTEN(INPUT => OBJECT_CONSTRUCT(c.*), RECURSIVE => TRUE) f
SELECT s.value FROM card.customers c, LATERAL SPLIT_TO_TABLE(c.memo, '0') s
SELECT t.* FROM card.customers t SAMPLE (10 ROWS)
SELECT t.* FROM card.customers t TABLESAMPLE BERNOULLI (50)
SELECT * ILIKE '%n%' RENAME name AS x FROM card.customers
SELECT TRANSFORM(tags, x -> memo), FILTER(tags, x -> x = memo), REDUCE(tags, '', (a, x) -> a || memo) FROM card.customers
SELECT * FROM card.customers c NATURAL JOIN (SELECT 'CNRY' || 'COLUMN1' AS memo) d
SELECT c.name FROM card.customers c JOIN (SELECT memo FROM card.customers) d USING (memo)
SELECT c.note FROM card.customers x ASOF JOIN card.transactions c MATCH_CONDITION (x.customer_id >= c.tx_id)
FROM card.customers |> SELECT memo
SELECT hr.members.who FROM bank.accounts
SELECT customers.phone FROM card.customers AS x
SELECT DECODE(memo, 'x', 1), SOUNDEX(phone), EDITDISTANCE(phone, 'x') FROM card.customers
-- [refused] periods that may fail for one row
SELECT DATE_TRUNC('month', dept), COUNT(*) FROM hr.salaries GROUP BY 1
SELECT DATE_TRUNC(dept, hired), COUNT(*) FROM hr.salaries GROUP BY 1
SELECT DATE_TRUNC('eternity', hired), COUNT(*) FROM hr.salaries GROUP BY 1
SELECT CAST(dept AS DATE), COUNT(*) FROM hr.salaries GROUP BY 1
SELECT CAST(DATE_TRUNC('month', dept) AS DATE), COUNT(*) FROM hr.salaries GROUP BY 1
SELECT DATE_TRUNC('month', hired + salary), COUNT(*) FROM hr.salaries GROUP BY 1
