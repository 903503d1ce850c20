"""What is to be cleared away is, wherever it is: a service that sweeps is found without being named."""

import importlib
import pkgutil

import pytest
from apscheduler.schedulers.background import BackgroundScheduler

from clientmanager import services, worker


def test_every_sweep_is_promised(monkeypatch: pytest.MonkeyPatch):
    kept: list[object] = []
    monkeypatch.setattr(worker, "for_each", lambda _clock, _name, *works, **_when: kept.extend(works))
    worker.keep_promises(BackgroundScheduler())
    names = [module.name for module in pkgutil.iter_modules(services.__path__)]
    modules = [importlib.import_module(f"{services.__name__}.{name}") for name in names]
    sweeps = [module.sweep for module in modules if hasattr(module, "sweep")]
    assert len(sweeps) > 2
    assert [sweep for sweep in sweeps if sweep not in kept] == []
