"""The rules by which people and bodies decide: pure scalar functions, one file a subject."""
