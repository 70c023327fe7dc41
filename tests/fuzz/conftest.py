"""The helpers beside the tests (tests/ is no package), and the server of the API's tests."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE))


def _rig() -> ModuleType:
    spec = importlib.util.spec_from_file_location("inbox_api_rig", HERE.parent / "api" / "conftest.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules["inbox_api_rig"] = module
    spec.loader.exec_module(module)
    return module


rig = _rig()
serve, store_url = rig.serve, rig.store_url
