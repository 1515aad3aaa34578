package main

import (
	"bytes"
	"fmt"
	"net"
	"net/http"
	"os"
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

// TestFloodMemory has thousands of people ask about as many silent servers at
// once, where there is memory for some hundred checks: everybody is answered, if
// only by a polite word that certdesk is busy, whoever asks about a server that
// is in order has its diagnosis, and the process stays well below its limit.
func TestFloodMemory(t *testing.T) {
	if testing.Short() || raced {
		t.Skip("waits for checks that hang, and measures memory, which the race detector multiplies")
	}
	t.Run("more than fits a container", func(t *testing.T) {
		// As serve sets it where a container has 512 MiB, which is what deploy/ gives.
		flood(t, 4000, 1300*time.Millisecond, 256<<10, map[string]string{"GOMEMLIMIT": "208MiB"})
	})
	t.Run("a thousand where nothing is limited", func(t *testing.T) {
		flood(t, 1000, 5*time.Second, 320<<10, map[string]string{"GOMEMLIMIT": "off", "AUTOMEMLIMIT": "off"})
	})
}

// flood has so many people ask within a window; most is what the process may take at
// its peak, in KiB.
func flood(t *testing.T, commands int, window time.Duration, most int, limits map[string]string) {
	t.Helper()
	silent, err := net.Listen("tcp", "0.0.0.0:0")
	if err != nil {
		t.Fatal(err)
	}
	defer silent.Close()
	var held []net.Conn // what nobody holds is closed
	go func() {
		for {
			conn, err := silent.Accept()
			if err != nil {
				return
			}
			held = append(held, conn)
		}
	}()
	port := silent.Addr().(*net.TCPAddr).Port
	id := checktest.NewPKI(time.Now()).SelfSigned("imap.corp.example")
	healthy, err := checktest.NewServer(checktest.Implicit("imap", checktest.TLS(id)))
	if err != nil {
		t.Fatal(err)
	}
	defer healthy.Close()
	slack := fakeslack.New(t)
	env := slack.Env()
	env["CERTDESK_DATA"] = t.TempDir()
	s := serveProcess(t, join(env, limits))
	began := time.Now()
	var toldAtOnce atomic.Int64
	send := func(i int, text string) {
		d := slack.Command(fmt.Sprintf("C%d", i%500), "certcheck", text)
		d.Payload = bytes.Replace(d.Payload, []byte(`"user_id":"`+fakeslack.User+`"`), fmt.Appendf(nil, `"user_id":"U%d"`, i), 1)
		if status, said, err := slack.Send(t.Context(), s.base, d); err != nil || status != http.StatusOK {
			t.Errorf("command %d: %d %q %v", i, status, said, err)
		} else if said != "" {
			toldAtOnce.Add(1) // that there is no room for another
		}
	}
	var all sync.WaitGroup
	for i := range commands {
		all.Go(func() {
			time.Sleep(window * time.Duration(i) / time.Duration(commands))
			send(i, fmt.Sprintf("127.1.%d.%d:%d", i/250, 1+i%250, port))
		})
	}
	var healthyWaited time.Duration
	all.Go(func() {
		time.Sleep(window / 2)
		asked := time.Now()
		send(commands, healthy.Addr())
		known := func() bool {
			return slices.ContainsFunc(slack.Messages(), func(m fakeslack.Message) bool { return strings.Contains(m.Text, "imap.corp.example") })
		}
		for end := asked.Add(patience); !known() && time.Now().Before(end); time.Sleep(50 * time.Millisecond) {
		}
		healthyWaited = time.Since(asked)
	})
	all.Wait()
	diagnosed, turnedAway, inOrder := 0, 0, 0
	for end := time.Now().Add(patience); time.Now().Before(end) && diagnosed+turnedAway+inOrder <= commands; time.Sleep(time.Second) {
		diagnosed, turnedAway, inOrder = 0, int(toldAtOnce.Load()), 0
		for _, m := range slack.Messages() {
			switch {
			case strings.HasSuffix(m.Text, " …"): // a first word
			case strings.HasPrefix(m.Text, "certdesk "): // is busy
				turnedAway++
			case strings.Contains(m.Text, "imap.corp.example"):
				inOrder++
			default:
				diagnosed++
			}
		}
	}
	used := peak(t, s.cmd.Process.Pid)
	t.Logf("%v: %d diagnosed, %d turned away, %d in order, after %v, peak %d KiB", time.Since(began), diagnosed, turnedAway, inOrder, healthyWaited, used)
	if diagnosed+turnedAway != commands || inOrder != 1 || diagnosed == 0 {
		t.Errorf("of %d commands %d were diagnosed and %d turned away; %d of 1 about a server that answers", commands, diagnosed, turnedAway, inOrder)
	}
	if used > most {
		t.Errorf("it took %d KiB, and %d are enough", used, most)
	}
	s.end(t)
}

// peak is the most memory that a process had, in KiB.
func peak(t testing.TB, pid int) int {
	t.Helper()
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(status)) {
		if rest, ok := strings.CutPrefix(line, "VmHWM:"); ok {
			n, err := strconv.Atoi(strings.Fields(rest)[0])
			if err != nil {
				t.Fatal(err)
			}
			return n
		}
	}
	t.Fatal("the kernel does not tell the peak")
	return 0
}
