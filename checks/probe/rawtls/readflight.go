package rawtls

import (
	"crypto/rand"
	"crypto/tls"
	"fmt"
	"io"
	"slices"

	"golang.org/x/crypto/cryptobyte"
)

// Read sends a ClientHello and reads the answer: in clear up to TLS 1.2,
// decrypted for TLS 1.3. With helloOnly it stops behind the ServerHello. What is read
// is bounded in bytes; in time it is the connection that bounds it.
func Read(conn io.ReadWriter, o Offer, helloOnly bool) *Flight {
	f := &Flight{}
	f.Err = f.read(conn, o, helloOnly)
	return f
}

func (f *Flight) read(conn io.ReadWriter, o Offer, helloOnly bool) error {
	rr, err := f.begin(conn, o, helloOnly)
	switch {
	case err != nil || helloOnly:
		return err
	case rr.open != nil:
		return f.readSealed(rr)
	}
	return f.readClear(rr)
}

// begin exchanges hellos, a second time where a TLS 1.3 server asks for it, and
// returns a reader for what follows: one that decrypts it in TLS 1.3.
func (f *Flight) begin(conn io.ReadWriter, o Offer, helloOnly bool) (*recordReader, error) {
	var keys []shareKey
	if o.Best >= tls.VersionTLS13 {
		var err error
		if keys, err = initialKeys(); err != nil {
			return nil, err
		}
		o.shares = sharesOf(keys)
	}
	rand.Read(o.random[:])
	rr := newRecordReader(conn)
	// 3.1 is what clients of every age but the oldest send first.
	hello, answer, err := exchange(conn, rr, o, min(o.Best, tls.VersionTLS10))
	if err != nil {
		return nil, err
	}
	said, err := f.serverHello(answer[4:])
	if err != nil || helloOnly || f.Version < tls.VersionTLS13 && !said.retry {
		return rr, err
	}
	transcript := [][]byte{hello, answer}
	if said.retry {
		if said.group != 0 {
			key, err := keyFor(said.group)
			if err != nil {
				return nil, err
			}
			keys = []shareKey{key}
			o.shares = sharesOf(keys)
		}
		o.cookie = said.cookie
		if hello, answer, err = exchange(conn, rr, o, tls.VersionTLS12); err != nil {
			return nil, err
		}
		transcript = append(transcript, hello, answer)
		if said, err = f.serverHello(answer[4:]); err != nil {
			return nil, err
		}
	}
	i := slices.IndexFunc(keys, func(k shareKey) bool { return uint16(k.group.id) == said.group })
	if i < 0 || said.retry || f.Version != tls.VersionTLS13 {
		return nil, errMessage
	}
	shared, err := keys[i].agree(said.public)
	if err != nil {
		return nil, err
	}
	rr.open, err = opener(f.Suite, shared, transcript)
	return rr, err
}

// exchange sends a ClientHello in a record of the given version, and returns it
// with the answer.
func exchange(conn io.Writer, rr *recordReader, o Offer, outer uint16) (hello, answer []byte, err error) {
	if hello, err = o.message(); err != nil {
		return nil, nil, err
	}
	if _, err := conn.Write(wrapRecord(hello, outer)); err != nil {
		return nil, nil, fmt.Errorf("sending a ClientHello: %w", err)
	}
	if answer, err = rr.message(); err != nil {
		return nil, nil, err
	}
	if answer[0] != messageServerHello {
		return nil, nil, errMessage
	}
	return hello, answer, nil
}

// serverHello is what a ServerHello says of the key exchange of TLS 1.3.
type serverHello struct {
	keyShare
	// retry: it is a HelloRetryRequest, which asks for a share of the group (if
	// there is one) and for the cookie to come back.
	retry  bool
	cookie []byte
}

// serverHello reads the message.
func (f *Flight) serverHello(body cryptobyte.String) (said serverHello, err error) {
	var version, suite uint16
	var random []byte
	var session cryptobyte.String
	if !body.ReadUint16(&version) || !body.ReadBytes(&random, 32) || !body.ReadUint8LengthPrefixed(&session) ||
		!body.ReadUint16(&suite) || !body.Skip(1) {
		return said, errMessage
	}
	said.retry = [32]byte(random) == helloRetry
	var extensions cryptobyte.String
	if !body.Empty() && !body.ReadUint16LengthPrefixed(&extensions) {
		return said, errMessage
	}
	for !extensions.Empty() {
		var id uint16
		var data, value cryptobyte.String
		if !extensions.ReadUint16(&id) || !extensions.ReadUint16LengthPrefixed(&data) {
			return said, errMessage
		}
		switch id {
		case extSupportedVersions:
			if !data.ReadUint16(&version) {
				return said, errMessage
			}
		case extKeyShare:
			if !data.ReadUint16(&said.group) || !said.retry && !data.ReadUint16LengthPrefixed(&value) {
				return said, errMessage
			}
			said.public = value
		case extCookie:
			if !data.ReadUint16LengthPrefixed(&value) {
				return said, errMessage
			}
			said.cookie = value
		}
	}
	if VersionName(version) == "" {
		return said, fmt.Errorf("the server chose version %04x", version)
	}
	f.Version, f.Suite = version, suite
	if version == tls.VersionTLS13 {
		f.Group = said.group
	}
	return said, nil
}
