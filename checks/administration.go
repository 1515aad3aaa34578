package checks

import "certdesk/checks/say"

// Administration is the half of an answer that is for whoever runs the server:
// what to change there. Package software makes it, of what was seen alone.
type Administration struct {
	// Software is the name of the program, where the server says it; "" else.
	Software string `json:"software,omitempty"`
	// Said is what tells: the server's own words, or the issuer of its certificate.
	Said  string      `json:"said,omitempty"`
	Tasks []AdminTask `json:"tasks"`
	// Elsewhere are other ports of the server that show a certificate which is in
	// order for the same name.
	Elsewhere []Elsewhere `json:"elsewhere,omitempty"`
	// Prove are the commands that show whether it worked.
	Prove []string `json:"prove,omitempty"`
	// Renewal are the commands with which clients of ACME (RFC 8555) have the
	// program read a renewed certificate.
	Renewal []AdminSettings `json:"renewal,omitempty"`
	// ChainPEM is what belongs into the certificate file, where the chain is the
	// fault and all of it is known: the leaf, then its authorities in their order,
	// without the root (RFC 8446 §4.4.2).
	ChainPEM string `json:"chain_pem,omitempty"`
}

// AdminTask is one thing to do.
type AdminTask struct {
	// Code is the finding that it is about.
	Code     Code            `json:"code"`
	Do       say.Text        `json:"do"`
	Settings []AdminSettings `json:"settings,omitempty"`
}

// AdminSettings are lines of one program's configuration, commands, or a path
// through its menus.
type AdminSettings struct {
	// For names the program, with a version where that matters.
	For string `json:"for"`
	// File is where the lines belong; "" for commands and menus.
	File  string   `json:"file,omitempty"`
	Lines []string `json:"lines"`
	// Reload is what makes the program read them.
	Reload []string `json:"reload,omitempty"`
	// Source is the page of the program's maker.
	Source string `json:"source,omitempty"`
}

// Elsewhere is another port of a server, and the certificate that it shows.
type Elsewhere struct {
	Port       int    `json:"port"`
	LeafSHA256 string `json:"leaf_sha256"`
	// Leaf is that certificate.
	Leaf *Certificate `json:"certificate"`
	// Renewed: it has the same names as the one that was asked about, and began
	// later.
	Renewed bool `json:"renewed"`
}
