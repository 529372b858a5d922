"""The reference engine: residents one at a time, in plain Python, by the same rules and with the same draws.

``with walking_one_by_one():`` puts it in the place of the compiled kernels; a model made and stepped inside lives
without them. ``with interpreting():`` runs the kernels' own source instead. Both must give the same bits.
"""

from tests.reference.engine import interpreting, walking_one_by_one

__all__ = ["interpreting", "walking_one_by_one"]
