//go:build !race

package main

import (
	"bufio"
	"fmt"
	"math/rand/v2"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"certdesk/adapters/adaptertest/fakediscord"
	"certdesk/adapters/adaptertest/fakeslack"
	"certdesk/checks/checktest"
)

// soakVariable says for how long TestSoak goes on, such as 30m.
const soakVariable = "CERTDESK_SOAK"

const (
	// soakTime is long enough to see a leak in each request or sweep.
	soakTime = 20 * time.Second
	// soakPace is the time between two commands.
	soakPace = 100 * time.Millisecond
	// soakWatches are watched, and looked at every two seconds.
	soakWatches = 40
	// soakPatience is for what is under way when the commands end: answers
	// that wait for a server that hangs or a platform that wants a pause.
	soakPatience = time.Minute
)

// TestSoak lets serve work for a while as people, clocks and bad days would
// have it: commands on two platforms about good and hostile servers, watches,
// and platforms that fail. Left in peace it then holds what it held at the
// beginning (goroutines, files) and after the first half (memory).
// It is left out under the race detector, which has the same races in shorter tests and
// makes this one take a core for a minute.
func TestSoak(t *testing.T) {
	if testing.Short() {
		t.Skip("this takes half a minute; it is left out by -short")
	}
	last := soakTime
	text := os.Getenv(soakVariable)
	if text != "" {
		var err error
		if last, err = time.ParseDuration(text); err != nil {
			t.Fatalf("%s: %v", soakVariable, err)
		}
	}
	t.Parallel()
	s := newSoak(t)
	beginning := s.rest(t)
	var busy, still [2]gauges
	for half := range busy {
		busy[half] = s.load(t, last/2)
		still[half] = s.calm(t, beginning)
	}
	t.Logf("%d commands and %d faults in %s: %s at the beginning, then at work %s, %s, and after each at rest %s, %s",
		s.asked.Load(), s.faults, last, beginning, busy[0], busy[1], still[0], still[1])
	if was, is := still[0].heap, still[1].heap; is > was*3/2+8<<20 {
		t.Errorf("the heap grew from %s to %s", still[0], still[1])
	}
	// What the system has given out tells nothing before the process is warm.
	if was, is := busy[0].memory, busy[1].memory; text != "" && is > was*5/4+16<<20 {
		t.Errorf("memory grew from %s to %s", busy[0], busy[1])
	}
	s.end(t)
	s.slack.Forget() // faults lose what would have been cleaned up
	s.discord.Forget()
}

// load has people ask and platforms fail for a time, and returns what the
// process held in the middle of it.
func (s *soak) load(t *testing.T, last time.Duration) gauges {
	end := time.Now().Add(last)
	var samples []gauges
	var work sync.WaitGroup
	work.Go(func() { s.ask(t, end) })
	work.Go(func() { s.disturb(end) })
	for time.Now().Before(end) {
		time.Sleep(last / 50)
		samples = append(samples, s.measure(t))
	}
	work.Wait()
	for quarter := range 4 {
		if len(samples) >= 4 { // a machine that is busy with other things takes fewer
			t.Logf("%3d%%: %s", 25*(quarter+1), median(samples[len(samples)*quarter/4:len(samples)*(quarter+1)/4]))
		}
	}
	return median(samples)
}

// calm waits until the process holds no more than it did at the beginning,
// but for what is under way by chance.
func (s *soak) calm(t *testing.T, beginning gauges) gauges {
	t.Helper()
	end := time.Now().Add(soakPatience)
	for {
		is := s.rest(t)
		if is.goroutines <= beginning.goroutines*5/4+20 && is.files <= beginning.files*5/4+20 {
			return is
		}
		if time.Now().After(end) {
			t.Fatalf("%s after its work it still holds %s; at the beginning %s", soakPatience, is, beginning)
		}
	}
}

// rest is the least that the process holds in the course of some sweeps.
func (s *soak) rest(t *testing.T) gauges {
	t.Helper()
	var least gauges
	for n := range 20 {
		time.Sleep(100 * time.Millisecond)
		if is := s.measure(t); n == 0 {
			least = is
		} else {
			least = gauges{
				min(least.memory, is.memory), min(least.heap, is.heap), min(least.goroutines, is.goroutines), min(least.files, is.files),
			}
		}
	}
	return least
}

// soak is a serve with all that is around it.
type soak struct {
	*served
	slack   *fakeslack.Server
	discord *fakediscord.Server
	targets []string // as they are typed
	asked   atomic.Int64
	faults  int
}

func newSoak(t *testing.T) *soak {
	t.Helper()
	hostile, roots := hostileServers(t)
	s := &soak{slack: fakeslack.New(t), discord: fakediscord.New(t)}
	listen := func(b checktest.Behaviour) string {
		server, err := checktest.NewServer(b)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(server.Close)
		return server.Addr()
	}
	for _, h := range hostile {
		target := listen(h.Behaviour) + " name " + checktest.HostileName
		if h.Speaks != "" {
			target += " starttls " + h.Speaks
		}
		s.targets = append(s.targets, target)
	}
	root := checktest.NewPKI(time.Now()).Root("Soak Root")
	pem, err := os.ReadFile(roots)
	if err != nil {
		t.Fatal(err)
	}
	roots = filepath.Join(t.TempDir(), "both.pem")
	if err := os.WriteFile(roots, append(pem, root.PEM()...), 0o600); err != nil {
		t.Fatal(err)
	}
	var healthy []string
	for i := range soakWatches {
		id := root.Issue("127.0.0.1", checktest.ExpiresIn(time.Duration(i+1)*checktest.Day))
		healthy = append(healthy, listen(checktest.Implicit("imap", checktest.TLS(id))))
	}
	s.targets = append(s.targets, healthy...)
	s.served = serveProcess(t, join(s.slack.Env(), s.discord.Env(), map[string]string{
		"CERTDESK_DATA": t.TempDir(), "CERTDESK_CA_FILE": roots, "CERTDESK_RATE": "off", "CERTDESK_CACHE_TTL": "1s",
		"CERTDESK_SWEEP_INTERVAL": "500ms", "CERTDESK_CHECK_EVERY": "2s", "GOMAXPROCS": "2",
	}))
	for i, address := range healthy {
		if i%2 == 0 {
			s.command(t, s.slack, "certwatch", "add "+address)
		} else {
			s.tell(t, s.discord.Command(fakediscord.Channel, "certwatch add", fakediscord.Option("target", address)))
		}
	}
	return s
}

// tell delivers to Discord's adapter.
func (s *soak) tell(t *testing.T, d fakediscord.Delivery) {
	t.Helper()
	if status, said, err := s.discord.Send(t.Context(), s.base, d); err != nil || status != http.StatusOK {
		t.Errorf("an interaction: %d %.300s %v", status, said, err)
	}
}

// ask has people type until end, whether they have been answered or not.
func (s *soak) ask(t *testing.T, end time.Time) {
	random := rand.New(rand.NewPCG(1, 2))
	var under sync.WaitGroup
	defer under.Wait()
	for n := 0; time.Now().Before(end); n++ {
		time.Sleep(soakPace)
		s.asked.Add(1)
		target := s.targets[random.IntN(len(s.targets))]
		switch n % 6 {
		case 0, 1:
			s.command(t, s.slack, "certcheck", target)
		case 2, 3:
			address, _, _ := strings.Cut(target, " ")
			d := s.discord.Command(fakediscord.Channel, "certcheck", fakediscord.Option("target", address))
			under.Go(func() { s.tell(t, d) })
		case 4:
			s.command(t, s.slack, "certfix", "SEC_ERROR_EXPIRED_CERTIFICATE at "+target)
		case 5:
			s.command(t, s.slack, "certwatch", "list")
		}
	}
}

// disturb lets calls to the platforms fail until end.
func (s *soak) disturb(end time.Time) {
	for n := 0; time.Now().Before(end); n++ {
		time.Sleep(300 * time.Millisecond)
		s.faults++
		slack := []fakeslack.Fault{{Status: 429, RetryAfter: 1}, {Status: 500}, {Drop: true}, {Lose: true}, {Delay: 2 * time.Second}}[n%5]
		discord := []fakediscord.Fault{{Status: 429, RetryAfter: 1}, {Status: 502}, {Drop: true}, {Lose: true}, {Delay: 2 * time.Second}}[n%5]
		s.slack.Fail([]string{"response", "chat.postMessage", "users.info"}[n%3], slack)
		s.discord.Fail([]string{"edit", "post", "follow-up"}[n%3], discord)
	}
}

// gauges are what a process holds.
type gauges struct{ memory, heap, goroutines, files int64 }

func (g gauges) String() string {
	return fmt.Sprintf("%.1f MiB (%.1f MiB heap), %d goroutines, %d files", float64(g.memory)/(1<<20), float64(g.heap)/(1<<20), g.goroutines, g.files)
}

// measure reads them from /metrics.
func (s *soak) measure(t *testing.T) gauges {
	t.Helper()
	_, text := s.get(t, "/metrics")
	value := func(name string) int64 {
		for lines := bufio.NewScanner(strings.NewReader(text)); lines.Scan(); {
			if figure, ok := strings.CutPrefix(lines.Text(), name+" "); ok {
				n, err := strconv.ParseFloat(figure, 64)
				if err != nil {
					t.Fatal(err)
				}
				return int64(n)
			}
		}
		t.Skipf("this system does not tell %s", name)
		return 0
	}
	return gauges{
		value("process_resident_memory_bytes"), value("go_memstats_heap_alloc_bytes"), value("go_goroutines"), value("process_open_fds"),
	}
}

// median is that of each figure.
func median(of []gauges) gauges {
	middle := func(figure func(gauges) int64) int64 {
		var all []int64
		for _, g := range of {
			all = append(all, figure(g))
		}
		slices.Sort(all)
		return all[len(all)/2]
	}
	return gauges{
		middle(func(g gauges) int64 { return g.memory }), middle(func(g gauges) int64 { return g.heap }),
		middle(func(g gauges) int64 { return g.goroutines }), middle(func(g gauges) int64 { return g.files }),
	}
}
