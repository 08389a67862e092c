"""Runs the upgrade and the restore of docs/operating.md: `make drill`."""
