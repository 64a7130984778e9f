-- Nightly export of open claims to the reinsurer.
SELECT
    claim_no,
    policy_no,
    reported_on,
    reserve_amount
FROM claims
WHERE status = 'OPEN'
ORDER BY claim_no;
