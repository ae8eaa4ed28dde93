//! Runs that somebody ends: by Ctrl-C once or twice, by SIGTERM, by SIGKILL, by a full disk.

use std::process::Command;
use std::time::Duration;

use loadline_testkit::{Law, LawServer, MisbehavingServer, Misbehaviour};
use rustix::process::Signal;

use crate::program::{Folder, text};

/// The line that a run prints once its first second is in the store.
const FIRST_SECOND: &str = "1s  users";
/// A run that lasts until it is ended.
const LONG: [&str; 8] =
    ["--users", "2", "--think", "20ms", "--for", "10m", "--graceful-stop", "10m"];

fn server(delay: Duration) -> LawServer {
    LawServer::start(Law::Constant(delay), 1).unwrap()
}

#[test]
fn a_first_interrupt_lets_iterations_finish_and_prints_what_was_measured() {
    for signal in [Signal::INT, Signal::TERM] {
        let server = server(Duration::from_millis(30));
        let folder = Folder::new();
        let mut run = folder.start(&[&["run", &server.url("/")][..], &LONG].concat());
        run.wait_for(FIRST_SECOND);
        run.send(signal);
        let seen = run.end();
        assert_eq!(seen.code, Some(105), "{seen}");
        assert!(seen.stderr.contains("stopping: iterations under way may finish"), "{seen}");
        assert!(seen.stdout.contains("interrupted before its end"), "{seen}");
        let done = format!("{} of {0} requests succeeded", server.served());
        assert!(seen.stdout.contains(&done), "nothing is cut off: {done} in\n{seen}");
        assert!(folder.run(&["history"]).stdout.contains("  interrupted  "));
    }
}

#[test]
fn a_second_interrupt_waits_for_nothing() {
    let server = server(Duration::from_secs(3_600));
    let folder = Folder::new();
    let url = server.url("/");
    let run = [&["run", &url, "--timeout", "2h"][..], &LONG].concat();
    let mut run = folder.start(&run);
    run.wait_for(FIRST_SECOND);
    run.send(Signal::INT);
    run.wait_for("stopping: iterations");
    run.send(Signal::INT);
    let seen = run.end();
    assert_eq!(seen.code, Some(105), "{seen}");
    assert!(seen.stderr.ends_with("stopping at once\n"), "{seen}");
    assert!(seen.stdout.contains("2 cut off"), "{seen}");
}

#[test]
fn waiting_for_a_connection_can_be_interrupted() {
    let server = MisbehavingServer::start(Misbehaviour::NeverAccepts).unwrap();
    let folder = Folder::new();
    let mut run = folder.start(&["run", &server.url("/"), "--connect-timeout", "10m"]);
    run.wait_for(&format!("waiting for a connection to http://{}", server.address()));
    run.send(Signal::INT);
    let seen = run.end();
    assert_eq!(seen.code, Some(105), "{seen}");
    assert!(seen.stderr.ends_with("error: interrupted before the run began\n"), "{seen}");
    assert_eq!(folder.names(), [""; 0], "a run that did not begin is not kept");
}

#[test]
fn a_killed_run_has_its_full_seconds_in_the_store() {
    let server = server(Duration::ZERO);
    let folder = Folder::new();
    let mut run = folder.start(&[&["run", &server.url("/")][..], &LONG].concat());
    run.wait_for(FIRST_SECOND);
    run.send(Signal::KILL);
    assert_eq!(run.end().code, None);
    assert!(folder.run(&["history"]).stdout.contains("  killed, or going on  "));
    let seen = folder.run(&["show", "last", "--out", "json=result.json"]);
    assert_eq!(seen.code, Some(0), "{seen}");
    assert!(seen.stdout.contains("killed before its end"), "{seen}");
    let json: serde_json::Value = serde_json::from_str(&folder.read("result.json")).unwrap();
    assert_eq!(json["run"]["ending"], "killed");
    let seconds = json["run"]["duration_seconds"].as_f64().unwrap();
    assert!(seconds >= 1.0 && seconds.fract() == 0.0, "{seconds} s are whole seconds");
    assert!(json["requests"]["total"].as_u64().unwrap() > 0);
}

/// A file system of its own in memory, where the test may mount one; unmounted in the end.
struct Disk<'a>(&'a Folder);

impl<'a> Disk<'a> {
    fn mount(folder: &'a Folder) -> Option<Self> {
        std::fs::create_dir(folder.path("disk")).unwrap();
        let mut mount = Command::new("mount");
        mount.args(["-t", "tmpfs", "-o", "size=200k", "tmpfs"]).arg(folder.path("disk"));
        mount.output().is_ok_and(|output| output.status.success()).then_some(Self(folder))
    }

    /// Takes all the room that is left.
    fn fill(&self) {
        let mut size = 64 * 1024;
        for number in 0.. {
            let path = self.0.path(&format!("disk/ballast-{number}"));
            if std::fs::write(path, vec![0; size]).is_err() {
                size /= 4;
            }
            if size < 512 {
                return;
            }
        }
    }
}

impl Drop for Disk<'_> {
    fn drop(&mut self) {
        // Best effort: what remains is a folder for temporary files.
        let _ = Command::new("umount").arg(self.0.path("disk")).output();
    }
}

#[test]
fn a_disk_that_fills_up_ends_the_run_and_loses_nothing() {
    let folder = Folder::new();
    let Some(disk) = Disk::mount(&folder) else {
        println!("skipped: file systems cannot be mounted here");
        return;
    };
    let server = server(Duration::ZERO);
    let store = folder.path("disk/store");
    let own = ["run", &server.url("/"), "--store", text(&store)];
    let mut run = folder.start(&[&own[..], &LONG].concat());
    run.wait_for(FIRST_SECOND);
    disk.fill();
    let seen = run.end();
    assert_eq!(seen.code, Some(104), "{seen}");
    let said = "error: failed to write <dir>/disk/store/loadline.db: the disk is full";
    assert!(seen.redacted(&folder).contains(said), "{seen}");
    assert!(seen.stderr.contains("\nhint: make room"), "{seen}");
    let done = format!("{} of {0} requests succeeded", server.served());
    assert!(seen.stdout.contains(&done), "all of it is reported: {done} in\n{seen}");
    let shown = folder.run(&["show", "--store", text(&store)]);
    assert!(shown.stdout.contains("killed before its end"), "{shown}");
}
