"""The world and its week. ``from model import GovernanceModel`` is where a Mesa user begins."""

from typing import Any

__all__ = ["GovernanceModel"]


def __getattr__(name: str) -> Any:
    """Hand on the model when it is asked for, so that importing a part does not import Mesa."""
    if name == "GovernanceModel":
        from model.governance import GovernanceModel

        return GovernanceModel
    raise AttributeError(f"module 'model' has no attribute {name!r}")
