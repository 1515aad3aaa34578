package checktest

// Must is what a constructor made. It panics where there is an error: in a test, what
// things are made from is complete.
func Must[T any](made T, err error) T {
	if err != nil {
		panic(err)
	}
	return made
}
