package redis

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"net/url"
	"os"
	"slices"
	"strconv"
	"strings"

	"github.com/redis/go-redis/v9"
)

// parseURL reads an address: of one server (redis://, rediss://, unix://), of
// Sentinels (redis+sentinel://) or of a cluster (redis+cluster://).
//
// The library reads a URL of one host, and quotes it where it cannot. Several hosts
// are none of a URL, so they are taken out before; and no error of the library is
// passed on, for it may hold the password.
func parseURL(address string) (options *redis.UniversalOptions, cluster bool, err error) {
	scheme, form, rest, err := splitScheme(address)
	if err != nil {
		return nil, false, err
	}
	credentials, hosts, tail, err := splitHosts(rest)
	if err != nil {
		return nil, false, err
	}
	tail, own, err := ownParameters(tail)
	if err != nil {
		return nil, false, err
	}
	if scheme == "unix" {
		one, err := parseOne(scheme + "://" + rest)
		if err != nil {
			return nil, false, err
		}
		return universal(one), false, nil
	}
	master := ""
	if form == "sentinel" {
		if master, tail, err = splitMaster(tail); err != nil {
			return nil, false, err
		}
	}
	addrs := strings.Split(hosts, ",")
	one, err := parseOne(scheme + "://" + credentials + addrs[0] + tail)
	if err != nil {
		return nil, false, err
	}
	options = universal(one)
	options.MasterName = master
	if len(addrs) > 1 {
		_, port, _ := net.SplitHostPort(one.Addr)
		for i, addr := range addrs {
			if !strings.Contains(addr, ":") {
				addrs[i] = addr + ":" + port
			}
		}
		options.Addrs = addrs
	}
	if err := reachable(hosts, options.Addrs); err != nil {
		return nil, false, err
	}
	options.SentinelUsername, options.SentinelPassword = own.Get("sentinel_username"), own.Get("sentinel_password")
	if form != "sentinel" && own.Has("sentinel_username") {
		return nil, false, errors.New("sentinel_username is for an address that begins with redis+sentinel://")
	}
	if err := private(options.TLSConfig, own); err != nil {
		return nil, false, err
	}
	return options, form == "cluster", nil
}

// splitScheme takes the scheme off: what the library calls it, and "sentinel" or
// "cluster" behind a plus.
func splitScheme(address string) (scheme, form, rest string, err error) {
	scheme, rest, found := strings.Cut(address, "://")
	if !found {
		return "", "", "", errors.New("the address of Redis is not a URL; write it like redis://127.0.0.1:6379/0")
	}
	switch scheme {
	case "redis", "rediss", "unix":
		return scheme, "", rest, nil
	case "redis+sentinel", "rediss+sentinel", "redis+cluster", "rediss+cluster":
		scheme, form, _ = strings.Cut(scheme, "+")
		return scheme, form, rest, nil
	}
	return "", "", "", errors.New("the address of Redis begins with redis://, rediss://, redis+sentinel:// or redis+cluster://")
}

// splitHosts parts what follows the scheme: the user and the password with the @
// behind them, the hosts, and the path and parameters with the character that
// begins them.
func splitHosts(rest string) (credentials, hosts, tail string, err error) {
	hosts = rest
	if at := strings.LastIndex(rest, "@"); at >= 0 {
		credentials, hosts = rest[:at+1], rest[at+1:]
	}
	if i := strings.IndexAny(hosts, "/?"); i >= 0 {
		hosts, tail = hosts[:i], hosts[i:]
	}
	if strings.ContainsAny(strings.TrimSuffix(credentials, "@"), "@#/?[] ") || strings.Contains(hosts, "#") {
		// As a URL it would name another host, which would be looked up by a part of
		// the password (RFC 3986 §3.2.1).
		return "", "", "", errors.New("the user or the password in the address of Redis holds a character that ends it; write @ as %40, # as %23, / as %2F, ? as %3F and a space as %20")
	}
	return credentials, hosts, tail, nil
}

// splitMaster takes the name of the master, which Sentinel goes by, out of the path.
func splitMaster(tail string) (master, rest string, err error) {
	master, query, found := strings.Cut(strings.TrimPrefix(tail, "/"), "?")
	if master == "" {
		return "", "", errors.New("the address of Sentinel lacks the name of the master; write it like redis+sentinel://host:26379/mymaster")
	}
	if found && query != "" {
		rest = "?" + query
	}
	return master, rest, nil
}

// parseOne has the library read an address of one host.
func parseOne(address string) (*redis.Options, error) {
	one, err := redis.ParseURL(address)
	if err != nil {
		return nil, errors.New("the address of Redis cannot be read; write it like redis://:password@127.0.0.1:6379/0")
	}
	return one, nil
}

func universal(one *redis.Options) *redis.UniversalOptions {
	return &redis.UniversalOptions{
		Addrs: []string{one.Addr}, DB: one.DB, Username: one.Username, Password: one.Password,
		TLSConfig: one.TLSConfig, PoolSize: one.PoolSize,
	}
}

// reachable looks at the hosts as they were written, and at each with its port.
func reachable(written string, addrs []string) error {
	for host := range strings.SplitSeq(written, ",") {
		if host == "" || strings.HasPrefix(host, ":") {
			return errors.New("the address of Redis names no host; write it like redis://127.0.0.1:6379/0")
		}
	}
	for _, addr := range addrs {
		_, port, err := net.SplitHostPort(addr)
		if n, wrong := strconv.ParseUint(port, 10, 16); err != nil || wrong != nil || n == 0 {
			return errors.New("the address of Redis has a port that is not one from 1 to 65535")
		}
	}
	return nil
}

// ours are the parameters of an address that the library does not know.
var ours = []string{"sentinel_username", "sentinel_password", "ca_file", "cert_file", "key_file"}

// ownParameters takes ours out of what follows the hosts.
func ownParameters(tail string) (rest string, own url.Values, err error) {
	path, query, found := strings.Cut(tail, "?")
	if !found {
		return tail, url.Values{}, nil
	}
	all, err := url.ParseQuery(query)
	if err != nil {
		return "", nil, errors.New("what follows the question mark in the address of Redis cannot be read")
	}
	own = url.Values{}
	for name := range all {
		if slices.Contains(ours, name) {
			own[name] = all[name]
			delete(all, name)
		}
	}
	if rest = path; len(all) > 0 {
		rest += "?" + all.Encode()
	}
	return rest, own, nil
}

// private has TLS trust the authority of a file alone, and show a certificate
// where the server wants one. config is nil for an address without TLS.
func private(config *tls.Config, own url.Values) error {
	ca, cert, key := own.Get("ca_file"), own.Get("cert_file"), own.Get("key_file")
	switch {
	case ca == "" && cert == "" && key == "":
		return nil
	case config == nil:
		return errors.New("there is a certificate file for Redis, but its address is without TLS; it begins with rediss:// then")
	case (cert == "") != (key == ""):
		return errors.New("a certificate for Redis needs its key, and a key its certificate: REDIS_CERT_FILE and REDIS_KEY_FILE go together")
	}
	if ca != "" {
		pem, err := os.ReadFile(ca)
		if err != nil {
			return fmt.Errorf("reading REDIS_CA_FILE: %w", err)
		}
		config.RootCAs = x509.NewCertPool()
		if !config.RootCAs.AppendCertsFromPEM(pem) {
			return fmt.Errorf("REDIS_CA_FILE: %s holds no certificate in PEM", ca)
		}
	}
	if cert != "" {
		pair, err := tls.LoadX509KeyPair(cert, key)
		if err != nil {
			return fmt.Errorf("reading REDIS_CERT_FILE and REDIS_KEY_FILE: %w", err)
		}
		config.Certificates = []tls.Certificate{pair}
	}
	return nil
}
