"""Foreign calendars in, the week out as iCalendar; read-only towards others."""
