package bot

import (
	"net"
	"strconv"
	"strings"

	"certdesk/checks"
)

// TargetName is a target as people write it, and as target.Parse reads it:
// "mail.corp.com:993", "anna@corp.com".
func TargetName(t checks.Target) string {
	host := t.Host
	if t.Mailbox != "" {
		return t.Mailbox + "@" + host
	}
	if t.Port == 0 {
		if strings.Contains(host, ":") {
			return "[" + host + "]"
		}
		return host
	}
	return net.JoinHostPort(host, strconv.Itoa(t.Port))
}
