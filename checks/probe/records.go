package probe

import (
	"errors"
	"fmt"
	"io"
)

const (
	// maxRecord is the limit of RFC 5246 §6.2.3: 2^14 and room for a cipher.
	maxRecord = 1<<14 + 2048
	// maxMessage bounds one handshake message: a chain of 200 certificates or one
	// certificate of a megabyte is still read.
	maxMessage = 2 << 20
	// maxFlight bounds all that is read of one server.
	maxFlight = 4 << 20
)

var errFlight = errors.New("the server sends more than a handshake")

// notTLSError: what came does not begin like a TLS record.
type notTLSError struct{ got []byte }

func (e *notTLSError) Error() string { return fmt.Sprintf("no TLS record: %.40q", e.got) }

// alertError is a fatal alert in clear.
type alertError struct{ number uint8 }

func (e *alertError) Error() string { return "alert " + alertName(e.number) }

// recordReader reads records and joins them to handshake messages.
type recordReader struct {
	r io.Reader
	// open decrypts a record; nil while the records are in clear.
	open func(header, body []byte) (kind byte, plain []byte, err error)

	pending []byte // handshake bytes not yet given out
	read    int
}

// record returns the next record.
func (rr *recordReader) record() (kind byte, body []byte, err error) {
	var header [5]byte
	if n, err := io.ReadFull(rr.r, header[:]); err != nil {
		if n > 0 && !(header[0] >= recordChangeCipherSpec && header[0] <= recordApplicationData) {
			return 0, nil, &notTLSError{got: header[:n]}
		}
		return 0, nil, fmt.Errorf("reading a record: %w", err)
	}
	size := int(header[3])<<8 | int(header[4])
	if header[0] < recordChangeCipherSpec || header[0] > recordApplicationData || header[1] != 3 || size > maxRecord {
		return 0, nil, &notTLSError{got: header[:]}
	}
	if rr.read += size; rr.read > maxFlight {
		return 0, nil, errFlight
	}
	body = make([]byte, size)
	if _, err := io.ReadFull(rr.r, body); err != nil {
		return 0, nil, fmt.Errorf("reading a record: %w", err)
	}
	if rr.open != nil && header[0] == recordApplicationData {
		return rr.open(header[:], body)
	}
	return header[0], body, nil
}

// message returns the next handshake message with its header. A fatal alert
// is an *alertError.
func (rr *recordReader) message() ([]byte, error) {
	for {
		if len(rr.pending) >= 4 {
			size := int(rr.pending[1])<<16 | int(rr.pending[2])<<8 | int(rr.pending[3])
			if size > maxMessage {
				return nil, errFlight
			}
			if len(rr.pending) >= 4+size {
				message := rr.pending[: 4+size : 4+size]
				rr.pending = rr.pending[4+size:]
				return message, nil
			}
		}
		kind, body, err := rr.record()
		if err != nil {
			return nil, err
		}
		switch kind {
		case recordHandshake:
			rr.pending = append(rr.pending, body...)
		case recordAlert:
			if len(body) < 2 {
				return nil, errors.New("an alert without a number")
			}
			const warning = 1
			if body[0] != warning || body[1] == 0 { // unrecognized_name may be a mere warning
				return nil, &alertError{number: body[1]}
			}
		case recordChangeCipherSpec:
		default:
			return nil, errors.New("data before the end of the handshake")
		}
	}
}
