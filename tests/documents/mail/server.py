"""A mail server over real sockets that behaves as a test says."""

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field


@dataclass
class Script:
    """Answers by command; ``drop`` names the moment at which the connection ends: connect, rcpt, data, text."""

    answers: dict[str, str] = field(default_factory=dict)
    refuse: dict[str, str] = field(default_factory=dict)
    drop: str = ""
    # Until it is set, a mail's text is taken and nothing is answered.
    go_on: threading.Event = field(default_factory=threading.Event)
    stalls: bool = False
    got: list[tuple[list[str], bytes]] = field(default_factory=list)
    port: int = 0


class _Talk(socketserver.StreamRequestHandler):
    server: "_Server"

    def handle(self) -> None:
        script, recipients = self.server.script, list[str]()
        if script.drop == "connect":
            return
        self._say("220 test")
        while words := self.rfile.readline().decode().strip():
            name = words.split(" ")[0].upper()
            if script.drop == name.lower():
                return
            if name == "RCPT":
                one = words.partition("<")[2].partition(">")[0]
                answer = script.refuse.get(one, script.answers.get("RCPT", "250 ok"))
                if answer.startswith("250"):
                    recipients.append(one)
                self._say(answer)
            elif name == "DATA" and "DATA" not in script.answers:
                self._say("354 go on")
                content = b""
                while (row := self.rfile.readline()) != b".\r\n":
                    content += row
                if script.stalls:
                    script.got.append((recipients, content))
                    script.go_on.wait(30)
                    return
                if script.drop == "text":
                    script.got.append((recipients, content))
                    return
                answer = script.answers.get("TEXT", "250 taken")
                if answer.startswith("250"):
                    script.got.append((recipients, content))
                self._say(answer)
            elif name == "QUIT":
                self._say("221 bye")
                return
            else:
                self._say(script.answers.get(name, "250 ok"))

    def _say(self, text: str) -> None:
        self.wfile.write(f"{text}\r\n".encode())


class _Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True
    script: Script


@contextmanager
def mail_server() -> Iterator[Script]:
    with _Server(("127.0.0.1", 0), _Talk) as server:
        server.script = Script(port=server.server_address[1])
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        thread.start()
        try:
            yield server.script
        finally:
            server.shutdown()
            thread.join()
