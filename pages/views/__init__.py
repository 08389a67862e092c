"""Screens of what can be booked and when."""
