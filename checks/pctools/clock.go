package pctools

import (
	"math"
	"regexp"
	"strconv"
	"strings"
	"time"

	"certdesk/checks/lazyregexp"
)

var (
	// "16:03:01 d:+00.0156250s o:+312.5000000s  [ * | ]" and "16:03:01,
	// +312.5000000s" of w32tm /stripchart; a comma may part the fraction.
	stripchart = lazyregexp.New(`^\s*\d{1,2}:\d{2}:\d{2}(?:\s?[AP]M)?,?\s+(?:d:\S+\s+o:)?([+-]\d{1,12}(?:[.,]\d{1,9})?)s\b`)
	// "Phase Offset: 0.0123456s" of w32tm /query /status /verbose.
	phase = lazyregexp.New(`(?i)^\s*(?:phase offset|phasenoffset|phasenabweichung|décalage de phase|desplazamiento de fase)\s*:\s*([+-]?\d{1,12}(?:[.,]\d{1,9})?)s$`)
	// "Leap Indicator: 3(not synchronized)", "Source: Local CMOS Clock"; the number
	// and the name are the same in every language.
	leap = lazyregexp.New(`(?i)^\s*[^:]{3,40}:\s*3\s?\((?:last minute|not sync|nicht sync|non sync|no sinc|sin sinc)`)
	cmos = lazyregexp.New(`(?i)^\s*(?:source|quelle|origen)\s*:\s*(?:local cmos clock|free-running system clock)`)
	// "System clock synchronized: no" of timedatectl.
	unset     = lazyregexp.New(`(?i)^\s*(?:system clock|ntp) synchronized: no$`)
	universal = lazyregexp.New(`(?i)^\s*universal time: \p{L}{2,4} (\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2})(?: UTC|Z)$`)
	// "+0.123456 +/- 0.034921 time.apple.com 17.253.4.125" of sntp, also behind a
	// date; "… offset 312.500000 sec" of ntpdate.
	sntp    = lazyregexp.New(`(?i)^\s*(?:\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}(?:\.\d+)? \([^)]*\) )?([+-]\d{1,12}\.\d{1,9}) \+/- \d+\.\d+ \S`)
	ntpdate = lazyregexp.New(`(?i)(?:ntpdate\[\d+\]:.*|^\s*server \S+, stratum \d+, )offset ([+-]?\d{1,12}\.\d{1,9})`)
	// "System time     : 312.500000000 seconds slow of NTP time" of chronyc.
	chrony = lazyregexp.New(`(?i)^\s*system time\s*: (\d{1,12}\.\d{1,12}) seconds (slow|fast) of NTP time$`)
)

// clock reads how far the clock is off. All but chronyc tell what has to be
// added to the PC's clock (RFC 5905 §8): positive means that it is slow. The
// last measurement counts.
func (r *reader) clock(line string) {
	for _, measured := range [...]func() *regexp.Regexp{stripchart, phase, sntp, ntpdate} {
		if off, ok := seconds(first(measured().FindStringSubmatch(line))); ok {
			r.out.ClockOff, r.out.ClockKnown = -off, true
			return
		}
	}
	if m := chrony().FindStringSubmatch(line); m != nil {
		if off, ok := seconds(m[1]); ok {
			r.out.ClockOff, r.out.ClockKnown = off, true
			if strings.EqualFold(m[2], "slow") {
				r.out.ClockOff = -off
			}
		}
		return
	}
	if m := universal().FindStringSubmatch(line); m != nil {
		if at, err := time.Parse(time.DateTime, m[1]); err == nil {
			r.out.Clock = at
		}
		return
	}
	if leap().MatchString(line) || cmos().MatchString(line) || unset().MatchString(line) {
		r.out.ClockFree = true
	}
}

// first is the first group of a match; "" without one.
func first(groups []string) string {
	if groups == nil {
		return ""
	}
	return groups[1]
}

// maxSeconds is two hundred years, more than a clock is off.
const maxSeconds = 200 * 366 * 24 * 3600

// seconds reads a number of seconds with a point or a comma.
func seconds(text string) (time.Duration, bool) {
	n, err := strconv.ParseFloat(strings.Replace(text, ",", ".", 1), 64)
	if err != nil || math.Abs(n) > maxSeconds {
		return 0, false
	}
	return time.Duration(n * float64(time.Second)).Round(time.Millisecond), true
}
