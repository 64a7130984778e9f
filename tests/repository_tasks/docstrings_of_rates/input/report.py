"""Prints the key rates of the month."""

from rates import coverage_ratio, delinquency_rate, loan_to_deposit

if __name__ == "__main__":
    print("delinquency", delinquency_rate(120, 10_000))
    print("coverage", coverage_ratio(150, 100))
    print("loan-to-deposit", loan_to_deposit(9_700, 10_000))
