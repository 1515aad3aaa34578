package checktest_test

import (
	"testing"
	"time"

	"go.uber.org/goleak"

	"certdesk/checks/checktest"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

var now = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)

func start(t *testing.T, b checktest.Behaviour) *checktest.Server {
	t.Helper()
	srv, err := checktest.NewServer(b)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(srv.Close)
	return srv
}
