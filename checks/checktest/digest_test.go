package checktest_test

import (
	"crypto"
	"crypto/md5"
	"crypto/sha1"

	"certdesk/checks/checktest"
)

func digest(d checktest.Digest, message []byte) (crypto.Hash, []byte) {
	if d == checktest.MD5 {
		sum := md5.Sum(message)
		return crypto.MD5, sum[:]
	}
	sum := sha1.Sum(message)
	return crypto.SHA1, sum[:]
}
