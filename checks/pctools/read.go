package pctools

import "strings"

// Read reads the first 64 KiB of a text.
func Read(text string) Facts {
	r := reader{}
	for line := range strings.Lines(text[:min(len(text), maxText)]) {
		line = unmarked(line[:min(len(line), maxLine)])
		for _, read := range [...]func(*reader, string){(*reader).name, (*reader).proxy, (*reader).connection, (*reader).clock, (*reader).verified} {
			read(&r, line)
		}
	}
	return r.facts()
}
