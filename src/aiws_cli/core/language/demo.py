"""Texts of: demo. key → (Korean, English)."""

TEXTS: dict[str, tuple[str, str]] = {}
