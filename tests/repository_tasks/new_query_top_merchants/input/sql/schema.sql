CREATE TABLE merchants (merchant_id INTEGER, merchant_name VARCHAR, category VARCHAR);
CREATE TABLE approvals (
    approval_no INTEGER,
    merchant_id INTEGER,
    approved_on DATE,
    amount BIGINT,
    status VARCHAR  -- APPROVED or CANCELLED
);
