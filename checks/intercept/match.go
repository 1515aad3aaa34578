package intercept

import (
	"crypto/sha256"
	"crypto/x509/pkix"
	"iter"
	"slices"
	"strings"

	"certdesk/checks"
)

// Between recognises who sits between a client and a server, from a chain.
func Between(j *checks.Judgement) (Product, bool) { return find(j, sitsBetween) }

// Distrusted recognises an authority that nobody should trust: one whose key
// leaked, or one that a developer's tool made and that is not trusted here.
func Distrusted(j *checks.Judgement) (Product, bool) {
	return find(j, func(k Kind) bool { return k == Leaked || k == Development && j.Trust != checks.TrustOK })
}

// Default recognises a product's own first certificate.
func Default(j *checks.Judgement) (Product, bool) {
	return find(j, isDefault)
}

// Names recognises a certificate by what a user reads out: who issued it, and
// to whom. There is no chain to tell whether it is public, which is why no name
// in the table is that of a public authority.
func Names(issuedBy, issuedTo string) (Product, bool) {
	var found rows
	for _, name := range parts(issuedBy) {
		found.among(name, func(Kind) bool { return true })
	}
	for _, name := range parts(issuedTo) {
		found.among(name, func(k Kind) bool { return k == CaptivePortal || isDefault(k) })
	}
	return found.product()
}

// rows are those of makers that were come upon.
type rows []int

// among comes upon the rows of a name, in lower case, of which the kinds count.
func (r *rows) among(name string, counts func(Kind) bool) {
	for row := range byName().rows(name) {
		if counts(makers[row].kind) {
			*r = append(*r, row)
		}
	}
}

// product is that of the first row, as makers has them.
func (r rows) product() (Product, bool) {
	if len(r) == 0 {
		return Product{}, false
	}
	m := &makers[slices.Min(r)]
	return Product{Name: m.product, Kind: m.kind}, true
}

// parts are the names in a name: itself and, where it is written as a
// distinguished name ("CN=…, O=…"), the common name, organisation and unit.
func parts(name string) []string {
	name = strings.ToLower(strings.TrimSpace(name))
	if name == "" {
		return nil
	}
	out := []string{name}
	for _, attribute := range []string{"cn=", "o=", "ou="} {
		for rest := name; ; {
			at := strings.Index(rest, attribute)
			if at < 0 {
				break
			}
			value := rest[at+len(attribute):]
			if at > 0 && !strings.ContainsAny(rest[at-1:at], " ,/;+\t\n") {
				rest = value
				continue
			}
			end := len(value)
			for _, next := range []string{", cn=", ",cn=", ", o=", ",o=", ", ou=", ",ou=", ", c=", ",c=", ", l=", ",l=", ", st=", ",st=", "/", ";", "\n"} {
				if i := strings.Index(value, next); i >= 0 && (next != "/" || strings.HasPrefix(name, "/")) {
					end = min(end, i)
				}
			}
			out = append(out, strings.Trim(value[:end], ` "`))
			rest = value[end:]
		}
	}
	return out
}

// find looks for the maker of a chain that leads to no public root.
func find(j *checks.Judgement, wanted func(Kind) bool) (Product, bool) {
	portal := j.Misnamed()
	if j.Leaf == nil || j.PublicRoot && !portal {
		return Product{}, false
	}
	if !j.PublicRoot {
		if p, ok := byKey(j); ok && wanted(p.Kind) {
			return p, true
		}
	}
	var found rows
	eachName(j, func(name string, ofIssuer bool) {
		found.among(name, func(k Kind) bool {
			switch {
			case k == CaptivePortal && portal:
				// A login page may well have a public certificate, for its own name.
				return !ofIssuer && wanted(k)
			case j.PublicRoot:
				return false
			}
			return (ofIssuer || isDefault(k)) && wanted(k)
		})
	})
	return found.product()
}

// byKey recognises an authority, sent or not, by its key.
func byKey(j *checks.Judgement) (Product, bool) {
	for c := range links(j) {
		if c.X509 == nil || len(c.X509.RawSubjectPublicKeyInfo) == 0 {
			continue
		}
		k, ok := authorities().keyID[string(c.X509.AuthorityKeyId)]
		if !ok {
			k, ok = authorities().spki[sha256.Sum256(c.X509.RawSubjectPublicKeyInfo)]
		}
		if ok {
			return Product{Name: k.product, Kind: k.kind}, true
		}
	}
	return Product{}, false
}

// eachName tells the names of the issuers in a chain, and those of the leaf, in
// lower case. Each is told once: the certificates of one authority repeat its name.
func eachName(j *checks.Judgement, tell func(name string, ofIssuer bool)) {
	type namer struct {
		name     string
		ofIssuer bool
	}
	var told []namer
	add := func(ofIssuer bool, values ...string) {
		for _, v := range values {
			n := namer{strings.ToLower(strings.TrimSpace(v)), ofIssuer}
			if n.name == "" || slices.Contains(told, n) {
				continue
			}
			told = append(told, n)
			tell(n.name, ofIssuer)
		}
	}
	names := func(ofIssuer bool, n *pkix.Name) {
		add(ofIssuer, n.CommonName)
		add(ofIssuer, n.Organization...)
		add(ofIssuer, n.OrganizationalUnit...)
	}
	for c := range links(j) {
		add(true, c.IssuedBy)
		if c.X509 != nil {
			names(true, &c.X509.Issuer)
		}
	}
	add(false, j.Leaf.IssuedTo)
	if x := j.Leaf.X509; x != nil {
		names(false, &x.Subject)
	}
}

// links are the certificates of the best path, and the leaf where there is none.
func links(j *checks.Judgement) iter.Seq[*checks.Certificate] {
	return func(yield func(*checks.Certificate) bool) {
		for _, c := range j.Path {
			if !yield(c) {
				return
			}
		}
		if !slices.Contains(j.Path, j.Leaf) {
			yield(j.Leaf)
		}
	}
}
