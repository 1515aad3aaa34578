package intercept

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"

	"certdesk/checks"
)

// Between recognises who sits between a client and a server, from a chain.
func Between(j *checks.Judgement) (Product, bool) { return find(j, Product.SitsBetween) }

// Distrusted recognises an authority that nobody should trust: one whose key
// leaked, or one that a developer's tool made and that is not trusted here.
func Distrusted(j *checks.Judgement) (Product, bool) {
	return find(j, func(p Product) bool {
		return p.Kind == Leaked || p.Kind == Development && j.Trust != checks.TrustOK
	})
}

// Default recognises a product's own first certificate.
func Default(j *checks.Judgement) (Product, bool) {
	return find(j, func(p Product) bool { return p.Kind == HostingDefault })
}

// Names recognises a certificate by what a user reads out: who issued it, and
// to whom. There is no chain to tell whether it is public, which is why no name
// in the table is that of a public authority.
func Names(issuedBy, issuedTo string) (Product, bool) {
	issuers := parts(issuedBy)
	subject := parts(issuedTo)
	for i := range makers {
		m := &makers[i]
		names := issuers
		if m.kind == CaptivePortal || m.kind == HostingDefault {
			names = append(slices.Clip(issuers), subject...)
		}
		if slices.ContainsFunc(names, m.matches) {
			return Product{Name: m.product, Kind: m.kind}, true
		}
	}
	return Product{}, false
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
				if i := strings.Index(value, next); i >= 0 && i < end && (next != "/" || strings.HasPrefix(name, "/")) {
					end = i
				}
			}
			out = append(out, strings.Trim(value[:end], ` "`))
			rest = value[end:]
		}
	}
	return out
}

// find looks for the maker of a chain that leads to no public root.
func find(j *checks.Judgement, wanted func(Product) bool) (Product, bool) {
	portal := j.NameReason != checks.NameOK
	if j.Leaf == nil || j.PublicRoot && !portal {
		return Product{}, false
	}
	if !j.PublicRoot {
		if p, ok := byKey(j); ok && wanted(p) {
			return p, true
		}
	}
	issuers, subject := namesIn(j)
	for i := range makers {
		m := &makers[i]
		if p := (Product{Name: m.product, Kind: m.kind}); wanted(p) {
			names := issuers
			switch {
			case m.kind == CaptivePortal && portal:
				// A login page may well have a public certificate, for its own name.
				names = subject
			case j.PublicRoot:
				continue
			case m.kind == HostingDefault:
				names = append(slices.Clip(names), subject...)
			}
			if slices.ContainsFunc(names, m.matches) {
				return p, true
			}
		}
	}
	return Product{}, false
}

// byKey recognises an authority, sent or not, by its key.
func byKey(j *checks.Judgement) (Product, bool) {
	for _, c := range append(slices.Clip(j.Path), j.Leaf) {
		if c.X509 == nil || len(c.X509.RawSubjectPublicKeyInfo) == 0 {
			continue
		}
		spki := ""
		for i := range knownKeys {
			k := &knownKeys[i]
			if k.keyID != "" && len(c.X509.AuthorityKeyId)*2 == len(k.keyID) && hex.EncodeToString(c.X509.AuthorityKeyId) == k.keyID {
				return Product{Name: k.product, Kind: k.kind}, true
			}
			if spki == "" {
				sum := sha256.Sum256(c.X509.RawSubjectPublicKeyInfo)
				spki = hex.EncodeToString(sum[:])
			}
			if spki == k.spki {
				return Product{Name: k.product, Kind: k.kind}, true
			}
		}
	}
	return Product{}, false
}

// namesIn lists the names of the issuers in a chain, and those of the leaf.
func namesIn(j *checks.Judgement) (issuers, subject []string) {
	add := func(list []string, values ...string) []string {
		for _, v := range values {
			if v = strings.ToLower(strings.TrimSpace(v)); v != "" {
				list = append(list, v)
			}
		}
		return list
	}
	for _, c := range append(slices.Clip(j.Path), j.Leaf) {
		issuers = add(issuers, c.IssuedBy)
		if c.X509 != nil {
			issuers = add(issuers, c.X509.Issuer.CommonName)
			issuers = add(issuers, c.X509.Issuer.Organization...)
			issuers = add(issuers, c.X509.Issuer.OrganizationalUnit...)
		}
	}
	subject = add(subject, j.Leaf.IssuedTo)
	if x := j.Leaf.X509; x != nil {
		subject = add(subject, x.Subject.CommonName)
		subject = add(subject, x.Subject.Organization...)
		subject = add(subject, x.Subject.OrganizationalUnit...)
	}
	return issuers, subject
}

// matches compares one name, in lower case.
func (m *maker) matches(name string) bool {
	for _, pattern := range m.names {
		front, wildFront := strings.CutPrefix(pattern, "*")
		core, wildBack := strings.CutSuffix(front, "*")
		switch {
		case wildFront && wildBack && strings.Contains(name, core),
			wildFront && !wildBack && strings.HasSuffix(name, core),
			wildBack && !wildFront && strings.HasPrefix(name, core),
			name == pattern:
			return true
		}
	}
	return false
}
