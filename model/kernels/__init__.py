"""Loops over columns that apply the rules: one file a subject."""
