package main

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"testing"
	"time"

	"certdesk/checks/checktest"
	"certdesk/store/redis/redistest"
)

// TestWorkerReady: a worker says that it is ready where it could take a question and
// send its answer, and else what is in the way.
func TestWorkerReady(t *testing.T) {
	t.Parallel()
	server := redistest.Start(t)
	tell := func(command string) {
		t.Helper()
		conn, err := net.Dial("tcp", server.Addr())
		if err != nil {
			t.Fatal(err)
		}
		defer conn.Close()
		conn.SetDeadline(time.Now().Add(patience))
		fmt.Fprintf(conn, "%s\r\n", command)
		if line, err := bufio.NewReader(conn).ReadString('\n'); err != nil || !strings.HasPrefix(line, "+OK") {
			t.Fatalf("%s: %q, %v", command, line, err)
		}
	}
	tell("ACL SETUSER lab on >PASSWORD ~* &* +@all")
	names, err := checktest.NewNameServer("")
	if err != nil {
		t.Fatal(err)
	}
	closeNames := names.Close
	t.Cleanup(func() { closeNames() })
	listen := freeAddress(t)
	cmd := exec.Command("certdesk", "worker", "--zone", "lab")
	cmd.Env = append(os.Environ(), "CERTDESK_LISTEN="+listen, "CERTDESK_TRUST=none", "CERTDESK_RESOLVER="+names.Addr(),
		"REDIS_URL=redis://lab:PASSWORD@"+server.Addr()+"/0")
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { cmd.Process.Kill(); cmd.Wait() })
	awaits := func(status int, beginsWith string) {
		t.Helper()
		said := ""
		for end := time.Now().Add(patience); time.Now().Before(end); time.Sleep(20 * time.Millisecond) {
			resp, err := http.Get("http://" + listen + "/readyz")
			if err != nil {
				said = err.Error()
				continue
			}
			body, err := io.ReadAll(resp.Body)
			resp.Body.Close()
			if said = string(body); err == nil && resp.StatusCode == status && strings.HasPrefix(said, beginsWith) {
				return
			}
		}
		t.Fatalf("/readyz does not say %d %q, but %q", status, beginsWith, said)
	}
	awaits(http.StatusOK, "ready\n")
	for _, fault := range []struct {
		name, begins, ends, says string
	}{
		{"full", "CONFIG SET maxmemory 1", "CONFIG SET maxmemory 0", "Redis can be read and not written: "},
		{"a replica", "REPLICAOF 127.0.0.1 1", "REPLICAOF NO ONE", "Redis can be read and not written: "},
		{"a command that is forbidden", "ACL SETUSER lab -rpush", "ACL SETUSER lab +@all", "Redis refuses a command to this worker's user: "},
		{"another that is", "ACL SETUSER lab -xack", "ACL SETUSER lab +@all", "Redis refuses a command to this worker's user: "},
	} {
		tell(fault.begins)
		awaits(http.StatusServiceUnavailable, fault.says)
		tell(fault.ends)
		awaits(http.StatusOK, "ready\n")
	}
	server.Pause()
	awaits(http.StatusServiceUnavailable, "Redis cannot be reached: ")
	server.Resume()
	awaits(http.StatusOK, "ready\n")
	closeNames()
	closeNames = func() {}
	awaits(http.StatusServiceUnavailable, "the name server does not answer ")
	if err := cmd.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	if err := cmd.Wait(); err != nil {
		t.Errorf("it ended with %v", err)
	}
}
