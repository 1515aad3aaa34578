package engine_test

import (
	"crypto/sha256"
	"crypto/sha512"
	"crypto/x509"
	"encoding/hex"
	"strings"
	"testing"

	"certdesk/checks/checktest"
)

// TestRecordsInWorlds: kinds of TLSA records (RFC 7671 §4, §5), and the letter of MTA-STS
// policies (RFC 8461 §3).
func TestRecordsInWorlds(t *testing.T) {
	t.Parallel()
	const mx, at = "mx.w.example", "mx.w.example:25"
	tlsa := func(w *world, name, params string, data []byte) {
		w.record("_25._tcp.%s. IN TLSA %s %s", name, params, hex.EncodeToString(data))
		w.names.Validate(name)
	}
	spki := func(der []byte) []byte {
		c, _ := x509.ParseCertificate(der)
		return c.RawSubjectPublicKeyInfo
	}
	s256 := func(b []byte) []byte { s := sha256.Sum256(b); return s[:] }
	s512 := func(b []byte) []byte { s := sha512.Sum512(b); return s[:] }
	policy := func(text string) func(*world) {
		return func(w *world) { w.exchanger(mx, w.ca.Issue(mx)); w.mtaSTS("w.example", text) }
	}
	const head = "version: STSv1\r\nmode: enforce\r\n"
	const tail = "max_age: 604800\r\n"
	checkWorlds(t, []worldCase{
		{"3 1 2", at, "trusted", func(w *world) {
			id := w.ca.Issue(mx)
			w.exchanger(mx, id)
			tlsa(w, mx, "3 1 2", s512(spki(id.Leaf())))
		}},
		{"3 1 0", at, "trusted", func(w *world) {
			id := w.ca.Issue(mx)
			w.exchanger(mx, id)
			tlsa(w, mx, "3 1 0", spki(id.Leaf()))
		}},
		{"3 0 0", at, "trusted", func(w *world) {
			id := w.ca.Issue(mx)
			w.exchanger(mx, id)
			tlsa(w, mx, "3 0 0", id.Leaf())
		}},
		{"2 1 1 of the intermediate", at, "trusted", func(w *world) {
			w.exchanger(mx, w.ca.Issue(mx))
			tlsa(w, mx, "2 1 1", s256(spki(w.ca.DER)))
		}},
		{"2 0 1 of the root, sent", at, "trusted", func(w *world) {
			w.exchanger(mx, w.ca.Issue(mx).With(w.root.DER))
			tlsa(w, mx, "2 0 1", s256(w.root.DER))
		}},
		{"2 1 1 right, wrong name", at, "untrusted dane-mismatch hostname-mismatch", func(w *world) {
			w.exchanger(mx, w.ca.Issue("old.w.example"))
			tlsa(w, mx, "2 1 1", s256(spki(w.ca.DER)))
		}},
		{"3 1 1 right and expired", at, "trusted expired", func(w *world) {
			id := w.ca.Issue(mx, checktest.ExpiredFor(5*checktest.Day))
			w.exchanger(mx, id)
			tlsa(w, mx, "3 1 1", s256(spki(id.Leaf())))
		}},
		{"2 1 1 right and expired", at, "untrusted dane-mismatch expired", func(w *world) {
			w.exchanger(mx, w.ca.Issue(mx, checktest.ExpiredFor(5*checktest.Day)))
			tlsa(w, mx, "2 1 1", s256(spki(w.ca.DER)))
		}},
		{"unsigned zone, wrong record", at, "trusted", func(w *world) {
			w.exchanger(mx, w.ca.Issue(mx))
			w.record("_25._tcp.%s. IN TLSA 3 1 1 %s", mx, strings.Repeat("ab", 32))
		}},
		{"unknown selector only", at, "trusted", func(w *world) {
			w.exchanger(mx, w.ca.Issue(mx))
			tlsa(w, mx, "3 5 1", s256(nil))
		}},
		{"unknown selector beside a wrong one", at, "warning dane-mismatch", func(w *world) {
			w.exchanger(mx, w.ca.Issue(mx))
			tlsa(w, mx, "3 5 1", s256(nil))
			tlsa(w, mx, "3 1 1", s256(nil))
		}},
		{"digest of wrong length", at, "trusted", func(w *world) {
			w.exchanger(mx, w.ca.Issue(mx))
			tlsa(w, mx, "3 1 1", []byte{1, 2, 3})
		}},
		{"1 1 1 wrong, trusted", at, "trusted", func(w *world) {
			w.exchanger(mx, w.ca.Issue(mx))
			tlsa(w, mx, "1 1 1", s256(nil))
		}},
		{"wrong for 25 asked at 587", "mx.w.example:587", "trusted", func(w *world) {
			w.serve(mx, 587, checktest.STARTTLS("smtp", checktest.TLS(w.ca.Issue(mx))))
			w.record("w.example. IN MX 10 %s.", mx)
			tlsa(w, mx, "3 1 1", s256(nil))
		}},
		{"TLSA and no STARTTLS", at, "no-tls starttls-not-offered", func(w *world) {
			w.record("w.example. IN MX 10 %s.", mx)
			w.serve(mx, 25, checktest.Clear("smtp"))
			tlsa(w, mx, "3 1 1", s256(nil))
		}},
		{"sts wildcard", at, "trusted", policy(head + "mx: *.w.example\r\n" + tail)},
		{"sts wildcard too deep", "a.mx.w.example:25", "warning mta-sts-mismatch", func(w *world) {
			const deep = "a.mx.w.example"
			w.record("w.example. IN MX 10 %s.", deep)
			w.serve(deep, 25, checktest.STARTTLS("smtp", checktest.TLS(w.ca.Issue(deep))))
			w.mtaSTS("w.example", head+"mx: *.w.example\r\n"+tail)
		}},
		{"sts upper case mx", at, "trusted", policy(head + "mx: MX.W.Example\r\n" + tail)},
		{"sts LF only", at, "trusted", policy("version: STSv1\nmode: enforce\nmx: mx.w.example\nmax_age: 604800\n")},
		{"sts no trailing newline", at, "trusted", policy("version: STSv1\nmode: enforce\nmx: mx.w.example\nmax_age: 604800")},
		{"sts without version", at, "trusted mta-sts-mismatch", policy("mode: enforce\nmx: mx.w.example\nmax_age: 604800\n")},
		{"sts without max_age", at, "trusted mta-sts-mismatch", policy("version: STSv1\nmode: enforce\nmx: mx.w.example\n")},
		{"sts mode enforced", at, "trusted mta-sts-mismatch", policy("version: STSv1\nmode: enforced\nmx: mx.w.example\nmax_age: 604800\n")},
		{"sts BOM", at, "trusted mta-sts-mismatch", policy("\ufeffversion: STSv1\nmode: enforce\nmx: mx.w.example\nmax_age: 604800\n")},
		{"sts unknown keys", at, "trusted", policy(head + "mx: mx.w.example\r\nfoo: bar\r\n" + tail)},
		{"sts lists old mx alone, testing", at, "warning mta-sts-mismatch", policy("version: STSv1\nmode: testing\nmx: old.w.example\nmax_age: 604800\n")},
		{"sts two TXT", at, "trusted mta-sts-mismatch", func(w *world) {
			w.exchanger(mx, w.ca.Issue(mx))
			w.record("_mta-sts.w.example. IN TXT \"v=STSv1; id=2\"")
			w.mtaSTS("w.example", head+"mx: mx.w.example\r\n"+tail)
		}},
		{"sts policy host expired", at, "trusted mta-sts-mismatch", func(w *world) {
			w.exchanger(mx, w.ca.Issue(mx))
			w.record("_mta-sts.w.example. IN TXT \"v=STSv1; id=1\"")
			w.serve("mta-sts.w.example", 443, checktest.Page(checktest.TLS(w.ca.Issue("mta-sts.w.example", checktest.ExpiredFor(checktest.Day))), "/.well-known/mta-sts.txt",
				checktest.Document{Type: "text/plain", Body: []byte(head + "mx: mx.w.example\r\n" + tail)}))
		}},
		{"sts redirect", at, "trusted mta-sts-mismatch", func(w *world) {
			w.exchanger(mx, w.ca.Issue(mx))
			w.record("_mta-sts.w.example. IN TXT \"v=STSv1; id=1\"")
			w.serve("mta-sts.w.example", 443, checktest.Page(checktest.TLS(w.ca.Issue("mta-sts.w.example")), "/.well-known/mta-sts.txt",
				checktest.Document{Status: 301, Location: "https://www.w.example/mta-sts.txt"}))
		}},
		{"sts 404", at, "trusted mta-sts-mismatch", func(w *world) {
			w.exchanger(mx, w.ca.Issue(mx))
			w.record("_mta-sts.w.example. IN TXT \"v=STSv1; id=1\"")
			w.serve("mta-sts.w.example", 443, checktest.Page(checktest.TLS(w.ca.Issue("mta-sts.w.example")), "/other", checktest.Document{}))
		}},
		{"sts html type", at, "trusted mta-sts-mismatch", func(w *world) {
			w.exchanger(mx, w.ca.Issue(mx))
			w.record("_mta-sts.w.example. IN TXT \"v=STSv1; id=1\"")
			w.serve("mta-sts.w.example", 443, checktest.Page(checktest.TLS(w.ca.Issue("mta-sts.w.example")), "/.well-known/mta-sts.txt",
				checktest.Document{Type: "text/html", Body: []byte(head + "mx: mx.w.example\r\n" + tail)}))
		}},
		{"two MX, one listed", at, "trusted", func(w *world) {
			w.exchanger(mx, w.ca.Issue(mx))
			w.record("w.example. IN MX 20 mx2.w.example.")
			w.mtaSTS("w.example", head+"mx: mx.w.example\r\n"+tail)
		}},
	})
}
