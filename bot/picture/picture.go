// Package picture draws what a digest shows beside its words: which
// certificates end soon, the soonest first, one bar each.
//
// Expiries is the way in, with overview.go for a channel's watches and counts.go for
// rows that count; layout.go knows where things stand, measures.go how large they
// are, words.go what is written, draw.go how it becomes a PNG. The picture is made for
// a phone: it is 800 pixels wide, so that a screen of twice the usual density shows it at 400
// points with letters of 13 points and more. No colour carries anything alone:
// each row has its words, and a sign whose shape says the same as its colour.
//
// The same rows at the same instant, in the same language, give the same bytes.
package picture

import (
	"cmp"
	"errors"
	"slices"
	"time"

	"github.com/go-analyze/charts/chartdraw"
)

// MaxRows is the number of certificates that are drawn; what is left is
// counted in a line below them.
const MaxRows = 12

// ErrNothing is returned where no row has a date to draw.
var ErrNothing = errors.New("no certificate with a known end")

// Expiries returns a PNG of the rows, those that end first on top, as seen at
// now, with words of the speaker's language. Dates are those of now's time zone.
// Without a row to draw it is ErrNothing.
func Expiries(rows []Row, now time.Time, speaker Speaker) ([]byte, error) {
	d, err := drawExpiries(chartdraw.PNG, rows, now, speaker)
	if err != nil {
		return nil, err
	}
	return d.encode()
}

func drawExpiries(renderer chartdraw.RendererProvider, rows []Row, now time.Time, speaker Speaker) (*sheet, error) {
	var known []Row
	for _, r := range rows {
		if !r.NotAfter.IsZero() {
			known = append(known, r)
		}
	}
	if len(known) == 0 {
		return nil, ErrNothing
	}
	slices.SortStableFunc(known, func(a, b Row) int {
		return cmp.Or(a.NotAfter.Compare(b.NotAfter), cmp.Compare(a.Name, b.Name))
	})
	drawn := min(len(known), MaxRows)
	shown, rest := known[:drawn], known[drawn:]

	height := top + len(shown)*rowHeight + bottom
	if len(rest) > 0 {
		height += restHeight
	}
	d := newSheet(renderer, height, speaker)
	d.title(now)
	days := scale(shown, now)
	for i := range shown {
		d.row(shown, i, top+i*rowHeight, days, now)
	}
	d.axis(days, top+len(shown)*rowHeight+8)
	if len(rest) > 0 {
		d.rest(rest, top+len(shown)*rowHeight+axisHeight, now)
	}
	return d, nil
}
