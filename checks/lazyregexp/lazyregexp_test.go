package lazyregexp_test

import (
	"testing"

	"certdesk/checks/lazyregexp"
)

func TestNewCompilesOnce(t *testing.T) {
	digits := lazyregexp.New(`^\d+$`)
	if !digits().MatchString("42") || digits().MatchString("x") {
		t.Error("it is another expression")
	}
	if first, again := digits(), digits(); first != again {
		t.Error("compiled twice")
	}
}

func TestNewWaits(t *testing.T) {
	broken := lazyregexp.New(`(`)
	defer func() {
		if recover() == nil {
			t.Error("no panic at the first use")
		}
	}()
	broken()
}
