package phrasebook

import (
	"slices"
	"strings"
	"testing"
	"time"
)

func book(t *testing.T, lang string) *Book {
	t.Helper()
	b, err := In(lang)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestIn(t *testing.T) {
	t.Parallel()
	for lang, want := range map[string]string{
		"en": "en", "en-GB": "en", "de": "de", "de-AT": "de", "de_AT.UTF-8": "de", "DE": "de", "fr_CA": "fr", "es-419": "es", " fr ": "fr",
	} {
		b, err := In(lang)
		if err != nil || b.Lang() != want {
			t.Errorf("%q: %v, %v", lang, b.Lang(), err)
		}
	}
	for _, lang := range []string{"", "it", "deu", "german", "-", "d"} {
		if _, err := In(lang); err == nil || !strings.Contains(err.Error(), "en, de, es, fr") {
			t.Errorf("%q: %v", lang, err)
		}
	}
}

func TestSay(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ lang, english, want string }{
		{"en", "The certificate has expired", "The certificate has expired"},
		{"de", "", ""},
		{"de", "The certificate has expired", "Das Zertifikat ist abgelaufen"},
		{"de", "The certificate of imap.corp.com expired on 3 November 2026 and is for a.example and b.example, so Outlook warns.",
			"Das Zertifikat von imap.corp.com ist am 3. November 2026 abgelaufen und gilt für a.example und b.example, deshalb warnt Outlook."},
		{"fr", "imap.corp.com works, but its certificate ends on 1 December 2026, in 1 day.",
			"imap.corp.com fonctionne, mais son certificat expire le 1 décembre 2026, dans 1 jour."},
		{"es", "imap.corp.com works, but its certificate ends on 24 November 2026, 12:00 UTC, in 5 hours.",
			"imap.corp.com funciona, pero su certificado caduca el 24 de noviembre de 2026 a las 12:00 UTC, dentro de 5 horas."},
		// A sentence begins with a great letter, a server's name keeps its own.
		{"de", "Something that is neither TLS nor a protocol that can switch to it answers at port 993 of a.example.",
			"Etwas, das weder TLS ist noch ein Protokoll, das darauf umschalten kann, antwortet auf Port 993 von a.example."},
		// Only the sentence that is missing stays English.
		{"de", "The certificate has moved. Mail clients do not mind.", "The certificate has moved. Mailprogramme stört das nicht."},
		{"de", "Mail clients do not mind. The certificate has moved.", "Mailprogramme stört das nicht. The certificate has moved."},
		// Lists of names, and an authority whose own name has the word in it.
		{"de", "Asked for a.example, the server presents a certificate for b.example, c.example and 12 more.",
			"Nach a.example gefragt, zeigt der Server ein Zertifikat für b.example, c.example und 12 weiteren vor."},
		{"de", "It was issued by Marks and Spencer CA.", "Es wurde von Marks and Spencer CA ausgestellt."},
		// What strangers wrote is carried over as it is, sentences of ours included.
		{"de", "It answers “554 Ask your provider. The certificate has expired”. It refuses for now, because it is busy; that mostly passes within minutes.",
			"Er antwortet „554 Ask your provider. The certificate has expired“. Er lehnt vorerst ab, weil er ausgelastet ist; das ist meist in Minuten vorbei."},
		{"de", "It is issued to {host} {span} and signed with its own key, so no authority vouches for it.",
			"Es ist für {host} {span} ausgestellt und mit dem eigenen Schlüssel signiert, also bürgt keine Zertifizierungsstelle dafür."},
	} {
		if got := book(t, tt.lang).Say(tt.english); got != tt.want {
			t.Errorf("%s: %s\ngot  %s\nwant %s", tt.lang, tt.english, got, tt.want)
		}
	}
}

// Names made of what the sentences are made of cost time, not much of it.
func TestHostileNames(t *testing.T) {
	t.Parallel()
	b := book(t, "de")
	for _, part := range []string{", ", " and ", " (x) ", "; ", ". A ", " is for ", "a (b), ", ", so ", "1 of 2 ", " of "} {
		text := "The certificate of " + strings.Repeat(part, 200) + " is for " + strings.Repeat(part, 200) + ", so Outlook warns."
		done := make(chan string, 1)
		go func() { done <- b.Say(text) }()
		select {
		case got := <-done:
			if len(got) < len(text)/2 {
				t.Errorf("%q was lost: %q", part, got)
			}
		case <-time.After(10 * time.Second):
			t.Fatalf("%q takes too long", part)
		}
	}
}

// Where nothing is known of the server, words stand in the place of its port.
func TestWordsForAPort(t *testing.T) {
	const english = "Enter the name that your provider gives for it as the incoming or outgoing mail server; port the one your provider gives, encryption what your provider gives."
	for _, lang := range Languages()[1:] {
		if b := book(t, lang); !b.Says(english) {
			t.Errorf("%s: %s", lang, b.Say(english))
		}
	}
}

func FuzzSay(f *testing.F) {
	for _, e := range []string{"The certificate of a.example expired on 3 November 2026, so Outlook warns.", "1 of 2 addresses fails: 192.0.2.1 (no TLS).", "{}"} {
		f.Add(e)
	}
	b, err := In("fr")
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if got := b.Say(text); got != text && !strings.ContainsAny(got, "abcdefghijklmnopqrstuvwxyzé0123456789") {
			t.Errorf("%q became %q", text, got)
		}
	})
}

func TestParse(t *testing.T) {
	t.Parallel()
	const file = "# comment\nmsgid \"\"\nmsgstr \"Language: de\\n\"\n\nmsgctxt \"clause\"\nmsgid \"ends \"\n\"on {date}\"\nmsgstr \"endet\\\" {date}\"\n\n#~ gone\nmsgid \"{n} server\"\nmsgid_plural \"{n} servers\"\nmsgstr[0] \"{n} Server\"\nmsgstr[1] \"{n} Server\"\n\nmsgid \"later\"\nmsgstr \"\"\n"
	got, err := parse(file)
	want := []message{{context: "clause", english: "ends on {date}", foreign: "endet\" {date}", line: 6}}
	if err != nil || !slices.Equal(got, want) {
		t.Errorf("%+v, %v", got, err)
	}
	for _, bad := range []string{"msgid x\n", "\"x\"\n", "msgid \"x\n", "nonsense\n", "msgid_plural \"x\"\n"} {
		if got, err := parse(bad); err == nil {
			t.Errorf("%q: %+v", bad, got)
		}
	}
	for _, bad := range []message{
		{english: "{a}{b}", foreign: "x"}, {english: "{a", foreign: "x"}, {english: "{}", foreign: "x"}, {english: "x {a}", foreign: "{b}"},
	} {
		if _, err := newEntry(bad); err == nil {
			t.Errorf("%+v is taken", bad)
		}
	}
}
