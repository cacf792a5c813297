"""Pages that leave as PDF: drawn by the same templates, pressed by a process of its own."""
