package say_test

import (
	"testing"
	"time"

	"certdesk/checks/say"
)

// What each target of a sweep pays for every sentence: as a string, which programs
// read, and in runs, which people are shown.
func BenchmarkWord(b *testing.B) {
	sentence := say.S("The certificate of {host} expired on {date} ({span} ago).",
		say.Host("host", "imap.corp.com"), say.Date("date", time.Date(2027, 3, 3, 0, 0, 0, 0, time.UTC)), say.Span("span", 40*time.Hour))
	b.Run("string", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			_ = say.String(nil, sentence)
		}
	})
	b.Run("runs", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			_ = say.Word(nil, sentence)
		}
	})
}

// BenchmarkClean is the price of a name, of which each report has dozens.
func BenchmarkClean(b *testing.B) {
	for _, name := range []string{"Example Issuing CA 7", "Beispiel-Gesellschaft für Zertifikate"} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				_ = say.Clean(name, say.MaxName)
			}
		})
	}
}
