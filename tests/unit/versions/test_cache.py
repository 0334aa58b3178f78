"""The cache keeps what was used last, within its bound of bytes; what versions share counts once."""

import threading

import pytest

from specs_app.versions.cache import READ_FACTOR, VersionCache, Weights, weigh_version
from specs_app.versions.version import Version
from specs_app.yaml_files.writer import changed
from tests.versions import version_of


def weigh(value: object) -> Weights:
    return {id(value): 10}


def files(number: int) -> dict[str, bytes]:
    """A specification of some objects, each in a file of its own."""
    text = "nodes:\n- name: obj_{0}\n  fields:\n  - name: obj_{0}_id\n    item_ref: OBJ{0:04d}A\n    type: int\n"
    return {f"data/objects/obj_{at}.yml": text.format(at).encode() for at in range(number)}


def test_values_used_last_are_kept_within_the_bound() -> None:
    cache = VersionCache(20)
    first = cache.get(1, object, weigh)
    cache.get(2, object, weigh)
    assert cache.get(1, object, weigh) is first
    second = cache.get(2, object, weigh)
    cache.get(3, object, weigh)
    assert cache.size == 20
    assert cache.get(2, object, weigh) is second
    assert cache.get(1, object, weigh) is not first


def test_value_larger_than_the_bound_is_served_and_kept_alone() -> None:
    cache = VersionCache(5)
    first = cache.get(1, object, weigh)
    assert cache.get(1, object, weigh) is first
    second = cache.get(2, object, weigh)
    assert cache.get(2, object, weigh) is second
    assert cache.size == 10
    assert cache.get(1, object, weigh) is not first


def test_version_larger_than_the_bound_outlives_what_follows_from_it() -> None:
    cache, version = VersionCache(50), version_of(files(3))
    cache.get("version", lambda: version, weigh_version)
    for key in range(3):
        cache.get(key, object, weigh)
    assert cache.latest("demo") is version
    assert cache.get("version", lambda: version_of({}), weigh_version) is version
    other = cache.get("other", lambda: version_of(files(2)), weigh_version)
    assert cache.latest("demo") is other
    assert cache.size == sum(weigh_version(other).values())


def test_shared_part_counts_once_and_as_long_as_one_holds_it() -> None:
    cache = VersionCache(100)
    part = object()
    for key in (1, 2, 3):
        cache.get(key, object, lambda value: {id(part): 60, id(value): 10})
    assert cache.size == 90
    cache.get(4, object, lambda value: {id(value): 30})
    assert cache.size == 60 + 10 + 30
    cache.get(5, object, lambda value: {id(value): 100})
    assert cache.size == 100


def test_all_threads_are_given_one_value() -> None:
    cache = VersionCache(100)
    barrier, seen = threading.Barrier(8), list[object]()

    def ask() -> None:
        barrier.wait()
        seen.append(cache.get(1, object, weigh))

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len({id(value) for value in seen}) == 1
    assert cache.size == 10


def test_size_is_right_after_many_threads_have_put_and_dropped() -> None:
    cache = VersionCache(50)

    def ask(start: int) -> None:
        for key in range(start, start + 200):
            cache.get(key, object, weigh)

    threads = [threading.Thread(target=ask, args=(at * 100,)) for at in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert cache.size == 50


def test_failure_is_not_kept() -> None:
    cache = VersionCache(100)
    with pytest.raises(ZeroDivisionError):
        cache.get(1, lambda: 1 // 0, weigh)
    assert cache.get(1, lambda: 5, weigh) == 5


def test_version_weighs_what_its_files_say() -> None:
    version = version_of({**files(3), "README.md": b"Read me."})
    weights = weigh_version(version)
    text = version.files["data/objects/obj_1.yml"]
    assert weights[id(text)] == READ_FACTOR * len(text)
    assert weights[id(version.files["README.md"])] == len(b"Read me.")


def test_version_that_shares_all_but_one_file_adds_little() -> None:
    cache, before = VersionCache(2**20), version_of(files(50))
    cache.get(("demo", "1"), lambda: before, weigh_version)
    alone = cache.size
    reading = changed(before.reading, {"data/objects/obj_7.yml": files(8)["data/objects/obj_7.yml"] + b"# new\n"})
    cache.get(("demo", "2"), lambda: Version("demo", before.commit, reading), weigh_version)
    assert cache.size - alone < alone / 2


def test_latest_is_the_version_of_the_specification_used_last() -> None:
    cache = VersionCache(2**20)
    versions = {key: version_of(files(1), slug=key[0]) for key in (("a", "1"), ("a", "2"), ("b", "3"))}
    for key, version in versions.items():
        cache.get(key, lambda version=version: version, weigh_version)
    cache.get("no version", object, weigh)
    assert cache.latest("a") is versions["a", "2"]
    cache.get(("a", "1"), lambda: None, weigh_version)
    assert cache.latest("a") is versions["a", "1"]
    assert cache.latest("c") is None
    cache.clear()
    assert (cache.latest("a"), cache.size) == (None, 0)
