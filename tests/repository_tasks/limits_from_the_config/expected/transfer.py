"""Rules for transfers, with figures from config.yaml."""

from pathlib import Path

import yaml

CONFIG = yaml.safe_load((Path(__file__).parent / "config.yaml").read_text(encoding="utf-8"))


def fee_of(account_type: str) -> int:
    """The fee of one transfer in won."""
    return CONFIG["fees"][account_type]


def is_over_limit(account_type: str, amount_today: int) -> bool:
    """Whether the amount transferred today is over the daily limit."""
    return amount_today > CONFIG["daily_limits"][account_type]
