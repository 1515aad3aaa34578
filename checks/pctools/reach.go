package pctools

import (
	"regexp"
	"strconv"
	"strings"

	"certdesk/checks/lazyregexp"
)

var (
	// "ComputerName     : imap.corp.com" of Test-NetConnection, whose names are the
	// same in every language.
	property = lazyregexp.New(`(?i)^\s*(ComputerName|RemoteAddress|RemotePort|TcpTestSucceeded)\s*:\s*(\S+)$`)
	tcpWarn  = lazyregexp.New(`(?i)TCP connect to \(?([^\s:()]+) ?: ?(\d{1,5})\)? failed`)
	heading  = lazyregexp.New(`(?i)^\s*ComputerName\s+RemoteAddress\s+RemotePort\b`)

	// What failed, with the name or address and the port in its groups.
	failures = []func() *regexp.Regexp{
		lazyregexp.New(`(?i)curl: \((?:7|28)\) failed to connect to ([^\s]+) port (\d{1,5})`),
		lazyregexp.New(`(?i)\* +connect to ([^\s]+) port (\d{1,5})(?: from \S+ port \d+)? failed`),
		lazyregexp.New(`(?i)^\s*nc: connect(?:ion)? to ([^\s]+)(?: \([^)]*\))? port (\d{1,5}) \(tcp\) (?:failed|timed out)`),
		lazyregexp.New(`(?i)^\s*connecting to ([^\s]+?)\.\.\.could not open connection to the host, on port (\d{1,5})`),
		lazyregexp.New(`(?i)^\s*verbindungsaufbau zu ([^\s]+?)\.\.\.\s?es konnte keine verbindung mit dem host hergestellt werden, auf port (\d{1,5})`),
		lazyregexp.New(`(?i)^\s*connexion à ([^\s]+?)\.\.\.\s?impossible d['’]ouvrir une connexion à l['’]hôte, sur le port (\d{1,5})`),
		lazyregexp.New(`(?i)^\s*conectándose a ([^\s]+?)\.\.\.\s?no se puede abrir la conexión al host, en puerto (\d{1,5})`),
	}
	// What failed without saying where.
	failed = lazyregexp.New(`(?i)telnet: unable to connect to remote host|^\s*connect:errno=\d+|BIO_connect:(?:connection refused|operation timed out|connection timed out|no route to host)`)
	// What came about.
	connections = []func() *regexp.Regexp{
		lazyregexp.New(`(?i)^\s*\*? *connected to ([^\s]+?)\.? \([^)]*\) port (\d{1,5})`),
		lazyregexp.New(`(?i)^\s*connection to ([^\s]+)(?: \([^)]*\))? (?:port )?(\d{1,5})(?: port)? \[tcp/[^\]]*\] succeeded`),
	}
	connected = lazyregexp.New(`(?i)^\s*CONNECTED\([0-9A-F]{8}\)$`)
	// The addresses that curl tries.
	trying = lazyregexp.New(`(?i)^\s*\* +(?:trying \[?([0-9a-f.:]+?)\]?:(\d{1,5})\.{3}|IPv[46]: ([0-9a-f.:, ]+))$`)
	// "* Host imap.corp.com:993 was resolved."
	resolved = lazyregexp.New(`(?i)^\s*\* +host ([^\s:]+):(\d{1,5}) was resolved`)
)

// connection reads whether a port is reached.
func (r *reader) connection(line string) {
	if r.tunnel && strings.HasPrefix(strings.TrimSpace(line), "*") {
		return // curl goes through a proxy: what it tries is that
	}
	if m := property().FindStringSubmatch(line); m != nil {
		r.property(strings.ToLower(m[1]), m[2])
		return
	}
	if heading().MatchString(line) {
		r.table = strings.Fields(line)
		return
	}
	if len(r.table) > 0 {
		r.row(line)
		return
	}
	for _, shape := range failures {
		if m := shape().FindStringSubmatch(line); m != nil {
			r.tried(m[1], m[2], false)
			return
		}
	}
	if m := tcpWarn().FindStringSubmatch(line); m != nil {
		r.tried(m[1], m[2], false)
		return
	}
	for _, shape := range connections {
		if m := shape().FindStringSubmatch(line); m != nil {
			r.tried(m[1], m[2], true)
			return
		}
	}
	switch m := trying().FindStringSubmatch(line); {
	case m != nil && m[1] != "":
		if r.address(m[1]) {
			r.port(m[2])
		}
	case m != nil:
		for field := range strings.FieldsSeq(m[3]) {
			r.address(field)
		}
	case connected().MatchString(line):
		r.reached = true
	case failed().MatchString(line):
		r.failed = true
	}
	if m := resolved().FindStringSubmatch(line); m != nil {
		r.asked(m[1])
		r.port(m[2])
	}
}

func (r *reader) tried(host, port string, came bool) {
	if !r.address(host) {
		r.asked(host)
	}
	r.port(port)
	if came {
		r.reached = true
	} else {
		r.failed = true
	}
}

// port notes a port that was tried.
func (r *reader) port(text string) {
	if n, err := strconv.ParseUint(text, 10, 16); err == nil && n != 0 {
		r.ports.tell(int(n))
	}
}

// property is one of Test-NetConnection's.
func (r *reader) property(name, value string) {
	switch name {
	case "computername":
		r.asked(value)
	case "remoteaddress":
		r.address(value)
	case "remoteport":
		r.port(value)
	case "tcptestsucceeded":
		switch strings.ToLower(value) {
		case "true":
			r.reached = true
		case "false":
			r.failed = true
		}
	}
}

// row is a row of Test-NetConnection's table: a value below each heading.
func (r *reader) row(line string) {
	fields := strings.Fields(line)
	switch {
	case len(fields) == 0 || strings.HasPrefix(fields[0], "---"):
	case len(fields) != len(r.table):
		r.table = nil
	default:
		for i, value := range fields {
			r.property(strings.ToLower(r.table[i]), value)
		}
	}
}
