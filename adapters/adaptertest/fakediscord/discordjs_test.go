package fakediscord_test

import (
	"bufio"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"certdesk/adapters/adaptertest"
	"certdesk/adapters/adaptertest/fakediscord"
)

// Versions of the official and the most used client.
var packages = []string{"discord.js@14.28.1", "discord-interactions@4.4.0"}

// needed skips a test that lacks something of this machine's, or fails it where
// nothing may be lacking.
func needed(t *testing.T, format string, args ...any) {
	t.Helper()
	if os.Getenv("CERTDESK_REQUIRE_SERVERS") != "" {
		t.Fatalf(format, args...)
	}
	t.Skipf(format, args...)
}

// install puts the client and its packages into a folder of their own.
func install(t *testing.T) (folder string) {
	t.Helper()
	for _, program := range []string{"node", "npm"} {
		if _, err := exec.LookPath(program); err != nil {
			needed(t, "%s is not on PATH", program)
		}
	}
	folder = t.TempDir()
	script, err := os.ReadFile("testdata/client.mjs")
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(folder, "client.mjs"), script, 0o644); err != nil {
		t.Fatal(err)
	}
	npm := exec.CommandContext(t.Context(), "npm", append([]string{"install", "--no-audit", "--no-fund", "--prefer-offline", "--fetch-retries=0", "--prefix", folder}, packages...)...)
	npm.Dir, npm.WaitDelay = folder, time.Second
	if said, err := npm.CombinedOutput(); err != nil {
		needed(t, "npm cannot install discord.js: %.300s", said)
	}
	return folder
}

func TestWithDiscordJS(t *testing.T) {
	if testing.Short() {
		t.Skip("installs packages")
	}
	folder := install(t)
	fake := fakediscord.New(t)
	node := exec.CommandContext(t.Context(), "node", "client.mjs", fake.APIURL(), fakediscord.Token, fake.PublicKey())
	node.Dir, node.Stderr, node.WaitDelay = folder, os.Stderr, time.Second
	in, err := node.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := node.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := node.Start(); err != nil {
		t.Fatal(err)
	}
	lines := make(chan string, 100)
	go func() {
		defer close(lines)
		for scan := bufio.NewScanner(out); scan.Scan(); {
			lines <- scan.Text()
		}
	}()
	defer func() {
		node.Process.Kill()
		for range lines {
		}
		node.Wait()
	}()
	hear := func(want string) {
		t.Helper()
		select {
		case got := <-lines:
			if got != want {
				t.Fatalf("discord.js says %q, want %q", got, want)
			}
		case <-time.After(time.Minute):
			t.Fatalf("discord.js does not say %q", want)
		}
	}
	stands := func(want ...string) []fakediscord.Message {
		t.Helper()
		var all []fakediscord.Message
		adaptertest.Eventually(t, func() string {
			select {
			case line := <-lines:
				t.Fatal(line)
			default:
			}
			all = fake.Messages()
			var texts []string
			for _, m := range all {
				texts = append(texts, string(m.Body["content"]))
			}
			if got := strings.Join(texts, " "); got != strings.Join(want, " ") {
				return "there stands: " + got
			}
			return ""
		})
		return all
	}

	hear("ready certdesk")
	if got := string(fake.Commands("")); !strings.Contains(got, "certcheck") {
		t.Errorf("commands: %s", got)
	}
	// A command, deferred, edited, and with a follow-up for one person.
	if err := fake.Push(fake.Command(fakediscord.Channel, "certcheck", fakediscord.Option("target", "imap.example"))); err != nil {
		t.Fatal(err)
	}
	all := stands(`"checked imap.example"`, `"only you"`)
	if all[0].Only != "" || all[1].Only != fakediscord.User {
		t.Errorf("seen by %q and %q", all[0].Only, all[1].Only)
	}
	// A session is taken up after the connection was given up.
	fake.Reconnect()
	hear("resumed")
	// A press, and a message.
	if err := fake.Push(fake.Press(all[0].ID, "a:b")); err != nil {
		t.Fatal(err)
	}
	stands(`"pressed a:b"`, `"only you"`)
	id, said := fake.Say(fakediscord.Channel, "hello", nil)
	if err := fake.Push(said); err != nil {
		t.Fatal(err)
	}
	if all = stands(`"pressed a:b"`, `"only you"`, `"heard"`); all[2].ReplyTo != id {
		t.Errorf("an answer to %q, want %s", all[2].ReplyTo, id)
	}
	// Signatures are Discord's.
	ping := fake.Ping()
	timestamp, signature := fake.Sign(time.Now(), ping.Payload)
	if err := json.NewEncoder(in).Encode(map[string]string{"body": string(ping.Payload), "signature": signature, "timestamp": timestamp}); err != nil {
		t.Fatal(err)
	}
	hear("verified true false")
}
