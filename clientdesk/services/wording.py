"""Facts to sentences: what happened, what is kept, what to do. The same words in window and command line."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from clientdesk.models import errors
from clientdesk.models.errors import ClientDeskError, Problem
from clientdesk.services import agreement_words, family_words, paper_words
from clientdesk.services.calendars import words as calendar_words

Translate = Callable[[str], str]


def _same(text: str) -> str:
    return text


def words_for(error: ClientDeskError, tr: Translate = _same) -> str:
    """The sentences for an error: what happened, what is kept, what to do."""
    for kind in type(error).__mro__:
        sentence = _SENTENCES.get(kind)
        if sentence is not None:
            return sentence(error, tr)
    raise LookupError(f"no words for {type(error).__name__}")


def has_words(kind: type[ClientDeskError]) -> bool:
    """Whether this very error class has its own sentence."""
    return kind in _SENTENCES


def words_for_problem(problem: Problem, tr: Translate = _same, *, name_field: bool = True) -> str:
    """One sentence for one problem; the field is named in front unless the sentence stands beside it."""
    template = tr(_PROBLEMS.get(problem.code, "This entry can't be kept as it is."))
    sentence = template.format_map(_Facts(problem.facts))
    if not name_field:
        return sentence
    if not problem.field:
        return sentence[:1].upper() + sentence[1:]
    return f"{field_name(problem.field, tr)}: {sentence}"


def field_name(path: str, tr: Translate = _same) -> str:
    """A field's name in words: ``contacts.0.email`` is "Contacts 1, email"."""
    words = []
    for part in path.replace("[", ".").replace("]", "").split("."):
        if part.isdigit():
            words.append(str(int(part) + 1))
        elif part:
            words.append(tr(_FIELDS.get(part, part.replace("_", " ").removesuffix(" id"))))
    text = (
        ", ".join(words).replace(", ", " ", 1) if len(words) > 1 and words[1].isdigit() else ", ".join(words)
    )
    return text[:1].upper() + text[1:]


class _Facts(dict[str, object]):
    """Facts for a template; a missing one shows as an ellipsis and never raises."""

    def __missing__(self, key: str) -> str:
        return "…"


def unknown_zone_words(name: str, stand_in: str, tr: Translate = _same) -> str:
    """What it means that this computer doesn't know the practice's zone, and what stands in for it."""
    return tr(
        "This computer doesn't know the time zone “{name}” of your practice. Everything you entered is kept. "
        "Until you choose another one in Settings, days and times are those of {stand_in}, and no notification "
        "comes."
    ).format(name=name, stand_in=stand_in)


def _list(problems: list[Problem], tr: Translate, most: int = 12) -> str:
    lines = [f"• {words_for_problem(problem, tr)}" for problem in problems[:most]]
    if len(problems) > most:
        lines.append(tr("• and {count} more").format(count=len(problems) - most))
    return "\n".join(lines)


def day(value: date) -> str:
    """A day without locale: "Thu 16 Oct 2026"."""
    return f"{value:%a} {value.day} {value:%b %Y}"


_FIELDS = {
    "ends_on": "end",
    "starts_on": "start",
    "ends_at": "end",
    "starts_at": "start",
    "expected_on": "expected date",
    "planned_on": "planned date",
    "actual_on": "actual date",
    "due_on": "due date",
    "fee_minor": "fee",
    "rate_minor": "hourly rate",
    "minutes_a_month": "hours a month",
    "minutes_a_week": "hours a week",
    "estimate_minutes": "estimate",
    "duration_minutes": "duration",
    "limit_days": "limit",
    "tier_id": "tier",
    "tax_basis_points": "tax rate",
    **family_words.FIELDS,
}

_PROBLEMS = {
    "too_long": "this is longer than {max_length} characters. Shorten it; what you typed is still here.",
    "blank": "this needs some text.",
    "missing": "this is needed.",
    "too_small": "this must be {ge} or more.",
    "too_large": "this must be {le} or less.",
    "not_a_date": "this isn't a date. Write it like 2026-10-16.",
    "unreadable_date": "this can't be read as a date. Write it like thu 16, +3d or 16.10.",
    "not_an_instant": "this isn't a date with a time and its offset. Write it like 2026-10-16T09:00+02:00.",
    "not_a_number": "this isn't a number.",
    "not_a_whole_number": "this must be a whole number.",
    "not_a_choice": "this isn't one of the choices.",
    "not_yes_or_no": "this must be true or false.",
    "not_valid": "this can't be read.",
    "not_a_length": "this isn't a length of time. Write it like 1:30 or 45.",
    "not_a_week": "this isn't a week. Write it like 2026-W42.",
    "not_work": "only work can be marked done; meetings and private time just take place.",
    "unknown_field": "there is no such field. Check the spelling, or leave it out.",
    "unknown_zone": "this time zone isn't known. Choose one like Europe/Paris.",
    "unknown_currency": "this currency isn't known. Use its three letters, such as EUR.",
    "unknown_paper": "choose A4 or Letter.",
    "hours_out_of_range": "give the hours as a number above 0, at most 10,000.",
    "out_of_range": "this date is outside the years 1900 to 2200.",
    "end_before_start": "the end is before the start.",
    "overlap": "these times overlap.",
    "unknown_weekday": "there is no such weekday.",
    "nth_with_months": "a monthly rule needs its week of the month (1 to 4, or -1 for the last), a weekly one has none.",
    "offset_with_milestones": "days from a milestone belong to a rule that goes by milestones, and only there.",
    "unit_of_update": "an update goes by weeks, months or milestones.",
    "unit_of_call": "a call goes by weeks, months or milestones.",
    "unit_of_review": "a review goes by weeks, months, years or milestones.",
    "unit_of_satisfaction": (
        "the satisfaction question goes by milestones, months, years, months after the end, or one day."
    ),
    "unit_of_key_date": "a key date comes every year, or once.",
    "unit_of_personal": "a personal word comes some months after the end, at milestones, every year, or once.",
    "unit_of_win_back": "winning back is tried once: on a day, or some months after the end.",
    "unit_only_of_client": "a date of its own belongs to one client, not to a tier or to everybody.",
    "before_issue": "this is before the paper was issued.",
    "before_request": "this is before the message arrived.",
    "in_the_future": "this is after today.",
    "day_is_over": "this day is over. Choose today or a later one.",
    "id_taken": "a record with this id is already here. Nothing was imported.",
    "taken": "another record has this already, and only one may have it.",
    "contradiction": "a record contradicts another one, or names an owner that doesn't fit it.",
    "id_malformed": "this isn't an id as ClientDesk makes them.",
    "too_many_at_once": "these are more than {most} messages. Take them in parts.",
    "no_address": "this is no mail address.",
    "no_such_reference": "no record with this id is in the file or in this workspace.",
    "not_a_list": "this must be a list.",
    "not_a_record": "this must be a record with named fields.",
    "no_name": "no name.",
    "not_finite": "this must be a finite number.",
    "too_deep": "the file is nested too deeply to be a ClientDesk document.",
    "cut_off": "the file ends too early or isn't JSON ({detail}).",
    "not_text": "the file isn't text in {encoding}. Name its encoding with --encoding.",
    "not_vcard": "there is no vCard in this file.",
    "not_empty": "this workspace is in use already. Choose an empty folder.",
    "no_header": "the first line names no column that can be a client's name.",
    "fingerprint_differs": "the content of this issued paper doesn't match its fingerprint, so it was changed outside.",
    "unknown_format": "this document's format version isn't known here.",
    "in_future": "this lies after today ({today}).",
    "not_positive": "this must be more than zero.",
    "too_many_decimals": "this has more decimals than the currency.",
    "other_currency": "this amount is in another currency.",
    "not_bookable": "only a call, a video call or a meeting can be booked.",
    "review_needs_meeting": "only a video call or a meeting can be a review.",
    "has_issued_papers": "a paper was issued for this engagement, and it stays on record. End the engagement instead.",
    "record_expected_instead": "record what they now expect, and how you know; so the trail stays.",
    "time_off_overlap": (
        "some of these days are time off already, from {starts_on} to {ends_on}."
        " Change that one, or take it away."
    ),
    "default_only": "this holds for the whole practice. Change it under Default.",
    "unknown_region": "no calendar of public holidays is known for this place.",
    "unknown_locale": "this language and country aren't known. Use a name like en_GB.",
    "name_taken": "“{name}” is already there. Choose another name.",
    "default_tier": "new clients get this tier. Make another one the default first.",
    "tier_in_use": "{count} clients have this tier. Choose the tier which they get instead.",
    "logo_too_heavy": "this picture is over {megabytes} MB. Save a smaller one; the logo is as it was.",
    "logo_too_large": "this picture is over {pixels} pixels a side. Save a smaller one; the logo is as it was.",
    "logo_not_a_picture": "this file isn't a PNG or JPEG picture. The logo is as it was.",
    "logo_damaged": "this picture is damaged. Save it again from its program; the logo is as it was.",
    "not_exact": "write this amount as text, such as 120.50, so that it stays exact.",
    "negative": "this can't be below zero.",
    "amount_too_large": "this amount is too large.",
    "too_many": "these are more than {max_length} entries.",
    "hidden_characters": "this holds invisible characters that could disguise what is read. Type it again.",
    "not_a_paper": "this isn't the frozen content of a paper.",
    "before_today": "this is before today ({today}).",
    "no_criterion": "{ref} has no acceptance criterion. Say what a stranger could check.",
    "outside_period": "{ref} falls on {date}, outside the agreed period.",
    "not_planned_plus_buffer": "{ref} is planned date plus buffer on {computed}, not what is written.",
    "larger_than_fee": "the discount is larger than the fee.",
    "share_and_amount": "{ref} has both a share and an amount. Keep one.",
    "unknown_reference": "{ref} names {reference}, which isn't in this paper.",
    "shares_not_whole": "the shares add up to {found} %, not to 100 %.",
    "payments_not_total": "the instalments add up to {paid}, the fee is {net} {currency}.",
    "hours_without_zone": "hours need their time zone.",
    "urgent_undefined": "say what urgent means.",
    "nothing_excluded": "nothing is named as not included. Clients read that as everything; name what they may expect.",
    "nothing_included": "nothing is named as included.",
    "nothing_delivered": "no deliverable is named.",
    "no_terms": "no standing agreement is named, so short terms are printed as an exhibit. Read them first.",
    "open_ended": "no end is agreed.",
    "not_measurable": "{ref} lacks a target, a way to measure it or a date.",
    "dependency_without_date": "what the client supplies needs a date.",
    "no_date": "{ref} has no date.",
    "missing_capacity": "say in which capacity this person signs.",
    "not_a_working_day": "{ref} falls on {date}, when you don't work.",
    "no_silence_rule": "say what silence means, or a delivery can stay open for good.",
    "no_cap": "work by the hour has no upper limit here.",
    "vague_word": "“{word}” can be read in many ways. Say how much, or of what.",
    "ambiguous_date": "“{text}” reads differently in other countries. Write the month in letters.",
    "right_to_left": "{script} is written from right to left, which papers can't set correctly yet: {characters}",
    "no_font": "{script} can't be printed without the font package {package}, which isn't here: {characters}",
    "emoji": "emoji can't be printed: {characters}",
    "no_glyph": "the paper's fonts lack these characters: {characters}",
    "wrong_owner": "a default rule has no owner, a tier's has its tier, a client's has its client.",
    "block_not_begun": "this block starts at {time}. Confirm it afterwards, or change its time.",
    "block_on_later_day": "this block is on {day}, {time}. Confirm it afterwards, or change its time.",
    "not_worked": "private time isn't logged as worked.",
    "timer_running": "the timer runs for this. Stop it, and its time is what was worked.",
    "timer_needs_end": "the timer runs since {since}. Say first when it was stopped.",
    "not_worked_yet": "this lies in the future. Log it once it is worked.",
    "longer_than_a_day": "this is longer than {hours} hours. Split it by day.",
    "not_a_rule": "this isn't a rule of repetition as calendars write them, such as FREQ=WEEKLY;BYDAY=MO.",
    "rule_too_fine": "work comes again by days at the most, not by hours, minutes or seconds.",
    "rule_too_often": "a rule counts up to {most} times. Leave the number out, or end it on a date.",
    "rule_too_rare": "between two times there can be up to {most} days, weeks, months or years.",
    "rule_never": "no day in the next twelve years fits this rule. Choose another day.",
    "has_other_source": "this comes from a milestone, a rhythm or recurring work, and stays that.",
    "no_template_of_kind": "this kind of paper is made of the record alone, so there is no template for it.",
    "template_ships": "this template ships with ClientDesk. Reset it to take your own edition away.",
    "one_practice": "a workspace has one practice, and one is already here.",
    "file_empty": "this file is empty. Nothing was kept; save or scan it again.",
    "file_too_heavy": "this file is over {megabytes} MB. Nothing was kept; save it smaller, or scan it with less detail.",
    "file_known": "this very file is kept with this paper already.",
    "file_not_shown": "only PDFs and pictures are handed to other programs. Save a copy of it instead.",
    "reason_needed": "say why it is filed with this version all the same.",
    "not_confirmed": "compare the content ID on its pages first, then confirm.",
    "not_signed_electronically": "there is no electronic signature in this file. File it as a scan.",
    "engagement_needed": "say which engagement it is about, or name a new one.",
    "date_twice": "two of these rows move the same milestone. Keep one.",
    "hours_out_of_month": "give the hours of a month as a number above 0, at most {most}.",
    **agreement_words.PROBLEMS,
    **calendar_words.PROBLEMS,
    **family_words.PROBLEMS,
    **paper_words.PROBLEMS,
}

_SENTENCES: dict[type[ClientDeskError], Callable[..., str]] = {}


def _says(kind: type[ClientDeskError]) -> Callable[[Callable[..., str]], Callable[..., str]]:
    def register(sentence: Callable[..., str]) -> Callable[..., str]:
        _SENTENCES[kind] = sentence
        return sentence

    return register


@_says(errors.InvalidInput)
def _invalid(error: errors.InvalidInput, tr: Translate) -> str:
    if len(error.problems) == 1:
        return words_for_problem(error.problems[0], tr)
    return tr("These entries can't be kept yet:") + "\n" + _list(error.problems, tr)


@_says(errors.NotFound)
def _not_found(error: errors.NotFound, tr: Translate) -> str:
    return tr(
        "There is no {kind} with the id {id} here. It may have been deleted; undo brings it back."
    ).format(kind=error.kind.replace("_", " "), id=error.record_id)


@_says(errors.DateInThePast)
def _past(error: errors.DateInThePast, tr: Translate) -> str:
    return tr("{until} isn't after today. Choose a later day.").format(until=day(error.until))


@_says(errors.UndoRefused)
def _undo(error: errors.UndoRefused, tr: Translate) -> str:
    return tr("“{label}” can't be undone: the same records were changed since. Nothing was touched.").format(
        label=error.label
    )


@_says(errors.IssueRefused)
def _issue(error: errors.IssueRefused, tr: Translate) -> str:
    return (
        tr("This paper can't be issued yet. The draft is kept. Still to do:")
        + "\n"
        + _list(error.problems, tr, 40)
    )


@_says(errors.WrongState)
def _state(error: errors.WrongState, tr: Translate) -> str:
    return tr("This paper is {state}; that step needs it to be {wanted}. Nothing was changed.").format(
        state=error.state, wanted=error.wanted
    )


@_says(errors.ImportRefused)
def _import(error: errors.ImportRefused, tr: Translate) -> str:
    text = tr("Nothing was imported. What is in the way:") + "\n" + _list(error.problems, tr, 20)
    if error.skippable:
        text += "\n" + tr("Mend the file, or leave these rows out with --skip-bad.")
    return text


@_says(errors.FileUnreadable)
def _unreadable(error: errors.FileUnreadable, tr: Translate) -> str:
    return tr("{path} can't be read: {reason}. Nothing was changed.").format(
        path=error.path, reason=error.reason
    )


@_says(errors.FileNotWritten)
def _not_written(error: errors.FileNotWritten, tr: Translate) -> str:
    return tr(
        "{path} could not be written: {reason}. Your data is saved and an older file of that name is untouched."
        " Choose another place."
    ).format(path=error.path, reason=error.reason)


@_says(errors.StoreNewer)
def _newer(error: errors.StoreNewer, tr: Translate) -> str:
    return tr(
        "{path} was written by a newer ClientDesk (store version {found}, this one knows {known})."
        " Nothing was touched. Install the newer ClientDesk to open it."
    ).format(path=error.path, found=error.found, known=error.known)


@_says(errors.StoreForeign)
def _foreign(error: errors.StoreForeign, tr: Translate) -> str:
    return tr(
        "{path} isn't a ClientDesk store. Nothing was touched. Choose another folder, or move that file away."
    ).format(path=error.path)


@_says(errors.StoreDamaged)
def _damaged(error: errors.StoreDamaged, tr: Translate) -> str:
    text = tr("{path} is damaged ({detail}). Nothing was touched.").format(
        path=error.path, detail=error.detail
    )
    if error.newest_backup is not None:
        return text + " " + tr("Restore the newest backup, {name}.").format(name=error.newest_backup.name)
    return text + " " + tr("There is no backup in this workspace; restore one kept elsewhere.")


@_says(errors.StoreBusy)
def _busy(error: errors.StoreBusy, tr: Translate) -> str:
    return tr("Another program holds {path}. Nothing was lost. Close it and try again.").format(
        path=error.path
    )


@_says(errors.StoreFull)
def _full(error: errors.StoreFull, tr: Translate) -> str:
    return tr(
        "The disk with {path} is full. This change wasn't saved, everything before it is."
        " Free some space and try again."
    ).format(path=error.path)


@_says(errors.StoreReadOnly)
def _read_only(error: errors.StoreReadOnly, tr: Translate) -> str:
    return tr("{path} can't be written to. This change wasn't saved. Check the folder's permissions.").format(
        path=error.path
    )


@_says(errors.WorkspaceInUse)
def _in_use(error: errors.WorkspaceInUse, tr: Translate) -> str:
    return tr(
        "ClientDesk is open on {folder} (process {pid}). Nothing was changed. Do this in its window, or close it first."
    ).format(folder=error.folder, pid=error.pid if error.pid is not None else "?")


@_says(errors.BackupFailed)
def _backup(error: errors.BackupFailed, tr: Translate) -> str:
    return tr(
        "The backup {path} could not be made: {detail}. Your data and earlier backups are untouched."
        " Check space and permissions, then back up again."
    ).format(path=error.path.name, detail=error.detail)


@_says(errors.NoPrinter)
def _no_printer(_error: errors.NoPrinter, tr: Translate) -> str:
    return tr("No printer is set up on this computer. The paper is kept; export it as PDF instead.")


@_says(errors.PrintFailed)
def _print(error: errors.PrintFailed, tr: Translate) -> str:
    return tr(
        "{queue} did not take the print job: {detail}. The paper is kept; try again or export it."
    ).format(queue=error.queue, detail=error.detail)


@_says(errors.SecretsUnavailable)
def _secrets(error: errors.SecretsUnavailable, tr: Translate) -> str:
    reasons = {
        "none": tr("This computer has no keyring that ClientDesk can use."),
        "locked": tr("The keyring is locked."),
        "denied": tr("The keyring refused access."),
    }
    return (
        reasons.get(error.why, reasons["denied"])
        + " "
        + tr("No secret was stored; you can go on without it.")
    )


@_says(errors.CalendarUnread)
def _calendar(error: errors.CalendarUnread, tr: Translate) -> str:
    text = calendar_words.unread_words(error.why, tr)
    return text[:1].upper() + text[1:] + " " + tr("Events that were read before stay.")


@_says(errors.UserError)
def _user(_error: errors.UserError, tr: Translate) -> str:
    return tr("That isn't possible as things are. Nothing was changed.")


@_says(errors.EnvironmentFault)
def _environment(_error: errors.EnvironmentFault, tr: Translate) -> str:
    return tr("Something on this computer stands in the way. Nothing was changed. Try again.")


@_says(errors.ClientDeskError)
def _any(_error: errors.ClientDeskError, tr: Translate) -> str:
    return tr("That did not work. Nothing was changed.")
