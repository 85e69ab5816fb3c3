"""What the style guide shows: sample content for every component."""


def sample_context() -> dict:
    """Return the context of `styleguide/index.html`."""
    return {}
