package fixes

import "certdesk/checks"

// webSteps are those that make sense where a browser connects: the PC's root
// certificates, its clock, its antivirus program, and the administrator.
var webSteps = [...]int{checks.StepRoots, checks.StepClock, checks.StepAntivirus, checks.StepContact}

// clientSide are the steps for a user who sees the error although the server
// is fine, the quickest to rule out first.
var clientSide = []int{checks.StepClock, checks.StepAntivirus, checks.StepRoots, checks.StepUpdate, checks.StepNames, checks.StepReadd}
