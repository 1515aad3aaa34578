package fixes

import (
	"slices"
	"testing"

	"certdesk/checks"
)

func TestMerge(t *testing.T) {
	t.Parallel()
	tests := []struct {
		lists [][]int
		want  []int
	}{
		{nil, []int{}},
		{[][]int{{1, 2, 7, 10}}, []int{1, 2, 7, 10}},
		{[][]int{{10, 4}}, []int{10, 4}},
		{[][]int{{6, 10}, {1, 2, 7, 10}}, []int{6, 1, 2, 7, 10}},
		{[][]int{{1, 9, 10}, {6, 10}}, []int{1, 9, 6, 10}},
		{[][]int{{8, 1, 4, 10}, {1, 8, 4, 9, 10}}, []int{8, 1, 4, 9, 10}},
		{[][]int{{10, 4}, {1, 8, 4, 9, 10}}, []int{1, 8, 10, 4, 9}},
		{[][]int{{10}, {2, 3, 8, 10}}, []int{2, 3, 8, 10}},
		{[][]int{{5, 3, 10}, {3, 2, 10}, {10, 5}}, []int{5, 3, 2, 10}},
		{[][]int{{1, 2}, {2, 3}, {3, 1}}, []int{1, 2, 3}},
		{[][]int{{1, 1, 2}, {2, 2}}, []int{1, 2}},
	}
	for _, tt := range tests {
		if got := merge(tt.lists); !slices.Equal(got, tt.want) {
			t.Errorf("merge(%v) = %v, want %v", tt.lists, got, tt.want)
		}
	}
}

// Whatever is thrown in comes out once, and in bounded time.
func FuzzMerge(f *testing.F) {
	f.Add([]byte{1, 2, 0, 3, 1, 0, 10, 4})
	f.Fuzz(func(t *testing.T, in []byte) {
		lists := [][]int{nil}
		want := map[int]bool{}
		for _, b := range in {
			if n := int(b % (checks.StepCount + 1)); n == 0 {
				lists = append(lists, nil)
			} else {
				lists[len(lists)-1] = append(lists[len(lists)-1], n)
				want[n] = true
			}
		}
		got := merge(lists)
		if len(got) != len(want) {
			t.Fatalf("merge(%v) = %v", lists, got)
		}
		for _, n := range got {
			if !want[n] {
				t.Fatalf("merge(%v) = %v", lists, got)
			}
		}
	})
}
