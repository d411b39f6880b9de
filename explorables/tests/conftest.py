"""A mark for the tests that build a book: the quick check leaves them out."""


def pytest_configure(config):
    config.addinivalue_line("markers", "builds: builds a book with Sphinx")
