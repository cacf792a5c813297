"""Reading an outside register: a table file, a mapping that says what its columns mean, and the cases they tell of."""
