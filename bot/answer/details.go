package answer

import (
	"cmp"
	"encoding/pem"
	"fmt"
	"slices"
	"strings"
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
	if c := r.Certificate; c != nil {
		reply.Facts = append(reply.Facts,
			bot.Fact{Label: say.Literal("Serial"), Value: say.Literal(checks.Clean(c.Serial, maxValue))},
			bot.Fact{Label: say.Literal("Thumbprint (SHA-1)"), Value: say.Literal(c.SHA1)},
			bot.Fact{Label: say.Literal("Key"), Value: say.Literal(checks.Clean(c.Key+", "+c.Signature, maxValue))},
		)
	}
	if t := r.TLS; t != nil && t.Version != "" {
		reply.Facts = append(reply.Facts, bot.Fact{Label: say.Literal("TLS"), Value: say.Literal(protocol(t))})
	}
	if s := r.Revocation.Status; s != "" && s != string(checks.StatusNotChecked) {
		value := s
		if r.Revocation.Source != "" {
			value += " (" + r.Revocation.Source + ")"
		}
		reply.Facts = append(reply.Facts, bot.Fact{Label: say.Literal("Revocation"), Value: say.Literal(value)})
	}
	if len(r.Stores) > 0 {
		reply.Facts = append(reply.Facts, bot.Fact{Label: say.Literal("Trusted roots"), Value: say.Literal(pairs(r.Stores))})
	}
	reply.Facts = reply.Facts[:min(len(reply.Facts), bot.MaxFacts)]
	for _, e := range r.Endpoints {
		text := string(e.Verdict)
		if !e.Error.Empty() {
			text = checks.Clean(e.Error.String(), maxValue)
		}
		if ms, ok := e.TimingMS["total"]; ok {
			text += ", " + span(time.Duration(ms)*time.Millisecond)
		}
		reply.Items = append(reply.Items, bot.Item{Tone: tone(e.Verdict), Code: e.Address, Text: say.Literal(text)})
	}
	for _, client := range clientLabels {
		verdict := r.Clients[client.key]
		if verdict == "" {
			continue
		}
		item := bot.Item{Text: say.Literal(client.label + ": " + verdict)}
		if verdict == "untrusted" {
			item.Tone = bot.Bad
		}
		if note := r.ClientNotes[client.key].String(); note != "" {
			item.Text = say.Literal(item.Text.String() + ". " + note)
		}
		reply.Items = append(reply.Items, item)
	}
	return reply
}

var clientLabels = []struct{ key, label string }{
	{"outlook-windows", "Outlook on Windows"}, {"outlook-mac", "Outlook for Mac"}, {"apple-mail", "Apple Mail"},
	{"thunderbird", "Thunderbird"}, {"android", "Mail on Android"},
}

func protocol(t *checks.ReportTLS) string {
	parts := []string{t.Version}
	if t.Cipher != "" {
		parts = append(parts, t.Cipher)
	}
	var offered []string
	for v, spoken := range t.Versions {
		if spoken {
			offered = append(offered, string(v))
		}
	}
	if len(offered) > 0 {
		slices.Sort(offered)
		parts = append(parts, "offered: "+strings.Join(offered, ", "))
	}
	return strings.Join(parts, "; ")
}

func pairs(m map[string]string) string {
	var out []string
	for name, answer := range m {
		out = append(out, checks.Clean(name, 30)+": "+answer)
	}
	slices.Sort(out)
	return strings.Join(out, ", ")
}

// Chain lists the certificates and attaches them as they were sent.
func Chain(r *checks.Report, sent [][]byte) bot.Reply {
	reply := bot.Reply{Tone: bot.Neutral, Headline: say.Literal("The chain of " + endpointName(r) + ", from the server's own certificate upwards:")}
	if len(r.Chain) == 0 {
		return bot.Reply{Tone: bot.Neutral, Headline: say.Literal("No certificate came from " + endpointName(r) + ".")}
	}
	for _, c := range r.Chain {
		text := fmt.Sprintf("%s, issued by %s, valid until %s", cmp.Or(c.Role, "certificate"), issuerOf(c), checks.Date(c.NotAfter))
		if !c.Sent {
			text += " (not sent by the server)"
		}
		reply.Items = append(reply.Items, bot.Item{Code: subjectOf(c), Text: say.Literal(text)})
	}
	if len(sent) > 0 {
		reply.Files = []bot.File{{Name: "chain.pem", Data: chainPEM(sent)}}
	}
	return reply
}

func chainPEM(sent [][]byte) []byte {
	var out []byte
	for _, der := range sent {
		out = append(out, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der})...)
	}
	return out
}
