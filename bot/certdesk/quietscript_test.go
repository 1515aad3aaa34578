//go:build !race

package main

import "testing"

// TestQuietScripts runs testdata/quiet as TestScripts does testdata/script: commands
// that do one thing after the other, hundreds of them, where the race detector has
// nothing to find and costs more than what they do.
func TestQuietScripts(t *testing.T) {
	runScripts(t, "quiet")
}
