"""Work on code, as far as code can do it: what is wanted, which files it is about, and whether a change is sound."""
