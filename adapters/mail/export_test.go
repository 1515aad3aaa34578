package mail

import "bytes"

// Compose is a letter as it would be sent.
func Compose(m *Mailer, l *Letter) ([]byte, error) {
	msg, err := compose(m.from, l)
	if err != nil {
		return nil, err
	}
	var out bytes.Buffer
	_, err = msg.WriteTo(&out)
	return out.Bytes(), err
}
