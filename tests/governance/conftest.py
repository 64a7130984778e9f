from support.guarded_world import world

__all__ = ["world"]
