package engine_test

import (
	"testing"
	"time"

	"certdesk/checks"
	"certdesk/checks/engine"
	"certdesk/checks/target"
)

// BenchmarkRevocationRoundTrips measures what asking about revocation adds to a
// complete answer, in round trips of a slow network, where nothing is
// remembered: each check is the first of its engine. TLS takes 2; connecting to
// the authority's server and asking it takes 2 more, and no name server is slow
// here.
func BenchmarkRevocationRoundTrips(b *testing.B) {
	const rtt = 100 * time.Millisecond
	zoo := openZoo(b)
	for _, tt := range []struct {
		name, target string
		status       checks.RevocationStatus
		source       checks.RevocationSource
		minimum      float64
	}{
		{"none", "imap.corp.example:993", checks.StatusNotChecked, "", 2},
		{"staple", "imap.stapled.example:993", checks.StatusGood, checks.SourceStapled, 2},
		{"OCSP", "imap.replaced.example:993", checks.StatusRevoked, checks.SourceOCSP, 4},
		{"CRL", "imap.listed.example:993", checks.StatusGood, checks.SourceCRL, 4},
	} {
		b.Run(tt.name, func(b *testing.B) {
			target, err := target.Parse(tt.target)
			if err != nil {
				b.Fatal(err)
			}
			var took time.Duration
			for b.Loop() {
				e := engineFor(b, zoo, slowDialer{zoo, rtt})
				start := time.Now()
				r := e.Check(b.Context(), target, engine.Options{})
				took += time.Since(start)
				if r.Revocation.Status != string(tt.status) || r.Revocation.Source != string(tt.source) {
					b.Fatalf("%s: revocation %+v", r.Summary.String(), r.Revocation)
				}
			}
			trips := took.Seconds() / float64(b.N) / rtt.Seconds()
			b.ReportMetric(trips, "round-trips")
			b.ReportMetric(trips/tt.minimum, "×minimum")
		})
	}
}
