"""Who asks, what is kept of it, and how it goes away again."""
