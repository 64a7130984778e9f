"""Statements made from a grammar or mutated from those of the tests, and what must hold of each.

    make fuzz COUNT=100000 SEED=1 SECONDS=0

`grammar` reads grammar.txt, `words` and `generate` make a statement of it, `mutate` changes statements, `oracle` judges one,
`shrink` makes a failing one small, `campaign` does all of it and counts.
"""
