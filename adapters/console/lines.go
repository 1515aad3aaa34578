package console

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"golang.org/x/term"
)

// Script reads lines from a file and shows them as if they were typed, so that
// a conversation can be replayed. Lines that begin with # are left out.
type Script struct {
	lines *bufio.Scanner
	out   io.Writer
}

// maxLine bounds a line of a script.
const maxLine = 1 << 20

// NewScript reads from in.
func NewScript(in io.Reader, out io.Writer) *Script {
	s := &Script{lines: bufio.NewScanner(in), out: out}
	s.lines.Buffer(nil, maxLine)
	return s
}

// Next returns the next line.
func (s *Script) Next(prompt string) (string, error) {
	for s.lines.Scan() {
		line := s.lines.Text()
		if strings.HasPrefix(line, "#") {
			continue
		}
		// "\n" within a line stands for a line break of a pasted text.
		if _, err := fmt.Fprintf(s.out, "%s%s\n", prompt, line); err != nil {
			return "", fmt.Errorf("showing a line: %w", err)
		}
		return strings.ReplaceAll(line, `\n`, "\n"), nil
	}
	if err := s.lines.Err(); err != nil {
		return "", fmt.Errorf("reading the script: %w", err)
	}
	return "", io.EOF
}

// Terminal reads lines from a terminal, with editing and history. What is
// pasted comes as one, line breaks included.
type Terminal struct {
	terminal *term.Terminal
	in       *os.File
	before   *term.State
}

// NewTerminal takes over a terminal until Close.
func NewTerminal(in *os.File, out io.Writer) (*Terminal, error) {
	before, err := term.MakeRaw(int(in.Fd()))
	if err != nil {
		return nil, fmt.Errorf("taking over the terminal: %w", err)
	}
	t := &Terminal{in: in, before: before}
	t.terminal = term.NewTerminal(struct {
		io.Reader
		io.Writer
	}{in, out}, "")
	if width, height, err := term.GetSize(int(in.Fd())); err == nil {
		_ = t.terminal.SetSize(width, height) // only how lines wrap
	}
	t.terminal.SetBracketedPasteMode(true)
	return t, nil
}

// Write writes to the terminal, whose line breaks are its own while it is taken
// over.
func (t *Terminal) Write(b []byte) (int, error) { return t.terminal.Write(b) }

// Next returns the next line, or what was pasted.
func (t *Terminal) Next(prompt string) (string, error) {
	if i := strings.LastIndexByte(prompt, '\n'); i >= 0 {
		if _, err := io.WriteString(t.terminal, prompt[:i+1]); err != nil {
			return "", fmt.Errorf("showing the prompt: %w", err)
		}
		prompt = prompt[i+1:]
	}
	t.terminal.SetPrompt(prompt)
	var pasted []string
	for {
		line, err := t.terminal.ReadLine()
		switch {
		case errors.Is(err, term.ErrPasteIndicator):
			pasted = append(pasted, line)
			t.terminal.SetPrompt("")
		case err != nil:
			return "", err // io.EOF on Ctrl-C and Ctrl-D too
		default:
			return strings.Join(append(pasted, line), "\n"), nil
		}
	}
}

// Close gives the terminal back.
func (t *Terminal) Close() error {
	t.terminal.SetBracketedPasteMode(false)
	if err := term.Restore(int(t.in.Fd()), t.before); err != nil {
		return fmt.Errorf("giving the terminal back: %w", err)
	}
	return nil
}
