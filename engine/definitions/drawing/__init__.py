"""Draws a diagram from its own layout."""
