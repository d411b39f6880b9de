"""How the tests serve a folder over HTTP: without a word; the built book under a strict policy."""

import threading
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

POLICY = (
    "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:"
)


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *args):
        pass


class Strict(Quiet):
    def end_headers(self):
        self.send_header("Content-Security-Policy", POLICY)
        super().end_headers()


@contextmanager
def serving(folder, handler):
    """The address of a folder, as long as it is served."""
    server_of = partial(handler, directory=str(folder))
    with ThreadingHTTPServer(("127.0.0.1", 0), server_of) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
