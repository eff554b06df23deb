"""The first page of each role: what waits for the reader, and how far the year has come."""
