"""Prints the limit of each product."""

from alerts import load

for name, product in load().items():
    limit = product.get("limit_amount", 0)
    print(f"{name:8}{limit:>12,} {'/'.join(product['notify'])}")
