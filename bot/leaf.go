package bot

import "time"

// Leaf is a certificate as a watch remembers it.
type Leaf struct {
	SHA256    string    `json:"sha256"`
	KeySHA256 string    `json:"key_sha256,omitempty"` // of the SubjectPublicKeyInfo
	IssuedTo  string    `json:"issued_to,omitempty"`
	IssuedBy  string    `json:"issued_by,omitempty"`
	NotBefore time.Time `json:"not_before"`
	NotAfter  time.Time `json:"not_after"`
}

// Life is how long it is valid in all.
func (l *Leaf) Life() time.Duration { return l.NotAfter.Sub(l.NotBefore) }

// EndOf tells whose certificate ends.
type EndOf string

// Whose end it is: that of the leaf, of an authority on its path, or of another
// leaf that some clients are shown.
const (
	EndOfLeaf      EndOf = ""
	EndOfAuthority EndOf = "authority"
	EndOfAnother   EndOf = "another"
)
