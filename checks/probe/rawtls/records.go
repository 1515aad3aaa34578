package rawtls

import (
	"bufio"
	"errors"
	"fmt"
	"io"
)

// Record and handshake types (RFC 8446 §5.1, §4).
const (
	recordChangeCipherSpec = 20
	recordAlert            = 21
	recordHandshake        = 22
	recordApplicationData  = 23

	messageClientHello        = 1
	messageServerHello        = 2
	messageEncryptedExt       = 8
	messageCertificate        = 11
	messageServerKeyExchange  = 12
	messageCertificateRequest = 13
	messageServerHelloDone    = 14
	messageCertificateStatus  = 22
)

const (
	recordHeader = 5
	// maxRecord is the limit of RFC 5246 §6.2.3: 2^14 and room for a cipher.
	maxRecord = 1<<14 + 2048
	// maxMessage bounds one handshake message: a chain of 200 certificates or one
	// certificate of a megabyte is still read.
	maxMessage = 2 << 20
	// maxFlight bounds all that is read of one server, headers included, so that
	// empty records come to an end as well.
	maxFlight = 4 << 20
)

var (
	errFlight  = errors.New("the server sends more than a handshake")
	errMessage = errors.New("a handshake message breaks the rules of its encoding")
)

// NotTLSError tells that what came does not begin like a TLS record; Got are its first
// bytes, five at most.
type NotTLSError struct{ Got []byte }

func (e *NotTLSError) Error() string { return fmt.Sprintf("no TLS record: %.40q", e.Got) }

// AlertError is an alert that ends the handshake (RFC 8446 §6.2).
type AlertError struct{ Number uint8 }

func (e *AlertError) Error() string { return "alert " + AlertName(e.Number) }

// recordReader reads records and joins them to handshake messages.
type recordReader struct {
	r *bufio.Reader
	// open decrypts a record; nil while the records are in clear.
	open func(header, body []byte) (kind byte, plain []byte, err error)

	pending []byte // handshake bytes not yet given out
	read    int
}

// newRecordReader reads ahead, so that a server which sends next to nothing in
// each record costs no system call for it.
func newRecordReader(r io.Reader) *recordReader {
	return &recordReader{r: bufio.NewReader(r)}
}

// record returns the next record.
func (rr *recordReader) record() (kind byte, body []byte, err error) {
	var header [recordHeader]byte
	n, err := io.ReadFull(rr.r, header[:])
	if n > 0 && !IsRecord(header[:n]) {
		return 0, nil, &NotTLSError{Got: header[:n]}
	}
	if err != nil {
		return 0, nil, fmt.Errorf("reading a record: %w", err)
	}
	size := int(header[3])<<8 | int(header[4])
	if size > maxRecord {
		return 0, nil, &NotTLSError{Got: header[:]}
	}
	if rr.read += recordHeader + size; rr.read > maxFlight {
		return 0, nil, errFlight
	}
	body = make([]byte, size)
	if n, err := io.ReadFull(rr.r, body); err != nil {
		if rr.open == nil && header[0] == recordHandshake {
			rr.pending = append(rr.pending, body[:n]...) // for what begun makes of it
		}
		return 0, nil, fmt.Errorf("reading a record: %w", err)
	}
	if rr.open != nil && header[0] == recordApplicationData {
		return rr.open(header[:], body)
	}
	return header[0], body, nil
}

// IsRecord tells whether bytes may be the beginning of a TLS record.
func IsRecord(b []byte) bool {
	return b[0] >= recordChangeCipherSpec && b[0] <= recordApplicationData && (len(b) < 2 || b[1] == 3)
}

// AlertSize is how much of a record with an alert tells which one it is, in bytes.
const AlertSize = recordHeader + 2

// FirstAlert is the alert with which a server ended a conversation at its beginning,
// of which first are the first bytes: of those, AlertSize are read.
func FirstAlert(first []byte) (number uint8, seen bool) {
	const warning = 1
	if len(first) < AlertSize || first[0] != recordAlert || first[5] == warning && first[6] != 0 {
		return 0, false
	}
	return first[6], true
}

// message returns the next handshake message with its header. An alert that
// ends the handshake is an *AlertError.
func (rr *recordReader) message() ([]byte, error) {
	for {
		message, err := rr.cut()
		if message != nil || err != nil {
			return message, err
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
				return nil, errMessage
			}
			// unrecognized_name, for one, may be a mere warning.
			if fatal := body[0] != 1; fatal || body[1] == 0 {
				return nil, &AlertError{Number: body[1]}
			}
		case recordChangeCipherSpec: // TLS 1.3 sends it for the sake of middleboxes
		default:
			return nil, errMessage
		}
	}
}

// cut takes a whole message off what is pending; nil if there is none yet.
func (rr *recordReader) cut() ([]byte, error) {
	if len(rr.pending) < 4 {
		return nil, nil
	}
	size := 4 + (int(rr.pending[1])<<16 | int(rr.pending[2])<<8 | int(rr.pending[3]))
	if size > maxMessage {
		return nil, errFlight
	}
	if len(rr.pending) < size {
		return nil, nil
	}
	message := rr.pending[:size:size]
	rr.pending = rr.pending[size:]
	return message, nil
}

// begun is the part that there is of a message of the given kind, without its
// header; nil if it is not what comes next.
func (rr *recordReader) begun(kind byte) []byte {
	if len(rr.pending) <= 4 || rr.pending[0] != kind {
		return nil
	}
	return rr.pending[4:]
}
