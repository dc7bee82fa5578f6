//! A PostgreSQL cluster in a temporary folder, on a socket and on loopback, which ends with the
//! tests.

use std::fs;
use std::io::{Write as _, stderr};
use std::net::TcpListener;
use std::os::unix::fs::{PermissionsExt as _, chown};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{LazyLock, Mutex};

/// Who runs the server where the tests are run by root, which PostgreSQL refuses.
const SERVER_USER: &str = "postgres";

pub(crate) struct Server {
    bin: PathBuf,
    folder: PathBuf,
    pub(crate) port: u16,
    as_user: bool,
    /// Whether it waits for its disk at each commit.
    is_durable: bool,
    /// Stops the server as its input ends: with this process, however it ends.
    _keeper: Mutex<Child>,
}

/// The server; `None` where there is no PostgreSQL, which is said once.
pub(crate) fn server() -> Option<&'static Server> {
    static SERVER: LazyLock<Option<Server>> = LazyLock::new(|| {
        let started = Server::start("", false);
        if let Err(reason) = &started {
            // Not through `eprintln`, which is shown of failing tests only.
            let _ = writeln!(
                stderr(),
                "the tests of the hub are left out: {reason}; install the package postgresql to run them"
            );
        }
        started.ok()
    });
    SERVER.as_ref()
}

/// The folder with the programs of the server: of the newest version.
fn programs() -> Option<PathBuf> {
    let on_path = std::env::var_os("PATH").and_then(|path| {
        std::env::split_paths(&path).find(|folder| folder.join("initdb").exists())
    });
    let versions = fs::read_dir("/usr/lib/postgresql").into_iter().flatten();
    let bins = versions.filter_map(|version| Some(version.ok()?.path().join("bin")));
    let version = |bin: &PathBuf| -> u32 {
        let name = bin.parent().and_then(|parent| parent.file_name()?.to_str());
        name.and_then(|name| name.parse().ok()).unwrap_or_default()
    };
    let newest = bins
        .filter(|bin| bin.join("initdb").exists())
        .max_by_key(version);
    newest.or(on_path)
}

/// The ids of the user that runs the server, where root runs the tests.
fn server_ids() -> Option<(u32, u32)> {
    let users = fs::read_to_string("/etc/passwd").ok()?;
    let line = users
        .lines()
        .find(|line| line.split(':').next() == Some(SERVER_USER))?;
    let mut fields = line.split(':').skip(2);
    Some((fields.next()?.parse().ok()?, fields.next()?.parse().ok()?))
}

impl Server {
    /// A server that one test has for itself.
    pub(crate) fn own(name: &str) -> Option<&'static Self> {
        server()?;
        Some(Box::leak(Box::new(Self::start(name, false).unwrap())))
    }

    /// Starts a server, in a folder with this name.
    pub(crate) fn start(name: &str, is_durable: bool) -> Result<Self, String> {
        let bin = programs().ok_or("there is no PostgreSQL on this machine")?;
        // Sockets have short paths.
        let folder = PathBuf::from(format!("/tmp/taizhang-hub-{}{name}", std::process::id()));
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder).map_err(|error| error.to_string())?;
        fs::set_permissions(&folder, fs::Permissions::from_mode(0o755)).unwrap();
        let as_user = rustix::process::geteuid().is_root();
        if as_user {
            let (user, group) =
                server_ids().ok_or("root cannot run PostgreSQL, and there is no user postgres")?;
            chown(&folder, Some(user), Some(group)).unwrap();
        }
        let port = free_port();
        let stop = format!(
            "read line; {} {} -D {}/data -m immediate stop >/dev/null 2>&1; rm -rf {}",
            if as_user {
                "runuser -u postgres --"
            } else {
                ""
            },
            bin.join("pg_ctl").display(),
            folder.display(),
            folder.display()
        );
        let keeper = Command::new("sh")
            .args(["-c", &stop])
            .stdin(Stdio::piped())
            .spawn()
            .unwrap();
        let server = Self {
            bin,
            folder,
            port,
            as_user,
            is_durable,
            _keeper: Mutex::new(keeper),
        };
        server.make()?;
        Ok(server)
    }

    fn make(&self) -> Result<(), String> {
        let data = self.data();
        let made = self
            .program("initdb")
            .args([
                "-D",
                &data,
                "-U",
                "postgres",
                "-A",
                "trust",
                "-E",
                "UTF8",
                "--locale=C",
            ])
            .output()
            .map_err(|error| error.to_string())?;
        if !made.status.success() {
            return Err(String::from_utf8_lossy(&made.stderr).into_owned());
        }
        self.certify();
        // Passwords are asked for over TCP, and on the socket of the one login that has one.
        let rules = "local all all trust\nhost all postgres 127.0.0.1/32 trust\nhost all all 127.0.0.1/32 scram-sha-256\n";
        fs::write(format!("{data}/pg_hba.conf"), rules).unwrap();
        self.control("start")
    }

    /// Gives the server a certificate for `localhost`, if there is a program that makes one.
    fn certify(&self) {
        let file = |name: &str| format!("{}/{name}", self.data());
        let authority = self.run_openssl(&[
            "req",
            "-x509",
            "-newkey",
            "rsa:2048",
            "-nodes",
            "-days",
            "2",
            "-subj",
            "/CN=hub test",
            "-keyout",
            &file("ca.key"),
            "-out",
            &file("ca.pem"),
        ]);
        let request = self.run_openssl(&[
            "req",
            "-newkey",
            "rsa:2048",
            "-nodes",
            "-subj",
            "/CN=localhost",
            "-keyout",
            &file("server.key"),
            "-out",
            &file("server.csr"),
        ]);
        fs::write(file("san"), "subjectAltName=DNS:localhost").unwrap();
        let signed = self.run_openssl(&[
            "x509",
            "-req",
            "-in",
            &file("server.csr"),
            "-CA",
            &file("ca.pem"),
            "-CAkey",
            &file("ca.key"),
            "-CAcreateserial",
            "-days",
            "2",
            "-extfile",
            &file("san"),
            "-out",
            &file("server.crt"),
        ]);
        if authority && request && signed {
            fs::copy(file("ca.pem"), self.folder.join("ca.pem")).unwrap();
            let config = file("postgresql.auto.conf");
            fs::write(config, "ssl = on\n").unwrap();
        }
    }

    fn run_openssl(&self, args: &[&str]) -> bool {
        let ran = self.command(Path::new("openssl")).args(args).output();
        ran.is_ok_and(|ran| ran.status.success())
    }

    /// The certificate that the server's own is signed by, if it has one.
    pub(crate) fn authority(&self) -> Option<PathBuf> {
        let file = self.folder.join("ca.pem");
        file.exists().then_some(file)
    }

    /// The folder of its data.
    pub(crate) fn data(&self) -> String {
        format!("{}/data", self.folder.display())
    }

    /// Starts, stops or restarts it.
    pub(crate) fn control(&self, action: &str) -> Result<(), String> {
        let fsync = if self.is_durable { "on" } else { "off" };
        let options = format!(
            "-p {} -k {} -c listen_addresses=127.0.0.1 -c fsync={fsync} -c max_connections=200",
            self.port,
            self.folder.display()
        );
        let log = format!("{}/log", self.folder.display());
        let ran = self
            .program("pg_ctl")
            .args([
                "-D",
                &self.data(),
                "-m",
                "immediate",
                "-w",
                "-l",
                &log,
                "-o",
                &options,
                action,
            ])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status()
            .map_err(|error| error.to_string())?;
        if ran.success() {
            Ok(())
        } else {
            Err(fs::read_to_string(log).unwrap_or_default())
        }
    }

    fn program(&self, name: &str) -> Command {
        self.command(&self.bin.join(name))
    }

    /// A program run as whoever runs the server.
    fn command(&self, program: &Path) -> Command {
        let mut command = if self.as_user {
            let mut command = Command::new("runuser");
            command.args(["-u", SERVER_USER, "--"]).arg(program);
            command
        } else {
            Command::new(program)
        };
        command.current_dir("/").stdin(Stdio::null());
        command
    }

    /// A database that nobody else uses.
    pub(crate) fn database(&self) -> String {
        static COUNT: AtomicUsize = AtomicUsize::new(0);
        let name = format!("hub{}", COUNT.fetch_add(1, Ordering::Relaxed));
        self.sql("postgres", &format!("CREATE DATABASE {name}"));
        name
    }

    /// The address of a database on the socket, for a login without a password.
    pub(crate) fn url(&self, login: &str, database: &str) -> String {
        let folder = self.folder.display().to_string().replace('/', "%2F");
        format!("postgresql://{login}@{folder}:{}/{database}", self.port)
    }

    /// What another program reads: rows a line, columns with `|` between them.
    #[track_caller]
    pub(crate) fn sql(&self, database: &str, sql: &str) -> String {
        let (is_good, out, err) = self.try_sql("postgres", database, sql);
        assert!(is_good, "{sql}: {err}");
        out
    }

    /// The same as another login, which may be refused.
    pub(crate) fn try_sql(&self, login: &str, database: &str, sql: &str) -> (bool, String, String) {
        let ran = Command::new(self.bin.join("psql"))
            .args([
                "-X",
                "-q",
                "-A",
                "-t",
                "-v",
                "ON_ERROR_STOP=1",
                "-U",
                login,
                "-d",
                database,
                "-c",
                sql,
            ])
            .arg("-h")
            .arg(&self.folder)
            .args(["-p", &self.port.to_string()])
            .env("PGCLIENTENCODING", "UTF8")
            .output()
            .unwrap();
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap().trim_end().to_owned();
        (ran.status.success(), text(ran.stdout), text(ran.stderr))
    }
}

fn free_port() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    listener.local_addr().unwrap().port()
}
