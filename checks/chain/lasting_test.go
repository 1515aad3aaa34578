package chain

import (
	"crypto/x509"
	"testing"
	"time"

	"certdesk/checks"
)

// What ends first is what leaves clients without a path: nothing does that for
// which another certificate of the same authority stands in.
func TestWhatLeavesNoPath(t *testing.T) {
	until := func(days int) change {
		return func(c *x509.Certificate) { c.NotAfter = now.AddDate(0, 0, days) }
	}
	again := func(i *issuer, changes ...change) change {
		return func(c *x509.Certificate) {
			c.Subject, c.SubjectKeyId = i.cert.Subject, i.cert.SubjectKeyId
			for _, change := range changes {
				change(c)
			}
		}
	}
	root := newRoot(t, "Root")
	rootSoon := selfSigned(t, root.key, template("Root", true), again(root, until(5)))
	newer := newRoot(t, "Newer Root")
	cross := newer.issue(root.key, template("Root", true), again(root))
	ca := root.authority("CA")
	caSoon := root.issue(ca.key, template("CA", true), again(ca, until(5)))
	caLater := root.issue(ca.key, template("CA", true), again(ca, until(8)))
	caBehindAGap := root.issue(ca.key, template("CA", true), again(ca, func(c *x509.Certificate) { c.NotBefore = now.AddDate(0, 0, 6) }))
	caThatMayNot := root.issue(ca.key, template("CA", true), again(ca, func(c *x509.Certificate) { c.KeyUsage = x509.KeyUsageCRLSign }))
	leaf := ca.server(host)
	short := ca.server(host, until(3))
	ownRoot := selfSigned(t, newKey(t), template(host, false), until(4))

	for _, tt := range []struct {
		name  string
		sent  [][]byte
		roots []*issuer
		want  string
		days  int
	}{
		{"an authority's certificate", sent(leaf, caSoon), []*issuer{root}, "CA", 5},
		{"its successor is sent as well", sent(leaf, caSoon, ca), []*issuer{root}, host, 60},
		{"and stands first", sent(leaf, ca, caSoon), []*issuer{root}, host, 60},
		{"its successor ends as well", sent(leaf, caSoon, caLater), []*issuer{root}, "CA", 8},
		{"its successor begins too late", sent(leaf, caSoon, caBehindAGap), []*issuer{root}, "CA", 5},
		{"the one that begins too late stands first", sent(leaf, caBehindAGap, caSoon), []*issuer{root}, "CA", 5},
		{"its successor may not certify", sent(leaf, caSoon, caThatMayNot), []*issuer{root}, "CA", 5},
		{"the only trusted root", sent(leaf, ca), []*issuer{rootSoon}, "Root", 5},
		{"the only trusted root, sent", sent(leaf, ca, rootSoon), []*issuer{rootSoon}, "Root", 5},
		{"the root's successor is trusted as well", sent(leaf, ca), []*issuer{rootSoon, root}, host, 60},
		{"a root that is trusted for longer certifies it", sent(leaf, ca, cross), []*issuer{rootSoon, newer}, host, 60},
		{"one that is not trusted certifies it", sent(leaf, ca, cross), []*issuer{rootSoon}, "Root", 5},
		{"the server's own ends before", sent(short, caSoon), []*issuer{rootSoon}, host, 3},
		{"trusted for its own sake", sent(ownRoot), []*issuer{ownRoot}, host, 4},
		{"a root that is not trusted", sent(leaf, ca, rootSoon), []*issuer{newer}, host, 60},
	} {
		t.Run(tt.name, func(t *testing.T) {
			j := New(trust(t, "test", tt.roots...)).Judge(Input{Sent: tt.sent, Name: host, At: now})
			if j.EndsFirst == nil || j.EndsFirst.IssuedTo != tt.want || j.EndsFirst.DaysLeft < tt.days-1 || j.EndsFirst.DaysLeft > tt.days+2 {
				t.Errorf("ends first: %+v, want %s in %d days", j.EndsFirst, tt.want, tt.days)
			}
			if len(j.Expired) > 0 {
				t.Errorf("expired: %v", j.Expired)
			}
		})
	}

	// What was said before the end comes true after it.
	j := New(trust(t, "test", rootSoon)).Judge(Input{Sent: sent(leaf, ca), Name: host, At: now.AddDate(0, 0, 5).Add(time.Second)})
	if j.Trust != checks.TrustOK || len(j.Expired) != 1 || j.Expired[0].IssuedTo != "Root" {
		t.Errorf("after the end: %v, expired %v", j.Trust, j.Expired)
	}
}
