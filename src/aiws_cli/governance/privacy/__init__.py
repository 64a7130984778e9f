"""Personal data and secrets: found in text, results and files, and replaced on the way to a model or a log."""
