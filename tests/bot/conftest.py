from __future__ import annotations

from collections.abc import Iterator

import fakes
import pytest


@pytest.fixture(autouse=True)
def services_are_closed() -> Iterator[None]:
    """Close what a test opened through ``fakes.service``."""
    before = len(fakes.OPENED)
    yield
    for service in fakes.OPENED[before:]:
        service.close()
    del fakes.OPENED[before:]
