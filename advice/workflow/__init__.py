"""The acts of the room: asking, answering, inviting, publishing, forgetting.

Only these modules write the state of questions, invitations and published versions.
"""
