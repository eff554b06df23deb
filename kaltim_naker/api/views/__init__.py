"""Pages about tokens and receipts, for the people of the office they belong to."""
