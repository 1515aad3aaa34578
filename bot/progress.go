package bot

// Progress is told how the answering of a question goes on. Where a function is
// nil, nobody is told; whoever cannot tell does not. They are called before the
// answer is there, from the goroutine of whoever tells: they must not wait.
type Progress struct {
	// FirstLook is told what is known before all is, at most a few times.
	FirstLook func(*Answer)
	// Queued is told that the question waits for others, and how many are before
	// it, at most once.
	Queued func(before int)
	// Crowded is told when it is open whether there is room for the question, and
	// with false when that is decided.
	Crowded func(open bool)
}
