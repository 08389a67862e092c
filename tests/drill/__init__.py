"""What docs/operating.md tells operators to do, done: `make drill`."""
