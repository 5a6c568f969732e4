"""What holds for the whole suite: random tests are the same on every machine, in every run."""

from hypothesis import settings

settings.register_profile("suite", derandomize=True, deadline=None, database=None, max_examples=60)
settings.load_profile("suite")
