//go:build !race

package picture_test

import (
	"bytes"
	"errors"
	"fmt"
	"image/png"
	"testing"

	"certdesk/bot/picture"
	"certdesk/checks/say"
)

func TestCounts(t *testing.T) {
	if _, err := picture.Counts(say.Literal("Title"), nil, now(), english{}); !errors.Is(err, picture.ErrNothing) {
		t.Errorf("nothing: %v", err)
	}
	last := 0
	for _, n := range []int{1, 6, picture.MaxRows, 40} {
		rows := make([]picture.Count, n)
		for i := range rows {
			rows[i] = picture.Count{Name: fmt.Sprintf("a-rather-long-name-of-a-server-%d.subsidiary.example.com:8443", i), N: 40 - i}
		}
		raw, err := picture.Counts(say.Literal("Title"), rows, now(), english{})
		if err != nil {
			t.Fatal(err)
		}
		again, err := picture.Counts(say.Literal("Title"), rows, now(), english{})
		if err != nil || !bytes.Equal(raw, again) {
			t.Errorf("%d rows: another picture the second time, %v", n, err)
		}
		img, err := png.Decode(bytes.NewReader(raw))
		if err != nil {
			t.Fatal(err)
		}
		if w, h := img.Bounds().Dx(), img.Bounds().Dy(); w != 800 || h < last || n == 40 && h != last {
			t.Errorf("%d rows: %d by %d", n, w, h)
		}
		last = img.Bounds().Dy()
	}
}
