package answer

import (
	"encoding/pem"
	"maps"
	"slices"
	"time"

	"certdesk/bot"
	"certdesk/checks"
	"certdesk/checks/say"
)

// Details is what stands behind a diagnosis: all findings, the addresses, the
// protocol, the answer of each list of roots and each mail program.
func Details(r *checks.Report) bot.Reply {
	full := Report(r)
	reply := bot.Reply{
		Tone: full.Tone, Headline: r.Summary, Findings: full.Findings, Code: full.Code, Footnote: full.Footnote,
	}
	add := func(label, value say.Text) { reply.Facts = append(reply.Facts, bot.Fact{Label: label, Value: value}) }
	if c := r.Certificate; c != nil {
		add(say.S("Serial"), say.Only(say.Code("serial", say.Clean(c.Serial, say.MaxName))))
		add(say.S("Thumbprint (SHA-1)"), say.Only(say.Code("thumbprint", c.SHA1)))
		add(say.S("Key"), say.P("fact", "{key}, signed with {signature}", say.Foreign("key", c.Key), say.Foreign("signature", c.Signature)))
	}
	if t := r.TLS; t != nil && t.Version != "" {
		add(say.S("TLS"), protocol(t))
	}
	if value := revocation(&r.Revocation); !value.Empty() {
		add(say.S("Revocation"), value)
	}
	if len(r.Stores) > 0 {
		add(say.S("Root stores"), stores(r.Stores))
	}
	reply.Facts = reply.Facts[:min(len(reply.Facts), bot.MaxFacts)]
	for i := range r.Endpoints {
		e := &r.Endpoints[i]
		item := bot.Item{Tone: tone(e.Verdict), Code: e.Address, Text: seenAt(e)}
		if item.Tone == bot.Good && e.NoGreeting != checks.CauseNotSpecified {
			item.Tone = bot.Unknown
		}
		reply.Items = append(reply.Items, item)
	}
	for _, client := range clientLabels {
		verdict := r.Clients[client.key]
		if verdict == "" {
			continue
		}
		item := bot.Item{Text: say.Join(clientSays(client.label, verdict), r.ClientNotes[client.key])}
		if verdict == "untrusted" {
			item.Tone = bot.Bad
		}
		reply.Items = append(reply.Items, item)
	}
	return reply
}

// seenAt is one address in short, with how long it took where that is known.
func seenAt(e *checks.ReportEndpoint) say.Text {
	what := e.Error
	if what.Empty() {
		what = verdictWord(e.Verdict)
	}
	if e.NoGreeting != checks.CauseNotSpecified {
		what = say.P("fact", "{verdict}, but no greeting", say.Sub("verdict", what))
	}
	if ms, ok := e.TimingMS["total"]; ok {
		return say.Join(what, say.P("fact", "({duration})", say.Sub("duration", duration(time.Duration(ms)*time.Millisecond))))
	}
	return what
}

func verdictWord(v checks.Verdict) say.Text {
	switch v {
	case checks.VerdictTrusted:
		return say.P("verdict of an address", "trusted")
	case checks.VerdictWarning:
		return say.P("verdict of an address", "warning")
	case checks.VerdictUntrusted:
		return say.P("verdict of an address", "not trusted")
	case checks.VerdictUnreachable:
		return say.P("verdict of an address", "no answer")
	case checks.VerdictNoTLS:
		return say.P("verdict of an address", "no encryption")
	}
	return say.P("verdict of an address", "not checked")
}

var clientLabels = []struct {
	key   string
	label say.Text
}{
	{"outlook-windows", say.P("mail app", "Outlook on Windows")}, {"outlook-mac", say.P("mail app", "Outlook for Mac")},
	{"apple-mail", say.Only(say.Term("client", "Apple Mail"))}, {"thunderbird", say.Only(say.Term("client", "Thunderbird"))},
	{"android", say.P("mail app", "Android mail apps")},
}

func clientSays(client say.Text, verdict string) say.Text {
	name := say.Sub("client", client)
	switch verdict {
	case "trusted":
		return say.S("{Client}: trusted.", name)
	case "untrusted":
		return say.S("{Client}: not trusted.", name)
	}
	return say.S("{Client}: not known.", name)
}

func protocol(t *checks.ReportTLS) say.Text {
	what := say.Only(say.Term("version", t.Version))
	if t.Cipher != "" {
		what = say.P("fact", "{version} with {cipher}", say.Term("version", t.Version), say.Term("cipher", t.Cipher))
	}
	var offered []string
	for v, spoken := range t.Versions {
		if spoken {
			offered = append(offered, string(v))
		}
	}
	if len(offered) == 0 {
		return what
	}
	slices.Sort(offered)
	return say.Join(what, say.P("fact", "(supported: {versions})", say.Terms("versions", len(offered), offered)))
}

// revocation is what is known of it; nothing where nobody has asked.
func revocation(r *checks.Revocation) say.Text {
	var what say.Text
	switch checks.RevocationStatus(r.Status) {
	case checks.StatusGood:
		what = say.P("status of revocation", "not revoked")
	case checks.StatusRevoked:
		what = say.P("status of revocation", "revoked")
	case checks.StatusUnknown:
		what = say.P("status of revocation", "certificate not known to its issuer")
	case checks.StatusUnavailable:
		what = say.P("status of revocation", "no answer")
	default:
		return nil
	}
	source, known := map[checks.RevocationSource]string{
		checks.SourceStapled: "OCSP stapling", checks.SourceOCSP: "OCSP", checks.SourceCRL: "CRL",
	}[checks.RevocationSource(r.Source)]
	if !known {
		return what
	}
	return say.P("fact", "{status} ({source})", say.Sub("status", what), say.Term("source", source))
}

// maxStores is how many root stores are told one by one.
const maxStores = 8

// stores tells the answer of each root store, by name.
func stores(answers map[string]string) say.Text {
	var out []say.Text
	for _, name := range slices.Sorted(maps.Keys(answers)) {
		store := say.Foreign("store", name)
		switch answers[name] {
		case "trusted":
			out = append(out, say.P("root store", "{store}: trusted", store))
		case "untrusted":
			out = append(out, say.P("root store", "{store}: not trusted", store))
		case "empty":
			out = append(out, say.P("root store", "{store}: empty", store))
		default:
			out = append(out, say.P("root store", "{store}: {answer}", store, say.Term("answer", answers[name])))
		}
	}
	return say.Only(say.Subs("stores", maxStores, out))
}

// Chain lists the certificates and attaches them as they were sent.
func Chain(r *checks.Report, sent [][]byte) bot.Reply {
	if len(r.Chain) == 0 {
		return bot.Reply{Tone: bot.Neutral, Headline: say.S("No certificate came from {host}.", hostArg(r))}
	}
	reply := bot.Reply{Tone: bot.Neutral,
		Headline: say.S("Certificate chain for {host}, starting with the server's own certificate:", hostArg(r))}
	for _, c := range r.Chain {
		text := say.P("fact", "{Role}, issued by {issuer}, valid until {date}", say.Sub("role", role(c)), issuer("issuer", c), say.Date("date", c.NotAfter))
		if !c.Sent {
			text = say.Join(text, say.P("fact", "(not sent by the server)"))
		}
		reply.Items = append(reply.Items, bot.Item{Code: say.Clean(subjectOf(c), say.MaxName), Text: text})
	}
	if len(sent) > 0 {
		reply.Files = []bot.File{{Name: "chain.pem", Data: chainPEM(sent)}}
	}
	return reply
}

// role is what a certificate is in its chain.
func role(c *checks.Certificate) say.Text {
	switch c.Role {
	case "leaf":
		return say.P("role in a chain", "server certificate")
	case "intermediate":
		return say.P("role in a chain", "intermediate certificate")
	case "root":
		return say.P("role in a chain", "root certificate")
	}
	return say.P("role in a chain", "certificate")
}

func chainPEM(sent [][]byte) []byte {
	var out []byte
	for _, der := range sent {
		out = append(out, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der})...)
	}
	return out
}
