from support.canary_world import canary_world
from support.grouped_world import staff
from support.guarded_world import world

__all__ = ["canary_world", "staff", "world"]
