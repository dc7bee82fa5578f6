//! A real sshd on loopback with a ledger behind it, and clients with keys of their own.

#![allow(clippy::unwrap_used, reason = "a test may fail")]

use std::fs;
use std::io::{BufRead as _, BufReader};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use portable_pty::CommandBuilder;

use crate::program::Folder;
use crate::rig::{Answers, Rig};

/// The server. It and every session behind it end with it.
pub(crate) struct Server {
    pub(crate) folder: Folder,
    child: Child,
    port: u16,
    user: String,
}

impl Server {
    /// A ledger with sample records, and a server whose only keys are those that [`Server::admit`] adds.
    pub(crate) fn start() -> Self {
        let folder = Folder::with_ledger();
        let path = |name: &str| folder.path(name).display().to_string();
        keygen(&folder.path("host"));
        folder.write("authorized_keys", "");
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        // Root's sshd wants a folder for the half of it that gives its rights up.
        let _ = fs::create_dir_all("/run/sshd");
        let config = format!(
            "Port {port}\nListenAddress 127.0.0.1\nHostKey {}\nAuthorizedKeysFile {}\nPidFile none\nStrictModes no\n\
             UsePAM no\nPasswordAuthentication no\nKbdInteractiveAuthentication no\nPermitRootLogin prohibit-password\n\
             AcceptEnv LANG LC_* NO_COLOR\nSubsystem sftp internal-sftp\nMaxStartups 100\n",
            path("host"),
            path("authorized_keys"),
        );
        folder.write("sshd_config", config);
        let sshd = ["/usr/sbin/sshd", "/usr/bin/sshd"].into_iter().find(|path| Path::new(path).exists());
        let mut child = Command::new(sshd.unwrap())
            .args(["-D", "-e", "-f", &path("sshd_config")])
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        await_listening(&mut child);
        let user = String::from_utf8(Command::new("id").arg("-un").output().unwrap().stdout).unwrap();
        Self { folder, child, port, user: user.trim().to_owned() }
    }

    /// Makes a key for a person and admits it with the line that the program prints for it.
    pub(crate) fn admit(&self, role: &str, name: &str, more: &[&str]) -> Client<'_> {
        let key = self.folder.path(&format!("key-{name}"));
        keygen(&key);
        let (public, db) = (format!("{}.pub", key.display()), self.ledger().display().to_string());
        let program = env!("CARGO_BIN_EXE_taizhang");
        let args = ["access", "line", "--role", role, "--as", name, "--key", &public, "--program", program];
        let line = self.folder.run_all(&[&["--db", &db], &args[..], more].concat()).good();
        let mut lines = self.folder.read("authorized_keys");
        lines.push_str(&line);
        self.folder.write("authorized_keys", lines);
        Client { server: self, key }
    }

    pub(crate) fn ledger(&self) -> PathBuf {
        self.folder.path("taizhang.db")
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn keygen(at: &Path) {
    let made = Command::new("ssh-keygen").args(["-q", "-t", "ed25519", "-N", "", "-f"]).arg(at).status().unwrap();
    assert!(made.success());
}

/// Waits until the server says so, and goes on reading: a full pipe would stop it.
fn await_listening(child: &mut Child) {
    let mut lines = BufReader::new(child.stderr.take().unwrap()).lines();
    let listening = lines.by_ref().map_while(Result::ok).any(|line| line.contains("Server listening"));
    assert!(listening, "sshd did not start");
    thread::spawn(move || lines.for_each(drop));
}

/// Somebody with a key.
pub(crate) struct Client<'a> {
    server: &'a Server,
    key: PathBuf,
}

impl Client<'_> {
    fn options(&self) -> Vec<String> {
        let fixed = [
            "-F",
            "none",
            "-o",
            "StrictHostKeyChecking=no",
            "-o",
            "UserKnownHostsFile=/dev/null",
            "-o",
            "LogLevel=ERROR",
            "-o",
            "BatchMode=yes",
            "-o",
            "IdentitiesOnly=yes",
            "-o",
            "SendEnv=LANG NO_COLOR",
        ];
        let key = ["-i".to_owned(), self.key.display().to_string()];
        fixed.map(str::to_owned).into_iter().chain(key).collect()
    }

    fn target(&self) -> String {
        format!("{}@127.0.0.1", self.server.user)
    }

    /// Its terminal session: what a person gets who just connects.
    pub(crate) fn session(&self, adjust: impl FnOnce(&mut CommandBuilder)) -> Rig {
        let mut command = CommandBuilder::new("ssh");
        command.args(self.options()).args(["-p", &self.server.port.to_string(), "-tt", &self.target()]);
        command.env("TERM", "xterm-256color");
        command.env("LANG", "C.UTF-8");
        adjust(&mut command);
        Rig::run(Answers::Truly, command)
    }

    /// `ssh` without a terminal, with options before and a command behind the host.
    pub(crate) fn ssh(&self, before: &[&str], command: &[&str]) -> Output {
        let mut ssh = Command::new("ssh");
        ssh.args(self.options()).args(["-p", &self.server.port.to_string()]);
        ssh.args(before).arg(self.target()).args(command);
        ended(ssh)
    }

    /// `scp` or `sftp` of a file of the server.
    pub(crate) fn copy(&self, program: &str, from: &str, to: &Path) -> Output {
        let mut copy = Command::new(program);
        copy.args(self.options()).args(["-P", &self.server.port.to_string()]);
        copy.arg(format!("{}:{from}", self.target())).arg(to);
        ended(copy)
    }
}

/// Runs to the end, which must come by itself.
fn ended(mut command: Command) -> Output {
    let command = command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    let deadline = Instant::now() + Duration::from_secs(20);
    while child.try_wait().unwrap().is_none() {
        assert!(Instant::now() < deadline, "still running: {command:?}");
        thread::sleep(Duration::from_millis(20));
    }
    child.wait_with_output().unwrap()
}

/// The processes of the program that were started with a word among their arguments.
pub(crate) fn processes_with(word: &str) -> Vec<u32> {
    let numbers = fs::read_dir("/proc").unwrap().filter_map(|entry| entry.ok()?.file_name().to_str()?.parse().ok());
    let is_meant = |pid: &u32| {
        let arguments = fs::read(format!("/proc/{pid}/cmdline")).unwrap_or_default();
        let mut arguments = arguments.split(|byte| *byte == 0);
        let program = arguments.next().unwrap_or_default();
        program.ends_with(b"taizhang") && arguments.any(|argument| argument == word.as_bytes())
    };
    numbers.filter(is_meant).collect()
}
