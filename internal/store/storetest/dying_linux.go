package storetest

import "syscall"

// dying makes a server end with the test that started it, even when that is
// killed.
func dying() *syscall.SysProcAttr { return &syscall.SysProcAttr{Pdeathsig: syscall.SIGQUIT} }
