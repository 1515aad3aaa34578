package main

import (
	"strings"
	"testing"
	"time"

	"certdesk/bot"
	"certdesk/bot/answer"
	"certdesk/checks"
	"certdesk/checks/checktest"
	"certdesk/checks/phrasebook"
)

// What a user exported from the certificate window is read as it is, in every
// form that Windows has for it.
func TestReadForm(t *testing.T) {
	leaf := checktest.NewPKI(time.Now()).Root("Avast Web/Mail Shield Root").Issue("imap.corp.com")
	for name, data := range map[string][]byte{
		"seen.pem": leaf.PEM(), "seen.cer": leaf.Chain[0], "seen.p7b": checktest.CertsOnly(leaf.Chain...), " ": leaf.PEM(),
	} {
		s, err := readForm([]string{"issued-by=Somebody", "pc-date=2026-11-23"}, bot.File{Name: name, Data: data})
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if s.IssuedTo != "imap.corp.com" || s.IssuedBy != "Avast Web/Mail Shield Root" || len(s.Thumbprint) != 64 || s.PCClock.IsZero() {
			t.Errorf("%s: %+v", name, s)
		}
		if alone := judgeAlone(s); alone == nil || alone.Outcome != checks.SeenIntercepted || alone.Product == "" {
			t.Errorf("%s: judged as %+v", name, alone)
		}
	}
	if _, err := readForm(nil, bot.File{Name: "key.pem", Data: []byte("nothing")}); err == nil || !strings.Contains(err.Error(), "key.pem") {
		t.Errorf("of a file without a certificate it is said: %v", err)
	}
	if s, err := readForm([]string{"issued-by=R11"}, bot.File{}); err != nil || s.IssuedBy != "R11" {
		t.Errorf("%+v, %v", s, err)
	}
}

// What a certificate says by itself is said in every language.
func TestCertificatesAreTranslated(t *testing.T) {
	now := time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)
	day := 24 * time.Hour
	made := &checks.ReportSeen{Outcome: checks.SeenIntercepted, Product: "Avast Antivirus"}
	var sentences []string
	for _, c := range []struct {
		seen  checks.Seen
		alone *checks.ReportSeen
	}{
		{checks.Seen{IssuedBy: "Avast Web/Mail Shield Root"}, made},
		{checks.Seen{ValidFrom: now.Add(-9 * day), ValidTo: now.Add(-day)}, nil},
		{checks.Seen{ValidFrom: now.Add(day), ValidTo: now.Add(9 * day)}, nil},
		{checks.Seen{ValidFrom: now.Add(-day), ValidTo: now.Add(9 * day)}, nil},
		{checks.Seen{IssuedBy: "R11"}, nil},
		{checks.Seen{ClockMeasured: true}, &checks.ReportSeen{Outcome: checks.SeenClock, ClockOffS: 49 * 3600}},
		{checks.Seen{Missing: checks.MissingName}, nil},
		{checks.Seen{Missing: checks.MissingConnection}, nil},
		{checks.Seen{Proxy: "proxy.corp.com:8080"}, nil},
		{checks.Seen{ClockFree: true}, nil},
		{checks.Seen{ClockMeasured: true}, nil},
	} {
		r := answer.Certificate(&c.seen, c.alone, now)
		sentences = append(sentences, r.Headline.String(), r.Footnote.String())
	}
	sentences = append(sentences, "The file seen.cer could not be fetched. Please send it again; it may have 256 KB.",
		"To see what the PC sees, paste this line into PowerShell there, and what it prints into the chat:", "The same for a terminal on macOS or Linux:",
		"Protection program", "the name leads to 10.1.2.3", "the name leads to another address", "a proxy: proxy.corp.com:8080",
		"This channel watches 4 servers. 2 certificates end within 30 days.", "This channel watches 1 server. 1 certificate expires within 30 days.")
	for _, lang := range phrasebook.Languages()[1:] {
		book, err := phrasebook.In(lang)
		if err != nil {
			t.Fatal(err)
		}
		for _, s := range sentences {
			if !book.Says(s) {
				t.Errorf("%s lacks %q, and says %q", lang, s, book.Say(s))
			}
		}
	}
}
