"""Plan, run, keep: many histories of the model, paired on the same luck."""
