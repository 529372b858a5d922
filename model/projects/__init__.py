"""The project cycle: set, call, select, execute, supervise, discuss and rate, pay (定、征集、选、做、督、议、付)."""
