"""Keeps Python from looking for garbage in what a session of tests keeps to its end; loaded by pytest first (see `addopts`).

Modules, some six thousand tests and the migrations' models come to be and stay: to look through them again and again cost a third
of their collection in each process. What tests leave behind is looked for as ever, less often.
"""

import gc

#: So many new objects, and so many rounds of the younger generations, before a look: Python's own are 700, 10 and 10.
THRESHOLDS = (10_000, 20, 20)

gc.disable()


def pytest_collection_finish() -> None:
    """What there is by now stays."""
    gc.freeze()
    gc.set_threshold(*THRESHOLDS)
    gc.enable()
