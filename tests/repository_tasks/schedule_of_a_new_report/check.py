from checking import expect, kept, script, text

import yaml

reports = yaml.safe_load(text("reports.yaml"))["reports"]
kept(
    {k: v for k, v in reports.items() if k != "claims_backlog"}
    == {
        "branch_sales": {"every": "day", "at": "06:00", "query": "sql/branch_sales.sql", "to": ["sales@example.com"]},
        "premium_income": {"every": "friday", "at": "18:00", "query": "sql/premium_income.sql", "to": ["finance@example.com", "actuary@example.com"]},
    },
    "the other reports are not what they were",
)
expect("claims_backlog" in reports, "claims_backlog is not there")
kept(text("reports.yaml").startswith("# Reports the scheduler runs."), "the comment is gone")
ran = script("scheduler.py")
expect(ran.code == 0, f"the scheduler does not take it: {ran.last}")
wanted = {"every": "monday", "at": "07:30", "query": "sql/claims_backlog.sql", "to": ["claims@example.com"]}
expect(reports["claims_backlog"] == wanted, f"claims_backlog is {reports['claims_backlog']}")
