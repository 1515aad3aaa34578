package cli

import "testing"

func TestListed(t *testing.T) {
	for _, tt := range []struct {
		names []string
		want  string
	}{
		{nil, ""},
		{[]string{"a"}, "a"},
		{[]string{"a", "b"}, "a and b"},
		{[]string{"a", "b", "c"}, "a, b and c"},
	} {
		if got := listed(tt.names); got != tt.want {
			t.Errorf("listed(%q) = %q, want %q", tt.names, got, tt.want)
		}
	}
}
