"""The demo group: a made-up Korean financial group whose warehouse anyone can build and ask."""
