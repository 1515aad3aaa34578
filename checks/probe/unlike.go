package probe

import (
	"cmp"
	"crypto/tls"
	"crypto/x509"
	"slices"

	"certdesk/checks"
	"certdesk/checks/probe/rawtls"
)

// Several servers may share an address, as behind a load balancer. Two answers
// that one server would not give tell of it: a handshake is refused although
// another one shows that the server does what it asks.
//
// What a full probe sees of n servers that take turns by chance: each of the
// handshakes that bring a certificate meets a given one of them with 1/n. These are
// the main one, that for its type of key, that without a name, and one more where
// they gave reason to ask. With three it is missed with (1 - 1/n)^3: of two servers
// once in 8 probes, of four 4 times in 10. What was not seen is not told.

// agreed is what a handshake with the server's name came to.
type agreed struct {
	best, version uint16 // best is what was offered
	key           rawtls.KeyType
	suite         uint16
	group         string
	// odd: the certificate or the handshake is signed in a way that limited offers
	// do not name, so that a server may refuse them for that.
	odd bool
}

// agreements are the main conversation and the handshakes with the server's name that
// brought a certificate to an offer of any type of key.
func (s *scan) agreements(a *attempt) []agreed {
	var out []agreed
	enter := func(best uint16, t *checks.TLS, usable bool) {
		versions := rawtls.Versions()
		if i := slices.IndexFunc(versions, func(v uint16) bool { return rawtls.VersionName(v) == t.Version }); i >= 0 {
			out = append(out, agreed{best, versions[i], rawtls.KeyTypeOf(t.Certificates), t.CipherSuite, t.KeyExchange, !usable || oddlySigned(t.Certificates)})
		}
	}
	enter(cmp.Or(a.best, tls.VersionTLS13), a.TLS, a.TLS.Completed)
	for _, other := range s.beside.all() {
		if other.leaf() != nil && other.offer.ServerName == s.request.ServerName && other.offer.Key == rawtls.AnyKey {
			enter(other.offer.Best, other.flight.Observed(), !other.flight.SignedUnusually())
		}
	}
	return out
}

// belies tells whether the agreement shows that its server does what the offer
// asks, which is limited to one type of key: in the version that this one would
// come to, by a suite and a group that it has as well.
func (g agreed) belies(o rawtls.Offer) bool {
	if g.odd || g.key != o.Key || g.version > o.Best || g.version == g.best && g.best < o.Best {
		return false
	}
	return o.Key.Allows(g.suite) && (rawtls.SuiteExchange(g.suite) == "RSA" || rawtls.UsualGroup(g.group))
}

// oddlySigned tells whether a leaf is signed by a method that has no scheme, or one
// that OpenSSL does not know as a scheme (MD5). Where a client lists the schemes of
// certificates, as limited offers do, OpenSSL holds such a certificate back (RFC 8446
// §4.4.2.2 wants it sent all the same).
func oddlySigned(chain [][]byte) bool {
	if len(chain) == 0 {
		return false
	}
	leaf, err := x509.ParseCertificate(chain[0])
	if err != nil {
		return true // what it is signed with was not read
	}
	switch leaf.SignatureAlgorithm {
	case x509.UnknownSignatureAlgorithm, x509.MD2WithRSA, x509.MD5WithRSA:
		return true
	}
	return false
}

// refusedKeys are the offers of one type of key that were refused as a server does
// that has no such key.
func (s *scan) refusedKeys() []rawtls.Offer {
	var out []rawtls.Offer
	for _, a := range s.beside.all() {
		if a.flight == nil || a.offer.Key == rawtls.AnyKey || a.offer.ServerName != s.request.ServerName || a.flight.Version != 0 {
			continue
		}
		if alert, refused := a.flight.Alert(); refused && rawtls.TurnsDownOffer(alert) && alert != rawtls.AlertProtocolVersion {
			out = append(out, a.offer)
		}
	}
	return out
}

// refusedLike are the handshakes that were refused although the address went along
// with the like of them.
func (s *scan) refusedLike(a *attempt) []checks.Hello {
	var out []checks.Hello
	for _, o := range s.refusedKeys() {
		if slices.ContainsFunc(s.agreements(a), func(g agreed) bool { return g.belies(o) }) {
			out = append(out, checks.Hello{Version: rawtls.VersionName(o.Best), Key: string(o.Key)})
		}
	}
	return out
}

// likeRefused is the question that tells of a refusal whether it was owed to the
// type of key, where the main conversation showed a key of that type: the same
// with any type of key, which shows the other server's certificate as well.
func (s *scan) likeRefused(a *attempt) (rawtls.Offer, bool) {
	for _, o := range s.refusedKeys() {
		if o.Key == rawtls.KeyTypeOf(a.TLS.Certificates) {
			return rawtls.Offer{Best: o.Best, ServerName: o.ServerName, Plain: o.Best >= tls.VersionTLS13}, true
		}
	}
	return rawtls.Offer{}, false
}
