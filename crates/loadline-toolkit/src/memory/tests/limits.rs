//! Limits of control groups, from folders like the kernel's.

use crate::memory::limit::group_limit;
use std::{fs, path::Path};

fn group(root: &Path, path: &str, file: &str, limit: &str) {
    fs::create_dir_all(root.join(path)).expect("a folder");
    fs::write(root.join(path).join(file), limit).expect("written");
}

#[test]
fn version_two_takes_the_tightest_along_the_path() {
    let root = tempfile::tempdir().expect("a folder");
    group(root.path(), "", "memory.max", "900\n");
    group(root.path(), "a", "memory.max", "500\n");
    group(root.path(), "a/b", "memory.max", "max\n");
    assert_eq!(group_limit("0::/a/b\n", root.path()), Some(500));
    assert_eq!(group_limit("0::/not/there\n", root.path()), Some(900));
}

#[test]
fn version_one_has_the_memory_controllers_own_path() {
    let root = tempfile::tempdir().expect("a folder");
    group(root.path(), "memory/x", "memory.limit_in_bytes", "700\n");
    group(root.path(), "memory", "memory.limit_in_bytes", "9223372036854771712\n");
    let groups = "5:cpu,cpuacct:/y\n4:memory:/x\n0::/\n";
    assert_eq!(group_limit(groups, root.path()), Some(700));
    assert_eq!(group_limit("4:memory:/\n", root.path()), None, "that number is no limit");
}

#[test]
fn what_makes_no_sense_is_no_limit() {
    let root = tempfile::tempdir().expect("a folder");
    for groups in ["", "0", "0:", "::", "0::/../../etc", "nonsense\n\n"] {
        assert_eq!(group_limit(groups, root.path()), None, "{groups:?}");
    }
}
