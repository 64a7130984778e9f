"""Who asks, and what the policy lets that person see: identity, policy, access, the catalog of a role."""
