-- Hostile statements that mean the same in both dialects, one a line; see duckdb.sql for how they are written.
-- [refused] other statements
DROP TABLE card.customers
DELETE FROM card.customers
UPDATE card.customers SET name = 'x'
INSERT INTO card.customers SELECT * FROM vault.secrets
MERGE INTO card.customers USING vault.secrets ON 1 = 1 WHEN MATCHED THEN DELETE
TRUNCATE TABLE card.customers
CREATE TABLE x AS SELECT * FROM vault.secrets
CREATE OR REPLACE VIEW v AS SELECT * FROM vault.secrets
ALTER TABLE card.customers ADD COLUMN x INT
GRANT SELECT ON card.customers TO ROLE public
COMMENT ON TABLE card.customers IS 'x'
BEGIN
COMMIT
ROLLBACK
USE SCHEMA vault
SHOW TABLES
DESCRIBE TABLE vault.secrets
EXPLAIN SELECT * FROM vault.secrets
SET x = 1
CALL p()
SELECT 1; SELECT * FROM vault.secrets
SELECT 1; DROP TABLE card.customers
-- [refused] hidden tables
SELECT * FROM vault.secrets
SELECT secret FROM secrets
SELECT * FROM "vault"."secrets"
SELECT * FROM VAULT.SECRETS
SELECT (SELECT MAX(secret) FROM vault.secrets) AS s
SELECT name FROM card.customers WHERE name IN (SELECT secret FROM vault.secrets)
SELECT name FROM card.customers UNION ALL SELECT secret FROM vault.secrets
WITH a AS (SELECT * FROM vault.secrets) SELECT * FROM a
WITH secrets AS (SELECT * FROM secrets) SELECT * FROM secrets
WITH a AS (WITH secrets AS (SELECT 1 AS x) SELECT * FROM secrets) SELECT * FROM secrets
SELECT * FROM card.customers JOIN vault.secrets ON 1 = 1
SELECT * FROM card.customers ORDER BY (SELECT MAX(secret) FROM vault.secrets)
SELECT * FROM hr.members
SELECT * FROM information_schema.tables
SELECT * FROM INFORMATION_SCHEMA.COLUMNS
SELECT * FROM other.vault.secrets
SELECT * FROM other.card.customers
SELECT * FROM nope
-- [refused] rows of a table that is shown in groups
SELECT * FROM hr.salaries
SELECT salary FROM hr.salaries
SELECT MAX(salary) FROM hr.salaries
SELECT dept, MIN(salary) FROM hr.salaries GROUP BY dept
SELECT ANY_VALUE(salary) FROM hr.salaries
SELECT MEDIAN(salary) FROM hr.salaries
SELECT ARRAY_AGG(salary) FROM hr.salaries
SELECT LISTAGG(dept, ',') FROM hr.salaries
SELECT SUM(CASE WHEN emp_id = 41 THEN salary END) FROM hr.salaries
SELECT COUNT(CASE WHEN salary > 800000 THEN 1 END) FROM hr.salaries
SELECT SUM(salary) OVER (ORDER BY emp_id) FROM hr.salaries
SELECT SUM(salary / (emp_id - 41)) FROM hr.salaries
SELECT SUM(COALESCE(bonus, 0)) FROM hr.salaries
SELECT dept, COUNT(*) FROM hr.salaries GROUP BY dept HAVING MAX(salary) > 880000
SELECT dept, (SELECT MAX(s.salary)) AS m FROM hr.salaries s GROUP BY dept
WITH s AS (SELECT * FROM hr.salaries) SELECT COUNT(*) FROM s
SELECT SUM(x.salary) FROM (SELECT salary FROM hr.salaries) x
SELECT SUM(s.salary * v.w) FROM hr.salaries s JOIN (SELECT 41 AS id, 1 AS w) v ON v.id = s.emp_id
SELECT name FROM card.customers WHERE customer_id IN (SELECT emp_id FROM hr.salaries WHERE salary > 5000)
-- [harmless] hidden columns, masks, filtered rows, small groups
SELECT memo FROM card.customers
SELECT * FROM card.customers WHERE score > 0
SELECT customer_id FROM card.customers ORDER BY memo
SELECT a.customer_id FROM card.customers a JOIN card.customers b USING (memo)
SELECT MAX(memo), MIN(score) FROM card.customers
SELECT phone FROM card.customers
SELECT COUNT(*) FROM card.customers WHERE phone LIKE 'CNRY%'
SELECT note FROM card.transactions WHERE region = '제주' OR 1 = 1
SELECT MAX(amount), MAX(note) FROM card.transactions
SELECT MAX(note) FROM bank.accounts
SELECT COUNT(*) FROM bank.accounts WHERE CAST(note AS INTEGER) > 0
SELECT dept, SUM(salary) FROM hr.salaries GROUP BY dept
SELECT emp_id, SUM(salary) FROM hr.salaries GROUP BY emp_id
SELECT SUM(bonus), AVG(bonus), COUNT(bonus) FROM hr.salaries
SELECT SUM(salary) FROM hr.salaries WHERE emp_id = 41
SELECT salary, COUNT(*) FROM hr.salaries GROUP BY salary
SELECT dept, COUNT(*) FROM hr.salaries GROUP BY ROLLUP (dept)
SELECT * FROM (SELECT dept, SUM(salary) AS s FROM hr.salaries GROUP BY dept) x WHERE s > 6000000
SELECT s.dept, COUNT(*) FROM hr.salaries s LEFT JOIN card.grades g ON g.customer_id = s.emp_id GROUP BY s.dept
SELECT CAST(code AS INTEGER) FROM card.customers
SELECT CAST(code AS DATE) FROM card.customers
-- [refused] the names the guard itself uses, text that hides something
SELECT __aiws_unit_0_0 FROM hr.salaries
SELECT "__aiws_seen" FROM card.transactions
SELECT\u200b 1
SELECT 'a\u202eb'
SELECT 1 --\u2028 SELECT secret FROM vault.secrets
SELECT * FROM vаult.secrets
-- [refused] what does not parse, what is too much
SELECT
SELECT * FROM
SELECT (1
SELECT «(*40»1«)*40»
SELECT 1 «+ 1 *4000»
