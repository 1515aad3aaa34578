//go:build !race

package demo

import (
	"bytes"
	"cmp"
	"flag"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"testing"
)

// drawPictures makes the README's pictures anew. They need the fonts of the
// platforms, or those that stand for them: Debian's fonts-lato, fonts-noto-core
// and fonts-noto-color-emoji.
//
//	go test ./bot/demo -run TestPictures -pictures
var drawPictures = flag.Bool("pictures", false, "draw the README's pictures anew")

const (
	picturesFolder = "../../deploy/docs/pictures"
	// pictured is the answer that they show.
	pictured = "expired"
	// maxPicture is how many bytes one may have: git keeps every version.
	maxPicture = 60_000
	// pictureColours are enough for text and a few signs.
	pictureColours = 40
)

// TestPictures wants the pictures to be there, and small.
func TestPictures(t *testing.T) {
	if *drawPictures {
		takePictures(t)
	}
	for _, name := range []string{"slack", "discord", "terminal"} {
		data, err := os.ReadFile(filepath.Join(picturesFolder, name+".png"))
		if err != nil {
			t.Fatal(err)
		}
		if _, err := png.DecodeConfig(bytes.NewReader(data)); err != nil || len(data) > maxPicture {
			t.Errorf("%s: %d bytes, %v", name, len(data), err)
		}
	}
}

func takePictures(t *testing.T) {
	t.Helper()
	site, _ := webSite(t, "en")
	server := httptest.NewServer(site)
	defer server.Close()
	for name, look := range map[string]struct {
		theme string
		width int
	}{"slack": {"light", 700}, "discord": {"dark", 680}, "terminal": {"dark", 720}} {
		shot := filepath.Join(t.TempDir(), "shot.png")
		chromium(t, "--screenshot="+shot, "--force-device-scale-factor=1.5", fmt.Sprintf("--window-size=%d,1600", look.width),
			fmt.Sprintf("%s/%s?bare&show=%s&theme=%s", server.URL, pictured, name, look.theme))
		data, err := os.ReadFile(shot)
		if err != nil {
			t.Fatal(err)
		}
		picture, err := png.Decode(bytes.NewReader(data))
		if err != nil {
			t.Fatal(err)
		}
		var out bytes.Buffer
		encoder := png.Encoder{CompressionLevel: png.BestCompression}
		if err := encoder.Encode(&out, fewColours(cropped(picture))); err != nil {
			t.Fatal(err)
		}
		if err := os.MkdirAll(picturesFolder, 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(picturesFolder, name+".png"), out.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// cropped leaves out the rows at the bottom that have the page's own colour.
func cropped(i image.Image) image.Image {
	b := i.Bounds()
	page := i.At(b.Min.X, b.Max.Y-1)
	empty := func(y int) bool {
		for x := b.Min.X; x < b.Max.X; x++ {
			if i.At(x, y) != page {
				return false
			}
		}
		return true
	}
	for b.Max.Y > b.Min.Y+1 && empty(b.Max.Y-1) {
		b.Max.Y--
	}
	return i.(interface {
		SubImage(image.Rectangle) image.Image
	}).SubImage(b)
}

// fewColours takes the colours that most pixels have, and for others the
// nearest of them.
func fewColours(i image.Image) *image.Paletted {
	b := i.Bounds()
	count := make(map[color.RGBA]int)
	at := func(x, y int) color.RGBA { return color.RGBAModel.Convert(i.At(x, y)).(color.RGBA) }
	for y := b.Min.Y; y < b.Max.Y; y++ {
		for x := b.Min.X; x < b.Max.X; x++ {
			count[at(x, y)]++
		}
	}
	var all []color.RGBA
	for c := range count {
		all = append(all, c)
	}
	slices.SortFunc(all, func(a, b color.RGBA) int {
		return cmp.Or(count[b]-count[a], int(a.R)-int(b.R), int(a.G)-int(b.G), int(a.B)-int(b.B))
	})
	var palette color.Palette
	for _, c := range all {
		if len(palette) < pictureColours && !slices.ContainsFunc(palette, func(p color.Color) bool { return alike(p.(color.RGBA), c) }) {
			palette = append(palette, c)
		}
	}
	out := image.NewPaletted(image.Rect(0, 0, b.Dx(), b.Dy()), palette)
	nearest := make(map[color.RGBA]uint8)
	for y := range b.Dy() {
		for x := range b.Dx() {
			c := at(b.Min.X+x, b.Min.Y+y)
			index, ok := nearest[c]
			if !ok {
				index = uint8(palette.Index(c))
				nearest[c] = index
			}
			out.SetColorIndex(x, y, index)
		}
	}
	return out
}

// alike: a reader would not tell them apart.
func alike(a, b color.RGBA) bool {
	near := func(x, y uint8) bool { return max(x, y)-min(x, y) < 8 }
	return near(a.R, b.R) && near(a.G, b.G) && near(a.B, b.B)
}
