"""Kernels forked with their packages imported: each as any other, and none left behind."""

import asyncio
import multiprocessing
import os
import signal
import sys
import threading
import time
from contextlib import nullcontext
from multiprocessing import forkserver
from pathlib import Path
from types import SimpleNamespace

import pytest
from ipykernel import kernelapp

from report import kernels

TELL = """
import os, signal, subprocess, sys
interrupted = signal.getsignal(signal.SIGINT) is signal.default_int_handler and not signal.pthread_sigmask(signal.SIG_BLOCK, [])
print(os.getcwd(), os.environ["SAID"], sys.path[0] == "", "pandas" in sys.modules, interrupted, os.getsid(0) == os.getpid())
print(subprocess.Popen(["sleep", "60"]).pid)
"""


def asked(code, folder):
    """What `code` prints in a kernel in `folder`, and the process that ran it, once it was told to end."""

    async def ask():
        manager, client = await kernels.running_kernel(str(folder), {"SAID": "培训"})
        (process,) = (child for child in multiprocessing.active_children() if child.pid == manager.provisioner.pid)
        told = []
        try:
            await manager.interrupt_kernel()  # comes ahead of the end, and is dropped
            await client.execute_interactive(code, output_hook=lambda said: told.append(said["content"].get("text", "")), timeout=30)
        finally:
            client.stop_channels()
            await manager.shutdown_kernel(now=True)
        return "".join(told).splitlines(), process

    return asyncio.run(asyncio.wait_for(ask(), 30))


def has_ended(pid):
    """Whether a process ends within five seconds; one that nobody has waited for has ended too."""
    state = Path(f"/proc/{pid}/stat")
    for _ in range(100):
        if not state.exists() or ") Z " in state.read_text(encoding="utf-8"):
            return True
        time.sleep(0.05)
    return False


@pytest.mark.skipif(kernels.METHOD != "forkserver" or not Path("/proc").exists(), reason="needs a fork server, and looks into /proc")
def test_a_kernel_is_as_any_other_with_its_packages_imported(tmp_path):
    try:
        (told, started), process = asked(TELL, tmp_path)
    finally:
        for left in multiprocessing.active_children():
            left.kill()
        forkserver._forkserver._stop()  # begun by this process, it must not outlast the test; it waits for its kernels
    assert told == f"{tmp_path} 培训 True True True True"
    assert process.exitcode == -signal.SIGKILL and has_ended(started)


class Dying:
    """A manager whose kernels die before they answer, the first `deaths` of them."""

    def __init__(self, deaths):
        self.deaths, self.begun, self.stopped = deaths, 0, []

    def client(self):
        return SimpleNamespace(
            start_channels=lambda stdin: None, stop_channels=lambda: self.stopped.append("client"), wait_for_ready=self.wait
        )

    async def start_kernel(self, **_):
        self.begun += 1

    async def shutdown_kernel(self, now):
        self.stopped.append("kernel" if now else "")

    async def wait(self, timeout):
        if self.begun <= self.deaths:
            raise RuntimeError("Kernel died before replying to kernel_info")


@pytest.mark.parametrize("deaths", [0, 1, 2])
def test_a_kernel_that_dies_is_started_once_more_and_then_given_up(monkeypatch, deaths):
    manager = Dying(deaths)
    monkeypatch.setattr(kernels, "kernel_manager", lambda settings: manager)
    with pytest.raises(RuntimeError, match="died") if deaths == 2 else nullcontext():
        assert asyncio.run(kernels.running_kernel(".", {}))[0] is manager
    assert manager.begun == min(2, 1 + deaths) and manager.stopped == ["client", "kernel"] * deaths


def test_a_process_ends_with_its_parent(monkeypatch):
    did = []
    monkeypatch.setattr(kernels, "kill_group", lambda pid: did.append(pid))
    monkeypatch.setattr(os, "_exit", did.append)
    kernels.end_with(SimpleNamespace(join=lambda: did.append("waited")))
    assert did == ["waited", os.getpid(), 1]


@pytest.mark.skipif(not hasattr(signal, "pthread_sigmask"), reason="signals that only POSIX has")
@pytest.mark.parametrize("system, handle", [("linux", 1), ("win32", 17)])
def test_a_new_process_becomes_a_kernel(monkeypatch, tmp_path, system, handle):
    """In this process, with what would change it for good put aside."""
    did, watched, parent = [], threading.Event(), SimpleNamespace(sentinel=17)
    monkeypatch.setattr(sys, "platform", system)
    monkeypatch.setattr(sys, "path", ["first", "second"])
    monkeypatch.setattr(os, "setsid", lambda: did.append("session"), raising=False)
    monkeypatch.setattr(signal, "signal", lambda number, does: did.append((number, does)))
    monkeypatch.setattr(signal, "pthread_sigmask", lambda how, numbers: did.append((how, numbers)), raising=False)
    monkeypatch.setattr(multiprocessing, "parent_process", lambda: parent)
    monkeypatch.setattr(kernels, "end_with", lambda found: found is parent and watched.set())
    monkeypatch.setattr(kernelapp, "launch_new_instance", lambda argv: did.append(argv))
    monkeypatch.setattr(os, "environ", {})
    monkeypatch.chdir(".")
    kernels.serve(["-f", "connection"], tmp_path, {"SAID": "培训"})
    interrupt = signal.SIGINT
    assert did == [
        "session",
        (interrupt, signal.SIG_IGN),
        (signal.SIG_UNBLOCK, {interrupt}),
        (interrupt, signal.default_int_handler),
        ["-f", "connection", f"--IPKernelApp.parent_handle={handle}"],
    ]
    assert watched.wait(5) and os.environ == {"SAID": "培训"} and sys.path == ["", "second"]
    assert os.path.samefile(".", tmp_path)
