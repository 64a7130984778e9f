"""Texts of: models. key → (Korean, English)."""

TEXTS: dict[str, tuple[str, str]] = {}
