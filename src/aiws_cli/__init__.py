"""aiws: a terminal assistant for people who work with data inside closed networks."""

__version__ = "0.1.0"
