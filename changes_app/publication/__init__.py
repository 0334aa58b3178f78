"""From a decision to the commit: written, proved, and put right after a crash. It reads no votes."""
