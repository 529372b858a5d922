"""What the speed claims rest on: every row of the table in ``docs/speed.md``, measured on the machine at hand."""
