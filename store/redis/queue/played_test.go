package queue

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"log/slog"
	"net"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	goredis "github.com/redis/go-redis/v9"
)

// played is a Redis that a test plays in a bubble of synctest, whose time goes on by
// itself: waits of seconds take none, and who waits how long can be said exactly. The
// tests beside it have a real one.
type played struct {
	// says answers a command in the words of the protocol; "" leaves it to idle. push
	// sends something more on that connection.
	says func(command []string, push func(words string)) string

	serving sync.WaitGroup
	mu      sync.Mutex
	heard   []string
	away    bool
	conns   []net.Conn
}

// Answers in the words of the protocol
// (https://redis.io/docs/latest/develop/reference/protocol-spec/).
const (
	fine   = "+OK\r\n"
	none   = "*-1\r\n"
	silent = "silent" // no answer at all
)

// list is a list of answers, texts one of texts.
func list(all ...string) string { return fmt.Sprintf("*%d\r\n%s", len(all), strings.Join(all, "")) }

func text(one string) string { return fmt.Sprintf("$%d\r\n%s\r\n", len(one), one) }

func texts(all ...string) string {
	out := make([]string, len(all))
	for i, one := range all {
		out[i] = text(one)
	}
	return list(out...)
}

func number(n int) string { return fmt.Sprintf(":%d\r\n", n) }

// idle is what a Redis says in which nothing waits and which allows all.
func idle(command []string) string {
	switch command[0] {
	case "xadd":
		return text("1-1")
	case "blpop", "xreadgroup":
		time.Sleep(block)
		return none
	case "xautoclaim":
		return list(text("0-0"), list(), list())
	case "xpending", "xinfo", "xclaim":
		return list()
	case "time":
		now := time.Now()
		return texts(strconv.FormatInt(now.Unix(), 10), strconv.Itoa(now.Nanosecond()/1000))
	case "publish", "rpush", "pexpire", "xack", "xdel":
		return number(1)
	case "ping":
		return "+PONG\r\n"
	}
	return fine
}

// client is one that speaks with it, and is closed with the test. As the clients of
// connect it minds the end of a context; unlike them it does not try a second time.
func (p *played) client(t *testing.T) goredis.UniversalClient {
	c := goredis.NewClient(&goredis.Options{
		Addr: "192.0.2.1:6379", Protocol: 2, DisableIdentity: true, ContextTimeoutEnabled: true, MaxRetries: -1, DialerRetries: 1,
		Dialer: func(context.Context, string, string) (net.Conn, error) {
			p.mu.Lock()
			defer p.mu.Unlock()
			if p.away {
				return nil, io.ErrUnexpectedEOF
			}
			near, far := net.Pipe()
			p.conns = append(p.conns, far)
			p.serving.Go(func() { p.serve(far) })
			return near, nil
		}})
	t.Cleanup(func() { c.Close() })
	return c
}

func (p *played) asker(t *testing.T, log io.Writer) *Asker {
	t.Cleanup(p.rest)
	return &Asker{client: p.client(t), waits: p.client(t), roster: newRoster(), outage: outage{log: slog.New(slog.NewTextHandler(log, nil))}}
}

func (p *played) worker(t *testing.T, log io.Writer, answer func(context.Context, []byte) []byte) *Worker {
	t.Cleanup(p.rest)
	l := slog.New(slog.NewTextHandler(log, &slog.HandlerOptions{Level: slog.LevelDebug}))
	return &Worker{
		zone: "dmz", name: "me", atOnce: 2, drain: 5 * time.Second, answer: answer, log: l,
		client: p.client(t), waits: p.client(t), stream: jobsKey("dmz"), outage: outage{log: l}, held: make(map[string]bool),
	}
}

// rest waits until nobody speaks with it any more, after its clients were closed. A pool
// that could not dial sees only after a pause that it was.
func (p *played) rest() {
	p.serving.Wait()
	time.Sleep(2 * time.Second)
}

// goes breaks all connections and takes none, until it comes.
func (p *played) goes() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.away = true
	for _, c := range p.conns {
		c.Close()
	}
	p.conns = nil
}

func (p *played) comes() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.away = false
}

// asked are the commands so far that begin with these words, in their order.
func (p *played) asked(words string) []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return slices.DeleteFunc(slices.Clone(p.heard), func(c string) bool { return !strings.HasPrefix(c, words) })
}

func (p *played) serve(conn net.Conn) {
	defer conn.Close()
	var mu sync.Mutex
	push := func(words string) {
		mu.Lock()
		defer mu.Unlock()
		io.WriteString(conn, words) // whoever has gone hears nothing
	}
	from := bufio.NewReader(conn)
	var together []string // answers of a transaction, nil outside of one
	for {
		command, err := readCommand(from)
		if err != nil {
			return
		}
		p.mu.Lock()
		p.heard = append(p.heard, strings.Join(command, " "))
		says := p.says
		p.mu.Unlock()
		switch command[0] {
		case "hello": // of a version before it
			push("-ERR unknown command\r\n")
			continue
		case "multi":
			together = []string{}
			push(fine)
			continue
		case "exec":
			push(list(together...))
			together = nil
			continue
		}
		said := ""
		if says != nil {
			said = says(command, push)
		}
		if said == "" {
			said = idle(command)
		}
		switch {
		case together != nil:
			together = append(together, said)
			push("+QUEUED\r\n")
		case said != silent:
			push(said)
		}
	}
}

// readCommand reads one: a list of texts, of which the first is its name.
func readCommand(from *bufio.Reader) ([]string, error) {
	number := func() (int, error) {
		line, err := from.ReadString('\n')
		if err != nil {
			return 0, err
		}
		return strconv.Atoi(strings.TrimSpace(line[1:]))
	}
	n, err := number()
	if err != nil {
		return nil, err
	}
	out := make([]string, n)
	for i := range out {
		length, err := number()
		if err != nil {
			return nil, err
		}
		text := make([]byte, length+len("\r\n"))
		if _, err := io.ReadFull(from, text); err != nil {
			return nil, err
		}
		out[i] = string(text[:length])
	}
	out[0] = strings.ToLower(out[0])
	return out, nil
}
