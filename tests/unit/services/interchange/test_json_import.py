"""Documents in: names are enough, everything wrong is named, all or nothing."""

from __future__ import annotations

import base64
import hashlib
import json

import pytest

from clientdesk.models.errors import FileUnreadable, ImportRefused
from clientdesk.models.ids import new_id
from clientdesk.models.tables import Calendar
from clientdesk.services.interchange.json_export import export_document
from clientdesk.services.interchange.shape import LISTS, columns


@pytest.fixture
def desk(workspace):
    workspace.practice.set_up("Mara Lind", zone="Europe/Paris", currency="EUR")
    return workspace


@pytest.fixture
def bring(desk, tmp_path):
    def import_document(document, **options):
        path = tmp_path / "document.json"
        path.write_bytes(document if isinstance(document, bytes) else json.dumps(document).encode())
        return desk.interchange.import_file(path, **options)

    return import_document


def refusal(bring, document):
    """What is said of a document, which a dry run must say too."""
    with pytest.raises(ImportRefused) as dry:
        bring(document, dry_run=True)
    with pytest.raises(ImportRefused) as refused:
        bring(document)
    found = [(problem.field, problem.code) for problem in refused.value.problems]
    assert found == [(problem.field, problem.code) for problem in dry.value.problems]
    return found


def count(desk):
    document = export_document(desk.store, desk.clock)
    return sum(len(document[name]) for name in LISTS)


def test_a_name_is_enough(desk, bring):
    report = bring({"clients": [{"name": "Birch"}]})
    assert report.added == {"clients": 1}
    client = desk.clients.get(report.client_ids[0])
    assert (client.name, client.tier, client.added_on.isoformat()) == ("Birch", "Steady", "2026-10-12")


ONLY_ONE = [
    ("week_plans", {"starts_on": "2026-10-12"}, "starts_on"),
    ("work_items", {"title": "Friday's update", "source_key": "rhythm:one:2026-10-16"}, "source_key"),
]


@pytest.mark.parametrize(("name", "record", "field"), ONLY_ONE)
def test_what_only_one_may_have_is_refused_a_second_time(bring, name, record, field):
    assert refusal(bring, {name: [record, record]}) == [(f"{name}.1.{field}", "taken")]
    bring({name: [record]})
    assert refusal(bring, {name: [record]}) == [(f"{name}.0.{field}", "taken")]


@pytest.mark.parametrize("rule", ["FREQ=SECONDLY", "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", "every monday"])
def test_recurring_work_needs_a_rule_of_whole_days(bring, rule):
    record = {"title": "books", "rule": rule, "starts_on": "2026-10-12"}
    [(field, _)] = refusal(bring, {"recurring_work": [record]})
    assert field == "recurring_work.0.rule"


def test_own_work_without_a_source_is_never_the_same_work(bring):
    bring({"work_items": [{"title": "Report"}, {"title": "Report"}]})
    assert bring({"work_items": [{"title": "Report"}]}).added == {"work_items": 1}


def test_intentions_are_sentences_done_or_not(bring):
    plan = {"starts_on": "2026-10-12", "intentions": [{"text": "sleep", "is_done": "perhaps"}]}
    assert refusal(bring, {"week_plans": [plan]}) == [("week_plans.0.intentions", "not_valid")]


def test_a_null_tier_stays_none(desk, bring):
    report = bring({"clients": [{"name": "Birch", "tier_id": None}]})
    assert desk.clients.get(report.client_ids[0]).tier == ""


def test_a_whole_chain_is_made_from_names_and_references(desk, bring):
    client, engagement = new_id(), new_id()
    bring(
        {
            "clients": [{"id": client, "name": "Birch"}],
            "engagements": [{"id": engagement, "client_id": client, "title": "Advice"}],
            "milestones": [{"engagement_id": engagement, "title": "Report", "expected_on": "2026-10-22"}],
            "touchpoints": [{"client_id": client, "kind": "call"}],
            "rhythms": [{"client_id": client, "kind": "update", "weekday": 4}],
            "time_off": [{"starts_on": "2026-12-24"}],
        }
    )
    view = desk.engagements.get(engagement)
    assert (view.starts_on.isoformat(), view.currency) == ("2026-10-12", "EUR")
    assert view.milestones[0].title == "Report"
    assert desk.clients.get(client).last_told.on.isoformat() == "2026-10-12"
    assert desk.rhythms.of_client(client)[0].starts_on.isoformat() == "2026-10-12"
    assert desk.boundaries.time_off()[0].ends_on.isoformat() == "2026-12-24"


def test_one_undo_takes_a_document_back(desk, bring):
    before = count(desk)
    bring({"clients": [{"name": "Birch"}, {"name": "Cedar"}]})
    assert desk.store.undo() == "Import"
    assert count(desk) == before


def test_an_id_that_is_here_is_refused(desk, bring):
    here = desk.clients.add("Birch")
    assert refusal(bring, {"clients": [{"id": here, "name": "Cedar"}]}) == [("clients.0.id", "id_taken")]


def test_an_id_twice_in_the_document_is_refused(bring):
    twice = new_id()
    document = {"clients": [{"id": twice, "name": "Birch"}, {"id": twice, "name": "Cedar"}]}
    assert refusal(bring, document) == [("clients.1.id", "id_taken")]


@pytest.mark.parametrize(
    "wrong",
    ["1", "../../etc/passwd", "", "01A204BD-D5C5-796B-8DCF-DDD835173FD5", "01a204bdd5c57b31ab85dd937639b75b"],
)
def test_what_is_no_id_is_refused(bring, wrong):
    assert refusal(bring, {"clients": [{"id": wrong, "name": "B"}]}) == [("clients.0.id", "id_malformed")]


def test_a_reference_to_nothing_is_refused(bring):
    document = {"engagements": [{"client_id": new_id(), "title": "Advice"}]}
    assert refusal(bring, document) == [("engagements.0.client_id", "no_such_reference")]


def test_a_reference_of_another_kind_is_refused(desk, bring):
    tier = desk.tiers.list_all()[0].tier_id
    document = {"engagements": [{"client_id": tier, "title": "Advice"}]}
    assert refusal(bring, document) == [("engagements.0.client_id", "no_such_reference")]


def test_unknown_lists_and_fields_are_refused_by_name(bring):
    document = {"client": [], "clients": [{"name": "Birch", "colr": 1}]}
    assert refusal(bring, document) == [("client", "unknown_field"), ("clients.0.colr", "unknown_field")]


def test_one_bad_record_among_good_ones_stores_nothing(desk, bring):
    before = count(desk)
    good = [{"name": f"Client {number}"} for number in range(50)]
    assert refusal(bring, {"clients": [*good, {"name": "  "}]}) == [("clients.50.name", "blank")]
    assert count(desk) == before


@pytest.mark.parametrize(
    ("record", "field", "code"),
    [
        ({"name": 5}, "name", "not_valid"),
        ({"name": None}, "name", "not_valid"),
        ({"name": ["B"]}, "name", "not_valid"),
        ({}, "name", "missing"),
        ({"name": "x" * 201}, "name", "too_long"),
        ({"name": "B", "limit_days": "5"}, "limit_days", "not_a_number"),
        ({"name": "B", "limit_days": True}, "limit_days", "not_a_number"),
        ({"name": "B", "limit_days": 1.5}, "limit_days", "not_a_whole_number"),
        ({"name": "B", "limit_days": -1}, "limit_days", "too_small"),
        ({"name": "B", "needs_intake": 1}, "needs_intake", "not_yes_or_no"),
        ({"name": "B", "needs_intake": "true"}, "needs_intake", "not_yes_or_no"),
        ({"name": "B", "stage": "nowhere"}, "stage", "not_a_choice"),
        ({"name": "B", "zone": "Moon/Base"}, "zone", "unknown_zone"),
        ({"name": "B", "added_on": "12.10.2026"}, "added_on", "not_a_date"),
        ({"name": "B", "added_on": 20261012}, "added_on", "not_valid"),
        ({"name": "B", "added_on": "2026-02-30"}, "added_on", "not_a_date"),
        ({"name": "a\ud800b"}, "name", "not_valid"),
    ],
)
def test_wrong_values_are_named(bring, record, field, code):
    assert refusal(bring, {"clients": [record]}) == [(f"clients.0.{field}", code)]


@pytest.mark.parametrize(
    ("document", "field", "code"),
    [
        ({"clients": {}}, "clients", "not_a_list"),
        ({"clients": None}, "clients", "not_a_list"),
        ({"clients": ["Birch"]}, "clients.0", "not_a_record"),
        ([{"name": "Birch"}], "", "not_a_record"),
        ("Birch", "", "not_a_record"),
        ({"format": "other"}, "version", "unknown_format"),
        ({"version": 2}, "version", "unknown_format"),
        ({"practices": [{"name": "Second"}]}, "practices", "one_practice"),
        ({"contacts": [{"name": "Ada"}]}, "contacts.0.client_id", "missing"),
        (
            {"time_off": [{"starts_on": "2026-10-12", "ends_on": "2026-10-01"}]},
            "time_off.0.ends_on",
            "end_before_start",
        ),
    ],
)
def test_wrong_shapes_are_named(bring, document, field, code):
    assert refusal(bring, document) == [(field, code)]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "cut_off"),
        (b'{"clients": [{"name": "Bir', "cut_off"),
        (b'{"clients": [{"name": "Birch"}]}}', "cut_off"),
        (b'{"clients": [{"name": "Birch", "limit_days": NaN}]}', "not_finite"),
        (b'{"clients": [{"name": "Birch", "limit_days": -Infinity}]}', "not_finite"),
        (b'{"clients": [{"name": "Birch", "limit_days": 1e999}]}', "not_finite"),
        (b'{"clients": [{"name": "Birch", "limit_days": ' + b"9" * 5000 + b"}]}", "not_finite"),
        (b'{"clients": ' + b"[" * 100_000 + b"]" * 100_000 + b"}", "too_deep"),
        (b'{"clients": ' + b"[" * 300 + b"]" * 300 + b"}", "too_deep"),
        ('{"clients": [{"name": "José"}]}'.encode("cp1252"), "not_text"),
    ],
)
def test_broken_files_are_refused(bring, content, code):
    assert [found for _, found in refusal(bring, content)] == [code]


def test_a_byte_order_mark_is_no_obstacle(bring):
    assert bring(b'\xef\xbb\xbf{"clients": [{"name": "Birch"}]}').added == {"clients": 1}


def test_a_missing_file_is_refused_in_words(desk, tmp_path):
    with pytest.raises(FileUnreadable):
        desk.interchange.import_file(tmp_path / "gone.json")
    with pytest.raises(FileUnreadable):
        desk.interchange.import_file(tmp_path)


def test_a_place_that_does_not_exist_is_refused(workspace, tmp_path):
    path = tmp_path / "document.json"
    path.write_text(json.dumps({"practices": [{"name": "M", "locale": "xx_YY", "holiday_region": "QQ"}]}))
    with pytest.raises(ImportRefused) as refused:
        workspace.interchange.import_file(path)
    assert {(p.field, p.code) for p in refused.value.problems} == {
        ("practices.0.locale", "unknown_locale"),
        ("practices.0.holiday_region", "unknown_region"),
    }
    assert workspace.practice.get() is None


def test_an_owner_that_does_not_fit_the_layer_is_refused(bring):
    rhythm = {"kind": "update", "weekday": 4, "layer": "client"}
    assert refusal(bring, {"rhythms": [rhythm]}) == [("rhythms.0.layer", "wrong_owner")]


def test_there_stays_one_default_tier(desk, bring):
    bring({"tiers": [{"name": "Extra", "is_default": True}]})
    assert [tier.name for tier in desk.tiers.list_all() if tier.is_default] == ["Steady"]


def test_a_version_may_stand_before_the_one_it_supersedes(desk, bring):
    client, engagement = new_id(), new_id()
    older, newer = sorted([new_id(), new_id()], reverse=True)
    paper = {"client_id": client, "engagement_id": engagement}
    report = bring(
        {
            "clients": [{"id": client, "name": "Birch"}],
            "engagements": [{"id": engagement, "client_id": client, "title": "Advice"}],
            "agreements": [{"id": newer, "supersedes_id": older} | paper, {"id": older} | paper],
        }
    )
    assert report.added["agreements"] == 2


def test_versions_that_supersede_each_other_are_refused(bring):
    client, engagement, one, two = (new_id() for _ in range(4))
    paper = {"client_id": client, "engagement_id": engagement}
    document = {
        "clients": [{"id": client, "name": "Birch"}],
        "engagements": [{"id": engagement, "client_id": client, "title": "Advice"}],
        "agreements": [{"id": one, "supersedes_id": two} | paper, {"id": two, "supersedes_id": one} | paper],
    }
    assert refusal(bring, document) == [("agreements", "contradiction")]


def test_text_is_cleaned_like_typed_text(desk, bring):
    report = bring({"clients": [{"name": "  Birch \u202e\x07  & Co  "}]})
    assert desk.clients.get(report.client_ids[0]).name == "Birch & Co"


STRANGE = [
    None,
    True,
    False,
    0,
    -1,
    2**31,
    2**63,
    10**30,
    1.5,
    -0.0,
    1e308,
    "",
    " ",
    "x",
    "x" * 501,
    "y" * 20_001,
    "\x00\u202e",
    "2026-10-12",
    "0001-01-01",
    "2026-10-12T09:00:00Z",
    "2026-10-12T09:00:00",
    "9999-12-31T23:59:59-23:59",
    "FR",
    "AAAA",
    [],
    [None],
    ["sponsor"],
    [{"side": "client"}],
    {},
    {"working_hours": {"0": [{"start": 9, "end": 5}]}},
    {"name": {"name": []}},
]


def beside_a_paper(workspace, name, record, field):
    """Kept files and lines of the log come in only together with their paper."""
    client_id = workspace.clients.list_active()[0].client_id
    paper = {"id": new_id(), "client_id": client_id, "kind": "meeting_summary", "title": "Talk"}
    if field != "agreement_id":
        record = record | {"agreement_id": paper["id"]}
    return {"agreements": [paper], name: [record]}


def strange_records(workspace, name):
    """By column: the record with each strange value in it."""
    sample = export_document(workspace.store, workspace.clock)[name]
    whole = with_its_owner(workspace, sample[0] if sample else MINIMAL[name]) | FREED.get(name, {})
    for column in columns(LISTS[name]):
        yield column.name, [whole | {"id": new_id(), column.name: value} for value in STRANGE]


def is_taken(target, document, path, **options):
    """Whether a document comes in; the only other way out is a refusal."""
    path.write_text(json.dumps(document))
    try:
        target.interchange.import_file(path, **options)
    except ImportRefused:
        return False
    return True


def sound_ones(target, name, records, path):
    """Those of one document's records of which nothing is said; None if not every record was judged."""
    path.write_text(json.dumps({name: records}))
    try:
        target.interchange.import_file(path, dry_run=True)
    except ImportRefused as refused:
        fields = [problem.field.split(".") for problem in refused.problems]
        if any(len(field) < 2 or field[0] != name for field in fields) or len(fields) >= 200:
            return None
        named = {int(field[1]) for field in fields}
        return [record for number, record in enumerate(records) if number not in named]
    return records


def try_together(workspace, name, records, path):
    """How many of the records are taken: those refused are named by one dry run, the others come in together."""
    sound = sound_ones(workspace, name, records, path)
    if sound is None:
        return sum(is_taken(workspace, {name: [record]}, path) for record in records)
    if not sound or is_taken(workspace, {name: sound}, path):
        return len(sound)
    return sum(is_taken(workspace, {name: [record]}, path) for record in sound)


@pytest.mark.no_cover
@pytest.mark.parametrize("name", sorted(LISTS))
def test_a_strange_value_in_any_field_is_taken_or_refused_in_words(demo, another, tmp_path, name):
    """All values of a field stand in one document where records are judged one by one; `make soak` splits them."""
    path = tmp_path / "strange.json"
    tried = taken = 0
    for field, records in strange_records(demo, name):
        if name == "practices":  # there is only one
            taken += sum(is_taken(another, {name: [each]}, path, dry_run=True) for each in records)
        elif name in ("paper_files", "signing_log"):
            taken += sum(is_taken(demo, beside_a_paper(demo, name, each, field), path) for each in records)
        else:
            taken += try_together(demo, name, records, path)
        tried += len(records)
    assert 0 < taken < tried
    assert tried == len(columns(LISTS[name])) * len(STRANGE)
    export_document(demo.store, demo.clock)
    assert demo.check_ins.statuses()


@pytest.mark.soak
@pytest.mark.parametrize("name", sorted(LISTS))
def test_a_strange_value_alone_in_a_document_is_taken_or_refused_in_words(demo, another, tmp_path, name):
    is_practice = name == "practices"
    target = another if is_practice else demo
    path = tmp_path / "strange.json"
    tried = taken = 0
    for field, records in strange_records(demo, name):
        for record in records:
            document = {name: [record]}
            if name in ("paper_files", "signing_log"):
                document = beside_a_paper(demo, name, record, field)
            taken += is_taken(target, document, path, dry_run=is_practice)
            tried += 1
    assert 0 < taken < tried
    export_document(demo.store, demo.clock)
    assert demo.check_ins.statuses()


ANY, ANY_WORK, ANY_CALENDAR = "any", "any work item", "any calendar"
ANY_OWNER = {
    "agreement_id": "agreements",
    "engagement_id": "engagements",
    "milestone_id": "milestones",
    "client_id": "clients",
}
SCAN = b"a scan"


def with_its_owner(workspace, record):
    """The record with a work item or a calendar that is there, where it needs one."""
    if record.get("work_item_id") == ANY_WORK:
        return record | {"work_item_id": workspace.work.add({"title": "Report"})}
    if record.get("calendar_id") == ANY_CALENDAR:
        with workspace.store.writing("Add calendar") as session:
            calendar = Calendar(name="Family", source="import", created_at=workspace.clock.now())
            session.add(calendar)
        return record | {"calendar_id": calendar.id}
    stored = export_document(workspace.store, workspace.clock)
    for field, owners in ANY_OWNER.items():
        if record.get(field) == ANY:
            record = record | {field: stored[owners][0]["id"]}
    return record


FREED = {
    "agreements": {"number": None, "state": "draft", "content": None, "fingerprint": None, "logo_png": None},
    "work_items": {"source_key": ""},
    "time_entries": {"block_id": None},
    "week_plans": {"starts_on": "2031-06-02"},
    "discovery_answers": {"question_key": "another_question"},
    "paper_templates": {"shipped_key": ""},
    "clauses": {"shipped_key": ""},
}
"""What must differ from the sample so that the same record can be there once more."""

MINIMAL = {
    "time_off": {"starts_on": "2026-12-24", "ends_on": "2026-12-28"},
    "notifications": {"occasion": "one", "due_at": "2026-10-12T09:00:00Z"},
    "work_steps": {"title": "names checked", "work_item_id": ANY_WORK},
    "recurring_work": {"title": "books", "rule": "FREQ=WEEKLY;BYDAY=MO", "starts_on": "2026-10-12"},
    "time_entries": {"starts_at": "2026-10-12T09:00:00Z", "ends_at": "2026-10-12T10:00:00Z"},
    "week_plans": {"starts_on": "2026-10-12", "intentions": [{"text": "sleep", "is_done": True}]},
    "calendars": {"name": "Family", "source": "import", "content": "QkVHSU4="},
    "calendar_events": {
        "starts_at": "2026-10-12T09:00:00Z",
        "ends_at": "2026-10-12T10:00:00Z",
        "calendar_id": ANY_CALENDAR,
    },
    "paper_files": {
        "agreement_id": ANY,
        "kind": "scan",
        "size": len(SCAN),
        "sha256": hashlib.sha256(SCAN).hexdigest(),
        "data": base64.b64encode(SCAN).decode(),
    },
    "signing_log": {"agreement_id": ANY, "kind": "told", "at": "2026-10-12T09:00:00Z", "verdict": {}},
    "milestone_baselines": {"milestone_id": ANY, "agreement_id": ANY, "executed_on": "2026-10-12"},
    "payments": {"engagement_id": ANY, "agreement_id": ANY, "amount_minor": 5000, "currency": "EUR"},
    "paper_templates": {"name": "Two days on site", "document": {"included": ["Two days on site"]}},
    "clauses": {"section": "not_included", "title": "Travel", "body": "Travel by air"},
    "discovery_answers": {"question_key": "why_now", "question": "Why now?", "client_id": ANY},
    "client_requests": {"client_id": ANY, "received_at": "2026-10-12T09:00:00Z", "text": "A word, please"},
}
