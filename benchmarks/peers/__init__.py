"""The reference workload in other hands, one file a peer; ``spec`` states it once."""
