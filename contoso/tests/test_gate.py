"""What the closing line of `make test` counts."""

from contoso.gate import sections
from contoso.gate.outcome import Outcome


class TestOutcome:
    def test_reads_as_the_closing_line(self):
        assert str(Outcome(2, 1) + Outcome(3)) == "5 passed, 1 failed"

    def test_a_run_that_ran_nothing_has_failed(self):
        assert Outcome().exit_code == 1
        assert Outcome(1).exit_code == 0
        assert Outcome(5, 1).exit_code == 1

    def test_a_runner_that_broke_counts_as_a_failure(self):
        assert Outcome(3).and_process(2) == Outcome(3, 1)
        assert Outcome(3, 2).and_process(1) == Outcome(3, 2)


class TestReports:
    def test_counts_each_test_once(self, tmp_path):
        report = tmp_path / "report.xml"
        report.write_text(
            "<testsuites><testsuite><testcase/><testcase><failure/></testcase>"
            "<testcase><error/></testcase><testcase><skipped/></testcase></testsuite></testsuites>"
        )
        assert sections._pytest_outcome(report) == Outcome(1, 2)

    def test_counts_each_scenario_once(self, tmp_path):
        report = tmp_path / "report.json"
        report.write_text(
            '[{"elements": [{"type": "background"}, {"type": "scenario", "status": "passed"}, '
            '{"type": "scenario", "status": "error"}, '
            '{"type": "scenario", "status": "skipped"}]}]'
        )
        assert sections._behave_outcome(report) == Outcome(1, 1)

    def test_a_missing_report_is_a_failure(self, tmp_path):
        assert sections._pytest_outcome(tmp_path / "none") == Outcome(0, 1)
        assert sections._behave_outcome(tmp_path / "none") == Outcome(0, 1)
