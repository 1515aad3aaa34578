// Package findings says what is wrong. It holds the rules: each looks at the
// facts of a check (what the addresses did, and what their certificates mean)
// and says what it noticed in plain words with the values of the case.
//
// The rules are tables, one file a family, and reading the tables is reading
// the product:
//
//	connection.go  is there a server, does it speak TLS, and in which mode?
//	trust.go       does a path lead to a trusted root? (interceptors.go words who sits in between)
//	time.go        is every certificate on the path valid now?
//	names.go       does the certificate carry the name?
//	strength.go    keys, signatures, ciphers, versions
//	clients.go     what single mail clients refuse and others take
//	hints.go       how the chain is sent
//	varied.go      one address that shows different certificates: who is shown which
//	servers.go     the addresses of one name, compared
//	seen.go        what a user was shown on his own PC
//	policy.go      what the domain publishes about mail to the server
//	siblings.go    other ports that answer where this one does not
//
// A new rule is one row and one function. examine.go asks them all, find.go turns
// what they saw into findings, verdict.go weighs them, summary.go says it in
// one sentence.
//
// It opens no connection, parses nothing and knows no clock: all it needs is
// in checks.Facts, and the same facts give the same words. What helps is not
// its matter beyond the numbers of the steps (see package fixes).
//
// # What counts as a fault
//
// A code appears when, and only when, its fact was observed; all faults of a
// certificate are told together. Four facts have one code by design, so that
// the reader is not told the same thing twice: a self-signed certificate is
// not an untrusted root as well; a root that a list has struck off is
// `distrusted-ca` alone; a handshake that fails for the certificate's own key,
// signature or encoding is told as that; a name that stands only in the Common
// Name is `no-san` (and `hostname-mismatch` as well where the Common Name is
// another one). Step 9, accepting the certificate, is listed only where every
// critical rule that fired lists it: an expired, revoked or intercepted
// certificate is never one to accept.
//
// # Evidence
//
// The keys are stable; values are strings, numbers, truth values and lists of
// them. Foreign text has been through say.Clean. Where several addresses
// were tested, `addresses` lists those that show the fact.
//
//	hostname-mismatch     requested, presented (at most 20), presented_count, reason (checks.NameReason), suggested, default_of
//	no-san                requested, common_name
//	expired               certificate, sha256, role, not_after, days_ago, certificates
//	not-yet-valid         certificate, sha256, role, not_before, days_until, certificates
//	expiring-soon         certificate, sha256, role, not_after, days_left
//	long-validity         not_before, not_after, life_days, limit_days
//	self-signed           issued_to, sha1, sha256, default_of
//	untrusted-root        issuer, root, stores, wrong_intermediate, default_of
//	incomplete-chain      completed_by (aia, known, none), missing (distinguished name), authority, url, wrong_intermediate, default_of
//	invalid-chain         reason (checks.InvalidReason, or strict-profile), broken (reason, certificate, detail), notes
//	wrong-usage           certificate, usages
//	distrusted-ca         authority, reason (distrusted, key-leaked, development), kind, not_before
//	intercepted           product, kind (antivirus, proxy, firewall, captive-portal, debugging-tool), issuer
//	store-disagreement    root, trusted_by, untrusted_by
//	client-disagreement   client, rule, source (of the first), clients, rules, refusals (client, rule, source)
//	chain-order           sent, leaf_not_first
//	extra-certificates    extra, count, sent, root_sent
//	weak-signature        certificate, signature, certificates
//	weak-key              certificate, key, bits
//	weak-cipher           cipher, reason, completed, key_exchange, dh_bits
//	legacy-tls            version, name
//	staple-missing        must_staple
//	unsupported-key       certificate, key
//	malformed-certificate index, problem, count, certificate
//	dns-failure           name, kind (checks.DNSKind)
//	unreachable           address, cause (checks.Cause, or not-tested), sibling_port, sibling_encryption
//	server-refused        address, reply
//	not-tls               address, protocol, greeting
//	starttls-not-offered  address, protocol, reply
//	wrong-encryption-mode port, expected, found, asked, encryption
//	tls-handshake-failed  address, problem, reason (checks.HandshakeReason), version, cipher, group (reason key-exchange-group), alert, alert_name, asked_by (name, address; alert 112), name
//	large-hello-blocked   address, large_hello (checks.HelloFate), sources
//	client-certificate-required  address
//	sni-required          without_name (failed, another certificate), alert, leaf_sha256
//	certificate-varies    by (key, version, key-and-version, connection), address, certificates (leaf_sha256, issued_to, key, not_after, days_left, shown_to, severity), not_in_order, not_in_order_until (of the first of these), asks_first, sources
//	not-tested            not_tested, cause (checks.Cause, no-certificate, no-address, no-trusted-roots, no-answer, too-many), proxy_reply, trust, total, unanswered (handshakes: "TLS 1.2 with RSA"), unanswered_at
//	inconsistent-servers  groups (addresses, leaf_sha256, issued_to, not_after), total, failing, family (ipv4, ipv6: the one that fails)
//	dane-mismatch         address, name, records, problem, fitting_record, weaker_digest
//	mta-sts-mismatch      domain, mode, mx, listed, address, problem
//
// What only some of the connections to one address met is critical and has
// intermittent, failed and connections in not-tls, starttls-not-offered and
// tls-handshake-failed; the verdict is then untrusted, since others got through.
//
// Where an address shows several certificates and a fact is not so of all of
// them, shown_to lists the handshakes that got one of which it is, and
// leaf_sha256 those leaves.
//
// What was found on the user's side (package seen) is marked: intercepted and
// distrusted-ca then have where (user), issuer (of what the user is shown) and
// server_issuer.
//
// default_of names the product whose built-in certificate it is ("FRITZ!Box
// router", "Plesk"), and router is true of a router. Times are RFC 3339.
//
// Sources: RFC 5280 §6 (paths), RFC 9525 (names), RFC 8446 §4.4.2 (order), the
// CA/Browser Forum's baseline requirements §6.3.2 (validity).
package findings
