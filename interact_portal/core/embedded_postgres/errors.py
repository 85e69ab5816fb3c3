"""What can go wrong with the embedded database, said in a sentence with its mend."""

OWN_SERVER = (
    "Or let the portal use a PostgreSQL server of yours: set DATABASE_URL "
    "(for example postgres://user:password@host:5432/portal)."
)

#: What PostgreSQL's programmes write, and what it means for the person at the keyboard.
KNOWN_CAUSES = {
    "No space left on device": "The disk is full. Free some space, then try again.",
    "Disk quota exceeded": "Your disk quota is used up. Free some space, then try again.",
    "Cannot allocate memory": "The machine has too little free memory for the database server.",
    "user does not exist": (
        "The user id that runs the portal has no name on this machine: add a line for it to "
        "/etc/passwd. " + OWN_SERVER
    ),
    "wrong ownership": (
        "The data directory belongs to another user. Run the portal as that user, or set "
        "PORTAL_DATA_DIR to a folder of your own."
    ),
    "invalid permissions": "The data directory must be closed to others: chmod 0700 on it.",
    "GLIBC": "The C library of this system is too old for the packaged PostgreSQL. " + OWN_SERVER,
}


class EmbeddedPostgresError(Exception):
    """The embedded database cannot be reached or started; the text names cause and mend."""


def explain(what: str, output: str) -> EmbeddedPostgresError:
    """An error whose text is ``what``, the known cause if there is one, and the last lines."""
    causes = [cause for words, cause in KNOWN_CAUSES.items() if words in output]
    return EmbeddedPostgresError("\n".join([what, *causes, output.strip()[-1500:]]).strip())
