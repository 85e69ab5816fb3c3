"""The demo's vocabulary, once all rooms hold something."""

from interact_portal.core.demo import demo_step

from .jobs import learn_the_words


@demo_step(900)
def learn_words() -> str:
    """Learn the words that misspelt ones are mended from."""
    return learn_the_words()
