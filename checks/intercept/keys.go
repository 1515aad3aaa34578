package intercept

// knownKey is an authority that is recognised by its key.
type knownKey struct {
	product string
	kind    Kind
	// spki and keyID are lower-case hex; an empty keyID is not known.
	spki, keyID string
}

// knownKeys are public keys, by the hex SHA-256 of their SubjectPublicKeyInfo,
// whose private halves were shipped with a product. Their certificates bear
// names that tell nothing ("localhost", "Acme Co"). The identifiers are those
// that certificates under them carry (RFC 5280 §4.2.1.1).
var knownKeys = []knownKey{
	{"webpack-dev-server", Leaked, "2bd1e667ec9ebbe02b9a7da264210c99b3eac1cc9141a0e30e3f623eaccec4e1", "a91a2d802640c6bfd660cb24194e9fe875d7a59b"},
	{"preact-cli", Leaked, "680971cb44b0fd56592102a256e85c58e87109ad8044c2b90d8f3c6e9eeab897", ""},
}
