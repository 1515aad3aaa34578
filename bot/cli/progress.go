package cli

import (
	"fmt"
	"io"
	"os"
	"strconv"
	"time"

	"golang.org/x/term"
)

// progress is a line on a terminal that says how far a sweep is. Its zero
// value says nothing.
type progress struct {
	w            io.Writer
	done, faults int
	total        int // 0: not known
	shown        bool
	next         time.Time
}

func newProgress(w io.Writer) progress {
	if file, ok := w.(*os.File); ok && term.IsTerminal(int(file.Fd())) {
		return progress{w: w}
	}
	return progress{}
}

func (p *progress) count(faulty bool) {
	p.done++
	if faulty {
		p.faults++
	}
	if p.w == nil || time.Now().Before(p.next) {
		return
	}
	p.next = time.Now().Add(100 * time.Millisecond)
	fmt.Fprintf(p.w, "\r\x1b[K%s", p)
	p.shown = true
}

func (p *progress) String() string {
	of := ""
	if p.total > 0 {
		of = " of " + grouped(p.total)
	}
	faults := grouped(p.faults) + " faults"
	if p.faults == 1 {
		faults = "1 fault"
	}
	return fmt.Sprintf("%s%s checked, %s", grouped(p.done), of, faults)
}

func (p *progress) clear() {
	if p.shown {
		fmt.Fprint(p.w, "\r\x1b[K")
		p.shown = false
	}
}

// grouped writes a number as "12,345".
func grouped(n int) string {
	s := strconv.Itoa(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}
