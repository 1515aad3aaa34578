package engine_test

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net"
	"strings"
	"testing"
	"time"

	"certdesk/checks/checktest"
)

// tags is an IMAP server that answers the first commands with these lines; "%s" stands for
// the tag.
func tags(answers ...string) checktest.Behaviour {
	return checktest.BehaviourFunc(func(_ context.Context, conn net.Conn) {
		io.WriteString(conn, "* OK ready\r\n")
		lines := bufio.NewReader(conn)
		for _, answer := range answers {
			line, err := lines.ReadString('\n')
			if err != nil {
				return
			}
			tag, _, _ := strings.Cut(line, " ")
			io.WriteString(conn, strings.ReplaceAll(answer, "%s", tag))
		}
		io.Copy(io.Discard, conn)
	})
}

// TestOddTags: what a server answers under another tag is told, and not that it is slow.
func TestOddTags(t *testing.T) {
	t.Parallel()
	const host = "imap.w.example"
	for _, answer := range []string{"A001 OK begin TLS\r\n", "* OK begin TLS\r\n", "+ go ahead\r\n", "OK begin TLS\r\n", "a99 NO not today\r\n"} {
		t.Run(answer, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			w.opts.Timeout = 8 * time.Second // all of which an untagged line takes
			w.serve(host, 143, tags(answer))
			r := w.check(host + ":143")
			said := fmt.Sprint(r.Summary, r.Findings)
			if strings.Contains(said, "slow") || !strings.Contains(said, strings.TrimSpace(answer)) {
				t.Errorf("%s: %s", codesOf(&r), r.Summary)
			}
		})
	}
}
