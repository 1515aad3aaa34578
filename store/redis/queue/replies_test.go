package queue

import (
	"context"
	"errors"
	"testing"
	"time"

	goredis "github.com/redis/go-redis/v9"

	"certdesk/store/redis/redistest"
)

// TestReplies: the error replies of a Redis are read as what they mean, in the form
// in which the library hands them on.
func TestReplies(t *testing.T) {
	t.Parallel()
	server := redistest.Start(t)
	connect := func(o goredis.Options) *goredis.Client {
		o.Addr = server.Addr()
		c := goredis.NewClient(&o)
		t.Cleanup(func() { c.Close() })
		return c
	}
	admin := connect(goredis.Options{})
	do := func(args ...any) {
		t.Helper()
		if err := admin.Do(t.Context(), args...).Err(); err != nil {
			t.Fatal(err)
		}
	}
	do("ACL", "SETUSER", "reader", "on", ">x", "~*", "+get", "+hello", "+client")
	do("ACL", "SETUSER", "writer", "on", ">x", "~*", "+@all")
	reader := connect(goredis.Options{Username: "reader", Password: "x"})
	set := func(c *goredis.Client) error { return c.Set(t.Context(), "k", "v", 0).Err() }
	// exec is what EXEC says where it is refused itself: something has changed since
	// the commands were queued.
	exec := func(c *goredis.Client, change ...any) error {
		conn := c.Conn()
		defer conn.Close()
		for _, command := range [][]any{{"MULTI"}, {"SET", "k", "v"}} {
			if err := conn.Do(t.Context(), command...).Err(); err != nil {
				t.Fatal(err)
			}
		}
		do(change...)
		return conn.Do(t.Context(), "EXEC").Err()
	}
	readGroup := func(ctx context.Context, block time.Duration) error {
		return admin.XReadGroup(ctx, &goredis.XReadGroupArgs{Group: "g", Consumer: "a", Streams: []string{"s", ">"}, Block: block}).Err()
	}
	expect := func(name string, err error, want func(error) bool) {
		t.Helper()
		is := map[string]bool{"forbidden": forbidden(err), "unwritten": unwritten(err), "lost": lost(err)}
		only := 0
		for _, holds := range is {
			if holds {
				only++
			}
		}
		if !want(err) || only != 1 || !want(errors.Join(errors.New("another"), err)) {
			t.Errorf("%s: %v is read as %v", name, err, is)
		}
	}
	expect("a command that the user lacks", set(reader), forbidden)
	writer := connect(goredis.Options{Username: "writer", Password: "x"})
	expect("a transaction that may not be run any more", exec(writer, "ACL", "SETUSER", "writer", "-exec"), forbidden)
	expect("a wrong password", set(connect(goredis.Options{Username: "reader", Password: "y"})), forbidden)
	do("ACL", "SETUSER", "default", "resetpass", ">z")
	expect("no password", set(connect(goredis.Options{})), forbidden)
	do("ACL", "SETUSER", "default", "nopass")

	expect("no such group", readGroup(t.Context(), -1), lost)
	do("XGROUP", "CREATE", "s", "g", "0", "MKSTREAM")
	emptied := make(chan error, 1)
	go func() { emptied <- readGroup(t.Context(), 20*time.Second) }()
	for waiting := int64(0); waiting == 0; time.Sleep(time.Millisecond) {
		clients, err := admin.InfoMap(t.Context(), "clients").Result()
		if err != nil {
			t.Fatal(err)
		}
		if clients["Clients"]["blocked_clients"] == "1" {
			waiting++
		}
	}
	do("DEL", "s")
	expect("the stream taken away while waiting", <-emptied, lost)

	expect("a transaction for which no memory is left any more", exec(admin, "CONFIG", "SET", "maxmemory", "1"), unwritten)
	expect("no memory left", set(admin), unwritten)
	do("CONFIG", "SET", "maxmemory", "0")
	do("REPLICAOF", "127.0.0.1", "1")
	expect("a replica", set(admin), unwritten)

	server.Kill()
	if err := set(admin); err == nil || forbidden(err) || unwritten(err) || lost(err) {
		t.Errorf("without Redis: %v", err)
	}
}
