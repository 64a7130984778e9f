"""The address of an account: what it says, what it may never hold, and what is needed beside it."""

from __future__ import annotations

from pathlib import Path

import pytest

from aiws_cli.core.errors import SettingsError
from aiws_cli.core.identifiers import catalogued, stored
from aiws_cli.warehouses.snowflake_url import Credentials, Target, parsed


@pytest.mark.parametrize(
    ("url", "target"),
    [
        ("snowflake://ann@org-acct/BANK", Target("org-acct", "ann", "BANK")),
        (
            "snowflake://ann%40corp.kr@acct.ap-northeast-2.aws/bank/core?warehouse=WH&role=Analyst&authenticator=keypair",
            Target(
                "acct.ap-northeast-2.aws", "ann@corp.kr", "bank", "core", "WH", "Analyst", "SNOWFLAKE_JWT"
            ),
        ),
        (
            "snowflake://ann@acct/B?host=acct.privatelink.snowflakecomputing.com&authenticator=externalbrowser",
            Target(
                "acct",
                "ann",
                "B",
                authenticator="EXTERNALBROWSER",
                host="acct.privatelink.snowflakecomputing.com",
            ),
        ),
        ("snowflake://acct/B?authenticator=oauth", Target("acct", "", "B", authenticator="OAUTH")),
        (
            "snowflake://ann@acct/B?host=127.0.0.1&port=8080&protocol=http&authenticator=PAT",
            Target("acct", "ann", "B", "", "", "", "PROGRAMMATIC_ACCESS_TOKEN", "127.0.0.1", 8080, "http"),
        ),
        ("snowflake://ann@acct/my%20db", Target("acct", "ann", "my db")),
    ],
)
def test_an_address_says_where_to_sign_in(url: str, target: Target) -> None:
    assert parsed(url) == target


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("snowflake://ann:S3CRET@acct/B", "AIWS_SNOWFLAKE_PASSWORD"),
        ("snowflake://ann:S3CRET@acct", "AIWS_SNOWFLAKE_PASSWORD"),
        ("snowflake://ann@acct/B?password=S3CRET", "AIWS_SNOWFLAKE_PASSWORD"),
        ("snowflake://ann@acct/B?warehouse=W&private_key=S3CRET", "AIWS_SNOWFLAKE_PASSWORD"),
        ("snowflake://ann@acct/B?token=S3CRET", "AIWS_SNOWFLAKE_PASSWORD"),
        ("snowflake://ann@acct/B?authenticator=https://x.okta.com/S3CRET", "AIWS_SNOWFLAKE_PASSWORD"),
        ("snowflake://ann@acct", "snowflake://USER@ACCOUNT/DATABASE"),
        ("snowflake://ann@acct/B/S/T", "snowflake://USER@ACCOUNT/DATABASE"),
        ("snowflake://acct/B", "names no user"),
        ("snowflake://ann@acct/B?rol=X", "role"),
        ("snowflake://ann@acct/B?role=X&role=Y", "snowflake://USER@ACCOUNT/DATABASE"),
        ("snowflake://ann@acct/B?authenticator=magic", "keypair"),
        ("snowflake://ann@acct/B?protocol=http", "this machine alone"),
        ("snowflake://ann@acct/B?protocol=http&host=10.0.0.1", "this machine alone"),
        ("snowflake://ann@acct/B?host=localhost.evil.example&protocol=http", "this machine alone"),
        ("snowflake://ann@acct/B?port=x", "snowflake://USER@ACCOUNT/DATABASE"),
        ("snowflake://ann@ac ct/B", "snowflake://USER@ACCOUNT/DATABASE"),
        ("snowflake://ann@acct:443/B", "snowflake://USER@ACCOUNT/DATABASE"),
        ("snowflake:///B", "snowflake://USER@ACCOUNT/DATABASE"),
        ("snowflake://[::1/B", "snowflake://USER@ACCOUNT/DATABASE"),
    ],
)
def test_a_wrong_address_is_named_and_a_secret_never_repeated(url: str, said: str) -> None:
    with pytest.raises(SettingsError) as caught:
        parsed(url)
    assert said in caught.value.message("en")
    for text in (
        caught.value.message("ko"),
        caught.value.message("en"),
        repr(caught.value),
        str(caught.value),
    ):
        assert "S3CRET" not in text
    assert caught.value.exit_code == 3


KEY, TOKEN = Path("k.p8"), Path("token")


@pytest.mark.parametrize(
    ("asked", "credentials", "way"),
    [
        ("", Credentials(private_key_file=KEY, token_file=TOKEN, password="p"), "SNOWFLAKE_JWT"),
        ("", Credentials(token_file=TOKEN, password="p"), "OAUTH"),
        ("", Credentials(password="p"), "SNOWFLAKE"),
        ("", Credentials(), "EXTERNALBROWSER"),
        ("pat", Credentials(token_file=TOKEN), "PROGRAMMATIC_ACCESS_TOKEN"),
        ("externalbrowser", Credentials(password="p"), "EXTERNALBROWSER"),
        ("keypair", Credentials(password="p"), "AIWS_SNOWFLAKE_PRIVATE_KEY_FILE"),
        ("oauth", Credentials(password="p"), "AIWS_SNOWFLAKE_TOKEN_FILE"),
        ("password", Credentials(token_file=TOKEN), "AIWS_SNOWFLAKE_PASSWORD"),
    ],
)
def test_the_way_to_sign_in(asked: str, credentials: Credentials, way: str) -> None:
    target = parsed(f"snowflake://ann@acct/B?authenticator={asked}" if asked else "snowflake://ann@acct/B")
    if not way.startswith("AIWS_"):
        assert credentials.way(target) == way
        return
    with pytest.raises(SettingsError) as caught:
        credentials.way(target)
    assert way in caught.value.message("en")


def test_secrets_are_in_no_repr() -> None:
    assert "S3CRET" not in repr(Credentials(passphrase="S3CRET", password="S3CRET"))


@pytest.mark.parametrize(
    ("in_snowflake", "in_catalog"),
    [
        ("CUSTOMERS", "customers"),
        ("A_1$", "a_1$"),
        ("MyTable", "MyTable"),
        ("with blank", "with blank"),
        ("고객", "고객"),
        ("customers", None),
    ],
)
def test_names_as_stored_and_as_the_catalog_writes_them(in_snowflake: str, in_catalog: str | None) -> None:
    assert catalogued(in_snowflake, "snowflake") == in_catalog
    if in_catalog is not None:
        assert stored(in_catalog, "snowflake") == in_snowflake
    assert stored(in_snowflake, "duckdb") == in_snowflake == catalogued(in_snowflake, "duckdb")
