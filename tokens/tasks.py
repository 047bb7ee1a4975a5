"""The Celery tasks that deliver messages; all look into the table, whatever woke them."""

from celery import shared_task

from tokens.bootstrap import MESSAGES_TASK, PACKAGES_TASK, application, hints


@shared_task(name=MESSAGES_TASK)
def deliver_messages() -> int:
    """Deliver all messages that are due; return how many."""
    hints(MESSAGES_TASK).taken()
    delivered = 0
    while count := application().bus.deliver():
        delivered += count
        if delivered == count:
            # There may be more than one worker's worth: let an idle one join in.
            hints(MESSAGES_TASK).give()
    return delivered


@shared_task(name="tokens.relay_messages")
def relay_messages() -> int:
    """Pick up, every second, what became due or what a lost hint left behind."""
    return deliver_messages()


@shared_task(name=PACKAGES_TASK)
def make_packages() -> int:
    """Make all packages that are waited for and that nobody else is making; return how many."""
    hints(PACKAGES_TASK).taken()
    made = 0
    while application().spooler.spool():
        made += 1
    return made
