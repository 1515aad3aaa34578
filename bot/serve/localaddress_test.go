package serve

import (
	"net"
	"testing"
)

func TestLocalAddress(t *testing.T) {
	for listen, want := range map[string]string{
		":8080": "127.0.0.1:8080", "0.0.0.0:80": "127.0.0.1:80", "[::]:80": "[::1]:80", "127.0.0.2:8080": "127.0.0.2:8080", "localhost:1": "localhost:1",
	} {
		if got, err := localAddress(listen); err != nil || got != want {
			t.Errorf("%s: %s %v", listen, got, err)
		}
	}
	if got, err := localAddress("8080"); err == nil {
		t.Errorf("8080: %s", net.JoinHostPort(got, ""))
	}
}
