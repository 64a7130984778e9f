"""Adapters of SQL engines. Each implements `core.ports.Warehouse`; only the guard holds one."""
