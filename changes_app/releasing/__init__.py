"""Gathering what was published into a release: what it holds, whether it may be made, and making it. It reads no votes."""
