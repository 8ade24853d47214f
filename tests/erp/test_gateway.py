"""The one door: what is forgotten is closed first."""

from apps.erp import gateway


def test_forgetting_closes_client_and_limiter(tmp_path, settings, monkeypatch):
    settings.VAR_DIR = tmp_path
    closed = []
    client, limiter = gateway.erp(), gateway._limiter()
    for made in (client, limiter):
        close = made.close
        monkeypatch.setattr(made, "close", lambda made=made, close=close: (closed.append(made), close()))
    gateway.forget_client()
    assert closed == [client, limiter]
    assert gateway.erp() is not client
    assert gateway._limiter() is not limiter


def test_forgetting_what_was_never_made_makes_nothing(tmp_path, settings):
    settings.VAR_DIR = tmp_path
    gateway.forget_client()
    gateway.forget_client()
    assert not (tmp_path / "limits").exists()
