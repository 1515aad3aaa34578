package picture

import (
	"bytes"
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/png"

	"github.com/go-analyze/charts/chartdraw"
	"github.com/go-analyze/charts/chartdraw/drawing"

	"certdesk/checks/say"
)

// Speaker words texts in a reader's language (package phrasebook).
type Speaker interface {
	Text(t say.Text) say.Text
}

// A sheet is what is drawn on: the chart library's renderer with the few
// shapes that this picture needs. Coordinates are pixels from the upper left.
type sheet struct {
	canvas  chartdraw.Renderer
	speaker Speaker
}

// newSheet is a blank sheet of a renderer's.
func newSheet(renderer chartdraw.RendererProvider, height int, speaker Speaker) *sheet {
	d := &sheet{renderer(width, height), speaker}
	// Noto Sans has Latin, Greek and Cyrillic; what it lacks is drawn as a box.
	d.canvas.SetFont(chartdraw.GetFont("notosans"))
	d.rect(0, 0, width, height, paper)
	return d
}

func (d *sheet) rect(x1, y1, x2, y2 int, c drawing.Color) {
	d.polygon(c, x1, y1, x2, y1, x2, y2, x1, y2)
}

// polygon fills the shape whose corners are x and y in turn.
func (d *sheet) polygon(c drawing.Color, xy ...int) {
	d.canvas.SetFillColor(c)
	d.canvas.MoveTo(xy[0], xy[1])
	for i := 2; i < len(xy); i += 2 {
		d.canvas.LineTo(xy[i], xy[i+1])
	}
	d.canvas.Close()
	d.canvas.Fill()
}

func (d *sheet) disc(x, y, radius int, c drawing.Color) {
	d.canvas.SetFillColor(c)
	d.canvas.Circle(float64(radius), x, y)
	d.canvas.Fill()
}

// in is a text in the reader's language.
func (d *sheet) in(t say.Text) string { return d.speaker.Text(t).String() }

// write puts text with its base line at y.
func (d *sheet) write(text string, x, y int, size float64, c drawing.Color) {
	d.canvas.SetFontSize(size)
	d.canvas.SetFontColor(c)
	d.canvas.Text(text, x, y)
}

// writeRight puts text so that it ends at x, and returns where it begins.
func (d *sheet) writeRight(text string, x, y int, size float64, c drawing.Color) int {
	x -= d.width(text, size)
	d.write(text, x, y, size, c)
	return x
}

// width is the room that text takes.
func (d *sheet) width(text string, size float64) int {
	d.canvas.SetFontSize(size)
	return d.canvas.MeasureText(text).Width()
}

// encode writes what was drawn with a palette: it has few colours, and a byte
// a pixel is a third of the size and half of the time that full colour takes.
func (d *sheet) encode() ([]byte, error) {
	var drawn chartdraw.ImageWriter
	if err := d.canvas.Save(&drawn); err != nil {
		return nil, fmt.Errorf("drawing: %w", err)
	}
	full, err := drawn.Image()
	if err != nil {
		return nil, fmt.Errorf("drawing: %w", err)
	}
	from, ok := full.(*image.RGBA)
	if !ok {
		return nil, errors.New("drawing: the renderer has no pixels")
	}
	to := image.NewPaletted(from.Bounds(), palette())
	known := make(map[[4]byte]uint8)
	var last [4]byte // most pixels are as their neighbour at the left
	index, found := uint8(0), false
	for i := range to.Pix { // both have lines without padding
		if c := [4]byte(from.Pix[4*i:]); c != last || !found {
			if index, found = known[c]; !found {
				index = uint8(to.Palette.Index(color.RGBA{c[0], c[1], c[2], c[3]}))
				known[c], found = index, true
			}
			last = c
		}
		to.Pix[i] = index
	}
	var out bytes.Buffer
	if err := png.Encode(&out, to); err != nil {
		return nil, fmt.Errorf("writing the PNG: %w", err)
	}
	return out.Bytes(), nil
}

// palette has each colour and its way to white in eight steps, for the edges
// of letters.
func palette() color.Palette {
	p := color.Palette{color.RGBA{255, 255, 255, 255}}
	for _, c := range []drawing.Color{track, line, ink, quiet, red, amber, green} {
		const steps = 8
		for i := range steps {
			fade := func(v uint8) uint8 { return uint8((int(v)*(steps-i) + 255*i) / steps) }
			p = append(p, color.RGBA{fade(c.R), fade(c.G), fade(c.B), 255})
		}
	}
	return p
}
