"""Texts of: agent. key → (Korean, English)."""

TEXTS: dict[str, tuple[str, str]] = {}
