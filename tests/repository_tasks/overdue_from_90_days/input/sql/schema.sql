-- 여신 마트 테이블. 운영 DB와 같은 이름과 형식입니다.
CREATE SCHEMA bank;
CREATE TABLE bank.branches (branch_id INTEGER, branch_name VARCHAR);
CREATE TABLE bank.loans (
    loan_id INTEGER,
    branch_id INTEGER,
    balance_amount DECIMAL(18, 0),
    overdue_days INTEGER,
    loan_status VARCHAR  -- NORMAL 정상, OVERDUE 연체, WRITTEN_OFF 상각
);
