"""Scoring: suites of questions run through the real application, and what came out of them."""
