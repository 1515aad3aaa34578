//go:build race

package checktest

import "time"

// patience is far more than a reader needs for the longest text that it reads, on
// the slowest machine: one whose time grows with the square of that needs minutes,
// and hours under the race detector, which makes everything a hundred times slower.
const patience = 10 * time.Minute
