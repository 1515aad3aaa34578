package command

// Names are the commands that can be typed, without a slash.
func Names() []string {
	var names []string
	for _, v := range verbs {
		names = append(names, v.name)
	}
	return names
}

// WatchVerbs are what can stand behind /certwatch.
func WatchVerbs() []string {
	var names []string
	for _, v := range watchVerbs {
		names = append(names, v.name)
	}
	return names
}
