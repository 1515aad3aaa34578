package chain

import "crypto/x509"

// Anchored tells whether a root of some store issued c, so that a path from c
// on needs nothing further. Where the operating system keeps its roots to
// itself it knows of none.
func (j *Judge) Anchored(c *x509.Certificate) bool {
	child := j.read(c.Raw, c)
	for _, st := range j.stores {
		if st.ask != nil {
			continue
		}
		for _, a := range st.named(c.RawIssuer) {
			if root := a.certificate(); root.x != nil && j.verify(child, root) == signedRight {
				return true
			}
		}
	}
	return false
}
