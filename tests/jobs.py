"""Jobs run here and now: what a worker would have done by now, within the test's own transaction."""

from __future__ import annotations

from specs_app.jobs.worker import claim, run


def run_due() -> int:
    """Run what is due and what comes of it; how many jobs that were."""
    done = 0
    while row := claim("a test"):
        run(row)
        done += 1
    return done
