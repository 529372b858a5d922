"""The world and its week."""
