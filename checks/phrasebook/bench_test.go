package phrasebook

import (
	"runtime"
	"testing"
)

// BenchmarkRead is what reading a language costs, and what it holds from then on
// (held-KiB): serve has those that somebody asked for as long as it runs.
func BenchmarkRead(b *testing.B) {
	b.ReportAllocs()
	var held *Book
	before := inUse()
	for b.Loop() {
		held = read(files, "po/de.po", "de")
	}
	b.ReportMetric(float64(inUse()-before)/1024, "held-KiB")
	runtime.KeepAlive(held)
}

// inUse is how many bytes of the heap are in use.
func inUse() int64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int64(m.HeapAlloc)
}
