from risk.ratios import calc_rt, calc_rt_change


def test_rate():
    assert calc_rt(12, 1_000) == 1.2
    assert calc_rt(12, 0) == 0.0


def test_change():
    assert calc_rt_change(1.1, 1.2) == 0.1
