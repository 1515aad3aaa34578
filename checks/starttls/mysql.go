package starttls

import (
	"bytes"
	"encoding/binary"
	"strings"
)

// Capability flags.
// https://dev.mysql.com/doc/dev/mysql-server/latest/group__group__cs__capabilities__flags.html
const (
	mysqlLongPassword     = 0x1
	mysqlProtocol41       = 0x200
	mysqlSSL              = 0x800
	mysqlSecureConnection = 0x8000
)

// mysql reads the server's handshake packet and, where TLS is among its
// capabilities, answers with an SSLRequest.
func mysql(c *Conversation) error {
	head, err := c.r.Peek(5)
	if err != nil {
		if len(head) > 2 && head[2] != 0 { // no packet of a greeting is that long: text, or TLS
			return c.unexpected()
		}
		return c.failed("waiting for the handshake packet", err)
	}
	size := int(binary.LittleEndian.Uint16(head[:2]))
	if size == 0 || head[2] != 0 || head[3] != 0 || head[4] != mysqlVersion10 && head[4] != mysqlErr {
		return c.unexpected()
	}
	packet, err := c.full(4 + size)
	if err != nil {
		return err
	}
	packet = packet[4:]
	if packet[0] == mysqlErr {
		// "Host is blocked", "Too many connections": an error in place of a greeting.
		text := strings.ToValidUTF8(string(packet[min(3, len(packet)):]), "?")
		if len(text) >= 6 && text[0] == '#' { // "#08004Too many connections": an SQL state
			text = text[6:]
		}
		c.note(text)
		return &RefusedError{Reply: text}
	}
	version, rest, ok := bytes.Cut(packet[1:], []byte{0})
	c.note(string(version))
	const fixed = 4 + 8 + 1 + 2 // thread id, scramble, filler, lower capabilities
	if !ok || len(rest) < fixed {
		return c.foreign(string(packet))
	}
	if binary.LittleEndian.Uint16(rest[fixed-2:])&mysqlSSL == 0 {
		return &NotOfferedError{}
	}
	request := make([]byte, 4+32)
	request[0], request[3] = 32, 1 // length, sequence number
	binary.LittleEndian.PutUint32(request[4:], mysqlLongPassword|mysqlProtocol41|mysqlSSL|mysqlSecureConnection)
	binary.LittleEndian.PutUint32(request[8:], 1<<24)
	request[12] = 45 // utf8mb4_general_ci
	c.write(string(request))
	return nil
}
