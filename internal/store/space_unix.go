//go:build unix

package store

import "golang.org/x/sys/unix"

// freeSpace on the disk of a folder, for this user, in bytes.
func freeSpace(folder string) (int64, bool) {
	var s unix.Statfs_t
	if err := unix.Statfs(folder, &s); err != nil {
		return 0, false
	}
	return int64(s.Bavail) * int64(s.Bsize), true
}
