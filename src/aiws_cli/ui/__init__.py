"""Screens: what people and programs see of the events. Nothing here decides anything."""
