package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"certdesk/adapters/adaptertest/fakeslack"
	"certdesk/checks"
	"certdesk/checks/checktest"
	"certdesk/store/redis/redistest"
)

// behind is a healthy server of a network that only a proxy leads to, and knows the
// names of.
type behind struct {
	roots string // file
	proxy *checktest.Server
	mu    sync.Mutex
	asked []string
}

const behindName = "imap.inner.example:993"

// newBehind starts both. change may have the proxy do otherwise; nil does not.
func newBehind(t *testing.T, serve func(checktest.Proxy) checktest.Behaviour, change func(*checktest.Proxy)) *behind {
	t.Helper()
	root := checktest.NewPKI(time.Now()).Root("Inner Root")
	server, err := checktest.NewServer(checktest.Implicit("imap", checktest.TLS(root.Issue("imap.inner.example"))))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { server.Close() })
	b := &behind{roots: filepath.Join(t.TempDir(), "roots.pem")}
	if err := os.WriteFile(b.roots, root.PEM(), 0o600); err != nil {
		t.Fatal(err)
	}
	p := checktest.Proxy{Leads: map[string]string{behindName: server.Addr()}, Asked: func(address string) {
		b.mu.Lock()
		defer b.mu.Unlock()
		b.asked = append(b.asked, address)
	}}
	if change != nil {
		change(&p)
	}
	if b.proxy, err = checktest.NewServer(serve(p)); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { b.proxy.Close() })
	return b
}

func (b *behind) requests() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return strings.Join(b.asked, " ")
}

// TestCheckThroughProxy looks from the command line at a server that only a proxy
// leads to.
func TestCheckThroughProxy(t *testing.T) {
	t.Parallel()
	password := func(p *checktest.Proxy) { p.User, p.Password = "anna", "s3cret-word" }
	for _, tt := range []struct {
		name, scheme, login string
		change              func(*checktest.Proxy)
		status              int
		want                checks.Verdict
		untested            checks.Cause
	}{
		{"CONNECT", "http", "", nil, 0, checks.VerdictTrusted, ""},
		{"SOCKS 5", "socks5", "", nil, 0, checks.VerdictTrusted, ""},
		{"a password", "http", "anna:s3cret-word@", password, 0, checks.VerdictTrusted, ""},
		{"a password by SOCKS 5", "socks5h", "anna:s3cret-word@", password, 0, checks.VerdictTrusted, ""},
		{"another password", "http", "anna:other-word@", password, 3, checks.VerdictUnknown, checks.CauseProxyLogin},
		{"another password by SOCKS 5", "socks5", "anna:other-word@", password, 3, checks.VerdictUnknown, checks.CauseProxyLogin},
		{"502", "http", "", func(p *checktest.Proxy) { p.Status = "502 Bad Gateway" }, 3, checks.VerdictUnknown, checks.CauseProxyFailed},
		{"no proxy", "socks5", "", func(p *checktest.Proxy) { p.Instead = "HTTP/1.1 400 Bad Request\r\n\r\n" }, 3, checks.VerdictUnknown, checks.CauseProxyReply},
	} {
		t.Run(tt.name, func(t *testing.T) {
			serve := checktest.HTTPProxy
			if strings.HasPrefix(tt.scheme, "socks5") {
				serve = checktest.SOCKSProxy
			}
			b := newBehind(t, serve, tt.change)
			address := tt.scheme + "://" + tt.login + b.proxy.Addr()
			cmd := exec.Command("certdesk", "check", "--json", "--proxy", address, "--ca-file", b.roots, "--trust", "none", behindName)
			var out, errs bytes.Buffer
			cmd.Stdout, cmd.Stderr = &out, &errs
			_ = cmd.Run() // the status tells
			var r struct {
				Verdict   checks.Verdict
				Proxy     string
				Endpoints []struct {
					Address  string
					Untested checks.Cause
				}
			}
			if err := json.Unmarshal(out.Bytes(), &r); err != nil || cmd.ProcessState.ExitCode() != tt.status || len(r.Endpoints) != 1 {
				t.Fatalf("status %d, %v\n%s%s", cmd.ProcessState.ExitCode(), err, &out, &errs)
			}
			if e := r.Endpoints[0]; r.Verdict != tt.want || e.Untested != tt.untested || e.Address != behindName || !strings.HasSuffix(r.Proxy, "://"+b.proxy.Addr()) {
				t.Errorf("%+v", r)
			}
			if strings.Contains(out.String()+errs.String(), "-word") {
				t.Errorf("the password is told:\n%s%s", &out, &errs)
			}
		})
	}
	for _, wrong := range [][]string{
		{"--proxy", "proxy.corp.com:3128", behindName}, {"--proxy", "http://127.0.0.1:1", "--resolver", "127.0.0.1", behindName},
		{"--proxy", "http://127.0.0.1:1", "anna@inner.example"}, {"--proxy", "http://127.0.0.1:1", "--discover", "inner.example"},
	} {
		cmd := exec.Command("certdesk", append([]string{"check"}, wrong...)...)
		if out, _ := cmd.CombinedOutput(); cmd.ProcessState.ExitCode() != 3 || !strings.Contains(string(out), "--proxy") {
			t.Errorf("%v: status %d, %s", wrong, cmd.ProcessState.ExitCode(), out)
		}
	}
}

// TestServeThroughProxy: the chat sees what the proxy's network sees and says so,
// and the proxy is asked for what policy allows alone.
func TestServeThroughProxy(t *testing.T) {
	t.Parallel()
	b := newBehind(t, checktest.SOCKSProxy, func(p *checktest.Proxy) { p.User, p.Password = "anna", "s3cret-word" })
	slack := fakeslack.New(t)
	s := serveProcess(t, join(slack.Env(), map[string]string{
		"CERTDESK_DATA": t.TempDir(), "CERTDESK_PROXY": "socks5://anna:s3cret-word@" + b.proxy.Addr(), "CERTDESK_CA_FILE": b.roots,
		"CERTDESK_ALLOW_HOSTS": "*.inner.example", "CERTDESK_ALLOW_PORTS": "993", "CERTDESK_ALLOW_CIDRS": "", "LOG_LEVEL": "debug",
	}))
	for _, text := range []string{
		behindName, "imap.other.example:993", "imap.inner.example:22", "10.1.2.3:993", "anna@inner.example", "localhost:993",
	} {
		s.command(t, slack, "certcheck", text)
	}
	s.command(t, slack, "certwatch", "add "+behindName)
	s.end(t)
	said := ""
	for _, m := range slack.Messages() {
		said += fmt.Sprintln(m.Text, string(m.Blocks))
	}
	for _, want := range []string{"imap.inner.example ist in Ordnung", "Gesehen durch den Proxy socks5://" + b.proxy.Addr(), "keine Mailserver nachschlagen"} {
		if !strings.Contains(said, want) {
			t.Errorf("nothing says %q:\n%s", want, said)
		}
	}
	for address := range strings.FieldsSeq(b.requests()) {
		if address != behindName {
			t.Errorf("the proxy was asked for %s", address)
		}
	}
	if b.requests() == "" || strings.Contains(said+s.log.String(), "s3cret-word") {
		t.Error("the proxy was not asked, or its password is told")
	}
}

// TestServeCheckProxy: a proxy that is away is told, one that leads everywhere too,
// and no name server is asked.
func TestServeCheckProxy(t *testing.T) {
	t.Parallel()
	b := newBehind(t, checktest.HTTPProxy, nil)
	away, err := checktest.ClosedPort()
	if err != nil {
		t.Fatal(err)
	}
	slack := fakeslack.New(t)
	for _, tt := range []struct {
		name       string
		env        map[string]string
		status     int
		says, nots string
	}{
		{"there", map[string]string{"CERTDESK_PROXY": "http://" + b.proxy.Addr(), "CERTDESK_ALLOW_HOSTS": "*.inner.example"}, 0, "The proxy takes connections.", "Take care"},
		{"unguarded", map[string]string{"CERTDESK_PROXY": "http://" + b.proxy.Addr()}, 0, "Take care: the proxy looks up names itself", "name server"},
		{"away", map[string]string{"CERTDESK_PROXY": "http://anna:s3cret-word@" + away.String()}, 0, "Not known: the proxy http://" + away.String() + " takes no connection", "s3cret-word"},
		{"wrong", map[string]string{"CERTDESK_PROXY": "anna:s3cret-word@proxy:3128"}, 3, "CERTDESK_PROXY", "s3cret-word"},
	} {
		cmd := exec.Command("certdesk", "serve", "--check")
		cmd.Env = append(os.Environ(), "CERTDESK_DATA="+t.TempDir(), "CERTDESK_TRUST=none")
		for name, value := range join(slack.Env(), tt.env) {
			cmd.Env = append(cmd.Env, name+"="+value)
		}
		out, _ := cmd.CombinedOutput()
		if cmd.ProcessState.ExitCode() != tt.status || !strings.Contains(string(out), tt.says) || strings.Contains(string(out), tt.nots) {
			t.Errorf("%s: status %d\n%s", tt.name, cmd.ProcessState.ExitCode(), out)
		}
	}
}

// TestWorkerThroughProxy: a worker is ready while its proxy takes connections, and
// asks no name server.
func TestWorkerThroughProxy(t *testing.T) {
	t.Parallel()
	b := newBehind(t, checktest.HTTPProxy, nil)
	silent, err := checktest.ClosedPort()
	if err != nil {
		t.Fatal(err)
	}
	listen := freeAddress(t)
	cmd := exec.Command("certdesk", "worker", "--zone", "lab")
	cmd.Env = append(os.Environ(), "CERTDESK_LISTEN="+listen, "CERTDESK_TRUST=none", "CERTDESK_RESOLVER="+silent.String(),
		"CERTDESK_PROXY=http://"+b.proxy.Addr(), "REDIS_URL=redis://"+redistest.Start(t).Addr()+"/0")
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { cmd.Process.Kill(); cmd.Wait() })
	ready := func(status int, begins string) {
		t.Helper()
		said := ""
		for end := time.Now().Add(patience); time.Now().Before(end); time.Sleep(20 * time.Millisecond) {
			resp, err := http.Get("http://" + listen + "/readyz")
			if err != nil {
				continue
			}
			body, _ := io.ReadAll(resp.Body)
			resp.Body.Close()
			if said = string(body); resp.StatusCode == status && strings.HasPrefix(said, begins) {
				return
			}
		}
		t.Fatalf("/readyz does not say %d %q, but %q", status, begins, said)
	}
	ready(http.StatusOK, "ready\n")
	b.proxy.Close()
	ready(http.StatusServiceUnavailable, "the proxy ")
}
