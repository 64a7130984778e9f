"""Texts of: feedback on answers, and how it becomes a verified query. key → (Korean, English)."""

TEXTS: dict[str, tuple[str, str]] = {}
