"""Kernels that start with their packages imported: forked from one process that has imported them.

Importing pandas and Matplotlib takes a kernel most of a second, and eight kernels most of the main job. The fork server of
`multiprocessing` imports them once; each kernel forked from it is as any other, with nothing run in it yet. Where there is
no fork server, as on Windows, each imports for itself.
"""

import multiprocessing
import os
import sys
from importlib.metadata import EntryPoint

from jupyter_client.manager import AsyncKernelManager
from jupyter_client.provisioning import KernelProvisionerFactory, LocalProvisioner

NAME = "preloaded"
PRELOADED = ["pandas", "matplotlib.backends.backend_agg", "matplotlib.backends.backend_svg", "ipykernel.kernelapp"]
METHOD = "forkserver" if "forkserver" in multiprocessing.get_all_start_methods() and sys.platform != "darwin" else "spawn"


def serve(arguments: list[str], folder: str, settings: dict) -> None:
    """Be a kernel, in the new process."""
    from ipykernel.kernelapp import launch_new_instance

    os.chdir(folder)
    os.environ.update(settings)
    sys.path[0] = ""
    launch_new_instance(argv=[*arguments, f"--IPKernelApp.parent_handle={os.getppid()}"])


class Preloaded(LocalProvisioner):
    """Starts a kernel as a process of `multiprocessing` in place of a command."""

    async def launch_kernel(self, cmd, **kwargs):
        processes = multiprocessing.get_context(METHOD)
        processes.set_forkserver_preload(PRELOADED)
        at = cmd.index("-m") + 2  # python -m ipykernel_launcher -f …
        self.process = Kernel(processes.Process(target=serve, args=(cmd[at:], kwargs["cwd"], kwargs["env"])))
        self.pid = self.process.pid
        return self.connection_info


class Kernel:
    """What a provisioner asks of a process, answered by one of `multiprocessing`."""

    stdin = stdout = stderr = None

    def __init__(self, process):
        self.process = process
        process.start()
        self.pid, self.terminate, self.kill = process.pid, process.terminate, process.kill

    def poll(self) -> int | None:
        return self.process.exitcode

    def wait(self) -> int | None:
        self.process.join()
        return self.process.exitcode

    def send_signal(self, number: int) -> None:
        os.kill(self.pid, number)


def kernel_manager(settings: dict) -> AsyncKernelManager:
    """A manager whose kernel has its packages imported, and `settings` beside the environment of this process."""
    factory = KernelProvisionerFactory.instance()
    factory.provisioners[NAME] = EntryPoint(NAME, f"{__name__}:{Preloaded.__name__}", factory.GROUP_NAME)
    manager = AsyncKernelManager(kernel_name="python3")
    manager.kernel_spec.env = settings
    manager.kernel_spec.metadata = {"kernel_provisioner": {"provisioner_name": NAME}}
    return manager
