"""What deleting leaves behind in the database's files, and how it is overwritten."""

from django.db import OperationalError, connection


def overwrite_freed() -> None:
    """Let nothing of deleted rows stand in the files: the tables are written anew, and SQLite's log is cut.

    Inside a transaction neither can be done; the next round does it then. Raises OperationalError where others are in
    the way; to be asked again a little later.
    """
    if connection.in_atomic_block:
        return
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("VACUUM")
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            if cursor.fetchone()[0]:
                raise OperationalError("somebody still reads the log, so that it cannot be cut")
        else:
            cursor.execute("VACUUM (FULL, ANALYZE)")
