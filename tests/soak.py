"""Whether the long tests run in full. `make soak` does that; a check runs a sample of each test marked ``soak``."""

import os

SOAK = os.environ.get("SOAK") == "1"
