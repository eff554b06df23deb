"""Job seekers, from registration over enrolment to the end of a class."""
