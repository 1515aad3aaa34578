//go:build !race

package picture_test

import (
	"bytes"
	"errors"
	"fmt"
	"image"
	"image/png"
	"slices"
	"strings"
	"testing"
	"time"

	"certdesk/bot"
	"certdesk/bot/picture"
	"certdesk/checks/say"
)

type english struct{}

func (english) Text(t say.Text) say.Text { return say.Word(nil, t) }

// silent says nothing in its language.
type silent struct{}

func (silent) Text(say.Text) say.Text { return nil }

func now() time.Time { return time.Date(2026, time.November, 23, 9, 0, 0, 0, time.UTC) }

func in(days int) time.Time { return now().Add(time.Duration(days)*24*time.Hour + time.Hour) }

// many are rows of every kind, n of them.
func many(n int) []picture.Row {
	rows := []picture.Row{
		{Name: "imap.corp.com:993", NotAfter: in(-3), Tone: bot.Bad, Endpoints: 1},
		{Name: "smtp.corp.com:587", NotAfter: in(0), Tone: bot.Bad, Endpoints: 1},
		{Name: "mail.corp.com:993", NotAfter: in(1), Tone: bot.Bad, Endpoints: 5},
		{Name: "a-very-long-name-that-has-no-room.of-a-department.subsidiary.example.com:8443", NotAfter: in(6), Tone: bot.Warning, Endpoints: 2},
		{Name: "bücher.example:993", NotAfter: in(12), Tone: bot.Warning},
		{Name: "почта.example.рф:993", NotAfter: in(29), Tone: bot.Good, Endpoints: 1},
		{Name: "autodiscover.corp.com:443", NotAfter: in(44), Tone: bot.Good, Endpoints: 3},
		{Name: "ldap.corp.com:636", NotAfter: in(58), Endpoints: 1},
	}
	for i := len(rows); i < n; i++ {
		rows = append(rows, picture.Row{Name: fmt.Sprintf("server-%d.corp.com:443", i), NotAfter: in(60 + i), Tone: bot.Good, Endpoints: 1})
	}
	return rows[:n]
}

func draw(t testing.TB, rows []picture.Row) []byte {
	t.Helper()
	pic, err := picture.Expiries(rows, now(), english{})
	if err != nil {
		t.Fatal(err)
	}
	return pic
}

func TestExpiries(t *testing.T) {
	for _, n := range []int{1, 5, picture.MaxRows, 40} {
		pic := draw(t, many(n))
		if !bytes.Equal(pic, draw(t, many(n))) {
			t.Errorf("%d rows: two drawings of the same differ", n)
		}
		if len(pic) > 100_000 {
			t.Errorf("%d rows: %d bytes are much for a phone", n, len(pic))
		}
		drawn := decode(t, pic)
		if size := drawn.Bounds().Size(); size.X != 800 || size.Y > 1400 {
			t.Errorf("%d rows: the picture is %v large", n, size)
		}
		if want := min(n, picture.MaxRows); bars(drawn) != want {
			t.Errorf("%d rows: %d bars, want %d", n, bars(drawn), want)
		}
	}
}

// TestWhatIsSeen alters one thing of a row and expects another picture.
func TestWhatIsSeen(t *testing.T) {
	row := picture.Row{Name: "mail.corp.com:993", NotAfter: in(12), Tone: bot.Warning, Endpoints: 1}
	alter := map[string]func(*picture.Row){
		"name":                 func(r *picture.Row) { r.Name = "mali.corp.com:993" },
		"port":                 func(r *picture.Row) { r.Name = "mail.corp.com:995" },
		"date":                 func(r *picture.Row) { r.NotAfter = in(13) },
		"endpoints":            func(r *picture.Row) { r.Endpoints = 2 },
		"tone":                 func(r *picture.Row) { r.Tone = bot.Bad },
		"no tone":              func(r *picture.Row) { r.Tone = bot.Neutral },
		"expired":              func(r *picture.Row) { r.NotAfter = in(-12) },
		"long ago":             func(r *picture.Row) { r.NotAfter = in(-377) },
		"far away":             func(r *picture.Row) { r.NotAfter = in(3000) },
		"the long name's port": func(r *picture.Row) { r.Name = strings.Repeat("mail.", 40) + "com:993" },
		"the long name's end":  func(r *picture.Row) { r.Name = strings.Repeat("mail.", 40) + "com:995" },
	}
	seen := map[string]string{string(draw(t, []picture.Row{row})): "nothing altered"}
	for what, change := range alter {
		other := row
		change(&other)
		pic := string(draw(t, []picture.Row{other}))
		if same, ok := seen[pic]; ok {
			t.Errorf("%s: the picture is the one of %q", what, same)
		}
		seen[pic] = what
	}
}

// Every word is one of the reader's language: where that has none, there are
// names, bars and figures alone.
func TestWordsOfTheLanguage(t *testing.T) {
	rows := many(40)
	for i := range rows {
		rows[i].Name = "" // a name stays as it is
	}
	pic, err := picture.Expiries(rows, now(), silent{})
	if err != nil {
		t.Fatal(err)
	}
	blank, told := decode(t, pic), decode(t, draw(t, rows))
	size := blank.Bounds().Size()
	for what, area := range map[string]image.Rectangle{
		"title":            image.Rect(0, 0, size.X, 132),
		"end of a row":     image.Rect(300, 132+10, size.X, 132+50),
		"ends of the axis": image.Rect(0, size.Y-52-40, 120, size.Y-52-8),
		"days of the axis": image.Rect(size.X-140, size.Y-52-40, size.X, size.Y-52-8),
		"what is left out": image.Rect(0, size.Y-56, size.X, size.Y),
	} {
		if !white(blank, area) {
			t.Errorf("%s: something is written that no language says", what)
		}
		if white(told, area) {
			t.Errorf("%s: nothing is written there in English", what)
		}
	}
}

func white(drawn image.Image, area image.Rectangle) bool {
	for y := area.Min.Y; y < area.Max.Y; y++ {
		for x := area.Min.X; x < area.Max.X; x++ {
			if r, g, b, _ := drawn.At(x, y).RGBA(); min(r, g, b) < 0xffff {
				return false
			}
		}
	}
	return true
}

// The tone is told by a shape as well: with the colours taken out the pictures
// still differ.
func TestToneWithoutColour(t *testing.T) {
	seen := make(map[string]bot.Tone)
	for _, tone := range []bot.Tone{bot.Good, bot.Warning, bot.Bad, bot.Neutral} {
		drawn := decode(t, draw(t, []picture.Row{{Name: "a", NotAfter: in(5), Tone: tone}}))
		var shape strings.Builder
		for y := range drawn.Bounds().Dy() {
			for x := range drawn.Bounds().Dx() {
				r, g, b, _ := drawn.At(x, y).RGBA()
				if max(r, g, b)-min(r, g, b) > 0x1000 || max(r, g, b) < 0x9000 {
					shape.WriteByte('#')
				} else {
					shape.WriteByte('.')
				}
			}
		}
		if same, ok := seen[shape.String()]; ok {
			t.Errorf("without colours %q looks as %q", tone, same)
		}
		seen[shape.String()] = tone
	}
}

// The order of rows is the picture's own, so that the caller's map is no
// reason for another one.
func TestOrderOfRows(t *testing.T) {
	rows := many(30)
	want := draw(t, rows)
	for i := range rows {
		j := (i * 7) % len(rows)
		rows[i], rows[j] = rows[j], rows[i]
	}
	before := slices.Clone(rows)
	if !bytes.Equal(want, draw(t, rows)) {
		t.Error("another order of rows is another picture")
	}
	if !slices.Equal(before, rows) {
		t.Error("the caller's rows were moved")
	}
}

func TestNothingToDraw(t *testing.T) {
	for _, rows := range [][]picture.Row{nil, {{Name: "never checked", Endpoints: 1}}} {
		if pic, err := picture.Expiries(rows, now(), english{}); !errors.Is(err, picture.ErrNothing) || pic != nil {
			t.Errorf("%v: %d bytes, error %v", rows, len(pic), err)
		}
	}
}

// Names are strangers' text: whatever they hold, they are written in their own
// row and change neither the size nor another row.
func TestForeignText(t *testing.T) {
	plain := draw(t, []picture.Row{{Name: "evil.example", NotAfter: in(5)}, {Name: "b", NotAfter: in(9)}})
	size := decode(t, plain).Bounds()
	for _, name := range []string{
		"", "a\nb\nc", "\u202eelpmaxe.live", "\x00\x1b[31m", "\xff\xfe", "e" + strings.Repeat("\u0301", 500),
		strings.Repeat("W", 100_000), "\U0001F512 \uE000 \U0010FFFF", "漢字.example:993", strings.Repeat("\u200b", 5000),
	} {
		drawn := decode(t, draw(t, []picture.Row{{Name: name, NotAfter: in(5), Endpoints: 1 << 40}, {Name: "b", NotAfter: in(9)}}))
		if drawn.Bounds() != size {
			t.Errorf("%.40q: the picture is %v large, want %v", name, drawn.Bounds(), size)
			continue
		}
		second := image.Rect(0, 132+92+10, 800, size.Dy())
		if !same(drawn, decode(t, plain), second) {
			t.Errorf("%.40q: the row below looks different", name)
		}
	}
}

func decode(t testing.TB, pic []byte) image.Image {
	t.Helper()
	drawn, err := png.Decode(bytes.NewReader(pic))
	if err != nil {
		t.Fatal(err)
	}
	return drawn
}

// bars counts the bars along the line where each begins.
func bars(drawn image.Image) int {
	n, inside := 0, 0
	for y := 132; y < drawn.Bounds().Dy(); y++ {
		r, g, b, _ := drawn.At(74, y).RGBA()
		if min(r, g, b) > 0xa000 {
			if inside == 18 { // letters are higher or lower
				n++
			}
			inside = 0
			continue
		}
		inside++
	}
	return n
}

func same(a, b image.Image, area image.Rectangle) bool {
	for y := area.Min.Y; y < area.Max.Y; y++ {
		for x := area.Min.X; x < area.Max.X; x++ {
			if a.At(x, y) != b.At(x, y) {
				return false
			}
		}
	}
	return true
}

func BenchmarkExpiries(b *testing.B) {
	rows := many(40)
	for b.Loop() {
		draw(b, rows)
	}
}
