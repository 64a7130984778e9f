"""Adapters that put results into files: tables, charts, documents."""
