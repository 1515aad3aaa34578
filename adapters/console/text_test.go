package console

import (
	"slices"
	"testing"
)

func TestRowsKeepWhatBelongsTogether(t *testing.T) {
	t.Parallel()
	text := Style{Unicode: true}.text("Cliquez sur «\u00a0Afficher\u00a0» ici\u00a0:\tmerci")
	if got, want := rows(text, 22), []string{"Cliquez sur", "« Afficher » ici :", "merci"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	if got, want := rows("mail.hoster.example is its name", 10), []string{"mail.hoster.example", "is its", "name"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	if got, want := (Style{}).text("„Ja“, «\u00a0Oui\u00a0», «Sí»"), `"Ja", "Oui", "Sí"`; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}
