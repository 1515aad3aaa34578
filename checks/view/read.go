package view

import (
	"net/netip"
	"strconv"
	"strings"
	"time"
)

// maxText bounds what is read of a text.
const maxText = 64 << 10

// Read finds a view in a text: what Text wrote, quoted, wrapped to short lines or
// put into one. found is false where there is none; whole is false where the
// check sum does not fit, and the view must not be used.
func Read(text string) (v View, found, whole bool) {
	text = unbent(text[:min(len(text), maxText)])
	at := strings.Index(lower(text), title)
	if at < 0 {
		return v, false, false
	}
	lines, check := parts(text[at+len(title):])
	if check == "" || check != sum(lines) {
		return v, true, false
	}
	return v, true, v.set(lines)
}

// parts cuts a text without lines at its labels, in their order.
func parts(text string) (lines map[label]string, check string) {
	lines = make(map[label]string)
	small := lower(text)
	type mark struct {
		name     label
		from, to int
	}
	var marks []mark
	at := 0
	for _, name := range append(order[:len(order):len(order)], checkLabel) {
		word := " " + strings.ToLower(string(name))
		i, size := strings.Index(small[at:], word+":"), len(word)+1
		if j := strings.Index(small[at:], word+" :"); j >= 0 && (i < 0 || j < i) { // as French is set
			i, size = j, len(word)+2
		}
		if i < 0 {
			continue
		}
		from := at + i
		at = from + size
		marks = append(marks, mark{name, from, at})
	}
	for i, m := range marks {
		end := len(text)
		if i+1 < len(marks) {
			end = marks[i+1].from
		}
		value := strings.TrimRight(strings.TrimLeft(text[m.to:end], " "), " •·▪-|>")
		if m.name == checkLabel {
			check, _, _ = strings.Cut(strings.ToLower(value), " ")
			break
		}
		lines[m.name] = value
	}
	return lines, check
}

// set reads the values; false where one is not what it should be, which a right
// check sum leaves to whoever writes such a text by hand.
func (v *View) set(lines map[label]string) bool {
	host, port, _ := strings.Cut(strings.ToLower(lines[labelServer]), " port ")
	n, err := strconv.Atoi(port)
	if err != nil || host == "" || n < 1 || n > 65535 {
		return false
	}
	v.Host, v.Port, v.System, v.Proxy = host, n, lines[labelSystem], lines[labelProxy]
	v.IssuedTo, v.IssuedBy = lines[labelIssuedTo], lines[labelIssuedBy]
	v.SHA256 = strings.ToLower(strings.ReplaceAll(lines[labelSHA256], " ", ""))
	v.Answer, v.Says = Answer(strings.ToLower(lines[labelAnswer])), Verdict(strings.ToLower(lines[labelSays]))
	for _, m := range []struct {
		name label
		at   *time.Time
	}{{labelMade, &v.Made}, {labelFrom, &v.NotBefore}, {labelUntil, &v.NotAfter}} {
		if value := lines[m.name]; value != "" {
			if *m.at, err = time.Parse(time.RFC3339, strings.ToUpper(strings.ReplaceAll(value, " ", ""))); err != nil {
				return false
			}
		}
	}
	for field := range strings.FieldsSeq(lines[labelAddresses]) {
		a, err := netip.ParseAddr(strings.TrimRight(field, ","))
		if err != nil || len(v.Addresses) == maxAddresses {
			return false
		}
		v.Addresses = append(v.Addresses, a)
	}
	if lines[labelClock] == "" {
		return true
	}
	number, way, _ := strings.Cut(strings.ToLower(lines[labelClock]), " s ")
	seconds, err := strconv.ParseInt(number, 10, 64)
	if err != nil || seconds > maxClock || seconds < 0 || way != slow && way != fast {
		return false
	}
	v.ClockOff, v.ClockKnown = time.Duration(seconds)*time.Second, true
	if way == slow {
		v.ClockOff = -v.ClockOff
	}
	return true
}

// maxClock is how far a clock may be off, in seconds: two hundred years.
const maxClock = 200 * 366 * 24 * 3600
