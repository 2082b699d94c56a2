/** The imports of Python's WebAssembly by what becomes of them once the candidate has the interpreter; all others are shut. */

/** Imports that compute, or read what is there: as they are. */
export const OPEN = new Set(
  `environ_sizes_get environ_get clock_res_get fd_fdstat_get fd_pread
  __syscall_getuid32_js __syscall_umask_js __syscall_ioctl __syscall_fcntl64 __syscall_faccessat __syscall_chdir __syscall_fstat64 __syscall_stat64
  __syscall_newfstatat __syscall_lstat64 __syscall_getcwd __syscall_getdents64 __syscall_readlinkat __syscall_statfs64 __syscall_fstatfs64 __syscall_fadvise64
  _timegm_js _mktime_js _gmtime_js emscripten_get_heap_max _PyEM_TrampolineCall_JS _Py_emscripten_runtime _munmap_js _emscripten_get_progname
  exit proc_exit _abort_js __assert_fail emscripten_runtime_keepalive_push emscripten_runtime_keepalive_pop _emscripten_runtime_keepalive_clear _try_fcntl64 saveState restoreState get_suspender`.split(
    /\s+/,
  ),
)

/** Answered as by a disk that cannot be written. */
export const WRITES =
  `__syscall_mkdirat __syscall_mknodat __syscall_unlinkat __syscall_rmdir __syscall_renameat __syscall_symlinkat __syscall_truncate64 __syscall_ftruncate64 __syscall_fallocate
  __syscall_chmod __syscall_fchmod __syscall_fchmodat2 __syscall_fchown32 __syscall_fchownat __syscall_utimensat fd_pwrite`.split(
    /\s+/,
  )

/** Answered with "permission denied". */
export const REFUSED =
  `__syscall_socket __syscall_connect __syscall_bind __syscall_listen __syscall_accept4 __syscall_getpeername __syscall_getsockname __syscall_getsockopt __syscall_recvfrom
  __syscall_recvmsg __syscall_sendmsg __syscall_sendto __syscall_pipe __syscall_poll __syscall_dup __syscall_dup3 _emscripten_system _mmap_js _msync_js getaddrinfo getnameinfo`.split(
    /\s+/,
  )
