package intercept

import "testing"

// BenchmarkNobody asks who made a chain that nobody here has made: each target of a
// sweep whose root is not public is asked so, several times.
func BenchmarkNobody(b *testing.B) {
	j := chainBy("Example Issuing CA 7", "Example Trust Services Ltd")
	b.ReportAllocs()
	for b.Loop() {
		if p, ok := Between(j); ok {
			b.Fatal(p)
		}
	}
}
