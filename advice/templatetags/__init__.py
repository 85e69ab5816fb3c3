"""What templates of the room use."""
