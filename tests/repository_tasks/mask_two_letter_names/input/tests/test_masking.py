import pytest

from masking import mask_account, mask_name


@pytest.mark.parametrize(
    ("name", "masked"),
    [
        ("홍길동", "홍*동"),
        ("남궁민수", "남**수"),
        ("김철", "김*"),
        ("", ""),
    ],
)
def test_names(name, masked):
    assert mask_name(name) == masked


def test_accounts():
    assert mask_account("110-234-567890") == "110-***-***890"
