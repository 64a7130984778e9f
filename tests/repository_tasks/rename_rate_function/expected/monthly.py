"""Prints the delinquency rate by segment."""

from risk.ratios import delinquency_rate, calc_rt_change

BOOK = {"household": (120, 10_000, 1.1), "corporate": (300, 12_000, 2.9)}

for segment, (overdue, total, before) in BOOK.items():
    rate = delinquency_rate(overdue, total)
    print(f"{segment}: {rate}% ({calc_rt_change(before, rate):+}p)")
