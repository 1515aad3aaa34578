package starttls

import (
	"errors"
	"fmt"
	"strings"
)

// ldapStartTLS is an ExtendedRequest with the OID 1.3.6.1.4.1.1466.20037
// (RFC 4511 §4.14.1), message 1.
var ldapStartTLS = "\x30\x1d\x02\x01\x01\x77\x18\x80\x16" + "1.3.6.1.4.1.1466.20037"

// Result codes of RFC 4511 Appendix A.
const (
	ldapSuccess       = 0
	ldapBusy          = 51
	ldapUnavailable   = 52
	ldapUnwilling     = 53
	ldapOther         = 80
	ldapExtendedReply = 0x78 // [APPLICATION 24]
)

func ldap(c *Conversation) error {
	c.ask(ldapStartTLS)
	if first, err := c.r.Peek(1); err != nil {
		return c.failed("waiting for the answer", err)
	} else if first[0] != 0x30 {
		return c.unexpected()
	}
	_, message, err := c.element()
	if err != nil {
		return err
	}
	code, text, err := ldapResult(message)
	if err != nil {
		return err
	}
	reply := fmt.Sprintf("result %d", code)
	if text != "" {
		reply += ": " + text
	}
	switch code {
	case ldapSuccess:
		return nil
	case ldapBusy, ldapUnavailable, ldapUnwilling, ldapOther:
		// RFC 4511 §4.14.2: unavailable is for a TLS subsystem that is not there,
		// which is what Active Directory without a certificate answers.
		if code == ldapUnavailable {
			return &RefusedError{Reply: reply, Reason: TLSUnavailable}
		}
		return &RefusedError{Reply: reply, Reason: passing(code == ldapBusy)}
	}
	return &NotOfferedError{Reply: reply}
}

// element reads one BER element. LDAP servers write lengths in long form where
// DER would not (Active Directory always uses four bytes), so DER readers do not do.
func (c *Conversation) element() (tag byte, content []byte, err error) {
	head, err := c.full(2)
	if err != nil {
		return 0, nil, err
	}
	n := int(head[1])
	if n >= 0x80 {
		size, err := c.full(n & 0x7f)
		if err != nil {
			return 0, nil, err
		}
		if n, err = berLength(size); err != nil {
			return 0, nil, err
		}
	}
	content, err = c.full(n)
	return head[0], content, err
}

var errBER = errors.New("the LDAP answer is not valid BER")

func berLength(size []byte) (int, error) {
	n := 0
	for _, b := range size {
		n = n<<8 | int(b)
		if n > maxTalk {
			return 0, ErrTooMuch
		}
	}
	if len(size) == 0 {
		return 0, errBER // the indefinite form is not allowed, RFC 4511 §5.1
	}
	return n, nil
}

// cutElement splits one BER element off b.
func cutElement(b []byte) (tag byte, content, rest []byte, err error) {
	if len(b) < 2 {
		return 0, nil, nil, errBER
	}
	tag, n, b := b[0], int(b[1]), b[2:]
	if n >= 0x80 {
		k := n & 0x7f
		if k > len(b) {
			return 0, nil, nil, errBER
		}
		if n, err = berLength(b[:k]); err != nil {
			return 0, nil, nil, err
		}
		b = b[k:]
	}
	if n > len(b) {
		return 0, nil, nil, errBER
	}
	return tag, b[:n], b[n:], nil
}

// ldapResult reads resultCode and diagnosticMessage of an ExtendedResponse.
func ldapResult(message []byte) (code int, text string, err error) {
	_, _, rest, err := cutElement(message) // messageID
	if err != nil {
		return 0, "", err
	}
	tag, response, _, err := cutElement(rest)
	if err != nil {
		return 0, "", err
	}
	if tag != ldapExtendedReply {
		return 0, "", errBER
	}
	tag, result, rest, err := cutElement(response)
	if err != nil || tag != 0x0a || len(result) != 1 {
		return 0, "", errBER
	}
	if _, _, rest, err = cutElement(rest); err == nil { // matchedDN
		if _, diagnostic, _, err := cutElement(rest); err == nil {
			// Active Directory ends its text with a NUL.
			text = strings.TrimRight(strings.ToValidUTF8(string(diagnostic), "?"), "\x00 ")
		}
	}
	return int(result[0]), text, nil
}
