from support.canary_world import canary_world
from support.guarded_world import world

__all__ = ["canary_world", "world"]
