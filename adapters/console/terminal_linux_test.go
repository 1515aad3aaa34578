package console

import (
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"syscall"
	"testing"
	"unsafe"

	"golang.org/x/term"
)

// openTerminal is a pseudoterminal of 61 columns: what a person sees of it and
// types on, and what the program has.
func openTerminal(t *testing.T) (person, program *os.File) {
	t.Helper()
	person, err := os.OpenFile("/dev/ptmx", os.O_RDWR|syscall.O_NOCTTY, 0)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { person.Close() })
	control := func(request uintptr, value unsafe.Pointer) {
		if _, _, errno := syscall.Syscall(syscall.SYS_IOCTL, person.Fd(), request, uintptr(value)); errno != 0 {
			t.Fatal(errno)
		}
	}
	var locked, number int32
	size := struct{ rows, columns, width, height uint16 }{rows: 20, columns: 61}
	control(syscall.TIOCSPTLCK, unsafe.Pointer(&locked))
	control(syscall.TIOCGPTN, unsafe.Pointer(&number))
	control(syscall.TIOCSWINSZ, unsafe.Pointer(&size))
	program, err = os.OpenFile(fmt.Sprintf("/dev/pts/%d", number), os.O_RDWR|syscall.O_NOCTTY, 0)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { program.Close() })
	return person, program
}

// What is typed comes line by line, what is pasted as one, and the terminal is
// given back as it was.
func TestTerminal(t *testing.T) {
	person, program := openTerminal(t)
	before, err := term.GetState(int(program.Fd()))
	if err != nil {
		t.Fatal(err)
	}
	terminal, err := NewTerminal(program, program)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := io.WriteString(terminal, "Hello\n"); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ prompt, typed, want string }{
		{"\n> ", "imap.corp.com\r", "imap.corp.com"},
		{"Server: ", "imap.corp.cz\x7fom\r", "imap.corp.com"},
		{"Server: ", strings.Repeat("x", 60) + "\r", strings.Repeat("x", 60)},
		{"\n> ", "\x1b[200~The target\rprincipal\rname\x1b[201~ is incorrect\r", "The target\nprincipal\nname is incorrect"},
	} {
		if _, err := io.WriteString(person, c.typed); err != nil {
			t.Fatal(err)
		}
		if got, err := terminal.Next(c.prompt); err != nil || got != c.want {
			t.Errorf("%q was read as %q, %v", c.typed, got, err)
		}
	}
	if _, err := io.WriteString(person, "\x04"); err != nil {
		t.Fatal(err)
	}
	if got, err := terminal.Next("> "); !errors.Is(err, io.EOF) {
		t.Errorf("Ctrl-D was read as %q, %v", got, err)
	}
	if err := terminal.Close(); err != nil {
		t.Error(err)
	}
	if after, err := term.GetState(int(program.Fd())); err != nil || *after != *before {
		t.Errorf("the terminal is in the state %+v, %v, and was in %+v", after, err, before)
	}
	program.Close()
	seen, _ := io.ReadAll(person) // ends in an error, since the other end is closed
	for _, want := range []string{"Hello\r\n", "\r\n> imap.corp.com", "Server: imap.corp.cz", "Server: " + strings.Repeat("x", 61-len("Server: ")) + "\r\n" + "xxxxxxx"} {
		if !strings.Contains(string(seen), want) {
			t.Errorf("%q is not among what was seen:\n%q", want, seen)
		}
	}
	if err := terminal.Close(); err == nil {
		t.Error("a terminal that is gone was given back")
	}
	if _, err := terminal.Next("\n> "); err == nil || errors.Is(err, io.EOF) {
		t.Errorf("no prompt could be shown: %v", err)
	}
}

func TestOnlyATerminalIsTakenOver(t *testing.T) {
	file, err := os.Open(os.DevNull)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	if _, err := NewTerminal(file, file); err == nil {
		t.Error("a file was taken over")
	}
}

// A terminal has a width, and colours unless they are not wanted.
func TestDetectTerminal(t *testing.T) {
	_, program := openTerminal(t)
	for name, color := range map[string]bool{"TERM=xterm": true, "TERM=dumb": false, "NO_COLOR=1": false} {
		variable, value, _ := strings.Cut(name, "=")
		got, err := Detect(program, "auto", func(asked string) string {
			if asked == variable {
				return value
			}
			return ""
		})
		if want := (Style{Width: 61, Color: color, Unicode: true}); err != nil || got != want {
			t.Errorf("with %s: %+v, %v; want %+v", name, got, err, want)
		}
	}
}
