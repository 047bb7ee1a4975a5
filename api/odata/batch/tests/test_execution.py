"""The order of a batch, its groups, its dependencies and its references."""

import pytest

from api.odata.batch.execution import Manner, Pending, execute
from api.odata.batch.model import (
    Answered,
    AtomicGroup,
    Batch,
    BatchFormat,
    BatchRequest,
    BatchResponse,
    GroupAnswered,
)
from api.odata.errors import BadRequestError


class Recorder:
    """Answers by URL, and records what was run; what is undone is taken off the record."""

    def __init__(self, answers=None, tries=1):
        self.answers = answers or {}
        self.tries = tries
        self.run_ones = []
        self.finished = False

    def run(self, request):
        return Pending(self.run_in_group(request))

    def run_together(self, work):
        before = list(self.run_ones)
        for _ in range(self.tries):
            self.run_ones = list(before)
            if not work():
                self.run_ones = before

    def run_in_group(self, request):
        self.run_ones.append(request)
        return self.answers.get(request.url, BatchResponse(200))

    def finish(self):
        self.finished = True

    @property
    def urls(self):
        return [request.url for request in self.run_ones]


def get(url, identity=None, **members):
    return BatchRequest("GET", url, id=identity, **members)


def post(url, identity=None, **members):
    return BatchRequest("POST", url, id=identity, **members)


def run(recorder, *steps, form=BatchFormat.JSON, goes_on=True, answer_in=None):
    manner = Manner(goes_on, answer_in or form)
    return execute(Batch(form, steps), recorder, manner)


def statuses(outcomes):
    return [
        [a.response.status for a in each.answers]
        if isinstance(each, GroupAnswered)
        else each.response.status
        for each in outcomes
    ]


MISSING = {"missing": BatchResponse(404)}


class TestOrder:
    def test_all_are_run_and_committed_at_the_end(self):
        recorder = Recorder()
        assert statuses(run(recorder, get("a"), get("b"))) == [200, 200]
        assert recorder.urls == ["a", "b"]
        assert recorder.finished

    def test_stops_after_an_error_unless_it_goes_on(self):
        steps = get("a"), get("missing"), get("b")
        assert statuses(run(Recorder(MISSING), *steps)) == [200, 404, 200]
        recorder = Recorder(MISSING)
        assert statuses(run(recorder, *steps, goes_on=False)) == [200, 404]
        assert recorder.urls == ["a", "missing"]

    def test_not_modified_is_no_error(self):
        recorder = Recorder({"a": BatchResponse(304)})
        assert statuses(run(recorder, get("a"), get("b"), goes_on=False)) == [304, 200]

    def test_a_commit_that_fails_ends_it_where_it_would_have(self):
        class Failing(Recorder):
            def __init__(self):
                super().__init__()
                self.pending = []

            def run(self, request):
                self.pending.append(super().run(request))
                return self.pending[-1]

            def finish(self):
                self.pending[0].response = BatchResponse(503)

        assert statuses(run(Failing(), get("a"), get("b"), goes_on=False)) == [503]


class TestGroups:
    def group(self, *requests):
        return AtomicGroup("g", requests)

    def test_succeed_together(self):
        recorder = Recorder()
        (found,) = run(recorder, self.group(post("a", "1"), post("b", "2")))
        assert found.failure is None
        assert recorder.urls == ["a", "b"]

    def test_fail_together(self):
        recorder = Recorder(MISSING)
        group = self.group(post("a", "1"), post("missing", "2"), post("b", "3"))
        (found,) = run(recorder, group)
        assert found.failure == BatchResponse(404)
        assert statuses([found]) == [[424, 404, 424]]
        assert recorder.urls == []

    def test_may_be_tried_again(self):
        (found,) = run(Recorder(tries=2), self.group(post("a", "1"), post("$1/b", "2")))
        assert statuses([found]) == [[424, 400]]

    def test_share_a_failure_of_their_own(self):
        class Failing(Recorder):
            def run_together(self, work):
                assert work()
                return BatchResponse(503)

        found = run(Failing(), self.group(post("a", "1"), post("b", "2")), get("c"))
        assert statuses(found) == [[503, 503], 200]

    def test_stop_what_follows(self):
        found = run(Recorder(MISSING), self.group(post("missing")), get("a"), goes_on=False)
        assert statuses(found) == [[404]]

    def test_have_a_key_each(self):
        recorder = Recorder()
        key = {"repeatability-request-id": "k"}
        run(recorder, self.group(post("a", headers=key), post("b", headers=key)))
        keys = [each.headers["repeatability-request-id"] for each in recorder.run_ones]
        assert keys == ["k/1", "k/2"]


class TestDependencies:
    def test_on_what_failed_are_not_run(self):
        recorder = Recorder(MISSING)
        steps = (
            get("missing", "a"),
            get("b", "b", depends_on=("a",)),
            get("c", "c", depends_on=("b",)),
            get("d", "d"),
        )
        assert statuses(run(recorder, *steps)) == [404, 424, 424, 200]
        assert recorder.urls == ["missing", "d"]

    def test_on_a_group_are_on_all_of_it(self):
        for last, status in (("missing", 424), ("b", 200)):
            group = AtomicGroup("g", (post("a", "1"), post(last, "2")))
            found = run(Recorder(MISSING), group, get("c", "3", depends_on=("g",)))
            assert found[1].response.status == status

    def test_of_a_groups_request_are_the_groups(self):
        recorder = Recorder(MISSING)
        group = AtomicGroup("g", (post("b", "2"), post("c", "3", depends_on=("1",))))
        found = run(recorder, get("missing", "1"), group)
        assert statuses(found) == [404, [424, 424]]
        assert recorder.urls == ["missing"]

    def test_by_a_condition_are_not_offered(self):
        found = run(Recorder(), get("a", "1"), get("b", "2", only_if="$1/$succeeded"))
        assert statuses(found) == [200, 424]
        assert b"Conditions are not offered" in found[1].response.body


class TestReferences:
    NEW = BatchResponse(201, (("Location", "http://h/Orders(1)"), ("ETag", 'W/"1"')))

    def test_to_what_was_created(self):
        recorder = Recorder({"Orders": self.NEW})
        run(recorder, post("Orders", "1"), post("$1/Cancel?x=$1"), get("$1"))
        assert recorder.urls == [
            "Orders",
            "http://h/Orders(1)/Cancel?x=$1",
            "http://h/Orders(1)",
        ]

    def test_to_what_was_read_or_changed_are_its_url(self):
        recorder = Recorder()
        run(recorder, get("Orders(1)?$select=id", "a"), get("$a/state", "b"), get("$b/$value"))
        assert recorder.urls[1:] == ["Orders(1)/state", "Orders(1)/state/$value"]

    def test_to_an_entity_tag(self):
        recorder = Recorder({"Orders": self.NEW})
        run(recorder, post("Orders", "1"), post("x", headers={"if-match": "$1"}))
        assert recorder.run_ones[1].headers == {"if-match": 'W/"1"'}

    def test_within_a_group(self):
        recorder = Recorder({"Orders": self.NEW})
        run(recorder, AtomicGroup("g", (post("Orders", "1"), post("$1/Cancel", "2"))))
        assert recorder.urls[1] == "http://h/Orders(1)/Cancel"

    def test_to_what_failed_are_not_run(self):
        assert statuses(run(Recorder(MISSING), get("missing", "1"), get("$1/x"))) == [404, 424]

    @pytest.mark.parametrize("second", [get("$1/x"), get("y", headers={"if-match": "$1"})])
    def test_to_nothing_are_refused(self, second):
        assert statuses(run(Recorder(), post("a", "1"), second)) == [200, 400]

    @pytest.mark.parametrize("url", ["$2", "$2/x", "$1"])
    def test_to_what_does_not_come_before_refuse_all(self, url):
        recorder = Recorder()
        with pytest.raises(BadRequestError, match="refers to no request that comes before"):
            run(recorder, get("a"), get(url, "1"), get("b", "2"))
        assert recorder.urls == []

    def test_names_of_the_service_go_first(self):
        recorder = Recorder()
        run(recorder, get("a", "metadata"), get("$metadata"), get("$crossjoin(a,b)"))
        assert recorder.urls[1:] == ["$metadata", "$crossjoin(a,b)"]


ASKED = {"prefer": "respond-async, wait=1"}


class TestAsynchronous:
    def kept(self, *steps, **options):
        recorder = Recorder()
        run(recorder, *steps, **options)
        return [each.headers.get("prefer") for each in recorder.run_ones]

    def test_answers_are_for_json_alone(self):
        assert self.kept(post("a", headers=ASKED)) == ["respond-async, wait=1"]
        multipart = {"answer_in": BatchFormat.MULTIPART}
        assert self.kept(post("a", headers=ASKED), **multipart) == ["wait=1"]

    def test_are_not_for_groups_or_what_others_depend_on(self):
        group = AtomicGroup("g", (post("a", headers=ASKED),))
        assert self.kept(group) == ["wait=1"]
        steps = post("a", "1", headers=ASKED), get("b", depends_on=("1",))
        assert self.kept(*steps)[0] == "wait=1"


def test_an_answer_is_told_with_its_request():
    (found,) = run(Recorder(), get("a", "1"))
    assert isinstance(found, Answered)
    assert found.request.id == "1"
