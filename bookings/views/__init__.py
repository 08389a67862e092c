"""What people see of bookings: a module for each screen, and for what the customers' screens share."""
