"""Adapter to an identity provider: the keys its tokens are signed with."""
