package main

import (
	"bytes"
	"encoding/pem"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"certdesk/adapters/adaptertest/fakediscord"
	"certdesk/adapters/adaptertest/fakeslack"
	"certdesk/checks/checktest"
)

// proxy is an HTTP proxy on loopback that knows one host, and notes what it is
// asked for.
type proxy struct {
	*httptest.Server
	mu    sync.Mutex
	asked []string
}

// newProxy hands on what is for a host of to, plain or after CONNECT, to the address
// beside it.
func newProxy(t *testing.T, to map[string]string) *proxy {
	p := &proxy{}
	p.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		p.mu.Lock()
		p.asked = append(p.asked, r.Method+" "+r.Host)
		p.mu.Unlock()
		address, known := to[r.Host]
		switch {
		case !known:
			http.Error(w, "unknown", http.StatusBadGateway)
		case r.Method == http.MethodConnect:
			tunnel(w, address)
		default:
			(&httputil.ReverseProxy{Rewrite: func(r *httputil.ProxyRequest) {
				r.SetURL(&url.URL{Scheme: "http", Host: address})
			}}).ServeHTTP(w, r)
		}
	}))
	t.Cleanup(p.Close)
	return p
}

func tunnel(w http.ResponseWriter, address string) {
	there, err := net.Dial("tcp", address)
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadGateway)
		return
	}
	here, _, err := w.(http.Hijacker).Hijack()
	if err != nil {
		there.Close()
		return
	}
	io.WriteString(here, "HTTP/1.1 200 Connection established\r\n\r\n")
	go func() { io.Copy(there, here); there.Close() }()
	go func() { io.Copy(here, there); here.Close() }()
}

func (p *proxy) requests() string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return strings.Join(p.asked, ", ")
}

// TestPlatformsThroughAProxy: platforms are called through the proxy that the
// environment names, as every program does, and not where it makes an exception.
func TestPlatformsThroughAProxy(t *testing.T) {
	t.Parallel()
	slack, discord := fakeslack.New(t), fakediscord.New(t)
	names, err := checktest.NewNameServer("")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(names.Close)
	at := func(address string) string {
		u, err := url.Parse(address)
		if err != nil {
			t.Fatal(err)
		}
		return u.Host
	}
	// A front with TLS, whose certificate is for example.com.
	front := httptest.NewTLSServer(&httputil.ReverseProxy{Rewrite: func(r *httputil.ProxyRequest) {
		r.SetURL(&url.URL{Scheme: "http", Host: at(slack.APIURL())})
	}})
	t.Cleanup(front.Close)
	roots := filepath.Join(t.TempDir(), "front.pem")
	if err := os.WriteFile(roots, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: front.Certificate().Raw}), 0o600); err != nil {
		t.Fatal(err)
	}
	hosts := map[string]string{"slack.test": at(slack.APIURL()), "discord.test": at(discord.APIURL()), "example.com:443": at(front.URL)}
	for name, tt := range map[string]struct {
		env            map[string]string
		variable       string
		through, never string
		well           bool
	}{
		"Slack":                     {join(slack.Env(), map[string]string{"SLACK_API_URL": "http://slack.test/api/"}), "HTTP_PROXY", "POST slack.test", "", true},
		"Slack over TLS":            {join(slack.Env(), map[string]string{"SLACK_API_URL": "https://example.com/api/", "SSL_CERT_FILE": roots}), "HTTPS_PROXY", "CONNECT example.com:443", "POST", true},
		"Discord":                   {join(discord.Env(), map[string]string{"DISCORD_API_URL": "http://discord.test/api/v10/"}), "HTTP_PROXY", "GET discord.test", "", true},
		"an exception is made":      {join(slack.Env(), map[string]string{"NO_PROXY": "127.0.0.1"}), "HTTP_PROXY", "", "slack", true},
		"a host that it cannot get": {join(slack.Env(), map[string]string{"SLACK_API_URL": "http://elsewhere.test/api/"}), "HTTP_PROXY", "POST elsewhere.test", "", false},
	} {
		t.Run(name, func(t *testing.T) {
			p := newProxy(t, hosts)
			cmd := exec.Command("certdesk", "serve", "--check")
			cmd.Env = append(os.Environ(), "CERTDESK_DATA="+t.TempDir(), "CERTDESK_TRUST=none", "CERTDESK_RESOLVER="+names.Addr(), tt.variable+"="+p.URL)
			for name, value := range tt.env {
				cmd.Env = append(cmd.Env, name+"="+value)
			}
			var out bytes.Buffer
			cmd.Stdout, cmd.Stderr = &out, &out
			if err := cmd.Run(); err != nil {
				t.Errorf("%v: %s", err, &out)
			}
			said := p.requests()
			if !strings.Contains(said, tt.through) || tt.never != "" && strings.Contains(said, tt.never) {
				t.Errorf("the proxy was asked for %q", said)
			}
			if strings.Contains(out.String(), "lets certdesk in.") != tt.well {
				t.Errorf("it says %s", &out)
			}
		})
	}
}
