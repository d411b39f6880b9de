"""The tests' end of the wire: requests with a deadline, a watch on the room, and its end."""

import json
import os
import select
import signal
import subprocess
import time

import psutil

from machine.sandbox.inside.plain import LONGEST

MEMORY = 2 << 30  # bytes in use, all processes of a room together
PROCESSES = 80
GRACE = 1.0  # seconds that a worker has to obey its own deadline
START = 60.0
LOOK = 0.1  # seconds between two looks at a room that does not answer


class Ended(Exception):
    """The room is no more; the text says why."""


class Link:
    """A worker in a room of its own; `spent` counts its seconds of the processor.

    `idle` counts the seconds in which it neither worked nor waited for a processor: a sleep.
    A `keeper` knows a room that is no child of the command: its `first_process`, how to `end` it.
    Where it cannot see the process, the clock on the wall counts for the processor.
    """

    def __init__(self, command, keeper=None):
        self.command, self.keeper = command, keeper
        self.process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        self.heard, self.number, self.spent, self.idle = b"", 0, 0.0, 0.0
        os.set_blocking(self.process.stdin.fileno(), False)
        self.process_info = psutil.Process(self.process.pid)
        try:
            self._answer(0, cpu=START, wall=START)
        except Ended:
            self.close()
            raise
        if keeper is not None:
            self.process_info = self._first_process()
        self.spent = self.idle = 0.0

    def ask(self, what, within, **request):
        """The worker's answer, a dictionary; Ended if there is none within the time."""
        self.number += 1
        message = json.dumps({"id": self.number, "do": what, **request}).encode() + b"\n"
        try:
            self._send(message, time.monotonic() + 3 * within + GRACE)
            return self._answer(self.number, cpu=within + GRACE, wall=3 * within + GRACE)
        except (OSError, ValueError, RecursionError) as error:
            self.close()
            raise Ended(
                f"the process of this notebook broke off ({type(error).__name__})"
            ) from error
        except Ended:
            self.close()
            raise

    def _send(self, message, until):
        file = self.process.stdin.fileno()
        while message:
            if not select.select([], [file], [], max(0.0, until - time.monotonic()))[1]:
                raise Ended("it does not listen")
            message = message[os.write(file, message[: 1 << 16]) :]

    def _answer(self, number, cpu, wall):
        """The answer to the request `number`; the room is looked at only while it is slow."""
        began, before, used = time.monotonic(), None, None
        look, waited = began + LOOK, None
        while True:
            line, newline, rest = self.heard.partition(b"\n")
            if newline:
                self.heard = rest
                answer = json.loads(line)
                if isinstance(answer, dict) and answer.get("id") == number:
                    self.spent += time.monotonic() - began if used is None else used - before
                    self._count_idle(began, waited, before)
                    return answer
                continue
            if self._hear(began + wall) and time.monotonic() < look:
                continue
            look = time.monotonic() + LOOK
            used, memory, processes = self._usage()
            if before is None:
                before, waited = used, self._queued()
            try:
                self._allowed(used - before > cpu, memory, processes)
                self._allowed(time.monotonic() - began > wall, memory, processes)
            except Ended:
                self.spent += used - before
                self._count_idle(began, waited, before)
                raise

    def _count_idle(self, began, waited, before):
        """Adds the time of a slow answer in which nothing was done, where that can be seen."""
        if waited is None or (now := self._queued()) is None:
            return
        busy = self._usage()[0] - before + now - waited
        self.idle += max(0.0, time.monotonic() - began - LOOK - busy)

    def _queued(self):
        """Seconds that the worker has waited for a processor, where the kernel says so."""
        try:
            family = self._family()
            worker = next(one for one in family if one.name().startswith("python"))
            with open(f"/proc/{worker.pid}/schedstat", encoding="ascii") as file:
                return int(file.read().split()[1]) / 1e9
        except (psutil.Error, OSError, StopIteration, IndexError, ValueError):
            return None

    def _allowed(self, too_long, memory, processes):
        if too_long:
            raise Ended("it takes too long. Is there a loop without an end?")
        if memory > MEMORY:
            raise Ended(f"it uses more than {MEMORY >> 30} GB of memory")
        if processes > PROCESSES:
            raise Ended(f"it starts more than {PROCESSES} processes")

    def _hear(self, until):
        """Was there something within a moment?"""
        file = self.process.stdout.fileno()
        wait = min(LOOK, max(0.0, until - time.monotonic()))
        if not select.select([file], [], [], wait)[0]:
            return False
        piece = os.read(file, 1 << 20)
        if not piece:
            raise Ended("the process of this notebook ended (exit, a crash, or out of memory)")
        self.heard += piece
        if len(self.heard) > LONGEST:
            raise Ended(f"it gives back more than {LONGEST // 1_000_000} MB")
        return True

    def _usage(self):
        """Seconds, bytes and number of the processes in the room."""
        seconds, memory, processes = 0.0, 0, 0
        if self.process_info is None:
            return time.monotonic(), 0, 0
        try:
            family = self._family()
        except psutil.Error:
            return 0.0, 0, 0
        for one in family:
            try:
                times = one.cpu_times()
                seconds += times.user + times.system + times.children_user + times.children_system
                memory += one.memory_info().rss
                processes += 1
            except psutil.Error:
                continue
        return seconds, memory, processes

    def _family(self):
        if self.process_info is None:
            return []
        return [self.process_info, *self.process_info.children(recursive=True)]

    def _first_process(self):
        number = self.keeper.first_process(self.command)
        try:
            return psutil.Process(number) if number else None
        except psutil.Error:
            return None

    def close(self):
        """Ends the room and all that is in it.

        The command goes before a keeper's room: an engine waits until somebody reads what it has.
        """
        try:
            family = psutil.Process(self.process.pid).children(recursive=True)
        except psutil.Error:
            family = []
        for one in family:
            try:
                one.kill()
            except psutil.Error:
                continue
        try:
            os.killpg(self.process.pid, signal.SIGKILL)
        except (ProcessLookupError, PermissionError):
            pass
        self.process.kill()
        self.process.stdin.close()
        self.process.stdout.close()
        self.process.wait(10)
        if self.keeper is not None:
            self.keeper.end(self.command)
