from transfer import fee_of, is_over_limit


def test_fee():
    assert fee_of("business") == 1000


def test_limit_of_personal_accounts():
    assert not is_over_limit("personal", 10_000_000)
    assert is_over_limit("personal", 10_000_001)
