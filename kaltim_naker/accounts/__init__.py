"""Who works with the program: people, the offices they belong to, and their roles there."""
