CREATE TABLE branches (branch_code VARCHAR, branch_name VARCHAR);
CREATE TABLE deposits (account_no VARCHAR, branch_code VARCHAR, balance BIGINT, closed_yn VARCHAR);
