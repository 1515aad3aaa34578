package resolve

import (
	"net/netip"
	"testing"
)

// TestSomeOfManyAddresses: of a name with very many addresses some of each family
// are looked at, and the others are counted.
func TestSomeOfManyAddresses(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ four, six, wantFour, wantSix int }{
		{1, 0, 1, 0}, {0, 3, 0, 3}, {8, 8, 8, 8}, {200, 0, 16, 0}, {0, 200, 0, 16},
		{100, 100, 8, 8}, {199, 1, 15, 1}, {1, 199, 1, 15}, {12, 5, 11, 5},
	} {
		var all []netip.Addr
		for i := range tt.six {
			all = append(all, netip.AddrFrom16([16]byte{0x20, 0x01, 0x0d, 0xb8, 15: byte(i)}))
		}
		for i := range tt.four {
			all = append(all, netip.AddrFrom4([4]byte{192, 0, 2, byte(i)}))
		}
		looked, beyond := some(tidy(all))
		four, six := 0, 0
		for _, a := range looked {
			if a.Is4() {
				four++
			} else {
				six++
			}
		}
		if four != tt.wantFour || six != tt.wantSix || beyond != len(all)-four-six {
			t.Errorf("of %d and %d: %d and %d, and %d beyond; want %d and %d", tt.four, tt.six, four, six, beyond, tt.wantFour, tt.wantSix)
		}
	}
}
