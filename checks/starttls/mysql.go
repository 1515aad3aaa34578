package starttls

import (
	"bytes"
	"encoding/binary"
	"fmt"
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
		if len(head) > 0 && head[0] >= ' ' && head[0] <= '~' {
			return c.unexpected("mysql")
		}
		return fmt.Errorf("waiting for the handshake packet: %w", err)
	}
	size := int(binary.LittleEndian.Uint16(head[:2]))
	if size == 0 || head[2] != 0 || head[3] != 0 || head[4] != 0x0a && head[4] != 0xff {
		return c.unexpected("mysql")
	}
	packet, err := c.full(4 + size)
	if err != nil {
		return err
	}
	packet = packet[4:]
	if packet[0] == 0xff {
		// "Host is blocked", "Too many connections": an error in place of a greeting.
		text := string(packet[min(3, len(packet)):])
		c.note(text)
		return &RefusedError{Reply: strings.ToValidUTF8(text, "?")}
	}
	version, rest, ok := bytes.Cut(packet[1:], []byte{0})
	c.note(string(version))
	const fixed = 4 + 8 + 1 + 2 // thread id, scramble, filler, lower capabilities
	if !ok || len(rest) < fixed {
		return &UnexpectedError{Got: packet[:min(len(packet), maxGreeting)], Protocol: "mysql"}
	}
	if binary.LittleEndian.Uint16(rest[fixed-2:])&mysqlSSL == 0 {
		return &NotOfferedError{}
	}
	request := make([]byte, 4+32)
	request[0], request[3] = 32, 1 // length, sequence number
	binary.LittleEndian.PutUint32(request[4:], mysqlLongPassword|mysqlProtocol41|mysqlSSL|mysqlSecureConnection)
	binary.LittleEndian.PutUint32(request[8:], 1<<24)
	request[12] = 45 // utf8mb4_general_ci
	return c.write(string(request))
}
