"""What proves a report: codes, publication, signed copies, and the answer to whoever checks one."""
