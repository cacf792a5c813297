"""Recorded paths played through the same acts that the pages use, one move at a time."""
