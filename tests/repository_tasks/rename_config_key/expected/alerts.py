"""Which approvals raise an alert."""

from pathlib import Path

import yaml


def load():
    """The products of settings.yaml by name."""
    text = (Path(__file__).parent / "settings.yaml").read_text(encoding="utf-8")
    return yaml.safe_load(text)["products"]


def raises_alert(product, amount):
    """Whether an approval of this amount raises an alert."""
    return amount >= load()[product]["limit_amount"]
