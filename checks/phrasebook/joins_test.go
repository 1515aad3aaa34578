package phrasebook

import "testing"

func TestJoins(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ lang, words, next, want string }{
		{"es", "a.example y ", "imap.example", "a.example e "},
		{"es", "a.example y ", "Hidalgo CA", "a.example e "},
		{"es", "a.example y ", "hielo.example", "a.example y "},
		{"es", "a.example y ", "mail.example", "a.example y "},
		{"es", "a.example y ", "10.0.0.1", "a.example y "},
		{"es", "uno o ", "otro", "uno u "},
		{"fr", "le certificat de ", "imap.example", "le certificat d’"},
		{"fr", "le certificat de ", "mail.example", "le certificat de "},
		{"fr", "le certificat de ", "hote.example", "le certificat de "},
		{"fr", "De ", "Entrust", "D’"},
		{"fr", "une aide ", "imap.example", "une aide "},
		{"fr", "parce que ", "outlook.example", "parce qu’"},
		{"de", "das Zertifikat von ", "imap.example", "das Zertifikat von "},
	} {
		if got := book(t, tt.lang).Joins(tt.words, tt.next); got != tt.want {
			t.Errorf("%s: %q before %q is %q, want %q", tt.lang, tt.words, tt.next, got, tt.want)
		}
	}
}
