"""The owner's screens of meetings."""
