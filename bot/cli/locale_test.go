package cli

import "testing"

// A conversation is in the language of the locale, as that of other programs on the
// terminal, where it is one of ours.
func TestLocaleLanguage(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		environment map[string]string
		want        string
	}{
		{nil, "en"},
		{map[string]string{"LANG": "de_DE.UTF-8"}, "de"},
		{map[string]string{"LANG": "fr_CA@euro"}, "fr"},
		{map[string]string{"LANG": "es"}, "es"},
		{map[string]string{"LANG": "de.utf8"}, "de"},
		{map[string]string{"LANG": "it_IT.UTF-8"}, "en"},
		{map[string]string{"LANG": "C.UTF-8"}, "en"},
		{map[string]string{"LANG": "C", "LC_CTYPE": "de_DE.UTF-8"}, "en"},
		{map[string]string{"LANG": "de_DE.UTF-8", "LC_MESSAGES": "fr_FR.UTF-8"}, "fr"},
		{map[string]string{"LANG": "de_DE.UTF-8", "LC_MESSAGES": "fr_FR.UTF-8", "LC_ALL": "es_ES.UTF-8"}, "es"},
		{map[string]string{"LANG": "de_DE.UTF-8", "LC_ALL": "C"}, "en"},
		{map[string]string{"LANG": "deutsch"}, "en"},
	} {
		if got := localeLanguage(func(name string) string { return tt.environment[name] }); got != tt.want {
			t.Errorf("%v: %q, want %q", tt.environment, got, tt.want)
		}
	}
}
