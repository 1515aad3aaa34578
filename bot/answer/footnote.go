package answer

import (
	"time"

	"certdesk/bot"
	"certdesk/checks"
	"certdesk/checks/say"
)

// Footnote is that of the first screen of one report: all in it that changes as the
// answer grows old.
func Footnote(r *checks.Report) say.Text { return footnote(r) }

// footnote tells when the answer was found and from where.
func footnote(r *checks.Report) say.Text {
	if offline(r) {
		return say.S("This result is based on the certificate file only. No server was checked.")
	}
	note := say.Join(checkedAt(r), through(r))
	if r.Quick {
		note = say.Join(note, say.S("This was a quick look: other types of key, other TLS versions, revocation and mail policy were not checked."))
	}
	return note
}

// through tells that a proxy stood in between: what is seen is its network's view.
func through(r *checks.Report) say.Text {
	if r.Proxy == "" {
		return nil
	}
	return say.S("Seen through the proxy {proxy}: the server's addresses and DNS records were not checked.", say.Code("proxy", r.Proxy))
}

func checkedAt(r *checks.Report) say.Text {
	at := say.Moment("moment", r.CheckedAt)
	zone := say.Sub("origin", origin([]string{r.Zone}))
	switch {
	case r.Cached && r.Zone != "":
		return say.S("Checked {origin} on {moment}, {duration} ago.", zone, at, age(r))
	case r.Cached:
		return say.S("Checked on {moment}, {duration} ago.", at, age(r))
	case r.Zone != "":
		return say.S("Checked {origin} on {moment}.", zone, at)
	}
	return say.S("Checked on {moment}.", at)
}

// age is how old an answer is, in whole seconds at least.
func age(r *checks.Report) say.Arg {
	if r.AgeS < 60 {
		return say.Sub("duration", say.PN("duration", "1 second", "{n} seconds", max(1, r.AgeS)))
	}
	return say.Sub("duration", duration(time.Duration(r.AgeS)*time.Second))
}

// duration writes a short time: "312 ms", "2.5 s", "3 minutes".
func duration(d time.Duration) say.Text {
	if d < time.Second {
		return say.P("duration", "{n} ms", say.Count("n", int(d.Milliseconds())))
	}
	d = d.Round(100 * time.Millisecond)
	switch tenths := int(d / (100 * time.Millisecond)); {
	case d < time.Minute:
		return say.P("duration", "{whole}.{tenths} s", say.Count("whole", tenths/10), say.Count("tenths", tenths%10))
	case d < time.Hour:
		return say.PN("duration", "1 minute", "{n} minutes", int(d.Minutes()))
	}
	return say.P("duration", "{span}", say.Span("span", d))
}

// origin is from where it was looked: "from here", "from dmz and branch".
func origin(zones []string) say.Text {
	if len(zones) == 1 && zones[0] == "" {
		return say.P("origin", "from here")
	}
	names := make([]say.Text, len(zones))
	for i, z := range zones {
		names[i] = zoneName(z)
	}
	return say.P("origin", "from {zones}", say.Subs("zones", bot.MaxFacts, names))
}

// zoneName is a zone as a label.
func zoneName(zone string) say.Text {
	if zone == "" {
		return say.P("own zone", "here")
	}
	return say.Only(say.Foreign("zone", zone))
}
