// Package view is what one PC sees of a server, as a short text that its user
// pastes into a chat: which addresses the name has there, the certificate that
// is shown, what this system says of it, the clock, the proxy. Beside what the
// bot sees, the difference is the diagnosis.
//
//	view.go   what is seen, and the text of it
//	read.go   that text read again
//	unbend.go undoing what chats, mail programs and tickets do to it
//	look.go   looking, with the system's own resolver and trust store
//	proxy*.go what this PC is told to go through
//
// The text holds nothing personal: no user name, no host name of the PC, no
// address of its own. It is short enough to be read before it is sent, and ends
// in a check sum, so that half a copy is not taken for the whole. Its labels are
// English in every language, for it is read by a program.
package view

import (
	"fmt"
	"hash/crc32"
	"net/netip"
	"strings"
	"time"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"certdesk/checks/say"
)

// View is what a PC sees.
type View struct {
	Host string
	Port int
	// Made is when, by the PC's own clock.
	Made time.Time
	// System is the operating system as runtime.GOOS names it.
	System string
	// Addresses are those that the name has for this PC.
	Addresses []netip.Addr
	// Answer is how far the conversation came.
	Answer Answer
	// The certificate that is shown; empty where none was.
	IssuedTo, IssuedBy string
	NotBefore          time.Time
	NotAfter           time.Time
	SHA256             string
	// Says is what this system makes of it; "" where there was none.
	Says Verdict
	// ClockOff is how far the PC's clock is from that of the server, positive is
	// fast; it is known only where the server has told the time.
	ClockOff   time.Duration
	ClockKnown bool
	// Proxy is what programs on this PC go through, "" for nothing.
	Proxy string
}

// Answer is how far a conversation came.
type Answer string

// The answers.
const (
	Answered   Answer = "certificate"   // a certificate was shown
	NoName     Answer = "no-address"    // the name leads nowhere for this PC
	NotReached Answer = "not-reached"   // no connection came about
	NoTLS      Answer = "no-encryption" // something answers that shows no certificate
)

// Verdict is what a system says of a certificate.
type Verdict string

// The verdicts.
const (
	Trusted    Verdict = "trusted"
	Untrusted  Verdict = "unknown-issuer"
	OutOfTime  Verdict = "out-of-date"
	WrongName  Verdict = "other-name"
	NotTrusted Verdict = "not-trusted" // for another reason
)

// title begins the text, checkLabel stands in front of its last word.
const (
	title      = "certdesk view 1"
	checkLabel = "check"
)

// label is one line of the text.
type label string

const (
	labelServer    label = "server"
	labelMade      label = "made"
	labelSystem    label = "system"
	labelAddresses label = "addresses"
	labelAnswer    label = "answer"
	labelIssuedTo  label = "issued to"
	labelIssuedBy  label = "issued by"
	labelFrom      label = "valid from"
	labelUntil     label = "valid until"
	labelSHA256    label = "sha256"
	labelSays      label = "this PC says"
	labelClock     label = "clock"
	labelProxy     label = "proxy"
)

// order is that of the lines.
var order = [...]label{labelServer, labelMade, labelSystem, labelAddresses, labelAnswer, labelIssuedTo, labelIssuedBy, labelFrom, labelUntil, labelSHA256, labelSays, labelClock, labelProxy}

// The ways in which a clock is off.
const slow, fast = "slow", "fast"

const (
	maxAddresses = 8
	maxName      = 120
)

// Text is the view as it is pasted: a title, a line for each thing that is
// known, and the check sum of them. Lines end in \n.
func (v View) Text() string {
	lines := v.values()
	var b strings.Builder
	b.WriteString(title + "\n")
	for _, name := range order {
		if value := lines[name]; value != "" {
			fmt.Fprintf(&b, "%s: %s\n", name, value)
		}
	}
	fmt.Fprintf(&b, "%s: %s\n", checkLabel, sum(lines))
	return b.String()
}

func (v View) values() map[label]string {
	addresses := make([]string, 0, maxAddresses)
	for _, a := range v.Addresses[:min(len(v.Addresses), maxAddresses)] {
		addresses = append(addresses, a.String())
	}
	out := map[label]string{
		labelServer:    fmt.Sprintf("%s port %d", v.Host, v.Port), // with a colon chats make a link of it
		labelMade:      v.Made.UTC().Format(time.RFC3339),
		labelSystem:    v.System,
		labelAddresses: strings.Join(addresses, " "),
		labelAnswer:    string(v.Answer),
		labelIssuedTo:  say.Clean(v.IssuedTo, maxName),
		labelIssuedBy:  say.Clean(v.IssuedBy, maxName),
		labelSHA256:    v.SHA256,
		labelSays:      string(v.Says),
		labelProxy:     say.Clean(v.Proxy, maxName),
	}
	if !v.NotBefore.IsZero() {
		out[labelFrom], out[labelUntil] = v.NotBefore.UTC().Format(time.RFC3339), v.NotAfter.UTC().Format(time.RFC3339)
	}
	if v.ClockKnown {
		way := fast
		if v.ClockOff < 0 {
			way = slow
		}
		out[labelClock] = fmt.Sprintf("%d s %s", int64(v.ClockOff.Abs()/time.Second), way) // a sign would not count in the sum
	}
	return out
}

// sum is the check sum of what the lines say. Letters and digits alone count, in
// small letters: chats and tickets change quotes, spaces and lines.
func sum(lines map[label]string) string {
	h := crc32.NewIEEE()
	for _, name := range order {
		for _, r := range norm.NFC.String(string(name) + " " + lines[name]) {
			if lines[name] != "" && (unicode.IsLetter(r) || unicode.IsDigit(r)) {
				fmt.Fprint(h, string(unicode.ToLower(r)))
			}
		}
	}
	return fmt.Sprintf("%08x", h.Sum32())
}
