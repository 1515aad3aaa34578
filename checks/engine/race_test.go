//go:build race

package engine_test

// raced: the race detector makes everything ten times as slow.
const raced = true
