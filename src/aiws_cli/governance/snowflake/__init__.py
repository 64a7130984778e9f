"""The policy as Snowflake's own: roles, grants, masking, row access and aggregation policies. `export` is the door."""
