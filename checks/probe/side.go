package probe

import (
	"context"
	"crypto/sha256"
	"crypto/x509"
	"encoding/hex"
	"errors"
	"sync"
	"time"

	"certdesk/checks"
	"certdesk/checks/starttls"
)

// sideProbes run beside the main conversation. They are of use only if it turns
// out that the plan was right, and are given up otherwise.
type sideProbes struct {
	cancel context.CancelFunc
	done   chan struct{}

	mu     sync.Mutex
	agreed map[checks.TLSVersion]bool // answers about old versions
	clear  *flight                    // TLS 1.2 without a server name
	alert  *alertError                // what came in its place
}

// sideGrace is how long the side probes may take at least once the main
// conversation is over.
const sideGrace = time.Second

// oldVersions are asked for one by one; TLS 1.2 is asked for by the probe
// without a server name.
var oldVersions = []struct {
	wire uint16
	name checks.TLSVersion
}{{0x0302, checks.TLS11}, {0x0301, checks.TLS10}, {0x0300, checks.SSL3}}

func (s *session) startSide(ctx context.Context, p plan) *sideProbes {
	ctx, cancel := context.WithCancel(ctx)
	side := &sideProbes{cancel: cancel, done: make(chan struct{}), agreed: map[checks.TLSVersion]bool{}}
	var wg sync.WaitGroup
	wg.Go(func() {
		f, err := s.sideHello(ctx, p, helloOffer{version: 0x0303}, false)
		side.mu.Lock()
		defer side.mu.Unlock()
		side.clear = f
		errors.As(err, &side.alert)
		side.endOnRefusal(err)
	})
	for _, v := range oldVersions {
		wg.Go(func() {
			f, err := s.sideHello(ctx, p, helloOffer{version: v.wire, serverName: s.request.ServerName}, true)
			side.mu.Lock()
			defer side.mu.Unlock()
			var alert *alertError
			switch {
			case f != nil && f.version != 0:
				side.agreed[v.name] = f.version == v.wire
			case errors.As(err, &alert):
				side.agreed[v.name] = false
			}
			side.endOnRefusal(err)
		})
	}
	go func() {
		wg.Wait()
		close(side.done)
	}()
	return side
}

// endOnRefusal stops asking a server that would rather not talk.
func (side *sideProbes) endOnRefusal(err error) {
	var refused *starttls.RefusedError
	if errors.As(err, &refused) {
		side.cancel()
	}
}

func (s *session) sideHello(ctx context.Context, p plan, offer helloOffer, helloOnly bool) (*flight, error) {
	conn, err := s.dial(ctx)
	if err != nil {
		return nil, err
	}
	defer conn.Close()
	if p.mode == checks.ModeSTARTTLS {
		protocol, ok := starttls.Lookup(p.protocol)
		if !ok {
			return nil, nil
		}
		if err := protocol.Upgrade(ctx, starttls.NewConversation(conn, s.request.Host)); err != nil {
			return nil, err
		}
		if deadline, ok := ctx.Deadline(); ok {
			conn.SetDeadline(deadline)
		}
	}
	return readClear(conn, offer, helloOnly)
}

// finish waits for the answers as long as the main conversation has made
// reasonable, and enters them into the observation.
func (side *sideProbes) finish(o *checks.Observation, planned plan) {
	useful := o.Outcome == checks.OutcomeTLS && o.TLS != nil &&
		planned.mode == o.Mode && (planned.mode == checks.ModeTLS || planned.protocol == o.Protocol)
	if useful {
		grace := time.NewTimer(max(sideGrace, 2*o.Timing.Total))
		select {
		case <-side.done:
		case <-grace.C:
		}
		grace.Stop()
	}
	side.cancel()
	<-side.done
	if !useful {
		if o.TLS != nil {
			o.Versions = negotiated(o.TLS, map[checks.TLSVersion]bool{})
		}
		return
	}
	versions := negotiated(o.TLS, side.agreed)
	if side.clear != nil && side.clear.version != 0 {
		if name := versionName(side.clear.version); name == checks.TLS12 {
			versions[checks.TLS12] = true
		} else if _, known := versions[checks.TLS12]; !known {
			versions[checks.TLS12] = false
		}
	} else if side.alert != nil && side.alert.number == 70 { // protocol_version
		if _, known := versions[checks.TLS12]; !known {
			versions[checks.TLS12] = false
		}
	}
	o.Versions = versions
	o.NoSNI = side.withoutName(o.TLS)
}

// negotiated adds what the main conversation tells of versions: the one it
// agreed on, and that none above it is to be had.
func negotiated(t *checks.TLS, versions map[checks.TLSVersion]bool) map[checks.TLSVersion]bool {
	if t.Version == "" {
		return versions
	}
	versions[t.Version] = true
	if !t.Completed {
		return versions
	}
	newer := [...]checks.TLSVersion{checks.TLS13, checks.TLS12, checks.TLS11}
	for _, v := range newer {
		if v == t.Version {
			break
		}
		versions[v] = false
	}
	return versions
}

func (side *sideProbes) withoutName(main *checks.TLS) *checks.NoSNI {
	switch {
	case side.clear != nil && len(side.clear.chain) > 0:
		leaf := side.clear.chain[0]
		sum := sha256.Sum256(leaf)
		out := &checks.NoSNI{LeafSHA256: hex.EncodeToString(sum[:])}
		out.OtherName = len(main.Certificates) > 0 && differentNames(leaf, main.Certificates[0])
		return out
	case side.alert != nil && side.alert.number != 70:
		// A server may turn down TLS 1.2 for reasons of its own; only where it is
		// known to speak it does the missing name explain the alert.
		if main.Version == checks.TLS12 || side.alert.number == 112 {
			return &checks.NoSNI{Failed: true, Alert: side.alert.number}
		}
	}
	return nil
}

// differentNames tells two certificates for different servers from two for the
// same (an RSA and an ECDSA one, an old and a new one).
func differentNames(a, b []byte) bool {
	one, err1 := x509.ParseCertificate(a)
	other, err2 := x509.ParseCertificate(b)
	if err1 != nil || err2 != nil {
		return false
	}
	names := map[string]bool{}
	for _, name := range one.DNSNames {
		names[name] = true
	}
	for _, name := range other.DNSNames {
		if names[name] {
			return false
		}
	}
	return one.Subject.CommonName != other.Subject.CommonName || len(other.DNSNames) > 0
}
