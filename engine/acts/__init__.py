"""What the system can be asked to do: one use case a file, the dataclass that asks and the function that does it."""
