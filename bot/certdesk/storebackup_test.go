package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"certdesk/adapters/adaptertest/fakeslack"
)

// TestBackupAndRestore goes the way of operations.md: a backup beside a serve
// that runs, a crash, the backup in the place of what was left, a new start.
func TestBackupAndRestore(t *testing.T) {
	t.Parallel()
	slack, data, file := fakeslack.New(t), t.TempDir(), filepath.Join(t.TempDir(), "backup.db")
	env := join(slack.Env(), map[string]string{"CERTDESK_DATA": data})
	own := append(os.Environ(), "CERTDESK_DATA="+data)
	store := func(args ...string) (said string, failed error) {
		t.Helper()
		cmd := exec.Command("certdesk", append([]string{"store"}, args...)...)
		cmd.Env = own
		all, err := cmd.CombinedOutput()
		return string(all), err
	}
	s := serveProcess(t, env)
	s.command(t, slack, "certwatch", "add 127.0.0.1:1 note before")
	s.log.await(t, "msg=answered", "verb=certwatch")
	if said, err := store("backup", file); err != nil {
		t.Fatalf("a backup beside serve: %v\n%s", err, said)
	}
	s.command(t, slack, "certwatch", "add 127.0.0.1:2 note after")
	s.log.awaitN(t, 2, "msg=answered", "verb=certwatch")
	if said, err := store("restore", file); err == nil || !strings.Contains(said, "stop it first") {
		t.Errorf("restoring under a serve that runs: %v\n%s", err, said)
	}
	s.cmd.Process.Kill()
	<-s.ended
	said, err := store("restore", file)
	if err != nil || !strings.Contains(said, "before-restore") {
		t.Fatalf("restoring: %v\n%s", err, said)
	}
	s = serveProcess(t, env)
	s.end(t)
	watches, err := store("export", "-")
	if err != nil || !strings.Contains(watches, "before") || strings.Contains(watches, "after") {
		t.Errorf("after the restore there are: %v\n%s", err, watches)
	}
	own = append(own, "REDIS_URL=redis://127.0.0.1:1/0")
	if said, err := store("backup", file+"2"); err == nil || !strings.Contains(said, "REDIS_URL is set") {
		t.Errorf("a backup of Redis: %v\n%s", err, said)
	}
}
