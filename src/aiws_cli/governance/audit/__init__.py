"""The audit log: what was done, by whom, chained, checked, anchored, handed over. `log.Audit` is the door."""
