"""Small repository tasks: a request, the repository as it is, and a check that runs what came of it."""
