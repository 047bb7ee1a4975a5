"""What a process has made when it begins to work stays: the garbage collector may skip it."""

import gc


def set_aside() -> None:
    """Take everything that exists now out of all later collections.

    Django, REST framework and the model are some 100,000 objects: walking them takes about
    45 ms each time, in the middle of whatever request or message is under way.
    """
    gc.collect()
    gc.freeze()
