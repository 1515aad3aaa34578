package main

import (
	"bufio"
	"bytes"
	"crypto/hmac"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"certdesk/adapters/adaptertest/fakeslack"
	"certdesk/checks/checktest"
)

// people ask at the same time, each again once the question is acknowledged.
const people = 16

// BenchmarkProcessCommands has people ask on Slack about a server whose answer is
// remembered, and counts what serve's process uses until each
// has its answer; beside it is a process of the least that a handler must do (bareSlack).
// How long an acknowledgement takes is measured from outside.
func BenchmarkProcessCommands(b *testing.B) {
	root := checktest.NewPKI(time.Now()).Root("Command Root")
	target, err := checktest.NewServer(checktest.Implicit("imap", checktest.TLS(root.Issue("127.0.0.1"))))
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { target.Close() })
	b.Run("certdesk", func(b *testing.B) {
		slack := fakeslack.New(b)
		env := slack.Env()
		env["CERTDESK_DATA"], env["CERTDESK_RATE"] = b.TempDir(), "off"
		b.Setenv("PATH", filepath.Dir(program(b))) // what is shipped, not this test binary
		s := serveProcess(b, env)
		askAll(b, s.base, s.cmd.Process.Pid, target.Addr())
		s.end(b)
	})
	b.Run("bare", func(b *testing.B) {
		cmd := exec.Command(os.Args[0])
		cmd.Env = append(os.Environ(), roleVariable+"=slack")
		out, err := cmd.StdoutPipe()
		if err != nil {
			b.Fatal(err)
		}
		if err := cmd.Start(); err != nil {
			b.Fatal(err)
		}
		b.Cleanup(func() { cmd.Process.Kill(); cmd.Wait() })
		address, err := bufio.NewReader(out).ReadString('\n')
		if err != nil {
			b.Fatal(err)
		}
		askAll(b, "http://"+strings.TrimSpace(address), cmd.Process.Pid, target.Addr())
	})
}

// askAll types b.N commands to an app and waits for as many answers.
func askAll(b *testing.B, base string, pid int, target string) {
	b.Helper()
	var answers atomic.Int64
	sink := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		io.Copy(io.Discard, r.Body)
		io.WriteString(w, `{"ok":true}`)
		answers.Add(1)
	}))
	b.Cleanup(sink.Close)
	ask := func(n int) (time.Duration, error) {
		body := url.Values{
			"command": {"/certcheck"}, "text": {target}, "team_id": {fakeslack.Team}, "channel_id": {"C1"}, "user_id": {fakeslack.User},
			"user_name": {"anna"}, "response_url": {sink.URL}, "trigger_id": {fmt.Sprintf("1.%d", n)},
		}.Encode()
		req, err := http.NewRequestWithContext(b.Context(), http.MethodPost, base+"/slack/commands", strings.NewReader(body))
		if err != nil {
			return 0, err
		}
		at, signature := fakeslack.Sign(fakeslack.Secret, time.Now(), []byte(body))
		req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		req.Header.Set("X-Slack-Request-Timestamp", at)
		req.Header.Set("X-Slack-Signature", signature)
		began := time.Now()
		resp, err := sink.Client().Do(req)
		if err != nil {
			return 0, err
		}
		took := time.Since(began)
		io.Copy(io.Discard, resp.Body)
		resp.Body.Close()
		if resp.StatusCode != http.StatusOK {
			return 0, errors.New(resp.Status)
		}
		return took, nil
	}
	await := func(n int64) {
		for end := time.Now().Add(patience); answers.Load() < n; time.Sleep(time.Millisecond) {
			if time.Now().After(end) {
				b.Fatalf("%d answers of %d", answers.Load(), n)
			}
		}
	}
	if _, err := ask(0); err != nil { // the one that is remembered, behind its first word
		b.Fatal(err)
	}
	time.Sleep(3 * time.Second) // until that is done, which nothing tells from outside
	before, answered := ticks(b, pid), answers.Load()
	took := make([]time.Duration, b.N)
	var all sync.WaitGroup
	next := make(chan int)
	for range people {
		all.Go(func() {
			for n := range next {
				var err error
				if took[n], err = ask(n + 1); err != nil {
					b.Error(err)
				}
			}
		})
	}
	b.ResetTimer()
	for n := range took {
		next <- n
	}
	close(next)
	all.Wait()
	await(answered + int64(len(took)))
	b.ReportMetric(float64(ticks(b, pid)-before)*1e7/float64(len(took)), "cpu-ns/op")
	slices.Sort(took)
	b.ReportMetric(float64(took[len(took)*99/100].Nanoseconds()), "p99-ns")
	b.ReportMetric(float64(peak(b, pid))/1024, "peak-MiB")
}

// bareSlack is the limit: it reads a command, checks its signature, and posts a reply
// that is always the same to the response_url.
func bareSlack() int {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return 1
	}
	fmt.Println(listener.Addr())
	fixed := bytes.Repeat([]byte("x"), 4000) // about what the answer has
	fmt.Fprintln(os.Stderr, http.Serve(listener, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			w.WriteHeader(http.StatusBadRequest)
			return
		}
		at, err := strconv.ParseInt(r.Header.Get("X-Slack-Request-Timestamp"), 10, 64)
		_, want := fakeslack.Sign(fakeslack.Secret, time.Unix(at, 0), body)
		if err != nil || !hmac.Equal([]byte(want), []byte(r.Header.Get("X-Slack-Signature"))) {
			w.WriteHeader(http.StatusUnauthorized)
			return
		}
		w.WriteHeader(http.StatusOK)
		go func() {
			form, err := url.ParseQuery(string(body))
			if err != nil {
				return
			}
			resp, err := http.Post(form.Get("response_url"), "application/json", bytes.NewReader(fixed))
			if err == nil {
				io.Copy(io.Discard, resp.Body)
				resp.Body.Close()
			}
		}()
	})))
	return 1 // it serves until it is killed
}
