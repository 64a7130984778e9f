"""Texts of: analysis. key → (Korean, English)."""

TEXTS: dict[str, tuple[str, str]] = {}
