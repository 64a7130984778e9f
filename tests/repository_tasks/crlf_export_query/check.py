from checking import expect, kept, rows, text

query = text("export_claims.sql")
expect("\r\n" in query and query.count("\r\n") == query.count("\n"), "the lines do not all end as on Windows any more")
world = """
    CREATE TABLE claims (claim_no INTEGER, policy_no VARCHAR, reported_on DATE, reserve_amount BIGINT, status VARCHAR, claim_type VARCHAR);
    INSERT INTO claims VALUES (2, 'P2', '2026-09-02', 70, 'OPEN', 'MOTOR'), (1, 'P1', '2026-09-01', 50, 'OPEN', 'FIRE'),
        (3, 'P3', '2026-09-03', 10, 'CLOSED', 'PET');
    """
found = rows(query, world)
kept([r[0] for r in found] == [1, 2], f"claims exported: {[r[0] for r in found]}")
expect([r[1] for r in found] == ["FIRE", "MOTOR"] and all(len(r) == 5 for r in found), f"rows: {found}")
kept([(r[0], *(str(c) for c in r[2:])) for r in found][0] == (1, "P1", "2026-09-01", "50"), "the other columns are not what they were")
