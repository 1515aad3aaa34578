package redis_test

import (
	"os"
	"strings"
	"testing"

	"certdesk/store"
	"certdesk/store/redis/redistest"
	"certdesk/store/storetest"
)

// TestConformanceACL: the user of deploy/redis.acl may do all that the store
// needs.
func TestConformanceACL(t *testing.T) {
	rules, err := os.ReadFile("../../deploy/redis.acl")
	if err != nil {
		t.Fatal(err)
	}
	server := redistest.Start(t)
	_, rule, ok := strings.Cut(string(rules), "user certdesk ")
	rule, _, _ = strings.Cut(rule, "\n")
	if !ok {
		t.Fatal("the file has no user certdesk")
	}
	say(t, server, "ACL SETUSER certdesk "+rule+"\r\n", "+OK")
	url := "redis://certdesk:BOT_PASSWORD@" + server.Addr() + "/0"
	if s := open(t, url); len(s.Warnings()) > 0 {
		t.Errorf("warnings: %q", s.Warnings())
	}
	storetest.Run(t, func(t *testing.T) storetest.Opener {
		flush(t, server)
		return func(t testing.TB) store.Backend { return open(t, url) }
	}, storetest.Options{Shared: true})
	say(t, server, "ACL LOG\r\n", "*0")
	say(t, server, "CONFIG SET appendonly no\r\n", "+OK")
	if s := open(t, url); len(s.Warnings()) != 1 {
		t.Errorf("the user cannot see the settings: %q", s.Warnings())
	}
}
