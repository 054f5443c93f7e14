"""Asking for jobs, being told of them, and what is refused."""

from __future__ import annotations

import asyncio
import json
import os
import re
from datetime import date

import pytest

from api.app import create_app
from api.documents import JobDocument, JobsAnswer
from api.http.keys import CLOSED
from api.jobs import streaming
from api.jobs.job import ENDED
from api.jobs.plans import plan_names, plan_path
from api.keyring import add_key, revoke_key
from api.settings import Settings
from mdi.errors import DeclarationError
from tests.api.conftest import client_of, hold, problem_of

NO_JOB = "20260131T023012123456-3f9c1e07a4d2"
ADDRESSES = [
    ("GET", ""),
    ("POST", ""),
    ("GET", f"/{NO_JOB}"),
    ("DELETE", f"/{NO_JOB}"),
    ("GET", f"/{NO_JOB}/events"),
    ("GET", f"/{NO_JOB}/log"),
]
every_address = pytest.mark.parametrize(("method", "address"), ADDRESSES)


def start(ask, plan="nightly", **given):
    answer = ask("POST", json={"plan": plan}, **given)
    assert answer.status_code == 202, answer.text
    return answer.json()["id"]


def finish(office, job, status="done"):
    """As the process of a job ends it."""
    found = office.place.job(job)
    found.tell("status", found.state().model_copy(update={"status": status}))


@every_address
def test_they_are_off_by_default_and_it_is_told_how_they_are_switched_on(refused, method, address):
    found = refused(f"/v1/jobs{address}", method=method, status=404, json={"plan": "nightly"})
    assert "has no jobs" in found["detail"]
    assert all(f"'{name}'" in found["hint"] for name in ("jobs", "plans", "store", "keys"))


@every_address
def test_nothing_is_told_without_a_key_of_the_right_scope(ask, office, method, address):
    file = office.folder / "keys.toml"
    gone = add_key(file, "gone", ("jobs",)).written
    revoke_key(file, "gone")
    body = {"json": {"plan": "nightly"}} if method == "POST" else {}
    for key in (None, "x", office.key[:-1] + ("A" if office.key[-1] != "A" else "B"), gone):
        answer = ask(method, address, key=key, **body)
        problem_of(answer, 401)
        assert answer.headers["www-authenticate"].startswith("Bearer")
    late = add_key(file, "late", ("jobs",), date(2020, 1, 1)).written
    problem_of(ask(method, address, key=late, **body), 401)
    joins = add_key(file, "maps", ("joins",)).written
    found = problem_of(ask(method, address, key=joins, **body), 403)
    assert "scope 'jobs'" in found["detail"]
    file.unlink()
    assert problem_of(ask(method, address, **body), 403)["detail"] == CLOSED
    assert office.place.jobs() == []


def test_a_job_waits_and_is_told_of(ask, office):
    answer = ask("POST", json={"plan": "nightly"})
    found = answer.json()
    hold(JobDocument, found)
    assert answer.headers["location"] == f"http://testserver/v1/jobs/{found['id']}"
    assert answer.headers["cache-control"] == "no-store"
    assert (found["status"], found["plan"], found["by"]) == ("waiting", "nightly", "planner")
    assert {each["rel"] for each in found["links"]} == {"self", "events", "log"}
    again = ask("GET", f"/{found['id']}")
    assert again.json() == found
    assert again.headers["cache-control"] == "no-store"
    assert ask("HEAD", f"/{found['id']}").content == b""
    log = ask("GET", f"/{found['id']}/log")
    assert (log.headers["content-type"], log.text) == ("text/plain; charset=utf-8", "")
    assert "keys.toml" not in answer.text
    assert str(office.folder) not in answer.text


def test_links_begin_with_the_public_address(office):
    client = client_of(create_app(office.settings(public_url="https://mdi.example.nl/depriv")))
    headers = {"x-api-key": office.key}
    answer = client.post("/depriv/v1/jobs", json={"plan": "first"}, headers=headers)
    place = f"https://mdi.example.nl/depriv/v1/jobs/{answer.json()['id']}"
    assert answer.headers["location"] == place
    assert [each["href"] for each in answer.json()["links"]] == [
        place,
        f"{place}/events",
        f"{place}/log",
    ]


def test_jobs_are_listed_the_newest_first(ask):
    started = [start(ask, plan) for plan in ("first", "nightly", "first")]
    found = ask("GET", "?limit=2").json()
    hold(JobsAnswer, found)
    assert [job["id"] for job in found["jobs"]] == started[:0:-1]
    assert (found["matched"], found["returned"]) == (3, 2)
    assert found["plans"] == ["first", "long", "nightly"]
    for limit in ("0", "x", "1001"):
        problem_of(ask("GET", f"?limit={limit}"), 400)


@pytest.mark.parametrize(
    "plan",
    [
        "../keys",
        "..",
        "/etc/passwd",
        "nightly.toml",
        "plans/nightly",
        "sample/catalogue",
        "night\\ly",
        "nightly\x00",
        "nightly\n",
        "http://example.org/plan.toml",
        "file:///etc/passwd",
        'catalogue = "sample"',
        "%2e%2e%2fkeys",
        "ｎightly",
        "-rf",
        ".hidden",
        "n" * 65,
        "",
        "*",
        "Nightly",
        None,
        5,
        ["nightly"],
        {"catalogue": "sample"},
    ],
)
def test_a_plan_is_a_name_and_never_a_path_an_address_or_a_text(ask, office, plan):
    (office.folder / "plans" / ".hidden.toml").write_text('catalogue = "sample"')
    found = problem_of(ask("POST", json={"plan": plan}), 400)
    assert str(office.folder) not in json.dumps(found)
    assert office.place.jobs() == []


def test_all_that_is_wrong_with_a_body_is_told_at_once(ask):
    found = problem_of(ask("POST", json={"plan": "../x", "dry_run": "yes", "paln": 1}), 400)
    told = [each["what"] for each in found["problems"]]
    assert any("key 'plan': expected the name of a plan" in what for what in told)
    assert any("key 'dry_run': expected true or false" in what for what in told)
    assert any("key 'paln' is not known" in what for what in told)
    for content in (b"", b"[]", b'{"plan": ', b'{"plan": "\\ud800"}', b'{"\\udfff": 1}', b"\xff"):
        told = ask("POST", content=content, headers={"content-type": "application/json"})
        problem_of(told, 400)
    (found,) = problem_of(ask("POST", json=[]), 400)["problems"]
    assert found["expected"] == 'a JSON object, such as {"plan": "nightly"}'
    problem_of(ask("POST", "?plan=nightly", json={"plan": "nightly"}), 400)


def test_a_name_that_is_no_plan_is_answered_with_the_nearest(ask):
    assert problem_of(ask("POST", json={"plan": "nightyl"}), 400)["hint"] == (
        "did you mean 'nightly'?"
    )


def test_only_files_of_plans_are_plans(tmp_path):
    assert plan_names(tmp_path / "nowhere") == []
    with pytest.raises(DeclarationError, match="no plan"):
        plan_path(tmp_path, "x")
    for name in ("a.toml", "b.txt", "c d.toml", "e.f.toml"):
        (tmp_path / name).touch()
    (tmp_path / "folder.toml").mkdir()
    assert plan_names(tmp_path) == ["a"]
    assert plan_path(tmp_path, "a") == tmp_path / "a.toml"


@pytest.mark.parametrize(
    "name",
    [NO_JOB, "x", "..", "%2e%2e", "..%2fjobs", ".door", ".running", NO_JOB.upper(), f"{NO_JOB}x"],
)
def test_there_is_no_other_job(ask, name):
    start(ask)
    for method, rest in (("GET", ""), ("DELETE", ""), ("GET", "/events"), ("GET", "/log")):
        problem_of(ask(method, f"/{name}{rest}"), 404)


def test_the_same_word_starts_no_other_job(ask, office):
    word = {"idempotency-key": '"8e03978e-40d5-43e8-bc93-6894a57f9324"'}
    first = start(ask, headers=word)
    assert start(ask, headers=word) == first
    finish(office, first)
    assert start(ask, headers=word) == first
    found = problem_of(ask("POST", json={"plan": "first"}, headers=word), 409)
    assert "Idempotency-Key" in found["detail"]
    other = add_key(office.folder / "keys.toml", "other", ("jobs",)).written
    assert start(ask, key=other, headers=word) != first
    assert start(ask) != first
    assert len(office.place.jobs()) == 3
    assert "8e03978e" not in (office.place.job(first).folder / "job.json").read_text()
    problem_of(ask("POST", json={"plan": "first"}, headers={"idempotency-key": "x" * 256}), 400)


def test_only_so_many_jobs_wait(office):
    client = client_of(create_app(office.settings(jobs_waiting=2)))
    headers = {"x-api-key": office.key}
    answers = [client.post("/v1/jobs", json={"plan": "first"}, headers=headers) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [202, 202, 503]
    assert "2 jobs wait already" in problem_of(answers[2], 503)["detail"]
    client.delete(f"/v1/jobs/{answers[0].json()['id']}", headers=headers)
    assert client.post("/v1/jobs", json={"plan": "first"}, headers=headers).status_code == 202


def test_only_so_many_jobs_are_kept_that_have_ended(office):
    client = client_of(create_app(office.settings(jobs_kept=2, jobs_waiting=10)))
    headers = {"x-api-key": office.key}
    started = []
    for number in range(5):
        answer = client.post("/v1/jobs", json={"plan": "first"}, headers=headers)
        started.append(answer.json()["id"])
        if number != 1:
            finish(office, started[-1])
    kept = [job["id"] for job in client.get("/v1/jobs", headers=headers).json()["jobs"]]
    assert kept == [started[number] for number in (4, 3, 2, 1)]  # with the one that waits
    problem_of(client.get(f"/v1/jobs/{started[0]}", headers=headers), 404)


def test_a_job_that_waits_is_cancelled_at_once_and_stays_so(ask, office):
    job = start(ask)
    answer = ask("DELETE", f"/{job}")
    found = answer.json()
    assert (answer.status_code, found["status"], found["cancelling"]) == (200, "cancelled", False)
    assert found["ended"]
    assert ask("DELETE", f"/{job}").json() == found
    finish(office, done := start(ask))
    assert ask("DELETE", f"/{done}").json()["status"] == "done"
    assert not office.place.job(done).stopping


def test_a_damaged_job_hides_no_other(ask, office):
    bad, good = start(ask), start(ask)
    (office.place.job(bad).folder / "events.jsonl").write_text("no json\n")
    found = problem_of(ask("GET", f"/{bad}"), 503)
    assert "events" not in found["detail"]
    assert [job["id"] for job in ask("GET").json()["jobs"]] == [good]
    assert ask("DELETE", f"/{good}").json()["status"] == "cancelled"
    start(ask)


def test_who_has_all_events_is_told_to_ask_no_more(ask, office):
    job = start(ask)
    finish(office, job)
    assert ask("GET", f"/{job}/events").text.count("\nid: ") == 2
    rest = ask("GET", f"/{job}/events", headers={"last-event-id": "1"})
    assert re.findall(r"^id: (\d+)$", rest.text, re.MULTILINE) == ["2"]
    for number in (2, 3, 2**31):
        answer = ask("GET", f"/{job}/events", headers={"last-event-id": str(number)})
        assert (answer.status_code, answer.content) == (204, b"")
    for wrong in ("x", "-1", "1e3", "9" * 30):
        problem_of(ask("GET", f"/{job}/events", headers={"last-event-id": wrong}), 400)
    problem_of(ask("GET", f"/{job}/events?f=json"), 400)
    assert ask("HEAD", f"/{start(ask)}/events").status_code == 200


def shown(event):
    return event.state.model_dump()


def read(stream):
    """All that an asynchronous stream sends."""

    async def whole():
        return [piece async for piece in stream]

    return asyncio.run(whole())


def test_a_quiet_stream_says_that_it_is_still_there_until_the_service_stops(
    ask, office, monkeypatch
):
    monkeypatch.setattr(streaming, "PAUSE", 0.01)
    monkeypatch.setattr(streaming, "BEAT", 0.05)
    job, looks = office.place.job(start(ask)), iter([False] * 20 + [True])
    retry, event, *beats = read(streaming.events_of(job, 0, shown, lambda: next(looks)))
    assert (retry, event[:6]) == (b"retry: 2000\n\n", b"id: 1\n")
    assert 2 < len(beats) < 6
    assert all(re.fullmatch(rb":[^\n]*\n\n", beat) for beat in beats)


def test_the_stream_of_a_job_that_is_removed_ends(ask, office, monkeypatch):
    monkeypatch.setattr(streaming, "PAUSE", 0.01)
    job = office.place.job(start(ask))

    def leaving():
        office.place.remove(job)
        return False

    assert len(read(streaming.events_of(job, 0, shown, leaving))) == 2


def test_what_jobs_need_is_told_when_the_service_starts(office, tmp_path):
    with pytest.raises(DeclarationError) as raised:
        create_app(Settings(data=office.folder / "plans" / "sample", jobs=tmp_path / "jobs"))
    told = [str(problem) for problem in raised.value.problems]
    assert [re.match("'(.*?)'", each)[1] for each in told] == ["store", "plans", "keys"]
    assert not (tmp_path / "jobs").exists()


@pytest.mark.skipif(os.name != "posix", reason="who may read is told by POSIX modes")
def test_nobody_else_on_the_machine_reads_jobs(ask, office):
    job = office.place.job(start(ask))
    folders = (office.place.root, job.folder)
    assert {oct(folder.stat().st_mode & 0o777) for folder in folders} == {"0o700"}
    assert {oct(each.stat().st_mode & 0o077) for each in job.folder.iterdir()} == {"0o0"}


def test_statuses_that_end_a_job_are_those_of_the_document():
    assert set(JobDocument.model_fields["status"].annotation.__args__) > ENDED
