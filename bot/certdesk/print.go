package main

import (
	"encoding/json"
	"fmt"
	"io"

	"certdesk/adapters/console"
	"certdesk/bot/answer"
	"certdesk/checks"
)

// printer writes reports as they come, as JSON Lines or for people.
type printer struct {
	w     io.Writer
	json  bool
	style console.Style
	count int
}

func (p *printer) print(r checks.Report) error {
	p.count++
	if p.json {
		enc := json.NewEncoder(p.w)
		enc.SetEscapeHTML(false)
		if err := enc.Encode(r); err != nil {
			return fmt.Errorf("writing the report: %w", err)
		}
		return nil
	}
	if p.count > 1 {
		if _, err := fmt.Fprintln(p.w); err != nil {
			return fmt.Errorf("writing the report: %w", err)
		}
	}
	if err := console.Show(p.w, answer.Report(&r), p.style); err != nil {
		return fmt.Errorf("writing the report: %w", err)
	}
	return nil
}
