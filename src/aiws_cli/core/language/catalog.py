"""Texts of: catalog. key → (Korean, English)."""

TEXTS: dict[str, tuple[str, str]] = {}
