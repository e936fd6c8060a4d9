//! What a terminal sees of a long run whose rows go elsewhere.

use std::io::Read;
use std::process::{Command, Stdio};
use std::sync::mpsc;
use std::time::Duration;

use nix::pty::openpty;

use crate::support::root;

/// Longer than the run takes on a busy machine.
const PATIENCE: Duration = Duration::from_secs(60);

#[test]
fn a_bar_is_drawn_and_taken_away_and_nothing_waits_for_it() {
    let folder = std::env::temp_dir().join(format!("elig-terminal-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let patients = folder.join("patients.ndjson");
    let one = std::fs::read_to_string(root().join("trials/patients/NCT07181720.ndjson")).unwrap();
    std::fs::write(&patients, one.repeat(100)).unwrap();
    let rows = std::fs::File::create(folder.join("rows.csv")).unwrap();

    let pty = openpty(None, None).unwrap();
    let mut run = Command::new(env!("CARGO_BIN_EXE_elig"))
        .arg("evaluate")
        .arg(root().join("trials/NCT07181720.elig"))
        .args(["--format", "csv", "--ascii", "--patients"])
        .arg(&patients)
        .env("TERM", "xterm")
        .stdout(rows)
        .stderr(Stdio::from(pty.slave))
        .spawn()
        .unwrap();
    let mut terminal = std::fs::File::from(pty.master);
    let (sender, ended) = mpsc::channel();
    std::thread::spawn(move || {
        let (mut seen, mut some) = (Vec::new(), [0; 4096]);
        // A terminal whose other end is closed reads as an error.
        while let Ok(count @ 1..) = terminal.read(&mut some) {
            seen.extend_from_slice(&some[..count]);
        }
        let _ = sender.send(seen);
    });
    let seen = ended.recv_timeout(PATIENCE);
    if seen.is_err() {
        run.kill().unwrap();
    }
    assert!(run.wait().unwrap().success());
    let seen = String::from_utf8_lossy(&seen.unwrap()).into_owned();
    assert!(seen.contains("records") && seen.contains('%'), "{seen:?}");
    // Cleared at the end: the last thing drawn is an empty line.
    assert!(
        seen.trim_end_matches(['\r', '\n']).ends_with("\u{1b}[2K") || seen.ends_with('\r'),
        "{seen:?}"
    );
    let rows = std::fs::read_to_string(folder.join("rows.csv")).unwrap();
    assert_eq!(rows.lines().count(), 1 + 100 * one.lines().count());
    std::fs::remove_dir_all(&folder).unwrap();
}
