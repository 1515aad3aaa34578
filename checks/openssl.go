package checks

import "slices"

// OpenSSLOptions are those with which openssl s_client is shown the certificate that the
// handshakes in mine get and those in others do not ("TLS 1.2 with RSA", see Shown.To);
// nil where the server has one alone, or does not choose by what it is asked. In TLS 1.2
// the suite decides about the key (aRSA, aECDSA: openssl-ciphers(1)), in TLS 1.3 the
// signature.
func OpenSSLOptions(mine, others []string) []string {
	if len(others) == 0 {
		return nil
	}
	for _, way := range []struct {
		label   string
		options []string
	}{
		{"TLS 1.2 with RSA", []string{"-tls1_2", "-cipher", "aRSA"}},
		{"TLS 1.2 with ECDSA", []string{"-tls1_2", "-cipher", "aECDSA"}},
		{"TLS 1.3 with RSA", []string{"-tls1_3", "-sigalgs", "RSA-PSS+SHA256:RSA-PSS+SHA384:RSA-PSS+SHA512"}},
		{"TLS 1.3 with ECDSA", []string{"-tls1_3", "-sigalgs", "ECDSA+SHA256:ECDSA+SHA384:ECDSA+SHA512"}},
	} {
		if slices.Contains(mine, way.label) && !slices.Contains(others, way.label) {
			return way.options
		}
	}
	return nil
}
