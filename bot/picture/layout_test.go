//go:build !race

package picture

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/go-analyze/charts/chartdraw"

	"certdesk/bot"
	"certdesk/bot/watch"
	"certdesk/checks/say"
)

var update = flag.Bool("update", false, "write the golden files anew")

var noon = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)

func inDays(n int) time.Time { return noon.Add(time.Duration(n)*24*time.Hour + 2*time.Hour) }

// TestLayout: the pictures as they are laid out, in testdata. They are of another
// renderer of the library, so that they can be read, and looked at in a browser.
func TestLayout(t *testing.T) {
	most := []Row{
		{Name: "pop.corp.com:995", NotAfter: inDays(-200), Tone: bot.Bad},
		{Name: "imap.corp.com:993", NotAfter: inDays(-3), Tone: bot.Bad, Endpoints: 1},
		{Name: "smtp.corp.com:587", NotAfter: noon.Add(20 * time.Minute), Tone: bot.Bad, Endpoints: 2},
		{Name: "mail.corp.com:993", NotAfter: inDays(0), Tone: bot.Bad, Endpoints: 5},
		{Name: "a-very-long-name-that-has-no-room.of-a-department.subsidiary.example.com:8443", NotAfter: inDays(6), Tone: bot.Warning, Endpoints: 12},
		{Name: "a-very-long-name-that-has-no-room.of-a-building.subsidiary.example.com:8443", NotAfter: inDays(29), Tone: bot.Warning},
		{Name: "ldap.corp.com:636", NotAfter: inDays(58), Failing: true, Tone: bot.Bad},
		{Name: "xmpp.corp.com:5223", NotAfter: inDays(100)},
		{Name: "autodiscover.corp.com:443", NotAfter: inDays(150), Tone: bot.Good, Endpoints: 3},
	}
	for _, name := range []string{"j", "k", "l", "m", "n"} {
		most = append(most, Row{Name: name + ".corp.com:443", NotAfter: inDays(300), Tone: bot.Good, Endpoints: 1})
	}
	counts := []Count{{"Outlook cannot verify the server", 40}, {"a-rather-long-name-of-a-server-in-the-cellar.subsidiary.example.com:8443", 13}, {"imap.corp.com:993", 1}, {"smtp.corp.com:25", 0}}
	for name, draw := range map[string]func() (*sheet, error){
		"most.svg": func() (*sheet, error) { return drawExpiries(chartdraw.SVG, most, noon, english{}) },
		"one.svg":  func() (*sheet, error) { return drawExpiries(chartdraw.SVG, most[4:5], noon, english{}) },
		"counts.svg": func() (*sheet, error) {
			return drawCounts(chartdraw.SVG, say.Literal("What was asked"), counts, noon, english{})
		},
	} {
		d, err := draw()
		if err != nil {
			t.Fatal(err)
		}
		var got bytes.Buffer
		if err := d.canvas.Save(&got); err != nil {
			t.Fatal(err)
		}
		golden := filepath.Join("testdata", name)
		if *update {
			if err := os.WriteFile(golden, got.Bytes(), 0o666); err != nil {
				t.Fatal(err)
			}
			continue
		}
		want, err := os.ReadFile(golden)
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(got.Bytes(), want) {
			t.Errorf("it is laid out otherwise than %s (go test ./bot/picture -update writes it anew)", golden)
		}
	}
}

// TestWhatStandsAtTheRight: a time that is over or near is told by the clock, and the
// year is told where the month alone may mean another.
func TestWhatStandsAtTheRight(t *testing.T) {
	const day = 24 * time.Hour
	for left, want := range map[time.Duration]string{
		-181 * day:        "expired · 26 May 2026",
		-180 * day:        "expired · 27 May",
		-time.Second:      "expired · 23 Nov",
		0:                 "less than an hour",
		59 * time.Minute:  "less than an hour",
		time.Hour:         "1 hour · 23 Nov 13:00",
		day - time.Minute: "1 day · 24 Nov 11:59",
		day:               "1 day · 24 Nov",
		300 * day:         "300 days · 19 Sep",
		301 * day:         "301 days · 20 Sep 2027",
	} {
		if got := atTheRight(Row{NotAfter: noon.Add(left)}, noon).String(); got != want {
			t.Errorf("%s before the end: %q, want %q", left, got, want)
		}
	}
}

// TestScale: the shortest scale is taken on which no bar is cut off.
func TestScale(t *testing.T) {
	for longest, want := range map[int]int{-5: 30, 30: 30, 31: 60, 60: 60, 90: 90, 91: 180, 180: 180, 360: 360, 361: 720, 5000: 720} {
		if got := scale([]Row{{NotAfter: inDays(1)}, {NotAfter: inDays(longest)}}, noon); got != want {
			t.Errorf("%d days are drawn on a scale of %d, want %d", longest, got, want)
		}
	}
}

// TestToneOfTheOverview: what fails, or ends within three days, is bad, and what ends
// within thirty is to be looked at.
func TestToneOfTheOverview(t *testing.T) {
	const day = 24 * time.Hour
	for _, c := range []struct {
		left    time.Duration
		failing bool
		want    bot.Tone
	}{
		{-day, false, bot.Bad}, {3 * day, false, bot.Bad}, {3*day + time.Hour, false, bot.Warning}, {30 * day, false, bot.Warning},
		{30*day + time.Hour, false, bot.Good}, {300 * day, true, bot.Bad},
	} {
		end := noon.Add(c.left)
		got, err := Overview([]watch.Row{{Name: "a", NotAfter: end, Failing: c.failing, Endpoints: 2}}, noon, english{})
		if err != nil {
			t.Fatal(err)
		}
		want, err := Expiries([]Row{{Name: "a", NotAfter: end, Failing: c.failing, Endpoints: 2, Tone: c.want}}, noon, english{})
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(got, want) {
			t.Errorf("%s before its end, failing %v, it is not drawn as %s", c.left, c.failing, c.want)
		}
	}
}

// TestFewColours: of the colours that a picture is kept in, each pixel has one that
// the eye takes for its own.
func TestFewColours(t *testing.T) {
	var rows []Row
	for _, tone := range []bot.Tone{bot.Good, bot.Warning, bot.Bad, bot.Neutral} {
		rows = append(rows, Row{Name: "mail.corp.com:993", NotAfter: inDays(12), Tone: tone})
	}
	d, err := drawExpiries(chartdraw.PNG, rows, noon, english{})
	if err != nil {
		t.Fatal(err)
	}
	var full chartdraw.ImageWriter
	if err := d.canvas.Save(&full); err != nil {
		t.Fatal(err)
	}
	drawn, err := full.Image()
	if err != nil {
		t.Fatal(err)
	}
	few := palette()
	for y := range drawn.Bounds().Dy() {
		for x := range drawn.Bounds().Dx() {
			r, g, b, _ := drawn.At(x, y).RGBA()
			kr, kg, kb, _ := few.Convert(drawn.At(x, y)).RGBA()
			for _, channel := range [][2]uint32{{r, kr}, {g, kg}, {b, kb}} {
				if max(channel[0], channel[1])-min(channel[0], channel[1]) > 0x1400 {
					t.Fatalf("at %d, %d: of %x, %x, %x %x, %x, %x was made", x, y, r, g, b, kr, kg, kb)
				}
			}
		}
	}
}

// TestLongNames: a long name keeps as much of both ends as there is room for, and where
// another looks the same, what stands where they differ.
func TestLongNames(t *testing.T) {
	d := newSheet(chartdraw.PNG, 100, english{})
	const head, tail = "mail-gateway-of-the-company-", "-region-of-the-world.corporate.example.com:993"
	names := []string{head + "north" + tail, head + "south" + tail, strings.Repeat("m", 100), strings.Repeat("m", 120), strings.Repeat("m", 90) + "n" + strings.Repeat("m", 9)}
	var rows []Row
	for _, name := range names {
		rows = append(rows, Row{Name: name})
	}
	var got []string
	for i := range rows {
		got = append(got, d.name(rows, i, 400))
	}
	alone := d.name(rows[:1], 0, 400)
	want := []string{"mai…y-north-region-of-the…", "mai…y-south-region-of-the…", "mmm…mm", "mmm…mmmmmmmmm…", "mmm…mmnmmmmmmm…"}
	if !slices.Equal(got, want) || alone != "mail-gateway…ple.com:993" {
		t.Errorf("%q, and alone %q", got, alone)
	}
}
