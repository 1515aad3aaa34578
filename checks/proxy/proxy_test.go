package proxy_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"strings"
	"testing"
	"time"

	"certdesk/checks"
	"certdesk/checks/checktest"
	"certdesk/checks/proxy"
)

// kinds are the two ways to speak to a proxy.
var kinds = []struct {
	scheme string
	serve  func(checktest.Proxy) checktest.Behaviour
	// answer is how many bytes it answers where all is well.
	answer int
}{
	{"http", checktest.HTTPProxy, len("HTTP/1.1 200 Connection established\r\nVia: 1.1 proxy.corp.example\r\n\r\n")},
	{"socks5", checktest.SOCKSProxy, 2 + 10},
}

const target = "imap.corp.example:993"

func start(t *testing.T, b checktest.Behaviour) *checktest.Server {
	t.Helper()
	s, err := checktest.NewServer(b)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

func dialer(t *testing.T, text string) *proxy.Dialer {
	t.Helper()
	p, err := proxy.Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	return p.Dialer(&net.Dialer{})
}

// within bounds a test that should not need it.
func within(t *testing.T, d time.Duration) context.Context {
	ctx, cancel := context.WithTimeout(t.Context(), d)
	t.Cleanup(cancel)
	return ctx
}

// TestDial: the proxy is asked for the name, and what the server says first, in the
// same packet as the proxy's answer, is all there.
func TestDial(t *testing.T) {
	const greeting = "* OK ready\r\n"
	server := start(t, checktest.Banner(greeting))
	for _, kind := range kinds {
		for _, login := range []string{"", "anna:p%40ss%3A@"} {
			t.Run(kind.scheme+login, func(t *testing.T) {
				asked := make(chan string, 1)
				p := checktest.Proxy{Leads: map[string]string{target: server.Addr()}, Asked: func(a string) { asked <- a }}
				if login != "" {
					p.User, p.Password = "anna", "p@ss:"
				}
				conn, err := dialer(t, kind.scheme+"://"+login+start(t, kind.serve(p)).Addr()).DialContext(within(t, time.Minute), "tcp", target)
				if err != nil {
					t.Fatal(err)
				}
				defer conn.Close()
				if got := <-asked; got != target {
					t.Errorf("asked for %q", got)
				}
				said := make([]byte, len(greeting))
				if _, err := io.ReadFull(conn, said); err != nil || string(said) != greeting {
					t.Errorf("%q, %v", said, err)
				}
				if _, ok := conn.(interface{ CloseWrite() error }); !ok {
					t.Error("the connection cannot be ended from one side")
				}
			})
		}
	}
}

// TestAddress: an address is asked for as one, whatever its family.
func TestAddress(t *testing.T) {
	server := start(t, checktest.Banner("ready"))
	for _, kind := range kinds {
		for _, address := range []string{"192.0.2.7:993", "[2001:db8::7]:993"} {
			s := start(t, kind.serve(checktest.Proxy{Leads: map[string]string{address: server.Addr()}}))
			conn, err := dialer(t, kind.scheme+"://"+s.Addr()).DialContext(within(t, time.Minute), "tcp", address)
			if err != nil {
				t.Errorf("%s, %s: %v", kind.scheme, address, err)
				continue
			}
			conn.Close()
		}
	}
}

func TestFaults(t *testing.T) {
	away, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	away.Close()
	for _, tt := range []struct {
		name   string
		scheme string
		proxy  checktest.Proxy
		login  string
		cause  checks.Cause
		said   string
	}{
		{"502", "http", checktest.Proxy{Status: "502 Bad Gateway"}, "", checks.CauseProxyFailed, "502 Bad Gateway"},
		{"503", "http", checktest.Proxy{Status: "503 Service Unavailable"}, "", checks.CauseProxyFailed, "503 Service Unavailable"},
		{"504", "http", checktest.Proxy{Status: "504 Gateway Timeout"}, "", checks.CauseProxyFailed, "504 Gateway Timeout"},
		{"403", "http", checktest.Proxy{Status: "403 Forbidden"}, "", checks.CauseProxyForbids, "403 Forbidden"},
		{"404", "http", checktest.Proxy{Status: "404 Not Found"}, "", checks.CauseProxyReply, "404 Not Found"},
		{"302", "http", checktest.Proxy{Status: "302 Found"}, "", checks.CauseProxyReply, "302 Found"},
		{"no password", "http", checktest.Proxy{User: "anna", Password: "secret"}, "", checks.CauseProxyLogin, "407 Proxy Authentication Required"},
		{"wrong password", "http", checktest.Proxy{User: "anna", Password: "secret"}, "anna:other@", checks.CauseProxyLogin, "407 Proxy Authentication Required"},
		{"long status", "http", checktest.Proxy{Status: "502 " + strings.Repeat("x", 4000)}, "", checks.CauseProxyFailed, "502 " + strings.Repeat("x", 76)},
		{"endless head", "http", checktest.Proxy{Instead: "HTTP/1.1 200 OK\r\n" + strings.Repeat("A: b\r\n", 4000)}, "", checks.CauseProxyReply, ""},
		{"interim answers alone", "http", checktest.Proxy{Instead: strings.Repeat("HTTP/1.1 100 Continue\r\n\r\n", 4) + "HTTP/1.1 200 OK\r\n\r\n"}, "", checks.CauseProxyReply, ""},
		{"not HTTP", "http", checktest.Proxy{Instead: "220 smtp.corp.example ESMTP\r\n\r\n"}, "", checks.CauseProxyReply, ""},
		{"general", "socks5", checktest.Proxy{Reply: 1}, "", checks.CauseProxyFailed, "general SOCKS server failure"},
		{"ruleset", "socks5", checktest.Proxy{Reply: 2}, "", checks.CauseProxyForbids, "connection not allowed by ruleset"},
		{"host", "socks5", checktest.Proxy{Reply: 4}, "", checks.CauseProxyFailed, "host unreachable"},
		{"refused", "socks5", checktest.Proxy{Reply: 5}, "", checks.CauseProxyFailed, "connection refused"},
		{"command", "socks5", checktest.Proxy{Reply: 7}, "", checks.CauseProxyReply, "command not supported"},
		{"unknown reply", "socks5", checktest.Proxy{Reply: 99}, "", checks.CauseProxyReply, ""},
		{"no password", "socks5", checktest.Proxy{User: "anna", Password: "secret"}, "", checks.CauseProxyLogin, ""},
		{"wrong password", "socks5", checktest.Proxy{User: "anna", Password: "secret"}, "anna:other@", checks.CauseProxyLogin, ""},
		{"wrong password, ruleset", "socks5", checktest.Proxy{User: "anna", Password: "secret", Reply: 2}, "anna:secret@", checks.CauseProxyForbids, "connection not allowed by ruleset"},
		{"HTTP at once", "socks5", checktest.Proxy{Instead: "HTTP/1.1 400 Bad Request\r\n\r\n"}, "", checks.CauseProxyReply, ""},
	} {
		t.Run(tt.scheme+" "+tt.name, func(t *testing.T) {
			serve := checktest.HTTPProxy
			if tt.scheme == "socks5" {
				serve = checktest.SOCKSProxy
			}
			wants(t, dialer(t, tt.scheme+"://"+tt.login+start(t, serve(tt.proxy)).Addr()), time.Minute, tt.cause, tt.said)
		})
	}
	for _, kind := range kinds {
		t.Run(kind.scheme+" away", func(t *testing.T) {
			wants(t, dialer(t, kind.scheme+"://"+away.Addr().String()), time.Minute, checks.CauseProxyAway, "")
		})
		t.Run(kind.scheme+" leads nowhere", func(t *testing.T) {
			said := map[string]string{"http": "503 Service Unavailable", "socks5": "host unreachable"}[kind.scheme]
			wants(t, dialer(t, kind.scheme+"://"+start(t, kind.serve(checktest.Proxy{})).Addr()), time.Minute, checks.CauseProxyFailed, said)
		})
		t.Run(kind.scheme+" mute", func(t *testing.T) {
			wants(t, dialer(t, kind.scheme+"://"+start(t, kind.serve(checktest.Proxy{Mute: true})).Addr()), 100*time.Millisecond, checks.CauseProxyFailed, "")
		})
		t.Run(kind.scheme+" hangs up", func(t *testing.T) {
			wants(t, dialer(t, kind.scheme+"://"+start(t, checktest.HangUp()).Addr()), time.Minute, checks.CauseProxyReply, "")
		})
		t.Run(kind.scheme+" is another server", func(t *testing.T) {
			wants(t, dialer(t, kind.scheme+"://"+start(t, checktest.Refuse("220 smtp.corp.example ESMTP\r\n")).Addr()), time.Minute, checks.CauseProxyReply, "")
		})
	}
}

// wants dials in vain.
func wants(t *testing.T, d *proxy.Dialer, limit time.Duration, cause checks.Cause, said string) {
	t.Helper()
	conn, err := d.DialContext(within(t, limit), "tcp", target)
	if conn != nil {
		conn.Close()
	}
	var e *proxy.Error
	if !errors.As(err, &e) {
		t.Fatalf("%v is no error of a proxy", err)
	}
	if gotCause, gotSaid := e.Proxied(); gotCause != cause || gotSaid != said {
		t.Errorf("%s, %q (%v); want %s, %q", gotCause, gotSaid, err, cause, said)
	}
}

// TestInterim: what a proxy says before its answer is passed over.
func TestInterim(t *testing.T) {
	s := start(t, checktest.HTTPProxy(checktest.Proxy{Instead: strings.Repeat("HTTP/1.1 102 Processing\r\n\r\n", 3) + "HTTP/1.1 200 OK\r\n\r\n"}))
	conn, err := dialer(t, "http://"+s.Addr()).DialContext(within(t, time.Minute), "tcp", target)
	if err != nil {
		t.Fatal(err)
	}
	conn.Close()
}

// TestCut ends the proxy's answer behind each of its bytes: it is never taken for a
// connection, and never for the server's doing.
func TestCut(t *testing.T) {
	server := start(t, checktest.Banner("* OK ready\r\n"))
	for _, kind := range kinds {
		for n := range kind.answer {
			p := checktest.Proxy{Leads: map[string]string{target: server.Addr()}, Cut: n + 1}
			s := start(t, kind.serve(p))
			conn, err := dialer(t, kind.scheme+"://"+s.Addr()).DialContext(within(t, time.Minute), "tcp", target)
			if e, ok := errors.AsType[*proxy.Error](err); ok {
				if cause, _ := e.Proxied(); cause != checks.CauseProxyReply {
					t.Errorf("%s, %d bytes: %s", kind.scheme, n, cause)
				}
			} else {
				t.Errorf("%s, %d bytes: %v, %v", kind.scheme, n, conn, err)
			}
			s.Close()
		}
	}
}

// TestCancelled: who no longer wants to know is not told of the proxy.
func TestCancelled(t *testing.T) {
	for _, kind := range kinds {
		asked := make(chan string, 1)
		s := start(t, kind.serve(checktest.Proxy{Mute: true, Asked: func(a string) { asked <- a }}))
		ctx, cancel := context.WithCancel(t.Context())
		go func() { <-asked; cancel() }()
		_, err := dialer(t, kind.scheme+"://"+s.Addr()).DialContext(ctx, "tcp", target)
		var e *proxy.Error
		if !errors.Is(err, context.Canceled) || errors.As(err, &e) {
			t.Errorf("%s: %v", kind.scheme, err)
		}
	}
}

// TestUnfit: what cannot stand in a request is not sent.
func TestUnfit(t *testing.T) {
	for _, kind := range kinds {
		asked := 0
		s := start(t, kind.serve(checktest.Proxy{Asked: func(string) { asked++ }}))
		d := dialer(t, kind.scheme+"://"+s.Addr())
		for _, address := range []string{"a b:993", "a\r\nHost: evil.example:993", "imap.corp.example", "imap.corp.example:0", "imap.corp.example:65536", "imap.corp.example:imap", ":993", strings.Repeat("a", 256) + ":993"} {
			if _, err := d.DialContext(t.Context(), "tcp", address); err == nil {
				t.Errorf("%s took %q", kind.scheme, address)
			}
		}
		if _, err := d.DialContext(t.Context(), "udp", target); err == nil {
			t.Errorf("%s took udp", kind.scheme)
		}
		s.Close()
		if asked > 0 {
			t.Errorf("%s was asked %d times", kind.scheme, asked)
		}
	}
}

func TestParse(t *testing.T) {
	for text, want := range map[string]string{
		"http://proxy.corp.com:3128":              "http://proxy.corp.com:3128",
		"http://proxy.corp.com/":                  "http://proxy.corp.com:80",
		"socks5://10.0.0.9":                       "socks5://10.0.0.9:1080",
		"socks5h://[2001:db8::9]:1080":            "socks5://[2001:db8::9]:1080",
		"socks5://anna:secret@proxy.corp.com":     "socks5://proxy.corp.com:1080",
		"http://anna:sec%40ret@proxy.corp.com:80": "http://proxy.corp.com:80",
		"http://anna@proxy.corp.com":              "http://proxy.corp.com:80",
		"http://proxy.corp.com:1":                 "http://proxy.corp.com:1",
		"http://proxy.corp.com:65535":             "http://proxy.corp.com:65535",
		"socks5://" + strings.Repeat("u", 255) + ":" + strings.Repeat("p", 255) + "@10.0.0.9": "socks5://10.0.0.9:1080",
		"http://" + strings.Repeat("h", 255):                                                  "http://" + strings.Repeat("h", 255) + ":80",
	} {
		p, err := proxy.Parse(text)
		if err != nil {
			t.Errorf("%s: %v", text, err)
		} else if p.String() != want {
			t.Errorf("%s is told as %s", text, p)
		}
	}
	for _, text := range []string{
		"", "proxy.corp.com:3128", "proxy.corp.com", "https://proxy.corp.com", "socks4://proxy.corp.com", "ftp://secret@proxy.corp.com",
		"http://proxy.corp.com:0", "http://proxy.corp.com:99999", "http://proxy.corp.com:x", "http://", "http://proxy.corp.com/secret", "http://proxy.corp.com?secret",
		"socks5://secret@proxy.corp.com", "socks5://:secret@proxy.corp.com", "http://a%3Asecret:b@proxy.corp.com",
		"socks5://secret:" + strings.Repeat("secret", 50) + "@proxy.corp.com", "http://pro xy:80", "http://proxy.corp.com:65536", "http://" + strings.Repeat("h", 256),
		"socks5://" + strings.Repeat("u", 256) + ":secret@10.0.0.9", "socks5://u:" + strings.Repeat("s", 256) + "@10.0.0.9", "http:secret",
	} {
		if p, err := proxy.Parse(text); err == nil {
			t.Errorf("%q is %s", text, p)
		} else if strings.Contains(err.Error(), "secret") {
			t.Errorf("%q: %v", text, err)
		}
	}
}

// FuzzConnect reads whatever a proxy may answer: it comes to an end, and takes
// nothing for a connection that does not say so.
func FuzzConnect(f *testing.F) {
	for _, seed := range []string{"HTTP/1.1 200 OK\r\n\r\n* OK", "HTTP/1.0 407 No\r\n\r\n", "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\n\n", "\x05\x00\x05\x00\x00\x01\x00\x00\x00\x00\x00\x00* OK", "\x05\xff"} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, said []byte) {
		for _, scheme := range []string{"http", "socks5"} {
			p, err := proxy.Parse(scheme + "://proxy.corp.example:1080")
			if err != nil {
				t.Fatal(err)
			}
			conn, err := p.Dialer(scripted(said)).DialContext(t.Context(), "tcp", target)
			switch {
			case err == nil:
				conn.Close()
				if scheme == "http" && !strings.Contains(string(said), " 2") || scheme == "socks5" && said[0] != 5 {
					t.Errorf("%s: %q is a connection", scheme, said)
				}
			case conn != nil:
				t.Error("a connection and an error")
			}
		}
	})
}

// scripted is a proxy that says the same to everybody.
type scripted []byte

func (s scripted) DialContext(context.Context, string, string) (net.Conn, error) {
	here, there := net.Pipe()
	go func() {
		defer there.Close()
		go io.Copy(io.Discard, there)
		fmt.Fprintf(there, "%s", []byte(s))
	}()
	return here, nil
}
