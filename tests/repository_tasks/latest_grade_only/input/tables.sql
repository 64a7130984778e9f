CREATE TABLE customers (customer_id INTEGER, customer_name VARCHAR, marketing_consent BOOLEAN);
-- One row per customer and month; grade is NORMAL, VIP or VVIP.
CREATE TABLE customer_grades (customer_id INTEGER, base_month DATE, grade VARCHAR);
