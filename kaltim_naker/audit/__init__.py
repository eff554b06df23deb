"""What happened to the records (written by database triggers), and who looked at personal data."""
