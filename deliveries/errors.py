"""What sending can end in."""


class LeaseLost(Exception):
    """Another worker has taken the delivery over meanwhile."""
