"""Cases in a process of their own, which a damaged PDF may hang or crash."""

from __future__ import annotations

import multiprocessing
from multiprocessing.connection import Connection
from pathlib import Path

from fuzzing.cases import run_case

#: Seconds a case may take before it counts as hanging.
LIMIT = 60.0


def worker(pipe: Connection, other: Connection, folder: str) -> None:
    """Cases from the pipe, one answer each, until the other end is gone."""
    other.close()
    while True:
        try:
            name, data, with_digest = pipe.recv()
        except EOFError:
            return
        pipe.send(run_case(Path(folder) / name, data, with_digest=with_digest))


class Bench:
    """A worker process that is replaced when it hangs or dies."""

    def __init__(self, folder: str) -> None:
        self.folder = folder
        self._start()

    def _start(self) -> None:
        self.pipe, theirs = multiprocessing.Pipe()
        self.process = multiprocessing.Process(
            target=worker, args=(theirs, self.pipe, self.folder), daemon=True
        )
        self.process.start()
        theirs.close()

    def run(self, name: str, data: bytes, with_digest: bool) -> str:
        """The answer of one case."""
        self.pipe.send((name, data, with_digest))
        try:
            if self.pipe.poll(LIMIT):
                return str(self.pipe.recv())
            answer = f"FAILED no answer in {LIMIT:g} s"
        except EOFError:
            answer = "FAILED the process died"
        self.stop()
        self._start()
        return answer

    def stop(self) -> None:
        """End the worker."""
        self.process.kill()
        self.process.join()
        self.pipe.close()
