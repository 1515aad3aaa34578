package checktest

import (
	"encoding/binary"
	"io"
)

// talkPostgres answers an SSLRequest with one letter.
// https://www.postgresql.org/docs/current/protocol-flow.html#PROTOCOL-FLOW-SSL
func talkPostgres(w *wire, s dialogue) bool {
	request := make([]byte, 8)
	for !s.secure {
		if _, err := io.ReadFull(w.r, request); err != nil || string(request) != "\x00\x00\x00\x08\x04\xd2\x16\x2f" {
			return false
		}
		if s.offer && s.refuse == "" {
			return w.write("S") && w.ready()
		}
		if !w.write("N") {
			return false
		}
	}
	listen(w.conn)
	return false
}

// talkMySQL greets with a handshake packet in which one flag says that TLS may
// follow, and waits for the SSLRequest.
// https://dev.mysql.com/doc/dev/mysql-server/latest/page_protocol_connection_phase.html
func talkMySQL(w *wire, s dialogue) bool {
	if s.secure {
		listen(w.conn)
		return false
	}
	const clientSSL = 0x0800
	flags := uint16(0xf7ff) // all the usual ones but that
	if s.offer {
		flags |= clientSSL
	}
	body := []byte("\x0a8.0.36-example\x00")
	body = append(body, 1, 0, 0, 0)        // thread
	body = append(body, "saltsalt\x00"...) // scramble, filler
	body = binary.LittleEndian.AppendUint16(body, flags)
	body = append(body, 45, 2, 0, 0xff, 0xc1, 21) // charset, status, upper flags, scramble length
	body = append(body, make([]byte, 10)...)
	body = append(body, "saltsaltsalt\x00caching_sha2_password\x00"...)
	if !w.write(string([]byte{byte(len(body)), 0, 0, 0}) + string(body)) {
		return false
	}
	// The client's TLS follows its request without waiting for an answer, so not
	// a byte more than the request is read.
	head := make([]byte, 4)
	if _, err := io.ReadFull(w.conn, head); err != nil || head[0] != 32 || head[3] != 1 {
		return false // a login without TLS
	}
	if _, err := io.ReadFull(w.conn, make([]byte, 32)); err != nil {
		return false
	}
	return s.offer && s.refuse == ""
}
