"""The questions asked of the tables. They take the time as an argument, write nothing and decide nothing."""
