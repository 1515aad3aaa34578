//go:build !race

package checktest

import "time"

// patience is far more than a reader needs for the longest text that it reads, on
// the slowest machine: one whose time grows with the square of that needs minutes.
const patience = 30 * time.Second
