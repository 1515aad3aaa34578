package clients

// The documents behind the rules, as they were in November 2026. A page of a
// source tree is the program itself: what it does was read there, since no document
// says it. That holds for BoringSSL (OPENSSL_RSA_MAX_MODULUS_BITS in rsa.h,
// ssl_cert.cc), for mozpkix and for NSS (blapit.h). The limit of Windows is that of
// BCRYPT_RSA_ALGORITHM in its documentation of BCryptGenerateKeyPair.
const (
	sourceRFC5280 = "RFC 5280 §6.1"
	sourceRFC9525 = "RFC 9525 §6"
	sourceRFC8446 = "RFC 8446 §4.4.2.2"
	sourceSSL3    = "RFC 7568"
	sourceRFC9155 = "RFC 9155"
	sourceSeen    = "seen in this check"

	sourceLifetimes = "https://cabforum.org/2025/04/11/ballot-sc081v3-introduce-schedule-of-reducing-validity-and-data-reuse-periods/"

	sourceWindowsTLS    = "https://techcommunity.microsoft.com/blog/windows-itpro-blog/tls-1-0-and-tls-1-1-soon-to-be-disabled-in-windows/3887947"
	sourceWindowsCurves = "https://learn.microsoft.com/windows/win32/secauthn/tls-elliptic-curves-in-windows-10-1607-and-later"
	sourceWindowsSuites = "https://learn.microsoft.com/windows/win32/secauthn/tls-cipher-suites-in-windows-11"
	sourceWindowsRSA    = "https://learn.microsoft.com/security-updates/securityadvisories/2012/2661254"
	sourceWindowsRSA2   = "https://learn.microsoft.com/windows/whats-new/deprecated-features"
	sourceWindowsSHA1   = "https://learn.microsoft.com/archive/technet-wiki/32288.windows-enforcement-of-sha1-certificates"
	sourceWindowsMD5    = "https://learn.microsoft.com/security-updates/securityadvisories/2013/2862973"
	sourceWindowsHashes = "https://learn.microsoft.com/windows/win32/seccng/cng-algorithm-identifiers"
	sourceWindowsName   = "https://learn.microsoft.com/windows/win32/api/wincrypt/nf-wincrypt-certverifycertificatechainpolicy"
	sourceWindowsChain  = "https://learn.microsoft.com/windows/win32/api/wincrypt/nf-wincrypt-certgetcertificatechain"
	sourceWindowsPolicy = "https://learn.microsoft.com/windows/win32/api/wincrypt/ns-wincrypt-cert_chain_policy_para"
	sourceWindowsUsage  = "https://learn.microsoft.com/windows/win32/seccrypto/certificate-chains"
	sourceWindowsRSAMax = "https://learn.microsoft.com/windows/win32/api/bcrypt/nf-bcrypt-bcryptgeneratekeypair"
	sourceWindowsRoots  = "https://learn.microsoft.com/security/trusted-root/program-requirements"

	sourceApple      = "https://support.apple.com/103769"
	sourceApple398   = "https://support.apple.com/102028"
	sourceAppleRoots = "https://support.apple.com/103272"
	sourceAppleChain = "https://developer.apple.com/documentation/security/sectrustsetnetworkfetchallowed(_:_:)"
	sourceAppleTLS   = "https://developer.apple.com/documentation/security/preventing-insecure-network-connections"
	sourceAppleTrust = "https://developer.apple.com/documentation/security/sectrustevaluatewitherror(_:_:)"

	sourceMozillaSchemes = "https://searchfox.org/mozilla-central/source/security/manager/ssl/nsNSSIOLayer.cpp"
	sourceMozillaDHE     = "https://www.mozilla.org/firefox/78.0/releasenotes/"
	sourceAndroidDHE     = "https://developer.android.com/reference/javax/net/ssl/SSLSocket"
	sourceMozillaTLS     = "https://www.thunderbird.net/thunderbird/78.0/releasenotes/"
	sourceMozillaSHA1    = "https://www.mozilla.org/firefox/103.0/releasenotes/"
	sourceMozillaPKIX    = "https://wiki.mozilla.org/SecurityEngineering/Certificate_Verification"
	sourceMozpkix        = "https://searchfox.org/mozilla-central/source/security/nss/lib/mozpkix/lib/pkixcheck.cpp"
	sourceMozpkixBuild   = "https://searchfox.org/mozilla-central/source/security/nss/lib/mozpkix/lib/pkixbuild.cpp"
	sourceMozpkixSigned  = "https://searchfox.org/mozilla-central/source/security/nss/lib/mozpkix/lib/pkixder.cpp"
	sourceMozpkixNames   = "https://searchfox.org/mozilla-central/source/security/nss/lib/mozpkix/lib/pkixnames.cpp"
	sourceMozillaOCSP    = "https://searchfox.org/mozilla-central/source/security/certverifier/NSSCertDBTrustDomain.cpp"
	sourceNSSRSA         = "https://searchfox.org/mozilla-central/source/security/nss/lib/freebl/blapit.h"
	sourceMozillaRoots   = "https://wiki.mozilla.org/CA/Included_Certificates"
	sourceMozillaChain   = "https://wiki.mozilla.org/Security/CryptoEngineering/Intermediate_Preloading"
	sourceMozillaStaple  = "https://blog.mozilla.org/security/2015/11/23/improving-revocation-ocsp-must-staple-and-short-lived-certificates/"

	sourceAndroidTLS    = "https://developer.android.com/about/versions/15/behavior-changes-15"
	sourceAndroidSHA1   = "https://developer.android.com/about/versions/10/behavior-changes-all"
	sourceAndroidName   = "https://developer.android.com/about/versions/pie/android-9.0-changes-all"
	sourceAndroidChain  = "https://developer.android.com/privacy-and-security/security-ssl"
	sourceAndroidAnchor = "https://letsencrypt.org/2020/12/21/extending-android-compatibility.html"
	sourceAndroidKeys   = "https://android.googlesource.com/platform/external/conscrypt"
	sourceBoringSSL     = "https://boringssl.googlesource.com/boringssl/+/HEAD/ssl/ssl_cert.cc"
	sourceBoringSSLRSA  = "https://boringssl.googlesource.com/boringssl/+/HEAD/include/openssl/rsa.h"
	sourceAndroidRoots  = "https://developer.android.com/privacy-and-security/security-config"
)
