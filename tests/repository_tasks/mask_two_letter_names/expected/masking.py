"""Masking of personal data before a list leaves the department."""

import re


def mask_name(name: str) -> str:
    """Keep the first and the last letter of a name: 홍길동 becomes 홍*동."""
    if not name:
        return ""
    if len(name) == 2:
        return name[0] + "*"
    return name[0] + "*" * (len(name) - 2) + name[-1]


def mask_account(account: str) -> str:
    """Keep the first three and the last three digits of an account number; dashes stay where they are."""
    digits = len(re.sub(r"\D", "", account))
    seen = 0
    out = []
    for c in account:
        if c.isdigit():
            seen += 1
            out.append(c if seen <= 3 or seen > digits - 3 else "*")
        else:
            out.append(c)
    return "".join(out)
