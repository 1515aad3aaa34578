package discover

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"
)

const (
	maxDepth    = 32
	maxElements = 4096
)

var errNotSettings = errors.New("not the settings that were asked for")

// readXML reads a stranger's document into v. Document types are refused, and
// with them every trick with entities; depth and number of elements are bounded
// before anything is built.
func readXML(data []byte, v any) error {
	tokens := newDecoder(data)
	depth, elements := 0, 0
	for {
		token, err := tokens.RawToken()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return fmt.Errorf("reading XML: %w", err)
		}
		switch token.(type) {
		case xml.StartElement:
			depth++
			elements++
		case xml.EndElement:
			depth--
		case xml.Directive:
			return errNotSettings
		}
		if depth > maxDepth || elements > maxElements {
			return errNotSettings
		}
	}
	if err := newDecoder(data).Decode(v); err != nil {
		return fmt.Errorf("reading XML: %w", err)
	}
	return nil
}

func newDecoder(data []byte) *xml.Decoder {
	d := xml.NewDecoder(bytes.NewReader(bytes.TrimPrefix(data, []byte("\ufeff"))))
	// Names of servers are ASCII in all of these.
	d.CharsetReader = func(charset string, in io.Reader) (io.Reader, error) {
		switch strings.ToLower(charset) {
		case "utf-8", "utf8", "us-ascii", "ascii", "iso-8859-1", "iso-8859-15", "windows-1252":
			return in, nil
		}
		return nil, errNotSettings
	}
	return d
}
