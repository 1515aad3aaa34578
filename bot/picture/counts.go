package picture

import (
	"strconv"
	"time"

	"github.com/go-analyze/charts/chartdraw"

	"certdesk/bot"
	"certdesk/checks/say"
)

// Count is a row of a picture that counts.
type Count struct {
	// Name may be anybody's text.
	Name string
	N    int
}

// Counts returns a PNG of the rows in their order, a bar each, as of now, with words
// of the speaker's language. At most MaxRows are drawn. Without a row it is
// ErrNothing.
func Counts(title say.Text, counts []Count, now time.Time, speaker Speaker) ([]byte, error) {
	d, err := drawCounts(chartdraw.PNG, title, counts, now, speaker)
	if err != nil {
		return nil, err
	}
	return d.encode()
}

func drawCounts(renderer chartdraw.RendererProvider, title say.Text, counts []Count, now time.Time, speaker Speaker) (*sheet, error) {
	counts = counts[:min(len(counts), MaxRows)]
	if len(counts) == 0 {
		return nil, ErrNothing
	}
	rows, longest := make([]Row, len(counts)), 1
	for i, c := range counts {
		rows[i] = Row{Name: c.Name}
		longest = max(longest, c.N)
	}
	d := newSheet(renderer, top+len(counts)*rowHeight+margin, speaker)
	d.write(d.in(title), margin, 58, titleSize, ink)
	d.write(d.in(asOf(now)), margin, 100, smallSize, quiet)
	const base = 40 // of the text
	for i, c := range counts {
		y := top + i*rowHeight
		left := d.writeRight(strconv.Itoa(c.N), barRight, y+base, nameSize, colorOf(bot.Neutral))
		d.write(d.name(rows, i, left-gap-margin), margin, y+base, nameSize, ink)
		y += base + 16
		d.rect(margin, y, barRight, y+barHeight, track)
		d.rect(margin, y, margin+max(c.N*(barRight-margin)/longest, 6), y+barHeight, amber)
	}
	return d, nil
}
