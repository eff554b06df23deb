"""What PostgreSQL believes about tables that were filled a moment ago."""

from django.db import connection


def refresh_statistics() -> None:
    """Have it look at all of them again: it believes that they are empty, and would read them through for each row."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
