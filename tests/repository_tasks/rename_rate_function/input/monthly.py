"""Prints the delinquency rate by segment."""

from risk.ratios import calc_rt, calc_rt_change

BOOK = {"household": (120, 10_000, 1.1), "corporate": (300, 12_000, 2.9)}

for segment, (overdue, total, before) in BOOK.items():
    rate = calc_rt(overdue, total)
    print(f"{segment}: {rate}% ({calc_rt_change(before, rate):+}p)")
