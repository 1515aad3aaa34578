package checktest

import (
	"bytes"
	"io"
)

// talkLDAP follows RFC 4511 §4.14. Requests are read as far as a client that
// wants TLS makes them: one element of less than 128 bytes each.
func talkLDAP(w *wire, s dialogue) bool {
	for {
		head := make([]byte, 2)
		if _, err := io.ReadFull(w.r, head); err != nil || head[0] != 0x30 || head[1] >= 0x80 {
			return false
		}
		message := make([]byte, head[1])
		if _, err := io.ReadFull(w.r, message); err != nil {
			return false
		}
		// messageID INTEGER, then the operation.
		if len(message) < 4 || message[1] != 1 || message[3] != 0x77 {
			return false // anything but an ExtendedRequest: goodbye
		}
		const (
			success       = 0
			protocolError = 2 // RFC 4511 §4.14.2: no StartTLS here
			unavailable   = 52
		)
		code := byte(protocolError)
		switch {
		case !bytes.Contains(message, []byte("1.3.6.1.4.1.1466.20037")):
		case s.refuse != "":
			code = unavailable
		case s.offer:
			code = success
		}
		text := s.refuse[:min(len(s.refuse), 100)]
		// ExtendedResponse: resultCode, matchedDN "", diagnosticMessage.
		body := element(0x0a, string([]byte{code})) + element(0x04, "") + element(0x04, text)
		reply := element(0x02, string(message[2:3])) + element(0x78, body)
		if !w.write(element(0x30, reply)) {
			return false
		}
		if code == success {
			return w.ready()
		}
	}
}

// element is a BER element of less than 128 bytes.
func element(tag byte, content string) string {
	return string([]byte{tag, byte(len(content))}) + content
}
