"""A question on data, as steps over one frozen value."""
