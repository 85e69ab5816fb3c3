"""Pages of the room: answers for everybody, asking, one's own questions, invitations, glossary."""
