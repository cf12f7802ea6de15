from assistant.channels.downloads import Download, Downloads


def _file(size: int = 10, session: str = "a") -> Download:
    return Download("x.csv", b"x" * size, session)


def test_a_file_is_found_under_its_key_only() -> None:
    downloads = Downloads()
    key = downloads.offer(_file())
    assert downloads.get(key) == _file()
    assert downloads.get(key[:-1]) is None
    assert len(key) >= 32
    assert downloads.offer(_file()) != key


def test_memory_is_bounded_by_bytes_and_by_files() -> None:
    downloads = Downloads(most_bytes=100, most_files=3)
    keys = [downloads.offer(_file(40)) for _ in range(3)]
    assert [downloads.get(k) is not None for k in keys] == [False, True, True]
    keys = [downloads.offer(_file(1)) for _ in range(5)]
    assert sum(downloads.get(k) is not None for k in keys) == 3


def test_a_file_larger_than_all_is_not_kept() -> None:
    downloads = Downloads(most_bytes=100)
    assert downloads.get(downloads.offer(_file(101))) is None


def test_a_session_that_ends_takes_its_files_along() -> None:
    downloads = Downloads()
    mine, other = downloads.offer(_file(session="a")), downloads.offer(_file(session="b"))
    downloads.forget("a")
    assert downloads.get(mine) is None
    assert downloads.get(other) is not None
