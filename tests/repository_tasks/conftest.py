"""The tests in these folders belong to the repositories of the tasks: checks run them, nobody collects them."""

from __future__ import annotations

collect_ignore_glob = ["*/input/*", "*/expected/*"]
