package chain

import (
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"testing"
)

// applicationPolicies is the extension of Windows Server's certificate services.
func applicationPolicies(critical bool, usages ...asn1.ObjectIdentifier) change {
	return func(c *x509.Certificate) {
		var list []struct{ ID asn1.ObjectIdentifier }
		for _, u := range usages {
			list = append(list, struct{ ID asn1.ObjectIdentifier }{u})
		}
		value, err := asn1.Marshal(list)
		if err != nil {
			panic(err)
		}
		c.ExtraExtensions = append(c.ExtraExtensions, pkix.Extension{
			Id: asn1.ObjectIdentifier{1, 3, 6, 1, 4, 1, 311, 21, 10}, Critical: critical, Value: value})
	}
}

var serverAuth = asn1.ObjectIdentifier{1, 3, 6, 1, 5, 5, 7, 3, 1}

func usage(usages ...x509.ExtKeyUsage) change {
	return func(c *x509.Certificate) { c.ExtKeyUsage = usages }
}

func TestUsages(t *testing.T) {
	root := newRoot(t, "Root")
	judge := New(trust(t, "test", root))
	const critical = "invalid:critical-extension:"
	for _, tc := range []struct {
		name     string
		ca, leaf []change
		want     []string
	}{
		{"application policies beside a usage", nil, []change{applicationPolicies(true, serverAuth)}, []string{"trusted"}},
		{"the same in an authority", []change{usage(x509.ExtKeyUsageServerAuth), applicationPolicies(true, serverAuth)}, nil, []string{"trusted"}},
		{"application policies beside another usage", nil, []change{usage(x509.ExtKeyUsageClientAuth), applicationPolicies(true, serverAuth)}, []string{"trusted", "usage:clientAuth"}},
		{"application policies alone", nil, []change{usage(), applicationPolicies(true, serverAuth)}, []string{"invalid", critical + host}},
		{"application policies alone in an authority", []change{applicationPolicies(true, serverAuth)}, nil, []string{"invalid", critical + "CA"}},
		{"application policies alone, not critical", nil, []change{usage(), applicationPolicies(false, serverAuth)}, []string{"trusted"}},

		{"any usage", nil, []change{usage(x509.ExtKeyUsageAny)}, []string{"trusted"}},
		{"server gated alone", nil, []change{usage(x509.ExtKeyUsageMicrosoftServerGatedCrypto)}, []string{"trusted", "usage:microsoftServerGatedCrypto"}},
		{"server gated alone in an authority", []change{usage(x509.ExtKeyUsageNetscapeServerGatedCrypto)}, nil, []string{"trusted", "usage:netscapeServerGatedCrypto"}},
		{"server gated beside another in an authority", []change{usage(x509.ExtKeyUsageNetscapeServerGatedCrypto, x509.ExtKeyUsageClientAuth)}, nil,
			[]string{"trusted", "usage:netscapeServerGatedCrypto+clientAuth"}},
		{"server gated beside server", []change{usage(x509.ExtKeyUsageNetscapeServerGatedCrypto, x509.ExtKeyUsageServerAuth)}, nil, []string{"trusted"}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			ca := root.authority("CA", tc.ca...)
			got := judge.Judge(Input{Sent: sent(ca.server(host, tc.leaf...), ca), Name: host, At: now})
			expect(t, got, tc.want...)
		})
	}
}
