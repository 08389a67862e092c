"""Forms of what can be booked and when."""
