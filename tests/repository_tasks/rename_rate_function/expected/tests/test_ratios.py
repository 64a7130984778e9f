from risk.ratios import delinquency_rate, calc_rt_change


def test_rate():
    assert delinquency_rate(12, 1_000) == 1.2
    assert delinquency_rate(12, 0) == 0.0


def test_change():
    assert calc_rt_change(1.1, 1.2) == 0.1
