"""Texts of: cli. key → (Korean, English)."""

TEXTS: dict[str, tuple[str, str]] = {}
