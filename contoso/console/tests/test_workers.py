"""The page of workers: what they say of themselves, and that it opens without Redis."""

import json
import re
import time

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse

from contoso.pulse import KEY, Pulse, client
from contoso.tests.waiting import eventually


@pytest.fixture
def ann(db, client, django_user_model):
    user = django_user_model.objects.create_user("ann", is_staff=True)
    user.groups.add(Group.objects.get(name="Viewer"))
    client.force_login(user)
    return client


@pytest.fixture
def redis(redis_url):
    with client() as connection:
        connection.delete(KEY, "upkeep")
        yield connection
        connection.delete(KEY, "upkeep")


def told(ann):
    page = ann.get(reverse("workers"))
    assert page.status_code == 200
    return page.content.decode()


class TestPulse:
    def test_tells_who_serves_which_queue_until_it_takes_leave(self, redis):
        pulse = Pulse(client(), "one@here", ["messages"])
        pulse.start()
        said = eventually(lambda: redis.hget(KEY, "one@here"), bool)
        assert json.loads(said)["queues"] == ["messages"]
        pulse.stop()
        assert not redis.hexists(KEY, "one@here")

    def test_goes_on_without_redis(self, settings):
        settings.REDIS_URL = "redis://127.0.0.1:1/0"
        pulse = Pulse(client(), "one@here", ["messages"])
        pulse.start()
        pulse.stop()


class TestPage:
    def test_tells_who_answers_and_what_waits(self, ann, redis):
        Pulse(client(), "up@here", ["upkeep"]).beat()
        task = {"name": "projections.upkeep", "since": time.time() - 90}
        silent = {"seen": time.time() - 60, "queues": ["messages"], "tasks": [task]}
        redis.hset(KEY, "gone@here", json.dumps(silent))
        redis.rpush("upkeep", "1", "2", "3")
        text = told(ann)
        assert re.search(r"no, silent for \d\d s", text)
        assert re.search(r"projections\.upkeep for \d\d", text)
        row = text.split(">upkeep</td>")[-1].split("</tr>")[0]
        assert ">3<" in row
        assert ">1<" in row

    def test_opens_and_says_so_when_redis_is_away(self, ann, settings):
        settings.REDIS_URL = "redis://127.0.0.1:1/0"
        began = time.monotonic()
        text = told(ann)
        assert "Redis does not answer" in text
        assert "Nothing is lost" in text
        assert time.monotonic() - began < 3

    def test_is_for_those_who_may_see_messages(self, client, django_user_model):
        client.force_login(django_user_model.objects.create_user("nic", is_staff=True))
        assert client.get(reverse("workers")).status_code == 403

    def test_costs_few_queries(self, ann, redis, django_assert_max_num_queries):
        with django_assert_max_num_queries(6):
            told(ann)
