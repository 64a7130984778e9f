"""Data requests for Python, with the figures DuckDB gives for them."""
