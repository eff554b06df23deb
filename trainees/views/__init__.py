"""Pages about people and their training."""
