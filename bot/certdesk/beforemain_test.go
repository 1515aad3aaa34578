//go:build !race

package main

import (
	"bufio"
	"bytes"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"testing"
)

// maxBefore is how many bytes a room of ours may take before main: what a question
// needs is made when it is first asked, since every process would pay for it.
const maxBefore = 64 << 10

// TestBeforeMain reads the runtime's own account of what packages do before main.
func TestBeforeMain(t *testing.T) {
	cmd := exec.Command("certdesk", "version")
	cmd.Env = append(os.Environ(), "GODEBUG=inittrace=1")
	var account bytes.Buffer
	cmd.Stderr = &account
	if err := cmd.Run(); err != nil {
		t.Fatal(err)
	}
	seen := 0
	for lines := bufio.NewScanner(&account); lines.Scan(); {
		// init certdesk/checks/seen @47 ms, 0.1 ms clock, 30416 bytes, 54 allocs
		words := strings.Fields(lines.Text())
		if len(words) < 9 || words[0] != "init" || !strings.HasPrefix(words[1], "certdesk/") || strings.HasSuffix(words[1], "test") {
			continue
		}
		seen++
		if n, err := strconv.Atoi(words[7]); err != nil || n > maxBefore {
			t.Errorf("%s takes %s bytes before main, %v", words[1], words[7], err)
		}
	}
	if seen < 10 {
		t.Errorf("the account has %d packages of ours:\n%s", seen, &account)
	}
}
