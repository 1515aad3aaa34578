package main

import (
	"bufio"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"certdesk/checks/checktest"
	"certdesk/store/redis/redistest"
)

// What is said in deploy/ and about it is held to what the program does.
const deployFolder = "../../deploy"

// TestRedisUsers: with the users of deploy/redis.acl a bot asks a worker, and
// Redis denies neither anything; what belongs to the bot is denied to the
// worker.
func TestRedisUsers(t *testing.T) {
	t.Parallel()
	rules, err := os.ReadFile(filepath.Join(deployFolder, "redis.acl"))
	if err != nil {
		t.Fatal(err)
	}
	server := redistest.Start(t)
	say := func(command string) (firstLine string) {
		admin, err := net.Dial("tcp", server.Addr())
		if err != nil {
			t.Fatal(err)
		}
		defer admin.Close()
		admin.SetDeadline(time.Now().Add(5 * time.Second))
		fmt.Fprintf(admin, "%s\r\n", command)
		line, err := bufio.NewReader(admin).ReadString('\n')
		if err != nil {
			t.Fatal(err)
		}
		return strings.TrimSpace(line)
	}
	users := 0
	for line := range strings.Lines(string(rules)) {
		rule, ok := strings.CutPrefix(strings.TrimSpace(line), "user ")
		if !ok {
			t.Fatalf("Redis would not take the line %q", line)
		}
		if rule == "default off" {
			continue // whoever looks on here
		}
		if users++; say("ACL SETUSER "+rule) != "+OK" {
			t.Errorf("Redis does not take %q", rule)
		}
	}
	if users != 2 {
		t.Fatalf("%d users", users)
	}

	mail, err := checktest.NewServer(checktest.Implicit("imap", checktest.TLS(checktest.NewPKI(time.Now()).Root("Example Root").Issue("127.0.0.1"))))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(mail.Close)
	env := map[string]string{"CERTDESK_ALLOW_CIDRS": "127.0.0.0/8", "CERTDESK_TRUST": "none"}
	as := func(user, password string) map[string]string {
		return join(env, map[string]string{"REDIS_URL": "redis://" + user + ":" + password + "@" + server.Addr() + "/0"})
	}
	b := newZonesBench(t, mail.Addr(), as("certdesk", "BOT_PASSWORD"))
	b.work(t, as("certdesk-dmz", "DMZ_PASSWORD"), 1)
	b.ask(t, "from dmz", "Example Root", "Checked from dmz on ")
	if denied := say("ACL LOG"); denied != "*0" {
		t.Errorf("Redis denied something: %s", denied)
	}
	if reply := say("ACL DRYRUN certdesk-dmz GET certdesk:x"); reply == "+OK" {
		t.Error("the worker may read the bot's keys")
	}
}
