CREATE TABLE products (product_code VARCHAR, product_name VARCHAR);
CREATE TABLE policies (policy_no VARCHAR, product_code VARCHAR, policy_year INTEGER, premium BIGINT);
CREATE TABLE claims_paid (claim_no VARCHAR, product_code VARCHAR, paid_year INTEGER, paid_amount BIGINT);
