#!/usr/bin/python3
"""Reads calendars the way phones do and compares them with the cases they were made of: calendar_judge.py CASES FOLDER.

Three computations that share no code with ours: icalendar with pytz for the zone's name, dateutil for the VTIMEZONE that
stands in the file, zoneinfo for what the wall shows."""
import io
import re
import sys
from datetime import datetime, timedelta, timezone
from pathlib import Path
from zoneinfo import ZoneInfo

from dateutil.tz import tzical
from icalendar import Calendar

passed = failed = 0


def check(what, holds, detail=""):
    global passed, failed
    passed, failed = passed + bool(holds), failed + (not holds)
    if not holds:
        print(f"FAIL {what} {detail}")


def utc(text):
    return datetime.strptime(text, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=timezone.utc)


def cases(path):
    for line in Path(path).read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            uid, sequence, starts, ends, zone, state, summary, description = line.split("\t")
            yield {
                "uid": uid + "@refleks", "sequence": int(sequence), "starts": utc(starts), "ends": utc(ends), "zone": zone,
                "cancelled": state == "cancelled", "summary": summary, "description": description.replace("\\n", "\n"),
            }


def check_layout(name, raw, invited=False):
    """RFC 5545 3.1: CRLF, at most 75 octets, every physical line is whole characters, continuations begin with a space."""
    check(f"{name}: ends with CRLF", raw.endswith(b"\r\n"))
    lines = raw[:-2].split(b"\r\n")
    check(f"{name}: no bare CR or LF", not any(b"\r" in l or b"\n" in l for l in lines))
    check(f"{name}: at most 75 octets", max(map(len, lines)) <= 75, max(map(len, lines)))
    try:
        for line in lines:
            line.decode("utf-8")
        whole = True
    except UnicodeDecodeError as error:
        whole = error
    check(f"{name}: folded between characters", whole is True, whole)
    check(f"{name}: no control characters", not re.search(rb"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]", raw))
    text = raw.decode("utf-8").replace("\r\n ", "")
    for line in text.split("\r\n")[:-1]:
        if not re.match(r'[A-Z][A-Z0-9-]*(;[A-Z-]+=("[^"]*"|[^:;"]+))*:', line):
            check(f"{name}: a content line", False, line)
    named = re.findall(r"^(ATTENDEE|ORGANIZER|CONTACT)", text, re.M)
    check(f"{name}: who is named", sorted(named) == (["ATTENDEE", "ORGANIZER"] if invited else []), named)
    return text


def zones_in(text):
    """What the VTIMEZONEs of the file say, by dateutil."""
    only = "\r\n".join(re.findall(r"BEGIN:VTIMEZONE.*?END:VTIMEZONE", text, re.S)) + "\r\n"
    found = tzical(io.StringIO(only))
    return {key: found.get(key) for key in found.keys()}


def instant(prop, zones):
    """The property's instant by dateutil, and by icalendar's own idea of the zone."""
    tzid, value = prop.params.get("TZID"), prop.dt
    by_name = value.astimezone(timezone.utc)
    if tzid is None:
        return by_name, by_name
    # dateutil takes the second of two equal readings unless fold says the first: RFC 5545 means the first.
    return value.replace(tzinfo=zones[tzid], fold=0).astimezone(timezone.utc), by_name


def check_event(name, event, case, zones):
    for key, prop in (("starts", event["DTSTART"]), ("ends", event["DTEND"])):
        by_file, by_name = instant(prop, zones)
        check(f"{name}: {key} by the VTIMEZONE", by_file == case[key], by_file)
        tzid = prop.params.get("TZID")
        wall = case[key].astimezone(ZoneInfo(case["zone"]))
        if tzid is None:
            check(f"{name}: {key} in UTC only where the wall shows it twice", wall.fold == 1)
            continue
        check(f"{name}: {key} in its zone", tzid == case["zone"], tzid)
        check(f"{name}: {key} on the wall", prop.dt.replace(tzinfo=None) == wall.replace(tzinfo=None), prop.dt)
        # pytz takes the later of two equal readings, against RFC 5545.
        if wall.replace(fold=1).utcoffset() == wall.replace(fold=0).utcoffset():
            check(f"{name}: {key} by the zone's name", by_name == case[key], by_name)
    check(f"{name}: summary", str(event["SUMMARY"]) == case["summary"], repr(str(event["SUMMARY"])))
    described = str(event.get("DESCRIPTION", ""))
    check(f"{name}: description", described == case["description"], repr(described))
    check(f"{name}: sequence", event["SEQUENCE"] == case["sequence"])
    check(f"{name}: status", event["STATUS"] == ("CANCELLED" if case["cancelled"] else "CONFIRMED"))
    check(f"{name}: made in UTC", event["DTSTAMP"].dt == utc("2026-11-01T11:00:00Z"))


def main():
    wanted, folder = list(cases(sys.argv[1])), Path(sys.argv[2])

    def read(name, invited=False):
        raw = (folder / name).read_bytes()
        text = check_layout(name, raw, invited)
        calendar = Calendar.from_ical(raw)
        check(f"{name}: version", calendar["VERSION"] == "2.0" and "PRODID" in calendar)
        check(f"{name}: parsed without complaint", not any(c.errors for c in calendar.walk()))
        return calendar, zones_in(text)

    calendar, zones = read("feed.ics")
    events = {str(e["UID"]): e for e in calendar.walk("VEVENT")}
    check("feed: one entry a session", len(calendar.walk("VEVENT")) == len(events) == len(wanted), len(events))
    check("feed: one VTIMEZONE a zone", len(calendar.walk("VTIMEZONE")) == len(zones) == len({c["zone"] for c in wanted}))
    check("feed: to subscribe to", calendar["METHOD"] == "PUBLISH" and str(calendar["X-WR-CALNAME"]) == "Refleks")
    check("feed: no recurrence", not any("RRULE" in e for e in events.values()))
    for case in wanted:
        check_event("feed " + case["uid"], events[case["uid"]], case, zones)

    # Europe's rule holds for later years as well, so that a calendar that was fetched long ago is right.
    ours, theirs = zones["Europe/Oslo"], ZoneInfo("Europe/Oslo")
    for year in range(2026, 2051):
        noons = [datetime(year, 1, 1, 12) + timedelta(days=day) for day in range(365)]
        wrong = [f"{n:%m-%d}" for n in noons if n.replace(tzinfo=ours).utcoffset() != n.replace(tzinfo=theirs).utcoffset()]
        check(f"Oslo in {year}: every day's noon", not wrong, wrong)

    for case in wanted:
        name = case["uid"].split("@")[0] + ".ics"
        calendar, zones = read(name)
        check(f"{name}: one entry", len(calendar.walk("VEVENT")) == 1)
        check(f"{name}: method", calendar["METHOD"] == ("CANCEL" if case["cancelled"] else "PUBLISH"))
        check_event(name, calendar.walk("VEVENT")[0], case, zones)

    for case in wanted:
        name = case["uid"].split("@")[0] + ".invitation.ics"
        calendar, zones = read(name, invited=True)
        check(f"{name}: method", calendar["METHOD"] == ("CANCEL" if case["cancelled"] else "REQUEST"))
        event = calendar.walk("VEVENT")[0]
        check_event(name, event, case, zones)
        guest, organiser = event["ATTENDEE"], event["ORGANIZER"]
        check(f"{name}: organiser", organiser == "mailto:refleks@fjordvik.example", organiser)
        check(f"{name}: guest", guest == "mailto:bjorg.odegard@fjordvik.example", guest)
        check(f"{name}: the guest's name", guest.params["CN"] == "Bjørg Å. Ødegård-Næss", guest.params["CN"])
        check(f"{name}: no answer is asked for", guest.params["RSVP"] == "FALSE")

    calendar, zones = read("empty.ics")
    check("empty: a calendar all the same", not calendar.walk("VEVENT") and list(zones) == ["Europe/Oslo"])
    print(f"{passed} passed, {failed} failed")
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    sys.exit(main())
