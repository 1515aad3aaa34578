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
			bot.Fact{Label: "Serial", Value: checks.Clean(c.Serial, maxValue)},
			bot.Fact{Label: "Thumbprint (SHA-1)", Value: c.SHA1},
			bot.Fact{Label: "Key", Value: checks.Clean(c.Key+", "+c.Signature, maxValue)},
		)
	}
	if t := r.TLS; t != nil && t.Version != "" {
		reply.Facts = append(reply.Facts, bot.Fact{Label: "TLS", Value: protocol(t)})
	}
	if s := r.Revocation.Status; s != "" && s != string(checks.StatusNotChecked) {
		value := s
		if r.Revocation.Source != "" {
			value += " (" + r.Revocation.Source + ")"
		}
		reply.Facts = append(reply.Facts, bot.Fact{Label: "Revocation", Value: value})
	}
	if len(r.Stores) > 0 {
		reply.Facts = append(reply.Facts, bot.Fact{Label: "Trusted roots", Value: pairs(r.Stores)})
	}
	reply.Facts = reply.Facts[:min(len(reply.Facts), bot.MaxFacts)]
	for _, e := range r.Endpoints {
		text := string(e.Verdict)
		if e.Error != "" {
			text = checks.Clean(e.Error, maxValue)
		}
		if ms, ok := e.TimingMS["total"]; ok {
			text += ", " + span(time.Duration(ms)*time.Millisecond)
		}
		reply.Items = append(reply.Items, bot.Item{Tone: tone(e.Verdict), Code: e.Address, Text: text})
	}
	for _, client := range clientLabels {
		verdict := r.Clients[client.key]
		if verdict == "" {
			continue
		}
		item := bot.Item{Text: client.label + ": " + verdict}
		if verdict == "untrusted" {
			item.Tone = bot.Bad
		}
		if note := r.ClientNotes[client.key]; note != "" {
			item.Text += ". " + note
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
	reply := bot.Reply{Tone: bot.Neutral, Headline: "The chain of " + endpointName(r) + ", from the server's own certificate upwards:"}
	if len(r.Chain) == 0 {
		return bot.Reply{Tone: bot.Neutral, Headline: "No certificate came from " + endpointName(r) + "."}
	}
	for _, c := range r.Chain {
		text := fmt.Sprintf("%s, issued by %s, valid until %s", cmp.Or(c.Role, "certificate"), issuerOf(c), checks.Date(c.NotAfter))
		if !c.Sent {
			text += " (not sent by the server)"
		}
		reply.Items = append(reply.Items, bot.Item{Code: subjectOf(c), Text: text})
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
