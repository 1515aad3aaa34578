// Package aia fetches the authorities a server forgot to send. A certificate
// may say where its issuer's is to be had (authority information access,
// caIssuers, RFC 5280 §4.2.2.1); Windows and Apple go there by themselves, and
// that is why "it works in Outlook" and fails on the phone. Fetching it proves
// that a chain is merely incomplete, and names what is missing.
//
//	judgement := judge.Judge(input)
//	if aia.Wanted(judgement) {
//		input.Fetched = finder.Find(ctx, judgement)
//		input.FetchURL, input.FetchProblem = finder.Outcome(judgement)
//		judgement = judge.Judge(input)
//	}
//
// A complete chain costs nothing: Wanted is a comparison of two fields.
//
// # The way through
//
//   - finder.go finds the gap of a judgement and climbs from it: the issuer,
//     and the issuer of the issuer, at most two addresses for each.
//   - answer.go asks one address and keeps of its answer only certificates that
//     really issued the one below, by name and by signature.
//   - read.go reads what authorities put at these addresses: a certificate in
//     DER or PEM, or several as PKCS #7 (.p7c, RFC 5652).
//   - memory.go remembers answers for hours and failures for minutes, and lets
//     one question be asked once at a time.
//
// # Bounds
//
// Only http is asked: the certificate proves itself by its signature, and https
// would need a certificate to fetch a certificate (RFC 5280 §8 warns of that
// circle); no mail client asks LDAP. A document has at most 64 KiB, two redirects
// are followed, and the whole search ends after three seconds or with its
// context. What may be dialled is the fetcher's affair, redirects included.
//
// What was fetched is no more trusted than what was sent: package chain judges
// it like everything else, dates included.
package aia
