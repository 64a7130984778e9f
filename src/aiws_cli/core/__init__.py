"""Values and protocols. Imports nothing of ours outside this package, and no driver."""
