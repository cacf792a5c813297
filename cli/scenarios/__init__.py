"""The stories beside a family's diagrams: read, played through the real acts, and what of the diagrams they leave out."""
