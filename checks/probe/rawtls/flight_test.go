package rawtls

import (
	"bytes"
	"crypto/tls"
	"errors"
	"slices"
	"testing"
)

// TestFlightCutAndSpoilt cuts a flight at every byte, and spoils every byte:
// the certificates before that are kept, and nothing is made up.
func TestFlightCutAndSpoilt(t *testing.T) {
	addr, chain := healthy(t, func(*tls.Config) {})
	whole := recorded(t, addr, tls.VersionTLS12)
	o := Offer{Best: tls.VersionTLS12, ServerName: "mail.example"}
	list := bytes.Index(whole, chain[0]) - 6 // three bytes for its length, three for that of the first
	for i := range whole {
		sent := 0
		for _, cert := range chain {
			if end := bytes.Index(whole, cert) + len(cert); end <= i {
				sent++
			}
		}
		cut := Read(replay{bytes.NewReader(whole[:i])}, o, false)
		if cut.Done || cut.Err == nil || !slices.EqualFunc(cut.Chain, chain[:sent], bytes.Equal) {
			t.Fatalf("cut at %d of %d: done %v, %v, %d certificates, want %d", i, len(whole), cut.Done, cut.Err, len(cut.Chain), sent)
		}
		if want := i > list && i < bytes.Index(whole, chain[len(chain)-1])+len(chain[len(chain)-1]); cut.cut != want {
			t.Fatalf("cut at %d of %d: within the certificates %v", i, len(whole), cut.cut)
		}
		spoilt := bytes.Clone(whole)
		spoilt[i] ^= 0x5a
		if f := Read(replay{bytes.NewReader(spoilt)}, o, false); len(f.Chain) > len(chain)+1 {
			t.Fatalf("spoilt at %d: %d certificates", i, len(f.Chain))
		}
	}
}

// TestRecordedFlights reads what was recorded up to TLS 1.2. For TLS 1.3 the
// keys are gone: it must end in an error.
func TestRecordedFlights(t *testing.T) {
	wants := map[string]struct {
		certs, staple, dhBits int
		certRequest           bool
	}{
		"go": {certs: 3}, "go-x25519": {certs: 3}, "go-mutual": {certs: 3, certRequest: true},
		"openssl": {certs: 1}, "openssl-retry": {certs: 1}, "openssl-mutual": {certs: 1, certRequest: true},
		"openssl-staple": {certs: 1, staple: 5}, "openssl-dhe": {certs: 1, dhBits: 1024},
	}
	for name, data := range flights(t, "-12") {
		want := wants[name]
		f := Read(replay{bytes.NewReader(data)}, Offer{Best: tls.VersionTLS12}, false)
		if !f.Done || f.Err != nil || f.Version != tls.VersionTLS12 ||
			len(f.Chain) != want.certs || len(f.staple) != want.staple || f.dhBits != want.dhBits || f.certRequest != want.certRequest {
			t.Errorf("%s: %+v, want %+v", name, f, want)
		}
	}
	for name, data := range flights(t, "-13") {
		f := Read(replay{bytes.NewReader(data)}, Offer{Best: tls.VersionTLS13}, false)
		if f.Done || f.Err == nil || len(f.Chain) > 0 || f.Version != tls.VersionTLS13 {
			t.Errorf("%s: %+v", name, f)
		}
	}
	for name, data := range flights(t, "-13.plain") {
		want := wants[name]
		f := &Flight{}
		err := f.readSealed(sealedReader(t, data, 100))
		if err != nil || !f.Done || len(f.Chain) != want.certs || len(f.staple) != want.staple || f.certRequest != want.certRequest {
			t.Errorf("%s: %v, %+v, want %+v", name, err, f, want)
		}
	}
}

// TestSealedFlightCut cuts what is sealed in TLS 1.3 between its records: the
// certificates before that are kept.
func TestSealedFlightCut(t *testing.T) {
	for name, whole := range flights(t, "-13.plain") {
		all := &Flight{}
		if err := all.readSealed(sealedReader(t, whole, len(whole))); err != nil {
			t.Fatal(err)
		}
		starts := func(cert []byte) int { return bytes.Index(whole, cert) }
		list := starts(all.Chain[0]) - 7 // one for the context, and six as above
		for i := range whole {
			f := &Flight{}
			err := f.readSealed(sealedReader(t, whole[:i], 64))
			sent := 0
			for k, cert := range all.Chain[1:] {
				if starts(cert)-3 <= i {
					sent = k + 1 // the next one has begun
				}
			}
			within := i > list
			if f.Done || err == nil || f.cut != within || len(f.Chain) != sent && (sent < len(all.Chain)-1 || len(f.Chain) != sent+1) {
				t.Fatalf("%s cut at %d of %d: done %v, within the certificates %v, %d of them, want %d, %v", name, i, len(whole), f.Done, f.cut, len(f.Chain), sent, err)
			}
		}
	}
}

// endless is a server that sends one record for ever, and counts its bytes.
type endless struct {
	record []byte
	sent   int
}

func (e *endless) Read(b []byte) (int, error) {
	n := 0
	for n+len(e.record) <= len(b) {
		n += copy(b[n:], e.record)
	}
	e.sent += n
	return n, nil
}

// TestFlightWithoutAnEnd: records that say nothing, one after the other, are
// read up to a bound.
func TestFlightWithoutAnEnd(t *testing.T) {
	for name, record := range map[string][]byte{
		"a warning":            {recordAlert, 3, 3, 0, 2, 1, 112},
		"nothing in a record":  {recordHandshake, 3, 3, 0, 0},
		"a change of ciphers":  {recordChangeCipherSpec, 3, 3, 0, 1, 1},
		"a message never ends": {recordHandshake, 3, 3, 0, 4, messageCertificate, 0xff, 0xff, 0xff},
	} {
		server := &endless{record: record}
		if _, err := newRecordReader(server).message(); !errors.Is(err, errFlight) {
			t.Errorf("%s: %v", name, err)
		}
		if server.sent > 2*maxFlight {
			t.Errorf("%s: %d bytes were read", name, server.sent)
		}
	}
}
