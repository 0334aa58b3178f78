"""Processes that must not outlive the one that started them, whatever ended it."""

import ctypes
import os
import signal
import sys

_PR_SET_PDEATHSIG = 1


def end_with_parent(parent: int) -> None:
    """Ends this process when the one of that number, which started it, ends, killed or not; at once where it has ended already.

    Linux alone can promise the former.
    """
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        sys.exit(f"The process {parent}, which started this one, has ended.")
