"""The linter: what is wrong with a bundle, and what to do about it."""
