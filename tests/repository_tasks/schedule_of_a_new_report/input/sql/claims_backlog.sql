SELECT COUNT(*) AS open_claims FROM claims WHERE status = 'OPEN';
