package fixes

import "certdesk/checks/programs"

// Count is how many steps there are; their numbers run from 1.
const Count = programs.Count

// settingsStep is the step of port and encryption, accept the one that accepts
// the certificate, contact the last resort.
const (
	settingsStep = 3
	accept       = 9
	contact      = 10
)

// webSteps are those that make sense where a browser connects: the PC's root
// certificates, its clock, its antivirus program, and the administrator.
var webSteps = [...]int{4, 6, 8, contact}

// clientSide are the steps for a user who sees the error although the server
// is fine, the quickest to rule out first.
var clientSide = []int{6, 8, 4, 5, 2, 7}
