"""A shop's own files to a shop folder: looked at, understood, written down with what is not sure."""
