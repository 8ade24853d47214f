"""``python -m bench.slow_api PORT``: an API of another house that answers each search after 120 ms, in JSON."""

import json
import sys
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

LATENCY = 0.12
ROWS = [
    {"id": pk, "number": f"R{pk:09d}", "name": f"Klant {pk}", "city": "Utrecht", "phone": "030-1234567"}
    for pk in range(1, 26)
]
BODY = json.dumps({"results": ROWS}).encode()


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        if self.path.startswith("/search"):
            time.sleep(LATENCY)
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(BODY)))
        self.end_headers()
        self.wfile.write(BODY)

    def log_message(self, *_arguments: object) -> None:
        """Quiet."""


if __name__ == "__main__":
    ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Handler).serve_forever()
