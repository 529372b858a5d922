"""Studies: many runs, planned, lived on any executor, kept in a store, and checked afterwards."""
