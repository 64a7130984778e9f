from checking import expect, kept, module, script, text

import yaml

products = yaml.safe_load(text("settings.yaml"))["products"]
expect(all("limit_amount" in p and "lmt_amt" not in p for p in products.values()), f"keys: {[sorted(p) for p in products.values()]}")
kept(products == {"check": {"limit_amount": 500000, "notify": ["sms"]}, "credit": {"limit_amount": 3000000, "notify": ["sms", "app"]}}, "settings.yaml holds something else")
alerts = module("alerts")
expect([alerts.raises_alert("check", a) for a in (499_999, 500_000)] == [False, True], "raises_alert gives something else")
ran = script("report.py")
expect(ran.out == "check        500,000 sms\ncredit     3,000,000 sms/app\n", f"report.py prints {ran.out!r}")
