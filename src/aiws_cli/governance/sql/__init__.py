"""The guard: one statement in, the statement that may run out, or a refusal. `guard.guard` is the door."""
