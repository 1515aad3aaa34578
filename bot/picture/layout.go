package picture

import (
	"strconv"
	"time"

	"github.com/go-analyze/charts/chartdraw/drawing"

	"certdesk/bot"
	"certdesk/checks/say"
)

func (d *sheet) title(now time.Time) {
	d.write(d.in(say.P("picture", "Certificates, the soonest to end first")), margin, 58, titleSize, ink)
	d.write(d.in(asOf(now)), margin, 100, smallSize, quiet)
}

// scale is the number of days that a whole bar stands for.
func scale(rows []Row, now time.Time) int {
	longest := 0
	for _, r := range rows {
		longest = max(longest, daysLeft(r.NotAfter, now))
	}
	for _, days := range []int{30, 60, 90, 180, 360} {
		if longest <= days {
			return days
		}
	}
	return 720 // what lasts longer fills the bar
}

// parts of the scale: each bar is cut there, and the axis has its days.
const parts = 3

func tick(i int) (x int) { return barLeft + i*(barRight-barLeft)/parts }

// axis writes the days of the scale below the last bar.
func (d *sheet) axis(days, y int) {
	d.rect(barLeft, y, barRight, y+2, line)
	for i := range parts + 1 {
		x := tick(i)
		d.rect(x-1, y, x+1, y+10, line)
		switch i {
		case 0:
			d.write(d.in(say.P("picture", "today")), x, y+40, smallSize, quiet)
		case parts:
			d.writeRight(d.in(say.Only(say.Span("span", time.Duration(days)*24*time.Hour))), x, y+40, smallSize, quiet)
		default:
			label := strconv.Itoa(i * days / parts)
			d.write(label, x-d.width(label, smallSize)/2, y+40, smallSize, quiet)
		}
	}
}

// row draws one of the certificates from y down: sign, name and days, the bar
// below.
func (d *sheet) row(rows []Row, i, y, scale int, now time.Time) {
	r := rows[i]
	c := colorOf(r.Tone)
	const base = 40 // of the text
	d.sign(r.Tone, margin+12, y+base-10, c)
	left := d.writeRight(d.in(atTheRight(r, now)), barRight, y+base, nameSize, c)
	d.write(d.name(rows, i, left-gap-barLeft), barLeft, y+base, nameSize, ink)

	y += base + 16
	d.rect(barLeft, y, barRight, y+barHeight, track)
	left = min(max(daysLeft(r.NotAfter, now), 0), scale) * (barRight - barLeft) / scale
	if r.Failing {
		left = 0
	}
	// A little is always to be seen, so that an empty bar is no mistake.
	d.rect(barLeft, y, barLeft+max(left, 6), y+barHeight, c)
	for i := 1; i < parts; i++ {
		d.rect(tick(i)-1, y, tick(i)+1, y+barHeight, paper)
	}
}

// sign draws a shape for the tone: a diamond for bad, a triangle for a warning,
// a disc for good, a ring for what is not known.
func (d *sheet) sign(tone bot.Tone, x, y int, c drawing.Color) {
	const r = 12
	switch tone {
	case bot.Bad:
		d.polygon(c, x, y-r-2, x+r+2, y, x, y+r+2, x-r-2, y)
	case bot.Warning:
		d.polygon(c, x, y-r, x+r, y+r-2, x-r, y+r-2)
	case bot.Good:
		d.disc(x, y, r-1, c)
	default:
		d.disc(x, y, r-1, c)
		d.disc(x, y, r-5, paper)
	}
}

// rest counts what was not drawn.
func (d *sheet) rest(rows []Row, y int, now time.Time) {
	d.write(d.in(andMore(rows, now)), barLeft, y+34, nameSize, ink)
}
