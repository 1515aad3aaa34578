package main

import (
	"crypto/tls"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"certdesk/adapters/adaptertest/fakediscord"
	"certdesk/adapters/adaptertest/fakeslack"
	"certdesk/bot"
	"certdesk/checks/checktest"
	"certdesk/checks/target"
	"certdesk/store"
	"certdesk/store/redis"
	"certdesk/store/redis/redistest"
)

const (
	// chaosTime is for how long processes are killed, chaosRest how long the
	// alerts may take that are left then: a lease, and the waits between, on a slow
	// machine.
	chaosTime = time.Minute
	chaosRest = 5 * time.Minute
)

// TestChaos kills two bots, two workers and Redis at random for a minute, while
// certificates come to their end and are renewed, and finds every alert posted
// once on Slack and on Discord.
func TestChaos(t *testing.T) {
	if testing.Short() {
		t.Skip("this takes more than a minute; it is left out by -short")
	}
	t.Parallel()
	c := newChaos(t)
	random := rand.New(rand.NewPCG(uint64(time.Now().UnixNano()), 1))
	end := time.Now().Add(chaosTime)
	for n := 0; time.Now().Before(end); n++ {
		time.Sleep(time.Duration(500+random.IntN(2000)) * time.Millisecond)
		if n%2 == 1 {
			c.renewOne()
		}
		switch victim := random.IntN(len(c.processes) + 1); {
		case victim < len(c.processes):
			c.processes[victim].kill()
		case n%3 == 0:
			c.redis.Restart()
		default:
			c.redis.Pause()
			time.Sleep(time.Duration(random.IntN(3000)) * time.Millisecond)
			c.redis.Resume()
		}
	}
	var missing []string
	for end := time.Now().Add(chaosRest); ; time.Sleep(500 * time.Millisecond) {
		c.renewOne()
		if missing = c.missing(); len(missing) == 0 {
			break
		}
		if time.Now().After(end) {
			t.Fatalf("alerts that did not come:\n%s\nposted:\n%s", strings.Join(missing, "\n"), strings.Join(c.all(), "\n"))
		}
	}
	allLookedAt(t, c.kept, 3) // for one that comes twice
	for _, doubled := range c.doubled() {
		t.Errorf("posted twice: %s\nposted:\n%s", doubled, strings.Join(c.all(), "\n"))
	}
	deaths := 0
	for _, p := range c.processes {
		deaths += int(p.deaths.Load())
	}
	t.Logf("%d deaths, %d posts", deaths, len(c.all()))
}

// chaos is what is disturbed.
type chaos struct {
	redis     *redistest.Server
	slack     *fakeslack.Server
	discord   *fakediscord.Server
	processes []*process
	channels  []chaosChannel
	kept      *store.Store
}

// chaosChannel watches two servers with one certificate.
type chaosChannel struct {
	place   bot.Place
	servers []string
	renew   func()
	renewed bool
}

const chaosChannels = 6

func newChaos(t *testing.T) *chaos {
	t.Helper()
	c := &chaos{redis: redistest.Start(t), slack: fakeslack.New(t), discord: fakediscord.New(t)}
	pki := checktest.NewPKI(time.Now())
	root := pki.Root("Example Root")
	roots := filepath.Join(t.TempDir(), "root.pem")
	if err := os.WriteFile(roots, root.PEM(), 0o600); err != nil {
		t.Fatal(err)
	}
	backend, err := redis.Open(t.Context(), c.redis.URL())
	if err != nil {
		t.Fatal(err)
	}
	kept := store.New(backend, time.Now)
	t.Cleanup(func() { kept.Close() })
	c.kept = kept
	for i := range chaosChannels {
		channel := chaosChannel{place: bot.Place{Platform: bot.Slack, Channel: fmt.Sprintf("C%d", i)}}
		if i%2 == 1 {
			channel.place = bot.Place{Platform: bot.Discord, Channel: fmt.Sprintf("10000000000000000%d", i)}
		}
		old := root.Issue("127.0.0.1", checktest.ExpiresIn(5*checktest.Day)).Certificate()
		fresh := root.Issue("127.0.0.1").Certificate()
		var now atomic.Pointer[tls.Certificate]
		now.Store(&old)
		channel.renew = func() { now.Store(&fresh) }
		for range 2 {
			shaker := checktest.TLS(nil, func(c *tls.Config) {
				c.GetCertificate = func(*tls.ClientHelloInfo) (*tls.Certificate, error) { return now.Load(), nil }
			})
			server, err := checktest.NewServer(checktest.Implicit("imap", shaker))
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(server.Close)
			channel.servers = append(channel.servers, server.Addr())
			target, err := target.Parse(server.Addr())
			if err != nil {
				t.Fatal(err)
			}
			if _, _, err := kept.AddWatch(t.Context(), bot.Watch{Place: channel.place, Target: target, Due: time.Now()}); err != nil {
				t.Fatal(err)
			}
		}
		c.channels = append(c.channels, channel)
	}
	common := map[string]string{
		"REDIS_URL": c.redis.URL(), "CERTDESK_ALLOW_CIDRS": "127.0.0.0/8", "CERTDESK_TRUST": "none", "CERTDESK_CA_FILE": roots,
	}
	for range 2 {
		c.processes = append(c.processes,
			start(t, join(common, map[string]string{
				"SLACK_BOT_TOKEN": fakeslack.BotToken, "SLACK_SIGNING_SECRET": fakeslack.Secret, "SLACK_API_URL": c.slack.APIURL(),
				"DISCORD_TOKEN": fakediscord.Token, "DISCORD_APPLICATION_ID": fakediscord.Application,
				"DISCORD_PUBLIC_KEY": c.discord.PublicKey(), "DISCORD_API_URL": c.discord.APIURL(),
				"CERTDESK_SWEEP_INTERVAL": "300ms", "CERTDESK_CHECK_EVERY": "2s", "CERTDESK_LISTEN": "127.0.0.1:0",
			}), "serve"),
			start(t, common, "worker", "--zone", "dmz"))
	}
	return c
}

// renewOne renews the certificate of a channel that was told of its end. Before
// that it would be right to tell nothing: an end that is over when it could be
// posted is none, and a certificate that nobody saw was not renewed.
func (c *chaos) renewOne() {
	for i := range c.channels {
		channel := &c.channels[i]
		if !channel.renewed && !slices.ContainsFunc(channel.servers, func(server string) bool { return c.tells(channel, ends, server) == 0 }) {
			channel.renewed = true
			channel.renew()
			return
		}
	}
}

// posts are the texts in the place of a channel.
func (c *chaos) posts(channel *chaosChannel) []string {
	var out []string
	if channel.place.Platform == bot.Slack {
		for _, m := range c.slack.Messages() {
			if m.Channel == channel.place.Channel {
				out = append(out, m.Text+" "+string(m.Blocks))
			}
		}
		return out
	}
	for _, m := range c.discord.Messages() {
		if m.Channel == channel.place.Channel {
			out = append(out, fmt.Sprintf("%s", m.Body))
		}
	}
	return out
}

// tells counts the posts of a channel that tell something of a server.
func (c *chaos) tells(channel *chaosChannel, what []string, server string) int {
	n := 0
	for _, text := range c.posts(channel) {
		for _, w := range what {
			if strings.Contains(text, w) && strings.Contains(text, server) {
				n++
				break
			}
		}
	}
	return n
}

// What a post says of a server.
var (
	ends    = []string{" expires in "}
	renewed = []string{"was renewed", "has the new one"}
)

func (c *chaos) each(do func(channel *chaosChannel, server, what string, times int)) {
	for i := range c.channels {
		channel := &c.channels[i]
		for _, server := range channel.servers {
			do(channel, server, "ends soon", c.tells(channel, ends, server))
			do(channel, server, "was renewed", c.tells(channel, renewed, server))
		}
	}
}

func (c *chaos) missing() (out []string) {
	c.each(func(channel *chaosChannel, server, what string, times int) {
		if times == 0 {
			out = append(out, channel.place.ChannelKey()+": "+server+" "+what)
		}
	})
	return out
}

func (c *chaos) doubled() (out []string) {
	c.each(func(channel *chaosChannel, server, what string, times int) {
		if times > 1 {
			out = append(out, channel.place.ChannelKey()+": "+server+" "+what)
		}
	})
	return out
}

func (c *chaos) all() (out []string) {
	for i := range c.channels {
		for _, text := range c.posts(&c.channels[i]) {
			out = append(out, fmt.Sprintf("%s: %.300s", c.channels[i].place.ChannelKey(), text))
		}
	}
	return out
}

// process is a certdesk that is started again whenever it ends, as an init
// system does.
type process struct {
	mu     sync.Mutex
	cmd    *exec.Cmd
	over   bool
	deaths atomic.Int32
}

func start(t *testing.T, env map[string]string, args ...string) *process {
	t.Helper()
	p := &process{}
	var running sync.WaitGroup
	running.Go(func() {
		for {
			p.mu.Lock()
			if p.over {
				p.mu.Unlock()
				return
			}
			cmd := exec.Command("certdesk", args...)
			cmd.Env = append(os.Environ(), "LOG_LEVEL=error")
			for name, value := range env {
				cmd.Env = append(cmd.Env, name+"="+value)
			}
			err := cmd.Start()
			p.cmd = cmd
			p.mu.Unlock()
			if err != nil {
				t.Error(err)
				return
			}
			cmd.Wait() // it is killed, or has no Redis at its start
			p.deaths.Add(1)
			time.Sleep(200 * time.Millisecond)
		}
	})
	t.Cleanup(func() {
		p.mu.Lock()
		p.over = true
		p.mu.Unlock()
		p.kill()
		running.Wait()
	})
	return p
}

// kill ends the process as a crash does.
func (p *process) kill() { p.signal(os.Kill) }

func (p *process) signal(s os.Signal) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.cmd != nil && p.cmd.Process != nil {
		p.cmd.Process.Signal(s)
	}
}
