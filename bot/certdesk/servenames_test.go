package main

import (
	"bytes"
	"os"
	"os/exec"
	"strings"
	"testing"

	"certdesk/adapters/adaptertest/fakeslack"
	"certdesk/bot/cli"
)

// TestServeNamesWhatNobodyReads runs the program: --check and the start agree.
func TestServeNamesWhatNobodyReads(t *testing.T) {
	t.Parallel()
	slack := fakeslack.New(t)
	for _, args := range [][]string{{"serve", "--check"}, {"serve"}} {
		cmd := exec.Command("certdesk", args...)
		cmd.Env = append(os.Environ(), "CERTDESK_DATA="+t.TempDir(), "CERTDESK_DENY_CIDR=10.0.0.0/8", "CERTDESK_LISTEN=127.0.0.1:0")
		for name, value := range slack.Env() {
			cmd.Env = append(cmd.Env, name+"="+value)
		}
		var errs bytes.Buffer
		cmd.Stderr = &errs
		_ = cmd.Run() // the status tells
		if cmd.ProcessState.ExitCode() != cli.StatusUnknown || !strings.Contains(errs.String(), "did you mean CERTDESK_DENY_CIDRS?") {
			t.Errorf("%v: %d %s", args, cmd.ProcessState.ExitCode(), &errs)
		}
	}
}
