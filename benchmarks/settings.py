"""The portal's own settings, and one bare page to measure by."""

from interact_portal.settings import *  # noqa: F403

ROOT_URLCONF = "benchmarks.urls"
