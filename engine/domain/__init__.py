"""Pure rules without I/O: they take values and return values."""
