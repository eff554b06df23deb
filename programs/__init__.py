"""Training supply, activities of the office, and the measures and targets that everything is held against."""
