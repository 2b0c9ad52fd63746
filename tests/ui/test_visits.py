"""The way back and ahead."""

from clientdesk.ui.visits import Visit, Visits

TODAY, WEEK, BIRCH = Visit("today"), Visit("week"), Visit("clients", "birch")


def test_staying_is_no_stop() -> None:
    visits = Visits()
    assert visits.here() is None
    assert visits.walk(-1) is None
    for visit in (TODAY, WEEK, WEEK):
        visits.remember(visit)
    assert visits.walk(-1) == TODAY
    assert visits.here() == TODAY
    assert not visits.has(-1)


def test_a_stop_after_going_back_drops_what_was_ahead() -> None:
    visits = Visits()
    for visit in (TODAY, WEEK, BIRCH):
        visits.remember(visit)
    visits.walk(-2)
    assert visits.has(2)
    visits.remember(BIRCH)
    assert not visits.has(1)
    assert visits.walk(-1) == TODAY


def test_a_client_and_the_list_of_clients_are_two_stops() -> None:
    visits = Visits()
    for visit in (Visit("clients"), BIRCH):
        visits.remember(visit)
    assert visits.walk(-1) == Visit("clients")
