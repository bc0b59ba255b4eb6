"""What page readers write for what was printed: HTML, Markdown, LaTeX, marks of their own, boxes."""
