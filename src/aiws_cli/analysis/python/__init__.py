"""Python where SQL is not enough: which requests need it, the script, what is mended of it, what it does in words.

All of it is pure. Rows come out of the guarded warehouse before, and the script runs in the sandbox after
(`agent/scripting`): nothing here runs code, reads a file or knows a value of a row beyond what `Column.holds` says.
"""
