"""Texts of: sql. key → (Korean, English)."""

TEXTS: dict[str, tuple[str, str]] = {}
