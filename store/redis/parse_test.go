package redis

import (
	"slices"
	"testing"

	"github.com/redis/go-redis/v9"
)

// What an address says is what the library is given, in each of the forms.
func TestParseURL(t *testing.T) {
	t.Parallel()
	for address, want := range map[string]struct {
		addrs          []string
		db             int
		user, password string
		master         string
		tls, cluster   bool
	}{
		"redis://h":               {addrs: []string{"h:6379"}},
		"redis://u:p%40@h:7000/3": {addrs: []string{"h:7000"}, db: 3, user: "u", password: "p@"},
		"redis://h?db=2":          {addrs: []string{"h:6379"}, db: 2},
		"rediss://:p@h":           {addrs: []string{"h:6379"}, password: "p", tls: true},
		"redis+sentinel://u:p@h:26379,h2/m?db=2&sentinel_username=s&sentinel_password=x": {
			addrs: []string{"h:26379", "h2:26379"}, db: 2, user: "u", password: "p", master: "m",
		},
		"redis+sentinel://h:26379/m":          {addrs: []string{"h:26379"}, master: "m"},
		"rediss+cluster://:p@a:7000,b,c:7001": {addrs: []string{"a:7000", "b:7000", "c:7001"}, password: "p", tls: true, cluster: true},
		"unix:///run/redis.sock?db=4":         {addrs: []string{"/run/redis.sock"}, db: 4},
		"unix://u:p@/run/redis.sock":          {addrs: []string{"/run/redis.sock"}, user: "u", password: "p"},
	} {
		got, cluster, err := parseURL(address)
		if err != nil {
			t.Errorf("%s: %v", address, err)
			continue
		}
		if !slices.Equal(got.Addrs, want.addrs) || got.DB != want.db || got.Username != want.user || got.Password != want.password ||
			got.MasterName != want.master || (got.TLSConfig != nil) != want.tls || cluster != want.cluster {
			t.Errorf("%s: %q, database %d, %q with %q, master %q, TLS %t, cluster %t", address,
				got.Addrs, got.DB, got.Username, got.Password, got.MasterName, got.TLSConfig != nil, cluster)
		}
		if want.master != "" && len(want.addrs) > 1 && (got.SentinelUsername != "s" || got.SentinelPassword != "x") {
			t.Errorf("%s: to Sentinel as %q with %q", address, got.SentinelUsername, got.SentinelPassword)
		}
	}
	for _, address := range []string{"redis:///0", "redis://?db=2", "ftp://h", "redis+other://h", "redis+sentinel://h?db=1"} {
		if got, _, err := parseURL(address); err == nil {
			t.Errorf("%s: %q", address, got.Addrs)
		}
	}
}

// The number of connections is the caller's, else the address's.
func TestPoolSize(t *testing.T) {
	t.Parallel()
	for size, want := range map[int]int{0: 7, 1: 1, 3: 3} {
		client, err := Connect("redis://h?pool_size=7", size)
		if err != nil {
			t.Fatal(err)
		}
		defer client.Close()
		if got := client.(*redis.Client).Options().PoolSize; got != want {
			t.Errorf("%d asked for: %d connections", size, got)
		}
	}
}
