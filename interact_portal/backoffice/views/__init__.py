"""The pages of the back office that read all rooms."""
