"""The acts of the hall, by subject: bodies that turn out to be one, people's posts at bodies."""
