"""A portal of two processes at a fixed rate of requests: how long the slowest of a hundred wait beside the one in the middle."""

from __future__ import annotations

import json
import random
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from math import ceil
from statistics import median, quantiles

from specs_app import queries
from specs_app.access import PORTAL
from specs_app.document.types import item_key
from tests.drivers import World, import_example, people
from tests.performance.bench_kept import PORTAL_SETTINGS
from tests.performance.measure import Result
from tests.performance.served import ROOT, Served, serving
from tests.performance.subject import Subject

#: Requests a second, and for how many seconds.
RATE, SECONDS = 200, 20
#: Where the machine makes fewer new pages a second: what is tried then.
FEWER = (150, 100, 75, 50, 25)
LIMIT = 10
ROUNDS = 3
#: Addresses of kept answers, and of what is asked for before misses are measured, so that each process has read each revision.
FEW, WARM = 100, 40
SLUG = "bench-load"
TWO_PROCESSES = ["manage.py", "serve", "--workers", "2", "--port"]


@dataclass(frozen=True)
class Answers:
    """The seconds that each took from its moment on, in the order of the moments."""

    seconds: list[float]

    @property
    def middle(self) -> float:
        return median(self.seconds)

    @property
    def slowest(self) -> float:
        """A hundredth takes longer."""
        return quantiles(self.seconds, n=100)[-1]

    @property
    def keep_up(self) -> bool:
        """Whether those of the end came within a second: no queue has grown."""
        return max(self.seconds[-RATE:]) < 1


def bench(subject: Subject) -> Iterator[Result]:
    asked = addresses(subject, RATE * SECONDS + WARM)
    few = [path.partition("?")[0] for path in asked[:FEW]]
    with serving(TWO_PROCESSES, **PORTAL_SETTINGS) as portal:
        answers(portal, few * 20, RATE)
        yield best("kept answers", RATE, [answers(portal, few * (RATE * SECONDS // FEW), RATE) for _ in range(ROUNDS)])
    rate, found = carried(asked)
    yield best(
        "answers that were not asked for before", rate, [found, *(misses(asked, rate) for _ in range(ROUNDS - 1))]
    )


def best(what: str, rate: int, rounds: list[Answers]) -> Result:
    """Of some rounds the one with the smallest ratio."""
    found = min(rounds, key=lambda one: one.slowest / one.middle)
    return Result(f"p99 of {what}, {rate} a second, no error", found.slowest, "their p50", found.middle, LIMIT)


def carried(asked: list[str]) -> tuple[int, Answers]:
    """The highest of some rates of misses at which no queue grows, with the answers at it."""
    for rate in (RATE, *FEWER):
        found = misses(asked, rate)
        if found.keep_up:
            return rate, found
        print(f"{rate} a second that were not asked for before are more than this machine makes")
    raise RuntimeError(f"Not even {FEWER[-1]} a second are made, so nothing was measured")


def misses(asked: list[str], rate: int) -> Answers:
    """Answers of a portal that has kept none of them."""
    with serving(TWO_PROCESSES, **PORTAL_SETTINGS) as portal:
        answers(portal, asked[:WARM] * 5, FEWER[-1])
        return answers(portal, asked[WARM : WARM + rate * SECONDS], rate)


def answers(portal: Served, paths: list[str], rate: int) -> Answers:
    """Ask from a process of its own. Raises ``RuntimeError`` where anything but an answer comes."""
    command = [sys.executable, "-m", "tests.performance.open_loop", str(portal.port), str(rate)]
    done = subprocess.run(command, input="\n".join(paths), text=True, cwd=ROOT, stdout=subprocess.PIPE, check=True)
    found = json.loads(done.stdout)
    if errors := found["errors"]:
        raise RuntimeError(f"{len(errors)} of {len(paths)} requests failed: {errors[0]}")
    return Answers(found["seconds"])


def addresses(subject: Subject, count: int) -> list[str]:
    """So many of items, as a page and by REST, each at one of as many revisions as that takes."""
    specification = import_example(SLUG, subject.folder)
    world = World(specification, people(specification))
    keys = [item_key(entry, item) for entry, item in queries.at(SLUG, viewer=PORTAL)[1].document.items()]
    shas = []
    for number in range(ceil(count / len(keys) / 2)):
        words = {"guidance": f"Wording {number}."}
        change = world.published([{"action": "change_item", "target": keys[0], "values": words}])
        shas.append(change.published_revision)
    roots = (f"/{SLUG}", f"/api/v1/specifications/{SLUG}")
    found = [f"{root}/items/{key}/?at={sha}" for root, key, sha in product(roots, keys, shas)]
    random.Random(1).shuffle(found)
    return found
