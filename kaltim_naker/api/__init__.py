"""The door for programs: tokens of an office, and the records of the pages as JSON over the same services."""
