"""A shop's model in formats that others read, with a report of what could not be carried."""
