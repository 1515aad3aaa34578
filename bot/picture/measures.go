package picture

import (
	"github.com/go-analyze/charts/chartdraw/drawing"

	"certdesk/bot"
)

// Where things stand, in pixels of the picture; two of them are a point on a
// phone.
const (
	width      = 800
	margin     = 32
	top        = 132 // title and date
	rowHeight  = 92
	axisHeight = 60
	restHeight = 52
	bottom     = axisHeight + 8

	signWidth = 40 // what the sign and the gap behind it take
	barHeight = 18
	barLeft   = margin + signWidth
	barRight  = width - margin
	gap       = 24 // at least, between a name and its days
)

// Sizes of letters, in the library's points (1.28 pixels each).
const (
	titleSize = 30.0
	nameSize  = 23.0
	smallSize = 19.0
)

// A light background in every theme of a platform: the picture brings its own.
// The tones are dark enough to be read as text on it (4.5:1 and more).
var (
	paper = drawing.Color{R: 255, G: 255, B: 255, A: 255}
	ink   = drawing.Color{R: 29, G: 28, B: 29, A: 255}
	quiet = drawing.Color{R: 97, G: 96, B: 97, A: 255}
	track = drawing.Color{R: 236, G: 237, B: 240, A: 255}
	line  = drawing.Color{R: 208, G: 210, B: 215, A: 255}
	red   = drawing.Color{R: 179, G: 38, B: 30, A: 255}
	amber = drawing.Color{R: 148, G: 92, B: 0, A: 255}
	green = drawing.Color{R: 26, G: 115, B: 72, A: 255}
)

func colorOf(tone bot.Tone) drawing.Color {
	switch tone {
	case bot.Bad:
		return red
	case bot.Warning:
		return amber
	case bot.Good:
		return green
	}
	return quiet
}
