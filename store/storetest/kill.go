package storetest

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"testing"
	"time"

	"certdesk/store"
)

// writerVariable names the place of the store for the writer of Kill.
const writerVariable = "STORETEST_WRITER"

// Main is TestMain for a package that uses Kill: the test binary started anew
// is the process that writes and is killed. open opens the store at the place
// that was given to Kill.
func Main(m *testing.M, open func(place string) (store.Backend, error)) {
	place := os.Getenv(writerVariable)
	if place == "" {
		os.Exit(m.Run())
	}
	b, err := open(place)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	write(b)
}

// write keeps one record after the other and says each number when it is kept.
func write(b store.Backend) {
	ctx := context.Background()
	first, err := strconv.Atoi(os.Getenv(writerVariable + "_FIRST"))
	for n := first; err == nil; n++ {
		_, err = b.Put(ctx, store.Record{Kind: "kill", Key: fmt.Sprintf("%09d", n), Value: []byte(strconv.Itoa(n))}, store.IfAbsent)
		if err == nil {
			fmt.Println(n)
		}
	}
	fmt.Fprintln(os.Stderr, err)
	os.Exit(1)
}

// Kill kills a writing process with SIGKILL, again and again, and demands that
// every record it had acknowledged is there.
func Kill(t *testing.T, place string, open Opener) {
	t.Helper()
	rounds := 8
	if testing.Short() {
		rounds = 2
	}
	next := 0
	for round := range rounds {
		last, acknowledged := writeUntilKilled(t, place, next, round)
		if acknowledged == 0 {
			continue // killed before the first
		}
		b := open(t)
		for n := next; n <= last; n++ {
			r, err := b.Get(t.Context(), "kill", fmt.Sprintf("%09d", n))
			if err != nil || string(r.Value) != strconv.Itoa(n) {
				t.Fatalf("round %d: record %d was acknowledged and is lost: %v", round, n, err)
			}
		}
		// One more may have been kept and not been said.
		next = last + 1
		if _, err := b.Get(t.Context(), "kill", fmt.Sprintf("%09d", next)); err == nil {
			next++
		} else if !errors.Is(err, store.ErrNotFound) {
			t.Fatal(err)
		}
		if err := b.Close(); err != nil {
			t.Fatal(err)
		}
	}
	if next == 0 {
		t.Error("the writer never kept anything")
	}
	t.Logf("%d records through %d kills", next, rounds)
}

// writeUntilKilled starts a process that keeps records from the first on, and kills it.
// It tells the last record that was acknowledged (-1: none), and how many were.
func writeUntilKilled(t *testing.T, place string, first, round int) (last, acknowledged int) {
	t.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), writerVariable+"="+place, writerVariable+"_FIRST="+strconv.Itoa(first))
	var complaint strings.Builder
	cmd.Stderr = &complaint
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	// The first is killed while it opens the store on most machines, the others
	// some time after the first record, however long a slow machine takes to it.
	wait := time.Minute
	if round == 0 {
		wait = 200 * time.Millisecond
	}
	timer := time.AfterFunc(wait, func() { cmd.Process.Kill() })
	last = -1
	for lines := bufio.NewScanner(out); lines.Scan(); acknowledged++ {
		if acknowledged == 0 && round > 0 {
			timer.Reset(time.Duration(70*round) * time.Millisecond)
		}
		if last, err = strconv.Atoi(lines.Text()); err != nil {
			t.Fatalf("the writer said %q", lines.Text())
		}
	}
	io.Copy(io.Discard, out)
	cmd.Wait() // killed, so an error
	timer.Stop()
	if complaint.Len() > 0 {
		t.Fatalf("round %d: the writer failed: %s", round, complaint.String())
	}
	return last, acknowledged
}
