package redistest_test

import (
	"testing"

	"certdesk/store/redis/redistest"
)

// TestClusterStarts whichever ports are taken: the nodes of a cluster talk on a second
// one.
func TestClusterStarts(t *testing.T) {
	for range 5 {
		redistest.Start(t, "--cluster-enabled", "yes").Kill()
	}
}
