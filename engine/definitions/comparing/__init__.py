"""Two families beside each other: where a variant goes another way than the family it extends."""
