"""What is kept: tables, files, the unit of work, and the one hot write of a step."""
