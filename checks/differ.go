package checks

// SettingsDiffer tells that the addresses of one name were seen to want different modes or
// protocols: what is entered for one of them fails at another.
func (f *Facts) SettingsDiffer() bool {
	return f.differ(func(e *Endpoint) string { return string(e.Mode) }) || f.differ((*Endpoint).spoken)
}

// differ tells whether the addresses that speak TLS show two values of something.
func (f *Facts) differ(in func(*Endpoint) string) bool {
	first := ""
	for i := range f.Endpoints {
		e := &f.Endpoints[i]
		if e.Outcome != OutcomeTLS || e.Mode == ModeNone {
			continue
		}
		switch value := in(e); {
		case value != "" && first != "" && value != first:
			return true
		case value != "":
			first = value
		}
	}
	return false
}

// spoken is the protocol that an address was seen to speak, "" where it said nothing.
func (e *Endpoint) spoken() string {
	if e.Mode == ModeSTARTTLS {
		return e.Protocol
	}
	return e.Behind.Protocol
}
