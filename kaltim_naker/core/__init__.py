"""What every other package may use: time, identity numbers, secrets, errors, background rows."""
