package chain

import "crypto/x509"

// Pool is the roots of the stores for a client of crypto/tls, conditions on
// them included. What an operating system keeps to itself is not among them.
// All roots are parsed, so it is made once and only where it is needed.
func Pool(stores ...Store) *x509.CertPool {
	pool := x509.NewCertPool()
	for _, s := range stores {
		if s.s == nil {
			continue
		}
		s.s.index()
		for _, anchors := range s.s.bySubject {
			for _, a := range anchors {
				switch c := a.certificate(); {
				case c.x == nil:
				case a.constraint != nil:
					pool.AddCertWithConstraint(c.x, a.constraint)
				default:
					pool.AddCert(c.x)
				}
			}
		}
	}
	return pool
}
