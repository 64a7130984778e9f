"""The data catalog: files people review (ODCS names), an index that rebuilds itself, search, linking, schema cards, checks."""
