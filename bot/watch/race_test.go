//go:build race

package watch_test

// raced: the race detector makes everything ten times as slow.
const raced = true
