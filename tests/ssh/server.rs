//! A real sshd on loopback with a ledger behind it, and clients with keys of their own.

#![allow(clippy::unwrap_used, reason = "a test may fail")]

use std::fs;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::{Duration, Instant};

use portable_pty::CommandBuilder;
use taizhang::store::Store;

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
    /// A ledger with sample records, and a server whose only keys are those that [`Server::admit`]
    /// adds.
    pub(crate) fn start() -> Self {
        let folder = Folder::with_ledger();
        let path = |name: &str| folder.path(name).display().to_string();
        keygen(&folder.path("host"));
        folder.write("authorized_keys", "");
        let port = free_port();
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
        let sshd = ["/usr/sbin/sshd", "/usr/bin/sshd"]
            .into_iter()
            .find(|path| Path::new(path).exists());
        let mut child = Command::new(sshd.expect("no sshd: install openssh-server"))
            .args(["-D", "-e", "-f", &path("sshd_config")])
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        await_listening(&mut child);
        let user =
            String::from_utf8(Command::new("id").arg("-un").output().unwrap().stdout).unwrap();
        Self {
            folder,
            child,
            port,
            user: user.trim().to_owned(),
        }
    }

    /// Makes a key for a person and admits it with the line that the program prints for it.
    pub(crate) fn admit(&self, role: &str, name: &str, more: &[&str]) -> Client<'_> {
        let client = self.client(name);
        let (public, db) = (
            format!("{}.pub", client.key.display()),
            self.ledger().display().to_string(),
        );
        let program = env!("CARGO_BIN_EXE_taizhang");
        let args = [
            "access",
            "line",
            "--role",
            role,
            "--as",
            name,
            "--key",
            &public,
            "--program",
            program,
        ];
        let line = self
            .folder
            .run_all(&[&["--db", &db], &args[..], more].concat())
            .good();
        self.write_line(&line);
        client
    }

    /// Somebody whose key is not limited to anything.
    pub(crate) fn admit_to_everything(&self, name: &str) -> Client<'_> {
        let client = self.client(name);
        self.write_line(&fs::read_to_string(client.key.with_extension("pub")).unwrap());
        client
    }

    fn client(&self, name: &str) -> Client<'_> {
        let key = self.folder.path(&format!("key-{name}"));
        keygen(&key);
        Client {
            server: self,
            name: name.to_owned(),
            key,
            port: self.port,
        }
    }

    fn write_line(&self, line: &str) {
        let lines = self.folder.read("authorized_keys");
        self.folder.write("authorized_keys", lines + line);
    }

    /// The ledger, opened as a program on the server would.
    pub(crate) fn store(&self) -> Store {
        Store::open(&self.ledger()).unwrap()
    }

    pub(crate) const fn port(&self) -> u16 {
        self.port
    }

    /// A port behind which is the same server, `delay` further away in each direction.
    fn far_port(&self, delay: Duration) -> u16 {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let (near, far) = (self.port, listener.local_addr().unwrap().port());
        thread::spawn(move || {
            for client in listener.incoming().map_while(Result::ok) {
                let server = TcpStream::connect(("127.0.0.1", near)).unwrap();
                relay(
                    client.try_clone().unwrap(),
                    server.try_clone().unwrap(),
                    delay,
                );
                relay(server, client, delay);
            }
        });
        far
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

/// A port that nobody listens on.
pub(crate) fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap()
        .port()
}

/// Passes bytes on, each `delay` after it came.
fn relay(mut from: TcpStream, mut to: TcpStream, delay: Duration) {
    let (sender, receiver) = mpsc::channel::<(Instant, Vec<u8>)>();
    to.set_nodelay(true).unwrap();
    thread::spawn(move || {
        let mut buffer = [0; 16 * 1024];
        while let Ok(count @ 1..) = from.read(&mut buffer) {
            let _ = sender.send((Instant::now() + delay, buffer[..count].to_vec()));
        }
    });
    thread::spawn(move || {
        for (due, bytes) in receiver {
            thread::sleep(due.saturating_duration_since(Instant::now()));
            if to.write_all(&bytes).is_err() {
                break;
            }
        }
        let _ = to.shutdown(Shutdown::Both);
    });
}

fn keygen(at: &Path) {
    let made = Command::new("ssh-keygen")
        .args(["-q", "-t", "ed25519", "-N", "", "-f"])
        .arg(at)
        .status()
        .unwrap();
    assert!(made.success());
}

/// Waits until the server says so, and goes on reading: a full pipe would stop it.
fn await_listening(child: &mut Child) {
    let mut lines = BufReader::new(child.stderr.take().unwrap()).lines();
    let listening = lines
        .by_ref()
        .map_while(Result::ok)
        .any(|line| line.contains("Server listening"));
    assert!(listening, "sshd did not start");
    thread::spawn(move || lines.for_each(drop));
}

/// Somebody with a key.
pub(crate) struct Client<'a> {
    server: &'a Server,
    pub(crate) name: String,
    key: PathBuf,
    port: u16,
}

impl Client<'_> {
    /// The same person, `delay` further away from the server in each direction.
    pub(crate) fn far(self, delay: Duration) -> Self {
        Self {
            port: self.server.far_port(delay),
            ..self
        }
    }

    fn options(&self) -> Vec<String> {
        let set = [
            "StrictHostKeyChecking=no",
            "UserKnownHostsFile=/dev/null",
            "LogLevel=ERROR",
            "BatchMode=yes",
            "IdentitiesOnly=yes",
            "SendEnv=LANG NO_COLOR",
        ];
        let mut options = vec![
            "-F".to_owned(),
            "none".to_owned(),
            "-i".to_owned(),
            self.key.display().to_string(),
        ];
        options.extend(
            set.into_iter()
                .flat_map(|option| ["-o".to_owned(), option.to_owned()]),
        );
        options
    }

    /// The words that open a terminal session: what a person types who just connects.
    pub(crate) fn words(&self) -> Vec<String> {
        let port = self.port.to_string();
        let rest = ["-p".to_owned(), port, "-tt".to_owned(), self.target()];
        std::iter::once("ssh".to_owned())
            .chain(self.options())
            .chain(rest)
            .collect()
    }

    fn target(&self) -> String {
        format!("{}@127.0.0.1", self.server.user)
    }

    /// Its terminal session.
    pub(crate) fn session(&self, adjust: impl FnOnce(&mut CommandBuilder)) -> Rig {
        let words = self.words();
        let mut command = CommandBuilder::new(&words[0]);
        command.args(&words[1..]);
        settle_in(&mut command);
        adjust(&mut command);
        Rig::run(Answers::Truly, command)
    }

    /// `ssh` without a terminal, with options before and a command behind the host.
    pub(crate) fn ssh(&self, before: &[&str], command: &[&str]) -> Output {
        let mut ssh = Command::new("ssh");
        ssh.args(self.options())
            .args(["-p", &self.port.to_string()]);
        ssh.args(before).arg(self.target()).args(command);
        ended(ssh)
    }

    /// `ssh` without a terminal that goes on until it is ended.
    pub(crate) fn ssh_that_stays(&self, before: &[&str]) -> Child {
        let mut ssh = Command::new("ssh");
        ssh.args(self.options())
            .args(["-p", &self.port.to_string(), "-N"]);
        ssh.args(before)
            .arg(self.target())
            .stdin(Stdio::null())
            .spawn()
            .unwrap()
    }

    /// The processes of the program that serve this person.
    pub(crate) fn processes(&self) -> Vec<u32> {
        let words = [
            format!("--db={}", self.server.ledger().display()),
            format!("--as={}", self.name),
        ];
        processes_with(&words)
    }

    /// `scp` or `sftp` of a file of the server.
    pub(crate) fn copy(&self, program: &str, more: &[&str], from: &str, to: &Path) -> Output {
        let mut copy = Command::new(program);
        copy.args(self.options())
            .args(["-P", &self.port.to_string()]);
        copy.args(more)
            .arg(format!("{}:{from}", self.target()))
            .arg(to);
        ended(copy)
    }
}

/// Runs to the end, which must come by itself.
fn ended(mut command: Command) -> Output {
    let command = command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    // Read while it runs: a whole snapshot is more than a pipe holds.
    let mut pipe = child.stdout.take().unwrap();
    let reading = thread::spawn(move || {
        let mut bytes = Vec::new();
        pipe.read_to_end(&mut bytes).map(|_| bytes)
    });
    let deadline = Instant::now() + Duration::from_secs(20);
    while child.try_wait().unwrap().is_none() && Instant::now() < deadline {
        thread::sleep(Duration::from_millis(20));
    }
    let is_over = child.try_wait().unwrap().is_some();
    let _ = child.kill();
    let mut output = child.wait_with_output().unwrap();
    assert!(is_over, "went on: {command:?}");
    output.stdout = reading.join().unwrap().unwrap();
    output
}

/// The tester's own environment must not show through.
pub(crate) fn settle_in(command: &mut CommandBuilder) {
    for name in ["NO_COLOR", "LC_ALL", "LC_MESSAGES", "TMUX", "SSH_AUTH_SOCK"] {
        command.env_remove(name);
    }
    command.env("TERM", "xterm-256color");
    command.env("LANG", "zh_CN.UTF-8");
}

/// The processes of the program that were started with all of these among their arguments.
fn processes_with(words: &[String]) -> Vec<u32> {
    let numbers = fs::read_dir("/proc")
        .unwrap()
        .filter_map(|entry| entry.ok()?.file_name().to_str()?.parse().ok());
    let is_meant = |pid: &u32| {
        let line = fs::read(format!("/proc/{pid}/cmdline")).unwrap_or_default();
        let arguments: Vec<&[u8]> = line.split(|byte| *byte == 0).collect();
        arguments[0].ends_with(b"taizhang")
            && words
                .iter()
                .all(|word| arguments.contains(&word.as_bytes()))
    };
    numbers.filter(is_meant).collect()
}
