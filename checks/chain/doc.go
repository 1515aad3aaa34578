// Package chain says what a chain of certificates means: for one name, at one
// moment, with given trusted roots. It asks every question apart from the others,
// so that an expired certificate with a wrong name from an unknown authority is
// told to be all three. crypto/x509 stops at the first fault, and refuses to read
// many certificates that mail clients show to their users; it is used here for
// parsing and for arithmetic, not for judging.
//
// The package makes no connection and opens no file, but for the system's list
// of roots. It tells facts; package findings makes of them what people read. It
// does not look at revocation.
//
// # The way through
//
//   - Parsing (parse.go, patch.go, walk.go). What crypto/x509 refuses is patched
//     in a copy, byte for byte: a negative serial number made positive, a key or
//     an extension that cannot be read given an unknown type. What was patched is
//     put back afterwards, so signatures are checked over the bytes as sent. Where
//     that does not help, the names and dates are read by walking the DER.
//   - Names (name.go): RFC 9525 §6. The nearest miss is the reason reported.
//   - Paths (search.go): depth first from the leaf, likely issuers first, within
//     fixed bounds. The best path is one that breaks no rule; then one in its
//     time; then the shortest. An expired cross-certificate beside a good path
//     does no harm.
//   - Rules (rules.go, constraints.go, policies.go, usage.go): RFC 5280 §6.1 over
//     the path, the trusted root included, because an authority means what it says
//     of itself. Policies alone leave it out, as §6.1 and all validators do. They
//     are done here and not by x509.Verify, which stops at the first fault, takes
//     no certificate that had to be patched, and builds a path of its own.
//   - Time to come (lasting.go): whose end will leave no path.
//   - Verdict and order (verdict.go, order.go): what it means that there is a
//     path, or none, and which of what was sent is out of place.
//
// # What counts as trusted
//
// A path may end in any certificate of a store: a root, an intermediate somebody
// chose to trust, or the leaf itself, as with crypto/x509 and OpenSSL's
// partial-chain mode. What ends a path is the store's own copy, by its name and
// with the signature verified by its key; so a server that sends a root certified
// anew, or cross-certified, is trusted for what that key has signed. Name and key
// prove nothing else: they are public. A leaf is trusted for its own sake only if
// it is the very certificate in the store, byte for byte. A store's condition on a
// root (Mozilla's dates after which it shall not issue) is kept.
//
// A link whose signature cannot be computed here, because the issuer's key is of
// a type no mail client knows either, is taken for true if name and key
// identifiers agree: the report then says "unsupported key", which is worse than
// what it would otherwise say, and the true cause. Likewise MD2.
//
// # Strictness
//
// Some rules of the Web PKI's baseline requirements, and some of RFC 5280's own
// rules for authorities, are kept by no mail client, and the owner of a private
// authority who breaks them harms nobody. They make a Note and never a fault:
//
//	no authority or subject key identifier      only helps to find an issuer
//	authority key identifier by name and serial  likewise; old openssl.cnf writes it
//	authority and subject key identifier of a    a trusted root is not looked for
//	root differ
//	serial number zero or over 20 bytes          the number has no meaning to clients;
//	                                             zero is the first of a hand-made CA
//	basic, name or policy constraints not        they are kept all the same
//	critical
//	alternative names critical beside a          understood either way
//	subject, or not critical without one
//	common name not among the alternative names, clients do not read it
//	or spelled otherwise
//	extended key usage critical, absent, or any; absent and any include serverAuth
//	or in a root
//	leaf is an authority, or may sign though it  what openssl req -x509 makes; it
//	is none, or has an odd key usage             gives nobody a right
//	RSA key of a size no multiple of 8           works everywhere
//	trusted root with an RSA key below 2048      it is trusted as it is
//	underscore in a name                         Windows hosts have such names
//	wildcard under a private public suffix       in honest use by hosters
//	                                             (*.s3.amazonaws.com); under a
//	                                             registry's (*.co.uk) it never matches
//	leading dot in a dNSName constraint          means "below", as everywhere
//	name in a wrong string type, URI that does   no client but Go's minds
//	not parse
//
// Of the cases in C2SP/x509-limbo, pathvalidation_test.go lists those that are
// called invalid there and fine here for these reasons.
//
// # Bounds
//
// Hostile servers send two hundred certificates that all seem to sign each other,
// or a million names and constraints. A judgement builds paths from at most
// 64 certificates, makes at most 128 signature checks and compares names and
// constraints 2^20 times, then says "too complex". How long a path is has no bound of
// its own: a straight one costs little, and OpenSSL takes a hundred authorities. The bounds count work that
// a cache saved, so that answers do not depend on what was asked before.
//
// Sources: RFC 5280 (profile, validation), RFC 9525 (names), RFC 4514 (names in
// text), RFC 3279, 5480, 5639, 8410 (keys), RFC 8017 (RSA), RFC 7633 (must
// staple), RFC 8446 §4.4.2 (order), RFC 4158 (path building).
package chain
