//! What something took: time, processor time on both sides, and memory.

use std::fs;
use std::process::Stdio;
use std::thread;
use std::time::{Duration, Instant};

use crate::server::Server;
use crate::world::World;

/// Linux counts processor time in hundredths of a second, whatever its own clock is.
const TICKS_A_SECOND: f64 = 100.0;

/// What something took.
pub(crate) struct Cost {
    pub(crate) wall: Duration,
    /// Seconds of the processor in processes that were started and waited for: also the `psql` of
    /// readers and of `COPY`.
    pub(crate) client: f64,
    /// The same in the server.
    pub(crate) server: f64,
    /// The most memory of a process of the program, in KiB.
    memory: u64,
}

impl Cost {
    /// Prints it beside another one.
    pub(crate) fn print(&self, what: &str, count: usize, copy: &Self) {
        let wall = self.wall.as_secs_f64();
        let memory = match self.memory {
            0 => String::new(),
            kibibytes => format!(", {} MiB", kibibytes.div_ceil(1024)),
        };
        println!(
            "  {what:26} {wall:8.2} s  {:8.0} a second  {:5.1} x COPY  CPU {:.2} s + server {:.2} s{memory}",
            count as f64 / wall,
            wall / copy.wall.as_secs_f64(),
            self.client,
            self.server,
        );
    }
}

/// Measures what is done with a server.
#[derive(Clone, Copy)]
pub(crate) struct Meter {
    server: &'static Server,
}

impl Meter {
    pub(crate) const fn new(server: &'static Server) -> Self {
        Self { server }
    }

    /// Runs `work`, which returns the memory of its process, and returns what it took.
    pub(crate) fn cost(self, work: impl FnOnce() -> u64) -> Cost {
        let (client, server) = (waited_for(), self.server_ticks());
        let begin = Instant::now();
        let memory = work();
        let wall = begin.elapsed();
        Cost {
            wall,
            client: (waited_for() - client) as f64 / TICKS_A_SECOND,
            server: (self.server_ticks() - server) as f64 / TICKS_A_SECOND,
            memory,
        }
    }

    /// Returns the processor time of the server with all its processes, also those that ended.
    fn server_ticks(self) -> u64 {
        // Connections that were closed just now have ended by then, and are counted once.
        thread::sleep(Duration::from_millis(200));
        let main = self.main_process();
        let own: u64 = stat(main).map_or(0, |fields| fields[11..15].iter().sum());
        let children = self.backends().into_iter().filter_map(stat);
        own + children.map(|fields| fields[11] + fields[12]).sum::<u64>()
    }

    /// Returns how many connections there are, and the memory that is only theirs, in KiB.
    pub(crate) fn connections(self) -> (usize, u64) {
        let is_connection = |pid: &u32| {
            let line = fs::read_to_string(format!("/proc/{pid}/cmdline")).unwrap_or_default();
            line.starts_with("postgres: town")
        };
        let pids: Vec<u32> = self.backends().into_iter().filter(is_connection).collect();
        let memory = pids.iter().map(|pid| kibibytes(*pid, "RssAnon:")).sum();
        (pids.len(), memory)
    }

    fn main_process(self) -> u32 {
        let file = format!("{}/postmaster.pid", self.server.data());
        let text = fs::read_to_string(file).unwrap();
        text.lines().next().unwrap().trim().parse().unwrap()
    }

    fn backends(self) -> Vec<u32> {
        let main = u64::from(self.main_process());
        let pids = fs::read_dir("/proc").unwrap().filter_map(|entry| {
            let name = entry.ok()?.file_name();
            name.to_str()?.parse().ok()
        });
        pids.filter(|pid| stat(*pid).is_some_and(|fields| fields[1] == main))
            .collect()
    }
}

/// Returns the figures of a process from its parent's number on; what is no figure is 0.
fn stat(pid: u32) -> Option<Vec<u64>> {
    let text = fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
    let (_, figures) = text.rsplit_once(')')?;
    let figure = |word: &str| word.parse().unwrap_or(0);
    Some(figures.split_whitespace().map(figure).collect())
}

/// Returns the processor time of the processes that this one has waited for.
fn waited_for() -> u64 {
    stat(std::process::id()).map_or(0, |fields| fields[13] + fields[14])
}

fn kibibytes(pid: u32, what: &str) -> u64 {
    let status = fs::read_to_string(format!("/proc/{pid}/status")).unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix(what));
    line.and_then(|line| line.split_whitespace().next()?.parse().ok())
        .unwrap_or(0)
}

/// Runs a command of the hub; returns the most memory that the program had, in KiB.
pub(crate) fn run(world: &World, command: &str, (file, login): (&str, &str)) -> u64 {
    let (db, url) = (format!("{file}.db"), world.url(login));
    let mut run = world.folder.command(&["--db", &db, "hub", command, &url]);
    let mut child = run.stdout(Stdio::null()).spawn().unwrap();
    let mut memory = 0;
    let status = loop {
        memory = memory.max(kibibytes(child.id(), "VmHWM:"));
        if let Some(status) = child.try_wait().unwrap() {
            break status;
        }
        thread::sleep(Duration::from_millis(2));
    };
    assert!(status.success(), "{command} {file}");
    memory
}

/// Copies the trail of a hub into a table like it, as `COPY` does.
pub(crate) fn copy(world: &World, meter: Meter) -> Cost {
    let file = format!("{}/rows", meter.server.data());
    world.sql(&format!("COPY taizhang.change TO '{file}'"));
    world.sql("CREATE TABLE plain (LIKE taizhang.change INCLUDING ALL)");
    meter.cost(|| {
        world.sql(&format!("COPY plain FROM '{file}'"));
        0
    })
}

/// Prints what the tables of a hub take on the disk.
pub(crate) fn print_sizes(world: &World) {
    for (table, what) in [
        ("change", "a change of the trail"),
        ("record", "a record as it is read"),
        ("standing", "a standing as it is read"),
        ("place_state", "what is known of a place"),
    ] {
        let sql = format!(
            "SELECT pg_total_relation_size('taizhang.{table}') / greatest(count(*), 1) FROM taizhang.{table}"
        );
        println!("  {what:26} {} bytes on the hub", world.sql(&sql));
    }
}
