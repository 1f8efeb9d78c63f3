internal import CKioskShims

/// Has all threads of the process allocate from one heap, instead of from one each; to be called before the
/// others start.
///
/// Each heap of glibc's keeps memory of its own, and those of threads grow a page at a time, a system call
/// each.
public func useOneHeap() { kiosk_use_one_heap() }

/// Returns free memory of the heap to the system, and takes the program's code out of its memory.
///
/// Code stays in the page cache, and comes back page by page as it runs: what only the start needed does not.
public func trimMemory() { kiosk_trim_memory() }
