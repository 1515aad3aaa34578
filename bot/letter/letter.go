// Package letter writes the letters about incidents: what people outside of the
// chat, and ticket systems, are told of one. The first letter of an incident has the
// diagnosis as people see it in chat, what to change on the server, and files: the
// report, the chain as it was sent, the mended chain. Those behind it say what became
// of it.
package letter

import (
	"encoding/json"
	"encoding/pem"
	"fmt"
	"strings"

	"certdesk/bot"
	"certdesk/bot/answer"
	"certdesk/checks"
	"certdesk/checks/say"
)

// What a letter names at most.
const (
	maxServers = 10
	maxZones   = 8
	maxNames   = 30
	// maxFile bounds a file, in bytes: mail servers refuse large letters, and a
	// certificate may have ten thousand names.
	maxFile = 2 << 20
)

// Subject is the same for all letters of an incident, so that mail programs put
// them together.
func Subject(d *bot.Dispatch) say.Text {
	return say.S("Incident at {host}, since {since}.", server(d), say.Moment("since", d.Began))
}

// Of is what a letter says. a is the answer that shows the diagnosis; nil where
// there is none any more, or the letter is not the first. worded words a report in
// the reader's language, for the one that is attached.
func Of(d *bot.Dispatch, a *bot.Answer, worded func(checks.Report) checks.Report) (bot.Reply, error) {
	r, chain := report(d, a)
	var out bot.Reply
	switch {
	case d.Event != bot.IncidentOpened:
		out = news(d)
	case r == nil:
		out = bot.Reply{Tone: bot.Bad, Headline: d.Summary}
	default:
		out = answer.First(r)
		admin := answer.Admin(r)
		if r.Admin != nil {
			out.Findings = append(out.Findings, bot.Finding{Title: admin.Headline, Detail: tasks(r.Admin)})
			out.Code = append(out.Code, admin.Code...)
		}
		said := worded(*r)
		files, err := files(&said, chain, admin.Files)
		if err != nil {
			return bot.Reply{}, err
		}
		out.Files = files
	}
	if out.Headline.Empty() {
		out.Headline = Subject(d)
	}
	out.Items = append(out.Items, facts(d)...)
	out.Actions = nil
	return out, nil
}

func server(d *bot.Dispatch) say.Arg { return say.Host("host", d.Cause.Server()) }

// news is what became of the incident.
func news(d *bot.Dispatch) bot.Reply {
	switch d.Event {
	case bot.IncidentResolved:
		return bot.Reply{Tone: bot.Good, Headline: say.S("Resolved: {host} works again since {since}.", server(d), say.Moment("since", d.Ended))}
	case bot.IncidentLapsed:
		return bot.Reply{Tone: bot.Unknown, Headline: say.S("{host} still did not work when certdesk stopped looking on {date}.", server(d), say.Date("date", d.Lapsed))}
	case bot.IncidentReturned:
		return bot.Reply{Tone: bot.Bad, Headline: say.S("{host} does not work again, since {since}.", server(d), say.Moment("since", d.Back))}
	}
	return bot.Reply{Tone: bot.Bad, Headline: d.Summary}
}

// facts are what is known of the incident besides its diagnosis.
func facts(d *bot.Dispatch) []bot.Item {
	var out []bot.Item
	item := func(t say.Text) { out = append(out, bot.Item{Text: t}) }
	item(say.S("This has been known since {since}.", say.Moment("since", d.Began)))
	if d.Asked > 0 {
		item(say.N("{n} person has asked.", "{n} people have asked.", d.Asked))
	}
	if d.Waiting > 0 {
		item(say.N("{n} person will be told when it works.", "{n} people will be told when it works.", d.Waiting))
	}
	switch {
	case d.Owner != "":
		item(say.S("{name} is on it.", say.Foreign("name", d.Owner)))
	case d.Owned:
		item(say.S("Somebody is on it."))
	case d.Ended.IsZero():
		item(say.S("Nobody is on it yet."))
	}
	if len(d.Servers) > 0 {
		item(say.S("Servers: {hosts}.", say.Hosts("hosts", maxServers, d.Servers)))
	}
	var zones []string
	for _, z := range d.Zones {
		if z != "" {
			zones = append(zones, z)
		}
	}
	switch {
	case len(zones) > 0 && len(zones) < len(d.Zones):
		item(say.N("Seen from here, and from the zone {zones}.", "Seen from here, and from the zones {zones}.", len(zones), say.Foreigns("zones", maxZones, zones)))
	case len(zones) > 0:
		item(say.N("Seen from the zone {zones}.", "Seen from the zones {zones}.", len(zones), say.Foreigns("zones", maxZones, zones)))
	}
	if len(d.Askers) > 0 {
		item(say.S("Asked by: {names}.", say.Foreigns("names", maxNames, d.Askers)))
	}
	for _, n := range d.Notes {
		if n.By == "" {
			item(say.S("Note: {note}", say.Note("note", n.Text)))
			continue
		}
		item(say.S("Note by {name}: {note}", say.Foreign("name", n.By), say.Note("note", n.Text)))
	}
	return out
}

// tasks are what to do on the server.
func tasks(a *checks.Administration) say.Text {
	var out say.Text
	for n := range a.Tasks {
		out = say.Join(out, a.Tasks[n].Do)
	}
	return out
}

// report is the one of an answer that shows the fault, without what is somebody's: what
// he typed, and what his PC shows. chain are the certificates that its server sent. Both
// are nil where no report shows it.
func report(d *bot.Dispatch, a *bot.Answer) (r *checks.Report, chain [][]byte) {
	if a == nil {
		return nil, nil
	}
	for n := range a.Reports {
		r := a.Reports[n]
		if r.Target.Host != d.Cause.Host || d.Cause.Port != 0 && r.Target.Port != d.Cause.Port || r.Seen != nil {
			continue
		}
		if d.Cause.SHA256 != "" && (r.Certificate == nil || r.Certificate.SHA256 != d.Cause.SHA256) {
			continue
		}
		r.Target.Input, r.Discovery, r.ID = bot.TargetName(checks.Target{Host: r.Target.Host, Port: r.Target.Port}), nil, ""
		if n < len(a.Chains) {
			chain = a.Chains[n]
		}
		return &r, chain
	}
	return nil, nil
}

// files are what is attached; those that are too large are left out.
func files(r *checks.Report, chain [][]byte, mended []bot.File) ([]bot.File, error) {
	plain, err := json.MarshalIndent(r, "", "  ")
	if err != nil {
		return nil, fmt.Errorf("writing the report of %s: %w", r.Target.Host, err)
	}
	var sent strings.Builder
	for _, der := range chain {
		if err := pem.Encode(&sent, &pem.Block{Type: "CERTIFICATE", Bytes: der}); err != nil {
			return nil, fmt.Errorf("writing the chain of %s: %w", r.Target.Host, err)
		}
	}
	all := append([]bot.File{{Name: "report.json", Data: plain}, {Name: "chain.pem", Data: []byte(sent.String())}}, mended...)
	var out []bot.File
	for _, f := range all {
		if len(f.Data) > 0 && len(f.Data) <= maxFile {
			out = append(out, f)
		}
	}
	return out, nil
}
