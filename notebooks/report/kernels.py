"""Kernels that start with their packages imported: forked from one process that has imported them.

Importing pandas and Matplotlib takes a kernel most of a second, and eight kernels most of the main job. The fork server of
`multiprocessing` imports them once; each kernel forked from it is as any other, with nothing run in it yet. Where there is
no fork server, as on Windows, each imports for itself.
"""

import multiprocessing
import os
import signal
import sys
import threading
from contextlib import contextmanager, suppress
from importlib.metadata import EntryPoint
from multiprocessing import resource_tracker

from jupyter_client.asynchronous import AsyncKernelClient
from jupyter_client.manager import AsyncKernelManager
from jupyter_client.provisioning import KernelProvisionerFactory, LocalProvisioner

NAME = "preloaded"
PRELOADED = ["pandas", "matplotlib.backends.backend_agg", "ipykernel.kernelapp"]
METHOD = "forkserver" if "forkserver" in multiprocessing.get_all_start_methods() and sys.platform != "darwin" else "spawn"


def serve(arguments: list[str], folder: str, settings: dict) -> None:
    """Be a kernel, in the new process: out of reach of the terminal's Ctrl-C, and gone once its parent is."""
    if hasattr(os, "setsid"):
        os.setsid()
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # what came while it started is dropped
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
        signal.signal(signal.SIGINT, signal.default_int_handler)
    from ipykernel.kernelapp import launch_new_instance

    parent = multiprocessing.parent_process()
    threading.Thread(target=end_with, args=[parent], daemon=True).start()
    handle = parent.sentinel if sys.platform == "win32" else 1  # 1: started by a program, nothing to watch
    os.chdir(folder)
    os.environ.update(settings)
    sys.path[0] = ""
    launch_new_instance(argv=[*arguments, f"--IPKernelApp.parent_handle={handle}"])


@contextmanager
def interrupts_waiting():
    """Hold Ctrl-C back while a process starts, which inherits that: a terminal sends it to all, and one still importing would tell of it."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    resource_tracker.ensure_running()  # now, for as it starts it lets Ctrl-C through again
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})


def end_with(parent) -> None:
    """End this process when its parent has ended, however that came; the fork server lives as long as its processes."""
    parent.join()
    kill_group(os.getpid())
    os._exit(1)


def kill_group(pid: int) -> None:
    """Kill a kernel with what its cells have started; where there are no groups, nothing."""
    if hasattr(os, "killpg"):
        with suppress(OSError):
            os.killpg(pid, signal.SIGKILL)


class Preloaded(LocalProvisioner):
    """Starts a kernel as a process of `multiprocessing` in place of a command."""

    async def launch_kernel(self, cmd, **kwargs):
        processes = multiprocessing.get_context(METHOD)
        processes.set_forkserver_preload(PRELOADED)
        at = cmd.index("-m") + 2  # python -m ipykernel_launcher -f …
        self.process = Kernel(processes.Process(target=serve, args=(cmd[at:], kwargs["cwd"], kwargs["env"])))
        self.pid = self.process.pid
        return self.connection_info

    async def send_signal(self, signum: int) -> None:
        """End the kernel; an interrupt is only sent ahead of the end, and dropped."""
        if self.process and signum != signal.SIGINT:
            self.process.kill()


class Kernel:
    """What a provisioner asks of a process, answered by one of `multiprocessing`."""

    stdin = stdout = stderr = None

    def __init__(self, process):
        self.process = process
        with interrupts_waiting():
            process.start()
        self.pid = process.pid

    def poll(self) -> int | None:
        return self.process.exitcode

    def wait(self) -> int | None:
        self.process.join()
        return self.process.exitcode

    def kill(self) -> None:
        """End it at once; a manager that finds it alive looks again only after a tenth of a second."""
        kill_group(self.pid)
        self.process.kill()
        self.process.join(1)

    terminate = kill


async def running_kernel(folder: str, settings: dict) -> tuple[AsyncKernelManager, AsyncKernelClient]:
    """(manager, client) of a kernel that answers, in `folder`, with `settings` beside the environment of this process.

    Ports that are free when they are chosen may be taken when the kernel opens them: one that dies is started once more.
    Raises RuntimeError where the second dies too.
    """
    for retry in (True, False):
        manager = kernel_manager(settings)
        await manager.start_kernel(cwd=folder, extra_arguments=["--log-level=ERROR"])
        client = manager.client()
        client.start_channels(stdin=False)
        try:
            await client.wait_for_ready(timeout=60)
            return manager, client
        except RuntimeError:
            client.stop_channels()
            await manager.shutdown_kernel(now=True)
            if not retry:
                raise


def kernel_manager(settings: dict) -> AsyncKernelManager:
    """A manager whose kernel will have its packages imported."""
    factory = KernelProvisionerFactory.instance()
    factory.provisioners[NAME] = EntryPoint(NAME, f"{__name__}:{Preloaded.__name__}", factory.GROUP_NAME)
    manager = AsyncKernelManager(kernel_name="python3")
    manager.kernel_spec.env = settings
    manager.kernel_spec.metadata = {"kernel_provisioner": {"provisioner_name": NAME}}
    return manager
