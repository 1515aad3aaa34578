package watch

import (
	"slices"
	"testing"
	"time"

	"certdesk/bot"
)

func TestStages(t *testing.T) {
	for _, test := range []struct {
		warn []int
		life time.Duration
		want []float64 // days
	}{
		{DefaultWarn(), 398 * day, []float64{30, 14, 7, 3, 1, 0}},
		{DefaultWarn(), 90 * day, []float64{30, 14, 7, 3, 1, 0}},
		{DefaultWarn(), 47 * day, []float64{14, 7, 3, 1, 0}}, // a third is 15.7, and 14 comes soon after
		{DefaultWarn(), 30 * day, []float64{7, 3, 1, 0}},
		{DefaultWarn(), 12 * day, []float64{3, 1, 0}},
		{DefaultWarn(), 6 * day, []float64{2, 1, 0}},
		{DefaultWarn(), 3 * day, []float64{1, 0}},
		{DefaultWarn(), day / 2, []float64{1. / 6, 0}},
		{[]int{60}, 90 * day, []float64{30, 0}},
		{[]int{1, 30, 7, 7}, 365 * day, []float64{30, 7, 1, 0}},
		{nil, 365 * day, []float64{0}},
		{DefaultWarn(), -day, []float64{0}},
	} {
		var got []float64
		for _, s := range stages(test.warn, test.life) {
			got = append(got, s.Hours()/24)
		}
		if !slices.Equal(got, test.want) {
			t.Errorf("%v of a life of %v: %v, want %v", test.warn, test.life, got, test.want)
		}
	}
}

func TestReached(t *testing.T) {
	end := time.Date(2026, 6, 1, 12, 0, 0, 0, time.UTC)
	leaf := &bot.Leaf{NotBefore: end.AddDate(0, 0, -90), NotAfter: end}
	all := stages(DefaultWarn(), leaf.Life())
	for _, test := range []struct {
		before time.Duration
		want   time.Duration
		ok     bool
		next   time.Duration
	}{
		{31 * day, 0, false, 30 * day},
		{30*day + 1, 0, false, 30 * day},
		{30 * day, 30 * day, true, 14 * day},
		{5 * day, 7 * day, true, 3 * day},
		{1, day, true, 0},
		{0, 0, true, -1},
		{-9 * day, 0, true, -1},
	} {
		now := end.Add(-test.before)
		got, ok := reached(all, leaf, now)
		if got != test.want || ok != test.ok {
			t.Errorf("%v before: %v %v, want %v %v", test.before, got, ok, test.want, test.ok)
		}
		next := coming(all, leaf, now)
		if test.next < 0 != next.IsZero() || test.next >= 0 && !next.Equal(end.Add(-test.next)) {
			t.Errorf("%v before: next at %v", test.before, next)
		}
	}
}

func TestIssuerName(t *testing.T) {
	for _, same := range [][2]string{{"R10", "R11"}, {"Example TLS CA 2024 G2", "Example TLS CA 2026"}, {"GTS CA 1C3", "GTS CA 1D4"}} {
		if issuerName(same[0]) != issuerName(same[1]) {
			t.Errorf("%q and %q are of different authorities", same[0], same[1])
		}
	}
	if issuerName("Example CA R3") == issuerName("Other CA R3") {
		t.Error("two authorities are the same")
	}
}
