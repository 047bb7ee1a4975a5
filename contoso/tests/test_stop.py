"""Which signals stop what `make up` started."""

import signal

import pytest

from contoso.startup.stop import StopRequested, StopSwitch

SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


@pytest.fixture(autouse=True)
def _signals_as_before():
    before = {number: signal.getsignal(number) for number in SIGNALS}
    yield
    for number, handler in before.items():
        signal.signal(number, handler)


@pytest.mark.parametrize("number", SIGNALS)
def test_each_signal_stops(number):
    signal.signal(signal.SIGHUP, signal.SIG_DFL)
    switch = StopSwitch()
    switch.listen()
    signal.raise_signal(number)
    with pytest.raises(StopRequested):
        switch.sleep(0)


def test_under_nohup_the_terminal_may_go():
    signal.signal(signal.SIGHUP, signal.SIG_IGN)
    switch = StopSwitch()
    switch.listen()
    signal.raise_signal(signal.SIGHUP)
    switch.sleep(0)
