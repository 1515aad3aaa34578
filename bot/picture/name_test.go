//go:build !race

package picture

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/go-analyze/charts/chartdraw"

	"certdesk/checks/say"
)

type english struct{}

func (english) Text(t say.Text) say.Text { return say.Word(nil, t) }

// Siblings whose names are long are told apart, wherever they differ.
func TestSiblings(t *testing.T) {
	d := newSheet(chartdraw.PNG, 100, english{})
	for name, form := range map[string]string{
		"in the middle":    "mail-gateway-of-the-company-in-the-%s-region-of-the-world.corporate.example.com:993",
		"at the beginning": "%s-mail-gateway-of-the-company-in-the-region-of-the-world.corporate.example.com:993",
		"at the end":       "mail-gateway-of-the-company-in-the-region-of-the-world.corporate.example.com:%s",
	} {
		var rows []Row
		for i := range 6 {
			rows = append(rows, Row{Name: fmt.Sprintf(form, fmt.Sprint(400+i)), Endpoints: i})
		}
		const room = 420
		seen := make(map[string]string)
		for i := range rows {
			said := d.name(rows, i, room)
			text, _, _ := strings.Cut(said, " +")
			if other := seen[text]; other != "" {
				t.Errorf("%s: %s and %s are both %q", name, other, rows[i].Name, text)
			}
			seen[text] = rows[i].Name
			if w := d.width(said, nameSize); w > room {
				t.Errorf("%s: %q is %d wide", name, said, w)
			}
		}
	}
	same := []Row{{Name: strings.Repeat("a", 200)}, {Name: strings.Repeat("a", 200)}}
	if d.name(same, 0, 400) != d.name(same, 1, 400) {
		t.Error("one name is written in two ways")
	}
}

// A server that fails now has no time left in the picture.
func TestFailing(t *testing.T) {
	now := time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)
	if got := atTheRight(Row{NotAfter: now.AddDate(0, 2, 0), Failing: true}, now).String(); got != "fails now" {
		t.Errorf("%q", got)
	}
	if got := atTheRight(Row{NotAfter: now.AddDate(0, 0, -2), Failing: true}, now).String(); got != "expired · 21 Nov" {
		t.Errorf("%q", got)
	}
	fails, err := Expiries([]Row{{Name: "a", NotAfter: now.AddDate(0, 2, 0), Failing: true, Tone: "bad"}}, now, english{})
	if err != nil {
		t.Fatal(err)
	}
	if works, err := Expiries([]Row{{Name: "a", NotAfter: now.AddDate(0, 2, 0), Tone: "bad"}}, now, english{}); err != nil || string(works) == string(fails) {
		t.Errorf("it looks like one that works, %v", err)
	}
}
