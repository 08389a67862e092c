"""The cluster of docs/cluster.md on this machine, under bookings and faults: `make cluster`."""
