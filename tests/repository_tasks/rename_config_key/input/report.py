"""Prints the limit of each product."""

from alerts import load

for name, product in load().items():
    limit = product.get("lmt_amt", 0)
    print(f"{name:8}{limit:>12,} {'/'.join(product['notify'])}")
